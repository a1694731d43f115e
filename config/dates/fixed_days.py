"""The civil day of a rule that needs no event and no calendar, as far as a file alone can tell."""

from calendar import monthrange
from datetime import date, timedelta

from config.dates import rules
from config.declared import Deadline
from config.programme import Programme

MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""How many months a stretch has."""
PLAIN = (rules.Day, rules.EndOf, rules.InSpan, rules.Window, rules.After, rules.Before, rules.Last)


def has_a_day(deadline: Deadline) -> bool:
    """Whether the rule leads to one day at all, and not to many or none."""
    rule = deadline.rule
    if isinstance(rule, rules.Window):
        return rule.opens is not None or rule.closes is not None
    return isinstance(rule, PLAIN)


def runs_out(rule: rules.Rule) -> bool:
    """Whether a limit is over some day, once what it counts from has come."""
    if isinstance(rule, rules.After):
        return not rule.minimum
    if isinstance(rule, rules.Window):
        return rule.closes is not None
    return isinstance(rule, rules.Day | rules.EndOf | rules.InSpan | rules.Before | rules.Last)


def last_day(deadline: Deadline | None, programme: Programme) -> date | None:
    """The last day on which the limit still holds; None if only a calendar or event can tell."""
    if deadline is None:
        return None
    found = _edge(deadline.rule, first=False)
    bound = getattr(deadline.rule, "bound", "included")
    excluded = programme.conventions.named_day == "excluded"
    if found and (bound == "excluded" or (bound == "convention" and excluded)):
        return found - timedelta(days=1)
    return found


def first_day(deadline: Deadline | None) -> date | None:
    """The day on which an opening falls; None if only a calendar or an event can tell."""
    return None if deadline is None else _edge(deadline.rule, first=True)


def _edge(rule: object, *, first: bool) -> date | None:
    match rule:
        case rules.Day(year=int(year), month=int(month), day=day, shift=None | 0):
            return date(year, month, day)
        case rules.EndOf(span=span):
            return _of_span(span, first=False)
        case rules.InSpan(span=span):
            return _of_span(span, first=first)
        case rules.Window(opens=opens, closes=closes):
            return _edge(opens if first else closes, first=first)
        case _:
            return None


def _of_span(span: rules.Span, *, first: bool) -> date | None:
    months = MONTHS.get(span.unit)
    if months is None or span.year is None or span.shift:
        return None
    if span.unit != "year" and span.index is None:
        return None
    last_month = (span.index or 1) * months
    if first:
        return date(span.year, last_month - months + 1, 1)
    return date(span.year, last_month, monthrange(span.year, last_month)[1])
