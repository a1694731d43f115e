"""Cases that the system opens by the clock: child cases on a day, one for each year, quarter or
month as it begins, and cases that stand by themselves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

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
from states.history import instant
from states.office import Office
from states.plan import Plan
from states.record.events import events_of
from states.record.limit_statements import limit_statements
from states.record.writing import Decided, append
from states.store import Tx
from states.sweeps.by_clock import BY_CLOCK, CHUNK, Only
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
            if at >= compiled.opening(opening.on):
                opened.all_of(name, partial(_open_chunk, office, compiled, name, kind, run))
        elif opening.as_it_begins and kind.of is not None:
            for number, period in _begun(compiled, kind, at):
                work = partial(_open_one_chunk, office, compiled, name, kind, (number, period), run)
                opened.all_of(name, work)
        elif opening.as_it_begins and is_newest:
            opened.all_of(name, partial(_open_alone, office, compiled, name, kind, at, run))
    return opened.counts


def _begun(compiled: Compiled, kind: CaseKind, at: datetime) -> Iterator[tuple[int, str]]:
    """The stretches that have begun by an instant."""
    assert kind.opened is not None and kind.opened.cycle is not None
    unit, name = kind.opened.cycle
    period = compiled.programme.periods[name]
    found: Iterator[tuple[int, tuple[str, date, date]]]
    found = enumerate(stretches(unit, period.first, period.last), 1)
    for number, (label, first, _) in found:
        if at >= start_of_day(first, compiled.programme.zone):
            yield number, label


def _open_chunk(
    office: Office, compiled: Compiled, name: str, kind: CaseKind, run: str | None
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
        _open_all(office, tx, compiled, name, wanted, run)
    return len(rows)


def _open_one_chunk(
    office: Office,
    compiled: Compiled,
    name: str,
    kind: CaseKind,
    stretch: tuple[int, str],
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
            period=stretch[1],
            limit=CHUNK,
        )
        wanted = [(Case.from_row(row), *stretch) for row in rows]
        _open_all(office, tx, compiled, name, wanted, run)
    return len(rows)


def _open_all(
    office: Office,
    tx: Tx,
    compiled: Compiled,
    name: str,
    wanted: Sequence[tuple[Case, int, str | None]],
    run: str | None,
) -> None:
    recorded_at = office.recorded_at(tx)
    codes = {parent.code for parent, _, _ in wanted}
    events = events_of(office, tx, codes, compiled.events_above(name))
    active = _active_since(tx, compiled) if wanted else ""
    decided = []
    for parent, number, period in wanted:
        since = instant(max(active, parent.opened_at))
        around = Around(instant(recorded_at), parent=parent, events=events, since=since)
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
    command = Command(plan.command, SYSTEM, OPEN, via=BY_CLOCK, run=run)
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
        begun = [(n, period, place) for n, period in _begun(compiled, kind, at) for place in places]
        wanted = [one for one in begun if one[1:] not in there]
        if not wanted:
            return 0
        recorded_at = office.recorded_at(tx)
        around = Around(instant(recorded_at), since=instant(_active_since(tx, compiled)))
        decided = [
            _opening(compiled, around, None, name, period, number, run, place)
            for number, period, place in wanted
        ]
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
