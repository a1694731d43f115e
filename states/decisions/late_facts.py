"""A fact that is recorded late may take the ground from what its case rests on: the clock let lapse
what had been done in time, or the case had ended and its life went on. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from config.case_types import Move
from config.vocabulary import SYSTEM
from states.commands import Command
from states.compiled import Compiled
from states.decisions.course import out_of_order, place_of
from states.decisions.courses import (
    Course,
    course_of,
    is_by_clock,
    turn_before,
    turns_after,
    without,
)
from states.decisions.standing import reopens, stood_then
from states.decisions.timing import falls
from states.facts import Case, DutyRow, Facts
from states.history import instant
from states.instants import local_day
from states.steps import Cited, Step


def may_overturn(compiled: Compiled, case: Case, command: Command) -> bool:
    """Whether a command is a fact that may overturn what brought its case to where it stands: only
    then need anybody look what that was."""
    move = compiled.move(case.kind, command.move)
    if move is None or command.occurrence is None:
        return False
    if case.ended:
        return True
    moves = compiled.kind(case.kind).moves.values()
    by_clock = (one for one in moves if one.to == case.state and not one.stays)
    return any(_may_precede(compiled, one, command.occurrence.at) for one in by_clock)


def overturned(
    compiled: Compiled, facts: Facts, command: Command, move: Move, turns: Iterable[Cited]
) -> Cited | None:
    """The entry that a recorded fact puts right by itself, with how it does; None if what brought
    the case to where it stands holds. `turns`: the entries that did, the last one first. What the
    clock did holds no longer if it was done before the limit; an end is none any more if its case
    went on."""
    assert facts.case is not None and command.occurrence is not None
    at, too_soon = command.occurrence.at, list[Cited]()
    for entry in turns:
        limit = limit_of_clock(compiled, facts, entry)
        if limit is not None and at < limit:
            too_soon.append(entry)
            continue
        if too_soon:
            return _in_place_of(compiled, facts, command, move, too_soon)
        zone = compiled.programme.zone
        ended = local_day(limit or instant(entry.occurred_at), zone)
        goes_on = reopens(compiled, facts.case, move) and local_day(at, zone) >= ended
        return replace(entry, how="reopens") if goes_on else None
    return None


def _in_place_of(
    compiled: Compiled, facts: Facts, command: Command, move: Move, too_soon: Sequence[Cited]
) -> Cited | None:
    """The first of the moves that the clock would not have made, if a fact belongs there."""
    assert facts.case is not None
    first = too_soon[-1]
    is_next = _comes_next(compiled, facts, command, first)
    return first if is_next and _acts(compiled, facts.case, first, command, move) else None


def limit_of_clock(compiled: Compiled, facts: Facts, entry: Cited) -> datetime | None:
    """The instant at which a move that the clock made on the case had fallen due; None if it was
    not the clock that made it."""
    move = compiled.move(facts.case.kind, entry.move) if facts.case else None
    if move is None or entry.actor != SYSTEM:
        return None
    return _lapsed(facts.duties, move, entry) if move.lapse_of else falls(compiled, move)


def end_then(compiled: Compiled, facts: Facts, cited: Cited) -> Step | None:
    """The end at which the case stood when the entry was made whose place an act takes, also if it
    went on after that; None if it stood at none."""
    assert facts.case is not None
    stood = stood_then(compiled, facts.case, cited)
    if cited.how == "reopens" or not stood.ended:
        return None
    return turn_before(compiled, stood.kind, _as_it_went(compiled, facts), place_of(facts))


def led_on_first(compiled: Compiled, facts: Facts, end: Step) -> Move | None:
    """The first act after a place, and no earlier than an end, that says where the case stands.
    What the clock did meanwhile rests on what people did."""
    assert facts.case is not None
    kind = facts.case.kind
    for step in turns_after(compiled, kind, _as_it_went(compiled, facts), place_of(facts)):
        by_clock = is_by_clock(compiled, kind, step)
        if not (by_clock or is_before(compiled, facts, instant(step.at), end)):
            return compiled.move(kind, step.move)
    return None


def _as_it_went(compiled: Compiled, facts: Facts) -> Course:
    """The course of the case with the ends after which it went on: until then it stood there. A
    fact that is moved never stood where it did."""
    assert facts.case is not None
    life = facts.lives[facts.case.code]
    if facts.cited is not None and facts.cited.moved is not None:
        life = without(compiled, facts.case.kind, life, facts.cited.moved)
    return course_of(step._replace(effects={**step.effects, "reopens": None}) for step in life)


def is_before(compiled: Compiled, facts: Facts, at: datetime, end: Step) -> bool:
    """Whether what happened at an instant came before an end, which stands then: days are compared.
    What the clock ended does not stand against what was done before its limit."""
    assert facts.case is not None
    move, zone = compiled.move(facts.case.kind, end.move), compiled.programme.zone
    by_clock = move is not None and (move.lapse_of or falls(compiled, move))
    return not by_clock and local_day(at, zone) < local_day(instant(end.at), zone)


def too_early(compiled: Compiled, facts: Facts, command: Command) -> bool:
    """Whether an act that takes the place of an entry on an ended case would lead on from there,
    but happened before the end: then it leads nowhere, as when it is recorded at once."""
    cited, case = facts.cited, facts.case
    if cited is None or case is None or command.occurrence is None:
        return False
    move, stood = compiled.move(case.kind, command.move), stood_then(compiled, case, cited)
    if move is None or not reopens(compiled, stood, move):
        return False
    end = end_then(compiled, facts, cited)
    return end is not None and is_before(compiled, facts, command.occurrence.at, end)


def _may_precede(compiled: Compiled, move: Move, at: datetime) -> bool:
    """Whether what happened at an instant may have come before the clock's move."""
    day = falls(compiled, move)
    return move.lapse_of is not None or (day is not None and at < day)


def _lapsed(rows: Sequence[DutyRow], move: Move, entry: Cited) -> datetime | None:
    """The day of the duty that lapsed with an entry."""
    gone = (r for r in rows if r.duty == move.lapse_of and (r.duty, r.n) in entry.settled)
    return min((instant(row.due_at) for row in gone if row.due_at), default=None)


def _comes_next(compiled: Compiled, facts: Facts, command: Command, entry: Cited) -> bool:
    """Whether a fact belongs where the clock found the case, by its turn or by its day, and is no
    earlier step that was forgotten."""
    assert facts.case is not None and command.occurrence is not None
    machine = compiled.machines[facts.case.kind]
    if machine.target(command.move, str(entry.from_state)) is not None:
        return True
    there = replace(facts, cited=entry)
    against = out_of_order(compiled, there, command.occurrence.at, turns=True)
    return all(one.code != "BeforeEarlierMove" for one in against)


def _acts(compiled: Compiled, case: Case, entry: Cited, command: Command, move: Move) -> bool:
    """Whether a fact changes what the clock went by: the state, or the duty that lapsed. Whether
    the clock makes its move all the same is for the next sweep to see."""
    by_clock = compiled.kind(case.kind).moves[entry.move]
    duty = compiled.programme.duties.get(by_clock.lapse_of or "")
    return not move.stays or (duty is not None and command.move in duty.bound_by)
