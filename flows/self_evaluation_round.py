"""Opens the self-evaluations after the period has ended, and lists them.

Runs on 1 January at 00:05 and on the first of each month.
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.conduct import conduct
from flows.orders import ROUND_NOW, RoundOrder


@flow(name="self-evaluation-round", description="阶段“自评”", flow_run_name="自评")
def self_evaluation_round(order: RoundOrder = ROUND_NOW) -> State[dict[str, Any]]:
    """Its plain result: what was opened, moved, marked, reminded, released, refused and listed."""
    return conduct("self_evaluation_round", order)
