"""The check of the whole record as a task."""

from typing import Any

from prefect import task

from tasks import work
from tasks.faults import RETRY


@task(name="核验留痕", **RETRY)
def check_history() -> dict[str, Any]:
    """What does not hold; changes nothing."""
    with work.opened() as office:
        return work.history_checked(office)
