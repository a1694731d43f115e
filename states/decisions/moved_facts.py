"""A recorded fact whose day is put right across a limit: by the day that was believed it stood in
the place of what the clock had made, by the right one it does not, or the other way round. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from config.case_types import Move
from states.commands import Command
from states.compiled import Compiled
from states.decisions.courses import course_of, fact_of, turns_of
from states.decisions.late_facts import limit_of_clock, overturned
from states.facts import Case, Facts
from states.steps import Cited, Step


def turns_before(compiled: Compiled, case: Case, life: Sequence[Step], fact: set[int]) -> list[int]:
    """The entries that said where a case stood when a fact was first recorded, the last one first;
    what the fact displaced there is among them. `fact`: the entries by which it is known."""
    rest = course_of(step for step in life if step.seq not in fact)
    known = [step for step in rest.steps if rest.places[step.seq] < min(fact)]
    return [step.seq for step in turns_of(compiled, case.kind, replace(rest, steps=known))]


def moved_fact(
    compiled: Compiled,
    facts: Facts,
    command: Command,
    move: Move,
    life: Sequence[Step],
    entries: Sequence[Cited],
) -> Cited | None:
    """The fact that a command puts right, cited where it belongs by its right day, as if it were
    recorded only now; None if it stands there. `entries`: those that `turns_before` names."""
    named, case = facts.cited, facts.case
    assert named is not None and case is not None and command.occurrence is not None
    at, place = command.occurrence.at, course_of(life).places[named.seq]
    displaced = next((one for one in entries if one.seq == place), None)
    found = overturned(compiled, facts, command, move, entries)
    if found is not None and found.how == "corrects":
        if displaced is not None and found.seq == displaced.seq:
            return None
    elif displaced is None:
        return None
    elif command.move != named.move and _was_before(compiled, facts, displaced, at):
        # the clock is asked again
        return None
    else:
        found = None
    first = min(step.seq for step in fact_of(compiled, case.kind, life, named.seq))
    again = [seq for seq in named.lifts if seq < first] + ([displaced.seq] if displaced else [])
    kept = tuple(seq for seq in named.lifts if seq not in again)
    about = replace(found or named, moved=named.seq, again=tuple(sorted(again)), lifts=kept)
    if found is not None:
        return replace(about, flags=named.flags)
    stood = next(step.to_state for step in life if step.seq == about.again[-1])
    return replace(about, from_state=stood, taken=frozenset(), given=frozenset())


def _was_before(compiled: Compiled, facts: Facts, displaced: Cited, at: datetime) -> bool:
    limit = limit_of_clock(compiled, facts, displaced)
    return limit is None or at < limit
