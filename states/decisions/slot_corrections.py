"""Slots of quotas that follow a correction: what never was takes no slot, and what was right all
along keeps its own. Pure."""

from collections.abc import Iterable, Set
from datetime import datetime
from typing import NamedTuple

from config.case_types import Move
from states.compiled import Compiled
from states.decisions.course import place_of
from states.decisions.slots import returns
from states.facts import Case, Cited, Facts
from states.plan import Draft


class Slots(NamedTuple):
    """The buckets whose slots a correction frees and takes."""

    freed: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


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


def by_values(compiled: Compiled, before: Case, after: Case) -> Slots:
    """The slots that a case holds otherwise by its right values, such as another unit's."""
    held = tuple({quota_of(bucket): None for bucket in before.holds})
    was = frozenset(compiled.buckets.taken(held, before))
    now = frozenset(compiled.buckets.taken(held, after))
    return Slots((was - now) & before.holds.keys(), now - was - before.holds.keys())


def concerned(compiled: Compiled, facts: Facts, after: Case) -> set[str]:
    """Every bucket that a correction may change."""
    assert facts.cited is not None
    its = {quota_of(bucket) for bucket in (*after.holds, *facts.cited.given)}
    return {*after.holds, *compiled.buckets.taken(tuple(its), after)}


def change(facts: Facts, draft: Draft, slots: Slots) -> None:
    """Let the draft free and take the slots; what lies beyond a cap is counted apart."""
    holds = dict(draft.after.holds)
    for bucket in sorted(slots.freed & holds.keys()):
        draft.gives[bucket] = holds.pop(bucket)
    for bucket in sorted(slots.taken & facts.quotas.keys()):
        column = "over" if facts.quotas[bucket].is_full else "used"
        holds[bucket] = draft.takes[bucket] = column
    draft.after = draft.after._replace(holds=holds)


def quota_of(bucket: str) -> str:
    """The quota of a bucket."""
    return bucket.partition("/")[0]


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
