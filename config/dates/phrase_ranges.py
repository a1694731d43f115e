"""Ranges: 2027年—2028年, 3月1日至5月31日, 发布之日起至年底, 3-5月."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any

from config.dates import rule_types as types
from config.dates.phrase_points import Edge, Point, check_day, checked_year, clock_of, point_at
from config.dates.phrase_reading import Found, PhraseError

_TO = re.compile(r"(?:开始|起)?,?(?:至|到|-)")
_END = re.compile(r"(?:\)|止|为止|截止|结束|之?期?间|之内|以内|内)?")
_YEARS = re.compile(
    r"(?P<a>[0-9]{4,5})年?(?:度)?(?:至|到|-)(?P<b>[0-9]{4,5})年(?:度)?(?:期?间|内)?"
)
_MONTHS = re.compile(
    r"(?:(?P<y>[0-9]{1,5})年)?(?P<a>[0-9]{1,2})(?:至|到|-)(?P<b>[0-9]{1,2})月份?(?:期?间|之?内)?"
)
_QUARTERS = re.compile(
    r"(?:(?P<y>[0-9]{1,5})年)?第?(?P<a>[1-4])季?度?(?:至|到|-)第?(?P<b>[1-4])季度(?:期?间|之?内)?"
)
_DAYS = re.compile(
    r"(?:(?P<y>[0-9]{1,5})年)?(?P<mo>[0-9]{1,2})月(?P<a>[0-9]{1,2})[日号]?(?:至|到|-)"
    r"(?P<b>[0-9]{1,2})[日号](?:期?间|之?内|止)?"
)
_SINCE_EVENT = re.compile(
    r"(?:自|从)?(?P<ev>即日|[^0-9;。,至到-]{0,30}?(?:之日|之时|日))起?,?(?:至|到|-)(?P<to>.+)"
)
_LATER = re.compile(
    r"(?P<h>[0-9]{1,2})(?::(?P<m>[0-9]{2})(?P<s>(?!))?|[时点](?:(?P<m2>[0-9]{1,2})分?|(?P<half>半)|(?P<s2>(?!)))?)(?P<ap>(?!))?"
)


def window(text: str) -> Found | None:
    """The window that the text names; None if it names none. Raises PhraseError."""
    for read in (_years, _months, _quarters, _days, _points, _since_event):
        found = read(text)
        if found is not None:
            return found
    return None


def stretch_of(rule: types.Rule) -> tuple[date, date] | None:
    """The first and last day of a window or span whose years are written; else None."""
    if isinstance(rule, types.InSpan):
        rule = types.Window(opens=rule, closes=rule)
    if not isinstance(rule, types.Window) or rule.opens_after:
        return None
    opens, closes = rule.opens, rule.closes
    if isinstance(opens, types.Day | types.EndOf | types.InSpan) and isinstance(
        closes, types.Day | types.EndOf | types.InSpan
    ):
        first, last = _first(opens), _last(closes)
        return (first, last) if first and last else None
    return None


def _years(text: str) -> Found | None:
    found = _YEARS.fullmatch(text)
    if found is None:
        return None
    spans = [
        types.Span(unit="year", year=checked_year(found[name].zfill(4))[0]) for name in ("a", "b")
    ]
    return _window(text, *(types.InSpan(span=span) for span in spans))


def _year(found: re.Match[str]) -> tuple[int | None, tuple[str, ...]]:
    return checked_year(found["y"]) if found["y"] else (None, ("year-inferred",))


def _months(text: str) -> Found | None:
    return _indexed(text, _MONTHS.fullmatch(text), "month", 12, "no-such-month")


def _quarters(text: str) -> Found | None:
    return _indexed(text, _QUARTERS.fullmatch(text), "quarter", 4, "no-such-quarter")


def _indexed(
    text: str, found: re.Match[str] | None, unit: types.SpanUnit, most: int, code: str
) -> Found | None:
    if found is None:
        return None
    year, notes = _year(found)
    first, last = int(found["a"]), int(found["b"])
    for index in (first, last):
        if not 1 <= index <= most:
            raise PhraseError(code, month=index, n=index)
    if year is None and last < first:
        # 11-3月: into the next year; with a year written, the end must say its own.
        spans = [types.Span(unit=unit, index=first), types.Span(unit=unit, index=last)]
        notes = (*notes, "crosses-the-year")
    else:
        spans = [types.Span(unit=unit, year=year, index=index) for index in (first, last)]
    return _window(text, *(types.InSpan(span=span) for span in spans)).noting(*notes)


def _days(text: str) -> Found | None:
    found = _DAYS.fullmatch(text)
    if found is None:
        return None
    year, notes = _year(found)
    month = int(found["mo"])
    days = []
    for name in ("a", "b"):
        check_day(year, month, int(found[name]))
        days.append(types.Day(year=year, month=month, day=int(found[name]), bound="included"))
    if days[1].day < days[0].day:
        raise PhraseError("ends-before-it-starts", text=text)
    return _window(text, *days).noting(*notes)


def _points(text: str) -> Found | None:
    first = point_at(text)
    if first is None or first.vague:
        return None
    to = _TO.match(text, first.end)
    if to is None:
        return None
    last = point_at(text, to.end()) or _later_the_same_day(text, to.end(), first)
    if last is None or last.vague or not _END.fullmatch(text[last.end :]):
        return None
    opens, closes = _sharing_years(first.edge, last.edge)
    notes = [*first.notes, *last.notes]
    if not (first.has_year or last.has_year):
        notes.append("year-inferred")
    if not last.has_year and _turns(first.edge, last.edge):
        notes.append("crosses-the-year")
    return _window(text, opens, closes).noting(*notes)


def _turns(opens: Edge, closes: Edge) -> bool:
    """Whether the end, read in the year of the start, would come before it."""
    start, end = _named(opens), _named(closes)
    if None in (_month_of(start), _month_of(end)):
        return False
    first, last = _first(_dated(opens, 2000)), _last(_dated(closes, 2000))
    return first is not None and last is not None and last < first


def _month_of(named: types.Day | types.Span) -> int | None:
    return named.month if isinstance(named, types.Day) else 1


def _later_the_same_day(text: str, at: int, first: Point) -> Point | None:
    found = _LATER.match(text, at)
    if found is None or not isinstance(first.edge, types.Day):
        return None
    clock, notes = clock_of(found)
    return Point(first.edge.model_copy(update={"clock": clock}), found.end(), notes)


def _since_event(text: str) -> Found | None:
    found = _SINCE_EVENT.fullmatch(text)
    if found is None:
        return None
    point = point_at(found["to"])
    if point is None or point.vague or not _END.fullmatch(found["to"][point.end :]):
        return None
    event, is_next = re.subn(r"的?次日$", "", found["ev"])
    event = re.sub(r"(?:之日|之时|日)$", "", event)
    opens = types.Event(of="" if event in ("即", "") else event, shift=is_next)
    notes = point.notes if point.has_year else (*point.notes, "year-inferred")
    return Found("window", types.Window(opens=opens, closes=point.edge)).noting(*notes)


def _window(text: str, opens: Edge, closes: Edge) -> Found:
    first, last = _first(opens), _last(closes)
    if first and last and last < first:
        raise PhraseError("ends-before-it-starts", text=text)
    return Found("window", types.Window(opens=opens, closes=closes))


def _sharing_years(opens: Edge, closes: Edge) -> tuple[Edge, Edge]:
    """A year written at one end holds for the other; an end before the start is next year's."""
    start, end = _named(opens), _named(closes)
    if start.year and end.year is None:
        if end.shift is not None:
            return opens, _dated(closes, start.year + end.shift)
        same = _dated(closes, start.year)
        first, last = _first(opens), _last(same)
        later = first is not None and last is not None and last < first
        return opens, _dated(closes, start.year + 1) if later else same
    if end.year and start.year is None and start.shift is None:
        same = _dated(opens, end.year)
        first, last = _first(same), _last(closes)
        later = first is not None and last is not None and last < first
        return _dated(opens, end.year - 1) if later else same, closes
    return opens, closes


def _named(edge: Edge) -> types.Day | types.Span:
    return edge if isinstance(edge, types.Day) else edge.span


def _dated(edge: Edge, year: int) -> Edge:
    named = _named(edge)
    if isinstance(named, types.Day):
        if named.month is None:
            return edge
        check_day(year, named.month, named.day)
    dated: dict[str, Any] = {"year": year, "shift": None}
    if isinstance(edge, types.Day):
        return edge.model_copy(update=dated)
    return edge.model_copy(update={"span": edge.span.model_copy(update=dated)})


def _first(edge: Edge) -> date | None:
    return _day_of(edge, last=isinstance(edge, types.EndOf))


def _last(edge: Edge) -> date | None:
    return _day_of(edge, last=True)


def _day_of(edge: Edge, *, last: bool) -> date | None:
    named = _named(edge)
    if named.year is None:
        return None
    if isinstance(named, types.Day):
        return date(named.year, named.month, named.day) if named.month else None
    return span_days(named, named.year)[1 if last else 0]


def span_days(span: types.Span, year: int) -> tuple[date, date]:
    """The first and last day of an indexed span (or a whole year) in a year."""
    months = {"year": 12, "half": 6, "quarter": 3}.get(span.unit, 1)
    month = ((span.index or 1) - 1) * months + 1
    end_month = month + months - 1
    end = monthrange(year, end_month)[1]
    if span.third is not None:
        start = (1, 11, 21)[span.third - 1]
        return date(year, month, start), date(year, month, (10, 20, end)[span.third - 1])
    return date(year, month, 1), date(year, end_month, end)
