"""Moves that only change what a case says: one of them that changes nothing is no act, and would
fill the history with entries that say nothing."""

from typing import Any

from config.case_types import Move
from config.programme import Programme
from states.commands import Command
from states.compiled import Compiled
from states.errors import BadInput
from states.facts import Case
from states.words.joining import Titled, beside, later
from states.words.titles import titled

CHANGES = ("application", "administration", "decision")
"""What such a move may be by nature; a report or a visit is an act whatever it writes down."""


def check_changed(
    compiled: Compiled, before: Case, after: Case, move: Move, command: Command
) -> None:
    """Raises BadInput naming the fields, if the move only changes fields and none is changed."""
    if command.attachments or command.checks or _said(before) != _said(after):
        return
    if not _only_changes(compiled.programme, before, move, command.move):
        return
    form = compiled.kind(before.kind).form
    fields = [
        later(beside, Titled(form[name].title, form[name].title_en), name)
        for name in dict.fromkeys(move.settable)
    ]
    raise BadInput("NothingToChange", **titled(title=move), fields=fields)


def _said(case: Case) -> dict[str, Any]:
    """What a case says; a field that was emptied says no more than one that was never filled."""
    return {name: value for name, value in case.fields.items() if value is not None}


def _only_changes(programme: Programme, case: Case, move: Move, name: str) -> bool:
    """Whether the move has no other purpose: nothing is handed in, judged, met or set off by it,
    and it is about what the case says already."""
    brings = (move.needs, move.needs_when, move.checklist, move.takes, move.gives_back)
    if any(brings) or move.effects or move.announced_by or move.kind not in CHANGES:
        return False
    if move.asks_anew or move.needs_anew:
        return False  # to say the same once more is what is asked for
    if move.reason == "required" and not move.asks:
        return False  # the reason itself is what is written down
    says = any(case.fields.get(field) is not None for field in move.settable)
    return says and not _is_waited_for(programme, name)


def _is_waited_for(programme: Programme, name: str) -> bool:
    """Whether a duty or a child case begins, ends or is counted from the move."""
    for duty in programme.duties.values():
        counts = duty.counts_from
        named = (*duty.opened, *duty.bound_by, *duty.waived_by)
        if name in named or (counts and name in (counts.move, counts.parent)):
            return True
    return any(kind.opened and kind.opened.by == name for kind in programme.cases.values())
