"""The columns of a case that its form fills: what lists and scopes need, by the types of fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from config.vocabulary import UNDERTAKING
from states.compiled import Compiled
from states.facts import Case, Unit
from states.registers.organisations import name_key


def with_columns(compiled: Compiled, case: Case, values: dict[str, Any]) -> Case:
    """The columns that lists and scopes need, taken from the form by the types of its fields."""
    form = compiled.kind(case.kind).form
    changes: dict[str, Any] = {}
    if values.get("title"):
        changes["title"] = values["title"]
    for name, value in values.items():
        if value is None:
            continue
        if form[name].type == "jurisdiction":
            changes["jurisdiction"] = value
        elif form[name].type == "category":
            changes["category"] = value
        elif form[name].type in UNDERTAKING and name == "unit":
            key = name_key(value["name"])
            changes |= {
                "unit_name": value["name"],
                "unit_code": value["code"] or None,
                # no two persons are the same by their names
                "unit_key": key if form[name].type == "organisation" else f"{key}/{value['code']}",
            }
    joint = compiled.joint_fields(case.kind)
    if any(name in values for name in joint):
        changes["joint"] = joint_of(case.fields, joint)
    return case._replace(**changes) if changes else case


def joint_of(fields: Mapping[str, Any], names: Iterable[str]) -> tuple[Unit, ...]:
    """The joint units that the named fields of a form list."""
    return tuple(
        Unit(unit["name"], unit["code"], name_key(unit["name"]))
        for name in names
        for unit in fields.get(name) or ()
    )
