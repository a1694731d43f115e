"""Refused attempts at what is no move, kept as refused moves are. I8."""

from states.commands import Via
from states.errors import Refused
from states.history import as_text, stamp
from states.office import Office


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
            reasons=as_text([refusal.as_json() for refusal in refused.refusals]),
            run=None,
        )
