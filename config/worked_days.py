"""Working days for those who only read: counted from a table that is made from the files of a
calendar, so that looking at a case reads none of these. The table, `worked-days.json` beside them,
has for each year its days off that are no weekend, and its weekends that are worked."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDERS = Path(__file__).with_name("calendars")
TABLE = "worked-days.json"
Year = Mapping[str, list[str]]


class WorkedDays:
    """How many working days lie between two days, in the years that are known."""

    def __init__(self, years: Mapping[int, Year]) -> None:
        self.years = frozenset(years)
        self._off = sorted({day for year in years.values() for day in year["off"]})
        self._worked = sorted({day for year in years.values() for day in year["worked"]})

    def between(self, first: date, last: date) -> int | None:
        """How many lie after `first`, up to and including `last`; None for a year not known."""
        if not self.years.issuperset(range(first.year, last.year + 1)):
            return None
        weeks, rest = divmod((last - first).days, 7)
        days = (first + timedelta(days=n) for n in range(1, rest + 1))
        plain = weeks * 5 + sum(day.weekday() < 5 for day in days)
        return plain - _within(self._off, first, last) + _within(self._worked, first, last)


def _within(days: list[str], first: date, last: date) -> int:
    return bisect_right(days, last.isoformat()) - bisect_right(days, first.isoformat())


@lru_cache(maxsize=16)
def worked_days(name: str, given: tuple[str, ...] = ()) -> WorkedDays:
    """The working days of a calendar; `given`: the stored years that a database got beyond those
    that came with it, a later revision after the earlier."""
    path = FOLDERS / name / TABLE
    table = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    years: dict[int, Year] = {int(year): table[year] for year in table}
    for body in given:
        stored = json.loads(body)
        years[stored["year"]] = year_of(stored)
    return WorkedDays(years)


def year_of(stored: Mapping[str, Any]) -> Year:
    """A stored year of a calendar as the table has it."""
    off = [day for holiday in stored["holidays"] for day in _days(holiday["from"], holiday["to"])]
    rest = [day for day in off if date.fromisoformat(day).weekday() < 5]
    worked = [day for day in stored["workdays"] if date.fromisoformat(day).weekday() > 4]
    return {"off": rest, "worked": worked}


def _days(first: str, last: str) -> Iterable[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return ((start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1))


def in_working_days(rule: Any) -> bool:
    """Whether a stored rule, or a part of one, is counted in working days."""
    if isinstance(rule, Mapping):
        return any(in_working_days(part) for part in rule.values())
    if isinstance(rule, list | tuple):
        return any(in_working_days(part) for part in rule)
    return bool(rule == "working-days")
