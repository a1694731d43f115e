"""Acts that wait for a second person: overrides of soft rules, and moves declared four-eyes."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

from states.commands import Command, Receipt, command_from, command_text
from states.decide import DUTY_ACTS, prospective
from states.duty_acts import who_may
from states.errors import BadInput, Refusal, Refused
from states.facts import Account
from states.guards import judge_person
from states.history import as_text, from_text, instant, stamp
from states.judging import Asked
from states.office import Office
from states.reading import Reader
from states.store import Tx
from states.titles import titled
from states.writing import Decided

VALID_FOR = timedelta(days=30)


def new_request(office: Office, tx: Tx, one: Decided, recorded_at: str) -> Receipt:
    """Keep a command that needs approval, with its receipt. The request's id is the command's, and
    it expires after 30 days. Raises Refused if somebody has asked for the same already."""
    command, plan = one.command, one.plan
    if command.case and command.move not in DUTY_ACTS:
        asked = office.statements.asked_before
        row = tx.one(asked, case=command.case, move=command.move, now=recorded_at)
        if row is not None:
            named = {"request": row["request"], "account": row["actor"]}
            raise Refused([Refusal("AlreadyAsked", (), named)], command.id)
    receipt = _receipt(one, recorded_at)
    tx.run(
        office.statements.new_request,
        request=command.id,
        kind=",".join(plan.approval),
        command=command_text(command),
        programme=one.compiled.key,
        programme_version=one.compiled.version,
        case_code=command.case,
        move=command.move,
        actor=command.actor,
        reason=command.reason,
        received_at=stamp(command.received_at) if command.received_at else recorded_at,
        requested_at=recorded_at,
        expires_at=stamp(instant(recorded_at) + VALID_FOR),
        status="waiting",
        digest=one.digest,
        receipt=as_text(receipt.as_json()),
        decided_by=None,
        decided_at=None,
        decision_reason=None,
    )
    return receipt


def _receipt(one: Decided, recorded_at: str) -> Receipt:
    command, plan = one.command, one.plan
    case, before = plan.drafts[0].after, plan.drafts[0].from_state
    return Receipt(
        case=command.case or "",
        state=before or "",
        seq=case.seq - 1,
        hash=plan.drafts[0].after.head if command.case else "",
        recorded_at=recorded_at,
        next=(),
        command=command.id,
        flags=tuple(str(flag["message"]) for flag in plan.drafts[0].flags),
        waiting=command.id,
    )


def open_request(
    office: Office, tx: Tx, reader: Reader, request: str, actor: str, recorded_at: str
) -> Command:
    """The command of a waiting request, for the second person named.

    Raises BadInput if there is no such request, Refused if it is over, expired, or if the person is
    the requester or holds no role that may make the move."""
    row = tx.one(office.statements.request, request=request)
    if row is None:
        raise BadInput("UnknownRequest", request=request)
    refusals = []
    if row["status"] != "waiting":
        refusals.append(Refusal("RequestOver", (), {"request": request, "status": row["status"]}))
    elif row["expires_at"] <= recorded_at:
        refusals.append(Refusal("RequestExpired", (), {"request": request}))
    if row["actor"] == actor:
        refusals.append(Refusal("SelfApproval", (), {"request": request, "account": actor}))
    command = replace(command_from(from_text(row["command"])), approves=request)
    refusals += _unable(office, tx, reader, command, reader.account(actor))
    if refusals:
        raise Refused(refusals, request)
    return command


def settle(
    office: Office,
    tx: Tx,
    request: str,
    status: Literal["approved", "rejected", "expired"],
    actor: str,
    recorded_at: str,
    reason: str,
) -> None:
    """End a waiting request."""
    tx.run(
        office.statements.decide_request,
        in_request=request,
        status=status,
        decided_by=actor,
        decided_at=recorded_at,
        decision_reason=reason or None,
    )


def _unable(
    office: Office, tx: Tx, reader: Reader, command: Command, account: Account
) -> list[Refusal]:
    (found,) = reader.facts([command])
    if isinstance(found, BadInput):
        raise found
    compiled, facts = found
    kind = facts.case.kind if facts.case else str(command.kind)
    move = compiled.move(kind, command.move)
    may = who_may(compiled, command) if command.move in DUTY_ACTS else move.by if move else ()
    after = facts.case
    if move is not None:
        _, after = prospective(compiled, facts, command, move)
    if after is not None and not account.sees(after):
        raise BadInput("UnknownRequest", request=command.approves)
    roles = compiled.programme.roles
    able = [
        g
        for g in account.grants
        if g.role in may and not roles[g.role].read_only and after and g.covers(after)
    ]
    if not able:
        who = titled(who=[roles[r] for r in may if r in roles])
        return [Refusal("MayNotApprove", (), {"account": account.account, **who})]
    if move is None or after is None:
        return []
    theirs = replace(facts, account=account)
    counts = command.received_at or reader.now
    persons = frozenset({account.account})
    asked = Asked(compiled, after, move, theirs, after.documents, counts, persons)
    return [refusal for refusal in judge_person(asked) if refusal.strength != "warn"]
