"""Conditions of a file, in CEL. The expression language can neither loop for ever nor reach Python.

A run-time error becomes a refusal: a condition that cannot be judged does not hold.
"""

from collections.abc import Mapping
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


def holds(expression: str, variables: dict[str, Any]) -> str | None:
    """None if the condition holds; otherwise what is wrong ("" when it is simply false)."""
    try:
        return _said(_program(expression).execute(variables))
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    try:
        return _said(_program(_with_decimals(expression)).execute(variables))
    except Exception:
        return problem


def _said(result: Any) -> str | None:
    return None if result is True else ""


@lru_cache(maxsize=512)
def _with_decimals(expression: str) -> str:
    """The same with its whole numbers as decimals, as arithmetic with a number of a form needs."""
    from config.checking.condition_trial import in_decimals
    from config.conditions import as_cel

    return in_decimals(as_cel(expression))
