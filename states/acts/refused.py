"""Refused attempts, kept. I8."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from states.commands import Command, Verdict, Via
from states.errors import Refused
from states.history import as_text, stamp
from states.intake import printable
from states.office import Office
from states.words.flags import as_kept


@contextmanager
def refusals_kept(
    office: Office,
    act: str,
    *,
    actor: str,
    via: Via,
    dry_run: bool,
    command: str = "",
    case: str | None = None,
) -> Iterator[None]:
    """What is refused within is recorded, who wanted what and why not, in a transaction of its
    own; unless it was only tried."""
    try:
        yield
    except Refused as refused:
        if not dry_run:
            attempt = Command(command or act, actor, act, case=case, via=via)
            keep_refusals_of(office, [Verdict(attempt, error=refused)])
        raise


def keep_refusals_of(office: Office, verdicts: Sequence[Verdict]) -> None:
    """Record every refused command of a batch, in a transaction of its own."""
    refused = [(v.command, v.error) for v in verdicts if v.error is not None]
    if not refused:
        return
    rows = [
        {
            "command": printable(command.id),
            "refused_at": stamp(office.clock.now()),
            "actor": printable(command.actor),
            "via": printable(command.via.channel),
            "case_code": printable(command.case),
            "move": printable(command.move),
            "reasons": as_text(as_kept(error)),
            "run": printable(command.run),
        }
        for command, error in refused
    ]
    with office.store.write() as tx:
        tx.many(office.statements.new_refusal, rows)
