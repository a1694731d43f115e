"""What the time of an act says of it: too early, too late, on a day that cannot be. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from config.case_types import Move
from config.duty_types import Duty
from states.commands import Command
from states.compiled import Compiled
from states.decisions.duty_days import Around
from states.decisions.own_duties import day_given, in_turn
from states.errors import Refusal
from states.facts import Case, Facts
from states.history import instant, stamp
from states.instants import time_of
from states.words.titles import titled


def overdue(
    compiled: Compiled, facts: Facts, after: Case, command: Command, move: Move, counts: datetime
) -> list[Refusal]:
    """Duties whose file says `late: refuse` bind their moves once their instant has passed; those
    that say `early: refuse`, before their window opens."""
    found: list[Refusal] = []
    for known in facts.duties:
        duty = compiled.programme.duties.get(known.duty)
        if duty is None or not known.is_unsettled or command.move not in duty.bound_by:
            continue
        if known not in in_turn(compiled, after, duty, facts.duties, stamp(counts)):
            continue
        row = known
        if known.due_on is None:
            around = Around(counts, (after.code, command.move), facts.parent, facts.events)
            dated = day_given(compiled, around, after, known)
            row = dated.after() if dated else known
        limit = compiled.limit_of(duty, after.jurisdiction)
        if duty.early == "refuse" and row.opens_at and stamp(counts) < row.opens_at:
            opens = _day(compiled, move, limit.phrase, instant(row.opens_at))
            found.append(Refusal("DutyTooEarly", duty.clause or move.clause, opens))
        if duty.late == "refuse" and row.due_at is not None and stamp(counts) >= row.due_at:
            parameters = _received(compiled, move, limit.phrase, counts)
            parameters |= _last(compiled, row.due_on, row.due_at)
            if row is not known and (source := duty.day_field):
                form = compiled.kind(after.kind).form
                parameters |= {"given": source, **titled(field=form[source])}
            found.append(Refusal("TooLate", duty.clause or move.clause, parameters))
    return found


def not_lapsed(compiled: Compiled, facts: Facts, move: Move, counts: datetime) -> Iterator[Refusal]:
    """The system makes such a move only once the duty has passed unsettled."""
    if move.lapse_of is None:
        return
    if not any(
        row.duty == move.lapse_of
        and row.is_unsettled
        and row.due_at
        and stamp(counts) >= row.due_at
        for row in facts.duties
    ):
        duty = compiled.programme.duties[move.lapse_of]
        yield Refusal("NotLapsed", move.clause, titled(duty=duty, move=move))


def falls(compiled: Compiled, move: Move) -> datetime | None:
    """The first instant at which a move of the system is due; None where a case's own duty says."""
    if move.on is not None:
        return compiled.opening(move.on)
    due = compiled.due(move.after) if move.after is not None else None
    return due.at if due else None


def window_of(compiled: Compiled, move: Move, counts: datetime) -> list[Refusal]:
    """The days of the file between which the move may be made."""
    found = []
    for opening in (move.opens, move.on):
        if opening is not None and counts < (start := compiled.opening(opening)):
            found.append(
                Refusal("TooEarly", move.clause, _day(compiled, move, opening.phrase, start))
            )
    if move.after is not None and (due := compiled.due(move.after)) and counts < due.at:
        found.append(
            Refusal("TooEarly", move.clause, _day(compiled, move, move.after.phrase, due.at))
        )
    if move.until is not None and (due := compiled.due(move.until)) and counts >= due.at:
        parameters = _received(compiled, move, move.until.phrase, counts)
        parameters |= _last(compiled, due.on.isoformat(), due.at)
        found.append(Refusal("TooLate", move.clause, parameters))
    return found


def misdated(
    compiled: Compiled,
    facts: Facts,
    command: Command,
    before: Case,
    after: Case,
    at: datetime,
) -> list[Refusal]:
    """A fact from before the document, or out of order among what was done on its case, or one that
    stands there already."""
    found = [*too_old(compiled, command), *hour_untold(compiled, facts, after, command.move, at)]
    if facts.case is not None and command.entry == "record":
        # decisions need no course
        from states.decisions.course import made_already, out_of_order

        turns = before.state != after.state
        found += out_of_order(compiled, facts, at, turns=turns)
        found += made_already(compiled, facts, command.move)
    return found


def too_old(compiled: Compiled, command: Command) -> list[Refusal]:
    """A recorded fact from before the programme's document is probably a slip of the pen."""
    issued, happened = compiled.programme.source.issued, command.occurrence
    if happened is None:
        return []
    on = happened.at.astimezone(ZoneInfo(compiled.programme.zone)).date()
    days = {"at": on.isoformat(), "issued": issued.isoformat()}
    return [Refusal("BeforeProgramme", (), days, strength="warn")] if on < issued else []


def hour_untold(
    compiled: Compiled, facts: Facts, case: Case, move: str, at: datetime
) -> Iterator[Refusal]:
    """A recorded fact of which no more than the day is known, where a limit in hours runs from it:
    the first instant of that day is taken, which may be hours too early."""
    if at.astimezone(ZoneInfo(compiled.programme.zone)).time() != time():
        return
    is_birth = facts.case is None or (facts.cited is not None and facts.cited.from_state is None)
    acts = {move, "creation"} if is_birth else {move}
    for duty in compiled.duties_of(case.kind).values():
        limit = compiled.limit_of(duty, case.jurisdiction)
        is_started = not acts.isdisjoint(_started_by(compiled, duty))
        if is_started and all(compiled.runs_from(limit, duty)):
            named = {**titled(duty=duty), "phrase": limit.phrase}
            yield Refusal("HourUntold", duty.clause, named, strength="warn")


def _started_by(compiled: Compiled, duty: Duty) -> Sequence[str]:
    """The acts on its own case from which a duty runs."""
    origin = duty.counts_from
    if origin is not None and origin.settled is not None:
        return compiled.programme.duties[origin.settled].bound_by
    if origin is not None and origin.event is None:
        return (origin.move,) if origin.move else ()
    return duty.opened


def _last(compiled: Compiled, on: str | None, at: str | datetime) -> dict[str, str]:
    """The end of a limit: its day, which is over at 24:00 unless the limit names a time."""
    time = time_of(on, at, compiled.programme.zone) or "24:00"
    return {"due": on or "", "until": f"{on} {time}"}


def _received(compiled: Compiled, move: Move, phrase: str, counts: datetime) -> dict[str, Any]:
    """What was past when the act arrived, which is told to the second."""
    local = counts.astimezone(ZoneInfo(compiled.programme.zone))
    return {**titled(move=move), "phrase": phrase, "at": local.strftime("%Y-%m-%d %H:%M:%S")}


def _day(compiled: Compiled, move: Move, phrase: str, begins: datetime) -> dict[str, Any]:
    """What is still to begin: a day is said without its first instant."""
    parameters = _received(compiled, move, phrase, begins)
    return parameters | {"at": parameters["at"].removesuffix(" 00:00:00")}
