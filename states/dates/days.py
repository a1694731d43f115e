"""Rules of the calendar itself (not counted from events) as stretches of civil days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from config.calendar import Calendar
from config.dates import rules
from config.dates.phrase_ranges import span_days
from config.dates.phrases import PhraseError
from states.instants import DAY

Period = tuple[date, date]
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1, "third": 1}


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a first civil day to the day named as last, either of which may be missing.

    `clock` and `offset` belong to the end, `opens_clock` to the start; `looked_up` are the years
    whose working days were needed; `rolls` says whether a rest day at the end may move it: "named"
    as the programme says of days that its source names, "counted" and "back" as it says of limits
    counted on and back, "no" never.
    """

    opens: date | None
    closes: date | None
    bound: rules.Bound = "included"
    clock: str | None = None
    offset: int | None = None
    opens_clock: str | None = None
    looked_up: tuple[int, ...] = ()
    rolls: str = "named"


def named_day(day: rules.Day, base: date) -> date:
    """The civil day; without a year the next one, `base` included. Raises PhraseError (2月29日)."""
    if day.month is None:
        months = base.year * 12 + base.month - 1 + (day.shift or 0)
        return _real(months // 12, months % 12 + 1, day.day)
    if day.year is not None or day.shift is not None:
        return _real(day.year or base.year + (day.shift or 0), day.month, day.day)
    year = base.year if (day.month, day.day) >= (base.month, base.day) else base.year + 1
    return _real(year, day.month, day.day)


def _real(year: int, month: int, day: int) -> date:
    if day > monthrange(year, month)[1]:
        raise PhraseError("no-such-day", where=f"{year}年{month}月", day=day)
    return date(year, month, day)


def span_at(span: rules.Span, base: date) -> Period:
    """The first and last day of the span; an indexed one without year is the next not past."""
    if span.index is None:
        return _span_around(span, base)
    if span.year is not None or span.shift is not None:
        return span_days(span, span.year or base.year + (span.shift or 0))
    found = span_days(span, base.year)
    return found if found[1] >= base else span_days(span, base.year + 1)


def _span_around(span: rules.Span, base: date) -> Period:
    length = _MONTHS[span.unit]
    if span.year is not None:
        return span_days(span, span.year)
    months = base.year * 12 + (base.month - 1) // length * length + (span.shift or 0) * length
    return _months(months, length)


def _months(first: int, length: int) -> Period:
    last = first + length - 1
    year, month = last // 12, last % 12 + 1
    return date(first // 12, first % 12 + 1, 1), date(year, month, monthrange(year, month)[1])


def cycles(unit: rules.CycleUnit, base: date) -> Iterator[Period]:
    """The cycles of a unit, from the one before the cycle that holds `base`."""
    if unit == "week":
        start = base - DAY * (base.weekday() + 7)
        while True:
            yield start, start + DAY * 6
            start += DAY * 7
    length = _MONTHS[unit]
    months = base.year * 12 + (base.month - 1) // length * length - length
    while months < 2300 * 12:
        yield _months(months, length)
        months += length


def recurring(
    rule: rules.Every, base: date, period: Period | None, calendar: Calendar
) -> Iterator[Stretch]:
    """What the rule asks for from `base` on, or within a period, ascending by cycle."""
    start = period[0] if period else base
    for cycle in cycles(rule.unit, start):
        if period and cycle[0] > period[1]:
            return
        if rule.skips(cycle[0].year):
            continue
        found = [_marked(rule, mark, cycle, calendar) for mark in rule.marks]
        for stretch in sorted(found, key=lambda one: one.closes or date.max):
            if stretch.closes and _belongs(stretch.closes, cycle, start, period):
                yield stretch


def _belongs(day: date, cycle: Period, start: date, period: Period | None) -> bool:
    if period is None:
        return day >= start
    # A limit that runs after its cycle belongs to the period that the cycle itself belongs to, the
    # last cycle too where the period ends in its midst.
    judged = min(cycle[1], period[1]) if day > cycle[1] else day
    return period[0] <= judged <= period[1]


def _marked(rule: rules.Every, mark: rules.Mark, cycle: Period, calendar: Calendar) -> Stretch:
    opens = _mark_day(rule.unit, rule.opens, cycle) if rule.opens else None
    if mark.shift:
        cycle = _next(rule.unit, cycle)
    if mark.nth is not None:
        day = _working(mark.nth, cycle, calendar)
        return Stretch(None, day, rule.bound, looked_up=(cycle[0].year,))
    if mark.after is not None:
        return _after_cycle(mark, cycle, calendar)
    closes = _mark_day(rule.unit, mark, cycle)
    return Stretch(opens, closes, rule.bound, mark.clock)


def _next(unit: rules.CycleUnit, cycle: Period) -> Period:
    first = cycle[1] + DAY
    if unit == "week":
        return first, first + DAY * 6
    return _months(first.year * 12 + first.month - 1, _MONTHS[unit])


def _working(nth: int, cycle: Period, calendar: Calendar) -> date:
    if nth < 0:
        return calendar.add_working_days(cycle[1] + DAY, nth)
    day = calendar.add_working_days(cycle[0] - DAY, nth)
    # The arrangement of a year can leave fewer working days than the rule counts on.
    return min(day, calendar.add_working_days(cycle[1] + DAY, -1))


def _after_cycle(mark: rules.Mark, cycle: Period, calendar: Calendar) -> Stretch:
    n, last = mark.after or 0, cycle[1]
    if mark.after_unit == "working-days":
        day = calendar.add_working_days(last, n)
        return Stretch(
            None, day, clock=mark.clock, looked_up=(last.year, day.year), rolls="counted"
        )
    if mark.after_unit == "days":
        return Stretch(None, last + DAY * n, clock=mark.clock, rolls="counted")
    months = n * (12 if mark.after_unit == "years" else 1)
    # A cycle ends with its month, so the corresponding day is the end of a month as well.
    first = last.year * 12 + last.month - 1 + months
    return Stretch(None, _months(first, 1)[1], clock=mark.clock, rolls="counted")


def _mark_day(unit: rules.CycleUnit, mark: rules.Mark, cycle: Period) -> date:
    if unit == "week":
        return cycle[0] + DAY * ((mark.day or 7) - 1)
    months = cycle[0].year * 12 + cycle[0].month - 1
    months += (mark.month or _MONTHS[unit]) - 1
    first, last = _months(months, 1)
    if mark.third is not None:
        return last if mark.third == 3 else first + DAY * (9 if mark.third == 1 else 19)
    if mark.day is None:
        return last
    # 每月31日: a month without that day ends with its last (民法典 202 by analogy).
    return first + DAY * (min(mark.day, last.day) - 1)


def counted(rule: rules.Count, base: date, period: Period | None) -> Iterator[Stretch]:
    """The cycles in which the times are counted, each cut to the period."""
    start = period[0] if period else base
    for first, last in cycles(rule.per, start):
        if last < start:
            continue
        if period and first > period[1]:
            return
        if period:
            yield Stretch(max(first, period[0]), min(last, period[1]), rolls="no")
        else:
            yield Stretch(first, last, rolls="no")
