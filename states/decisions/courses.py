"""The course of the cases of a family as it is believed and, once a correction is made, as it truly
was: which entries hold, in which order. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from states.commands import CORRECT
from states.compiled import OPEN, Compiled, is_by_system
from states.decisions.consequences import AGAIN, FOLLOW_PARENT
from states.facts import Case
from states.steps import Step, lifted_by

RIGHT = "follow-correction"
"""The entry by which the system puts a case right that a wrong act on another one had reached."""


@dataclass(slots=True)
class Course:
    """The entries of a case that hold, in the order in which they truly came. `holders`: for each
    place the entry that stands there; `gone`: the commands that were put right by another move."""

    steps: list[Step] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    holders: dict[int, Step] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


def course_of(steps: Iterable[Step]) -> Course:
    """The course of a case by its own corrections alone. Values that were given at a place stay,
    as the case keeps them, unless the right act gave others."""
    found, known = Course(), dict[int, Step]()
    for step in steps:
        known[step.seq] = step
        corrects = step.effects.get("corrects")
        if corrects is None or step.move != CORRECT:
            moved = _take_out(found, corrects, known) if corrects else None
            place = place_of_entry(found.places, step.seq, corrects)
            _stand(found, step, place, moved)
        else:
            place = found.places.get(corrects["seq"], 0)
            cited = found.holders.get(place)
            if cited is not None and cited.seq == corrects["seq"]:
                at = corrects.get("now") or cited.at
                values = {**cited.fields, **step.fields}
                found.holders[place] = cited._replace(at=at, fields=values)
    for step in list(found.holders.values()):
        for seq in lifted_by(step.effects):
            _lift(found, seq)
    found.steps = [found.holders[place] for place in sorted(found.holders)]
    return found


def place_of_entry(places: Mapping[int, int], seq: int, corrects: Mapping[str, Any] | None) -> int:
    """The place at which an entry stands: that of the one it cites, or its own. A fact that only is
    moved stands from when it was recorded."""
    if corrects is None:
        return seq
    cited: int = corrects["seq"]
    return cited if cited == corrects.get("moved") else places.get(cited, cited)


def _take_out(found: Course, corrects: Mapping[str, Any], known: Mapping[int, Step]) -> Step | None:
    """Take the fact that an entry moves, if it does, from where it stood; what it had displaced
    there holds again."""
    place = found.places.get(corrects.get("moved", 0), 0)
    held = found.holders.get(place)
    if held is None or held.seq != corrects["moved"]:
        return None
    found.gone.add(found.holders.pop(place).command)
    for again in filter(None, map(known.get, corrects["again"])):
        found.holders.setdefault(found.places[again.seq], again)
        found.gone.discard(again.command)
    return held


def fact_of(compiled: Compiled, kind: str, life: Iterable[Step], seq: int) -> list[Step]:
    """All entries by which a fact is known, from the first that was recorded in its place to the
    one that holds, with their corrections. What the clock had made there is none of them."""
    steps = {step.seq: step for step in life}
    found, asked = dict[int, Step](), [seq]
    while asked:
        step = steps[asked.pop()]
        if step.seq not in found and not is_by_clock(compiled, kind, step):
            found[step.seq] = step
            corrects = step.effects.get("corrects", {})
            asked += [corrects[key] for key in ("seq", "moved") if key in corrects]
    for step in steps.values():
        if step.move == CORRECT and step.effects["corrects"]["seq"] in found:
            found[step.seq] = step
    return [found[seq] for seq in sorted(found)]


def without(compiled: Compiled, kind: str, life: Iterable[Step], seq: int) -> tuple[Step, ...]:
    """The entries of a case but for those by which a fact is known."""
    steps = list(life)
    known = {step.seq for step in fact_of(compiled, kind, steps, seq)}
    return tuple(step for step in steps if step.seq not in known)


def _lift(found: Course, seq: int) -> None:
    """An entry holds no longer, unless its place was taken already; one with which the case had
    begun is its birth."""
    place = found.places.get(seq, seq)
    holder = found.holders.get(place)
    if holder is not None and holder.seq == seq and holder.from_state is not None:
        found.gone.add(found.holders.pop(place).command)


def _stand(found: Course, step: Step, place: int, moved: Step | None) -> None:
    before = found.holders.get(place)
    if before is not None:
        found.gone.add(before.command)
    for earlier in filter(None, (moved, before)):
        values = {**earlier.fields, **step.fields}
        step = step._replace(known_at=earlier.known_at, fields=values)
    found.places[step.seq] = place
    found.holders[place] = step


def family_courses(
    compiled: Compiled, cases: Mapping[str, Case], lives: Mapping[str, tuple[Step, ...]]
) -> dict[str, Course]:
    """The course of each case of a family: without what acts brought about that were put right by
    another move. A case that an act which holds opens too was opened by that; once it had ended,
    by a later one."""
    found = {code: course_of(lives.get(code, ())) for code in cases}
    gone = {command: code for code, course in found.items() for command in course.gone}
    for code, course in found.items():
        kept: list[Step] = []
        for step in course.steps:
            cause = gone.get(step.cause)
            if cause is None:
                if step.move != FOLLOW_PARENT or _holds(found, cases[code].parent, step):
                    kept.append(step)
                continue
            if step.move in (OPEN, AGAIN):
                known, kind = found[cause].holders, cases[code].kind
                ends = {one.cause for one in kept if one.move == FOLLOW_PARENT}
                end = max((place for place in known if known[place].command in ends), default=0)
                acts = (known[place] for place in sorted(known) if place > end)
                asked = (act for act in acts if kind in opens(compiled, cases[cause], act))
                kept += [step._replace(at=act.at) for act in asked][:1]
        course.steps = kept
    return found


def _holds(found: Mapping[str, Course], parent: str | None, step: Step) -> bool:
    """Whether what a child's entry followed still holds on its parent."""
    above = found.get(parent or "")
    return above is None or any(step.cause in (one.command, one.cause) for one in above.steps)


def opens(compiled: Compiled, case: Case, step: Step) -> set[str]:
    """The kinds of child cases that an act of a case opens."""
    move = compiled.move(case.kind, step.move)
    by_effect = {e.target for e in move.effects if e.do == "open"} if move else set()
    return by_effect | {name for name, _ in compiled.opened_by(case.kind, step.move)}


def state_of(compiled: Compiled, kind: str, course: Course) -> str | None:
    """The state to which the entries that hold brought the case; None if there are none."""
    turns = turns_of(compiled, kind, course)
    return turns[0].to_state if turns else None


def turns_of(compiled: Compiled, kind: str, course: Course) -> list[Step]:
    """The entries that hold and say where the case stands, the last one written first."""
    turning = (step for step in course.steps if _turns(compiled, kind, step))
    return sorted(turning, key=lambda step: step.seq, reverse=True)


def turn_before(compiled: Compiled, kind: str, course: Course, place: int) -> Step | None:
    """The last entry before a place that says where the case stands."""
    before = (course.holders[one] for one in sorted(course.holders, reverse=True) if one < place)
    return next((step for step in before if _turns(compiled, kind, step)), None)


def turns_after(compiled: Compiled, kind: str, course: Course, place: int) -> Iterator[Step]:
    """The entries after a place that say where the case stands."""
    after = (course.holders[one] for one in sorted(course.holders) if one > place)
    return (step for step in after if _turns(compiled, kind, step))


def is_by_clock(compiled: Compiled, kind: str, step: Step) -> bool:
    """Whether an entry is a move that the clock made, and no act on another case brought about."""
    move = compiled.move(kind, step.move)
    return move is not None and is_by_system(move) and not step.cause


def stood_at(compiled: Compiled, kind: str, course: Course, at: str) -> str | None:
    """Where a case stood at an instant by a course; None if it was not there."""
    turning = [step for step in course.steps if step.at <= at and _turns(compiled, kind, step)]
    return turning[-1].to_state if turning else None


def _turns(compiled: Compiled, kind: str, step: Step) -> bool:
    """Whether an entry says where its case stands. A move to the state in which the case stood
    already does: the entry that had brought it there may be the wrong one. One that happened before
    an end, which stands, does not."""
    move = compiled.move(kind, step.move)
    if move is None:
        return step.move in (OPEN, AGAIN)
    return not move.stays and step.to_state == move.to
