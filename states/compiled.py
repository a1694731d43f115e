"""A programme version made ready to decide with: machines, what each move needs, quota buckets."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from config.calendar import Calendar, load_calendar
from config.case_types import CaseKind, Move
from config.counted import named_by
from config.dates.phrases import PhraseError
from config.dates.rules import (
    Count,
    Every,
    counts_from_event,
    counts_from_notice,
    counts_in_hours,
)
from config.declared import Deadline
from config.duty_types import Duty
from config.programme import Programme, Round
from config.vocabulary import SYSTEM
from states import deadlines
from states.buckets import Buckets
from states.dates.cycles import days_of, stretches
from states.dates.dated import Dated, dated
from states.deadlines import Due
from states.decisions.inherited import says_unit
from states.facts import Case
from states.history import stamp
from states.machine import CaseMachine
from states.needs import MoveNeeds, events_above, needs_of, starts_of

T = TypeVar("T")
OPEN = "open"
"""The entry with which the system brings a child case into being."""


class Ahead(NamedTuple):
    """A move that may be the next of a case if its condition `when` holds: who may make it, its
    limit if that is a day of the programme; the duties that bind to it, whose days come first."""

    who: str
    move: str
    due: str | None
    when: str
    duties: tuple[str, ...]


class _Kept(Generic[T]):
    """Answers about the parts of a programme, which never change. Kept by identity, because hashing
    a rule takes longer than many a decision."""

    def __init__(self) -> None:
        self._answers: dict[tuple[int, Hashable], tuple[object, T]] = {}

    def of(self, part: object, detail: Hashable, answer: Callable[[], T]) -> T:
        known = self._answers.get((id(part), detail))
        if known is None:
            # the part is kept with its answer, so that no later object can have its identity
            known = self._answers[id(part), detail] = (part, answer())
        return known[1]


class Compiled:
    """One activated version of a programme."""

    def __init__(self, programme: Programme, version: int, digest: str) -> None:
        self.programme = programme
        self.version = version
        self.digest = digest
        self.key = programme.programme
        self._kinds = programme.cases
        self._moves = {name: kind.moves for name, kind in programme.cases.items()}
        self.machines = {name: CaseMachine(kind) for name, kind in programme.cases.items()}
        self._needs = {
            (kind, move): needs_of(programme, kind, move)
            for kind, case_kind in programme.cases.items()
            for move in case_kind.moves
        }
        self._joint = {
            name: tuple(key for key, field in kind.form.items() if field.joint)
            for name, kind in programme.cases.items()
        }
        self._opened_by = {
            (kind, move): tuple(self._opening_kinds(kind, move))
            for kind, case_kind in programme.cases.items()
            for move in case_kind.moves
        }
        self._events_above = {name: events_above(programme, name) for name in programme.cases}
        self._applied_by = {
            name: named_by(duty.when, programme.cases[duty.case])
            for name, duty in programme.duties.items()
            if duty.when and duty.case in programme.cases
        }
        self._starts_below = {
            kind: frozenset[str]().union(
                *(self._events_above[n] for n, _ in self.children_of(kind))
            )
            for kind in programme.cases
        }
        self._starts = {name: starts_of(programme, name) for name in programme.cases}
        self._duties_of = {name: programme.duties_of(name) for name in programme.cases}
        self._due: _Kept[Due | None] = _Kept()
        self._opening: _Kept[datetime] = _Kept()
        self._counts: _Kept[tuple[bool, bool]] = _Kept()
        self._dues: _Kept[tuple[Dated, ...]] = _Kept()
        self._ahead: dict[tuple[str, str], tuple[Ahead, ...]] = {}
        self._arising: dict[tuple[str, str, bool], tuple[tuple[str, Duty], ...]] = {}
        self.buckets = Buckets(programme, self.applies)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar of working days that the programme names."""
        return load_calendar(self.programme.calendar)

    @cached_property
    def told(self) -> frozenset[str]:
        """The roles that know at once of a decision that is announced later."""
        return self.programme.told()

    @cached_property
    def handing_on(self) -> frozenset[str]:
        """The kinds of which children have their unit from their parent."""
        kinds = self.programme.cases.values()
        return frozenset(kind.of for kind in kinds if kind.of and not says_unit(kind))

    @cached_property
    def dating(self) -> frozenset[str]:
        """The kinds whose form dates some field by itself."""
        kinds = self.programme.cases.items()
        return frozenset(n for n, kind in kinds if any(f.default for f in kind.form.values()))

    @cached_property
    def together(self) -> dict[tuple[str, str], Round]:
        """The moves, by kind and name, that are made for all cases of a round at once."""
        return {
            (stage.case, name): stage
            for stage in self.programme.rounds.values()
            if stage.together
            for name in stage.releases
        }

    def announcers(self, kind: str) -> tuple[str, ...]:
        """The roles that may announce a decision on a case of a kind."""
        says = [move.announced_by for move in self.kind(kind).moves.values()]
        return tuple(dict.fromkeys(role for one in says if one for role in one.by))

    def take_calendar(self, calendar: Calendar) -> None:
        """Count with another arrangement of the years from now on."""
        # first the calendar, then the answers: another thread may keep a late one only in the old
        self.__dict__["calendar"] = calendar
        self._due, self._opening, self._dues = _Kept(), _Kept(), _Kept()
        self._ahead = {}

    def kind(self, name: str) -> CaseKind:
        """The declared kind."""
        return self._kinds[name]

    def move(self, kind: str, name: str) -> Move | None:
        """The declared move; None if the kind has none of that name."""
        moves = self._moves.get(kind)
        return moves.get(name) if moves else None

    def needs(self, kind: str, move: str) -> MoveNeeds | None:
        """The facts that a decision on the move must read; None if the kind has none of that
        name."""
        return self._needs.get((kind, move))

    def joint_fields(self, kind: str) -> tuple[str, ...]:
        """The fields of the form that list joint undertaking units."""
        return self._joint.get(kind, ())

    def children_of(self, kind: str) -> Iterator[tuple[str, CaseKind]]:
        """The kinds whose cases belong to cases of this kind."""
        return ((name, k) for name, k in self.programme.cases.items() if k.of == kind)

    def duties_of(self, kind: str) -> Mapping[str, Duty]:
        """The duties that arise on cases of a kind."""
        return self._duties_of[kind]

    def arising(self, kind: str, move: str, *, creation: bool) -> Sequence[tuple[str, Duty]]:
        """The duties that a move, or the coming into being of a case, may let arise: those that it
        opens, and those that run from the settling of another."""
        key = (kind, move, creation)
        if key not in self._arising:
            acts = {move, "creation"} if creation else {move}
            self._arising[key] = tuple(
                (name, duty)
                for name, duty in self._duties_of[kind].items()
                if runs_from_duty(duty) or not acts.isdisjoint(duty.opened)
            )
        return self._arising[key]

    def applied_by(self, duty: str) -> frozenset[str]:
        """The fields at which the condition of a duty may look."""
        return self._applied_by.get(duty, frozenset())

    def opened_by(self, kind: str, move: str) -> Sequence[tuple[str, CaseKind]]:
        """The child kinds that a move of the parent opens."""
        return self._opened_by.get((kind, move), ())

    def _opening_kinds(self, kind: str, move: str) -> Iterator[tuple[str, CaseKind]]:
        for name, child in self.children_of(kind):
            if child.opened and child.opened.by == move:
                yield name, child

    def periods_of(self, child: CaseKind) -> list[str | None]:
        """The stretches for which cases are opened: each of a period, or just one without."""
        if child.opened is None or child.opened.cycle is None:
            return [None]
        unit, name = child.opened.cycle
        period = self.programme.periods[name]
        return [label for label, _, _ in stretches(unit, period.first, period.last)]

    def due(self, deadline: Deadline) -> Due | None:
        """The one instant of a deadline that stands in a move or round; None if it has none."""
        return self._due.of(deadline, None, lambda: self._due_of(deadline))

    def _due_of(self, deadline: Deadline) -> Due | None:
        found = deadlines.dues(
            deadline.rule,
            anchor=self.programme.source.issued,
            conventions=self.programme.conventions,
            calendar=self.calendar,
        )
        return found[0] if found else None

    def opening(self, deadline: Deadline) -> datetime:
        """The first instant of a day or window named in `opens` or `on`."""
        return self._opening.of(deadline, None, lambda: self._opening_of(deadline))

    def _opening_of(self, deadline: Deadline) -> datetime:
        declared = self.programme
        opened = deadlines.opens(
            deadline.rule,
            anchor=declared.source.issued,
            conventions=declared.conventions,
            calendar=self.calendar,
        )
        if opened:
            return opened[0].at
        found = self.due(deadline)
        if found is None:
            raise ValueError(f"“{deadline.phrase}” names no day")
        return deadlines.start_of_day(found.on, declared.zone)

    def runs_from(self, limit: Deadline, duty: Duty) -> tuple[bool, bool]:
        """Whether a limit runs from an event of the case and not from the document, and whether in
        hours: then the event's day is not enough."""
        return self._counts.of(limit, None, lambda: _counts(limit, duty))

    def dated(
        self, duty: Duty, limit: Deadline, period: str | None, anchor: date | datetime
    ) -> tuple[Dated, ...]:
        """Every day of a limit, with the opening of its window, counted from an anchor."""
        if isinstance(anchor, datetime):
            if self.runs_from(limit, duty)[1]:
                return self._dated(duty, limit, period, anchor)
            anchor = deadlines.local_day(anchor, self.programme.zone)
        key = (period, anchor)
        return self._dues.of(limit, key, lambda: self._dated(duty, limit, period, anchor))

    def _dated(
        self, duty: Duty, limit: Deadline, period: str | None, anchor: date | datetime
    ) -> tuple[Dated, ...]:
        declared = self.programme
        span: tuple[date, date] | None = None
        if duty.period:
            span = (declared.periods[duty.period].first, declared.periods[duty.period].last)
        if own := days_of(period):
            span = (max(span[0], own[0]), min(span[1], own[1])) if span else own
        elif span and recurs_from_event(duty, limit):
            # what had fallen due before the duty could arise is not owed
            day = (
                deadlines.local_day(anchor, declared.zone)
                if isinstance(anchor, datetime)
                else anchor
            )
            span = (max(span[0], day), span[1])
            if day > span[1]:
                return ()
        try:
            return dated(limit.rule, anchor, span, declared.conventions, self.calendar)
        except PhraseError:
            # hours from a mere day: a file that was activated before `check` refused it is not to
            # keep all else from falling due
            return ()

    def limit_of(self, duty: Duty, jurisdiction: str | None) -> Deadline:
        """The limit of a duty where the case belongs: an exception for the jurisdiction by its
        code or name, else one for its kind, else the general one."""
        if not duty.due_by:
            return duty.due
        return self.by_place(duty.due_by, jurisdiction) or duty.due

    def by_place(self, exceptions: Mapping[str, T], jurisdiction: str | None) -> T | None:
        """What an exception says for a jurisdiction; None without one."""
        place = self.programme.jurisdictions.get(jurisdiction or "")
        if place is None:
            return None
        names = (str(jurisdiction), place.name, place.short, place.abbr, f"kind:{place.kind}")
        return next((exceptions[name] for name in names if name in exceptions), None)

    def ahead(self, kind: str, state: str) -> tuple[Ahead, ...]:
        """The moves that somebody may make next on a case, or that the clock will make."""
        if (kind, state) not in self._ahead:
            self._ahead[kind, state] = tuple(self._ahead_of(kind, state))
        return self._ahead[kind, state]

    def _ahead_of(self, kind: str, state: str) -> Iterator[Ahead]:
        for name, move in self.kind(kind).moves_from(state):
            if is_by_system(move) and move.on is None and move.after is None:
                continue
            limit = move.until or move.on or move.after
            due = self.due(limit) if limit else None
            duties = self.programme.duties.items()
            bound = tuple(duty for duty, declared in duties if name in declared.bound_by)
            day = due.on.isoformat() if due else None
            yield Ahead(",".join(move.by), name, day, move.when, bound)

    def end_of_day(self, day: str) -> tuple[str, str]:
        """A day set by hand: its date and the stored exclusive bound (the day is included)."""
        on = date.fromisoformat(day)
        after = deadlines.start_of_day(on + timedelta(days=1), self.programme.zone)
        return day, stamp(after)

    def applies(self, when: str, case: Case) -> bool:
        """Whether the condition of a rule holds for a case; one that cannot be judged does not."""
        if not when:
            return True
        # only files with conditions pay for them
        from states.conditions import holds

        return holds(when, self.cohort(case))

    def cohort(self, case: Case) -> dict[str, Any]:
        """What a condition may name of a case."""
        from states.conditions import cohort

        declared = self.programme
        place = declared.jurisdictions.get(case.jurisdiction or "")
        form = declared.cases[case.kind].form
        return cohort(case, form, place.kind if place else "", declared.zone)

    def events_above(self, kind: str) -> frozenset[str]:
        """The moves of the parent from which duties of a kind run."""
        return self._events_above[kind]

    def starts_below(self, kind: str) -> frozenset[str]:
        """The moves of a kind from which duties of its children run."""
        return self._starts_below[kind]

    def starts(self, kind: str) -> frozenset[str]:
        """The moves of a kind from which duties of the same case run."""
        return self._starts[kind]


def runs_from_duty(duty: Duty) -> str | None:
    """The duty from whose settling this one runs; None if it runs from none."""
    return duty.counts_from.settled if duty.counts_from else None


def recurs_from_event(duty: Duty, limit: Deadline) -> bool:
    """Whether the duty is owed on days of the calendar, and only on those from what it counts from
    on."""
    origin = duty.counts_from
    from_event = origin is not None and origin.event != "issued"
    recurs = isinstance(limit.rule, Every | Count)
    return from_event and recurs and not counts_from_event(limit.rule)


def _counts(limit: Deadline, duty: Duty) -> tuple[bool, bool]:
    rule = limit.rule
    origin = duty.counts_from
    if origin is None:
        from_event = deadlines.counts_from_event(rule) and not counts_from_notice(rule)
    else:
        from_event = origin.event != "issued"
    return from_event, counts_in_hours(rule)


def is_by_system(move: Move) -> bool:
    """Whether no person may make the move."""
    return move.by == (SYSTEM,)
