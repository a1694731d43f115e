"""Slots of quotas that follow a correction: what never was takes no slot, and what was right all
along keeps its own. Pure."""

from collections.abc import Iterable, Set
from datetime import datetime

from config.case_types import Move
from states.compiled import Compiled
from states.decisions.course import place_of
from states.decisions.recounting import Slots, by_values, quota_of
from states.decisions.slots import returns
from states.facts import Case, Cited, Facts


def undone(compiled: Compiled, facts: Facts, after: Case, move: Move) -> Slots:
    """What becomes of the slots of a wrong act once another move takes its place: what it took
    comes back unless the right move takes it too, what it gave back is held again."""
    cited = facts.cited
    if cited is None:
        return Slots()
    again = set(compiled.buckets.taken(move.takes, after))
    its = {quota_of(bucket) for bucket in cited.taken}
    held = {bucket for bucket in after.holds if quota_of(bucket) in its}
    freed = _untouched(compiled, facts, held - again)
    return Slots(freed, _held_again(compiled, facts, cited, after))


def by_instant(
    compiled: Compiled, facts: Facts, case: Case, move: Move, now: datetime, was: datetime
) -> Slots:
    """What a move gives back, or no longer gives back, by its right instant."""
    back, cited = move.gives_back, facts.cited
    comes_back = returns(compiled, move, now)
    if back is None or cited is None or comes_back == returns(compiled, move, was):
        return Slots()
    if comes_back:
        held = {bucket for bucket in case.holds if quota_of(bucket) in back.quotas}
        return Slots(freed=_untouched(compiled, facts, held))
    return Slots(taken=_held_again(compiled, facts, cited, case))


def concerned(compiled: Compiled, facts: Facts, after: Case) -> set[str]:
    """Every bucket that a correction may change."""
    assert facts.case is not None and facts.cited is not None
    its = {quota_of(bucket) for bucket in (*after.holds, *facts.cited.given)}
    by_right = by_values(compiled, facts.case, after).taken
    return {*after.holds, *compiled.buckets.taken(tuple(its), after), *by_right}


def _held_again(compiled: Compiled, facts: Facts, cited: Cited, case: Case) -> frozenset[str]:
    its = tuple({quota_of(bucket) for bucket in cited.given})
    return _untouched(compiled, facts, {*compiled.buckets.taken(its, case)} - {*case.holds})


def _untouched(compiled: Compiled, facts: Facts, buckets: Iterable[str]) -> frozenset[str]:
    """The buckets that no later act took or gave back: theirs is the last word."""
    assert facts.case is not None
    later: set[str] = set()
    place = place_of(facts)
    for made in facts.course:
        move = compiled.move(facts.case.kind, made.move)
        if made.place > place and move is not None:
            later |= _touched(move)
    return frozenset(bucket for bucket in buckets if quota_of(bucket) not in later)


def _touched(move: Move) -> Set[str]:
    return {*move.takes, *(move.gives_back.quotas if move.gives_back else ())}
