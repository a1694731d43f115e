"""Acts that wait for a second person: overrides of soft rules, and moves declared four-eyes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from states.commands import (
    ANNOUNCE,
    BATCH,
    DUTY_ACTS,
    Command,
    Receipt,
    Via,
    batch_of,
    command_from,
    command_text,
)
from states.compiled import Compiled
from states.decisions.duty_acts import who_may
from states.decisions.judging import Asked
from states.decisions.prospect import prospective
from states.errors import BadInput, Refusal, Refused
from states.facts import Account, Facts, Grant, behalf_of
from states.guards import judge_person
from states.history import as_text, from_text, instant, stamp
from states.office import Office
from states.plan import Plan
from states.record.reading import Reader
from states.record.request_statements import request_statements
from states.record.second_persons import SecondPersons
from states.record.writing import Decided
from states.store import Tx
from states.words.flags import flag_of
from states.words.titles import titled, titles

VALID_FOR = timedelta(days=30)


class Asking:
    """The commands of a batch that must wait for a second person, kept together at its end."""

    def __init__(self, office: Office, tx: Tx, commands: Sequence[Command]) -> None:
        self._office, self._tx = office, tx
        self._commands = commands
        self._asked: dict[tuple[str, str], dict[str, Any]] | None = None
        self._rows: list[dict[str, Any]] = []
        self._persons: dict[str, SecondPersons] = {}

    def ask(self, one: Decided, recorded_at: str) -> Receipt:
        """The receipt of a command that needs approval. The request's id is the command's, and it
        expires after 30 days. Raises Refused if somebody has asked for the same already."""
        command = one.command
        if command.case and command.move not in DUTY_ACTS:
            asked = self._asked_before(recorded_at)
            if row := asked.get((command.case, command.move)):
                named = {"request": row["request"], "account": row["actor"]}
                raise Refused([Refusal("AlreadyAsked", (), named)], command.id)
            asked[command.case, command.move] = {"request": command.id, "actor": command.actor}
        receipt = _receipt(one, recorded_at, self._alone(one, recorded_at))
        self._rows.append(_row(one, receipt, recorded_at))
        return receipt

    def flush(self) -> None:
        """Write the requests, all at once."""
        self._tx.many(self._office.statements.new_request, self._rows)
        self._rows = []

    def _alone(self, one: Decided, now: str) -> list[dict[str, Any]]:
        """What is noted where nobody else could approve by now."""
        compiled, command, case = one.compiled, one.command, one.plan.drafts[0].after
        if compiled.key not in self._persons:
            self._persons[compiled.key] = SecondPersons(self._tx, compiled.key, now)
        roles = compiled.programme.roles
        may = [r for r in approvers(compiled, case.kind, command) if r in roles]
        able = [role for role in may if not roles[role].read_only]
        if not self._persons[compiled.key].lacking(command.actor, able, case):
            return []
        named = {"account": command.actor, **titled(who=[roles[role] for role in able])}
        lacking = Refusal("NobodyToApprove", (), named, strength="warn")
        return [flag_of(lacking, command.entry)]

    def _asked_before(self, now: str) -> dict[tuple[str, str], dict[str, Any]]:
        if self._asked is None:
            statement = request_statements(self._office.store.dialect).asked_before
            codes = self._tx.listed(str(c.case) for c in self._commands if c.case)
            rows = self._tx.all(statement, codes=codes, now=now)
            self._asked = {(row["case_code"], row["move"]): row for row in rows}
        return self._asked


def _row(one: Decided, receipt: Receipt, recorded_at: str) -> dict[str, Any]:
    # lateness is judged by when it was asked for, whenever it is approved
    command = replace(one.command, received_at=one.received)
    return {
        "request": command.id,
        "kind": ",".join(one.plan.approval),
        "command": command_text(command),
        "programme": one.compiled.key,
        "programme_version": one.compiled.version,
        "case_code": command.case,
        "move": command.move,
        "actor": command.actor,
        "reason": command.reason,
        "received_at": stamp(command.received_at) if command.received_at else recorded_at,
        "requested_at": recorded_at,
        "expires_at": stamp(instant(recorded_at) + VALID_FOR),
        "status": "waiting",
        "digest": one.digest,
        # whoever approves is to see which rules are passed
        "receipt": as_text(receipt.as_json() | {"noted": list(receipt.noted)}),
        "decided_by": None,
        "decided_at": None,
        "decision_reason": None,
        "batch": batch_of(command),
    }


def _receipt(one: Decided, recorded_at: str, alone: list[dict[str, Any]]) -> Receipt:
    command, plan = one.command, one.plan
    case, before = plan.drafts[0].after, plan.drafts[0].from_state
    noted = (*plan.drafts[0].flags, *alone)
    return Receipt(
        case=command.case or "",
        state=before or "",
        seq=case.seq - 1,
        hash=plan.drafts[0].after.head if command.case else "",
        recorded_at=recorded_at,
        next=(),
        command=command.id,
        flags=tuple(str(flag["message"]) for flag in noted),
        waiting=command.id,
        noted=noted,
    )


def commands_of(office: Office, tx: Tx, names: Sequence[str]) -> list[Command]:
    """The commands of requests, each by its own name or all of a batch by the batch's.

    Raises BadInput for a name that is not known."""
    found = []
    for name in names:
        of_batch = name.startswith(BATCH)
        statements = request_statements(office.store.dialect)
        statement = statements.requests_of_batch if of_batch else statements.known
        rows = tx.all(statement, request=name)
        if not rows:
            raise BadInput("UnknownRequest", request=name)
        open_ones = [row for row in rows if not of_batch or row["status"] == "waiting"]
        for row in open_ones or rows:
            found.append(replace(command_from(from_text(row["command"])), approves=row["request"]))
    return found


@dataclass(frozen=True, slots=True)
class Approver:
    """The second person: who, how, and with which reason."""

    account: str
    via: Via
    reason: str = ""


class Approval:
    """One person's approval of what others ask for, within one transaction."""

    def __init__(
        self, office: Office, tx: Tx, reader: Reader, approver: Approver, recorded_at: str
    ) -> None:
        self._office, self._tx, self._approver = office, tx, approver
        self._recorded_at = recorded_at
        self._account = reader.account(approver.account)
        self._rows: dict[str, dict[str, Any]] = {}

    def read(self, commands: Sequence[Command]) -> None:
        """Read, under lock, the requests that wait for the commands."""
        listed = self._tx.listed(command.id for command in commands)
        rows = self._tx.all(
            request_statements(self._office.store.dialect).requests, requests=listed
        )
        self._rows = {row["request"]: row for row in rows}

    def again(self, command: Command) -> None:
        """Raises Refused if the command was performed with another person's approval."""
        row = self._rows.get(command.id)
        if row is not None and row["decided_by"] != self._account.account:
            named = {"request": command.id, "status": row["status"]}
            raise Refused([Refusal("RequestOver", (), named)], command.id)

    def of(self, command: Command, compiled: Compiled, facts: Facts) -> Grant:
        """The role in which the person approves a command. Raises Refused if the request is over or
        expired, or if the person is the requester or may not make the move, BadInput if the case
        lies out of reach."""
        account = self._account.account
        refusals = list(self._over(command))
        if command.actor == account:
            named = {"request": command.approves or command.id, "account": account}
            refusals.append(Refusal("SelfApproval", (), named))
        found = self._grants(command, compiled, facts)
        if isinstance(found, Refusal):
            refusals.append(found)
            raise Refused(refusals, command.id)
        refusals += self._against(command, compiled, facts)
        if refusals:
            raise Refused(refusals, command.id)
        return found

    def sign(self, command: Command, plan: Plan, grant: Grant) -> None:
        """Put the approval into the entry. Raises Refused if the act is done on behalf of the very
        person that approves, or approved on behalf of the one who acts."""
        draft = plan.drafts[0]
        persons = {draft.actor, behalf_of(draft.scope)} - {None}
        mine = {self._account.account, grant.on_behalf_of} - {None}
        request = command.approves or command.run or command.id
        if persons & mine:
            named = {"request": request, "account": self._account.account}
            raise Refused([Refusal("SelfApproval", (), named)], command.id)
        signed = {
            "request": request,
            "by": self._account.account,
            "name": self._account.name,
            "reason": self._approver.reason,
        }
        if grant.on_behalf_of:
            signed["on_behalf_of"] = grant.on_behalf_of
        draft.extra["approval"] = signed

    def settle(
        self,
        commands: Iterable[Command],
        status: Literal["approved", "rejected"] = "approved",
    ) -> None:
        """End the waiting requests of the commands."""
        for command in commands:
            if command.id in self._rows:
                settle(
                    self._office, self._tx, command.id, status, self._approver, self._recorded_at
                )

    def _over(self, command: Command) -> Iterator[Refusal]:
        row = self._rows.get(command.id)
        if row is None:
            return
        if row["status"] != "waiting":
            named = {"request": command.id, "status": row["status"]}
            yield Refusal("RequestOver", (), named)
        elif row["expires_at"] <= self._recorded_at:
            yield Refusal("RequestExpired", (), {"request": command.id})

    def _grants(self, command: Command, compiled: Compiled, facts: Facts) -> Grant | Refusal:
        kind = facts.case.kind if facts.case else str(command.kind)
        move = compiled.move(kind, command.move)
        after = facts.case
        if move is not None:
            _, after = prospective(compiled, facts, command, move)
        if after is not None and not self._account.sees(after):
            raise BadInput("UnknownRequest", request=command.approves or command.id)
        may, roles = approvers(compiled, kind, command), compiled.programme.roles
        able = [
            grant
            for grant in self._account.grants
            if grant.role in may
            and not roles[grant.role].read_only
            and after is not None
            and grant.covers(after)
            and grant.on_behalf_of != command.actor
        ]
        if able:
            return able[0]
        who = titles(roles[r] for r in may if r in roles)
        return Refusal("MayNotApprove", (), {"account": self._account.account, "who": who})

    def _against(self, command: Command, compiled: Compiled, facts: Facts) -> list[Refusal]:
        """What stands against this person: having acted before, or an interest of its own."""
        kind = facts.case.kind if facts.case else str(command.kind)
        move = compiled.move(kind, command.move)
        if move is None:
            return []
        _, after = prospective(compiled, facts, command, move)
        theirs = replace(facts, account=self._account)
        counts = facts.received(command)
        persons = frozenset({self._account.account})
        asked = Asked(compiled, after, move, theirs, after.documents, counts, persons)
        return [refusal for refusal in judge_person(asked) if refusal.strength != "warn"]


def approvers(compiled: Compiled, kind: str, command: Command) -> tuple[str, ...]:
    """The roles that may approve what a command asks for: those that may do it."""
    if command.move in DUTY_ACTS:
        return who_may(compiled, command)
    if command.move == ANNOUNCE:
        return compiled.announcers(kind)
    move = compiled.move(kind, command.move)
    return move.by if move else ()


def take_back(
    office: Office, tx: Tx, reader: Reader, request: str, by: Approver, recorded_at: str
) -> None:
    """End a request, or all of a batch, in the name of whoever made it. Raises Refused, or BadInput
    if unknown."""
    account = reader.account(by.account)
    for command in commands_of(office, tx, [request]):
        name = str(command.approves)
        row = tx.one(request_statements(office.store.dialect).request, request=name)
        assert row is not None
        if row["actor"] != account.account:
            (found,) = reader.facts([command])
            if isinstance(found, BadInput) or not _sees(account, found[1]):
                raise BadInput("UnknownRequest", request=request)
            named = {"request": request, "account": account.account, "actor": row["actor"]}
            raise Refused([Refusal("RequestOfAnother", (), named)], request)
        if row["status"] != "waiting":
            named = {"request": request, "status": row["status"]}
            raise Refused([Refusal("RequestOver", (), named)], request)
        settle(office, tx, name, "withdrawn", by, recorded_at)


def _sees(account: Account, facts: Facts) -> bool:
    case = facts.case or facts.parent
    return case is None or account.sees(case)


def settle(
    office: Office,
    tx: Tx,
    request: str,
    status: Literal["approved", "rejected", "withdrawn"],
    by: Approver,
    recorded_at: str,
) -> None:
    """End a waiting request."""
    tx.run(
        request_statements(office.store.dialect).decide_request,
        in_request=request,
        status=status,
        decided_by=by.account,
        decided_at=recorded_at,
        decision_reason=by.reason or None,
    )
