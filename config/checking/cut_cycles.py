"""A limit of every year whose last year ends, with its period, before the day has come."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from config.checking.findings import Finding, warning
from config.checking.limits import limits_of
from config.dates import rules
from config.dates.fixed_days import MONTHS
from config.declared import Deadline
from config.duty_types import Duty
from config.programme import Programme


def check_cut_cycles(programme: Programme) -> Iterator[Finding]:
    """Recurring limits that have no day in the last stretch of their period."""
    for name, duty in programme.duties.items():
        period = programme.periods.get(duty.period or "")
        if period is None:
            continue
        for place, limit in limits_of(duty):
            if _misses(limit, period.last):
                where = ("duties", name, *(("due-by", place) if place else ("due",)))
                yield warning("last-cycle-without-day", where, **_named(duty, limit, period.last))


def _named(duty: Duty, limit: Deadline, last: date) -> dict[str, object]:
    return {"duty": duty.title, "phrase": limit.phrase, "last": last}


def _misses(limit: Deadline, last: date) -> bool:
    """Whether the period ends before the first day that its last stretch would have."""
    rule = limit.rule
    if not isinstance(rule, rules.Every) or rule.unit not in MONTHS or rule.interval > 1:
        return False
    if any(mark.nth is not None or mark.after is not None for mark in rule.marks):
        return False
    return min(_day(rule, mark, last) for mark in rule.marks) > last


def _day(rule: rules.Every, mark: rules.Mark, within: date) -> date:
    """The day of a mark in the stretch that holds another day."""
    length = MONTHS[rule.unit]
    start = (within.month - 1) // length * length
    month = start + (mark.month or length)
    end = monthrange(within.year, month)[1]
    if mark.third is not None:
        return date(within.year, month, (10, 20, end)[mark.third - 1])
    return date(within.year, month, min(mark.day or end, end))
