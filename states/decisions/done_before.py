"""What had been done before an end that waived it, and is recorded after that: it was done on its
own day. What is of a later day than an end, and was recorded before that, was not done by then.
Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from states.compiled import Compiled, is_by_system
from states.decisions.own_duties import in_turn, settled_as
from states.decisions.timing import falls
from states.facts import Case, DutyRow
from states.history import instant, stamp
from states.instants import local_day
from states.plan import Changed
from states.steps import Step
from states.words.entries import DONE_BEFORE


def done_before(
    compiled: Compiled,
    case: Case,
    parent: Case | None,
    rows: Iterable[DutyRow],
    move: str,
    counts: datetime,
    *,
    same_day: bool = False,
) -> Iterator[Changed]:
    """What becomes of the duties of an ended case by a move of an earlier day: those that the end
    waived and the move did are done, in time or late by that day. `same_day`: also by one of the
    day of the end."""
    at = stamp(counts)
    owed = _owed_then(compiled, case, parent, rows, counts, same_day)
    for then, row in owed.items():
        duty = compiled.programme.duties.get(row.duty)
        if duty is None or move not in duty.bound_by:
            continue
        if then in in_turn(compiled, case, duty, [*owed], at):
            now = {"status": settled_as(row, at), "settled_at": at, "settled_seq": case.seq}
            yield Changed(row, DONE_BEFORE, now, {"due": row.due_on})


def not_done_by(compiled: Compiled, kind: str, end: Step, at: str, from_state: str | None) -> bool:
    """Whether what was recorded before an end, and happened at an instant, was not done yet when
    that came: it is of a later day. An end that only became possible by it says otherwise."""
    move, zone = compiled.move(kind, end.move), compiled.programme.zone
    if move is not None and from_state not in move.from_:
        return False
    limit = falls(compiled, move) if move is not None and is_by_system(move) else None
    if limit is not None:
        return instant(at) >= limit
    return local_day(instant(at), zone) > local_day(instant(end.at), zone)


def _owed_then(
    compiled: Compiled,
    case: Case,
    parent: Case | None,
    rows: Iterable[DutyRow],
    counts: datetime,
    same_day: bool,
) -> dict[DutyRow, DutyRow]:
    """The duties that the end of a case waived on a later day than an instant, or on the same one,
    by how they stood before. Days are compared, because a fact often comes without its hour."""
    if not all(_ran(compiled, one, counts) for one in (case, parent) if one):
        return {}
    lapsing = {move.lapse_of for move in compiled.kind(case.kind).moves.values()}
    at, zone = stamp(counts), compiled.programme.zone
    waived = [row for row in rows if row.status == "waived" and row.settled_seq is not None]
    end = max((row.settled_seq or 0 for row in waived), default=0)
    found = {}
    for row in waived:
        if row.settled_seq != end or (row.duty in lapsing and row.due_at and at >= row.due_at):
            continue
        ended = local_day(instant(str(row.settled_at)), zone)
        if (day := local_day(counts, zone)) < ended or (same_day and day == ended):
            status = "overdue" if row.overdue_at else "open"
            found[row._replace(status=status, settled_at=None, settled_seq=None)] = row
    return found


def _ran(compiled: Compiled, case: Case, counts: datetime) -> bool:
    """Whether the clock had not yet brought a case to where it stands: what it does counts from its
    limit, whenever a sweep came."""
    moves = compiled.kind(case.kind).moves.values()
    by_clock = (falls(compiled, one) for one in moves if one.to == case.state and is_by_system(one))
    limits = [limit for limit in by_clock if limit is not None]
    return not limits or counts < min(limits)
