"""Limits on which a recorded fact bears, after the day of that fact has been put right: those that
it had stopped, let run on or let run anew, and those that run from it. Pure."""

from datetime import datetime

from config.case_types import Move
from states.commands import Command
from states.compiled import Compiled, recurs_from_event
from states.decisions.differences import difference, say_opened
from states.decisions.families import family_of
from states.facts import Case, Facts
from states.plan import Draft


def count_limits_anew(
    compiled: Compiled, facts: Facts, command: Command, draft: Draft, move: Move, counts: datetime
) -> None:
    """Let the duties on whose limits the move bears be as they are by its right day: the course of
    the case is made twice, and what differs is written in the correction."""
    before, cited = facts.case, facts.cited
    assert before is not None and cited is not None
    if not (names := limits_under(compiled, before, move, cited.move)):
        return
    family = family_of(compiled, facts, command, draft, counts)
    believed = family.replay(before, before.state, family.believed)
    true = family.replay(draft.after, draft.after.state, family.true)
    righted = difference(believed, true, facts.duties, draft.after.seq, counts)
    changes = [one for one in draft.changes if one.row.duty not in names]
    draft.changes = changes + [one for one in righted.changes if one.row.duty in names]
    if not before.ended:
        opens = [new for new in draft.opens if new.duty not in names]
        draft.opens = opens + [new for new in righted.opens if new.duty in names]
        say_opened(draft, [one for one in righted.opened if one[0] in names])


def limits_under(compiled: Compiled, case: Case, move: Move, name: str) -> set[str]:
    """The duties of a case on whose limits a move bears: it has an effect on them; they run from it
    though it does not open them; they have other turns once it was made on another day."""
    found = {effect.target for effect in move.effects if effect.is_on_limit}
    for key, duty in compiled.duties_of(case.kind).items():
        runs = duty.counts_from is not None and duty.counts_from.move == name
        turns = recurs_from_event(duty, compiled.limit_of(duty, case.jurisdiction))
        if turns if name in duty.opened else runs:
            found.add(key)
    return found
