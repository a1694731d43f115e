"""`shidian audit verify` over a long history: entries a second, every invariant checked.

The chain alone is measured beside it: reading the stored texts in order and hashing them.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import func, select

from benchmarks import offices
from benchmarks.databases import places
from benchmarks.peers.worker import client_seconds, stay_on_one_core
from benchmarks.report import Sizes, spread, table
from states.actions import perform_all
from states.audits.oracle import check
from states.history import digest
from states.office import Office
from states.tables import history

IN_ORDER = select(history).order_by(history.c.case_code, history.c.seq)
COUNT = select(func.count().label("entries")).select_from(history)


def measure(sizes: Sizes) -> dict[str, Any]:
    """Both readings of the same history on each database."""
    stay_on_one_core()
    found: dict[str, Any] = {}
    for place in places(sizes.folder, sizes.database):
        with place.fresh("verify") as url:
            office = offices.an_office(url)
            _fill(office, sizes.history)
            found[place.kind] = _timed(office, sizes.repeats)
            office.close()
    return found


def _fill(office: Office, entries: int) -> None:
    # a pilot leaves four entries and each of its two summaries three
    for chunk in _chunks(offices.submitted_summaries(office, max(2, entries // 5))):
        perform_all(office, offices.checks(chunk))


def _chunks(codes: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(codes), offices.CHUNK):
        yield codes[start : start + offices.CHUNK]


def _timed(office: Office, repeats: int) -> dict[str, Any]:
    with office.store.read() as tx:
        row = tx.one(COUNT)
    entries = int(row["entries"]) if row else 0
    ways: dict[str, Callable[[], int]] = {
        "verify": lambda: _verified(office, entries),
        "chain alone": lambda: _hashed(office),
    }
    taken: dict[str, list[float]] = {way: [] for way in ways}
    cpu: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(repeats):
        for way, run in ways.items():
            used, start = client_seconds(), time.perf_counter()
            if run() != entries:
                raise RuntimeError(f"{way} did not see {entries} entries")
            taken[way].append(entries / (time.perf_counter() - start))
            cpu[way].append((client_seconds() - used) / entries * 1e6)
    shown = {
        way: {"entries_a_second": spread(taken[way]), "cpu_us": spread(cpu[way])} for way in ways
    }
    return {"entries": entries} | shown


def _verified(office: Office, entries: int) -> int:
    violations = check(office)
    if violations:
        raise RuntimeError(f"the history is damaged: {violations[0]}")
    return entries


def _hashed(office: Office) -> int:
    with office.store.read() as tx:
        rows = tx.all(IN_ORDER)
    return sum(digest(row) == row["hash"] for row in rows)


def summary(found: dict[str, Any]) -> str:
    """One row for each way and database."""
    rows = [
        (
            f"{kind} {way}",
            f"{shown['entries']}",
            f"{shown[way]['entries_a_second']['median']:.0f}",
            f"{shown[way]['cpu_us']['median']:.1f}",
        )
        for kind, shown in found.items()
        for way in ("verify", "chain alone")
    ]
    return table(("", "entries", "entries/s", "CPU µs an entry"), rows)
