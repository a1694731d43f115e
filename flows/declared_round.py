"""Runs any round that a programme declares, by its name: an agency's own stages need no new Python.

Runs when an operator starts it, or by schedules that an agency adds to prefect.yaml.
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.conduct import conduct
from flows.orders import NamedOrder


@flow(name="declared-round", description="方案声明的任一阶段", flow_run_name="阶段 {order.round}")
def declared_round(order: NamedOrder) -> State[dict[str, Any]]:
    """Its plain result: what was opened, moved, marked, reminded, released, refused and listed."""
    return conduct(order.round, order)
