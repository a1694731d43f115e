"""The sweep and the delivery as tasks."""

from typing import Any

from prefect import task

from tasks import work
from tasks.faults import RETRY


@task(name="期限巡查", **RETRY)
def sweep(programme: str | None, as_of: str | None, occasion: str, run: str) -> dict[str, Any]:
    """Everything due by now: marked, moved, opened, reminded. Twice is once."""
    with work.opened() as office:
        return work.swept(office, programme, as_of, occasion, run)


@task(name="发送通知", **RETRY)
def deliver() -> dict[str, Any]:
    """Whatever waits in the outbox: merged, sent, marked. Twice is once."""
    with work.opened() as office:
        return work.delivered(office)
