"""What a wrong act on a child had brought about on its parent besides duties: the slots and the
values of the parent are what they are without it. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from states.commands import CORRECT
from states.decisions.columns import with_columns
from states.decisions.families import Family
from states.decisions.recounting import Slots, above, change, quota_of
from states.facts import Case, Facts
from states.plan import Draft
from states.steps import Step


def buckets_above(facts: Facts) -> set[str]:
    """The buckets that may be counted otherwise on the parent once an act on its child is another:
    those that it holds, and those that entries gave back which followed acts on other cases."""
    if facts.parent is None:
        return set()
    followed = (step for step in facts.lives.get(facts.parent.code, ()) if step.cause)
    given = (bucket for step in followed for bucket in step.effects.get("gives", ()))
    return {*facts.parent.holds, *given}


def undo_above(family: Family, found: Draft) -> None:
    """Let the entry on a parent put back the values that only the wrong act had set there, and the
    slots that only it had taken or given back. While a decision is not announced, no slot moves,
    because that would tell."""
    code, parent = found.after.code, family.cases[found.after.code]
    left = {step.seq for step in family.true[code].steps}
    lost = [step for step in family.believed[code].steps if step.seq not in left]
    if not lost:
        return
    kept = [s for s in family.lives[code] if s.seq in left or s.move == CORRECT]
    found.fields = _values(parent, lost, kept)
    after = found.after._replace(fields={**parent.fields, **found.fields})
    found.after = with_columns(family.compiled, after, found.fields)
    if not parent.unannounced:
        change(family.facts, found, _slots(family, found.after, lost, kept))


def _values(parent: Case, lost: Iterable[Step], kept: Iterable[Step]) -> dict[str, Any]:
    """The values of the fields that lost entries had set, as far as they become others."""
    names = {name for step in lost for name in step.fields}
    right: dict[str, Any] = dict.fromkeys(names)
    for step in kept:
        right |= {name: value for name, value in step.fields.items() if name in names}
    return {name: value for name, value in right.items() if parent.fields.get(name) != value}


def _slots(family: Family, parent: Case, lost: Sequence[Step], kept: Sequence[Step]) -> Slots:
    """What a parent frees and takes to hold what the kept entries gave it; what the right act takes
    there anew stays held. Of a quota that a later act took or gave back, that has the last word."""
    held: dict[str, str] = {}
    last: set[str] = set()
    for step in kept:
        takes, gives = (step.effects.get(how, {}) for how in ("takes", "gives"))
        held = {b: column for b, column in (held | takes).items() if b not in gives}
        if step.seq > lost[0].seq:
            last |= {quota_of(bucket) for bucket in (*takes, *gives)}
    acting = family.draft.after
    move = family.compiled.kind(acting.kind).moves[family.draft.move]
    then = parent._replace(holds=held)
    steps = above(family.compiled, then, acting, move, family.counts)
    again = {bucket for _, slots in steps for bucket in slots.taken}
    freed = parent.holds.keys() - held.keys() - again
    taken = held.keys() - parent.holds.keys()
    return Slots(
        *(frozenset(b for b in some if quota_of(b) not in last) for some in (freed, taken))
    )
