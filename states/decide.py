"""Decisions, pure: (programme, facts, command) to a plan, or ALL refusals. No I/O, no clock."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.duty_types import Duty
from config.programme import Move, Quota
from config.vocabulary import SYSTEM
from states import consequences
from states.attesting import attest
from states.columns import with_columns
from states.commands import Command
from states.compiled import Compiled, is_by_system
from states.errors import BadInput, Refusal, Refused
from states.facts import Case, DutyRow, Facts, Grant
from states.forms import clean_text, read_fields
from states.guards import judge
from states.history import genesis, stamp
from states.instants import local_day
from states.judging import Asked
from states.organisations import is_credit_code
from states.past_days import days_to_come
from states.plan import Draft, Plan
from states.publicity import being_decided, kept_from, publicity_of, spread
from states.standing import not_yours, out_of_turn
from states.titles import titled
from states.unchanged import check_changed

MISTAKES = {"OutOfTurn", "NotYours", "MayNotMoveDuty"}
DUTY_ACTS = frozenset({"extend-duty", "pause-duty", "resume-duty", "exempt-duty"})
"""Acts on a duty itself. Every programme has them, so no file declares them as moves."""
ANNOUNCE = "announce-decision"
"""The act that makes a decision known which is announced later; no file declares it either."""


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
        from states.corrections import bear, check_cited, decide_correction

        if check_cited(compiled, facts, command).move == command.move:
            return decide_correction(compiled, facts, command, move)
    received = command.received_at or facts.now
    plan = Plan(command.id, command.occurrence.at if command.occurrence else received)
    before, after = facts.prospect or prospective(compiled, facts, command, move)
    after = _moved(compiled, facts, after, move, command.move)
    grant = grant_for(compiled, facts, after, move, command)
    refusals = _refusals(compiled, facts, command, plan, before, after, move, grant)
    hard = [r for r in refusals if r.strength != "warn"]
    flags = [flag_of(r, command) for r in refusals]
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
    draft = _draft(before, after, move, command, facts, grant, flags)
    if facts.register is not None:
        attest(draft, facts, move, command.entry, local_day(plan.counts, compiled.programme.zone))
    draft.publicity = publicity_of(compiled, facts, move, grant.role)
    if draft.publicity in ("later", "announces"):
        draft.after = after._replace(unannounced=draft.publicity == "later")
    if command.corrects is not None:
        bear(compiled, facts, command, draft, move)
    consequences.follow(compiled, facts, plan, draft, move, command.entry)
    spread(plan, draft)
    return plan


def _decide_built_in(compiled: Compiled, facts: Facts, command: Command) -> Plan:
    """Acts that every programme has: rare, and more to import than most decisions need."""
    if command.move == ANNOUNCE:
        from states.announcing import decide_to_announce

        return decide_to_announce(compiled, facts, command)
    from states.duty_acts import decide_on_duty

    return decide_on_duty(compiled, facts, command)


def _find(compiled: Compiled, kind: str | None, command: Command) -> Move:
    if kind is None or kind not in compiled.programme.cases:
        known = "、".join(compiled.programme.cases)
        raise BadInput("UnknownKind", kind=kind or "", known=known)
    move = compiled.move(kind, command.move)
    if move is None:
        known = "、".join(compiled.kind(kind).moves)
        raise BadInput("UnknownMove", move=command.move, known=known, kind=kind)
    return move


def _unborn(compiled: Compiled, facts: Facts, command: Command) -> Case:
    assert command.kind is not None
    kind = compiled.kind(command.kind)
    parent = facts.parent
    if kind.of is not None and parent is None:
        raise BadInput("ParentMissing", kind=kind.title, parent=compiled.kind(kind.of).title)
    if parent is not None and parent.kind != kind.of:
        raise BadInput("ParentWrong", kind=kind.title, parent=parent.code)
    case = consequences.blank(compiled, command.kind, parent, stamp(facts.now))
    if case.jurisdiction is None:
        places = {grant.jurisdiction for grant in facts.account.grants if grant.jurisdiction}
        case = case._replace(jurisdiction=places.pop() if len(places) == 1 else None)
    return case


def prospective(
    compiled: Compiled, facts: Facts, command: Command, move: Move
) -> tuple[Case, Case]:
    """The case before the command, and as it would be with the command's fields, checks and
    documents; its state, code and number are not yet changed. Raises BadInput."""
    before = facts.case or _unborn(compiled, facts, command)
    kind = compiled.kind(before.kind)
    allowed = set(kind.form) if facts.case is None else {*move.sets, *move.asks}
    values = read_fields(compiled.programme, kind, command.fields, allowed)
    known = set(compiled.programme.checklists[move.checklist].items) if move.checklist else set()
    if strange := set(command.checks) - known:
        raise BadInput("UnknownCheck", item="、".join(strange), known="、".join(known) or "—")
    slots = set(compiled.programme.documents) | known
    if strange := {a.slot for a in command.attachments} - slots:
        raise BadInput("UnknownSlot", slot="、".join(strange), known="、".join(sorted(slots)))
    documents = {
        a.slot: {"name": a.name, "digest": a.digest, "size": a.size} for a in command.attachments
    }
    if not (values or documents or command.checks):
        return before, before
    after = before._replace(
        fields={**before.fields, **values},
        documents={**before.documents, **documents},
        checks={**before.checks, **command.checks},
    )
    return before, with_columns(compiled, after, values)


def _moved(compiled: Compiled, facts: Facts, after: Case, move: Move, name: str) -> Case:
    if facts.case is None:
        after = after._replace(code=consequences.code_of(compiled, after, facts.number))
        return after._replace(head=genesis(after.code), state=move.to, seq=1)
    declared = after.state if move.stays else move.to
    target = compiled.machines[after.kind].target(name, after.state) or declared
    return after._replace(state=target, seq=after.seq + 1)


def grant_for(
    compiled: Compiled, facts: Facts, after: Case, move: Move, command: Command
) -> Grant | None:
    if facts.account.account == SYSTEM:
        return Grant(SYSTEM, compiled.key) if SYSTEM in move.by else None
    if is_by_system(move):
        return None
    roles = compiled.programme.roles
    able = [
        grant
        for grant in facts.account.grants
        if grant.covers(after) and grant.role in roles and not roles[grant.role].read_only
    ]
    for grant in able:
        if grant.role in move.by:
            return grant
    return able[0] if able and command.entry == "record" else None


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
        found.append(not_yours(compiled, facts.account, move))
    if kept := kept_from(compiled, facts):
        return [*found, being_decided(kept, move.clause)]
    turn = compiled.machines[before.kind].target(command.move, before.state)
    if before.ended and before.seq:
        found.append(Refusal("CaseEnded", move.clause, {"case": before.code}))
    elif (facts.case is None) != (not move.from_) or (facts.case is not None and turn is None):
        found.append(out_of_turn(compiled, before, command, move))
    if not compiled.applies(move.when, after):
        parameters = {**titled(move=move), "when": move.when}
        found.append(Refusal("NotForThisCase", move.clause, parameters))
    if command.at_seq is not None and facts.case is not None and facts.case.seq != command.at_seq:
        found.append(Refusal("CaseChanged", (), {"case": before.code}))
    found += window_of(compiled, move, plan.counts)
    if command.occurrence is not None:
        found += _misdated(compiled, facts, command, before, after, plan.counts)
    found += _lapse(compiled, facts, move, plan.counts)
    found += _overdue(compiled, facts, after, command, move, plan.counts)
    found += _missing(compiled, facts, after, move, command)
    persons = _persons(facts, grant) if command.entry == "decision" else frozenset()
    asked = Asked(compiled, after, move, facts, after.documents, plan.counts, persons)
    for guard in move.guards:
        found += judge(guard, asked)
    found += full(compiled, facts, after, compiled.buckets_for(move.takes, after))
    if not any(refusal.code == "CreditCodeWrong" for refusal in found):
        found += doubtful(before, after)
    if command.fields:
        found += days_to_come(compiled, facts, before, after)
    return found


def doubtful(before: Case, after: Case) -> Iterator[Refusal]:
    """A credit code whose check digit is wrong is said as soon as it is written, so that nobody
    learns of it on the last day."""
    for name, value in after.fields.items():
        if value == before.fields.get(name):
            continue
        for part in value if isinstance(value, list) else [value]:
            code = part.get("code") if isinstance(part, dict) else None
            if code and not is_credit_code(code):
                yield Refusal("CreditCodeWrong", (), {"code": code}, strength="warn")


def _persons(facts: Facts, grant: Grant | None) -> frozenset[str]:
    """Whose act it is: the account's, and that of the one on whose behalf it acts."""
    behalf = grant.on_behalf_of if grant else None
    return frozenset({facts.account.account, *([behalf] if behalf else [])})


def _overdue(
    compiled: Compiled, facts: Facts, after: Case, command: Command, move: Move, counts: datetime
) -> list[Refusal]:
    """Duties whose file says `late: refuse` bind their moves once their instant has passed; those
    that say `early: refuse`, before their window opens."""
    found: list[Refusal] = []
    for row in facts.duties:
        duty = compiled.programme.duties.get(row.duty)
        if duty is None or not row.is_unsettled or command.move not in duty.bound_by:
            continue
        if row not in consequences.in_turn(compiled, after, duty, facts.duties, stamp(counts)):
            continue
        found += _early(row, duty, compiled, move, counts)
        if duty.late == "refuse" and row.due_at is not None and stamp(counts) >= row.due_at:
            parameters = _day(compiled, move, duty.due.phrase, counts) | {"due": row.due_on}
            found.append(Refusal("TooLate", duty.clause or move.clause, parameters))
    return found


def _early(
    row: DutyRow, duty: Duty, compiled: Compiled, move: Move, counts: datetime
) -> Iterator[Refusal]:
    if duty.early == "refuse" and row.opens_at and stamp(counts) < row.opens_at:
        opens = datetime.fromisoformat(row.opens_at)
        limit = compiled.limit_of(duty, None).phrase
        parameters = _day(compiled, move, limit, opens)
        yield Refusal("DutyTooEarly", duty.clause or move.clause, parameters)


def _lapse(compiled: Compiled, facts: Facts, move: Move, counts: datetime) -> Iterator[Refusal]:
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


def window_of(compiled: Compiled, move: Move, counts: datetime) -> list[Refusal]:
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
        parameters = _day(compiled, move, move.until.phrase, counts) | {"due": due.on.isoformat()}
        found.append(Refusal("TooLate", move.clause, parameters))
    return found


def _misdated(
    compiled: Compiled,
    facts: Facts,
    command: Command,
    before: Case,
    after: Case,
    at: datetime,
) -> list[Refusal]:
    """A fact from before the document, or out of order among what was done on its case."""
    found = too_old(compiled, command)
    if facts.case is not None and command.entry == "record":
        from states.course import out_of_order

        turns = before.state != after.state
        found += out_of_order(compiled, facts, at, turns=turns)
    return found


def too_old(compiled: Compiled, command: Command) -> list[Refusal]:
    """A recorded fact from before the programme's document is probably a slip of the pen."""
    issued, happened = compiled.programme.source.issued, command.occurrence
    if happened is None:
        return []
    on = happened.at.astimezone(ZoneInfo(compiled.programme.zone)).date()
    days = {"at": on.isoformat(), "issued": issued.isoformat()}
    return [Refusal("BeforeProgramme", (), days, strength="warn")] if on < issued else []


def _day(compiled: Compiled, move: Move, phrase: str, instant: datetime) -> dict[str, Any]:
    local = instant.astimezone(ZoneInfo(compiled.programme.zone))
    return {**titled(move=move), "phrase": phrase, "at": local.strftime("%Y-%m-%d %H:%M:%S")}


def _missing(
    compiled: Compiled, facts: Facts, after: Case, move: Move, command: Command
) -> list[Refusal]:
    declared = compiled.programme
    form = compiled.kind(after.kind).form
    found = []
    conditional = (s for s, when in move.needs_when.items() if compiled.applies(when, after))
    for slot in dict.fromkeys([*move.needs, *conditional]):
        if slot not in after.documents:
            document = declared.documents[slot]
            parameters = {**titled(document=document), "slot": slot}
            found.append(Refusal("DocumentMissing", document.clause or move.clause, parameters))
    required = [name for name, f in form.items() if f.required] if facts.case is None else []
    for name in dict.fromkeys([*required, *move.asks]):
        if after.fields.get(name) is None and not _filled(form[name].type, after):
            parameters = {**titled(field=form[name]), "key": name}
            found.append(Refusal("FieldMissing", move.clause, parameters))
    reason = clean_text(command.reason, "reason")
    if move.reason == "required" and not reason:
        found.append(Refusal("ReasonMissing", move.clause, titled(move=move)))
    return found


def _filled(field_type: str, case: Case) -> bool:
    return field_type == "jurisdiction" and case.jurisdiction is not None


def full(compiled: Compiled, facts: Facts, after: Case, buckets: Iterable[str]) -> list[Refusal]:
    """The buckets that have no slot left for a case that holds none in them."""
    found = []
    for bucket in buckets:
        row = facts.quotas.get(bucket)
        if row is None or not row.is_full or bucket in after.holds:
            continue
        quota = compiled.programme.quotas[row.quota]
        category = compiled.programme.categories.get(bucket.rsplit("/", 1)[-1])
        parameters = {
            "holder": _holder(compiled, quota, after),
            **titled(quota=category or quota),
            "used": row.used,
            "cap": row.cap,
            "bucket": bucket,
            **_giving_back(compiled, after.kind, row.quota, facts.now),
        }
        found.append(Refusal("QuotaFull", quota.clause, parameters))
    return found


def _holder(compiled: Compiled, quota: Quota, case: Case) -> str:
    """Whose quota it is, in words."""
    if quota.per == "unit":
        return case.unit_name or case.unit_code or ""
    if quota.per == "programme":
        return compiled.programme.title
    place = compiled.programme.jurisdictions.get(case.jurisdiction or "")
    return place.label if place else case.jurisdiction or ""


def _giving_back(compiled: Compiled, kind: str, quota: str, now: datetime) -> dict[str, str | None]:
    """The move by which somebody may still return a slot of the quota, if the file declares one."""
    for name, move in compiled.kind(kind).moves.items():
        back = move.gives_back
        if back is None or quota not in back.quotas or is_by_system(move):
            continue
        due = compiled.due(back.until) if back.until else None
        if due is None or now < due.at:
            return {"giving": name, **titled(giving_title=move)}
    return {"giving": None}


def needs_approval(command: Command, hard: list[Refusal], named: Mapping[str, Any]) -> list[str]:
    """The soft rules to be passed by a second person's approval; empty if anything else refuses."""
    rules = {r.rule for r in hard}
    if any(r.strength != "soft" for r in hard) or not rules <= set(command.override):
        return []
    if not clean_text(command.reason, "reason"):
        hard.append(Refusal("ReasonMissing", hard[0].clause, named))
        return []
    return sorted(rules)


def flag_of(refusal: Refusal, command: Command) -> dict[str, Any]:
    """A reason that did not stop the act, as it is shown ever after."""
    kind = "warning"
    if refusal.strength != "warn":
        kind = "recorded-against-rule" if command.entry == "record" else "overridden"
    return {
        "code": refusal.code,
        "kind": kind,
        "clause": list(refusal.clause),
        "message": refusal.message(),
    }


def in_turn(refusals: list[Refusal]) -> list[Refusal]:
    """Mistakes of the asker first, then the rules of the programme."""
    return sorted(refusals, key=lambda r: r.code not in MISTAKES)


def _draft(
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
        fields={k: v for k, v in after.fields.items() if before.fields.get(k) != v},
        documents={k: v for k, v in after.documents.items() if before.documents.get(k) != v},
        checks={
            item: {"verdict": c.verdict, "remark": c.remark, "on": c.on}
            for item, c in command.checks.items()
        },
        flags=flags,
    )
