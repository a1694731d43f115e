"""Conditions of a file, in CEL. The expression language can neither loop for ever nor reach Python.

A run-time error becomes a refusal: a condition that cannot be judged does not hold.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from states.facts import Case, Facts


@lru_cache(maxsize=512)
def _program(expression: str) -> Any:
    from cel import compile as compile_cel

    from config.conditions import as_cel

    return compile_cel(as_cel(expression))


def variables(case: Case, facts: Facts, today: date) -> dict[str, Any]:
    """What a condition may name; docs/programmes.md lists the same."""
    return {
        "fields": dict(case.fields),
        "state": case.state,
        "kind": case.kind,
        "title": case.title,
        "jurisdiction": case.jurisdiction or "",
        "category": case.category or "",
        "unit": {"name": case.unit_name or "", "code": case.unit_code or ""},
        "period": case.period or "",
        "today": today.isoformat(),
        "children": [{"kind": c.kind, "state": c.state} for c in facts.children],
        "parent": {"state": facts.parent.state} if facts.parent else {},
    }


def holds(expression: str, case: Case, facts: Facts, today: date) -> str | None:
    """None if the condition holds on the day of the act; otherwise what is wrong ("" when it is
    simply false)."""
    try:
        result = _program(expression).execute(variables(case, facts, today))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None if result is True else ""
