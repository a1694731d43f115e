"""One run of a round, and what its release would do, as tasks."""

from typing import Any

from prefect import task

from tasks import work
from tasks.faults import RETRY


@task(name="查方案", task_run_name="查声明了 {name} 的方案", **RETRY)
def programmes_with(name: str, programme: str | None) -> list[str]:
    """The programmes that declare the round."""
    with work.opened() as office:
        return work.programmes_with(office, name, programme)


@task(name="办理阶段", task_run_name="办理 {name}", **RETRY)
def run_rounds(
    name: str, programmes: list[str], as_of: str | None, release: dict[str, Any] | None, run: str
) -> list[dict[str, Any]]:
    """One run of a round in each programme; twice is once."""
    with work.opened() as office:
        return work.rounds_done(office, name, programmes, as_of, release, run)


@task(name="试办一批", task_run_name="试办 {name} · {programme}", **RETRY)
def try_release(name: str, programme: str, release: dict[str, Any], run: str) -> dict[str, Any]:
    """What a release would do; nothing is written."""
    with work.opened() as office:
        return work.release_tried(office, name, programme, release, run)
