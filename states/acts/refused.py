"""Refused attempts at what is no move, kept as refused moves are. I8."""

from collections.abc import Sequence

from states.commands import Verdict, Via
from states.errors import Refused
from states.history import as_text, stamp
from states.intake import printable
from states.office import Office
from states.words.flags import as_kept


def keep_refused(
    office: Office,
    refused: Refused,
    *,
    act: str,
    actor: str,
    via: Via,
    command: str = "",
    case: str | None = None,
) -> None:
    """Record who wanted what, and why not, in a transaction of its own."""
    with office.store.write() as tx:
        tx.run(
            office.statements.new_refusal,
            command=command or act,
            refused_at=stamp(office.clock.now()),
            actor=actor,
            via=via.channel,
            case_code=case,
            move=act,
            reasons=as_text(as_kept(refused)),
            run=None,
        )


def keep_refusals_of(office: Office, verdicts: Sequence[Verdict]) -> None:
    """Record every refused command of a batch, in a transaction of its own."""
    rows = [
        {
            "command": printable(v.command.id),
            "refused_at": stamp(office.clock.now()),
            "actor": printable(v.command.actor),
            "via": printable(v.command.via.channel),
            "case_code": printable(v.command.case),
            "move": printable(v.command.move),
            "reasons": as_text(as_kept(v.error)),
            "run": printable(v.command.run),
        }
        for v in verdicts
        if v.error is not None
    ]
    if not rows:
        return
    with office.store.write() as tx:
        tx.many(office.statements.new_refusal, rows)
