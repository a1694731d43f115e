"""Which part of a case each guard looks at: what an act may still give can take its reason away.

Plain names, so that who only reads a case need not load the types of a programme."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

UNIT, CATEGORY, JURISDICTION = "unit", "category", "jurisdiction"
CHECKS, FIELD, CONDITION = "checks", "field", "condition"

PARTS: Mapping[str, str | None] = {
    "legal-person": UNIT,
    "checklist-passed": CHECKS,
    "not-undertaken-before": UNIT,
    "no-earlier-outcome": UNIT,
    "not-banned": UNIT,
    "joint-units": UNIT,
    "unit-once": UNIT,
    "same-code": UNIT,
    "listed-category": CATEGORY,
    "category-hint": CATEGORY,
    "listed-jurisdiction": JURISDICTION,
    "jurisdiction-kind": JURISDICTION,
    "field-is": FIELD,
    "condition": CONDITION,
    # who acts, how often, and how other cases stand; whom a field or a unit named before the act
    # stays named, whatever the act writes there
    "other-person": None,
    "not-recused": None,
    "not-own-unit": None,
    "child-in": None,
    "parent-in": None,
    "at-most-times": None,
}
"""For each guard the one part that it looks at and that an act may give; None: there is none."""


@dataclass(frozen=True, slots=True)
class Given:
    """What an act on a case may give besides documents: fields, the parts of the case that they
    fill, and the verdicts of a checklist."""

    fields: frozenset[str]
    parts: frozenset[str]
    checklist: str | None

    @classmethod
    def by(cls, move: Json, form: Mapping[str, Json]) -> "Given":
        """By a move as an activated programme keeps it, with the form of its kind."""
        asked = (move.get(name, ()) for name in ("sets", "asks", "asks-anew"))
        fields = frozenset(name for names in asked for name in names)
        types = {form[name]["type"] for name in fields}
        parts = {CATEGORY, JURISDICTION} & types
        if any(name == UNIT or form[name].get("joint") for name in fields):
            parts.add(UNIT)
        return cls(fields, frozenset(parts), move.get("checklist"))

    def may_satisfy(self, guard: Json) -> bool:
        """Whether a guard that now finds a reason may find none once all is given."""
        part, asked = PARTS[guard["name"]], guard["with"]
        if part is None:
            return False
        if part == CHECKS:
            return self.checklist == asked["list"] or bool(self.fields)
        if part == FIELD:
            return asked["field"] in self.fields
        if part == CONDITION:
            return self._fills(asked["cel"])
        return part in self.parts

    def may_move(self, quota: Json) -> bool:
        """Whether a case may count for another owner of a quota, in another year, or not at all,
        once all is given."""
        owner = {"unit": UNIT, "jurisdiction": JURISDICTION}.get(quota["per"])
        by_group = bool(quota.get("groups")) and CATEGORY in self.parts
        in_year = quota.get("year-from") in self.fields
        by_condition = self._fills(quota.get("when") or "")
        return owner in self.parts or by_group or in_year or by_condition

    def _fills(self, condition: str) -> bool:
        """Whether a condition names anything that may be given."""
        words = (*self.fields, *self.parts)
        return any(re.search(rf"(?<!\w){re.escape(word)}", condition) for word in words)
