"""By which act a field of a case can be set: what a refusal about the field tells to do."""

from typing import Any

from config.case_types import Move
from states.compiled import is_by_system
from states.decisions.judging import Asked
from states.words.titles import titled

RENAMING = "same-code"
"""The guard of a move that sets a unit but never another one."""


def where_to_set(asked: Asked, field: str) -> dict[str, Any]:
    """`key`: the field. `first`, if the move itself cannot set it: the move that must be made
    before; None if there is none by now."""
    before, kind = asked.facts.case, asked.compiled.kind(asked.case.kind)
    if field in (kind.form if before is None else asked.move.settable):
        return {"key": field}
    for name, move in kind.moves_from(before.state) if before else ():
        if _may_set(asked, move, field):
            return {"key": field, "first": name, **titled(first_title=move)}
    return {"key": field, "first": None}


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
