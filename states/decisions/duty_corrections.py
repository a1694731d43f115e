"""Duties after a correction by another move: what they would be had the right act been recorded in
the place of the wrong one; and after a fact by which an end is none any more. Pure.

The course of the case is made twice, as it was believed and as it was; what the two disagree about
is written, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from config.case_types import Move
from states.commands import Command
from states.compiled import OPEN, Compiled
from states.decisions.consequences import AGAIN, FOLLOW_PARENT, by_system, follow
from states.decisions.corrections import bear
from states.decisions.courses import (
    RIGHT,
    STATE_BACK,
    Course,
    course_of,
    family_courses,
    opens,
    state_of,
)
from states.decisions.inherited import unit_effect, with_unit_of
from states.decisions.replaying import Numbers, Replay, numbers_of, row_of
from states.errors import Refusal
from states.facts import Case, DutyRow, Facts, Step
from states.history import stamp
from states.plan import Changed, Draft, Plan, Righted, Settled
from states.words.flags import flag_of
from states.words.titles import titled

REOPENED, STRUCK, RIGHTED = "reopened", "struck", "righted"
"""How a correction changes a duty: it is owed again; it never arose; it is done, or due, as the
right course has it."""
_DAY = (
    "due_on",
    "due_at",
    "provisional",
    "basis",
    "opens_at",
    "paused_at",
    "remainder",
    "extended",
)
_STANDS = ("status", "settled_at", "settled_seq", "overdue_at")


@dataclass(slots=True)
class Righting:
    """What a correction does besides its own move. `own`: to the duties of its case; `there`: the
    kinds of child cases that need not be opened again; `drafts`: the entries on other cases;
    `facts`: as those leave them."""

    own: Righted
    there: frozenset[str]
    drafts: list[Draft]
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Family:
    """The cases around a correction, their entries, and their courses as believed and as true."""

    compiled: Compiled
    facts: Facts
    draft: Draft
    counts: datetime
    cases: Mapping[str, Case]
    lives: Mapping[str, tuple[Step, ...]]
    believed: Mapping[str, Course]
    true: Mapping[str, Course]

    def is_over(self, code: str | None, state: str | None) -> bool:
        """Whether a case in such a state ends what its children owe."""
        if code is None or code not in self.cases or state is None:
            return False
        return self.compiled.kind(self.cases[code].kind).states[state].end == "exceptional"

    def has_ended(self, case: Case, course: Course, state: str | None) -> bool:
        """Whether a case has ended by a course; one that never was opened counts as ended, also if
        something was done on it."""
        follows = any(step.move == FOLLOW_PARENT for step in course.steps)
        kind = self.compiled.kind(case.kind)
        births = {OPEN, AGAIN, *(name for name, move in kind.moves.items() if not move.from_)}
        if state is None or births.isdisjoint(step.move for step in course.steps):
            return True
        return follows or kind.states[state].end is not None

    def rows(self, code: str) -> list[DutyRow]:
        """The duties of a case as they stand."""
        if code == self.draft.after.code:
            return self.facts.duties
        if self.facts.parent is not None and code == self.facts.parent.code:
            return self.facts.parent_duties
        return self.facts.child_duties.get(code, [])

    def numbers(self, code: str) -> Numbers:
        """The numbers of the duties of a case; an act that takes a place shares its numbers."""
        return numbers_of(self.lives.get(code, ()), course_of(self.lives.get(code, ())))


def take_place(
    compiled: Compiled, facts: Facts, command: Command, plan: Plan, draft: Draft, move: Move
) -> None:
    """Add the draft of a move that takes the place of an earlier one, or opens again what that had
    ended, to the plan, with what it brings about and what the wrong one no longer does."""
    bear(compiled, facts, command, draft, move)
    righting = put_right(compiled, facts, command, draft, move, plan.counts)
    write_righted(draft, righting.own)
    after = righting.facts
    follow(compiled, after, plan, draft, move, command.entry, righting.there)
    plan.drafts[1:1] = righting.drafts


def put_right(
    compiled: Compiled,
    facts: Facts,
    command: Command,
    draft: Draft,
    move: Move,
    counts: datetime,
) -> Righting:
    """What a correction by another move does to the duties of its case and of the cases that the
    wrong act reached. The draft is that of the right move, with the state to which it brings the
    case; whether the case has ended is put right in it."""
    family = _family(compiled, facts, command, draft, counts)
    back = state_of(compiled, draft.after.kind, family.true[draft.after.code])
    if move.stays and back is not None and back != draft.after.state:
        draft.after = draft.after._replace(state=back)
        draft.flags = [*draft.flags, _back(compiled, draft, command)]
        family = _family(compiled, facts, command, draft, counts)
    case = draft.after
    drafts: list[Draft] = []
    above = facts.parent
    if above is not None:
        drafts += _other(family, above, None)
        above = drafts[0].after if drafts else above
    own, is_cut = _own(family, case, above)
    ended = is_cut or family.has_ended(case, family.true[case.code], case.state)
    draft.after = case._replace(ended=ended)
    if ended != case.ended:
        draft.extra[draft.puts_right]["ended"] = int(ended)
        if above is not None:
            # while it was ended, no unit of its parent followed
            draft.after = with_unit_of(compiled.kind(case.kind), draft.after, above)
            draft.extra |= unit_effect(case, draft.after)
    for parent in (above, draft.after):
        for child in facts.families.get(parent.code, []) if parent else ():
            if parent is not None and child.code != case.code:
                drafts += _other(family, child, parent)
    return Righting(own, _there(family), drafts, _left(facts, drafts, family))


def _back(compiled: Compiled, draft: Draft, command: Command) -> dict[str, Any]:
    state = compiled.kind(draft.after.kind).states[draft.after.state]
    said = Refusal(STATE_BACK, draft.clause, titled(state=state), strength="warn")
    return flag_of(said, command.entry)


def _family(
    compiled: Compiled, facts: Facts, command: Command, draft: Draft, counts: datetime
) -> _Family:
    assert facts.case is not None and facts.cited is not None
    near = [facts.case, facts.parent, *(c for group in facts.families.values() for c in group)]
    cases = {case.code: case for case in near if case is not None}
    right = Step(
        seq=draft.after.seq,
        move=draft.move,
        from_state=draft.from_state,
        to_state=draft.after.state,
        at=stamp(counts),
        known_at=stamp(facts.now),
        command=command.id,
        fields=draft.fields,
        effects=draft.extra,
    )
    own = facts.case.code
    righted = {**facts.lives, own: (*facts.lives.get(own, ()), right)}
    return _Family(
        compiled,
        facts,
        draft,
        counts,
        cases,
        facts.lives,
        family_courses(compiled, cases, facts.lives),
        family_courses(compiled, cases, righted),
    )


def _replay(
    family: _Family,
    case: Case,
    state: str | None,
    courses: Mapping[str, Course],
    numbers: Numbers,
) -> Replay:
    parent = family.cases.get(case.parent or "")
    last: dict[str, int] = {}
    for row in family.rows(case.code):
        last[row.duty] = max(row.n, last.get(row.duty, 0))
    above = courses.get(case.parent or "")
    replay = Replay(family.compiled, case, parent, above, numbers, last)
    return replay.run(courses[case.code], state)


def _own(family: _Family, after: Case, above: Case | None) -> tuple[Righted, bool]:
    """What becomes of the duties of the case itself, and whether its parent, as it is then, ends
    them."""
    facts = family.facts
    assert facts.case is not None
    numbers = family.numbers(after.code)
    believed = _replay(family, facts.case, facts.case.state, family.believed, numbers)
    if family.compiled.kind(after.kind).states[facts.case.state].end is not None:
        believed.end(*_ended_by(family.believed[after.code]))
    if facts.parent is not None and family.is_over(facts.parent.code, facts.parent.state):
        believed.end(stamp(family.counts), after.seq)
    true = _replay(family, after, after.state, family.true, numbers)
    is_owing = any(row.is_unsettled for row in true.rows.values())
    is_under = above is not None and family.is_over(above.code, above.state)
    is_cut = is_under and (is_owing or after.ended)
    if is_cut or family.compiled.kind(after.kind).states[after.state].end is not None:
        true.end(stamp(family.counts), after.seq)
    return difference(believed, true, facts.duties, after.seq, family.counts), is_cut


def _ended_by(course: Course) -> tuple[str, int]:
    last = max(course.steps, key=lambda step: (step.from_state != step.to_state, step.seq))
    return last.at, last.seq


def _other(family: _Family, case: Case, parent: Case | None) -> list[Draft]:
    """The entry on another case, if anything changes there."""
    compiled, code, seq = family.compiled, case.code, case.seq + 1
    courses = family.believed[code], family.true[code]
    states = [state_of(compiled, case.kind, course) for course in courses]
    numbers = family.numbers(code)
    replays = []
    for course, state, known in zip(courses, states, (family.believed, family.true), strict=True):
        replay = _replay(family, case, state, known, numbers)
        if state is not None and compiled.kind(case.kind).states[state].end is not None:
            replay.end(*_ended_by(course))
        replays.append(replay)
    ended = [family.has_ended(case, *one) for one in zip(courses, states, strict=True)]
    if parent is not None and parent.code in family.cases:
        was = family.is_over(parent.code, family.cases[parent.code].state)
        # where only the right move ends the case, its children follow it by entries of their own
        still = was and family.is_over(parent.code, parent.state)
        for n, is_over in enumerate((was, still)):
            if is_over:
                replays[n].end(stamp(family.counts), seq)
                ended[n] = ended[n] or case.ended
    righted = difference(replays[0], replays[1], family.rows(code), seq, family.counts)
    after = case._replace(seq=seq)
    if states[1] is not None and states[0] != states[1]:
        after = after._replace(state=states[1])
    if ended[0] != ended[1]:
        after = after._replace(ended=ended[1])
    if not righted and (after.state, after.ended) == (case.state, case.ended):
        return []
    if parent is not None and case.ended:
        after = with_unit_of(compiled.kind(case.kind), after, parent)
    found = by_system(after, RIGHT, case.state, family.draft.clause)
    about = {"case": family.draft.after.code, "seq": family.draft.after.seq}
    if after.ended != case.ended:
        about["ended"] = int(after.ended)
    found.extra = {"follows": about, **unit_effect(case, after)}
    write_righted(found, righted)
    return [found]


def _there(family: _Family) -> frozenset[str]:
    """The kinds of children that an act at the same place had opened before, and that the right
    move opens too."""
    own = family.draft.after.code
    course = family.true[own]
    right = next(step for step in course.steps if step.seq == family.draft.after.seq)
    asked = opens(family.compiled, family.draft.after, right)
    gone = course.gone
    return frozenset(
        case.kind
        for code, case in family.cases.items()
        if case.kind in asked and any(step.cause in gone for step in family.lives.get(code, ()))
    )


def difference(
    believed: Replay, true: Replay, rows: list[DutyRow], seq: int, counts: datetime
) -> Righted:
    """What must be written on duties that stand as `rows`, so that what differs between the two
    courses is as the true one has it."""
    found = Righted()
    stored = {(row.duty, row.n): row for row in rows}
    for key, row in true.rows.items():
        was, now = believed.rows.get(key), stored.get((row.duty, row.n))
        if was == row:
            continue
        if now is None:
            new = true.born[key]
            found.opens.append(new)
            found.opened.append((key.duty, new.n, key.place, key.which))
            now = was = row_of(true.case, new)
        _become(found, was or now, row, now, seq)
    for key in believed.rows.keys() - true.rows.keys():
        gone = stored.get((key.duty, believed.rows[key].n))
        if gone is not None and not _is_struck(gone):
            never = {"status": "waived", "settled_at": stamp(counts), "settled_seq": None}
            found.changes.append(Changed(gone, STRUCK, never))
    return found


def _is_struck(row: DutyRow) -> bool:
    return row.status == "waived" and row.settled_seq is None


def _become(found: Righted, was: DutyRow, row: DutyRow, now: DutyRow, seq: int) -> None:
    """Let a duty that stands as `now` differ from that no more where `was` and `row` differ."""
    moved = any(getattr(was, name) != getattr(row, name) for name in _DAY)
    stands = moved or any(getattr(was, name) != getattr(row, name) for name in _STANDS)
    names = [*(_DAY if moved else ()), *(_STANDS if stands else ())]
    changed = {
        name: getattr(row, name) for name in names if getattr(row, name) != getattr(now, name)
    }
    if "due_at" in changed or "due_on" in changed:
        first = row.first_due_on or now.first_due_on or now.due_on
        changed |= {"due_on": row.due_on, "due_at": row.due_at, "first_due_on": first}
    by_this = now.is_unsettled and not row.is_unsettled and row.settled_seq == seq
    if by_this:
        found.settles.append(Settled(row.duty, row.n, row.status))
        changed = {name: value for name, value in changed.items() if name not in _STANDS}
    if changed:
        again = row.is_unsettled and not now.is_unsettled
        how = REOPENED if again else RIGHTED
        found.changes.append(Changed(now, how, changed, {"due": row.due_on}))


def write_righted(draft: Draft, righted: Righted) -> None:
    """Put into a draft what becomes of the duties of its case."""
    draft.opens, draft.settles = righted.opens, righted.settles
    draft.changes = righted.changes
    if righted.opened:
        about = {**draft.extra[draft.puts_right], "opened": [list(o) for o in righted.opened]}
        draft.extra = {**draft.extra, draft.puts_right: about}


def _left(facts: Facts, drafts: list[Draft], family: _Family) -> Facts:
    """The facts as the entries on other cases leave them."""
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
