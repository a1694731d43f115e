"""A recorded fact put right: a new entry that cites the old one, which stays as it was. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from config.case_types import Move
from config.vocabulary import SYSTEM
from states.commands import CORRECT, Command
from states.compiled import Compiled
from states.decisions import consequences
from states.decisions.columns import with_columns
from states.decisions.course import out_of_order
from states.decisions.courses import course_of, is_by_clock
from states.decisions.days_anew import MOVED, DaysAnew
from states.decisions.done_before import done_before, not_done_by
from states.decisions.duty_days import Around, moved
from states.decisions.late_facts import end_then, led_on_first, limit_of_clock
from states.decisions.limits_anew import count_limits_anew
from states.decisions.own_duties import settled_as
from states.decisions.past_days import days_to_come
from states.decisions.prospect import doubtful, grant_for, prospective
from states.decisions.publicity import BEING_DECIDED, being_decided, kept_from
from states.decisions.reasons import in_turn
from states.decisions.recounting import Slots, by_values, change, quota_of
from states.decisions.room import full, named
from states.decisions.slot_corrections import by_instant, concerned, undone
from states.decisions.standing import not_yours, reopens, stood_then
from states.decisions.timing import hour_untold, too_old, window_of
from states.errors import BadInput, Refusal, Refused
from states.facts import Case, DutyRow, Facts
from states.forms import read_fields
from states.history import instant, stamp
from states.instants import local_day
from states.plan import Changed, Draft, Plan
from states.steps import Cited, Step
from states.words.flags import flag_of
from states.words.titles import titled

CORRECTED = "corrected"
"""How such an entry changes a duty that the earlier one settled."""
_PLACES = ("jurisdiction", "category")
_OVER = "{holder} · {quota} "
"""How the words begin that say of a case that it lies beyond a cap."""
OFF_EDGE = frozenset(
    {"OutOfTurn", "OutOfTurnThen", "CaseEnded", "CaseReopened", "NotCreating", BEING_DECIDED}
)
"""Flags without which an entry off the declared edges does not verify."""
_ASKED = {
    "TooEarly",
    "TooLate",
    "BeforeProgramme",
    "HourUntold",
    "BeforeEarlierMove",
    "AfterLaterMove",
    "QuotaFull",
    "SlotNotRecounted",
}
"""What a correction by the same move judges anew."""


def check_cited(compiled: Compiled, facts: Facts, command: Command) -> Cited:
    """The entry that a command puts right. Raises BadInput if there is none, or it is none that
    people or the clock make, or the command is no recorded fact, or puts right what was decided
    here, or what the clock did and had to do."""
    cited, case = facts.cited, facts.case
    named = {"seq": command.corrects, "case": command.case}
    if cited is None or case is None:
        raise BadInput("NoSuchEntry", **named)
    move = compiled.move(case.kind, cited.move)
    limit = limit_of_clock(compiled, facts, cited)
    by_people = cited.actor != SYSTEM or (limit is not None and cited.move != command.move)
    if move is None or not by_people or command.occurrence is None:
        raise BadInput("NotCorrectable", **named)
    if limit is not None and command.occurrence.at >= limit:
        day = local_day(limit, compiled.programme.zone).isoformat()
        raise BadInput("ClockWasRight", move=move.title, limit=day, **named)
    if limit is None and cited.move != command.move and not cited.is_record:
        raise BadInput("DecidedHere", move=move.title, **named)
    return cited


def buckets_of(compiled: Compiled, facts: Facts, command: Command) -> set[str]:
    """The buckets in which a correction may count. Raises BadInput if its values cannot be read."""
    if facts.case is None or facts.cited is None:
        return set()
    move = compiled.move(facts.case.kind, command.move)
    if move is None:
        return set()
    if facts.cited.move == command.move and facts.cited.moved is None:
        after, _ = _righted(compiled, facts.case, command, move, facts.cited)
    else:
        _, after = facts.prospect or prospective(compiled, facts, command, move)
    return concerned(compiled, facts, after)


def decide_correction(compiled: Compiled, facts: Facts, command: Command, move: Move) -> Plan:
    """What a correction of a fact by the same move would write: the case stays where it is; its
    values, its slots and the lateness of what the fact settled become right. Raises Refused or
    BadInput."""
    cited, before = check_cited(compiled, facts, command), facts.case
    assert before is not None and command.occurrence is not None
    plan = Plan(command.id, command.occurrence.at)
    after, values = _righted(compiled, before, command, move, cited)
    if not cited.is_record and not values:
        raise BadInput("DecidedHere", move=move.title, seq=cited.seq, case=before.code)
    grant = grant_for(compiled, facts, before, move, command)
    if grant is None:
        raise Refused(in_turn([not_yours(compiled, facts.account, move, before)]), command.id)
    if kept := kept_from(compiled, facts):
        raise Refused([being_decided(kept, move.clause)], command.id)
    now = stamp(plan.counts) if cited.is_record else cited.occurred_at
    about = {"seq": cited.seq, "move": cited.move, "was": cited.occurred_at, "now": now}
    draft = Draft(
        after=after,
        move=CORRECT,
        from_state=before.state,
        clause=move.clause,
        actor=facts.account.account,
        actor_name=facts.account.name,
        role=grant.role,
        scope=grant.scope(),
        fields={k: v for k, v in values.items() if before.fields.get(k) != v},
        extra={"corrects": about},
        publicity="hidden" if before.unannounced else "",
    )
    noted = [*_noted(compiled, facts, move, plan.counts, cited), *too_old(compiled, command)]
    if cited.is_record:
        noted += hour_untold(compiled, facts, draft.after, cited.move, plan.counts)
    noted += [
        *days_to_come(compiled, facts, before, after),
        *doubtful(compiled, before, after),
        *_recounted(compiled, facts, draft, move, plan.counts),
    ]
    stands = _unasked(compiled, move, draft.after, draft.fields, cited)
    _note(draft, [flag_of(refusal, command.entry) for refusal in noted], cited, stands)
    if cited.is_record:
        draft.changes = list(_changes(compiled, facts, draft.after, cited, plan.counts))
    _by_values(compiled, facts, draft, cited)
    if cited.is_record:
        count_limits_anew(compiled, facts, command, draft, move, plan.counts)
    plan.drafts.append(draft)
    around = Around(facts.now, parent=facts.parent, events=facts.events)
    consequences.move_below(compiled, facts, plan, draft, around)
    return plan


def _by_values(compiled: Compiled, facts: Facts, draft: Draft, cited: Cited) -> None:
    """Days that run from a date of the form move with the right one."""
    around = Around(facts.now, (draft.after.code, cited.move), facts.parent, facts.events)
    ruled = {(one.row.duty, one.row.n) for one in draft.changes}
    anew = DaysAnew(compiled, around, draft.after, facts.duties, ruled).by_own(draft.fields)
    draft.changes += anew.changes
    draft.opens += anew.opens


def _righted(
    compiled: Compiled, before: Case, command: Command, move: Move, cited: Cited
) -> tuple[Case, dict[str, Any]]:
    """The case with the right values, and those."""
    values = _values(compiled, before, command, move, cited)
    after = before._replace(seq=before.seq + 1, fields={**before.fields, **values})
    return with_columns(compiled, after, values), values


def _values(
    compiled: Compiled, case: Case, command: Command, move: Move, cited: Cited
) -> dict[str, Any]:
    kind = compiled.kind(case.kind)
    allowed = set(kind.form) if cited.from_state is None else set(move.settable)
    values = read_fields(compiled.programme, kind, command.fields, allowed)
    for name in values:
        if kind.form[name].type in _PLACES and (case.holds or kind.form[name].type == _PLACES[0]):
            # slots and reach were settled by it
            raise BadInput("PlaceFixed", field=kind.form[name].title, case=case.code)
    if command.attachments or command.checks:
        raise BadInput("CorrectionPlain")
    return values


def _noted(
    compiled: Compiled, facts: Facts, move: Move, counts: datetime, cited: Cited
) -> Iterator[Refusal]:
    if cited.is_record:
        yield from window_of(compiled, move, counts)
        if stamp(counts) != cited.occurred_at:
            turns = any(one.turns for one in facts.course if one.seq == cited.seq)
            yield from out_of_order(compiled, facts, counts, turns=turns)


def _recounted(
    compiled: Compiled, facts: Facts, draft: Draft, move: Move, counts: datetime
) -> list[Refusal]:
    """Count the slots by what is right, and say which go beyond a cap. Of a case with a decision
    that is not announced nothing is counted: a slot that moves would tell."""
    cited, before = facts.cited, facts.case
    assert cited is not None and before is not None
    found = [by_values(compiled, before, draft.after)]
    if cited.is_record:
        was = instant(cited.occurred_at)
        turned = by_instant(compiled, facts, draft.after, move, counts, was)
        found.append(turned)
        if turned != Slots() and not before.unannounced:
            given = (cited.given | turned.freed) - turned.taken
            draft.extra["corrects"]["gives"] = sorted(given)
    if before.unannounced:
        moved_slots = any(slots != Slots() for slots in found)
        left = Refusal("SlotNotRecounted", move.clause, {"move": move.title}, strength="warn")
        return [left] if moved_slots else []
    beyond = []
    for slots in found:
        beyond += full(compiled, facts, draft.after, sorted(slots.taken))
        change(facts, draft, slots)
    return beyond


def _unasked(
    compiled: Compiled, move: Move, case: Case, values: Mapping[str, Any], cited: Cited
) -> Iterator[str]:
    """What stands noted against the earlier entry and is no question of a correction: a document
    that was missing is missing still."""
    form = compiled.kind(case.kind).form
    given = [(move.clause, {**titled(field=form[name]), "key": name}) for name in values]
    mended = {Refusal("FieldMissing", *one).message() for one in given}
    asked = _ASKED | ({"CreditCodeWrong"} if values else set())
    yield from _still_over(compiled, case, cited)
    for code, words in cited.flags:
        is_other_day = code == "DayToCome" and any(f"“{form[n].title}”" in words for n in values)
        if code not in asked and words not in mended and not is_other_day:
            yield words


def _still_over(compiled: Compiled, case: Case, cited: Cited) -> Iterator[str]:
    """What stands noted of slots that the correction did not move: what lies beyond the cap lies
    there still."""
    beyond = [bucket for bucket, column in case.holds.items() if column == "over"]
    over = [named(compiled, case, quota_of(bucket), bucket) for bucket in beyond]
    for code, words in cited.flags:
        if code == "QuotaFull" and any(words.startswith(_OVER.format(**said)) for said in over):
            yield words


def _note(
    draft: Draft, flags: list[dict[str, Any]], cited: Cited, stands: Iterable[str] = ()
) -> None:
    """Flag what is new; of what is noted against the earlier entry already, say that it stands."""
    known = [(flag["code"], flag["message"]) in cited.flags for flag in flags]
    # an entry off the declared edges has to say so itself
    fresh = [not old or f["code"] in OFF_EDGE for f, old in zip(flags, known, strict=True)]
    draft.flags = [f for f, new in zip(flags, fresh, strict=True) if new]
    again = (str(f["message"]) for f, new in zip(flags, fresh, strict=True) if not new)
    if keeps := sorted({*stands, *again}):
        draft.extra["corrects"]["keeps"] = keeps


def _changes(
    compiled: Compiled, facts: Facts, case: Case, cited: Cited, counts: datetime
) -> Iterator[Changed]:
    """What the fact settled is late or in time by its right instant; what runs from it runs from
    then. What it did to an ended case counts if it came before the end, and only then."""
    at = stamp(counts)
    around = Around(counts, (case.code, cited.move), facts.parent, facts.events)
    acts = {cited.move, "creation"} if cited.from_state is None else {cited.move}
    end, came_first = _end_of(compiled, facts, case, cited)
    is_over = end is not None and _is_over(compiled, case, cited, end, counts, came_first)
    for name, duty in compiled.duties_of(case.kind).items():
        rows = [row for row in facts.duties if row.duty == name]
        if cited.move in duty.bound_by:
            yield from _settled_anew(rows, cited.occurred_at, at, end if is_over else None)
        if not acts.isdisjoint(duty.opened):
            owed = [row for row in rows if row.is_unsettled]
            yield from moved(compiled, around, case, name, owed, MOVED)
    if case.ended and not is_over:
        known = (compiled, case, facts.parent, facts.duties)
        for done in done_before(*known, cited.move, counts, same_day=came_first):
            yield replace(done, how=CORRECTED, now={**done.now, "settled_seq": cited.seq})


def _end_of(compiled: Compiled, facts: Facts, case: Case, cited: Cited) -> tuple[Step | None, bool]:
    """The end of an ended case, and whether an entry was made before it; None if the entry itself
    is the end."""
    if not case.ended:
        return None, False
    states, steps = compiled.kind(case.kind).states, course_of(facts.lives[case.code]).steps
    ends = (s for s in steps if s.move == consequences.FOLLOW_PARENT or states[s.to_state].end)
    end = next(ends, None)
    if end is None or end.seq == cited.seq:
        return None, False
    return end, any(step.seq == cited.seq for step in steps[: steps.index(end)])


def _is_over(
    compiled: Compiled, case: Case, cited: Cited, end: Step, counts: datetime, came_first: bool
) -> bool:
    """Whether what an entry tells of happened after the end: on a later day, or on the same one and
    the entry was made after the end."""
    if came_first:
        return not_done_by(compiled, case.kind, end, stamp(counts), cited.from_state)
    zone = compiled.programme.zone
    return local_day(counts, zone) >= local_day(instant(end.at), zone)


def _settled_anew(
    rows: Iterable[DutyRow], was: str, at: str, end: Step | None
) -> Iterator[Changed]:
    for row in rows:
        if row.status in ("met", "late") and row.settled_at == was and at != was:
            now: dict[str, Any] = {"status": settled_as(row, at), "settled_at": at}
            if end is not None:
                now = {"status": "waived", "settled_at": end.at, "settled_seq": end.seq}
            yield Changed(row, CORRECTED, now)


def cite(compiled: Compiled, facts: Facts, draft: Draft, move: Move) -> None:
    """A fact by another move that takes the place of an earlier one, or opens again what that had
    ended, cites it."""
    cited = facts.cited
    assert cited is not None
    about: dict[str, Any] = {"seq": cited.seq, "move": cited.move, "was": cited.occurred_at}
    if cited.moved is not None:
        about |= {"moved": cited.moved, "again": list(cited.again)}
    if cited.lifts:
        about["lifts"] = list(cited.lifts)
    draft.extra = {**draft.extra, cited.how: about}
    again = _opens_again(compiled, facts, cited, move)
    if again:
        draft.extra["reopens"] = again


def undo(
    compiled: Compiled,
    facts: Facts,
    command: Command,
    draft: Draft,
    move: Move,
    lifted: Sequence[Step],
) -> None:
    """What the entry that is cited did to the slots is undone, with what the clock did upon it and
    has no ground any more."""
    cited = facts.cited
    assert cited is not None
    again = draft.extra.get("reopens") if cited.how == "corrects" else None
    slots = undone(compiled, facts, draft.after, move, again, lifted)
    beyond = full(compiled, facts, draft.after, sorted(slots.taken))
    change(facts, draft, slots)
    undoes = {"freed": sorted(draft.gives), "taken": sorted(draft.takes)}
    if any(undoes.values()):
        about = draft.extra[cited.how]
        about["undoes"] = {name: buckets for name, buckets in undoes.items() if buckets}
    noted = [*_against_clock(compiled, facts, cited, move, lifted), *beyond]
    draft.flags = [*draft.flags, *(flag_of(refusal, command.entry) for refusal in noted)]
    if cited.how == "corrects":
        _note(draft, draft.flags, cited, _still_over(compiled, draft.after, cited))


def _opens_again(
    compiled: Compiled, facts: Facts, cited: Cited, move: Move
) -> dict[str, Any] | None:
    """The end at which the case stood when the entry was made, and that is none by the move in its
    place, or by the next that says where the case stands: if that is an end too, a later one opens
    the case again from there."""
    assert facts.case is not None
    stood, end = stood_then(compiled, facts.case, cited), end_then(compiled, facts, cited)
    if end is None:
        return None
    says = not (move.stays or cited.too_early)
    first = move if says else led_on_first(compiled, facts, end)
    if first is None or not reopens(compiled, stood, first):
        return None
    return {"seq": end.seq, "move": end.move, "was": end.at}


def _against_clock(
    compiled: Compiled, facts: Facts, cited: Cited, move: Move, lifted: Sequence[Step]
) -> Iterator[Refusal]:
    """What the clock did and had no ground to do is said to count no longer."""
    assert facts.case is not None
    moves = compiled.kind(facts.case.kind).moves
    if cited.how == "corrects" and cited.actor == SYSTEM and cited.move in moves:
        named = {"seq": cited.seq, **titled(move=moves[cited.move])}
        yield Refusal("ClockOverturned", move.clause, named, strength="warn")
    for step in lifted:
        if is_by_clock(compiled, facts.case.kind, step):
            named = {"seq": step.seq, **titled(move=moves[step.move])}
            yield Refusal("ClockUndone", move.clause, named, strength="warn")
    life = {step.seq: step for step in facts.lives[facts.case.code]}
    for seq in cited.again:
        if seq != cited.seq and all(seq != step.seq for step in lifted):
            named = {"seq": seq, **titled(move=moves[life[seq].move])}
            yield Refusal("ClockHoldsAgain", move.clause, named, strength="warn")
