"""The cases around one that is put right: their courses as they were believed and as they truly
were, and the duties to which each leads. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from states.commands import Command
from states.compiled import OPEN, Compiled
from states.decisions.consequences import AGAIN, FOLLOW_PARENT
from states.decisions.courses import Course, course_of, family_courses
from states.decisions.duty_days import Events
from states.decisions.replaying import Numbers, Replay, note, numbers_of
from states.facts import Case, DutyRow, Facts
from states.history import stamp
from states.plan import Draft
from states.steps import Step


@dataclass(frozen=True, slots=True)
class Family:
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
        kind = self.compiled.kind(case.kind)
        births = {OPEN, AGAIN, *(name for name, move in kind.moves.items() if not move.from_)}
        lives = (
            step.move in births for step in course.steps if step.move in {FOLLOW_PARENT, *births}
        )
        *_, is_living = (False, *lives)
        return state is None or not is_living or kind.states[state].end is not None

    def rows(self, code: str) -> Sequence[DutyRow]:
        """The duties of a case as they stand."""
        if code == self.draft.after.code:
            return self.facts.duties
        if self.facts.parent is not None and code == self.facts.parent.code:
            return self.facts.parent_duties
        return self.facts.child_duties.get(code, [])

    @property
    def made(self) -> Events:
        """When moves were made on the cases by their true courses."""
        found: dict[tuple[str, str], tuple[str, int]] = {}
        for code, course in self.true.items():
            for step in course.steps:
                note(found, code, step)
        return found

    def replay(self, case: Case, state: str | None, courses: Mapping[str, Course]) -> Replay:
        """The duties of a case by one of its two courses, which leads to a state."""
        parent = self.cases.get(case.parent or "")
        last: dict[str, int] = {}
        for row in self.rows(case.code):
            last[row.duty] = max(row.n, last.get(row.duty, 0))
        above = courses.get(case.parent or "")
        replay = Replay(self.compiled, case, parent, above, self._numbers(case.code), last)
        return replay.run(courses[case.code], state)

    def _numbers(self, code: str) -> Numbers:
        """The numbers of the duties of a case; an act that takes a place shares its numbers."""
        return numbers_of(self.lives.get(code, ()), course_of(self.lives.get(code, ())))


def family_of(
    compiled: Compiled, facts: Facts, command: Command, draft: Draft, counts: datetime
) -> Family:
    """The family of the case that a draft puts right, once as it is and once with that entry."""
    assert facts.case is not None
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
    return Family(
        compiled,
        facts,
        draft,
        counts,
        cases,
        facts.lives,
        family_courses(compiled, cases, facts.lives),
        family_courses(compiled, cases, righted),
    )
