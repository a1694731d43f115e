"""A recorded fact put right: a new entry that cites the old one, which stays as it was. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from config.programme import Move
from config.vocabulary import SYSTEM
from states import consequences
from states.cited import CORRECT
from states.commands import Command
from states.compiled import Compiled
from states.decide import flag_of, grant_for, in_turn, too_old, window_of
from states.duty_days import Around, moved
from states.errors import BadInput, Refusal, Refused
from states.facts import Case, Cited, DutyRow, Facts
from states.forms import read_fields
from states.history import stamp
from states.plan import Changed, Draft, Plan
from states.publicity import being_decided, kept_from
from states.standing import not_yours

CORRECTED = "corrected"
"""How such an entry changes a duty that the earlier one settled."""
_PLACES = ("jurisdiction", "category")


def check_cited(compiled: Compiled, facts: Facts, command: Command) -> Cited:
    """The entry that a command puts right. Raises BadInput if there is none, or it is none that
    people make, or the command is no recorded fact, or puts right what was decided here."""
    cited, case = facts.cited, facts.case
    named = {"seq": command.corrects, "case": command.case}
    if cited is None or case is None:
        raise BadInput("NoSuchEntry", **named)
    move = compiled.move(case.kind, cited.move)
    if move is None or cited.actor == SYSTEM or command.entry != "record":
        raise BadInput("NotCorrectable", **named)
    if cited.move != command.move and not cited.is_record:
        raise BadInput("DecidedHere", move=move.title, **named)
    return cited


def decide_correction(compiled: Compiled, facts: Facts, command: Command, move: Move) -> Plan:
    """What a correction of a fact by the same move would write: the case stays where it is, its
    values and the lateness of what the fact settled become right. Raises Refused or BadInput."""
    cited, before = check_cited(compiled, facts, command), facts.case
    assert before is not None and command.occurrence is not None
    plan = Plan(command.id, command.occurrence.at)
    values = _values(compiled, before, command, move, cited)
    if not cited.is_record and not values:
        raise BadInput("DecidedHere", move=move.title, seq=cited.seq, case=before.code)
    after = before._replace(seq=before.seq + 1, fields={**before.fields, **values})
    after = consequences.with_columns(compiled, after, values)
    grant = grant_for(compiled, facts, before, move, command)
    if grant is None:
        raise Refused(in_turn([not_yours(compiled, facts.account, move)]), command.id)
    if kept := kept_from(compiled, facts):
        raise Refused([being_decided(kept, move.clause)], command.id)
    noted = [*_noted(compiled, move, plan.counts, cited), *too_old(compiled, command)]
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
        flags=[flag_of(refusal, command) for refusal in noted],
        extra={"corrects": about},
        publicity="hidden" if before.unannounced else "",
    )
    if cited.is_record:
        draft.changes = list(_changes(compiled, facts, draft.after, cited, plan.counts))
    plan.drafts.append(draft)
    return plan


def _values(
    compiled: Compiled, case: Case, command: Command, move: Move, cited: Cited
) -> dict[str, Any]:
    kind = compiled.kind(case.kind)
    allowed = set(kind.form) if cited.from_state is None else {*move.sets, *move.asks}
    values = read_fields(compiled.programme, kind, command.fields, allowed)
    for name in values:
        if kind.form[name].type in _PLACES and (case.holds or kind.form[name].type == _PLACES[0]):
            # slots and reach were settled by it
            raise BadInput("PlaceFixed", field=kind.form[name].title, case=case.code)
    if command.attachments or command.checks:
        raise BadInput("CorrectionPlain")
    return values


def _noted(compiled: Compiled, move: Move, counts: datetime, cited: Cited) -> Iterator[Refusal]:
    if cited.is_record:
        yield from window_of(compiled, move, counts)
    back = move.gives_back
    due = compiled.due(back.until) if back and back.until else None
    if due and (counts < due.at) != (cited.occurred_at < stamp(due.at)):
        yield Refusal("SlotNotRecounted", move.clause, {"move": move.title}, strength="warn")


def _changes(
    compiled: Compiled, facts: Facts, case: Case, cited: Cited, counts: datetime
) -> Iterator[Changed]:
    """What the fact settled is late or in time by its right instant; what runs from it runs from
    then."""
    at = stamp(counts)
    around = Around(counts, (case.code, cited.move), facts.parent, facts.events)
    for name, duty in compiled.duties_of(case.kind).items():
        rows = [row for row in facts.duties if row.duty == name]
        if cited.move in duty.bound_by:
            yield from _settled_anew(rows, cited.occurred_at, at)
        if cited.move in duty.opened:
            owed = [row for row in rows if row.is_unsettled]
            yield from moved(compiled, around, case, name, owed, "moved")


def _settled_anew(rows: Iterable[DutyRow], was: str, at: str) -> Iterator[Changed]:
    for row in rows:
        if row.status in ("met", "late") and row.settled_at == was and at != was:
            is_late = row.due_at is not None and at >= row.due_at
            now = {"status": "late" if is_late else "met", "settled_at": at}
            yield Changed(row, CORRECTED, now)


def bear(command: Command, cited: Cited | None, draft: Draft) -> None:
    """A fact by another move that takes the place of an earlier one cites it."""
    if cited is not None:
        about = {"seq": cited.seq, "move": cited.move, "was": cited.occurred_at}
        draft.extra = {**draft.extra, "corrects": about}
