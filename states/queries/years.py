"""The years by which a database counts: which are published, by what document, which guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import bindparam, func, select

from states.calendars.years import YEARS
from states.queries.answers import Answer
from states.queries.duties import UNSETTLED
from states.queries.outline import current_outlines
from states.store import Tx
from states.tables import duties

if TYPE_CHECKING:
    from config.calendar import Calendar
    from states.office import Office

AHEAD = 2
"""So many years to come are shown even if no duty falls into them."""
_WAITING = (
    select(func.substr(duties.c.due_on, 1, 4).label("year"), func.count().label("n"))
    .where(
        duties.c.programme == bindparam("programme"),
        duties.c.provisional == 1,
        UNSETTLED,
    )
    .group_by(func.substr(duties.c.due_on, 1, 4))
)


@dataclass(frozen=True, slots=True)
class Year(Answer):
    """One year of a calendar. `origin`: it came with shidian, it was given to this database, or
    nobody has published it; `on_offer`: it came with shidian, but this database was not given it
    yet. `lunar`: whether the days of the moon festivals are known. `provisional`: so many duties
    that are owed fall into it on a day that may still change."""

    calendar: str
    year: int
    status: Literal["official", "unpublished"]
    origin: Literal["shipped", "given", "guessed"]
    document: str
    title: str
    issued: str | None
    verified: bool
    revision: int
    given_at: str | None
    given_by: str | None
    on_offer: bool
    lunar: bool
    working_days: int
    holidays: tuple[tuple[str, str, str], ...]
    workdays: tuple[str, ...]
    provisional: int


def years(office: "Office", *, only: int | None = None) -> tuple[Year, ...]:
    """Every year of the calendars that the programmes count by, or only one year of them.

    Raises BadCalendar for a year that no calendar can have."""
    now = office.clock.now()
    found: dict[str, Calendar] = {}
    waiting: dict[str, dict[int, int]] = {}
    with office.store.read() as tx:
        for key, o in current_outlines(office.store, tx).items():
            name = o.declared["calendar"]
            found[name] = o.calendar
            counts = waiting.setdefault(name, {})
            for row in tx.all(_WAITING, programme=key):
                counts[int(row["year"])] = counts.get(int(row["year"]), 0) + row["n"]
        return tuple(
            year
            for name, calendar in found.items()
            for year in _of_calendar(tx, calendar, waiting[name], now.year, only)
        )


def _of_calendar(
    tx: Tx, calendar: "Calendar", waiting: dict[int, int], present: int, only: int | None
) -> Iterator[Year]:
    given = {row["year"]: row for row in tx.all(YEARS, calendar=calendar.name)}
    offered = calendar.on_offer()
    wanted = {*offered, *given, *waiting, *range(present, present + AHEAD + 1)}
    for number in sorted(wanted) if only is None else [only]:
        yield _year(calendar, number, given.get(number), number in offered, waiting.get(number, 0))


def _year(
    calendar: "Calendar", number: int, row: dict[str, Any] | None, offered: bool, waiting: int
) -> Year:
    worked = len(calendar.worked(number))
    year = calendar.year(number)
    source = year.source
    is_known = year.status == "official"
    return Year(
        calendar=calendar.name,
        year=number,
        status=year.status,
        origin="given" if row else "shipped" if is_known else "guessed",
        document=source.document if source else "",
        title=source.title if source else "",
        issued=source.issued.isoformat() if source and source.issued else None,
        verified=bool(source and source.verified),
        revision=year.revision,
        given_at=row["imported_at"] if row else None,
        given_by=row["imported_by"] if row else None,
        on_offer=offered and not is_known,
        lunar=is_known or bool(calendar.festivals(number)),
        working_days=worked,
        holidays=tuple((h.name, h.first.isoformat(), h.last.isoformat()) for h in year.holidays),
        workdays=tuple(day.isoformat() for day in year.workdays),
        provisional=waiting,
    )
