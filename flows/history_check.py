"""Checks every invariant of the record and names what does not hold.

Runs every day at 02:30 (Asia/Shanghai). Findings end the run Failed, so that somebody is told.
"""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.conduct import ended, this_run
from flows.orders import CHECK_NOW, CheckOrder
from tasks.checks import check_history


@flow(name="history-check", description="核验留痕", flow_run_name="核验留痕")
def history_check(order: CheckOrder = CHECK_NOW) -> State[dict[str, Any]]:
    """Its plain result: whether all holds, and each finding."""
    report = check_history()
    done = ended("history_check", this_run(), [report])
    return done if report["ok"] else Failed(message=done.message)
