"""The instants at which something falls due by itself: days of moves, openings and stretches, and
the ends of open duties.

A sweep that comes late goes through them one after the other, so that what was due in June is done
before what was due in December undoes its reason."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Executable, bindparam, func, select

from config.case_types import CaseKind, Move
from config.dates.rules import CycleUnit
from states.compiled import Compiled, is_by_system
from states.dates.cycles import stretches
from states.deadlines import start_of_day
from states.decisions.timing import falls
from states.history import instant, stamp
from states.office import Office
from states.tables import duties, sweeps

_EVER = datetime.min.replace(tzinfo=UTC)


def timed_moves(compiled: Compiled) -> list[tuple[str, str, Move]]:
    """The moves that the system makes by the clock (kind, name, move). What lapses below and
    reaches the case above comes before what that does at the same instant: a renewal that is deemed
    granted with the last day of a licence before the licence ends. Then those of an earlier day,
    then what lapses with a duty."""
    found = [
        (kind, name, move)
        for kind, declared in compiled.programme.cases.items()
        for name, move in declared.moves.items()
        if is_by_system(move) and (move.on or move.after or move.lapse_of)
    ]
    return sorted(found, key=lambda each: _turn(compiled, each[0], each[2]))


def _turn(compiled: Compiled, kind: str, move: Move) -> tuple[int, datetime]:
    reaches_up = any(effect.do in ("move-parent", "set-parent") for effect in move.effects)
    if move.lapse_of is not None and reaches_up:
        return -_depth(compiled, kind), _EVER
    day = falls(compiled, move)
    return (1, _EVER) if day is None else (0, day)


def _depth(compiled: Compiled, kind: str) -> int:
    above = compiled.kind(kind).of
    return 0 if above is None else 1 + _depth(compiled, above)


def moments(
    office: Office, versions: Sequence[Compiled], at: datetime, only: str | None
) -> Iterator[datetime]:
    """The instants to act for, from the last whole sweep up to `at`, which is always the last one.

    Asked again after each: what is done at one may open what ends before the next."""
    with office.store.read() as tx:
        row = tx.one(_last_sweep())
    reached = instant(row["as_of"]) if row and row["as_of"] else None
    fixed = sorted({day for compiled in versions for day in _days(compiled) if day < at})
    while (found := _next(office, fixed, reached, at, only)) is not None:
        yield found
        reached = found
    yield at


def _next(
    office: Office,
    fixed: Sequence[datetime],
    reached: datetime | None,
    at: datetime,
    only: str | None,
) -> datetime | None:
    coming = [day for day in fixed if reached is None or day > reached][:1]
    with office.store.read() as tx:
        after = stamp(reached) if reached else ""
        row = tx.one(_first_due(only is None), after=after, before=stamp(at), programme=only)
    if row and row["due_at"]:
        coming.append(instant(row["due_at"]))
    return min(coming, default=None)


def _days(compiled: Compiled) -> Iterator[datetime]:
    """Every instant that a version's file names for the system, on whichever case it falls."""
    for _, _, move in timed_moves(compiled):
        if day := falls(compiled, move):
            yield day
    for kind in compiled.programme.cases.values():
        yield from _openings(compiled, kind)
    for duty in compiled.programme.duties.values():
        if duty.count is not None:
            each = None if duty.count.each == "period" else duty.count.each
            yield from _beginnings(compiled, str(duty.period), each)


def _openings(compiled: Compiled, kind: CaseKind) -> Iterator[datetime]:
    if kind.opened is None:
        return
    if kind.opened.on is not None:
        yield compiled.opening(kind.opened.on)
    elif kind.opened.cycle is not None:
        unit, period = kind.opened.cycle
        yield from _beginnings(compiled, period, unit)


def _beginnings(compiled: Compiled, period: str, unit: CycleUnit | None) -> Iterator[datetime]:
    declared = compiled.programme.periods[period]
    first = [declared.first]
    if unit is not None:
        first = [begins for _, begins, _ in stretches(unit, declared.first, declared.last)]
    for day in first:
        yield start_of_day(day, compiled.programme.zone)


@cache
def _last_sweep() -> Executable:
    return select(func.max(sweeps.c.as_of).label("as_of"))


@cache
def _first_due(is_whole: bool) -> Executable:
    """The end of the open duty that ends first within a time."""
    found = select(func.min(duties.c.due_at).label("due_at")).where(
        duties.c.status == "open",
        duties.c.due_at > bindparam("after"),
        duties.c.due_at < bindparam("before"),
    )
    return found if is_whole else found.where(duties.c.programme == bindparam("programme"))
