"""The years that a database was given beyond those that came with it, and what says that there is
a new one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select

from states.store import Tx
from states.tables import CALENDAR, calendar_years, meta

if TYPE_CHECKING:
    from config.calendar import Calendar

_MARK = select(meta.c.value).where(meta.c.key == CALENDAR)
_SHARED = _MARK.with_for_update(read=True)
_OWN = _MARK.with_for_update()
YEARS = (
    select(calendar_years)
    .where(calendar_years.c.calendar == bindparam("calendar"))
    .order_by(calendar_years.c.id)
)
NEW_YEAR = insert(calendar_years).values(
    {c.name: bindparam(c.name) for c in calendar_years.columns if c.name != "id"}
)


def mark_of(tx: Tx, *, holding: bool = False, owning: bool = False) -> str:
    """What changes whenever a year is given; with `holding` it cannot change before the
    transaction ends, with `owning` nobody else may even hold it."""
    row = tx.one(_OWN if owning else _SHARED if holding else _MARK)
    return str(row["value"]) if row else "0"


def given_calendar(tx: Tx, name: str) -> "Calendar":
    """The calendar of a name with the years that the database was given.

    Raises BadCalendar for an unknown name."""
    return given_calendar_of(name, tx.all(YEARS, calendar=name))


def given_calendar_of(name: str, rows: Iterable[dict[str, Any]]) -> "Calendar":
    """The same of stored years, a later revision after the earlier."""
    from config.calendar import calendar_of
    from config.calendar_years import CalendarYear

    return calendar_of(name, (CalendarYear.model_validate_json(row["body"]) for row in rows))
