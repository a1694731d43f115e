"""The door to deadline rules: their types, their JSON, and the structured form of a file."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from config.dates.rule_forms import FORM_KEYS, RuleError, from_mapping
from config.dates.rule_types import (
    BY_THE_CLOCK,
    FIRST_YEAR,
    LAST_YEAR,
    After,
    Before,
    Bound,
    ByDocument,
    Conventions,
    Count,
    CycleUnit,
    Day,
    EndOf,
    Event,
    Every,
    InSpan,
    Last,
    Mark,
    NoLimit,
    Rule,
    Several,
    Span,
    SpanUnit,
    Unit,
    Window,
)

__all__ = [
    "BY_THE_CLOCK",
    "FIRST_YEAR",
    "FORM_KEYS",
    "LAST_YEAR",
    "After",
    "Before",
    "Bound",
    "ByDocument",
    "Conventions",
    "Count",
    "CycleUnit",
    "Day",
    "EndOf",
    "Event",
    "Every",
    "InSpan",
    "Last",
    "Mark",
    "NoLimit",
    "Rule",
    "RuleError",
    "Several",
    "Span",
    "SpanUnit",
    "Unit",
    "Window",
    "counts_from_event",
    "counts_from_notice",
    "counts_in_hours",
    "from_json",
    "from_mapping",
    "has_uncounted_hours",
    "is_of_a_month",
    "opens",
    "period_of",
    "to_json",
]

_PAPER = r"(?:通知|文件|公告|方案|办法|意见|要点)"
_NOTICE = re.compile(
    rf"本?{_PAPER}?(?:印发|下发|发文)|本{_PAPER}(?:发布|公布)?|(?:通知|文件)发布|(?:the )?issue",
    re.I,
)
_RULE: TypeAdapter[Rule] = TypeAdapter(Annotated[Rule, Field(discriminator="kind")])


def to_json(rule: Rule) -> dict[str, Any]:
    """The rule as compact plain data, ready for a JSON column."""
    return rule.model_dump(mode="json")


def from_json(data: dict[str, Any]) -> Rule:
    """The rule that `to_json` wrote. Raises pydantic.ValidationError on anything else."""
    return _RULE.validate_python(data)


def counts_from_event(rule: Rule) -> bool:
    """Whether the dates depend on the day of an event rather than on the notice alone."""
    match rule:
        case After(start=None) | Before(start=None) | Last(start=None):
            return True
        case (
            After(start=After() as full)
            | Before(start=After() as full)
            | Last(start=After() as full)
        ):
            return counts_from_event(full)
        case Every():
            return rule.runs_from_event
        case Count(interval=n):
            return n > 1
        case Window(opens=opens, closes=closes):
            return any(_is_of_event(edge) for edge in (opens, closes))
        case Several(rules=parts):
            return any(counts_from_event(part) for part in parts)
        case _:
            return False


def opens(rule: Rule) -> bool:
    """Whether there is a first day before which it would be too early."""
    match rule:
        case Last() | InSpan() | After(minimum=True) | After(start=After()):
            return True
        case Window(opens=first) | Every(opens=first):
            return first is not None
        case Several(rules=parts):
            return any(opens(part) for part in parts)
        case _:
            return False


def counts_from_notice(rule: Rule) -> bool:
    """Whether the event counted from is the issue of the notice itself (印发之日起30日内), which
    the file knows by its day, and no event of a case (收到通知后3日内)."""
    match rule:
        case After(unit="hours" | "minutes"):
            return False
        case After(of=of, start=None) | Before(of=of, start=None) | Last(of=of, start=None):
            return _NOTICE.fullmatch(of) is not None
        case After(start=After() as full) | Before(start=After() as full):
            return counts_from_notice(full)
        case Last(start=After() as full):
            return counts_from_notice(full)
        case Window(opens=opens, closes=closes):
            events = [edge for edge in (opens, closes) if isinstance(edge, Event | After)]
            return bool(events) and all(_is_notice(edge) for edge in events)
        case Several(rules=parts):
            return all(counts_from_notice(part) for part in parts)
        case _:
            return False


def _is_notice(edge: Event | After) -> bool:
    if isinstance(edge, After):
        return counts_from_notice(edge)
    return _NOTICE.fullmatch(edge.of) is not None


def is_of_a_month(rule: Rule) -> bool:
    """Whether the rule names this or the next month or quarter (次月5日前, 本季度末前), so that it
    means another day by the day that it is read from."""
    match rule:
        case Day(month=None):
            return True
        case EndOf(span=span) | InSpan(span=span):
            return span.unit in ("month", "quarter") and span.index is None and span.year is None
        case After(start=start) | Before(start=start) | Last(start=start) if start is not None:
            return is_of_a_month(start)
        case Window(opens=opens, closes=closes):
            edges = [edge for edge in (opens, closes) if edge and not isinstance(edge, Event)]
            return any(is_of_a_month(edge) for edge in edges)
        case Several(rules=parts):
            return any(is_of_a_month(part) for part in parts)
        case _:
            return False


def _is_of_event(edge: object) -> bool:
    return isinstance(edge, Event) or (isinstance(edge, After) and counts_from_event(edge))


def counts_in_hours(rule: Rule) -> bool:
    """Whether the instant of the event matters, not only its day."""
    if isinstance(rule, Several):
        return any(counts_in_hours(part) for part in rule.rules)
    return isinstance(rule, After) and rule.unit in BY_THE_CLOCK


def has_uncounted_hours(rule: Rule) -> bool:
    """Whether hours stand where nobody counts them: back from something, on from the end of another
    limit, at an edge of a window."""
    match rule:
        case Several(rules=parts):
            return any(has_uncounted_hours(part) for part in parts)
        case Window(opens=opens, closes=closes):
            return _is_in_hours(opens) or _is_in_hours(closes)
        case After(start=None):
            return False
        case _:
            return _is_in_hours(rule)


def _is_in_hours(edge: object) -> bool:
    if not isinstance(edge, After | Before | Last):
        return False
    return edge.unit in BY_THE_CLOCK or _is_in_hours(edge.start)


def period_of(text: str) -> tuple[date, date]:
    """The first and last day of a stretch such as 2027年—2028年, both ends with their year.

    Raises PhraseError if the text names no such stretch.
    """
    # The parser builds rules, so it can only be imported once this module stands.
    from config.dates.phrases import stretch

    return stretch(text)
