"""The second person of an opening balance: all of it is recorded, or none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from states.actions import retried
from states.acts.opening_balance import BALANCE, Balance, Taken, read_balance, record_all
from states.acts.refused import refusals_kept
from states.acts.requests import Approver, settle
from states.commands import Via, receipt_from
from states.compiled import Compiled
from states.decisions.prospect import prospective
from states.errors import BadInput, Refusal, Refused
from states.facts import Case, Grant
from states.history import from_text, instant
from states.ledger import Event, note
from states.office import Office
from states.queries.holdings import holdings, sought_of
from states.queries.viewers import viewer
from states.record.reading import Reader
from states.record.request_statements import request_statements
from states.store import Tx
from states.words.titles import titles


def approve_balance(
    office: Office, request: str, actor: str, *, via: Via, reason: str = "", dry_run: bool = False
) -> list[Taken]:
    """Record a waiting balance as its second person, all of it or nothing; approved again by the
    same person, it tells what it told then.

    Raises Refused if the person may not, is the one who asked, or a case came in by another way
    meanwhile; the refusal is recorded."""

    def work() -> list[Taken]:
        with office.store.write(keep=not dry_run) as tx:
            row = _row(office, tx, request)
            balance = read_balance(row)
            if (row["status"], row["decided_by"]) == ("approved", actor):
                return _told(office, tx, balance)
            return _approve(office, tx, row, balance, actor, via, reason)

    return _deciding(office, request, actor, "approve", via, work, dry_run=dry_run)


def reject_balance(
    office: Office, request: str, actor: str, *, via: Via, reason: str, dry_run: bool = False
) -> None:
    """End a waiting balance without recording any of it. Raises Refused like `approve_balance`."""

    def work() -> list[Taken]:
        with office.store.write(keep=not dry_run) as tx:
            row = _row(office, tx, request)
            recorded_at = office.recorded_at(tx)
            _check(office, tx, row, read_balance(row), actor, recorded_at)
            settle(office, tx, request, "rejected", Approver(actor, via, reason), recorded_at)
            return []

    _deciding(office, request, actor, "reject", via, work, dry_run=dry_run)


def _deciding(
    office: Office,
    request: str,
    actor: str,
    verb: str,
    via: Via,
    work: Callable[[], list[Taken]],
    *,
    dry_run: bool,
) -> list[Taken]:
    with refusals_kept(office, verb, actor=actor, via=via, command=request, dry_run=dry_run):
        return retried(work)


def _approve(
    office: Office,
    tx: Tx,
    row: Mapping[str, Any],
    balance: Balance,
    actor: str,
    via: Via,
    reason: str,
) -> list[Taken]:
    recorded_at, request = office.recorded_at(tx), row["request"]
    grant = _check(office, tx, row, balance, actor, recorded_at)
    _check_fresh(tx, row, balance, instant(recorded_at))
    account = Reader(office, tx, instant(recorded_at)).account(actor)
    approval = {"request": request, "by": actor, "name": account.name, "reason": reason}
    taken = record_all(office, tx, balance.courses, approval)
    if wrong := [one.error for one in taken if one.error]:
        reasons = [r for error in wrong if isinstance(error, Refused) for r in error.refusals]
        raise Refused(reasons, request) if reasons else wrong[0]
    settle(office, tx, request, "approved", Approver(actor, via, reason), recorded_at)
    compiled = office.current(tx, balance.programme)
    reach = {name: getattr(grant, name) for name in ("jurisdiction", "category", "unit")}
    event = Event(
        BALANCE,
        {
            "request": request,
            "asked_by": row["actor"],
            "file": balance.file,
            "digest": balance.digest,
            "rows": len(taken),
            **{name: value for name, value in reach.items() if value},
        },
    )
    note(office, tx, compiled, [event], actor=actor, via=via, reason=reason, grant=grant)
    return taken


def _row(office: Office, tx: Tx, request: str) -> Mapping[str, Any]:
    row = tx.one(request_statements(office.store.dialect).request, request=request)
    if row is None:
        raise BadInput("UnknownRequest", request=request)
    return row


def _told(office: Office, tx: Tx, balance: Balance) -> list[Taken]:
    """What was told when the balance was approved."""
    ids = tx.listed(fact.id for course in balance.courses for fact in course.facts)
    known = {
        row["command"]: receipt_from(from_text(row["receipt"]))
        for row in tx.all(office.statements.receipts, commands=ids)
    }
    return [Taken(c, tuple(known[fact.id] for fact in c.facts)) for c in balance.courses]


def _check(
    office: Office,
    tx: Tx,
    row: Mapping[str, Any],
    balance: Balance,
    actor: str,
    recorded_at: str,
) -> Grant:
    """The role in which somebody decides on the balance: one other than who asked, able to act on
    every case of it. Raises Refused, or BadInput to those who can see none of the cases."""
    request, refusals = row["request"], []
    if row["status"] != "waiting":
        refusals.append(Refusal("RequestOver", (), {"request": request, "status": row["status"]}))
    elif row["expires_at"] <= recorded_at:
        refusals.append(Refusal("RequestExpired", (), {"request": request}))
    if row["actor"] == actor:
        refusals.append(Refusal("SelfApproval", (), {"request": request, "account": actor}))
    reader = Reader(office, tx, instant(recorded_at))
    account = reader.account(actor)
    cases = list(_cases(reader, balance))
    if cases and not any(account.sees(case) for case in cases):
        raise BadInput("UnknownRequest", request=request)
    compiled = office.current(tx, balance.programme)
    able = [grant for grant in account.grants if _able(compiled, grant)]
    beyond = [case for case in cases if not any(grant.covers(case) for grant in able)]
    if beyond or not able:
        who = titles(r for r in compiled.programme.roles.values() if not r.read_only)
        refusals.append(Refusal("MayNotApprove", (), {"account": account.account, "who": who}))
    if refusals:
        raise Refused(refusals, request)
    return next((g for g in able if all(map(g.covers, cases))), able[0])


def _able(compiled: Compiled, grant: Grant) -> bool:
    role = compiled.programme.roles.get(grant.role)
    return role is not None and not role.read_only


def _cases(reader: Reader, balance: Balance) -> Iterator[Case]:
    """The cases of the balance, as they are or as they would come into being."""
    firsts = [replace(course.facts[0], case=course.case) for course in balance.courses]
    for command, found in zip(firsts, reader.facts(firsts), strict=True):
        if isinstance(found, BadInput):
            raise found
        compiled, facts = found
        move = compiled.move(facts.case.kind if facts.case else command.kind or "", command.move)
        if facts.case is not None:
            yield facts.case
        elif move is not None:
            yield prospective(compiled, facts, command, move)[1]


def _check_fresh(tx: Tx, row: Mapping[str, Any], balance: Balance, now: datetime) -> None:
    """Raises Refused for cases that came in by another way since the balance was asked for."""
    new = [course for course in balance.courses if course.case is None and course.key]
    if not new:
        return
    there = holdings(tx, viewer(tx, row["actor"], now), balance.programme, balance.kind)
    keys = {sought_of(here).key: here.code for here in there.all}
    refusals = [
        Refusal("BalanceStale", (), {"case": keys[course.key]})
        for course in new
        if course.key in keys
    ]
    if refusals:
        raise Refused(refusals, row["request"])
