"""Slots of quotas: which a move takes, which come back. Pure."""

from datetime import datetime

from config.case_types import Move
from states.commands import Entry
from states.compiled import Compiled
from states.facts import Facts
from states.plan import Draft, Plan


def move_slots(
    compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, move: Move, entry: Entry
) -> None:
    case = draft.after
    holds = dict(case.holds)
    for bucket in compiled.buckets.taken(move.takes, case):
        row = facts.quotas.get(bucket)
        if bucket in holds or row is None:
            continue
        column = "over" if entry == "record" and row.is_full else "used"
        holds[bucket] = draft.takes[bucket] = column
    if draft.takes:
        draft.after = case._replace(holds=holds)
    # a slot that comes back would tell what is announced later
    if draft.publicity != "later":
        give_back(compiled, plan, draft, move)
    if draft.publicity == "announces" and facts.kept is not None:
        decided = compiled.move(case.kind, facts.kept.move)
        if decided is not None:
            give_back(compiled, plan, draft, decided)


def give_back(compiled: Compiled, plan: Plan, draft: Draft, move: Move) -> None:
    """Return the slots that a move gives back."""
    if move.gives_back is None or not returns(compiled, move, plan.counts):
        return
    holds = dict(draft.after.holds)
    for bucket in sorted(holds):
        if bucket.split("/", 1)[0] in move.gives_back.quotas:
            draft.gives[bucket] = holds.pop(bucket)
    if draft.gives:
        draft.after = draft.after._replace(holds=holds)


def returns(compiled: Compiled, move: Move, counts: datetime) -> bool:
    """Whether what a move gives back comes back if it is made at an instant."""
    if move.gives_back is None:
        return False
    if move.gives_back.until is None:
        return True
    due = compiled.due(move.gives_back.until)
    return due is None or counts < due.at
