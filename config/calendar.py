"""Working days: one data file per year, and an honest guess for years not yet published."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from config.calendar_years import (
    DAY,
    FIRST_YEAR,
    LAST_YEAR,
    BadCalendar,
    CalendarYear,
    computed,
)
from config.problems import Problem

BUILT_IN = Path(__file__).with_name("calendars")
FOUNDING = (2024, 2025, 2026)
"""The years that come with shidian and that every database counts by from its first day; one that
is published later reaches a database by an act."""


class Calendar:
    """Which days are worked. Answers for every year; an unpublished one is provisional.

    Years are read when first asked for and kept; with `shipped` only those are read from the
    folders. Immutable: `with_year` gives a new calendar.
    """

    def __init__(
        self,
        name: str,
        folders: tuple[Path, ...],
        years: Mapping[int, CalendarYear] | None = None,
        shipped: frozenset[int] | None = None,
    ) -> None:
        self.name = name
        self._folders = folders
        self._shipped = shipped
        self._given = dict(years or {})
        self._years: dict[int, CalendarYear] = {}
        self._worked: dict[int, tuple[int, ...]] = {}

    def year(self, year: int) -> CalendarYear:
        """The arrangement of a year, computed from the statutory holidays if none is published."""
        found = self._years.get(year)
        if found is None:
            found = self._given.get(year) or self._read(year) or self.guessed(year)
            self._years[year] = found
        return found

    def is_provisional(self, year: int) -> bool:
        """Whether the year's arrangement is only computed, because none is held."""
        return self.year(year).status == "unpublished"

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked, make-up days included."""
        worked = self.worked(day.year)
        at = bisect_left(worked, day.toordinal())
        return at < len(worked) and worked[at] == day.toordinal()

    def is_holiday(self, day: date) -> bool:
        """Whether the day lies in a holiday (not merely on a weekend)."""
        return any(
            holiday.first <= day <= holiday.last
            for year in self._touching(day.year)
            for holiday in year.holidays
        )

    def worked(self, year: int) -> tuple[int, ...]:
        """The ordinals of the year's working days, ascending."""
        found = self._worked.get(year)
        if found is None:
            found = self._worked[year] = self._count(year)
        return found

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after the day (before it, if n is negative); n = 0 is the day."""
        if n == 0:
            return day
        year, ordinal = day.year, day.toordinal()
        worked = self.worked(year)
        at = bisect_right(worked, ordinal) + n - 1 if n > 0 else bisect_left(worked, ordinal) + n
        while at >= len(worked):
            at -= len(worked)
            year += 1
            worked = self.worked(year)
        while at < 0:
            year -= 1
            worked = self.worked(year)
            at += len(worked)
        return date.fromordinal(worked[at])

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and including `last`."""
        total = 0
        for year in range(first.year, last.year + 1):
            worked = self.worked(year)
            low = bisect_right(worked, first.toordinal())
            total += max(0, bisect_right(worked, last.toordinal()) - low)
        return total

    def version(self, years: Iterable[int]) -> str:
        """The name with the documents of the years that were consulted."""
        parts = "; ".join(self.year(year).version for year in sorted(set(years)))
        return f"{self.name}: {parts}" if parts else self.name

    def with_year(self, year: CalendarYear) -> Calendar:
        """A calendar in which this year is replaced, for recomputing when it is published."""
        if year.calendar != self.name:
            other = Problem.of("year-calendar", found=year.calendar, calendar=self.name)
            raise BadCalendar(self.name, [other])
        given = self._given | {year.year: year}
        return Calendar(self.name, self._folders, given, self._shipped)

    def guessed(self, year: int) -> CalendarYear:
        """The year computed from the statutory holidays, as if nothing were published."""
        return computed(self.name, year, self.festivals(year))

    def shipped(self, year: int) -> CalendarYear | None:
        """The year as it comes with shidian, whether this calendar counts by it or not."""
        for folder in self._folders:
            path = folder / f"{year}.yaml"
            if path.is_file():
                from config.year_files import read_year

                return read_year(path, calendar=self.name)
        return None

    def on_offer(self) -> list[int]:
        """The years that come with shidian."""
        names = (path.stem for folder in self._folders for path in folder.glob("*.yaml"))
        return sorted({int(name) for name in names if name.isdecimal()})

    def _read(self, year: int) -> CalendarYear | None:
        if self._shipped is not None and year not in self._shipped:
            return None
        return self.shipped(year)

    def _touching(self, year: int) -> list[CalendarYear]:
        years = [self.year(year)]
        if year < LAST_YEAR and not self.is_provisional(year + 1):
            years.append(self.year(year + 1))
        return years

    def _count(self, year: int) -> tuple[int, ...]:
        if not FIRST_YEAR <= year < LAST_YEAR:
            beyond = Problem.of("calendar-range", year=year, first=FIRST_YEAR, last=LAST_YEAR - 1)
            raise BadCalendar(self.name, [beyond])
        off: set[date] = set()
        extra: set[date] = set()
        for arranged in self._touching(year):
            off.update(day for holiday in arranged.holidays for day in holiday.days())
            extra.update(arranged.workdays)
        start = date(year, 1, 1)
        days = (start + DAY * i for i in range((date(year + 1, 1, 1) - start).days))
        return tuple(
            day.toordinal()
            for day in days
            if day in extra or (day.weekday() < 5 and day not in off)
        )

    def festivals(self, year: int) -> list[date]:
        """春节, 清明, 端午 and 中秋 of a year where the calendar's table holds them."""
        for folder in self._folders:
            path = folder / "festivals.yaml"
            if path.is_file():
                found = _festivals(path).get(year)
                return [date.fromisoformat(f"{year}-{text}") for text in found or ()]
        return []


def load_calendar(name: str = "china", *folders: Path) -> Calendar:
    """The calendar of a name; `folders` hold further `<year>.yaml` files and come first.

    Cached, no network, nothing read before it is needed. Raises BadCalendar for a name that no
    folder of calendars has.
    """
    return _loaded(name, folders)


@lru_cache(maxsize=64)
def _loaded(name: str, folders: tuple[Path, ...]) -> Calendar:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", name) or not (BUILT_IN / name).is_dir():
        known = "、".join(sorted(path.name for path in BUILT_IN.iterdir() if path.is_dir()))
        unknown = Problem.of("calendar-unknown", name=name, known=known)
        raise BadCalendar(name, [unknown])
    return Calendar(name, (*folders, BUILT_IN / name))


def calendar_of(
    name: str, years: Iterable[CalendarYear], shipped: Iterable[int] = FOUNDING
) -> Calendar:
    """The calendar by which a database counts: the shipped years that it began with, and over them
    those that it was given. Raises BadCalendar for an unknown name."""
    load_calendar(name)
    given = {year.year: year for year in years}
    return Calendar(name, (BUILT_IN / name,), given, frozenset(shipped))


@lru_cache(maxsize=8)
def _festivals(path: Path) -> dict[int, list[str]]:
    # Only needed where a year without an arrangement is asked for.
    from ruamel.yaml import YAML

    data = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return {int(year): [str(day) for day in days] for year, days in data.items()}
