"""A duty that a move lets run anew. Pure."""

from collections.abc import Sequence
from typing import Any

from states.compiled import Compiled, recurs_from_event
from states.decisions.duty_days import Around, moved, new_duties
from states.errors import Refusal
from states.facts import DutyRow
from states.plan import Draft
from states.words.flags import flag_of
from states.words.titles import titled


def renew(
    compiled: Compiled, around: Around, draft: Draft, name: str, rows: Sequence[DutyRow]
) -> None:
    """The duty runs anew from this move; one that is no longer owed arises again where it applies.
    A day that stays as it was is flagged: what it is counted from has not changed with the move. So
    is one that is paused, for it counts on what was left."""
    paced = {(c.row.duty, c.row.n): c.after() for c in draft.changes if c.how != "moved"}
    rows = [paced.get((row.duty, row.n), row) for row in rows if row.duty == name]
    ended = {(settled.duty, settled.n) for settled in draft.settles}
    owed = [row for row in rows if row.is_unsettled and (row.duty, row.n) not in ended]
    stays: list[str | None] = []
    if owed:
        changes = list(moved(compiled, around, draft.after, name, owed, "renewed"))
        # one that has moved with its date already is renewed instead
        again = {(one.row.duty, one.row.n) for one in changes}
        kept = [c for c in draft.changes if c.how != "moved" or (c.row.duty, c.row.n) not in again]
        draft.changes = kept + changes
        stays = [] if changes else [row.due_on for row in owed if not row.paused_at]
        if any(row.paused_at for row in owed):
            draft.flags.append(_paused(compiled, draft, name))
    elif compiled.applies(compiled.programme.duties[name].when, draft.after):
        opened = new_duties(compiled, around, draft.after, name, len(rows))
        draft.opens += opened
        before = {row.due_on for row in rows}
        stays = [new.due_on for new in opened if new.due_on in before]
    if stays and not _runs_from_now(compiled, draft, name):
        draft.flags.append(_same_day(compiled, draft, name, stays[0]))


def _runs_from_now(compiled: Compiled, draft: Draft, name: str) -> bool:
    """Whether the duty counts from the very move that renews it: that it had the same day already
    is chance then."""
    duty = compiled.programme.duties[name]
    limit = compiled.limit_of(duty, draft.after.jurisdiction)
    if duty.day_from or recurs_from_event(duty, limit):
        return False
    is_here = duty.counts_from is None or duty.counts_from.event == "received"
    return is_here and compiled.runs_from(limit, duty)[0]


def _paused(compiled: Compiled, draft: Draft, name: str) -> dict[str, Any]:
    duty = compiled.programme.duties[name]
    parameters = {**titled(duty=duty), "case": draft.after.code, "key": name}
    stays = Refusal("RenewedWhilePaused", duty.clause or draft.clause, parameters, strength="warn")
    return flag_of(stays, "decision")


def _same_day(compiled: Compiled, draft: Draft, name: str, due_on: str | None) -> dict[str, Any]:
    duty = compiled.programme.duties[name]
    source = duty.day_field
    parameters: dict[str, Any] = {**titled(duty=duty), "due": due_on or "—"}
    code = "RenewedToSameDay"
    if source:
        form = compiled.kind(draft.after.kind).form
        parameters |= titled(field=form[source])
        code = "RenewedWithoutDay" if due_on is None else "RenewedByOldDay"
    stays = Refusal(code, duty.clause or draft.clause, parameters, strength="warn")
    return flag_of(stays, "decision")
