"""The opening balance: what had happened elsewhere before an office began, recorded as a whole.

One person asks, with the facts of every case in their order and the digest of the file that they
came from; nothing of it is recorded until a second person approves the whole.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from sqlalchemy import bindparam, select

from states.actions import decide_all, retried
from states.commands import Command, Receipt, Via, command_from, command_text, receipt_from
from states.compiled import Compiled
from states.decide import prospective
from states.errors import BadInput, Refusal, Refused
from states.facts import Case, Grant
from states.history import as_text, from_text, instant, stamp
from states.ledger import Event, note
from states.office import Office
from states.queries.holdings import holdings, sought_of
from states.queries.viewers import viewer
from states.reading import Reader
from states.refused import keep_refused
from states.requests import VALID_FOR, settle
from states.store import Tx
from states.tables import requests

BALANCE: Literal["opening-balance"] = "opening-balance"
"""What such a request asks for. No file declares it as a move."""
RUN = "balance/"
"""How the run of an entry begins that came in with an opening balance."""
_REQUEST = select(requests.c.kind, requests.c.command).where(
    requests.c.request == bindparam("request")
)
_WAITING = select(requests.c.request, requests.c.command).where(
    requests.c.kind == BALANCE,
    requests.c.programme == bindparam("programme"),
    requests.c.status == "waiting",
    requests.c.expires_at > bindparam("now"),
)


@dataclass(frozen=True, slots=True)
class Course:
    """The facts of one case in their order. Without `case` the first brings it into being; `key`
    then says which case it is (`Sought.key`)."""

    facts: tuple[Command, ...]
    case: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """All courses of one file."""

    programme: str
    kind: str
    courses: tuple[Course, ...]
    file: str
    digest: str


@dataclass(slots=True)
class Taken:
    """What became, or would become, of a course: a receipt for each fact, or an error."""

    course: Course
    receipts: tuple[Receipt, ...] = ()
    error: Refused | BadInput | None = None

    @property
    def case(self) -> str | None:
        """The code of the case, once it is here."""
        return self.receipts[0].case if self.receipts else self.course.case

    @property
    def flags(self) -> tuple[str, ...]:
        """What is noted against the facts."""
        return tuple(flag for receipt in self.receipts for flag in receipt.flags)


def weigh(office: Office, courses: Sequence[Course]) -> list[Taken]:
    """What would become of each course if all were recorded now; nothing is written."""

    numbered = [_numbered(course, f"{RUN}trial", n) for n, course in enumerate(courses, 1)]

    def work() -> list[Taken]:
        with office.store.write(keep=False) as tx:
            return _record(office, tx, numbered, None)

    return retried(work)


def waiting_keys(office: Office, programme: str) -> dict[str, str]:
    """Which cases wait in a request already: what a course is known by, to the request."""
    with office.store.read() as tx:
        rows = tx.all(_WAITING, programme=programme, now=stamp(office.clock.now()))
    found = {}
    for row in rows:
        for course in from_text(row["command"])["fields"]["courses"]:
            found[course["case"] or course["key"]] = str(row["request"])
    return found


def ask(
    office: Office,
    balance: Balance,
    request: str,
    *,
    actor: str,
    via: Via,
    reason: str = "",
    dry_run: bool = False,
) -> Receipt:
    """Keep the balance as a request for a second person. The same request again gives the first
    receipt. Raises BadInput if there is nothing to record, or the id was used for something else.
    """
    if not balance.courses:
        raise BadInput("NothingPlanned")
    numbered = [_numbered(course, request, n) for n, course in enumerate(balance.courses, 1)]
    balance = replace(balance, courses=tuple(numbered))
    digest = hashlib.sha256(as_text([asdict(balance), actor]).encode()).hexdigest()

    def work() -> Receipt:
        with office.store.write(keep=not dry_run) as tx:
            known = tx.all(office.statements.receipt, command=request)
            if known:
                if known[0]["digest"] != digest:
                    raise BadInput("CommandIdReused", command=request)
                return receipt_from(from_text(known[0]["receipt"]))
            return _keep(office, tx, balance, request, digest, actor, via, reason)

    return retried(work)


def _numbered(course: Course, request: str, n: int) -> Course:
    facts = [
        replace(fact, id=f"{request}/{n}/{m}", run=f"{RUN}{request}")
        for m, fact in enumerate(course.facts, 1)
    ]
    return replace(course, facts=tuple(facts))


def _keep(
    office: Office,
    tx: Tx,
    balance: Balance,
    request: str,
    digest: str,
    actor: str,
    via: Via,
    reason: str,
) -> Receipt:
    recorded_at = office.recorded_at(tx)
    compiled = office.current(tx, balance.programme)
    Reader(office, tx, instant(recorded_at)).account(actor)
    receipt = Receipt("", "", 0, "", recorded_at, (), request, (), request)
    # one more command, so that whoever reads requests can read this one too
    whole = Command(
        request,
        actor,
        BALANCE,
        kind=balance.kind,
        programme=balance.programme,
        fields={
            "courses": [_stored(course) for course in balance.courses],
            "file": balance.file,
            "digest": balance.digest,
        },
        reason=reason,
        via=via,
    )
    tx.run(
        office.statements.new_request,
        request=request,
        kind=BALANCE,
        command=command_text(whole),
        programme=compiled.key,
        programme_version=compiled.version,
        case_code=None,
        move=BALANCE,
        actor=actor,
        reason=reason,
        received_at=recorded_at,
        requested_at=recorded_at,
        expires_at=stamp(instant(recorded_at) + VALID_FOR),
        status="waiting",
        digest=digest,
        receipt=as_text(receipt.as_json()),
        decided_by=None,
        decided_at=None,
        decision_reason=None,
    )
    return receipt


def _stored(course: Course) -> dict[str, Any]:
    facts = [from_text(command_text(fact)) for fact in course.facts]
    return {"case": course.case, "key": course.key, "facts": facts}


def balance_of(office: Office, request: str) -> Balance | None:
    """What a request for an opening balance asks for; None for any other request."""
    with office.store.read() as tx:
        row = tx.one(_REQUEST, request=request)
    return _balance_of(row) if row is not None and row["kind"] == BALANCE else None


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
            balance = _balance_of(row)
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
            _check(office, tx, row, _balance_of(row), actor, recorded_at)
            settle(office, tx, request, "rejected", actor, recorded_at, reason)
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
    try:
        return retried(work)
    except Refused as refused:
        if not dry_run:
            keep_refused(office, refused, act=verb, actor=actor, via=via, command=request)
        raise


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
    _check_fresh(tx, row, balance)
    account = Reader(office, tx, instant(recorded_at)).account(actor)
    approval = {"request": request, "by": actor, "name": account.name, "reason": reason}
    taken = _record(office, tx, balance.courses, approval)
    if wrong := [one.error for one in taken if one.error]:
        reasons = [r for error in wrong if isinstance(error, Refused) for r in error.refusals]
        raise Refused(reasons, request) if reasons else wrong[0]
    settle(office, tx, request, "approved", actor, recorded_at, reason)
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


def _record(
    office: Office, tx: Tx, courses: Sequence[Course], approval: Mapping[str, Any] | None
) -> list[Taken]:
    """The first facts of all courses together, then the second ones, and so on."""
    taken = [Taken(course) for course in courses]
    for stage in range(max((len(course.facts) for course in courses), default=0)):
        live = [one for one in taken if not one.error and stage < len(one.course.facts)]
        commands = [replace(one.course.facts[stage], case=one.case) for one in live]
        for one, verdict in zip(live, decide_all(office, tx, commands, approval), strict=True):
            one.error = verdict.error
            if verdict.receipt is not None:
                one.receipts = (*one.receipts, verdict.receipt)
    return taken


def _row(office: Office, tx: Tx, request: str) -> Mapping[str, Any]:
    row = tx.one(office.statements.request, request=request)
    if row is None:
        raise BadInput("UnknownRequest", request=request)
    return row


def _balance_of(row: Mapping[str, Any]) -> Balance:
    whole = from_text(row["command"])
    given = whole["fields"]
    courses = [
        Course(tuple(command_from(fact) for fact in one["facts"]), one["case"], one["key"])
        for one in given["courses"]
    ]
    return Balance(
        whole["programme"], whole["kind"], tuple(courses), given["file"], given["digest"]
    )


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
        who = "、".join(r.title for r in compiled.programme.roles.values() if not r.read_only)
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


def _check_fresh(tx: Tx, row: Mapping[str, Any], balance: Balance) -> None:
    """Raises Refused for cases that came in by another way since the balance was asked for."""
    new = [course for course in balance.courses if course.case is None and course.key]
    if not new:
        return
    there = holdings(tx, viewer(tx, row["actor"]), balance.programme, balance.kind)
    keys = {sought_of(here).key: here.code for here in there.all}
    refusals = [
        Refusal("BalanceStale", (), {"case": keys[course.key]})
        for course in new
        if course.key in keys
    ]
    if refusals:
        raise Refused(refusals, row["request"])
