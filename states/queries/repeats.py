"""Fields that a programme asks for twice: a form or a move asks for what the case holds already.

Not asked twice is what is changed on purpose: a move that leaves the case in its state (更名), and
a field that a child writes back to its parent (变更承担单位).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from states.queries.outline import STAYS, Outline

Json = Mapping[str, Any]
_PLACES = ("jurisdiction", "category")
"""Types of which a case has one value, however the field is called."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """`kind` asks for `field` although `holder` (the same kind, or one above it) holds `held`;
    `moves`: by these moves, or by any if there are none."""

    kind: str
    field: str
    holder: str
    held: str
    moves: frozenset[str] = frozenset()


def repeats_of(o: Outline) -> tuple[Repeat, ...]:
    """Every field that a version of a programme may ask for a second time."""
    found: list[Repeat] = []
    for kind in o.kinds:
        found += _asked_later(o, kind)
        found += _asked_below(o, kind)
    return tuple(found)


def _asked_later(o: Outline, kind: str) -> Iterator[Repeat]:
    """Fields that a later move of the same kind asks for; whether the case held them by then only
    its history says."""
    moves_by: dict[str, set[str]] = {}
    for name, move in o.kinds[kind]["moves"].items():
        if move.get("from") and move["to"] != STAYS:
            # what is asked anew is not asked twice: the answer may be another by then
            for field in move.get("asks") or ():
                moves_by.setdefault(field, set()).add(name)
    for field, moves in moves_by.items():
        yield Repeat(kind, field, kind, field, frozenset(moves))


def _asked_below(o: Outline, kind: str) -> Iterator[Repeat]:
    """Fields of a form that a form above asks for too."""
    written = {
        (above, own)
        for move in o.kinds[kind]["moves"].values()
        for effect in move.get("effects") or ()
        if effect["do"] == "set-parent"
        for above, own in effect["fields"].items()
    }
    holder = o.kinds[kind].get("of")
    while holder:
        for key, field in o.kinds[kind].get("form", {}).items():
            for held, other in o.kinds[holder].get("form", {}).items():
                if _is_same(key, field, held, other) and (held, key) not in written:
                    yield Repeat(kind, key, holder, held)
        holder = o.kinds[holder].get("of")


def _is_same(key: str, field: Json, held: str, other: Json) -> bool:
    """Whether two fields ask for the same: of the same title, of the same key and type, or a
    jurisdiction or a field, of which a case has but one. `title` is what each case is called
    itself."""
    if field["type"] != other["type"]:
        return False
    same_title = "".join(field["title"].split()) == "".join(other["title"].split())
    return same_title or key == held != "title" or field["type"] in _PLACES
