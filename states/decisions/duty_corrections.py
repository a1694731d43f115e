"""Duties after a correction by another move: what they would be had the right act been recorded in
the place of the wrong one; and after a fact by which an end is none any more. Pure.

The course of the case is made twice, as it was believed and as it was; what the two disagree about
is written, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from config.case_types import Move
from states.commands import Command
from states.compiled import Compiled
from states.decisions.consequences import by_system, follow, left_by, move_below
from states.decisions.corrections import cite, undo
from states.decisions.courses import (
    RIGHT,
    Course,
    fact_of,
    is_by_clock,
    opens,
    state_of,
    turns_after,
)
from states.decisions.differences import difference, write_righted
from states.decisions.duty_days import Around
from states.decisions.families import Family, family_of
from states.decisions.inherited import unit_effect, with_unit_of
from states.decisions.out_of_step import out_of_step
from states.decisions.reached import undo_above
from states.decisions.replaying import Replay
from states.errors import Refusal
from states.facts import Case, Facts
from states.history import stamp
from states.plan import Draft, Plan, Righted
from states.steps import Step
from states.words.entries import STATE_BACK
from states.words.flags import flag_of
from states.words.titles import titled


@dataclass(slots=True)
class Righting:
    """What a correction does besides its own move. `own`: to the duties of its case; `there`: the
    kinds of child cases that need not be opened again; `drafts`: the entries on other cases;
    `facts`: as those leave them."""

    own: Righted
    there: frozenset[str]
    drafts: list[Draft]
    facts: Facts


class _Led(NamedTuple):
    """Where one of its two courses leads a case: its duties, its state, whether it has ended."""

    duties: Replay
    state: str | None
    ended: bool


def take_place(
    compiled: Compiled, facts: Facts, command: Command, plan: Plan, draft: Draft, move: Move
) -> None:
    """Add the draft of a move that takes the place of an earlier one, or opens again what that had
    ended, to the plan, with what it brings about and what the wrong one no longer does."""
    cite(compiled, facts, draft, move)
    family = family_of(compiled, facts, command, draft, plan.counts)
    lifted = _moved(family)
    while gone := _gone(family, move):
        lifted += gone
        draft.extra["corrects"].setdefault("lifts", []).extend(step.seq for step in gone)
        family = family_of(compiled, facts, command, draft, plan.counts)
    undo(compiled, facts, command, draft, move, lifted)
    if _goes_back(family, command, move):
        family = family_of(compiled, facts, command, draft, plan.counts)
    draft.flags += [flag_of(said, command.entry) for said in out_of_step(family)]
    righting = put_right(family)
    write_righted(draft, righting.own)
    below = _below_changed(family, plan, righting)
    after = replace(left_by(righting.facts, below), events=family.made)
    follow(compiled, after, plan, draft, move, command.entry, righting.there)
    plan.drafts[1:1] = [*righting.drafts, *below]


def _moved(family: Family) -> list[Step]:
    """The entries by which the fact is known that does not stand any longer where it did."""
    before, cited = family.facts.case, family.facts.cited
    assert before is not None and cited is not None
    if cited.moved is None:
        return []
    return fact_of(family.compiled, before.kind, family.lives[before.code], cited.moved)


def _gone(family: Family, move: Move) -> list[Step]:
    """What the clock did on the case after what is put right, and is gone with that: where the
    right act says where the case stands, all of it, else what by the true course it had no ground
    to do."""
    before, after, cited = family.facts.case, family.draft.after, family.facts.cited
    assert before is not None and cited is not None
    if not (move.stays or cited.too_early):
        compiled, course = family.compiled, family.true[after.code]
        later = turns_after(compiled, after.kind, course, course.places[after.seq])
        return [step for step in later if is_by_clock(compiled, after.kind, step)]
    believed = family.replay(before, before.state, family.believed).groundless
    known = {step.seq for step in believed}
    true = family.replay(after, after.state, family.true).groundless
    return [step for step in true if step.seq not in known]


def _below_changed(family: Family, plan: Plan, righting: Righting) -> list[Draft]:
    """The entries on the children of a parent some of whose values are others again."""
    changed = Plan(plan.command, plan.counts, [family.draft])
    for above in righting.drafts:
        around = Around(plan.counts, parent=above.after, events=family.made)
        move_below(family.compiled, righting.facts, changed, above, around)
    return changed.drafts[1:]


def _goes_back(family: Family, command: Command, move: Move) -> bool:
    """Let a move that leaves the state, or happened before an end, bring the case back to where the
    entries that hold had brought it; whether that is elsewhere."""
    draft, compiled = family.draft, family.compiled
    back = state_of(compiled, draft.after.kind, family.true[draft.after.code])
    cited = family.facts.cited
    leaves = move.stays or (cited is not None and cited.too_early)
    if not leaves or back in (None, draft.after.state):
        return False
    draft.after = draft.after._replace(state=str(back))
    named = titled(state=compiled.kind(draft.after.kind).states[draft.after.state])
    said = Refusal(STATE_BACK, draft.clause, named, strength="warn")
    draft.flags = [*draft.flags, flag_of(said, command.entry)]
    return True


def put_right(family: Family) -> Righting:
    """What a correction by another move does to the duties of its case and of the cases that the
    wrong act reached. The draft of the family is that of the right move, with the state to which it
    brings the case; whether the case has ended is put right in it."""
    above = family.facts.parent
    drafts = _other(family, above, None) if above else []
    above = drafts[0].after if drafts else above
    own = _own(family, above)
    for parent in (above, family.draft.after):
        drafts += _below(family, parent) if parent else ()
    return Righting(own, _there(family), drafts, _left(family, drafts))


def _own(family: Family, above: Case | None) -> Righted:
    """What becomes of the duties of the case itself under its parent as that is then, and whether
    it has ended by now."""
    facts, draft, at = family.facts, family.draft, stamp(family.counts)
    before, after = facts.case, draft.after
    assert before is not None
    believed = family.replay(before, before.state, family.believed)
    if family.compiled.kind(after.kind).states[before.state].end is not None:
        believed.end(*_ended_by(family.believed[after.code]))
    if facts.parent is not None and family.is_over(facts.parent.code, facts.parent.state):
        believed.end(at, after.seq)
    true = family.replay(after, after.state, family.true)
    is_owing = any(row.is_unsettled for row in true.rows.values())
    is_under = above is not None and family.is_over(above.code, above.state)
    is_cut = is_under and (is_owing or after.ended)
    if is_cut or family.compiled.kind(after.kind).states[after.state].end is not None:
        true.end(at, after.seq)
    course = family.true[after.code]
    _end_or_go_on(family, above, is_cut or family.has_ended(after, course, after.state))
    return difference(believed, true, facts.duties, after.seq, family.counts)


def _end_or_go_on(family: Family, above: Case | None, ended: bool) -> None:
    """Say in the draft whether its case has ended. While it was, no unit of its parent followed."""
    draft, case = family.draft, family.draft.after
    draft.after = case._replace(ended=ended)
    if ended == case.ended:
        return
    draft.extra[draft.puts_right]["ended"] = int(ended)
    if above is not None:
        draft.after = with_unit_of(family.compiled.kind(case.kind), draft.after, above)
        draft.extra |= unit_effect(case, draft.after)


def _ended_by(course: Course) -> tuple[str, int]:
    last = max(course.steps, key=lambda step: (step.from_state != step.to_state, step.seq))
    return last.at, last.seq


def _below(family: Family, parent: Case) -> Iterator[Draft]:
    """The entries on the children of a case, but for the case that is put right."""
    for child in family.facts.families.get(parent.code, []):
        if child.code != family.draft.after.code:
            yield from _other(family, child, parent)


def _other(family: Family, case: Case, parent: Case | None) -> list[Draft]:
    """The entry on another case, if anything changes there."""
    seq = case.seq + 1
    believed, true = _led(family, case, parent)
    rows = family.rows(case.code)
    righted = difference(believed.duties, true.duties, rows, seq, family.counts)
    after = case._replace(seq=seq)
    if true.state is not None and believed.state != true.state:
        after = after._replace(state=true.state)
    if believed.ended != true.ended:
        after = after._replace(ended=true.ended)
    if parent is not None and case.ended:
        after = with_unit_of(family.compiled.kind(case.kind), after, parent)
    found = by_system(after, RIGHT, case.state, family.draft.clause)
    about: dict[str, Any] = {"case": family.draft.after.code, "seq": family.draft.after.seq}
    if after.ended != case.ended:
        about["ended"] = int(after.ended)
    found.extra = {"follows": about, **unit_effect(case, after)}
    if parent is None:
        undo_above(family, found)
    if not righted and found.after._replace(seq=case.seq) == case:
        return []
    write_righted(found, righted)
    return [found]


def _led(family: Family, case: Case, parent: Case | None) -> tuple[_Led, _Led]:
    """Where the believed and the true course lead another case, under its parent as that was and as
    it is then."""
    was = parent is not None and _was_over(family, parent)
    # where only the right move ends the case, its children follow it by entries of their own
    still = was and parent is not None and family.is_over(parent.code, parent.state)
    found = []
    for courses, is_under in ((family.believed, was), (family.true, still)):
        course = courses[case.code]
        state = state_of(family.compiled, case.kind, course)
        duties = family.replay(case, state, courses)
        if state is not None and family.compiled.kind(case.kind).states[state].end is not None:
            duties.end(*_ended_by(course))
        if is_under:
            duties.end(stamp(family.counts), case.seq + 1)
        ended = family.has_ended(case, course, state) or (is_under and case.ended)
        found.append(_Led(duties, state, ended))
    return found[0], found[1]


def _was_over(family: Family, parent: Case) -> bool:
    before = family.cases.get(parent.code)
    return before is not None and family.is_over(before.code, before.state)


def _there(family: Family) -> frozenset[str]:
    """The kinds of children that an act at the same place had opened before, and that the right
    move opens too."""
    own = family.draft.after.code
    course = family.true[own]
    right = next(step for step in course.steps if step.seq == family.draft.after.seq)
    asked = opens(family.compiled, family.draft.after, right)
    place = course.places.get(right.seq)
    here = {one.command for one in family.lives[own] if course.places.get(one.seq) == place}
    return frozenset(
        case.kind
        for code, case in family.cases.items()
        if case.kind in asked and any(step.cause in here for step in family.lives.get(code, ()))
    )


def _left(family: Family, drafts: list[Draft]) -> Facts:
    """The facts as the entries on other cases leave them."""
    facts = family.facts
    after = {draft.after.code: draft for draft in drafts}
    rows = {code: draft.left(family.rows(code)) for code, draft in after.items()}
    families = {
        of: [after[c.code].after if c.code in after else c for c in group]
        for of, group in facts.families.items()
    }
    child_duties = {code: rows.get(code, owed) for code, owed in facts.child_duties.items()}
    parent = facts.parent
    if parent is None or parent.code not in after:
        return replace(facts, families=families, child_duties=child_duties)
    return replace(
        facts,
        families=families,
        child_duties=child_duties,
        parent=after[parent.code].after,
        parent_duties=rows[parent.code],
    )
