"""The door to deadline rules: their types, their JSON, and the structured form of a file."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from config.dates.rule_forms import FORM_KEYS, RuleError, from_mapping
from config.dates.rule_types import (
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
    "from_json",
    "from_mapping",
    "period_of",
    "to_json",
]

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
        case Every(interval=n) | Count(interval=n):
            return n > 1
        case Window(opens=opens, closes=closes):
            return isinstance(opens, Event) or isinstance(closes, Event)
        case Several(rules=parts):
            return any(counts_from_event(part) for part in parts)
        case _:
            return False


def counts_in_hours(rule: Rule) -> bool:
    """Whether the instant of the event matters, not only its day."""
    if isinstance(rule, Several):
        return any(counts_in_hours(part) for part in rule.rules)
    return isinstance(rule, After) and rule.unit == "hours"


def period_of(text: str) -> tuple[date, date]:
    """The first and last day of a stretch such as 2027年—2028年, both ends with their year.

    Raises PhraseError if the text names no such stretch.
    """
    # The parser builds rules, so it can only be imported once this module stands.
    from config.dates.phrases import stretch

    return stretch(text)
