"""The years that a database was given, each with the calendar as it stood once it had arrived."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from config.calendar import Calendar, calendar_of
from config.calendar_years import CalendarYear
from config.problems import BadProgramme
from states.store import Tx
from states.tables import calendar_years

_STORED = select(calendar_years).order_by(calendar_years.c.id)
Name = tuple[str, int, int]
"""Calendar, year and revision."""


@dataclass(slots=True)
class Years:
    """The stored row and the calendar of each."""

    found: dict[Name, tuple[dict[str, Any], Calendar | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, tx: Tx) -> "Years":
        """Read in the order in which they arrived; one that cannot be read has no calendar."""
        known = cls()
        calendars: dict[str, Calendar] = {}
        for row in tx.all(_STORED):
            name = row["calendar"]
            try:
                year = CalendarYear.model_validate_json(row["body"])
                before = calendars.get(name) or calendar_of(name, ())
                calendars[name] = before.with_year(year)
            except (ValueError, BadProgramme):
                known.found[name, row["year"], row["revision"]] = (row, None)
                continue
            known.found[name, row["year"], row["revision"]] = (row, calendars[name])
        return known
