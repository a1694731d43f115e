"""What a move brings about on the limits of its own case: a duty runs anew, stops running, or runs
on. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from config.case_types import Effect
from states.compiled import Compiled
from states.decisions.duty_days import Around
from states.decisions.own_duties import in_turn
from states.decisions.pausing import Against, as_it_ran, cause_of, pause, resume
from states.decisions.renewals import renew
from states.errors import Refusal
from states.facts import Case, DutyRow
from states.history import stamp
from states.instants import local_day
from states.plan import Changed, Draft
from states.words.flags import flag_of
from states.words.titles import titled


def on_limit(
    compiled: Compiled, around: Around, draft: Draft, effect: Effect, rows: Sequence[DutyRow]
) -> None:
    """Add to the draft of a move what one such effect does; `rows` are the duties of the case
    before the move."""
    if effect.paces:
        _pace(compiled, around, draft, effect, rows)
    else:
        renew(compiled, around, draft, effect.target, rows)


def _pace(
    compiled: Compiled, around: Around, draft: Draft, effect: Effect, rows: Sequence[DutyRow]
) -> None:
    """The limit of a duty of the case stops running with the move, or runs on; `rows` are those of
    the case before it. What cannot be paused is flagged, and so is a pause for another cause that
    goes on; a limit that runs already needs no resuming. What the case did on a later day and had
    no hold on the limit then is made up for."""
    zone = compiled.programme.zone
    own = [row for row in draft.left(rows) if row.duty == effect.target]
    found: list[Changed | Against]
    found = [*_paced(compiled, draft.after, effect, own, around.counts)]
    later = _later(compiled, around, draft, effect.target)
    if not found and effect.do == "pause":
        # of a case that the duty does not apply to there is nothing to say
        if own or compiled.applies(compiled.programme.duties[effect.target].when, draft.after):
            found = [("PausedNothing", {})]
    elif not found and any(row.first_due_on and row.is_unsettled for row in own):
        # the day may hold the time of a pause that came after this
        again = (at for _, other, at in later if other.do == "pause")
        days = [local_day(at, zone).isoformat() for at in again]
        found = [("ResumedBetween", {"on": day}) for day in days[:1]]
    for one in found:
        if not isinstance(one, Changed):
            draft.flags.append(_noted(compiled, draft, effect, *one))
            continue
        draft.changes += [one, *_made_up(compiled, draft.after, one, later)]


def _made_up(
    compiled: Compiled, case: Case, one: Changed, later: list[tuple[str, Effect, datetime]]
) -> Iterator[Changed]:
    """What moves of a later day do to a limit after what a fact did to it. A pause whose time is in
    the day of the limit already ends what the fact began."""
    row, counted = one.after(), one.row.paused_at is None and one.row.first_due_on is not None
    found: list[Changed | Against]
    for move, effect, at in later:
        if effect.do == "pause" and counted:
            found = [resume(compiled, row, at)]
        else:
            found = [*_paced(compiled, case, effect, [row], at)]
        for more in found:
            if isinstance(more, Changed):
                yield Changed(row, more.how, more.now, {**more.about, "by": move, "on": stamp(at)})
                row = more.after()
        if effect.do == "pause" and counted:
            return


def _paced(
    compiled: Compiled, case: Case, effect: Effect, own: Sequence[DutyRow], at: datetime
) -> Iterator[Changed | Against]:
    """What an effect at an instant does to the duties of its name, or what keeps it from that."""
    since = stamp(at)
    # a fact that is recorded late may have stopped what was done meanwhile
    done = [r for r in own if r.status in ("met", "late") and (r.settled_at or "") > since]
    if effect.do == "pause":
        duty = compiled.programme.duties[effect.target]
        for row in in_turn(compiled, case, duty, own, since) or done:
            found = pause(compiled, case, as_it_ran(row, since), at, effect.for_)
            yield replace(found, row=row) if isinstance(found, Changed) else found
        return
    for row in (*(r for r in own if r.is_unsettled), *done):
        cause = cause_of(row)
        if effect.for_ and cause not in (None, effect.for_):
            yield "ResumedForAnother", {"given": effect.for_, "cause": cause}
        elif row.paused_at:
            yield resume(compiled, row, at)


def _later(
    compiled: Compiled, around: Around, draft: Draft, name: str
) -> list[tuple[str, Effect, datetime]]:
    """The moves of the case on a later day that pause the duty or resume it, in their order."""
    now, case = around.counts, draft.after
    made = [
        (around.made(case.code, move), move, effect)
        for move, declared in compiled.kind(case.kind).moves.items()
        for effect in declared.effects
        if effect.paces and effect.target == name
    ]
    found = [(at, move, effect) for at, move, effect in made if at is not None and at > now]
    return [(move, effect, at) for at, move, effect in sorted(found, key=lambda one: one[0])]


def _noted(
    compiled: Compiled, draft: Draft, effect: Effect, code: str, parameters: dict[str, Any]
) -> dict[str, Any]:
    """The flag of a limit that goes on as it was."""
    duty = compiled.programme.duties[effect.target]
    causes = duty.pause.for_ if duty.pause else {}
    called = {name: causes.get(str(value), value) for name, value in parameters.items()}
    named = {**titled(duty=duty), "case": draft.after.code, "key": effect.target, **called}
    stays = Refusal(_FLAGS.get(code, code), duty.clause or draft.clause, named, strength="warn")
    return flag_of(stays, "decision")


_FLAGS = {
    "DutyIsPaused": "PausedAlready",
    "NoDayToMove": "PausedWithoutDay",
    "PausedTooLate": "PausedOverdue",
}
"""What an act on a duty is refused for, as it is noted against a move that is made all the same."""
