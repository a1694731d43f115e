"""Lists who is reviewed, and releases a batch that people have decided.

Runs on the first of each month to list; with a release, whenever an operator starts it.
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.conduct import conduct
from flows.orders import RELEASING_NOW, ReleasingOrder


@flow(name="assignment-round", description="阶段“下达”", flow_run_name="下达")
def assignment_round(order: ReleasingOrder = RELEASING_NOW) -> State[dict[str, Any]]:
    """Its plain result: what was opened, moved, marked, reminded, released, refused and listed."""
    return conduct("assignment_round", order)
