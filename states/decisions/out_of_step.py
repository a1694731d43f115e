"""What was done on a case, its parent or its children while the case was believed to stand where it
did not: done it was, and it is said. Pure."""

from collections.abc import Iterator, Mapping

from config.case_types import Guard
from states.decisions.courses import Course, stood_at
from states.decisions.families import Family
from states.decisions.judging import Asked
from states.errors import Refusal
from states.facts import Case, Facts
from states.guards import judge
from states.history import instant
from states.steps import Step
from states.words.titles import titled

LOOKING = ("child-in", "parent-in", "condition")
"""The guards that look at other cases of the family."""


def out_of_step(family: Family) -> Iterator[Refusal]:
    """The acts that hold and could not have been made had the right course been known: later ones
    on the case itself that do not start where it truly stood, and those on other cases of the
    family that their guards would not have let happen, or an end of the parent prevented."""
    own = family.draft.after.code
    for code, case in family.cases.items():
        for step in _astray(family, case) if code == own else family.true[code].steps:
            if code == own or _is_out(family, case, step):
                move = family.compiled.kind(case.kind).moves[step.move]
                named = {"case": code, "seq": step.seq, **titled(move=move)}
                yield Refusal("OutOfStep", move.clause, named, strength="warn")


def _astray(family: Family, case: Case) -> list[Step]:
    """The steps of the case itself that start where it did not stand, and had seemed to."""
    known = [step.seq for step in _off_course(family, case, family.believed)]
    found = _off_course(family, case, family.true)
    return [step for step in found if step.seq not in (*known, family.draft.after.seq)]


def _off_course(family: Family, case: Case, courses: Mapping[str, Course]) -> Iterator[Step]:
    stood: str | None = None
    for step in courses[case.code].steps:
        move = family.compiled.move(case.kind, step.move)
        if move is not None and step.from_state in move.from_ and stood not in move.from_:
            yield step
        stood = stood if move is not None and move.stays else step.to_state


def _is_out(family: Family, case: Case, step: Step) -> bool:
    """Whether something spoke against a step by the true course that did not by the believed."""
    move = family.compiled.move(case.kind, step.move)
    if move is None or step.from_state is None:
        return False
    believed = _stood(family, family.believed, step.at)
    true = _stood(family, family.true, step.at)
    if believed == true:
        return False
    return bool(_against(family, case, step, true) - _against(family, case, step, believed))


def _against(family: Family, case: Case, step: Step, stood: Mapping[str, Case]) -> set[str]:
    """What spoke against a step while the family stood so: the end of the parent, guards."""
    move = family.compiled.kind(case.kind).moves[step.move]
    looking = (guard for guard in move.guards if guard.name in LOOKING)
    found = {g.name for g in looking if _speaks(family, g, case, step, stood)}
    above = stood.get(case.parent or "")
    is_over = above is not None and family.is_over(above.code, above.state)
    return found | ({"end"} if is_over else set())


def _stood(family: Family, courses: Mapping[str, Course], at: str) -> dict[str, Case]:
    """The cases that were there at an instant, in the states in which they stood by a course."""
    return {
        code: case._replace(state=state)
        for code, case in family.cases.items()
        if (state := stood_at(family.compiled, case.kind, courses[code], at)) is not None
    }


def _speaks(
    family: Family, guard: Guard, case: Case, step: Step, stood: Mapping[str, Case]
) -> bool:
    """Whether a guard would have spoken against a step while the family stood so."""
    children = [child for child in stood.values() if child.parent == case.code]
    now = case._replace(state=step.to_state)
    facts = Facts(
        case=case._replace(state=str(step.from_state)),
        account=family.facts.account,
        now=instant(step.known_at),
        parent=stood.get(case.parent or ""),
        families={case.code: children},
    )
    move = family.compiled.kind(case.kind).moves[step.move]
    asked = Asked(family.compiled, now, move, facts, now.documents, instant(step.at))
    return bool(judge(guard, asked))
