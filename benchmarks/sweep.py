"""The sweep that marks what is overdue, against the same marks written by hand, set-based.

All work on databases of the same tables and rows, one stage of due duties after the other. `SQL`
is three statements, nothing read: history rows without a hash, sequence numbers, marks. `by hand`
also chains the hashes, which SQL cannot: it reads the due rows once and writes them in batches.
`empty` is a sweep that finds nothing due.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from benchmarks import offices
from benchmarks.databases import Place, places
from benchmarks.peers.worker import client_seconds, stay_on_one_core
from benchmarks.report import Sizes, spread, table
from states.duties import sweep
from states.history import genesis, stamp
from states.office import Office

FIRST = datetime(2027, 12, 1, tzinfo=UTC)
NEVER = "2099-11-30T16:00:00.000000Z"
STAGE = timedelta(days=40)
"""Longer than the longest reminder, so that a stage does not remind of the next."""
DUTY = "annual-summary"
BATCH = 10_000
CASES = (
    "INSERT INTO cases (code, programme, programme_version, kind, state, seq, title, jurisdiction, "
    "category, fields, documents, checks, holds, opened_at, changed_at, ended, head) VALUES "
    "(?, 'national-pilots-2026', 1, 'annual-summary', 'due', 1, '年度工作总结', '33', 'services', "
    "'{}', '{}', '{}', '{}', '', '', 0, ?)"
)
DUTIES = (
    "INSERT INTO duties (case_code, duty, n, programme, kind, jurisdiction, category, period, "
    "owed_by, phrase, clause, due_on, due_at, provisional, status, opened_at, opened_seq) VALUES "
    "(?, 'annual-summary', 1, 'national-pilots-2026', 'annual-summary', '33', 'services', '2027', "
    "'unit,province', '每年11月底前', '[\"五\"]', '2027-11-30', ?, 0, 'open', '', 1)"
)
DUE = "d.status = 'open' AND d.due_at <= ? AND d.programme = 'national-pilots-2026'"
READ = (
    "SELECT d.case_code, c.seq, c.head, c.state, d.phrase, d.due_on, d.clause FROM duties d "
    f"JOIN cases c ON c.code = d.case_code WHERE {DUE} ORDER BY d.due_at, d.case_code"
)
ENTRY = (
    "INSERT INTO history (case_code, seq, entry, move, from_state, to_state, actor, actor_name, "
    "role, scope, via, received_at, occurred_at, recorded_at, reason, clause, flags, fields, "
    "documents, checks, effects, programme, programme_version, command, prev_hash, hash_name, hash)"
)
MARK = f"UPDATE duties AS d SET status = 'overdue', overdue_at = ? WHERE {DUE}"


@dataclass(frozen=True, slots=True)
class Ground:
    """An office with duties that fall due in stages."""

    office: Office

    def run(self, statement: str, *values: Any) -> Any:
        """Execute by the driver, within a transaction of its own."""
        with self.office.store.write() as tx:
            cursor = tx.driver.cursor()
            cursor.execute(self.marked(statement), values)
            return cursor.rowcount

    def marked(self, statement: str) -> str:
        """The statement with the parameter marks of the driver."""
        return statement if self.office.store.dialect == "sqlite" else statement.replace("?", "%s")

    def fill(self, due: int, existing: int, stages: int) -> None:
        """Cases with one open duty each; so many of them fall due at each stage."""
        rows = self._rows(due, existing, stages)
        while chunk := list(islice(rows, BATCH)):
            with self.office.store.write() as tx:
                cursor = tx.driver.cursor()
                cursor.executemany(self.marked(CASES), [(c, genesis(c)) for c, _ in chunk])
                cursor.executemany(self.marked(DUTIES), chunk)
        if self.office.store.dialect == "postgresql":
            self.run("ANALYZE")

    def _rows(self, due: int, existing: int, stages: int) -> Iterator[tuple[str, str]]:
        for n in range(max(existing, due * stages)):
            stage = n // due
            yield f"ZJ-2026-{n:07}-2027", stamp(_at(stage)) if stage < stages else NEVER


def _at(stage: int) -> datetime:
    return FIRST + stage * STAGE


def _ours(ground: Ground, at: datetime) -> int:
    return sweep(ground.office, as_of=at).overdue


def _in_sql(ground: Ground, at: datetime) -> int:
    now = stamp(datetime.now(UTC))
    with ground.office.store.write() as tx:
        cursor = tx.driver.cursor()
        cursor.execute(
            ground.marked(
                f"{ENTRY} SELECT c.code, c.seq + 1, 'decision', 'mark-overdue', c.state, c.state, "
                "'system', '系统', 'system', 'programme', 'sweep system', ?, ?, ?, "
                "d.phrase || '：截至 ' || d.due_on || ' 未办', d.clause, '[]', '{}', '{}', '{}', "
                '\'{"overdue":[["annual-summary",1]]}\', c.programme, c.programme_version, '
                "'system/overdue/' || c.code || '/annual-summary/1', c.head, 'none', '' "
                f"FROM duties d JOIN cases c ON c.code = d.case_code WHERE {DUE}"
            ),
            (now, now, now, stamp(at)),
        )
        cursor.execute(
            ground.marked(
                "UPDATE cases SET seq = seq + 1, changed_at = ? WHERE code IN "
                f"(SELECT case_code FROM duties d WHERE {DUE})"
            ),
            (now, stamp(at)),
        )
        cursor.execute(ground.marked(MARK), (now, stamp(at)))
        return int(cursor.rowcount)


def _by_hand(ground: Ground, at: datetime) -> int:
    now = stamp(datetime.now(UTC))
    marks = ", ".join("?" * 27)
    with ground.office.store.write() as tx:
        cursor = tx.driver.cursor()
        cursor.execute(ground.marked(READ), (stamp(at),))
        entries = [_entry(row, now) for row in cursor.fetchall()]
        cursor.executemany(ground.marked(f"{ENTRY} VALUES ({marks})"), entries)
        cursor.executemany(
            ground.marked("UPDATE cases SET seq = ?, head = ?, changed_at = ? WHERE code = ?"),
            [(entry[1], entry[-1], now, entry[0]) for entry in entries],
        )
        cursor.execute(ground.marked(MARK), (now, stamp(at)))
        return int(cursor.rowcount)


def _entry(row: tuple[Any, ...], now: str) -> tuple[Any, ...]:
    code, seq, head, state, phrase, due_on, clause = row
    entry = (
        *(code, seq + 1, "decision", "mark-overdue", state, state),
        *("system", "系统", "system", "programme", "sweep system", now, now, now),
        *(f"{phrase}：截至 {due_on} 未办", clause, "[]", "{}", "{}", "{}"),
        *('{"overdue":[["annual-summary",1]]}', "national-pilots-2026", 1),
        *(f"system/overdue/{code}/{DUTY}/1", head, "sha256"),
    )
    return (*entry, hashlib.sha256(json.dumps(entry).encode()).hexdigest())


WAYS: dict[str, Callable[[Ground, datetime], int]] = {
    "SQL": _in_sql,
    "by hand": _by_hand,
    "shidian": _ours,
}


def measure(sizes: Sizes) -> dict[str, Any]:
    """Every way for every size on each database, stage by stage in turns."""
    stay_on_one_core()
    found: dict[str, Any] = {}
    for place in places(sizes.folder, sizes.database):
        for due, existing in sizes.sweeps:
            found[f"{place.kind} {due} of {existing}"] = _staged(place, due, existing, sizes)
    return found


def _staged(place: Place, due: int, existing: int, sizes: Sizes) -> dict[str, Any]:
    stages = sizes.repeats + 1
    wall: dict[str, list[float]] = {way: [] for way in (*WAYS, "empty")}
    cpu: dict[str, list[float]] = {way: [] for way in (*WAYS, "empty")}
    with ExitStack() as stack:
        grounds = {}
        for way in WAYS:
            office = offices.an_office(stack.enter_context(place.fresh(f"sweep {way}")))
            stack.callback(office.close)
            offices.set_clock(office, _at(stages))
            grounds[way] = Ground(office)
            grounds[way].fill(due, existing, stages)
        for stage in range(stages):
            for way, act in (*WAYS.items(), ("empty", _ours)):
                ground = grounds.get(way, grounds["shidian"])
                used, start = client_seconds(), time.perf_counter()
                done = act(ground, _at(stage))
                wall[way].append((time.perf_counter() - start) * 1000)
                cpu[way].append((client_seconds() - used) * 1000)
                if done != (0 if way == "empty" else due):
                    raise RuntimeError(f"{way} marked {done} of {due}")
    return {way: _shown(wall, cpu, way) for way in wall}


def _shown(
    wall: dict[str, list[float]], cpu: dict[str, list[float]], way: str
) -> dict[str, dict[str, float]]:
    # the first stage warms up
    shown = {"wall_ms": spread(wall[way][1:]), "cpu_ms": spread(cpu[way][1:])}
    for other in ("SQL", "by hand"):
        pairs = zip(wall[way][1:], wall[other][1:], strict=True)
        shown[f"times {other}"] = spread([mine / theirs for mine, theirs in pairs])
    return shown


def summary(found: dict[str, Any]) -> str:
    """One row for each size and database."""
    rows = [
        (
            name,
            *(f"{shown[way]['wall_ms']['median']:.1f}" for way in (*WAYS, "empty")),
            f"{shown['shidian']['times SQL']['median']:.2f}",
            f"{shown['shidian']['times by hand']['median']:.2f}",
        )
        for name, shown in found.items()
    ]
    return table(("ms", *WAYS, "empty", "shidian × SQL", "× by hand"), rows)
