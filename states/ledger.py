"""The programme's own history: activation, rounds, accounts, the demonstration's clock.

It is kept as one more case, so that the same chain, the same triggers and the same verification
cover it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from states.commands import SYSTEM_VIA, Command, Via
from states.compiled import Compiled
from states.decisions.consequences import SYSTEM_NAME
from states.facts import Case, Grant
from states.history import genesis, instant
from states.office import Office
from states.plan import Draft, Plan
from states.record.reading import Reader
from states.record.writing import Decided, append
from states.store import Tx

LEDGER = "programme"
"""The kind of the case that stands for a programme itself; no file can declare it."""

EventName = Literal[
    "activate",
    "grant",
    "close-account",
    "delegate",
    "recall",
    "open-round",
    "close-round",
    "advance-clock",
    "internal-day",
    "plan-bulk",
    "apply-bulk",
    "checkpoint",
    "import-register",
    "opening-balance",
    "address",
    "resend",
    "import-calendar",
    "calendar-feed",
    "note",
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the programme as a whole."""

    name: EventName
    detail: dict[str, Any] = field(default_factory=dict)
    clause: tuple[str, ...] = ()


def note(
    office: Office,
    tx: Tx,
    compiled: Compiled,
    events: Sequence[Event],
    *,
    actor: str = "system",
    via: Via = SYSTEM_VIA,
    reason: str = "",
    run: str | None = None,
    grant: Grant | None = None,
) -> None:
    """Add entries to the programme's own history within the caller's transaction; `grant` is the
    role in which the actor did it, if not the first one held."""
    if not events:
        return
    case = ledger_of(office, tx, compiled)
    # under the lock of the ledger, so that who waited for another's entry comes after it
    recorded_at = office.recorded_at(tx)
    reader = Reader(office, tx, instant(recorded_at))
    account = reader.account(actor)
    grant = grant or next((g for g in account.grants if g.programme == compiled.key), None)
    for event in events:
        case = case._replace(seq=case.seq + 1, programme_version=compiled.version)
        name = f"ledger/{case.code}/{case.seq}"
        command = Command(name, actor, event.name, via=via, reason=reason, run=run)
        draft = Draft(
            after=case,
            move=event.name,
            from_state="active" if case.seq > 1 else None,
            clause=event.clause,
            actor=actor,
            actor_name=(account.name_in(grant) if grant else account.name) or SYSTEM_NAME,
            role=grant.role if grant else "system",
            scope=grant.scope() if grant else "programme",
            extra={"event": event.detail},
        )
        one = Decided(compiled, command, Plan(command.id, reader.now, [draft]))
        append(office, tx, [one], recorded_at)
        case = draft.after


def ledger_of(office: Office, tx: Tx, compiled: Compiled) -> Case:
    """The case that stands for a programme itself, as it is now; whoever else wants it waits until
    the end of the caller's transaction."""
    code = compiled.key
    rows = tx.all(office.statements.cases, codes=tx.listed([code]))
    if rows:
        return Case.from_row(rows[0])
    return Case(
        code=code,
        programme=compiled.key,
        programme_version=compiled.version,
        kind=LEDGER,
        state="active",
        seq=0,
        head=genesis(code),
        title=compiled.programme.title,
        jurisdiction=None,
        category=None,
        unit_name=None,
        unit_code=None,
        unit_key=None,
        parent=None,
        period=None,
        fields={},
        documents={},
        checks={},
        holds={},
        opened_at=office.recorded_at(tx),
        ended=False,
    )
