"""Working days: one data file per year, and an honest guess for years not yet published."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

BUILT_IN = Path(__file__).with_name("calendars")
LARGEST_FILE = 64 * 1024
FIRST_YEAR, LAST_YEAR = 1900, 2400
_DAY = timedelta(days=1)


class BadCalendar(ValueError):
    """A calendar file or name is refused; the message says why, in Chinese and English."""


def _plain_date(value: Any) -> Any:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError(f"日期应写成 2026-10-10 / not a date: {value!r}")
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(f"日期应写成 2026-10-10 / not a date: {value!r}")
    return value


PlainDate = Annotated[date, BeforeValidator(_plain_date)]


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

    @model_validator(mode="after")
    def _ordered(self) -> Holiday:
        if not timedelta(0) <= self.last - self.first <= timedelta(days=15):
            raise ValueError(f"{self.name}：起止有误 / {self.first} to {self.last}")
        return self

    def days(self) -> list[date]:
        """Every day off, in order."""
        return [self.first + _DAY * i for i in range((self.last - self.first).days + 1)]


class CalendarYear(_Frozen):
    """The days off and the make-up workdays (调休) of one year, with where they come from.

    An official year must name its document and cover 1 January, 1 May and 1–3 October; a
    make-up workday is a Saturday or Sunday that is not off. Days off may begin in the last week
    of the year before. All of it is checked when the year is made.
    """

    calendar: str = Field(default="china", pattern=r"^[a-z0-9-]{1,40}$")
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)
    status: Literal["official", "unpublished"] = "official"
    revision: int = Field(default=1, ge=1)
    source: Source | None = None
    holidays: tuple[Holiday, ...] = ()
    workdays: tuple[PlainDate, ...] = ()

    @model_validator(mode="after")
    def _checked(self) -> CalendarYear:
        if self.status == "official":
            self._check_official()
        off = [day for holiday in self.holidays for day in holiday.days()]
        earliest = date(self.year - 1, 12, 25)
        for day in (*off, *self.workdays):
            if not (day.year == self.year or earliest <= day < date(self.year, 1, 1)):
                raise ValueError(f"{day} 不在{self.year}年 / not in {self.year}")
        twice = _first_twice(off) or _first_twice(self.workdays)
        if twice:
            raise ValueError(f"{twice} 列了两次 / listed twice")
        for day in self.workdays:
            if day.weekday() < 5:
                raise ValueError(f"调休上班日应为周六或周日：{day} / not a weekend day")
            if day in off:
                raise ValueError(f"{day} 既放假又上班 / both off and worked")
        return self

    def _check_official(self) -> None:
        if self.source is None or not self.source.document.strip():
            raise ValueError("正式安排须写明文号 / an official year names its document")
        off = {day for holiday in self.holidays for day in holiday.days()}
        for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)):
            if date(self.year, month, day) not in off:
                raise ValueError(
                    f"缺少法定假日 {self.year}-{month:02}-{day:02} / a statutory holiday is missing"
                )

    @property
    def version(self) -> str:
        """The year and the document that decides it, for the record of a computed date."""
        if self.status == "unpublished" or self.source is None:
            return f"{self.year} unpublished"
        again = f" r{self.revision}" if self.revision > 1 else ""
        return f"{self.year} {self.source.document}{again}"


class Calendar:
    """Which days are worked. Answers for every year; an unpublished one is provisional.

    Years are read when first asked for and kept. Immutable: `with_year` gives a new calendar.
    """

    def __init__(
        self, name: str, folders: tuple[Path, ...], years: Mapping[int, CalendarYear] | None = None
    ) -> None:
        self.name = name
        self._folders = folders
        self._given = dict(years or {})
        self._years: dict[int, CalendarYear] = {}
        self._worked: dict[int, tuple[int, ...]] = {}

    def year(self, year: int) -> CalendarYear:
        """The arrangement of a year, computed from the statutory holidays if none is published."""
        found = self._years.get(year)
        if found is None:
            found = self._given.get(year) or self._read(year) or _computed(self, year)
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
            raise BadCalendar(f"这是另一日历的年份：{year.calendar} / not a year of {self.name}")
        return Calendar(self.name, self._folders, self._given | {year.year: year})

    def _read(self, year: int) -> CalendarYear | None:
        for folder in self._folders:
            path = folder / f"{year}.yaml"
            if path.is_file():
                return import_year(path, calendar=self.name)
        return None

    def _touching(self, year: int) -> list[CalendarYear]:
        years = [self.year(year)]
        if year < LAST_YEAR and not self.is_provisional(year + 1):
            years.append(self.year(year + 1))
        return years

    def _count(self, year: int) -> tuple[int, ...]:
        if not FIRST_YEAR <= year < LAST_YEAR:
            raise BadCalendar(f"年份超出范围：{year} / the year is out of range")
        off: set[date] = set()
        extra: set[date] = set()
        for arranged in self._touching(year):
            off.update(day for holiday in arranged.holidays for day in holiday.days())
            extra.update(arranged.workdays)
        start = date(year, 1, 1)
        days = (start + _DAY * i for i in range((date(year + 1, 1, 1) - start).days))
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


def import_year(path: Path, *, calendar: str | None = None) -> CalendarYear:
    """A checked yearly file. Raises BadCalendar with the reason in Chinese and English."""
    data = _yaml(path)
    if not isinstance(data, dict):
        raise BadCalendar(f"{path.name}：应为键与值 / a mapping was expected")
    try:
        found = CalendarYear.model_validate(data)
    except ValidationError as error:
        reasons = "；".join(
            f"{'.'.join(map(str, item['loc']))} {item['msg'].removeprefix('Value error, ')}".strip()
            for item in error.errors()
        )
        raise BadCalendar(f"{path.name}：{reasons}") from error
    if path.stem.isdecimal() and int(path.stem) != found.year:
        raise BadCalendar(f"{path.name}：文件名与年份{found.year}不符 / the name says another year")
    if calendar is not None and found.calendar != calendar:
        raise BadCalendar(f"{path.name}：这是日历 {found.calendar} / not of calendar {calendar}")
    return found


@lru_cache(maxsize=64)
def _loaded(name: str, folders: tuple[Path, ...]) -> Calendar:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", name) or not (BUILT_IN / name).is_dir():
        known = "、".join(sorted(path.name for path in BUILT_IN.iterdir() if path.is_dir()))
        raise BadCalendar(f"没有日历 {name!r}，现有：{known} / no such calendar")
    return Calendar(name, (*folders, BUILT_IN / name))


def _first_twice(days: Iterable[date]) -> date | None:
    seen: set[date] = set()
    for day in days:
        if day in seen:
            return day
        seen.add(day)
    return None


def _yaml(path: Path) -> Any:
    # Only needed where a year is read for the first time.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if path.stat().st_size > LARGEST_FILE:
        raise BadCalendar(f"{path.name}：文件过大 / the file is larger than {LARGEST_FILE} bytes")
    try:
        text = path.read_text("utf-8-sig")
        if re.search(r"(?m)(?:^|[\s\[{,:-])[&*!][A-Za-z0-9_!]", text):
            raise BadCalendar(f"{path.name}：不用锚点、别名或标签 / no anchors, aliases or tags")
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        if isinstance(error, BadCalendar):
            raise
        mark = getattr(error, "problem_mark", None)
        where = f"第{mark.line + 1}行 " if mark else ""
        reason = getattr(error, "problem", None) or str(error)
        raise BadCalendar(f"{path.name}：{where}{reason}") from error


@lru_cache(maxsize=8)
def _festivals(path: Path) -> dict[int, list[str]]:
    return {int(year): [str(day) for day in days] for year, days in _yaml(path).items()}


def _computed(calendar: Calendar, year: int) -> CalendarYear:
    """Days fixed by the State Council's 全国年节及纪念日放假办法 (as of 2025), no make-up days.

    Leaves out the substitute days for a holiday on a weekend: the yearly notice decides those.
    """
    may_and_eve = year >= 2025
    days = {
        "元旦": [date(year, 1, 1)],
        "劳动节": [date(year, 5, 1), date(year, 5, 2)][: 2 if may_and_eve else 1],
        "国庆节": [date(year, 10, 1) + _DAY * i for i in range(3)],
    }
    festivals = calendar.festivals(year)
    if festivals:
        spring, *others = festivals
        days["春节"] = [spring + _DAY * i for i in range(-1 if may_and_eve else 0, 3)]
        days |= {
            name: [day] for name, day in zip(("清明节", "端午节", "中秋节"), others, strict=True)
        }
    taken: set[date] = set()
    holidays = []
    for name, found in days.items():
        new = [day for day in found if day not in taken]
        taken.update(new)
        if new:
            holidays.append(Holiday(name=name, first=new[0], last=new[-1]))
    return CalendarYear(
        calendar=calendar.name,
        year=year,
        status="unpublished",
        holidays=tuple(sorted(holidays, key=lambda holiday: holiday.first)),
    )
