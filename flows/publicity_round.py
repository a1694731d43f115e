"""Lists who is self-evaluated, and releases exemplars or conclusions that people have decided.

Runs on the first of each month to list; with a release, whenever an operator starts it.
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.conduct import conduct
from flows.orders import RELEASING_NOW, ReleasingOrder


@flow(name="publicity-round", description="阶段“宣传推广”", flow_run_name="宣传推广")
def publicity_round(order: ReleasingOrder = RELEASING_NOW) -> State[dict[str, Any]]:
    """Its plain result: what was opened, moved, marked, reminded, released, refused and listed."""
    return conduct("publicity_round", order)
