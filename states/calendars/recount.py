"""What becomes of the days of duties when a year of the calendar is published or revised. Pure.

What is still owed and provisional follows the year. What is firm, overdue or done changes only in
favour of those who owe it; all else stays and is said. A day that is over is given to nobody.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from config.calendar import Calendar
from config.dates.rules import Conventions
from states.dates.dated import Opens, again, opens_again
from states.decisions.duty_days import on_another_day
from states.facts import DutyRow
from states.history import stamp
from states.plan import Changed, NewDuty

RECOMPUTE = "recompute-due"
"""The entry by which the system counts the days of a case again when a calendar arrives."""
Became = Literal["moved", "firm", "kept"]
Why = Literal["", "over", "firm", "overdue", "done"]


@dataclass(frozen=True, slots=True)
class Recounted:
    """One duty counted again: it moved, became firm on its day, or kept its day although the year
    gives another (`by_calendar`), and why. `change` is what is written, if anything is."""

    row: DutyRow
    became: Became
    why: Why
    by_calendar: str
    change: Changed | None

    @property
    def after(self) -> DutyRow:
        """The duty as it stands then."""
        return self.change.after() if self.change else self.row


def recount(
    row: DutyRow, conventions: Conventions, calendar: Calendar, now: datetime
) -> Recounted | None:
    """What becomes of a duty whose day was counted with working days; None if nothing does."""
    assert row.basis is not None
    if row.due_at is None:
        return _opening_again(row, opens_again(row.basis, conventions, calendar))
    found = again(row.basis, conventions, calendar)
    on, at = found.due.on.isoformat(), stamp(found.due.at)
    if row.due_at == at and (found.due.provisional or not row.provisional):
        return None
    if row.due_at == at:
        if row.status in ("met", "late"):
            return None
        sure = {"provisional": 0, "basis": found.basis}
        return Recounted(row, "firm", "", on, Changed(row, "recomputed", sure))
    why = _why_kept(row, at, now)
    if why:
        return _kept(row, why, on)
    day = NewDuty(
        row.duty,
        row.n,
        row.owed_by,
        "",
        (),
        on,
        at,
        found.due.provisional,
        found.opens_at,
        found.basis,
    )
    return Recounted(row, "moved", "", on, on_another_day(row, "recomputed", day, now))


def _opening_again(row: DutyRow, found: Opens) -> Recounted | None:
    """What becomes of a duty that must wait for so many working days and has no last day."""
    if row.status in ("met", "late") or (row.opens_at, row.provisional) == (
        found.at,
        int(found.provisional),
    ):
        return None
    on = found.on.isoformat()
    now: dict[str, Any] = {"provisional": int(found.provisional), "basis": found.basis}
    if row.opens_at == found.at:
        return Recounted(row, "firm", "", on, Changed(row, "recomputed", now))
    if not row.provisional and found.at > str(row.opens_at):
        return _kept(row, "firm", on)
    now["opens_at"] = found.at
    before = {"opened_at": row.opens_at}
    return Recounted(row, "moved", "", on, Changed(row, "recomputed", now, before))


def _why_kept(row: DutyRow, at: str, now: datetime) -> Why:
    is_later = row.due_at is None or at > row.due_at
    if row.status in ("met", "late"):
        in_time = row.status == "late" and row.settled_at is not None and row.settled_at < at
        return "" if in_time else "done"
    if row.status == "overdue":
        return "" if is_later else "overdue"
    if is_later:
        return ""
    if not row.provisional:
        return "firm"
    return "over" if at <= stamp(now) else ""


def _kept(row: DutyRow, why: Why, by_calendar: str) -> Recounted:
    change = None
    if row.provisional and why != "done":
        change = Changed(row, "recomputed", {"provisional": 0}, {"kept": by_calendar, "why": why})
    return Recounted(row, "kept", why, by_calendar, change)
