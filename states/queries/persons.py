"""Persons who stand where units do: whoever sees the case sees the name; the number is personal."""

import re
from collections.abc import Mapping
from typing import Any

from states.queries.outline import Json, Outline, title_of
from states.words.entries import Lang
from states.words.titles import UNQUOTED

PERSON = "person"
_BOUND_TO = re.compile(r"(?<=\bunit:)\S+")


def unit_code(o: Outline, row: Mapping[str, Any]) -> str | None:
    """The credit code of the unit of a case, given its row; none of a person."""
    code: str | None = row["unit_code"]
    return None if is_about_a_person(o, row["kind"]) else code


def about_persons(o: Outline) -> bool:
    """Whether persons stand where units do in some kind of case of a programme."""
    return any(is_about_a_person(o, kind) for kind in o.kinds)


def unit_title(o: Outline, kind: str, lang: Lang) -> str:
    """What a programme calls the unit, or the person, that a case of a kind is about."""
    field = _unit_field(o, kind)
    return title_of(field, lang) if field else ""


def is_about_a_person(o: Outline, kind: str) -> bool:
    """Whether cases of a kind are about a person, or those are to which they belong."""
    field = _unit_field(o, kind)
    return field is not None and field.get("type") == PERSON


def _unit_field(o: Outline, kind: str | None) -> Json | None:
    """The item of the form that names the unit: the kind's own, or of that to which it belongs."""
    while kind:
        declared = o.kinds.get(kind, {})
        if "unit" in declared.get("form", {}):
            field: Json = declared["form"]["unit"]
            return field
        kind = declared.get("of")
    return None


def scope_shown(o: Outline, kind: str, scope: str) -> str:
    """The reach in which somebody acted, as the history stores it; of a person without number."""
    return _BOUND_TO.sub(UNQUOTED, scope) if is_about_a_person(o, kind) else scope


def detail_shown(o: Outline, detail: dict[str, Any] | None) -> dict[str, Any] | None:
    """What an entry of the programme's own history is about; an account that may be bound to a
    person is shown without the number."""
    if detail is None or not detail.get("unit"):
        return detail
    return {**detail, "unit": UNQUOTED} if about_persons(o) else detail


def is_personal(field: Json) -> bool:
    """Whether a field of a form holds something personal: said to be, or the number of a person."""
    return bool(field.get("personal")) or field.get("type") == PERSON


def impersonal(form: Mapping[str, Json], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that whoever sees the case may see; of a person the name alone."""
    return {
        name: {"name": value.get("name", "")} if _is_person(form, name, value) else value
        for name, value in values.items()
        if not form.get(name, {}).get("personal")
    }


def _is_person(form: Mapping[str, Json], name: str, value: Any) -> bool:
    return form.get(name, {}).get("type") == PERSON and isinstance(value, Mapping)
