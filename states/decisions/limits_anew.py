"""Limits that a recorded fact had stopped, let run on or let run anew, after the day of that fact
has been put right. Pure."""

from datetime import datetime

from config.case_types import Move
from states.commands import Command
from states.compiled import Compiled
from states.decisions.differences import difference
from states.decisions.families import family_of
from states.facts import Facts
from states.plan import Draft


def count_limits_anew(
    compiled: Compiled, facts: Facts, command: Command, draft: Draft, move: Move, counts: datetime
) -> None:
    """Let the duties on whose limits the move has an effect be as they are by its right day: the
    course of the case is made twice, and what differs is written in the correction."""
    before, names = facts.case, {e.target for e in move.effects if e.is_on_limit}
    if before is None or not names:
        return
    family = family_of(compiled, facts, command, draft, counts)
    believed = family.replay(before, before.state, family.believed)
    true = family.replay(draft.after, draft.after.state, family.true)
    righted = difference(believed, true, facts.duties, draft.after.seq, counts)
    others = [one for one in draft.changes if one.row.duty not in names]
    draft.changes = others + [one for one in righted.changes if one.row.duty in names]
