"""Checks on moves whose decision is made known later: nothing of them may show before."""

from collections.abc import Iterator

from config.case_types import CaseKind, Move
from config.checking.findings import Finding, error
from config.counted import counted_fields
from config.language.source import Place
from config.programme import Programme

_COLUMNS = ("jurisdiction", "category", "organisation", "organisations", "person")
"""Types of fields that lists and scopes go by."""


def check_announcing(programme: Programme) -> Iterator[Finding]:
    """What would tell of such a decision before its day, and who could not announce it."""
    told = programme.told()
    for name, kind in programme.cases.items():
        for key, move in kind.moves.items():
            if move.announced_by is None:
                continue
            place = ("cases", name, "moves", key)
            for part in _showing(programme, name, kind, key, move, told):
                yield error("announced-shows", (*place, part), move=move.title, part=part)
            for role in set(move.announced_by.by) & programme.roles.keys() - told:
                where: Place = (*place, "announced-by")
                yield error("announcer-untold", where, role=programme.roles[role].title)


def _showing(
    programme: Programme, name: str, kind: CaseKind, key: str, move: Move, told: frozenset[str]
) -> Iterator[str]:
    if not move.from_:
        yield "from"
    if move.takes:
        yield "takes"
    if any(effect.do != "notify" for effect in move.effects):
        yield "effects"
    columns = {f for f, declared in kind.form.items() if declared.type in _COLUMNS}
    # a slot that moves with a field would tell of it too
    shown = {"title"} | columns | counted_fields(programme, name)
    for part in ("sets", "asks", "asks_anew"):
        if not shown.isdisjoint(getattr(move, part)):
            yield part.replace("_", "-")
    children = [child for child in programme.cases.values() if child.of == name]
    if any(child.opened and child.opened.by == key for child in children):
        yield "announced-by"
    for duty in programme.duties_of(name).values():
        if key in duty.opened and not set(duty.by) <= told:
            yield "announced-by"
