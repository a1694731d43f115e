"""A case for each year, quarter or month, and a limit that falls on one day for all of them."""

from collections.abc import Iterator
from datetime import date

from config.checking.findings import Finding, warning
from config.checking.limits import limits_of
from config.dates import rules
from config.dates.fixed_days import MONTHS, has_a_day, last_day
from config.dates.rules import CycleUnit
from config.declared import Deadline
from config.duty_types import Duty
from config.programme import Programme


def check_same_days(programme: Programme) -> Iterator[Finding]:
    """Limits of cases that are opened stretch by stretch which do not move with the stretch: the
    later cases are overdue before they are there."""
    for name, duty in programme.duties.items():
        kind = programme.cases.get(duty.case)
        if kind is None or kind.opened is None or kind.opened.cycle is None or duty.day_from:
            continue
        unit, of = kind.opened.cycle
        period = programme.periods.get(of)
        if period is None or _stretch(period.first, unit) == _stretch(period.last, unit):
            continue
        for place, limit in limits_of(duty):
            if _is_one_day(programme, duty, limit):
                where = ("duties", name, *(("due-by", place) if place else ("due",)))
                named = {"duty": duty.title, "case": kind.title, "phrase": limit.phrase}
                yield warning("same-day-each-stretch", where, **named)


def _stretch(day: date, unit: CycleUnit) -> tuple[int, int]:
    return day.year, (day.month - 1) // MONTHS[unit]


def _is_one_day(programme: Programme, duty: Duty, limit: Deadline) -> bool:
    """Whether the limit names its year itself, or runs from a day that does."""
    start = getattr(limit.rule, "start", None)
    if isinstance(start, rules.Day):
        return start.year is not None
    if duty.counts_from is not None and duty.counts_from.day is not None:
        return has_a_day(limit)
    return last_day(limit, programme) is not None
