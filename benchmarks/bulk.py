"""A thousand acts as one bulk act against a thousand single ones, each with its own commit.

Both are repeated in turns on fresh cases of one office; the cost is client CPU and time a case.
`recommend` and `check` are the acts of `one_act`.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import offices
from benchmarks.databases import places
from benchmarks.peers.worker import client_seconds, stay_on_one_core
from benchmarks.report import Sizes, spread, table
from states.actions import perform, perform_all
from states.commands import Command
from states.office import Office

Prepare = Callable[[Office, int], list[Command]]


def measure(sizes: Sizes) -> dict[str, Any]:
    """Both ways for both acts on each database."""
    stay_on_one_core()
    found: dict[str, Any] = {"cases": sizes.bulk, "repeats": sizes.repeats}
    for place in places(sizes.folder, sizes.database):
        for name, prepare in (("recommend", _recommendations), ("check", _checks)):
            with place.fresh(name) as url:
                office = offices.an_office(url)
                found[f"{place.kind} {name}"] = _both(office, prepare, sizes)
                office.close()
    return found


def _recommendations(office: Office, cases: int) -> list[Command]:
    return offices.recommendations(offices.applied(office, cases))


def _checks(office: Office, cases: int) -> list[Command]:
    return offices.checks(offices.submitted_summaries(office, cases))


def _both(office: Office, prepare: Prepare, sizes: Sizes) -> dict[str, Any]:
    ways: dict[str, dict[str, list[float]]] = {
        way: {"cpu_us": [], "wall_us": []} for way in ("single", "bulk")
    }
    commands = iter(prepare(office, 2 * sizes.bulk * sizes.repeats))
    for _ in range(sizes.repeats):
        for way, act in (("single", _one_by_one), ("bulk", _at_once)):
            batch = [next(commands) for _ in range(sizes.bulk)]
            cpu, wall = client_seconds(), time.perf_counter()
            act(office, batch)
            ways[way]["cpu_us"].append((client_seconds() - cpu) / sizes.bulk * 1e6)
            ways[way]["wall_us"].append((time.perf_counter() - wall) / sizes.bulk * 1e6)
    shown: dict[str, Any] = {
        way: {name: spread(values) for name, values in taken.items()} for way, taken in ways.items()
    }
    for name in ("cpu_us", "wall_us"):
        pairs = zip(ways["single"][name], ways["bulk"][name], strict=True)
        shown[f"bulk_is_cheaper_{name}"] = spread([single / bulk for single, bulk in pairs])
    return shown


def _one_by_one(office: Office, commands: Sequence[Command]) -> None:
    for command in commands:
        perform(office, command)


def _at_once(office: Office, commands: Sequence[Command]) -> None:
    verdicts = perform_all(office, commands)
    if any(verdict.receipt is None for verdict in verdicts):
        raise RuntimeError("the bulk act was refused")


def summary(found: dict[str, Any]) -> str:
    """One row for each act and database."""
    rows = [
        (
            name,
            f"{shown['single']['cpu_us']['median']:.0f}",
            f"{shown['bulk']['cpu_us']['median']:.0f}",
            f"{shown['bulk_is_cheaper_cpu_us']['median']:.1f}",
            f"{shown['single']['wall_us']['median']:.0f}",
            f"{shown['bulk']['wall_us']['median']:.0f}",
            f"{shown['bulk_is_cheaper_wall_us']['median']:.1f}",
        )
        for name, shown in found.items()
        if isinstance(shown, dict)
    ]
    head = ("", "CPU µs, one by one", "CPU µs, bulk", "×", "µs, one by one", "µs, bulk", "×")
    return table(head, rows)
