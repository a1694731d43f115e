"""Which duties the clock ends itself by the instant at which they would be marked overdue: of them
nobody is told, if nothing happens meanwhile."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from config.case_types import Move
from states.compiled import Compiled
from states.decisions.timing import falls
from states.facts import Case
from states.history import instant, stamp
from states.office import Office
from states.store import Tx
from states.sweeps.moments import timed_moves

Row = dict[str, Any]


def ended_by_clock(
    office: Office, tx: Tx, compiled: Compiled, rows: Iterable[Row]
) -> set[tuple[str, str, int]]:
    """Those of the unsettled duties, as (case, duty, number), that a move of the system ends before
    they are marked: at one instant a sweep makes its moves first."""
    by_case: dict[str, list[Row]] = {}
    for row in rows:
        by_case.setdefault(row["case_code"], []).append(row)
    listed = tx.listed(code for code, owed in by_case.items() if _next(compiled, owed[0]))
    read = tx.all(office.statements.cases_read, codes=listed)
    found = set()
    for case in map(Case.from_row, read):
        owed = by_case[case.code]
        for name, move in _next(compiled, owed[0]):
            at = _made_at(compiled, move, owed) if compiled.applies(move.when, case) else None
            if at is not None:
                ended = (row for row in owed if _ends(compiled, case, name, move, row, at))
                found |= {(row["case_code"], row["duty"], row["n"]) for row in ended}
    return found


def _next(compiled: Compiled, row: Row) -> list[tuple[str, Move]]:
    """The moves that the clock may make from where the case of a duty stands."""
    return [
        (name, move)
        for kind, name, move in timed_moves(compiled)
        if kind == row["kind"] and row["state"] in move.from_
    ]


def _made_at(compiled: Compiled, move: Move, owed: list[Row]) -> datetime | None:
    if move.lapse_of is None:
        return falls(compiled, move)
    lapsing = (instant(row["due_at"]) for row in owed if row["duty"] == move.lapse_of)
    return min(lapsing, default=None)


def _ends(compiled: Compiled, case: Case, name: str, move: Move, row: Row, at: datetime) -> bool:
    """Whether a move at an instant ends a duty that is not over by then: the one that lapses, those
    that it settles or waives, and with the life of the case all of them."""
    if row["due_at"] < stamp(at):
        return False
    duty = compiled.programme.duties[row["duty"]]
    named = row["duty"] == move.lapse_of or name in (*duty.bound_by, *duty.waived_by)
    is_end = not move.stays and compiled.kind(case.kind).states[move.to].end is not None
    return named or is_end
