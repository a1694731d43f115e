"""By which act a field of a case can be set: what a refusal about the field tells to do."""

from typing import Any

from config.case_types import CaseKind, Move
from states.compiled import is_by_system
from states.decisions.judging import Asked
from states.words.titles import titled

RENAMING = "same-code"
"""The guard of a move that sets a unit but never another one."""
UNIT = "unit"


def where_to_set(asked: Asked, field: str) -> dict[str, Any]:
    """`key`: the field. `first`, if the move itself cannot set it: the move that must be made
    before; None if there is none by now."""
    before, kind = asked.facts.case, asked.compiled.kind(asked.case.kind)
    if field in (kind.form if before is None else asked.move.settable):
        return {"key": field}
    return {"key": field, **_first(asked, field)}


def how_to_change_unit(asked: Asked) -> dict[str, Any]:
    """`first`: the move that may put another unit in its place; else `change`: the kind of child
    case that does so; `first` is None if the programme has neither here."""
    found = _first(asked, UNIT)
    if found["first"]:
        return found
    for name, kind in asked.programme.cases.items():
        if kind.of == asked.case.kind and _changes_unit(kind):
            return {"change": name, **titled(change_title=kind)}
    return found


def _first(asked: Asked, field: str) -> dict[str, Any]:
    before, kind = asked.facts.case, asked.compiled.kind(asked.case.kind)
    for name, move in kind.moves_from(before.state) if before else ():
        if _may_set(asked, move, field):
            return {"first": name, **titled(first_title=move)}
    return {"first": None}


def _changes_unit(kind: CaseKind) -> bool:
    """Whether people may open such a case, and it sets the unit of its parent."""
    moves = kind.moves.values()
    is_opened = any(not move.from_ and not is_by_system(move) for move in moves)
    effects = [effect for move in moves for effect in move.effects]
    return is_opened and any(e.do == "set-parent" and UNIT in e.fields for e in effects)


def _may_set(asked: Asked, move: Move, field: str) -> bool:
    return (
        field in move.settable
        and not is_by_system(move)
        and not any(guard.name == RENAMING for guard in move.guards)
        and asked.compiled.applies(move.when, asked.case)
    )


def field_of_type(asked: Asked, type_: str) -> str:
    """The field of the form that holds what a case has once, such as its category."""
    form = asked.compiled.kind(asked.case.kind).form
    return next((name for name, field in form.items() if field.type == type_), type_)
