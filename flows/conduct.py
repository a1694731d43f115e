"""What the flows share: ask the tasks, publish what they report, end with one line that says it.

A flow that a rule refuses ends Completed, with each refusal in its artifact: the rule did its work.
A wrong order (no such round, an `as_of` in the future) and a fault end Failed with their sentence.
"""

from collections.abc import Sequence
from typing import Any

from prefect import runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.orders import Order, ReleasingOrder, batch_of
from flows.reports import Report, brief, page, tables
from flows.texts import say
from states.words.joining import apart
from tasks.artifacts import keep_result, publish
from tasks.rounds import programmes_with, run_rounds, try_release


def this_run() -> str:
    """The id of the flow run that history will carry."""
    return str(runtime.flow_run.id)


def conduct(name: str, order: Order) -> State[dict[str, Any]]:
    """Run the round in each programme that declares it, in the order of their activation."""
    run = this_run()
    known = programmes_with(name, order.programme)
    release = batch_of(order, known)
    if release and isinstance(order, ReleasingOrder) and order.dry_run:
        reports = [try_release(name, known[0], release, run)]
    else:
        reports = run_rounds(name, known, order.until(), release, run) if known else []
    return ended(name, run, reports)


def ended(name: str, run: str, reports: Sequence[Report]) -> State[dict[str, Any]]:
    """Publish the reports and end the run with a line that says what was done."""
    result = {"flow": name, "run": run, "reports": list(reports)}
    pages, found = {}, {}
    for report in reports:
        key = artifact_key(name, report.get("programme") or report.get("part"))
        pages[key] = page(report)
        found.update({f"{key}-{part}": rows for part, rows in tables(report).items()})
    publish(pages, found)
    keep_result(artifact_key(name, "result"), result)
    said = apart(map(brief, reports), "zh") or say("no-programme", round=name)
    return Completed(message=said, data=result)


def artifact_key(name: str, part: str | None) -> str:
    """A key that Prefect takes: only a-z, 0-9 and hyphens."""
    return "-".join([name.replace("_", "-"), *([part] if part else [])])
