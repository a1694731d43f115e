"""Lists who awaits recommendation, reminds, and closes the call when its day is over.

Runs on the first of each month, on 30 June at 09:00 and on 1 July at 00:05 (Asia/Shanghai).
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.conduct import conduct
from flows.orders import ROUND_NOW, RoundOrder


@flow(name="recommendation-round", description="阶段“征集与推荐”", flow_run_name="征集与推荐")
def recommendation_round(order: RoundOrder = ROUND_NOW) -> State[dict[str, Any]]:
    """Its plain result: what was opened, moved, marked, reminded, released, refused and listed."""
    return conduct("recommendation_round", order)
