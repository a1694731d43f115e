"""One year of a calendar: days off and make-up workdays (调休), and where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from config.problems import BadProgramme

FIRST_YEAR, LAST_YEAR = 1900, 2400
DAY = timedelta(days=1)
LONGEST_HOLIDAY = timedelta(days=15)
FIXED = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节"}
MORE_SINCE = 2025
"""From this year on 除夕 and 2 May are statutory holidays too."""


def _plain_date(value: Any) -> Any:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError("day")
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("day")
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError("no-such-day") from None


PlainDate = Annotated[date, BeforeValidator(_plain_date)]


class BadCalendar(BadProgramme):
    """A calendar file, name or year is refused; `problems` says why, each with its line."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with a year as a whole, and the part of the file that says it."""

    code: str
    place: tuple[str | int, ...]
    parameters: dict[str, Any] = field(default_factory=dict)


class FlawedYear(ValueError):
    """A year contradicts itself or lacks a holiday; `flaws` holds every reason."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(f"{flaw.code} {flaw.parameters}" for flaw in self.flaws))


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(_Frozen):
    """The document a year was taken from; `verified` only if the original itself was read."""

    document: str
    title: str = ""
    issued: PlainDate | None = None
    verified: bool = False
    note: str = ""


class Holiday(_Frozen):
    """Consecutive days off, both ends included."""

    name: str
    first: PlainDate = Field(alias="from")
    last: PlainDate = Field(alias="to")

    def days(self) -> list[date]:
        """Every day off, in order; none if the end lies before the start or absurdly far."""
        if not timedelta(0) <= self.last - self.first <= LONGEST_HOLIDAY:
            return []
        return [self.first + DAY * i for i in range((self.last - self.first).days + 1)]


class CalendarYear(_Frozen):
    """The days off and the make-up workdays of one year, with where they come from.

    An official year must name its document and cover 1 January, 1 May and 1–3 October; a
    make-up workday is a Saturday or Sunday that is not off. Days off may begin in the last week
    of the year before. All of it is checked when the year is made: FlawedYear holds the reasons.
    """

    calendar: str = Field(default="china", pattern=r"^[a-z0-9-]{1,40}$")
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)
    status: Literal["official", "unpublished"] = "official"
    revision: int = Field(default=1, ge=1, le=1000)
    source: Source | None = None
    holidays: tuple[Holiday, ...] = ()
    workdays: tuple[PlainDate, ...] = ()

    @model_validator(mode="after")
    def _checked(self) -> CalendarYear:
        flaws = [*_flaws(self)]
        if flaws:
            raise FlawedYear(flaws)
        return self

    @property
    def version(self) -> str:
        """The year and the document that decides it, for the record of a computed date."""
        if self.status == "unpublished" or self.source is None:
            return f"{self.year} unpublished"
        again = f" r{self.revision}" if self.revision > 1 else ""
        return f"{self.year} {self.source.document}{again}"

    def off(self) -> list[date]:
        """Every day off, in the order of the file."""
        return [day for holiday in self.holidays for day in holiday.days()]

    def is_same(self, other: CalendarYear) -> bool:
        """Whether both come from the same document and say the same days."""
        return self._said() == other._said()

    def _said(self) -> tuple[Any, ...]:
        document = self.source.document if self.source else ""
        days = (sorted(self.off()), sorted(self.workdays))
        return (self.calendar, self.year, self.status, self.revision, document, *days)

    def balance(self) -> tuple[int, int]:
        """By how many working days the year is shorter for its holidays, and how many holidays the
        law gives: the two differ where a day off or a make-up workday is missing or too many."""
        taken = sum(1 for day in self.off() if day.weekday() < 5) - len(self.workdays)
        return taken, 13 if self.year >= MORE_SINCE else 11


def _flaws(year: CalendarYear) -> Iterator[Flaw]:
    if year.status == "official":
        if year.source is None or not year.source.document.strip():
            yield Flaw("year-source", ("source", "document") if year.source else ())
        yield from missing(year, fixed_days(year.year))
    yield from _flaws_of_holidays(year)
    off = set(year.off())
    seen: set[date] = set()
    for n, day in enumerate(year.workdays):
        place = ("workdays", n)
        if not _belongs(day, year.year):
            yield Flaw("year-outside", place, {"day": day, "year": year.year})
        if day in seen:
            yield Flaw("year-twice", place, {"day": day})
        if day.weekday() < 5:
            yield Flaw("year-weekday", place, {"day": day, "weekday": "一二三四五"[day.weekday()]})
        if day in off:
            yield Flaw("year-off-and-worked", place, {"day": day})
        seen.add(day)


def _flaws_of_holidays(year: CalendarYear) -> Iterator[Flaw]:
    seen: dict[date, str] = {}
    for n, holiday in enumerate(year.holidays):
        days = holiday.days()
        if not days:
            span = {"name": holiday.name, "first": holiday.first, "last": holiday.last}
            yield Flaw("year-span", ("holidays", n), span)
        for day in days:
            if not _belongs(day, year.year):
                yield Flaw("year-outside", ("holidays", n), {"day": day, "year": year.year})
                break
        twice = next((day for day in days if day in seen), None)
        if twice is not None:
            named = {"day": twice, "name": holiday.name, "other": seen[twice]}
            yield Flaw("year-overlap", ("holidays", n), named)
        seen.update(dict.fromkeys(days, holiday.name))


def _belongs(day: date, year: int) -> bool:
    return day.year == year or date(year - 1, 12, 25) <= day < date(year, 1, 1)


def fixed_days(year: int) -> dict[date, str]:
    """The statutory holidays of a year whose day the law itself names."""
    found = {date(year, month, day): name for (month, day), name in FIXED.items()}
    if year >= MORE_SINCE:
        found[date(year, 5, 2)] = "劳动节"
    return dict(sorted(found.items()))


def missing(year: CalendarYear, statutory: dict[date, str]) -> Iterator[Flaw]:
    """The statutory holidays that a year does not give."""
    off = set(year.off())
    for day, name in statutory.items():
        if day not in off:
            yield Flaw("year-gap", ("holidays",), {"day": day, "name": name})


def lunar_days(year: int, festivals: Iterable[date]) -> dict[date, str]:
    """The statutory holidays around 春节, 清明, 端午 and 中秋, given the day of each."""
    known = list(festivals)
    if not known:
        return {}
    spring, *others = known
    found = {spring + DAY * i: "春节" for i in range(-1 if year >= MORE_SINCE else 0, 3)}
    return found | dict(zip(others, ("清明节", "端午节", "中秋节"), strict=True))


def computed(calendar: str, year: int, festivals: Iterable[date]) -> CalendarYear:
    """Days fixed by the State Council's 全国年节及纪念日放假办法 (as of 2025), no make-up days.

    Leaves out the substitute days for a holiday on a weekend: the yearly notice decides those.
    """
    statutory = fixed_days(year)
    for day, name in lunar_days(year, festivals).items():
        statutory.setdefault(day, name)
    spans: list[list[date]] = []
    for day in sorted(statutory):
        last = spans[-1][-1] if spans else None
        if last is not None and day - last == DAY and statutory[last] == statutory[day]:
            spans[-1].append(day)
        else:
            spans.append([day])
    holidays = [Holiday(name=statutory[s[0]], first=s[0], last=s[-1]) for s in spans]
    return CalendarYear(
        calendar=calendar, year=year, status="unpublished", holidays=tuple(holidays)
    )
