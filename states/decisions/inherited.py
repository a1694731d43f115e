"""What a case has from its parent and does not say itself: the undertaking unit. Pure."""

from typing import Any

from config.case_types import CaseKind
from states.facts import Case

UNIT = "unit"
"""The field of a form that names the undertaking unit; the effect by which a child's follows."""


def says_unit(kind: CaseKind) -> bool:
    """Whether the form of a kind names its own undertaking unit."""
    return bool(kind.undertaken_by)


def with_unit_of(kind: CaseKind, case: Case, parent: Case) -> Case:
    """The case with its parent's unit, if it has none of its own. One that has ended keeps the unit
    that it had then."""
    if case.ended or says_unit(kind):
        return case
    return case._replace(
        unit_name=parent.unit_name, unit_code=parent.unit_code, unit_key=parent.unit_key
    )


def unit_effect(before: Case, after: Case) -> dict[str, Any]:
    """What the history says of a unit that followed; empty if it stayed."""
    was, now = (before.unit_name, before.unit_code), (after.unit_name, after.unit_code)
    if was == now:
        return {}
    return {
        UNIT: {
            "from": dict(zip(_PARTS, was, strict=True)),
            "to": dict(zip(_PARTS, now, strict=True)),
        }
    }


_PARTS = ("name", "code")
