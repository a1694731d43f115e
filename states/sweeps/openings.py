"""Cases that the system opens by the clock: child cases on a day, one for each year, quarter or
month as it begins, and cases that stand by themselves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from config.case_types import CaseKind
from config.vocabulary import SYSTEM
from states.actions import retried
from states.commands import Command
from states.compiled import OPEN, Compiled
from states.dates.cycles import stretches
from states.deadlines import start_of_day
from states.decisions.consequences import open_child
from states.decisions.duty_days import Around
from states.facts import Case
from states.history import instant, stamp
from states.office import Office
from states.plan import Plan
from states.record.events import events_of
from states.record.limit_statements import limit_statements
from states.record.writing import Decided, append
from states.store import Tx
from states.sweeps.by_clock import BY_CLOCK, CHUNK, Only
from states.sweeps.effects_by_law import counted_from
from states.tables import programmes


@dataclass(slots=True)
class Opened:
    """How many cases of each kind were opened."""

    counts: dict[str, int]

    def all_of(self, name: str, work: Callable[[], int]) -> None:
        """Repeat a chunk of work until nothing is left."""
        while opened := retried(work):
            self.counts[name] = self.counts.get(name, 0) + opened


def open_cases(
    office: Office,
    compiled: Compiled,
    at: datetime,
    run: str | None,
    only: Only | None,
    *,
    is_newest: bool,
) -> dict[str, int]:
    """Open every case of a version whose day has come, and count them by kind. Cases that stand by
    themselves belong to the newest version."""
    opened = Opened({})
    for name, kind in compiled.programme.cases.items():
        opening = kind.opened
        if opening is None or (only and name not in only.kinds):
            continue
        if opening.on is not None and kind.of is not None:
            day = compiled.opening(opening.on)
            if at >= day:
                opened.all_of(name, partial(_open_chunk, office, compiled, name, kind, day, run))
        elif opening.as_it_begins and kind.of is not None:
            for stretch in _begun(compiled, kind, at):
                work = partial(_open_one_chunk, office, compiled, name, kind, stretch, run)
                opened.all_of(name, work)
        elif opening.as_it_begins and is_newest:
            opened.all_of(name, partial(_open_alone, office, compiled, name, kind, at, run))
    return opened.counts


class Begun(NamedTuple):
    """A stretch that has begun: its place among its like, its name, and when it began."""

    number: int
    period: str
    since: datetime


def _begun(compiled: Compiled, kind: CaseKind, at: datetime) -> Iterator[Begun]:
    """The stretches that have begun by an instant."""
    assert kind.opened is not None and kind.opened.cycle is not None
    unit, name = kind.opened.cycle
    period = compiled.programme.periods[name]
    found: Iterator[tuple[int, tuple[str, date, date]]]
    found = enumerate(stretches(unit, period.first, period.last), 1)
    for number, (label, first, _) in found:
        since = start_of_day(first, compiled.programme.zone)
        if at >= since:
            yield Begun(number, label, since)


def _open_chunk(
    office: Office, compiled: Compiled, name: str, kind: CaseKind, day: datetime, run: str | None
) -> int:
    """The children of parents that have none of the kind: all periods at once."""
    opening = kind.opened
    assert opening is not None
    with office.store.write() as tx:
        rows = tx.all(
            office.statements.childless,
            programme=compiled.key,
            version=compiled.version,
            kind=kind.of,
            states=tx.listed(opening.while_ or compiled.kind(str(kind.of)).states),
            child_kind=name,
            limit=CHUNK,
        )
        periods = list(enumerate(compiled.periods_of(kind), 1))
        wanted = [(Case.from_row(row), *each) for row in rows for each in periods]
        _open_all(office, tx, compiled, name, wanted, day, run)
    return len(rows)


def _open_one_chunk(
    office: Office,
    compiled: Compiled,
    name: str,
    kind: CaseKind,
    stretch: Begun,
    run: str | None,
) -> int:
    """The children of one stretch, below parents that have none for it."""
    assert kind.opened is not None
    states = kind.opened.while_ or [
        state for state, declared in compiled.kind(str(kind.of)).states.items() if not declared.end
    ]
    with office.store.write() as tx:
        statement = limit_statements(office.store.dialect).without_child
        rows = tx.all(
            statement,
            programme=compiled.key,
            version=compiled.version,
            kind=kind.of,
            states=tx.listed(states),
            child_kind=name,
            period=stretch.period,
            limit=CHUNK,
        )
        wanted = [(Case.from_row(row), stretch.number, stretch.period) for row in rows]
        _open_all(office, tx, compiled, name, wanted, stretch.since, run)
    return len(rows)


def _open_all(
    office: Office,
    tx: Tx,
    compiled: Compiled,
    name: str,
    wanted: Sequence[tuple[Case, int, str | None]],
    day: datetime,
    run: str | None,
) -> None:
    recorded_at = office.recorded_at(tx)
    codes = {parent.code for parent, _, _ in wanted}
    events = events_of(office, tx, codes, compiled.events_above(name))
    active = _active_since(tx, compiled) if wanted else ""
    fell = counted_from(office, tx, dict.fromkeys(codes, stamp(day)))
    decided = []
    for parent, number, period in wanted:
        since = instant(max(active, parent.opened_at))
        counts = max(fell[parent.code], since)
        around = Around(counts, parent=parent, events=events, since=since)
        decided.append(_opening(compiled, around, parent, name, period, number, run))
    append(office, tx, decided, recorded_at)


def _opening(
    compiled: Compiled,
    around: Around,
    parent: Case | None,
    name: str,
    period: str | None,
    number: int,
    run: str | None,
    jurisdiction: str | None = None,
) -> Decided:
    draft = open_child(compiled, around, parent, name, period, number, jurisdiction)
    plan = Plan(f"system/open/{draft.after.code}", around.counts, [draft])
    command = Command(plan.command, SYSTEM, OPEN, received_at=around.counts, via=BY_CLOCK, run=run)
    return Decided(compiled, command, plan)


def _open_alone(
    office: Office, compiled: Compiled, name: str, kind: CaseKind, at: datetime, run: str | None
) -> int:
    """The cases without a parent whose stretch has begun and that are not there yet."""
    assert kind.opened is not None
    places: list[str | None] = [None]
    if kind.opened.per == "jurisdiction":
        places = list(compiled.programme.jurisdictions)
    with office.store.write() as tx:
        statement = limit_statements(office.store.dialect).standing_alone
        rows = tx.all(statement, programme=compiled.key, kind=name)
        there = {(row["period"], row["jurisdiction"]) for row in rows}
        begun = [(one, place) for one in _begun(compiled, kind, at) for place in places]
        wanted = [(one, place) for one, place in begun if (one.period, place) not in there]
        if not wanted:
            return 0
        recorded_at = office.recorded_at(tx)
        active = instant(_active_since(tx, compiled))
        decided = []
        for one, place in wanted:
            around = Around(max(one.since, active), since=active)
            opening = (name, one.period, one.number, run, place)
            decided.append(_opening(compiled, around, None, *opening))
        append(office, tx, decided, recorded_at)
    return len(decided)


_ACTIVATED = select(func.min(programmes.c.activated_at).label("at")).where(
    programmes.c.programme == bindparam("programme")
)


def _active_since(tx: Tx, compiled: Compiled) -> str:
    """When the first version of a programme was activated."""
    row = tx.one(_ACTIVATED, programme=compiled.key)
    assert row is not None
    return str(row["at"])
