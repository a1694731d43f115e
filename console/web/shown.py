"""How days, instants, clauses and remainders are written on a page."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from console.standing import barred, paused
from console.words.web import TEXTS, text
from states.errors import cite
from states.history import instant
from states.queries.answers import Request
from states.words.entries import hours_left, working_days_left
from states.words.joining import apart, either, listed

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Owed(Protocol):
    """What has a day, or an age instead; or its limit is paused."""

    @property
    def days_left(self) -> int | None: ...
    @property
    def hours_left(self) -> int | None: ...
    @property
    def working_days_left(self) -> int | None: ...
    @property
    def waited_days(self) -> int: ...
    @property
    def status(self) -> str: ...
    @property
    def paused_at(self) -> str | None: ...
    @property
    def remainder(self) -> Mapping[str, Any] | None: ...


class Writer:
    """Writes in one language and one time zone; templates call it `w`."""

    def __init__(self, lang: str, zone: str, now: datetime) -> None:
        self.lang, self.zone, self.now = lang, zone, now
        self._tz = ZoneInfo(zone)

    def t(self, key: str, **parameters: object) -> str:
        """A sentence of the pages."""
        return text(key, self.lang, **parameters)

    def zone_title(self) -> str:
        """The zone's city in words."""
        key = f"zone.{self.zone}"
        return self.t(key) if key in TEXTS else self.zone

    def day(self, on: str | None) -> str:
        """2026年6月30日; without its year if that is the present one."""
        if not on:
            return ""
        return self._day(date.fromisoformat(on), short=True)

    def full_day(self, on: str | None) -> str:
        """2026年6月30日."""
        return self._day(date.fromisoformat(on), short=False) if on else ""

    def moment(self, at: str | None) -> str:
        """2026年6月30日 09:05."""
        if not at:
            return ""
        local = instant(at).astimezone(self._tz)
        return f"{self._day(local.date(), short=False)} {local:%H:%M}"

    def day_of(self, at: str | None) -> str:
        """The civil day of an instant."""
        return self._day(instant(at).astimezone(self._tz).date(), short=False) if at else ""

    def iso_day(self, at: str | None) -> str:
        """The civil day of an instant as 2026-06-30."""
        return instant(at).astimezone(self._tz).date().isoformat() if at else ""

    def until(self, on: str | None, at: str | None) -> str:
        """The last day, with the time of day if the limit is not the day's end."""
        if not on:
            return self.t("none")
        if not at:
            return self.full_day(on)
        local = instant(at).astimezone(self._tz)
        shown = self.full_day(on)
        return shown if (local.hour, local.minute) == (0, 0) else f"{shown} {local:%H:%M}"

    def left(self, owed: Owed | Mapping[str, Any]) -> str:
        """还剩 8 天, 还剩 5 小时, 今天截止, 逾期 3 天, 中止中; how long it has waited where there
        is no day."""
        if not isinstance(owed, Mapping) and owed.paused_at:
            return paused(owed.remainder, self.lang)
        left, waited, status = (
            owed[name] if isinstance(owed, Mapping) else getattr(owed, name)
            for name in ("days_left", "waited_days", "status")
        )
        if left is None:
            return self._counted("waited", waited)
        if status == "overdue":
            return self._counted("late", -left)
        hours, working = (
            owed[name] if isinstance(owed, Mapping) else getattr(owed, name)
            for name in ("hours_left", "working_days_left")
        )
        if hours is not None:
            return hours_left(hours, self.lang)
        if working is not None:
            return working_days_left(working, self.lang)
        return self._counted("left", left)

    def barred(self, request: Request) -> str:
        """Why nobody can approve what waits; empty if somebody can."""
        return barred(request, self.lang)

    def clause(self, clause: tuple[str, ...]) -> str:
        """（第五条、末段）; empty without one."""
        return cite(clause, self.lang).strip()

    def joined(self, titles: tuple[str, ...]) -> str:
        """Several titles as one."""
        return listed(titles, self.lang)

    def apart(self, sentences: tuple[str, ...]) -> str:
        """Several sentences as one."""
        return apart(sentences, self.lang)

    def either(self, titles: tuple[str, ...]) -> str:
        """Several roles of which any may act."""
        return either(titles, self.lang)

    def size(self, octets: int) -> str:
        """12 KB."""
        return f"{max(1, round(octets / 1024)):,} KB"

    def cases(self, n: int) -> str:
        """12 件."""
        return self.t("count.case") if n == 1 else self.t("count.cases", n=self.number(n))

    def number(self, n: int) -> str:
        """1,234."""
        return f"{n:,}"

    def _counted(self, stem: str, n: int) -> str:
        if n <= 0:
            return self.t(f"{stem}.today")
        return self.t(f"{stem}.day") if n == 1 else self.t(f"{stem}.days", n=n)

    def _day(self, day: date, *, short: bool) -> str:
        this_year = short and day.year == self.now.astimezone(self._tz).year
        if self.lang == "en":
            plain = f"{day.day} {MONTHS[day.month - 1]}"
            return plain if this_year else f"{plain} {day.year}"
        plain = f"{day.month}月{day.day}日"
        return plain if this_year else f"{day.year}年{plain}"
