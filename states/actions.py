"""What people and the system do, one transaction each. Nothing else changes the state of a case."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from typing import Any, TypeVar

from states.acts.refused import keep_refusals_of, refusals_kept
from states.acts.requests import Approval, Approver, Asking, commands_of, take_back
from states.commands import Command, Receipt, Verdict, Via, digest_of, receipt_from
from states.compiled import Compiled
from states.decisions.decide import decide
from states.errors import BadInput, Conflict, Refused
from states.facts import Facts
from states.history import from_text, instant, stamp
from states.intake import check_readable
from states.office import TOLERATED_SKEW, Office
from states.plan import Plan
from states.record.reading import Reader
from states.record.writing import Decided, write
from states.store import Tx
from states.sweeps.together import together_of

T = TypeVar("T")
Look = Callable[[Tx, Sequence[Verdict]], None]
"""What looks at a dry run as long as what it would write is there."""
RETRIES = 5


def perform(office: Office, command: Command, *, dry_run: bool = False) -> Receipt:
    """Do one act. The same command id again returns the first receipt.

    Raises Refused (recorded, state and counts unchanged), BadInput, Conflict after bounded retries,
    or a Fault. With `dry_run` nothing is written, not even a refusal."""
    (verdict,) = perform_all(office, [command], atomic=False, dry_run=dry_run)
    return verdict.done()


def perform_all(
    office: Office,
    commands: Sequence[Command],
    *,
    atomic: bool = True,
    dry_run: bool = False,
    keep_refusals: bool = True,
    look: Look | None = None,
) -> list[Verdict]:
    """Do many acts in one transaction: all or none if `atomic`, else those that the rules allow.

    A verdict for each command, in order. Refusals are recorded in a transaction of their own;
    without `keep_refusals` nobody tried: a sweep asks again and again what can be done by now.
    With `dry_run`, `look` is shown what the acts would leave, once for each try.
    Raises Conflict after bounded retries, or a Fault."""
    now = office.clock.now()
    # only `approve` may say that a second person has approved
    asked = [replace(c, approves=None) if c.approves else c for c in commands]
    verdicts = retried(lambda: _try(office, asked, atomic, dry_run, now, look=look))
    if keep_refusals and not dry_run:
        keep_refusals_of(office, verdicts)
    return verdicts


def retried(work: Callable[[], T]) -> T:
    """The result of work that may lose a race; Conflict only after RETRIES losses."""
    for attempt in range(RETRIES):
        try:
            return work()
        except Conflict:
            if attempt == RETRIES - 1:
                raise
            time.sleep(random.uniform(0, 0.02 * 2**attempt))
    raise AssertionError("unreachable")


class _Undone(Exception):
    """Carries verdicts out of a transaction that must not be committed."""

    def __init__(self, verdicts: list[Verdict]) -> None:
        self.verdicts = verdicts


def _try(
    office: Office,
    commands: Sequence[Command],
    atomic: bool,
    dry_run: bool,
    arrived: datetime,
    approver: Approver | None = None,
    look: Look | None = None,
) -> list[Verdict]:
    try:
        with office.store.write() as tx:
            verdicts = decide_all(office, tx, commands, approver, arrived=arrived)
            if dry_run and look is not None:
                look(tx, verdicts)
            wrong = [v for v in verdicts if v.error]
            # where nothing happened, not even a number for a new case may be used up
            if dry_run or (wrong and (atomic or len(wrong) == len(verdicts))):
                raise _Undone(verdicts)
            return verdicts
    except _Undone as undone:
        if dry_run:
            return undone.verdicts
        return [v if v.error else Verdict(v.command) for v in undone.verdicts]


def decide_all(
    office: Office,
    tx: Tx,
    commands: Sequence[Command],
    approver: Approver | None = None,
    *,
    arrived: datetime | None = None,
    signed: Mapping[str, Any] | None = None,
) -> list[Verdict]:
    """Decide commands within the caller's transaction and write those that the rules allow. With
    `approver` each is asked for by its own actor and approved by this person; with `signed` each
    entry says which second person agreed to the whole. `arrived`: when those came in that do not
    say it themselves, if not now."""
    unreadable = _unreadable(commands)
    readable = [c for c in commands if id(c) not in unreadable] if unreadable else commands
    known = _known_receipts(office, tx, readable, only_done=approver is not None)
    fresh = [c for c in readable if c.id not in known] if known else readable
    reader = Reader(office, tx, office.clock.now(), arrived)
    facts = dict(zip(map(id, fresh), reader.facts(fresh), strict=True))
    together = together_of(office, tx, fresh, facts)
    batch = _Batch(office, tx, reader, Asking(office, tx, fresh))
    batch.signed = signed
    if approver is not None:
        batch.approval = Approval(office, tx, reader, approver, batch.recorded_at)
        batch.approval.read(readable)
    for command in commands:
        try:
            if id(command) in unreadable:
                raise unreadable[id(command)]
            if id(command) in together.refused:
                raise together.refused[id(command)]
            if command.id in known:
                if batch.approval is not None:
                    batch.approval.again(command)
                batch.verdicts.append(Verdict(command, _same(command, *known[command.id])))
            else:
                batch.decide(command, facts[id(command)])
        except (Refused, BadInput) as error:
            batch.refuse(command, error)
    batch.flush()
    members = together.members
    if members and any(v.error and v.command.id in members for v in batch.verdicts):
        raise _Undone(batch.verdicts)
    if batch.approval is not None:
        batch.approval.settle(v.command for v in batch.verdicts if v.receipt is not None)
    return batch.verdicts


def _unreadable(commands: Sequence[Command]) -> dict[int, BadInput]:
    found = {}
    for command in commands:
        try:
            check_readable(command)
        except BadInput as error:
            found[id(command)] = error
    return found


class _Batch:
    """Decides one command after another and writes them together; a command that touches what an
    earlier one changed is decided on what that one left."""

    def __init__(self, office: Office, tx: Tx, reader: Reader, asking: Asking) -> None:
        self.office, self.tx, self.reader, self.asking = office, tx, reader, asking
        # the stamp is taken under the locks of the facts: who waited for another's act comes after
        self.recorded_at = office.recorded_at(tx)
        reader.now = instant(self.recorded_at)
        self.verdicts: list[Verdict] = []
        self.approval: Approval | None = None
        self.signed: Mapping[str, Any] | None = None
        self._decided: list[tuple[int, Decided]] = []
        self._touched: set[str] = set()

    def decide(self, command: Command, found: tuple[Compiled, Facts] | BadInput) -> None:
        """Judge one command. Raises Refused or BadInput."""
        if self._touched and self._touched & _subjects(command, found):
            self.flush()
            if self._is_repeated(command):
                return
            (found,) = self.reader.facts([command])
        if isinstance(found, BadInput):
            raise found
        compiled, facts = found
        facts.now = self.reader.now
        _not_in_future(command, facts)
        approver = self.approval.of(command, compiled, facts) if self.approval else None
        if facts.case is None:
            plan = self.reader.numbered(compiled, facts, command, decide)
        else:
            plan = decide(compiled, facts, command)
        received = facts.received(command)
        one = Decided(compiled, command, plan, digest_of(command), facts.duties, received)
        if plan.approval:
            receipt = self.asking.ask(one, self.recorded_at)
            self.verdicts.append(Verdict(command, receipt))
            return
        if self.approval is not None and approver is not None:
            self.approval.sign(command, plan, approver)
        elif self.signed:
            plan.drafts[0].extra["approval"] = dict(self.signed)
        _take(facts, plan)
        self._touched |= {draft.after.code for draft in one.plan.drafts} | {command.id}
        self._decided.append((len(self.verdicts), one))
        self.verdicts.append(Verdict(command))

    def refuse(self, command: Command, error: Refused | BadInput) -> None:
        """Keep a refusal, unless the same command was performed while its case was waited for."""
        try:
            if isinstance(error, Refused) and self._is_repeated(command):
                return
        except BadInput as reused:
            error = reused
        self.verdicts.append(Verdict(command, error=error))

    def _is_repeated(self, command: Command) -> bool:
        only_done = self.approval is not None
        known = _known_receipts(self.office, self.tx, [command], only_done=only_done)
        repeated = known.get(command.id)
        if repeated is None:
            return False
        self.verdicts.append(Verdict(command, _same(command, *repeated)))
        return True

    def flush(self) -> None:
        """Write what is decided so far and put its receipts into the verdicts."""
        decided = [one for _, one in self._decided]
        receipts = write(self.office, self.tx, decided, self.recorded_at)
        for (place, one), receipt in zip(self._decided, receipts, strict=True):
            self.verdicts[place] = Verdict(one.command, receipt, quotas=one.plan.quotas())
        self.asking.flush()
        # what was read before stays stale for the rest of the batch
        self._decided = []


def _subjects(command: Command, found: tuple[Compiled, Facts] | BadInput) -> set[str]:
    named = {command.id, command.case or "", command.parent or ""} - {""}
    if isinstance(found, BadInput):
        return named
    facts = found[1]
    for group in facts.families.values():
        named.update(child.code for child in group)
    if facts.parent is not None:
        named.add(facts.parent.code)
    return named


def _take(facts: Facts, plan: Plan) -> None:
    """Count the plan's quotas in the rows shared by the batch."""
    for draft in plan.drafts:
        for change, by in ((draft.takes, 1), (draft.gives, -1)):
            for bucket, column in change.items():
                row = facts.quotas[bucket]
                setattr(row, column, getattr(row, column) + by)


def _not_in_future(command: Command, facts: Facts) -> None:
    for at in (command.received_at, command.occurrence.at if command.occurrence else None):
        if at is not None and at > facts.now + TOLERATED_SKEW:
            raise BadInput("InFuture", at=stamp(at), now=stamp(facts.now))


def _known_receipts(
    office: Office, tx: Tx, commands: Sequence[Command], *, only_done: bool = False
) -> dict[str, tuple[str, str]]:
    if len(commands) == 1:
        rows = tx.rows(office.statements.receipt, command=commands[0].id)
    else:
        rows = tx.rows(office.statements.receipts, commands=tx.listed(c.id for c in commands))
    if not rows:
        return {}
    # that an act was done is the last word on it
    rows.sort(key=itemgetter(-1))
    return {
        command: (digest, receipt)
        for command, digest, receipt, done in rows
        if done or not only_done
    }


def _same(command: Command, digest: str, receipt: str) -> Receipt:
    """The first receipt. Raises BadInput if the id was used for something else."""
    if digest != digest_of(command):
        raise BadInput("CommandIdReused", command=command.id)
    return receipt_from(from_text(receipt))


def approve(
    office: Office,
    request: str,
    actor: str,
    *,
    via: Via,
    reason: str = "",
    dry_run: bool = False,
) -> Receipt:
    """Perform a waiting request as its second person: guards are checked again, lateness is judged
    by the request's receipt. Approved twice by the same person, it gives the first receipt again.
    Raises Refused if the approver may not or is the requester. With
    `dry_run` nothing is written, not even a refusal."""
    (verdict,) = approve_all(office, [request], actor, via=via, reason=reason, dry_run=dry_run)
    return verdict.done()


def approve_all(
    office: Office,
    requests: Sequence[str],
    actor: str,
    *,
    via: Via,
    reason: str = "",
    dry_run: bool = False,
    look: Look | None = None,
) -> list[Verdict]:
    """Perform waiting requests as their second person, all or none, in one transaction. `look` as
    in `perform_all`.

    Raises BadInput for a request that is not known."""
    with office.store.read() as tx:
        commands = commands_of(office, tx, requests)
    approver = Approver(actor, via, reason)
    return perform_approved(office, commands, approver, dry_run=dry_run, look=look)


def perform_approved(
    office: Office,
    commands: Sequence[Command],
    approver: Approver,
    *,
    atomic: bool = True,
    dry_run: bool = False,
    look: Look | None = None,
) -> list[Verdict]:
    """Do acts that one person asks for and another approves by this. What waits as a request of
    the same id is settled with it."""
    now = office.clock.now()
    approved = [replace(c, approves=c.approves or c.run or c.id) for c in commands]
    verdicts = retried(lambda: _try(office, approved, atomic, dry_run, now, approver, look))
    if not dry_run:
        tried = [
            v._replace(command=Command(v.command.id, approver.account, "approve", via=approver.via))
            for v in verdicts
        ]
        keep_refusals_of(office, [v for v in tried if isinstance(v.error, Refused)])
    return verdicts


def reject(
    office: Office, request: str, actor: str, *, via: Via, reason: str, dry_run: bool = False
) -> None:
    """End a waiting request, or all of a batch, without performing it. Raises Refused like
    `approve`."""
    with (
        refusals_kept(office, "reject", actor=actor, via=via, dry_run=dry_run, command=request),
        office.store.write(keep=not dry_run) as tx,
    ):
        commands = commands_of(office, tx, [request])
        recorded_at = office.recorded_at(tx)
        reader = Reader(office, tx, instant(recorded_at))
        approval = Approval(office, tx, reader, Approver(actor, via, reason), recorded_at)
        approval.read(commands)
        for command, found in zip(commands, reader.facts(commands), strict=True):
            if isinstance(found, BadInput):
                raise found
            approval.of(command, *found)
        approval.settle(commands, "rejected")


def retract(
    office: Office, request: str, actor: str, *, via: Via, reason: str = "", dry_run: bool = False
) -> None:
    """Take back one's own waiting request, or all of a batch. Raises Refused, or BadInput if there
    is none."""
    with (
        refusals_kept(office, "retract", actor=actor, via=via, dry_run=dry_run, command=request),
        office.store.write(keep=not dry_run) as tx,
    ):
        recorded_at = office.recorded_at(tx)
        reader = Reader(office, tx, instant(recorded_at))
        take_back(office, tx, reader, request, Approver(actor, via, reason), recorded_at)
