"""Slots of quotas that follow a case once its place, unit or field has changed: the old ones come
back, the new ones are taken. Pure."""

from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from typing import Any, NamedTuple

from config.case_types import Move
from states.compiled import Compiled
from states.decisions.columns import with_columns
from states.decisions.room import full
from states.decisions.slots import returns
from states.errors import Refusal
from states.facts import Case, Facts
from states.plan import Draft, Plan

NOTHING: frozenset[str] = frozenset()


class Slots(NamedTuple):
    """The buckets whose slots an act frees and takes."""

    freed: frozenset[str] = NOTHING
    taken: frozenset[str] = NOTHING


def by_values(
    compiled: Compiled, before: Case, after: Case, coming_back: Set[str] = NOTHING
) -> Slots:
    """The slots that a case holds otherwise by its new values, such as another unit's.
    `coming_back`: the quotas that it gives back altogether."""
    held = {quota_of(bucket) for bucket in before.holds} - coming_back
    if not held:
        return Slots()
    was = frozenset(compiled.buckets.taken(tuple(sorted(held)), before))
    beside = compiled.buckets.beside(before.kind, held) - coming_back - held
    # one that counted the case before and has no slot of its own was never taken
    beside = {name for name in beside if not compiled.buckets.taken((name,), before)}
    now = frozenset(compiled.buckets.taken(tuple(sorted(held | beside)), after))
    if now == was:
        return Slots()
    left = {bucket for bucket in before.holds if quota_of(bucket) in held}
    return Slots(frozenset(left) - now, now - before.holds.keys())


def by_move(
    compiled: Compiled, before: Case, after: Case, move: Move, counts: datetime | None
) -> Slots:
    """The slots that a case holds otherwise once a move has changed it. Without an instant nothing
    comes back by the move itself."""
    back = move.gives_back
    is_back = back is not None and counts is not None and returns(compiled, move, counts)
    return by_values(compiled, before, after, set(back.quotas) if back and is_back else NOTHING)


def as_set(compiled: Compiled, parent: Case, child: Case, fields: Mapping[str, str]) -> Case:
    """The parent with the values that a child sets there."""
    after = parent._replace(fields={**parent.fields, **values_set(child, fields)})
    return with_columns(compiled, after, values_set(child, fields))


def values_set(child: Case, fields: Mapping[str, str]) -> dict[str, Any]:
    """What a child writes into fields of its parent: what it knows itself."""
    values = {name: child.fields.get(source) for name, source in fields.items()}
    return {name: value for name, value in values.items() if value is not None}


def above(
    compiled: Compiled, parent: Case, child: Case, move: Move, counts: datetime
) -> Iterator[tuple[Case, Slots]]:
    """What each effect of a child's move frees and takes on its parent, and the parent then."""
    for effect in move.effects:
        slots, after = Slots(), parent
        if effect.do == "set-parent":
            after = as_set(compiled, parent, child, effect.fields)
            slots = by_values(compiled, parent, after)
        elif effect.do == "move-parent":
            slots = _driven(compiled, parent, effect.target, counts)
        left = {b: column for b, column in parent.holds.items() if b not in slots.freed}
        parent = after._replace(holds=left | dict.fromkeys(slots.taken, "used"))
        yield parent, slots


def _driven(compiled: Compiled, parent: Case, name: str, counts: datetime) -> Slots:
    move = compiled.move(parent.kind, name)
    if move is None or not compiled.applies(move.when, parent):
        return Slots()
    if compiled.machines[parent.kind].target(name, parent.state) is None:
        return Slots()
    taken = frozenset(compiled.buckets.taken(move.takes, parent)) - parent.holds.keys()
    if move.gives_back is None or not returns(compiled, move, counts):
        return Slots(taken=taken)
    back = move.gives_back.quotas
    return Slots(frozenset(b for b in parent.holds if quota_of(b) in back), taken)


def no_room(
    compiled: Compiled, facts: Facts, before: Case, after: Case, move: Move, counts: datetime
) -> list[Refusal]:
    """The full buckets into which a move would bring a case, or the parent of the case."""
    found: list[Refusal] = []
    if before.holds and after.fields is not before.fields:
        slots = by_move(compiled, before, after, move, counts)
        asked = {*compiled.buckets.taken(move.takes, after)}
        found += full(compiled, facts, after, sorted(slots.taken - asked))
    if facts.parent is not None:
        parent = facts.parent
        for then, slots in above(compiled, parent, after, move, counts):
            held = then._replace(holds=parent.holds)
            found += full(compiled, facts, held, sorted(slots.taken))
            parent = then
    return found


def concerned(compiled: Compiled, facts: Facts, before: Case, after: Case, move: Move) -> set[str]:
    """Every bucket that a move may free or take besides those that it names itself."""
    found = {*before.holds, *by_move(compiled, before, after, move, None).taken}
    if facts.parent is not None and move.effects:
        found |= facts.parent.holds.keys()
        steps = above(compiled, facts.parent, after, move, facts.now)
        found |= {bucket for _, slots in steps for bucket in slots.taken}
    return found


def follow_values(compiled: Compiled, facts: Facts, plan: Plan, draft: Draft, move: Move) -> None:
    """The slots that the acting case holds follow what the move changes of it."""
    before = facts.case
    if before is None or before.code != draft.after.code or not (facts.quotas and draft.fields):
        return
    held = before._replace(holds=draft.after.holds)
    change(facts, draft, by_move(compiled, held, draft.after, move, plan.counts))


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
