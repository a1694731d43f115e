"""Remarks and guidance on a case: kept in its history; they ask nothing and change nothing."""

from dataclasses import replace

from states.actions import retried
from states.acts.refused import refusals_kept
from states.commands import Command, Receipt, digest_of, receipt_from
from states.compiled import Compiled
from states.decisions.publicity import kept_from
from states.errors import BadInput, Refusal, Refused
from states.facts import Case, Facts, Grant
from states.forms import clean_text
from states.history import from_text, instant
from states.intake import check_readable
from states.office import Office
from states.plan import Draft, Plan
from states.record.reading import Reader
from states.record.writing import Decided, write
from states.store import Tx
from states.words.titles import titled

NOTE = "note"
"""The entry of a remark. Every programme has it, so no file declares it."""


def remark(office: Office, command: Command, *, dry_run: bool = False) -> Receipt:
    """Add the command's reason as a remark to the history of its case, by anyone who may act on
    the case. The same command id again returns the first receipt.

    Raises Refused, UnknownCase, BadInput for an empty text, or Conflict."""
    check_readable(command)
    command = replace(command, move=NOTE, reason=clean_text(command.reason, "note"))
    if not command.reason:
        raise BadInput("RemarkEmpty")

    def work() -> Receipt:
        with office.store.write(keep=not dry_run) as tx:
            return _known(office, tx, command) or _write(office, tx, command)

    with refusals_kept(
        office,
        NOTE,
        actor=command.actor,
        via=command.via,
        dry_run=dry_run,
        command=command.id,
        case=command.case,
    ):
        return retried(work)


def _known(office: Office, tx: Tx, command: Command) -> Receipt | None:
    row = tx.one(office.statements.receipts, commands=tx.listed([command.id]))
    if row is None:
        return None
    if row["digest"] != digest_of(command):
        raise BadInput("CommandIdReused", command=command.id)
    return receipt_from(from_text(row["receipt"]))


def _write(office: Office, tx: Tx, command: Command) -> Receipt:
    reader = Reader(office, tx, instant(office.recorded_at(tx)))
    (found,) = reader.facts([command])
    # under the lock of the case: who waited for another's act comes after it
    recorded_at = office.recorded_at(tx)
    reader.now = instant(recorded_at)
    if isinstance(found, Exception):
        raise found
    compiled, facts = found
    case = facts.case
    assert case is not None
    grant = _grant(compiled, facts, case)
    draft = Draft(
        after=case._replace(seq=case.seq + 1),
        move=NOTE,
        from_state=case.state,
        clause=(),
        actor=facts.account.account,
        actor_name=facts.account.name_in(grant),
        role=grant.role,
        scope=grant.scope(),
    )
    if facts.kept and kept_from(compiled, facts):
        draft.seen = facts.kept
    elif case.unannounced:
        draft.publicity = "hidden"
    plan = Plan(command.id, reader.now, [draft])
    (receipt,) = write(
        office, tx, [Decided(compiled, command, plan, digest_of(command))], recorded_at
    )
    return receipt


def _grant(compiled: Compiled, facts: Facts, case: Case) -> Grant:
    roles = compiled.programme.roles
    for grant in facts.account.grants:
        if grant.covers(case) and grant.role in roles and not roles[grant.role].read_only:
            return grant
    who = titled(who=[role for role in roles.values() if not role.read_only])
    parameters = {"account": facts.account.account, "case": case.code, **who}
    raise Refused([Refusal("MayNotNote", (), parameters)])
