"""Checks on forms, checklists and documents: what is asked can be given, and is used."""

from collections import Counter
from collections.abc import Collection, Iterator

from config.case_types import CaseKind, Guard
from config.checking.findings import Finding, error, warning
from config.language.closed_words import GUARD_NAMES, WORDS
from config.language.scalars import count_of
from config.language.source import Place
from config.programme import Programme
from config.vocabulary import UNDERTAKING, NotBanned

_BODY = (("organisation",), "unit")
_WHOEVER = (UNDERTAKING, "unit")
_PLACE = (("jurisdiction",), "")
_NEEDS_FIELD = {
    "legal-person": _BODY,
    "not-undertaken-before": _BODY,
    "joint-units": _BODY,
    "unit-once": _WHOEVER,
    "not-own-unit": _WHOEVER,
    "same-code": _WHOEVER,
    "no-earlier-outcome": _WHOEVER,
    "not-banned": _WHOEVER,
    "listed-category": (("category",), ""),
    "category-hint": (("category",), ""),
    "listed-jurisdiction": _PLACE,
    "jurisdiction-kind": _PLACE,
}
"""Of which type the field is that a guard looks at, and its name if that matters."""


_ALWAYS_SHOWN = ("title", "unit", "jurisdiction", "category")
"""Fields, and types of fields, that say in every list what a case is and whose."""
_NAMING = ("text", "long-text", "organisation", "organisations", "person")
"""Types of fields that can name persons or their organisations."""


def knows(programme: Programme, kind: CaseKind, types: Collection[str], named: str = "") -> bool:
    """Whether cases of a kind know a value of one of the types, by their form or by the case that
    they belong to."""
    fields = (pair for one in lineage(programme, kind) for pair in one.form.items())
    return any(field.type in types and named in ("", key) for key, field in fields)


def lineage(programme: Programme, kind: CaseKind) -> Iterator[CaseKind]:
    """A kind and those that it belongs to, upwards."""
    current: CaseKind | None = kind
    for _ in programme.cases:
        if current is None:
            return
        yield current
        current = programme.cases.get(current.of or "")


def check_forms(programme: Programme) -> Iterator[Finding]:
    """What is wrong with forms, checklists and documents."""
    for name, kind in programme.cases.items():
        yield from _fields(name, kind)
        yield from _guards(programme, name, kind)
        yield from _public(name, kind)
    yield from _slots(programme)
    yield from _unused(programme)


def _fields(name: str, kind: CaseKind) -> Iterator[Finding]:
    for key, field in kind.form.items():
        place = ("cases", name, "form", key)
        if (field.type == "choice") != bool(field.options):
            yield error("choice-options", place, field=field.title)
        if field.default and field.type != "date":
            yield error("default-no-date", (*place, "default"), field=field.title)
        if field.personal and (key in _ALWAYS_SHOWN or field.type in _ALWAYS_SHOWN):
            yield error("personal-shown", place, field=field.title)
        if key == "unit" and field.type not in UNDERTAKING:
            yield error("unit-type", place, field=field.title)
        if field.joint and (field.type != "organisations" or kind.undertaken_by != "organisation"):
            yield error("joint-type", place, field=field.title)
    for type_name in ("jurisdiction", "category"):
        found = [key for key, field in kind.form.items() if field.type == type_name]
        for key in found[1:]:
            yield error(
                "one-of-type", ("cases", name, "form", key), first=kind.form[found[0]].title
            )


def _public(name: str, kind: CaseKind) -> Iterator[Finding]:
    """What the public list would show: nothing personal, and of some cases."""
    if kind.public is None:
        return
    states, _ = kind.published()
    place = ("cases", name, "public")
    for n, key in enumerate(kind.public.fields if "fields" in kind.public.model_fields_set else ()):
        if key in kind.form and kind.form[key].personal:
            yield error("public-personal", (*place, "fields", n), field=kind.form[key].title)
    if not states:
        yield warning("public-nothing", place, case=kind.title)


def _guards(programme: Programme, name: str, kind: CaseKind) -> Iterator[Finding]:
    filled = {move.checklist for move in kind.moves.values() if move.checklist}
    for key, move in kind.moves.items():
        for index, guard in enumerate(move.guards):
            place = ("cases", name, "moves", key, "guards", index)
            wanted = _NEEDS_FIELD.get(guard.name)
            if wanted and not knows(programme, kind, *wanted):
                named = {"guard": guard.name, "guard_zh": GUARD_NAMES[guard.name]}
                named |= {"type": wanted[0][0], "type_zh": WORDS[wanted[0][0]]}
                yield error("guard-needs-field", place, **named)
            listed = guard.with_.get("list")
            if guard.name == "checklist-passed" and listed not in filled:
                title = programme.checklists[listed].title if listed in programme.checklists else ""
                yield error("checklist-never-filled", place, checklist=title)
            yield from _about_units(programme, kind, guard, place)
            scopes = {programme.roles[role].scope for role in move.by if role in programme.roles}
            if guard.name == "not-own-unit" and guard.strength == "hard" and scopes == {"unit"}:
                yield error("own-unit-only", place, move=move.title)
            if guard.name == "parent-in" and kind.of is None:
                yield error("no-parent", place, move=move.title)


def _about_units(
    programme: Programme, kind: CaseKind, guard: Guard, place: Place
) -> Iterator[Finding]:
    if guard.name == "joint-units":
        most, least = guard.with_.get("at-most"), guard.with_.get("at-least")
        if most is None and least is None:
            yield error("joint-units-empty", place)
        elif most is not None and least is not None and count_of(least) > count_of(most):
            yield error("least-above-most", place, least=least, most=most)
    if guard.name == "not-recused":
        field = kind.form.get(guard.with_["field"])
        if field is not None and field.type not in _NAMING:
            yield error("recused-type", place, field=field.title)
    if guard.name != "not-banned":
        return
    parameters = NotBanned.model_validate(guard.with_)
    if parameters.programmes in ((), (programme.programme,)):
        named = parameters.kinds or tuple(programme.cases)
        fields = [programme.cases[name].form.get(parameters.field) for name in named]
        wrong = [field for field in fields if field is not None and field.type != "date"]
        if wrong:
            yield error("day-from-no-date", place, field=wrong[0].title)


def _slots(programme: Programme) -> Iterator[Finding]:
    """Verdicts and files are kept by the item's name, so a name may stand for one thing only."""
    items = Counter(item for checklist in programme.checklists.values() for item in checklist.items)
    for name, checklist in programme.checklists.items():
        for item in checklist.items:
            place = ("checklists", name, "items", item)
            if items[item] > 1:
                yield error("item-twice", place, name=item)
            elif item in programme.documents:
                yield error("item-is-document", place, name=item)


def _unused(programme: Programme) -> Iterator[Finding]:
    moves = [move for kind in programme.cases.values() for move in kind.moves.values()]
    needed = {slot for move in moves for slot in (*move.needs, *move.needs_anew, *move.needs_when)}
    filled = {move.checklist for move in moves if move.checklist}
    for name, document in programme.documents.items():
        if name not in needed:
            yield warning("document-unused", ("documents", name), document=document.title)
    for name, checklist in programme.checklists.items():
        if name not in filled:
            yield warning("checklist-unused", ("checklists", name), checklist=checklist.title)
