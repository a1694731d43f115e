"""Begins reporting on the first day of the period; lists, reminds and marks annual summaries.

Runs on 1 January at 00:05, on the first of each month, on the last day of November at 09:00 and on
1 December at 00:05 (Asia/Shanghai).
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.conduct import conduct
from flows.orders import ROUND_NOW, RoundOrder


@flow(name="annual-round", description="阶段“年度总结”", flow_run_name="年度总结")
def annual_round(order: RoundOrder = ROUND_NOW) -> State[dict[str, Any]]:
    """Its plain result: what was opened, moved, marked, reminded, released, refused and listed."""
    return conduct("annual_round", order)
