"""Conditions of a file, in CEL. The expression language can neither loop for ever nor reach Python.

A condition that cannot be judged does not hold; which fields it lacks can be asked.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from states.facts import Case, Facts
from states.history import instant
from states.instants import local_day


@lru_cache(maxsize=512)
def _program(expression: str) -> Any:
    from cel import compile as compile_cel

    from config.conditions import as_cel

    return compile_cel(as_cel(expression))


def cohort(case: Case, form: Mapping[str, Any], place_kind: str, zone: str) -> dict[str, Any]:
    """What `when` may name; docs/programmes.md lists the same. A field of the form that is not
    filled in is null; numbers, money and years are numbers."""
    fields = {**dict.fromkeys(form), **case.fields}
    return {
        "fields": {name: _value(form.get(name), value) for name, value in fields.items()},
        "kind": case.kind,
        "title": case.title,
        "jurisdiction": case.jurisdiction or "",
        "jurisdiction_kind": place_kind,
        "category": case.category or "",
        "unit": {"name": case.unit_name or "", "code": case.unit_code or ""},
        "period": case.period or "",
        "opened_on": local_day(instant(case.opened_at), zone).isoformat(),
    }


def _value(field: Any, value: Any) -> Any:
    kind = field.get("type") if isinstance(field, Mapping) else getattr(field, "type", "")
    if value is None or kind not in ("number", "money", "year"):
        return value
    return int(value) if kind == "year" else float(value)


def facts_of(case: Case, facts: Facts, today: date) -> dict[str, Any]:
    """What the condition of a guard may name besides."""
    return {
        "state": facts.case.state if facts.case else case.state,
        "today": today.isoformat(),
        "children": [{"kind": c.kind, "state": c.state} for c in facts.children],
        "parent": {"state": facts.parent.state} if facts.parent else {},
    }


def holds(expression: str, variables: dict[str, Any]) -> bool:
    """Whether the condition holds; one that cannot be judged does not."""
    return judged(expression, variables) is True


def judged(expression: str, variables: dict[str, Any]) -> bool | None:
    """Whether the condition holds; None if that cannot be judged."""
    with suppress(Exception):
        return _program(expression).execute(variables) is True
    with suppress(Exception):
        return _in_decimals(expression).execute(variables) is True
    return None


def unfilled(expression: str, variables: dict[str, Any]) -> list[str]:
    """The fields that the condition names and that are not filled in."""
    from config.conditions import fields_in

    filled = variables["fields"]
    return [name for name in fields_in(expression) if filled.get(name) is None]


@lru_cache(maxsize=512)
def _in_decimals(expression: str) -> Any:
    """The same with its whole numbers as decimals, as arithmetic with a number of a form needs."""
    from config.checking.condition_trial import in_decimals
    from config.conditions import as_cel

    return _program(in_decimals(as_cel(expression)))
