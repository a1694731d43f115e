"""The values of a case's form, in words and as far as a viewer may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from states.history import from_text
from states.queries.answers import Answer
from states.queries.outline import Outline, outline, title_of
from states.queries.persons import impersonal, is_personal
from states.queries.viewers import Viewer
from states.store import Store, Tx
from states.words.entries import Lang, phrase
from states.words.joining import listed

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldValue(Answer):
    """A form field with its title; `shown` is the value in words."""

    key: str
    title: str
    value: Any
    shown: str
    personal: bool


def sees_personal(store: Store, tx: Tx, viewer: Viewer, case: Json) -> bool:
    """Whether this viewer may see what is personal: whoever may act on the case."""
    o = outline(store, tx, case["programme"], case["programme_version"])
    return _sees_personal(o, viewer, case)


def _sees_personal(o: Outline, viewer: Viewer, case: Json) -> bool:
    # a unit sees all its cases and may act on some kinds only: who objects to it is not told
    # what is owed by the programme as a whole stands on a case of no kind
    moves = o.kinds.get(case["kind"], {}).get("moves", {})
    by = {role for move in moves.values() for role in move["by"]}
    able = viewer.able_roles(o, case)
    return any(role in by or o.declared["roles"][role]["scope"] != "unit" for role in able)


def fields_of(o: Outline, viewer: Viewer, case: Json, lang: Lang) -> tuple[FieldValue, ...]:
    """The form as far as the viewer may see it: personal values only for those who may act."""
    form = o.kinds[case["kind"]].get("form", {})
    values = _values(form, case)
    if not _sees_personal(o, viewer, case):
        values = impersonal(form, values)
    return tuple(
        FieldValue(
            key=name,
            title=title_of(declared, lang),
            value=values[name],
            shown=shown_value(o, declared, values[name], lang),
            personal=is_personal(declared),
        )
        for name, declared in form.items()
        if values.get(name) is not None
    )


def _values(form: Json, case: Json) -> dict[str, Any]:
    """What the form holds; a jurisdiction that nobody filled in is that of the account."""
    found: dict[str, Any] = from_text(case["fields"])
    places = [name for name, declared in form.items() if declared["type"] == "jurisdiction"]
    if len(places) == 1:
        found.setdefault(places[0], case["jurisdiction"])
    return found


def shown_value(o: Outline, declared: Json, value: Any, lang: Lang) -> str:
    """A value of a form in words."""
    if isinstance(value, bool):
        return phrase("yes" if value else "no", lang)
    if isinstance(value, list):
        return listed([shown_value(o, declared, v, lang) for v in value], lang)
    if isinstance(value, Mapping):
        return f"{value.get('name', '')} {value.get('code', '')}".strip()
    match declared["type"]:
        case "choice":
            return str(declared.get("options", {}).get(value, value))
        case "jurisdiction":
            return o.place(value)
        case "category":
            return o.category_title(value, lang)
    return str(value)
