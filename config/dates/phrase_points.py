"""Points of time in a phrase: a day, a span, the end of a span, each with or without a year."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from config.dates import rule_types as types
from config.dates.phrase_reading import PhraseError

Edge = types.Day | types.EndOf | types.InSpan

_RELATIVE_YEARS = {
    **dict.fromkeys(("今年", "本年度", "本年", "当年度", "当年", "该年度", "该年"), 0),
    **dict.fromkeys(("明年", "次年度", "次年", "下一年度", "下年度", "下一年", "来年"), 1),
    **dict.fromkeys(("下1年度", "下1年", "第2年", "下年"), 1),
}
_YEAR = rf"(?:(?P<y>[0-9]{{1,5}})年度?|(?P<ry>{'|'.join(_RELATIVE_YEARS)}))?的?"
CLOCK = (
    r"(?P<ap>上午|早上|早晨|凌晨|清晨|中午|下午|晚上|晚间|夜间|晚)?(?P<h>[0-9]{1,2})"
    r"(?::(?P<m>[0-9]{1,2})(?::(?P<s>[0-9]{1,2}))?时?"
    r"|[时点](?:(?P<m2>[0-9]{1,2})分?(?:(?P<s2>[0-9]{1,2})秒)?|(?P<half>半)|整|钟)?)"
)
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"
_WEEKDAY = r"(?:\((?:周|星期|礼拜)(?P<wd>[一二三四五六日天])\))?"
_WORKED_THIRDS = {"上": 1, "中": 2, "下": 3}


@dataclass(frozen=True, slots=True)
class Point:
    """A point and where its text ends; `vague` is 初 or 中, `notes` are remark codes."""

    edge: Edge
    end: int
    notes: tuple[str, ...] = ()
    vague: str = ""

    @property
    def has_year(self) -> bool:
        """Whether the year is written (or relative: 明年)."""
        named = self.edge if isinstance(self.edge, types.Day) else self.edge.span
        return named.year is not None or named.shift is not None


def point_at(text: str, at: int = 0) -> Point | None:
    """The longest point that begins there; None if none does. Raises PhraseError (11月31日)."""
    best: tuple[int, re.Match[str], Callable[[re.Match[str]], Point]] | None = None
    for pattern, build in _PATTERNS:
        found = pattern.match(text, at)
        if found and (best is None or found.end() > best[0]):
            best = (found.end(), found, build)
    return best[2](best[1]) if best else None


def checked_year(digits: str) -> tuple[int, tuple[str, ...]]:
    """The year, with a remark if only two digits were written. Raises PhraseError."""
    if len(digits) == 2:
        return 2000 + int(digits), ("two-digit-year",)
    year = int(digits)
    if not types.FIRST_YEAR <= year <= types.LAST_YEAR:
        raise PhraseError("no-such-year", year=digits)
    return year, ()


def check_day(year: int | None, month: int, day: int) -> None:
    """Raises PhraseError if the month or the day does not exist."""
    if not 1 <= month <= 12:
        raise PhraseError("no-such-month", month=month)
    if not 1 <= day <= monthrange(year or 2000, month)[1]:
        where = f"{year}年{month}月" if year else f"{month}月"
        raise PhraseError("no-such-day", where=where, day=day)


def clock_of(found: re.Match[str]) -> tuple[str | None, tuple[str, ...]]:
    """The time of day of a match as HH:MM, with a remark where it is a convention."""
    parts = found.groupdict()
    if parts.get("h") is None:
        return None, ()
    hour, minute = int(parts["h"]), int(parts["m"] or parts["m2"] or 0)
    minute = 30 if parts["half"] else minute
    second = int(parts["s"] or parts["s2"] or 0)
    half = parts["ap"]
    if half in ("下午", "晚上", "晚间", "夜间", "晚") and hour <= 12:
        hour = hour + 12 if hour < 12 else (12 if half == "下午" else 24)
    if half == "中午" and hour < 3:
        hour += 12
    wrong_half = half in ("上午", "早上", "早晨", "清晨", "凌晨") and hour > 12
    if wrong_half or minute > 59 or second > 59 or hour > 24 or (hour == 24 and minute + second):
        raise PhraseError("no-such-time", clock=found[0][found.start("h") - found.start() :])
    spelt = f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")
    return spelt, ("day-end-clock",) if spelt in ("23:59", "23:59:59") else ()


def _year_of(found: re.Match[str]) -> tuple[int | None, int | None, tuple[str, ...]]:
    if found["y"]:
        year, notes = checked_year(found["y"])
        return year, None, notes
    return None, _RELATIVE_YEARS[found["ry"]] if found["ry"] else None, ()


def _with_year(found: re.Match[str], month: int, day: int) -> Point:
    year, shift, notes = _year_of(found)
    return _day(found, year, shift, month, day, notes)


def _day(
    found: re.Match[str],
    year: int | None,
    shift: int | None,
    month: int,
    day: int,
    notes: tuple[str, ...] = (),
) -> Point:
    check_day(year, month, day)
    clock, more = clock_of(found)
    weekday = found.groupdict().get("wd")
    if weekday and year:
        real = "一二三四五六日"[date(year, month, day).weekday()]
        if weekday.replace("天", "日") != real:
            raise PhraseError("wrong-weekday", day=f"{year}-{month:02}-{day:02}", real=real)
    edge = types.Day(
        year=year,
        shift=shift,
        month=month,
        day=day,
        clock=clock,
        offset=_offset(found.groupdict().get("zone")),
        bound="included",
    )
    return Point(edge, found.end(), (*notes, *more))


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    if minutes > 14 * 60:
        raise PhraseError("no-such-time", clock=zone)
    return -minutes if zone[0] == "-" else minutes


def _chinese_day(found: re.Match[str]) -> Point:
    return _with_year(found, int(found["mo"]), int(found["d"]))


def _numeric_day(found: re.Match[str]) -> Point:
    year, notes = checked_year(found["yy"])
    return _day(found, year, None, int(found["mo"]), int(found["d"]), notes)


def _short_day(found: re.Match[str]) -> Point:
    return _day(found, None, None, int(found["mo"]), int(found["d"]))


def _day_of_month(found: re.Match[str]) -> Point:
    day = int(found["d"])
    if not 1 <= day <= 31:
        raise PhraseError("no-such-day", where=found["rm"], day=day)
    clock, notes = clock_of(found)
    shift = 1 if found["rm"][0] in "次下" else 0
    return Point(types.Day(shift=shift, day=day, clock=clock, bound="included"), found.end(), notes)


def _span(
    found: re.Match[str], unit: types.SpanUnit, index: int | None, third: int | None = None
) -> Point:
    year, shift, notes = _year_of(found)
    if index is None:
        # 今年 and 年内 are the same span: the one that holds the day counted from.
        shift = shift or None
    span = types.Span(unit=unit, year=year, shift=shift, index=index, third=third)
    return _edged(found, span, notes)


def _edged(found: re.Match[str], span: types.Span, notes: tuple[str, ...] = ()) -> Point:
    mark = found.groupdict().get("edge") or ""
    if mark in ("底", "末", "终", "最后1日", "最后1天"):
        edge: Edge = types.EndOf(span=span, bound="included")
        return Point(edge, found.end(), notes)
    return Point(types.InSpan(span=span), found.end(), notes, mark)


def _month(found: re.Match[str]) -> Point:
    month = int(found["mo"])
    if not 1 <= month <= 12:
        raise PhraseError("no-such-month", month=month)
    if found["third"]:
        return _span(found, "third", month, _WORKED_THIRDS[found["third"]])
    return _span(found, "month", month)


def _quarter(found: re.Match[str]) -> Point:
    index = int(found["q"] or found["qq"])
    if not 1 <= index <= 4:
        raise PhraseError("no-such-quarter", n=index)
    return _span(found, "quarter", index)


def _half(found: re.Match[str]) -> Point:
    return _span(found, "half", 1 if found["half_of"] == "上" else 2)


def _year_point(found: re.Match[str]) -> Point:
    return _span(found, "year", None)


def _this(unit: types.SpanUnit) -> Callable[[re.Match[str]], Point]:
    def build(found: re.Match[str]) -> Point:
        which = found.groupdict().get("rm") or ""
        shift = 1 if which[:1] in ("次", "下") else None
        return _edged(found, types.Span(unit=unit, shift=shift))

    return build


_EDGE = r"(?P<edge>底|末|初|最后1[日天]|中(?![旬间]))?"
_END = r"(?P<edge>底|末|终|最后1[日天])"
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Point]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (
            rf"{_YEAR}(?P<mo>[0-9]{{1,2}})月份?(?P<d>[0-9]{{1,2}})[日号]{_WEEKDAY}(?:{CLOCK})?",
            _chinese_day,
        ),
        (
            r"(?P<yy>[0-9]{4,5}|[0-9]{2}(?=[./-][0-9]{1,2}[./-]))(?P<sep>[-./])(?P<mo>[0-9]{1,2})"
            rf"(?P=sep)(?P<d>[0-9]{{1,2}})(?![0-9])日?{_WEEKDAY}(?:[T ]?{CLOCK}{_ZONE})?",
            _numeric_day,
        ),
        (
            r"(?![0-9]{1,2}-[0-9]{1,2}日)(?P<mo>[0-9]{1,2})[-./](?P<d>[0-9]{1,2})"
            rf"(?![0-9年月个份期次场项篇季周天工小时点./])日?{_WEEKDAY}(?: ?{CLOCK})?",
            _short_day,
        ),
        (
            rf"(?P<rm>本月|当月|次月|下个?月)的?(?P<d>[0-9]{{1,2}})[日号](?:{CLOCK})?",
            _day_of_month,
        ),
        (rf"{_YEAR}(?P<mo>[0-9]{{1,2}})月份?(?:(?P<third>[上中下])旬|(?!旬)){_EDGE}", _month),
        (
            r"(?P<y>[0-9]{4,5})(?P<ry>)(?P<third>)[./-](?P<mo>[0-9]{1,2})"
            rf"(?![0-9./年]|-[0-9]{{1,2}}(?![0-9.])){_EDGE}",
            _month,
        ),
        (rf"{_YEAR}(?:第?(?P<q>[0-9])季度?|[Qq](?P<qq>[0-9])){_EDGE}", _quarter),
        (rf"{_YEAR}(?P<half_of>[上下])半年度?{_EDGE}", _half),
        (
            rf"(?:(?P<y>[0-9]{{4,5}}|[0-9]{{2}}(?=年[底末]))年度?|(?P<ry>{'|'.join(_RELATIVE_YEARS)}))"
            r"(?:年?(?P<edge>底|末|终|初|中(?!旬)))?",
            _year_point,
        ),
        (rf"年度?{_END}", _this("year")),
        (r"年度?(?=之内|以内|内)", _this("year")),
        (rf"(?P<rm>本月|当月|次月|下个?月)份?{_EDGE}", _this("month")),
        (rf"月{_END}", _this("month")),
        (rf"(?P<rm>本季度?|当季度?|下季度?|下个季度){_EDGE}", _this("quarter")),
        (rf"季度?{_END}", _this("quarter")),
    )
)
