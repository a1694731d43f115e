"""What a task tries again: a fault of the system, never a rule that says no or a wrong request."""

from typing import Any, TypedDict

from prefect.client.schemas.objects import State, TaskRun

from states.errors import Conflict, Fault


def is_passing(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Whether trying again may help: the database was busy or a race was lost."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, Conflict | Fault)


class Retry(TypedDict):
    """The options of `@task` that say when to try again."""

    retries: int
    retry_delay_seconds: list[float]
    retry_condition_fn: Any


RETRY = Retry(retries=2, retry_delay_seconds=[2.0, 10.0], retry_condition_fn=is_passing)
