"""The days of duties: by which limit, from which event, and how a day moves with what it runs from.
Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from config.dates import rules
from config.declared import Deadline
from config.duty_types import CountsFrom, Duty
from states.compiled import Compiled, recurs_from_event
from states.dates.dated import Dated, Opens, opens_only
from states.facts import Case, DutyRow
from states.history import instant, stamp
from states.plan import Changed, NewDuty

Events = Mapping[tuple[str, str], tuple[str, int]]
"""(case, move): when it was last made, and how often."""


@dataclass(frozen=True, slots=True)
class Around:
    """What happens around a case while a duty arises on it: the instant, the move that is being
    made and on which case, its parent, and what was made before. `since`: from when a new case
    could be there, if not from this instant (a sweep may come late)."""

    counts: datetime
    making: tuple[str, str] = ("", "")
    parent: Case | None = None
    events: Events = field(default_factory=dict)
    since: datetime | None = None

    def made(self, case: str, move: str) -> datetime | None:
        """When a move of a case was last made; None if never."""
        if self.making == (case, move):
            return self.counts
        found = self.events.get((case, move))
        return instant(found[0]) if found else None


def new_duties(
    compiled: Compiled, around: Around, case: Case, name: str, taken: int
) -> list[NewDuty]:
    """The duties of a name that arise now on a case; `taken` of them were there before."""
    duty = compiled.programme.duties[name]
    owed_by = ",".join(duty.by)
    day = case.fields.get(duty.day_from) if duty.day_from else None
    if day:
        on, at = compiled.end_of_day(str(day))
        return [NewDuty(name, taken + 1, owed_by, f"{day}前", duty.clause, on, at, False)]
    limit = compiled.limit_of(duty, case.jurisdiction)
    own = limit is not duty.due
    anchor = _anchor(compiled, around, case, duty, limit)
    dates = () if anchor is None else compiled.dated(duty, limit, case.period, anchor)
    if not dates and anchor is not None and isinstance(limit.rule, rules.Every | rules.Count):
        return []  # no turn is left
    if not dates:
        begins = _opens_only(compiled, duty, limit, anchor)
        nothing: tuple[Any, ...] = (None, None, False)
        if begins is not None:
            nothing = (None, None, begins.provisional, begins.at, begins.basis)
        one = NewDuty(name, taken + 1, owed_by, limit.phrase, duty.clause, *nothing)
        one.is_exception = own
        return [one]
    return [
        _arising(name, duty, limit, found, taken + n, is_exception=own)
        for n, found in enumerate(dates[:1] if duty.unverified else dates, 1)
    ]


def _arising(
    name: str, duty: Duty, limit: Deadline, found: Dated, n: int, *, is_exception: bool
) -> NewDuty:
    # a day that nobody may hold against anyone has no instant, so nothing is ever late by it
    binds = not duty.unverified
    return NewDuty(
        name,
        n,
        ",".join(duty.by),
        limit.phrase,
        duty.clause,
        found.due.on.isoformat(),
        stamp(found.due.at) if binds else None,
        found.due.provisional and binds,
        found.opens_at,
        found.basis if binds else None,
        is_exception=is_exception,
    )


def _opens_only(
    compiled: Compiled, duty: Duty, limit: Deadline, anchor: date | datetime | None
) -> Opens | None:
    """From when a duty without a last day may be done. An event that the file does not tell
    (建设期满后) is not the one from which the duty arises."""
    is_named = isinstance(limit.rule, rules.Window) and isinstance(limit.rule.opens, rules.Event)
    if anchor is None or (is_named and duty.counts_from is None):
        return None
    return opens_only(limit.rule, anchor, compiled.programme.conventions, compiled.calendar)


def _anchor(
    compiled: Compiled, around: Around, case: Case, duty: Duty, limit: Deadline
) -> date | datetime | None:
    """The day or instant from which the limit runs; None if that is not known yet."""
    origin = duty.counts_from
    if origin is None or origin.event or origin.settled:
        from_event, _ = compiled.runs_from(limit, duty)
        return around.counts if from_event else compiled.programme.source.issued
    if origin.day:
        return origin.day
    if origin.move:
        return around.made(case.code, origin.move)
    if origin.parent:
        return around.made(case.parent or "", origin.parent)
    value = _field(origin, case, around.parent)
    return date.fromisoformat(str(value)) if value else None


def _field(origin: CountsFrom, case: Case, parent: Case | None) -> Any:
    if origin.field:
        return case.fields.get(origin.field)
    return parent.fields.get(str(origin.parent_field)) if parent else None


def moved(
    compiled: Compiled, around: Around, case: Case, name: str, owed: Sequence[DutyRow], how: str
) -> Iterator[Changed]:
    """The duties of one name with the days that they would get if they arose now."""
    duty = compiled.programme.duties[name]
    if recurs_from_event(duty, compiled.limit_of(duty, case.jurisdiction)):
        return  # days of the calendar stay where they are
    fresh = new_duties(compiled, around, case, name, 0)
    for row in owed if fresh else ():
        if row.is_unsettled and not row.paused_at:
            day = fresh[(row.n - 1) % len(fresh)]
            if when(day) != when(row):
                yield on_another_day(row, how, day, around.counts)


def when(one: NewDuty | DutyRow) -> tuple[Any, ...]:
    """When a duty may be done and until when."""
    return one.due_on, one.due_at, one.basis, one.opens_at


def on_another_day(row: DutyRow, how: str, day: NewDuty, at: datetime, **about: Any) -> Changed:
    """A duty with another day. What was overdue is so no longer if that day is still to come; what
    was done is late or in time by the new day."""
    now: dict[str, Any] = {
        "due_on": day.due_on,
        "due_at": day.due_at,
        "provisional": int(day.provisional),
        "basis": day.basis,
        "opens_at": day.opens_at,
        "first_due_on": row.first_due_on or row.due_on,
    }
    if how == "renewed":
        now["extended"] = 0
    if row.status == "overdue" and (day.due_at is None or stamp(at) < day.due_at):
        now |= {"status": "open", "overdue_at": None}
    elif row.status in ("met", "late") and row.settled_at and day.due_at:
        now["status"] = "late" if row.settled_at >= day.due_at else "met"
    changed = {name: value for name, value in now.items() if getattr(row, name) != value}
    return Changed(row, how, {**changed, **_days(now)}, about)


def _days(now: dict[str, Any]) -> dict[str, Any]:
    return {name: now[name] for name in ("due_on", "due_at")}
