"""Lists who awaits review.

Runs on the first of each month.
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.conduct import conduct
from flows.orders import ROUND_NOW, RoundOrder


@flow(name="review-round", description="阶段“复核”", flow_run_name="复核")
def review_round(order: RoundOrder = ROUND_NOW) -> State[dict[str, Any]]:
    """Its plain result: what was opened, moved, marked, reminded, released, refused and listed."""
    return conduct("review_round", order)
