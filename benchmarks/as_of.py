"""How cases stood at an instant, over a long history: one case, a page of fifty,
and the figures of the whole population.

Beside them, what the driver alone takes: the rows of one case read and folded by hand, and every
case of the database counted by the state in which it stood then, with one correlated query. Most of
the history is a copy of real entries under other codes: its chains are nobody's, and nobody reads
them here.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, text

from benchmarks import offices
from benchmarks.databases import places
from benchmarks.peers.worker import client_seconds, stay_on_one_core
from benchmarks.report import Sizes, spread, table
from states.history import stamp
from states.office import Office
from states.queries.histories import as_of
from states.queries.statistics import statistics
from states.tables import cases, history

ORIGINALS = 100
PAGE = 50
ROWS_OF_ONE = "SELECT to_state, fields, effects FROM history WHERE case_code = {} ORDER BY seq"
BY_STATE = (
    "SELECT h.to_state, count(*) FROM cases c JOIN history h ON h.case_code = c.code AND h.seq = "
    "(SELECT max(seq) FROM history p WHERE p.case_code = c.code AND p.occurred_at <= {}) "
    "WHERE c.kind <> 'programme' GROUP BY h.to_state"
)


def measure(sizes: Sizes) -> dict[str, Any]:
    """The same questions on each database."""
    stay_on_one_core()
    found: dict[str, Any] = {}
    for place in places(sizes.folder, sizes.database):
        with place.fresh("as-of") as url:
            office = offices.an_office(url)
            codes = offices.submitted_summaries(office, min(ORIGINALS, sizes.as_of))
            entries = _copied(office, sizes.as_of)
            found[place.kind] = {"entries": entries} | _timed(office, codes, sizes.repeats)
            office.close()
    return found


def _copied(office: Office, wanted: int) -> int:
    """Fill the history with copies until it is as long as wanted; how long it is."""
    with office.store.engine.begin() as connection:
        here = _count(connection)
        copies = max(0, -(-wanted // here) - 1)
        for table_, key in ((cases, "code"), (history, "case_code")):
            names = [column.name for column in table_.columns if column.name != "id"]
            taken = [_renamed(name, key) for name in names]
            connection.execute(
                text(
                    f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < "
                    f":copies) INSERT INTO {table_.name} ({', '.join(names)}) SELECT "
                    f"{', '.join(taken)} FROM {table_.name} o CROSS JOIN n "
                    f"WHERE o.{key} NOT LIKE 'programme%' AND :copies > 0"
                ),
                {"copies": copies},
            )
        return _count(connection)


def _renamed(name: str, key: str) -> str:
    if name in (key, "command", "parent"):
        return f"o.{name} || '~' || CAST(n.k AS TEXT)"
    return f"o.{name}"


def _count(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM history")).scalar_one())


def _timed(office: Office, codes: list[str], repeats: int) -> dict[str, Any]:
    at = office.clock.now() - timedelta(days=1)
    page = (codes * PAGE)[:PAGE]
    mark = "?" if office.store.dialect == "sqlite" else "%s"

    def by_hand() -> None:
        with office.store.read() as tx:
            rows = tx.driver.execute(ROWS_OF_ONE.format(mark), (codes[0],)).fetchall()
        fields: dict[str, Any] = {}
        for _, more, effects in rows:
            fields |= orjson.loads(more)
            orjson.loads(effects)

    def counted() -> None:
        with office.store.read() as tx:
            tx.driver.execute(BY_STATE.format(mark), (stamp(at),)).fetchall()

    ways: dict[str, Callable[[], object]] = {
        "one case": lambda: as_of(office, "committee", codes[0], at),
        "a page of 50": lambda: [as_of(office, "committee", code, at) for code in page],
        "all figures": lambda: statistics(office, "committee", at=at),
        "one case by hand": by_hand,
        "all by state, by hand": counted,
    }
    return {way: _milliseconds(run, repeats) for way, run in ways.items()}


def _milliseconds(run: Callable[[], object], repeats: int) -> dict[str, Any]:
    run()
    wall, cpu = [], []
    for _ in range(repeats):
        used, start = client_seconds(), time.perf_counter()
        run()
        wall.append((time.perf_counter() - start) * 1e3)
        cpu.append((client_seconds() - used) * 1e3)
    return {"ms": spread(wall), "cpu_ms": spread(cpu)}


def summary(found: dict[str, Any]) -> str:
    """One row for each question and database."""
    rows = [
        (
            f"{kind} {way}",
            f"{shown['entries']}",
            f"{took['ms']['median']:.2f}",
            f"{took['cpu_ms']['median']:.2f}",
        )
        for kind, shown in found.items()
        for way, took in shown.items()
        if way != "entries"
    ]
    return table(("", "entries", "ms", "CPU ms"), rows)
