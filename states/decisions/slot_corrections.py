"""Slots of quotas that follow a correction: what never was takes no slot, and what was right all
along keeps its own. Pure."""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from typing import Any

from config.case_types import Move
from states.commands import CORRECT
from states.compiled import Compiled
from states.decisions.came_back import given_back
from states.decisions.course import place_of
from states.decisions.recounting import Slots, by_values, quota_of
from states.decisions.slots import returns
from states.facts import Case, Facts
from states.history import instant
from states.steps import Step


def undone(
    compiled: Compiled,
    facts: Facts,
    after: Case,
    move: Move,
    end: Mapping[str, Any] | None,
    lifted: Iterable[Step],
) -> Slots:
    """What becomes of the slots of a wrong act once another move takes its place: what it took
    comes back unless the right move takes it too, what it gave back is held again. `end`: the end
    that is none by the right move; where that was one by the wrong act, or the other way round,
    what it gave back is held again, or comes back. `lifted`: what holds no longer with the wrong
    act."""
    cited = facts.cited
    assert cited is not None
    lost, again = _of_the_end(facts, end)
    right = set(compiled.buckets.taken(move.takes, after))
    taken, given = cited.taken, cited.given
    for step in lifted:
        takes, gives = step.effects.get("takes", {}).keys(), step.effects.get("gives", {}).keys()
        takes, gives = takes - gives, gives - takes
        taken, given = (taken - gives) | (takes - given), (given - takes) | (gives - taken)
    its = {quota_of(bucket) for bucket in (*taken, *lost)}
    held = {bucket for bucket in after.holds if quota_of(bucket) in its}
    freed = _untouched(compiled, facts, held - right - again)
    return Slots(freed, _held_again(compiled, facts, given | again, after))


def _of_the_end(facts: Facts, end: Mapping[str, Any] | None) -> Slots:
    """The slots that an end gave back which the act at a place says is none: those that are held no
    more because another act stands there now, and those that are held again."""
    assert facts.case is not None and facts.cited is not None
    life = {step.seq: step for step in facts.lives.get(facts.case.code, ())}
    before = life[facts.cited.seq].effects.get("reopens")
    if bool(before) == bool(end):
        return Slots()
    ended = (before or end or {})["seq"]
    corrections = (step.effects["corrects"] for step in life.values() if step.move == CORRECT)
    of_end = (about for about in corrections if about["seq"] == ended)
    given = frozenset(given_back(life[ended].effects, of_end))
    return Slots(freed=given) if before else Slots(taken=given)


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
    return Slots(taken=_held_again(compiled, facts, cited.given, case))


def concerned(compiled: Compiled, facts: Facts, after: Case) -> set[str]:
    """Every bucket that a correction may change."""
    assert facts.case is not None and facts.cited is not None
    life = facts.lives.get(facts.case.code, ())
    came_back = (bucket for step in life for bucket in step.effects.get("gives", ()))
    its = {quota_of(bucket) for bucket in (*after.holds, *facts.cited.given, *came_back)}
    by_right = by_values(compiled, facts.case, after).taken
    return {*after.holds, *compiled.buckets.taken(tuple(its), after), *by_right}


def _held_again(
    compiled: Compiled, facts: Facts, given: Iterable[str], case: Case
) -> frozenset[str]:
    its = tuple({quota_of(bucket) for bucket in given})
    return _untouched(compiled, facts, {*compiled.buckets.taken(its, case)} - {*case.holds})


def _untouched(compiled: Compiled, facts: Facts, buckets: Iterable[str]) -> frozenset[str]:
    """The buckets that no later act took or gave back: theirs is the last word."""
    assert facts.case is not None
    later: set[str] = set()
    place = place_of(facts)
    for made in facts.course:
        move = compiled.move(facts.case.kind, made.move)
        if made.place > place and move is not None:
            later |= _touched(compiled, move, instant(made.at))
    return frozenset(bucket for bucket in buckets if quota_of(bucket) not in later)


def _touched(compiled: Compiled, move: Move, at: datetime) -> Set[str]:
    back = move.gives_back
    return {*move.takes, *(back.quotas if back and returns(compiled, move, at) else ())}
