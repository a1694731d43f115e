"""Deadlines: a rule, a calendar and an event become due instants, with the reason in words.

Counting follows 民法典 200-204: the day of the event is not counted, months run to the
corresponding day or the month's last. An instant is the first that is too late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice

from config.calendar import Calendar, load_calendar
from config.dates import rules
from config.dates.phrases import PhraseError
from config.dates.rules import Conventions, counts_from_event
from states.clock import aware
from states.dates.days import Period, Stretch, counted, named_day, recurring, span_at
from states.dates.due import Due, Maker, Opening
from states.instants import DAY, instant_of, is_late, local_day, start_of_day

__all__ = [
    "Due",
    "Opening",
    "add_period",
    "counts_from_event",
    "dues",
    "instant_of",
    "is_late",
    "local_day",
    "opens",
    "start_of_day",
    "windows",
]

_STANDARD = Conventions()


def dues(
    rule: rules.Rule,
    *,
    anchor: date | datetime,
    conventions: Conventions = _STANDARD,
    calendar: Calendar | None = None,
    period: Period | None = None,
    count: int | None = None,
    phrase: str = "",
) -> tuple[Due, ...]:
    """Every due instant of the rule, ascending; empty where the rule sets no deadline.

    `anchor` is the day (or instant) of the event counted from, or of the notice. A recurrence
    gives those within `period` (both ends included), else the first `count` (default 1) from the
    anchor on. Raises ValueError for a naive anchor or a limit in hours counted from a mere day,
    PhraseError where the day does not exist in its year.
    """
    found = windows(
        rule,
        anchor=anchor,
        conventions=conventions,
        calendar=calendar,
        period=period,
        count=count,
        phrase=phrase,
    )
    return tuple(due for _, due in found if due is not None and not _is_minimum(rule))


def opens(
    rule: rules.Rule,
    *,
    anchor: date | datetime,
    conventions: Conventions = _STANDARD,
    calendar: Calendar | None = None,
    period: Period | None = None,
    count: int | None = None,
) -> tuple[Opening, ...]:
    """When the windows of the rule open (first instant inclusive); empty if nothing opens.

    Takes and raises what `dues` does. A window without an end (期满后) has `closes` None.
    """
    found = windows(
        rule,
        anchor=anchor,
        conventions=conventions,
        calendar=calendar,
        period=period,
        count=count,
    )
    return tuple(opening for opening, _ in found if opening is not None)


def windows(
    rule: rules.Rule,
    *,
    anchor: date | datetime,
    conventions: Conventions = _STANDARD,
    calendar: Calendar | None = None,
    period: Period | None = None,
    count: int | None = None,
    phrase: str = "",
) -> tuple[tuple[Opening | None, Due | None], ...]:
    """Openings and dues of the rule in pairs; either may be missing. Otherwise like `dues`."""
    if isinstance(anchor, datetime):
        anchor = aware(anchor, "anchor")
    calendar = calendar or load_calendar()
    return _windows(rule, anchor, conventions, calendar, period, count, phrase)


@lru_cache(maxsize=16384)
def _windows(
    rule: rules.Rule,
    anchor: date | datetime,
    conventions: Conventions,
    calendar: Calendar,
    period: Period | None,
    count: int | None,
    phrase: str,
) -> tuple[tuple[Opening | None, Due | None], ...]:
    made = Maker(rule, conventions, calendar, phrase)
    if isinstance(rule, rules.Several):
        parts = [
            pair
            for part in rule.rules
            for pair in _windows(part, anchor, conventions, calendar, period, count, phrase)
        ]
        return tuple(sorted(parts, key=lambda pair: pair[1].at if pair[1] else _NEVER))
    if isinstance(rule, rules.After) and rule.unit in rules.BY_THE_CLOCK:
        return ((None, made.in_hours(rule, anchor)),)
    base = _base_of(anchor, conventions.zone)
    found = _stretches(rule, base, calendar, period)
    if period is None and isinstance(rule, rules.Every | rules.Count):
        found = islice(found, count or 1)
    elif count is not None:
        found = islice(found, count)
    return tuple((made.opening(stretch), made.due(stretch)) for stretch in found)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _base_of(anchor: date | datetime, zone: str) -> date:
    return local_day(anchor, zone) if isinstance(anchor, datetime) else anchor


def _is_minimum(rule: rules.Rule) -> bool:
    return isinstance(rule, rules.After) and rule.minimum


def _stretches(
    rule: rules.Rule, base: date, calendar: Calendar, period: Period | None
) -> Iterator[Stretch]:
    match rule:
        case rules.Day() | rules.EndOf() | rules.InSpan():
            yield from _within(_named(rule, period[0] if period else base), rule, period)
        case rules.Window():
            start = period[0] if period and not counts_from_event(rule) else base
            yield from _within(_window(rule, start, calendar), rule, period)
        case rules.Every():
            if rule.runs_from_event:
                yield from _from_event(rule.unit, rule.interval, base, period)
            else:
                yield from recurring(rule, base, period, calendar)
        case rules.Count():
            if rule.interval > 1:
                yield from _from_event(rule.per, rule.interval, base, period)
            else:
                yield from counted(rule, base, period)
        case rules.After() | rules.Before() | rules.Last():
            # 本季度结束后15日内, 次月前5个工作日内: of the stretch itself, as a named day is
            start = period[0] if period and not counts_from_event(rule) else base
            yield _limit(rule, start, calendar)
        case _:
            return


def _within(stretch: Stretch, rule: rules.Rule, period: Period | None) -> Iterator[Stretch]:
    """Only what a period holds, where the rule names neither its own year nor one counted from the
    period (次月5日前 for a month, 次年1月底前 for a year)."""
    day = stretch.closes or stretch.opens
    if isinstance(rule, rules.Window):
        dated = True
    else:
        named = rule if isinstance(rule, rules.Day) else _span(rule)
        dated = named.year is not None or (named.shift or 0) > 0
    if period is None or dated or (day is not None and period[0] <= day <= period[1]):
        yield stretch


def _span(rule: rules.Rule) -> rules.Span:
    assert isinstance(rule, rules.EndOf | rules.InSpan)
    return rule.span


def _named(rule: rules.Day | rules.EndOf | rules.InSpan, base: date) -> Stretch:
    if isinstance(rule, rules.Day):
        return Stretch(None, named_day(rule, base), rule.bound, rule.clock, rule.offset)
    first, last = span_at(rule.span, base)
    if isinstance(rule, rules.InSpan):
        return Stretch(first, last)
    return Stretch(None, last, rule.bound, rule.clock)


def _window(rule: rules.Window, base: date, calendar: Calendar) -> Stretch:
    closes = _edge(rule.closes, base, calendar) if rule.closes else None
    opens = _edge(rule.opens, base, calendar) if rule.opens else None
    end = closes.closes if closes else None
    start = (opens.opens or opens.closes) if opens else None
    if start and end and start > end and not counts_from_event(rule):
        # Both ends without a year: the start that comes before the end, not the next one.
        start = _year_before(rule.opens, start)
    if rule.closes and start and end and start > end:
        # The start alone says its year (次年1月1日至1月31日): the end that comes after it.
        closes = _edge(rule.closes, start, calendar)
        end = closes.closes
    if start and opens and rule.opens_after:
        start = (opens.closes or start) + DAY
    return Stretch(
        start,
        end,
        rule.bound,
        closes.clock if closes else None,
        closes.offset if closes else None,
        opens.clock if opens and not rule.opens_after else None,
        (opens.looked_up if opens else ()) + (closes.looked_up if closes else ()),
        closes.rolls if closes else "no",
    )


def _year_before(edge: object, start: date) -> date:
    named = edge if isinstance(edge, rules.Day) else getattr(edge, "span", None)
    if named is None or named.year is not None or named.shift is not None:
        return start
    return add_period(start, -1, "years")


def _edge(
    edge: rules.Day | rules.EndOf | rules.InSpan | rules.Event | rules.After,
    base: date,
    calendar: Calendar,
) -> Stretch:
    if isinstance(edge, rules.Event):
        day = base + DAY * edge.shift
        return Stretch(day, day, clock=edge.clock, rolls="counted" if edge.shift else "no")
    if isinstance(edge, rules.After):
        found = _limit(edge, base, calendar)
        return replace(found, opens=found.closes)
    return _named(edge, base)


def _from_event(
    unit: rules.CycleUnit, interval: int, base: date, period: Period | None
) -> Iterator[Stretch]:
    months = {"year": 12, "half": 6, "quarter": 3, "month": 1, "week": 0}[unit]
    for turn in range(1, 2400):
        if months:
            day = add_period(base, months * interval * turn, "months")
        else:
            day = base + DAY * 7 * interval * turn
        if day.year > 2300 or (period and day > period[1]):
            return
        if period is None or day >= period[0]:
            yield Stretch(None, day, rolls="counted")


def _limit(
    rule: rules.After | rules.Before | rules.Last, base: date, calendar: Calendar
) -> Stretch:
    looked_up: tuple[int, ...] = ()
    if rule.start is not None:
        start = _edge(rule.start, base, calendar)
        base, looked_up = start.closes or base, start.looked_up
    if rule.unit in rules.BY_THE_CLOCK:
        raise PhraseError("hours-need-a-time")
    sign = 1 if isinstance(rule, rules.After) else -1
    if rule.unit == "working-days":
        day = calendar.add_working_days(base, sign * rule.n)
        looked_up += tuple(range(min(base, day).year, max(base, day).year + 1))
    else:
        day = add_period(base, sign * rule.n, rule.unit)
    if isinstance(rule, rules.Last):
        return Stretch(day, base, looked_up=looked_up, rolls="no")
    if isinstance(rule, rules.Before):
        return Stretch(None, day, rule.bound, looked_up=looked_up, rolls="back")
    opens = base + DAY if rule.minimum or isinstance(rule.start, rules.After) else None
    return Stretch(opens, day, looked_up=looked_up, rolls="counted")


def add_period(day: date, n: int, unit: rules.Unit) -> date:
    """The day n days, months or years on (back, if n is negative).

    Months and years run to the corresponding day, or the month's last (民法典 202).
    """
    if unit == "days":
        return day + DAY * n
    # Only limits in months and years need it: reading a case does not pay for the import.
    import pendulum

    start = pendulum.date(day.year, day.month, day.day)
    moved = start.add(months=n) if unit == "months" else start.add(years=n)
    return date(moved.year, moved.month, moved.day)
