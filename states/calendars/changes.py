"""What a year of the calendar would change: which days are worked, what becomes of which duty."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select

from config.calendar import Calendar
from config.calendar_years import CalendarYear
from states.calendars.recount import Recounted, recount
from states.compiled import Compiled
from states.facts import DutyRow
from states.history import instant
from states.instants import local_day
from states.notices.reminder_statements import OF_PARENT
from states.notices.wording import which
from states.office import Office
from states.store import Tx
from states.tables import cases, duties

LISTED = 20
"""So many duties are named in one notice; the rest are counted."""
_COUNTED = (
    select(
        duties,
        *(cases.c[name] for name in ("title", "unit_name", "unit_code", "programme_version")),
        *OF_PARENT,
    )
    .select_from(duties.join(cases, cases.c.code == duties.c.case_code))
    .where(
        duties.c.programme == bindparam("programme"),
        duties.c.basis.is_not(None),
        duties.c.status != "waived",
        duties.c.paused_at.is_(None),
        or_(duties.c.basis.like(bindparam("year")), duties.c.basis.like(bindparam("before"))),
    )
    .order_by(duties.c.case_code, duties.c.duty, duties.c.n)
)


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that is worked and was not, or the other way round; `name`: the holiday it lies in."""

    day: date
    is_worked: bool
    name: str


@dataclass(frozen=True, slots=True)
class DutyChange:
    """What becomes of one duty, and of which case, programme and place it is."""

    programme: str
    case: str
    case_title: str
    which: str
    duty: str
    title: str
    jurisdiction: str | None
    before: str
    after: str
    status: str
    status_before: str
    became: str
    why: str
    by_calendar: str
    row: dict[str, Any]

    @property
    def is_revoked(self) -> bool:
        """Whether a mark as overdue, or as done late, falls away."""
        return (self.status_before, self.status) in (("overdue", "open"), ("late", "met"))

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        names = ("programme", "case", "duty", "title", "jurisdiction", "before", "after", "status")
        found = {name: getattr(self, name) for name in names}
        return found | {"became": self.became, "why": self.why, "by_calendar": self.by_calendar}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changes; nothing if the database counts by the year already."""

    year: CalendarYear
    before: str
    is_news: bool
    days: tuple[DayChange, ...] = ()
    duties: tuple[DutyChange, ...] = ()
    told: int = 0

    def of(self, became: str) -> list[DutyChange]:
        """The duties that became something."""
        return [change for change in self.duties if change.became == became]


def recounted(
    office: Office,
    tx: Tx,
    concerned: Iterable[Compiled],
    year: int,
    calendar: Calendar,
    now: datetime,
) -> list[tuple[Compiled, Recounted, DutyChange]]:
    """What becomes of every duty whose day was counted with the year, or the one before it."""
    found = []
    # days off may begin in the last week of the year before
    wanted = {"year": f"%{year} %", "before": f"%{year - 1} %"}
    for newest in concerned:
        for row in tx.all(_COUNTED, programme=newest.key, **wanted):
            compiled = office.compiled(tx, newest.key, row["programme_version"])
            duty = DutyRow.from_row(row)
            done = recount(duty, compiled.programme.conventions, calendar, now)
            if done is not None:
                found.append((compiled, done, _change(compiled, row, done)))
    return found


def _change(compiled: Compiled, row: dict[str, Any], done: Recounted) -> DutyChange:
    declared = compiled.programme.duties.get(row["duty"])
    after = done.after
    return DutyChange(
        programme=compiled.key,
        case=row["case_code"],
        case_title=row["title"],
        which=which(compiled, row["case_code"], row),
        duty=row["duty"],
        title=declared.title if declared else row["duty"],
        jurisdiction=row["jurisdiction"],
        before=_day(compiled, row["due_on"], row["opens_at"]),
        after=_day(compiled, after.due_on, after.opens_at),
        status=after.status,
        status_before=row["status"],
        became=done.became,
        why=done.why,
        by_calendar=done.by_calendar,
        row=row,
    )


def _day(compiled: Compiled, due_on: str | None, opens_at: str | None) -> str:
    """The last day of a duty; of one that has none, the day from which it may be done."""
    if due_on or not opens_at:
        return str(due_on)
    return local_day(instant(opens_at), compiled.programme.zone).isoformat()


def days_changed(
    before: Calendar, after: Calendar, held: CalendarYear, new: CalendarYear
) -> Iterator[DayChange]:
    """The days of the year, and of the week before it, that change."""
    named = {day: h.name for year in (held, new) for h in year.holidays for day in h.days()}
    day = date(new.year - 1, 12, 25)
    while day.year <= new.year:
        if before.is_working_day(day) != after.is_working_day(day):
            yield DayChange(day, after.is_working_day(day), named.get(day, ""))
        day += timedelta(days=1)


def in_lines(moved: list[DutyChange]) -> Iterator[str]:
    """The duties that moved, one line each; beyond the first ones only their number."""
    for change in moved[:LISTED]:
        again = "；原逾期标记撤销" if change.is_revoked else ""
        days = f"{change.before} → {change.after}"
        days += "" if change.row["due_on"] else " 起"
        yield f"{change.which}：{change.title} {days}{again}"
    if len(moved) > LISTED:
        yield f"另有 {len(moved) - LISTED} 项，见应办日历。"
