"""Decisions, pure: (programme, facts, command) to a plan, or ALL refusals. No I/O, no clock."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from config.case_types import Move
from config.conditions import fields_in
from states.commands import ANNOUNCE, DUTY_ACTS, Command
from states.compiled import Compiled
from states.decisions import consequences
from states.decisions.attesting import attest
from states.decisions.judging import Asked
from states.decisions.numbering import code_of
from states.decisions.past_days import days_to_come, limits_gone
from states.decisions.prospect import (
    applied_to,
    checks_given,
    doubtful,
    grant_for,
    prospective,
)
from states.decisions.publicity import being_decided, kept_from, publicity_of, spread
from states.decisions.reasons import in_turn, needs_approval
from states.decisions.recounting import no_room
from states.decisions.room import full
from states.decisions.standing import not_yours, out_of_turn, reopens, stood_then
from states.decisions.timing import misdated, not_lapsed, overdue, window_of
from states.decisions.unchanged import check_changed
from states.decisions.unlisted import unlisted
from states.errors import BadInput, Refusal, Refused
from states.facts import Case, Facts, Grant, Unannounced
from states.forms import clean_text
from states.guards import judge
from states.history import genesis
from states.instants import local_day
from states.plan import Draft, Plan
from states.words.flags import flag_of
from states.words.joining import apart, lacking, later
from states.words.titles import titled, titles


def decide(compiled: Compiled, facts: Facts, command: Command) -> Plan:
    """What the command would write.

    Raises Refused with every reason, or BadInput if the command itself cannot be read. A recorded
    fact is refused only when the recorder may not touch the case; all else becomes a flag. A plan
    with `approval` names must wait for a second person."""
    if command.move in (*DUTY_ACTS, ANNOUNCE):
        return _decide_built_in(compiled, facts, command)
    kind = facts.case.kind if facts.case else command.kind
    move = _find(compiled, kind, command)
    if command.corrects is not None:
        from states.decisions.corrections import check_cited, decide_correction

        cited = check_cited(compiled, facts, command)
        if cited.move == command.move and cited.moved is None:
            return decide_correction(compiled, facts, command, move)
    received = facts.received(command)
    plan = Plan(command.id, command.occurrence.at if command.occurrence else received)
    before, after = facts.prospect or prospective(compiled, facts, command, move)
    after = _moved(compiled, facts, after, move, command.move)
    grant = grant_for(compiled, facts, after, move, command)
    refusals = _refusals(compiled, facts, command, plan, before, after, move, grant)
    hard = [r for r in refusals if r.strength != "warn"]
    if hard and command.entry == "decision":
        plan.approval = needs_approval(command, hard, titled(move=move))
        if not plan.approval:
            raise Refused(in_turn(hard), command.id)
    if grant is None:
        raise Refused(in_turn(hard), command.id)
    if move.stays and command.entry == "decision" and not command.approves:
        check_changed(compiled, before, after, move, command)
    if move.four_eyes and command.entry == "decision" and not command.approves:
        plan.approval.append("four-eyes")
    if command.approves:
        plan.approval = []
    flags = [flag_of(r, command.entry) for r in refusals]
    draft = _draft(compiled, before, after, move, command, facts, grant, flags)
    if facts.register is not None:
        attest(draft, facts, move, command.entry, local_day(plan.counts, compiled.programme.zone))
    draft.publicity = publicity_of(compiled, facts, move, grant.role)
    if draft.publicity in ("later", "announces"):
        draft.after = after._replace(unannounced=draft.publicity == "later")
    if draft.publicity == "shows":
        draft.seen = _seen(compiled, facts, move, command.move)
    _follow(compiled, facts, command, plan, draft, move)
    spread(plan, draft)
    return plan


def _follow(
    compiled: Compiled, facts: Facts, command: Command, plan: Plan, draft: Draft, move: Move
) -> None:
    if facts.cited is None:
        consequences.follow(compiled, facts, plan, draft, move, command.entry)
        return
    from states.decisions.duty_corrections import take_place

    take_place(compiled, facts, command, plan, draft, move)


def _decide_built_in(compiled: Compiled, facts: Facts, command: Command) -> Plan:
    """Acts that every programme has: rare, and more to import than most decisions need."""
    if command.move == ANNOUNCE:
        from states.decisions.announcing import decide_to_announce

        return decide_to_announce(compiled, facts, command)
    from states.decisions.duty_acts import decide_on_duty

    return decide_on_duty(compiled, facts, command)


def _find(compiled: Compiled, kind: str | None, command: Command) -> Move:
    if kind is None or kind not in compiled.programme.cases:
        raise BadInput("UnknownKind", kind=kind or "", known=list(compiled.programme.cases))
    move = compiled.move(kind, command.move)
    if move is None:
        known = list(compiled.kind(kind).moves)
        raise BadInput("UnknownMove", move=command.move, known=known, kind=kind)
    return move


def _moved(compiled: Compiled, facts: Facts, after: Case, move: Move, name: str) -> Case:
    if facts.case is None:
        after = after._replace(code=code_of(compiled, after, facts.number))
        return after._replace(head=genesis(after.code), state=move.to, seq=1)
    declared = after.state if move.stays else move.to
    target = compiled.machines[after.kind].target(name, after.state) or declared
    cited = facts.cited
    if cited.too_early if cited else reopens(compiled, facts.case, move):
        # it happened before the end, which stands
        target = after.state
    return after._replace(state=target, seq=after.seq + 1)


def _seen(compiled: Compiled, facts: Facts, move: Move, name: str) -> Unannounced | None:
    """What somebody who is not told of a decision sees of the case after a move: where that leads
    from what he saw, whatever was decided."""
    if facts.kept is None or facts.case is None:
        return None
    before = facts.kept.seen_of(facts.case)
    cited = facts.cited
    if cited and cited.how == "reopens" and not before.ended:
        # he knows of no end that would be none any more
        cited = None
    after = _moved(compiled, replace(facts, case=before, cited=cited), before, move, name)
    if after.state == before.state:
        return facts.kept
    end = compiled.kind(after.kind).states[after.state].end
    return facts.kept._replace(state=after.state, ended=int(end is not None))


def _refusals(
    compiled: Compiled,
    facts: Facts,
    command: Command,
    plan: Plan,
    before: Case,
    after: Case,
    move: Move,
    grant: Grant | None,
) -> list[Refusal]:
    found: list[Refusal] = []
    if grant is None:
        found.append(not_yours(compiled, facts.account, move, after))
    if kept := kept_from(compiled, facts):
        return [*found, being_decided(kept, move.clause)]
    found += _turn(compiled, facts, command, before, move)
    if move.when and not compiled.applies(
        move.when, stood := applied_to(facts, command, before, after)
    ):
        found.append(_not_for(compiled, move, stood))
    if command.at_seq is not None and facts.case is not None and facts.case.seq != command.at_seq:
        found.append(Refusal("CaseChanged", (), {"case": before.code}))
    found += window_of(compiled, move, plan.counts)
    if command.occurrence is not None:
        found += misdated(compiled, facts, command, before, after, plan.counts)
    found += not_lapsed(compiled, facts, move, plan.counts)
    found += overdue(compiled, facts, after, command, move, plan.counts)
    found += _missing(compiled, facts, after, move, command)
    persons = _persons(facts, grant) if command.entry == "decision" else frozenset()
    asked = Asked(compiled, after, move, facts, after.documents, plan.counts, persons)
    for guard in move.guards:
        if refusals := judge(guard, asked):
            found += _not_told(refusals, found)
    found += full(compiled, facts, after, compiled.buckets.taken(move.takes, after))
    if facts.quotas and (before.holds or move.effects):
        # few moves change what a quota counts by
        found += no_room(compiled, facts, before, after, move, plan.counts)
    if not any(refusal.code == "CreditCodeWrong" for refusal in found):
        found += doubtful(compiled, before, after)
    if command.fields:
        found += days_to_come(compiled, facts, before, after)
        found += unlisted(asked, before)
        found += limits_gone(asked, command.move)
    return found


def already_refused(
    compiled: Compiled, facts: Facts, command: Command, guards: Collection[int]
) -> list[Refusal]:
    """What speaks now against an act on a case, whatever will be given with it: its time, the
    duties that it would settle, and those of its guards, by their place, to which that is all one.
    The rest depends on what is given; a full quota is told apart (states.queries.no_room)."""
    assert facts.case is not None
    move = _find(compiled, facts.case.kind, command)
    after = _moved(compiled, facts, facts.case, move, command.move)
    grant = grant_for(compiled, facts, after, move, command)
    documents = after.documents
    asked = Asked(compiled, after, move, facts, documents, facts.now, _persons(facts, grant))
    found = window_of(compiled, move, facts.now)
    found += overdue(compiled, facts, after, command, move, facts.now)
    for place in sorted(guards):
        found += judge(move.guards[place], asked)
    return found


def _turn(
    compiled: Compiled, facts: Facts, command: Command, before: Case, move: Move
) -> list[Refusal]:
    """What speaks against a move where the case stands; against one that takes the place of an
    earlier one, where the case stood when that was made."""
    stood, cited = before, facts.cited
    if cited is not None:
        stood = stood_then(compiled, before, cited)
    if stood.ended and before.seq:
        goes_on = cited and not cited.too_early and reopens(compiled, stood, move)
        code = "CaseReopened" if goes_on else "CaseEnded"
        return [Refusal(code, move.clause, {"case": before.code})]
    turn = compiled.machines[stood.kind].target(command.move, stood.state)
    if (facts.case is None) != (not move.from_) or (facts.case is not None and turn is None):
        return [out_of_turn(compiled, facts, stood, command, move)]
    return []


def _persons(facts: Facts, grant: Grant | None) -> frozenset[str]:
    """Whose act it is: the account's, and that of the one on whose behalf it acts."""
    behalf = grant.on_behalf_of if grant else None
    return frozenset({facts.account.account, *([behalf] if behalf else [])})


def _not_for(compiled: Compiled, move: Move, case: Case) -> Refusal:
    """That a move does not apply to a case, and which fields it goes by are empty."""
    form = compiled.kind(case.kind).form
    read = [name for name in fields_in(move.when) if name in form]
    empty = titles(form[name] for name in read if case.fields.get(name) is None)
    when = later(apart, (move.when, later(lacking, empty))) if empty else move.when
    parameters = {**titled(move=move), "when": when, "case": case.code}
    return Refusal("NotForThisCase", move.clause, parameters)


def _missing(
    compiled: Compiled, facts: Facts, after: Case, move: Move, command: Command
) -> list[Refusal]:
    declared = compiled.programme
    form = compiled.kind(after.kind).form
    found = []
    needed = [*move.needs, *move.needs_anew]
    if move.needs_when:
        needed += (s for s, when in move.needs_when.items() if compiled.applies(when, after))
    for slot in dict.fromkeys(needed):
        is_stale = slot in move.needs_anew and not any(a.slot == slot for a in command.attachments)
        if slot not in after.documents or is_stale:
            document = declared.documents[slot]
            parameters = {**titled(document=document), "slot": slot}
            code = "DocumentNotAnew" if slot in after.documents else "DocumentMissing"
            found.append(Refusal(code, document.clause or move.clause, parameters))
    # what a case needs to come into being, no later act may empty
    set_now = form if facts.case is None else command.fields
    required = [name for name in set_now if form[name].required]
    for name in dict.fromkeys([*required, *move.asks, *move.asks_anew]):
        if after.fields.get(name) is None and not _filled(form[name].type, after):
            parameters = {**titled(field=form[name]), "key": name}
            found.append(Refusal("FieldMissing", move.clause, parameters))
    if move.asks_anew:
        missing = {refusal.parameters.get("key") for refusal in found}
        for name in move.asks_anew:
            dated = form[name].default and name not in command.fields
            if command.fields.get(name) is None and not dated and name not in missing:
                parameters = {**titled(field=form[name]), "key": name}
                found.append(Refusal("FieldNotAnew", move.clause, parameters))
    reason = command.reason and clean_text(command.reason, "reason")
    if move.reason == "required" and not reason:
        found.append(Refusal("ReasonMissing", move.clause, titled(move=move)))
    return found


def _not_told(refusals: list[Refusal], before: list[Refusal]) -> list[Refusal]:
    """Those but for conditions that lack nothing but fields which are already told as missing."""
    told = {one.parameters["key"] for one in before if one.code == "FieldMissing"}
    return [r for r in refusals if r.code != "ConditionLacks" or set(r.parameters["keys"]) - told]


def _filled(field_type: str, case: Case) -> bool:
    return field_type == "jurisdiction" and case.jurisdiction is not None


def _draft(
    compiled: Compiled,
    before: Case,
    after: Case,
    move: Move,
    command: Command,
    facts: Facts,
    grant: Grant,
    flags: list[dict[str, Any]],
) -> Draft:
    return Draft(
        after=after,
        move=command.move,
        from_state=before.state if before.seq else None,
        clause=move.clause,
        actor=facts.account.account,
        actor_name=facts.account.name_in(grant),
        role=grant.role,
        scope=grant.scope(),
        fields=_new(before.fields, after.fields),
        documents=_new(before.documents, after.documents),
        checks={
            item: {"verdict": c.verdict, "remark": c.remark, "on": c.on}
            for item, c in checks_given(compiled, command, move, after).items()
        },
        flags=flags,
        was_ended=before.ended,
    )


def _new(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The values that were others before."""
    if after is before:
        return {}
    return {name: value for name, value in after.items() if before.get(name) != value}
