"""Rows that somebody brings into the register of earlier pilots. They are only ever added, none
twice, and who brought them with which document stands in the history."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from states.accounts import over_all, roles_over_all
from states.acts.refused import refusals_kept
from states.commands import Via
from states.compiled import Compiled
from states.errors import Refusal, Refused
from states.facts import Grant
from states.history import instant
from states.ledger import EventName, ledger_of, note
from states.office import Office
from states.record.reading import Reader
from states.registers.register import NEW_ROW, EarlierPilot, as_row, brought
from states.store import Tx
from states.tables import register
from states.words.titles import titled

EVENT: EventName = "import-register"
_HELD = ("level", "project", "unit_name", "unit_code", "programme_title", "batch", "year", "status")


@dataclass(frozen=True, slots=True)
class Brought:
    """How many rows were new, and how many the register held already."""

    new: int
    held: int

    def as_json(self) -> dict[str, int]:
        """The contract of the command line."""
        return {"new": self.new, "held": self.held}


def bring_rows(
    office: Office,
    pilots: Sequence[EarlierPilot],
    *,
    actor: str,
    via: Via,
    source: str,
    reason: str = "",
    dry_run: bool = False,
) -> Brought:
    """Add rows that the register does not hold; the same file again adds nothing. `source` names
    the file. With `dry_run` it is only counted.

    Raises Refused for an account that may not act for a whole programme: every province is looked
    up in the same register. Raises BadInput where several programmes run and none is named."""
    with (
        refusals_kept(office, EVENT, actor=actor, via=via, dry_run=dry_run),
        office.store.write(keep=not dry_run) as tx,
    ):
        compiled = office.current(tx)
        grant = _allowed(office, tx, compiled, actor)
        # whoever brings rows at the same time waits here, so that none comes twice
        ledger_of(office, tx, compiled)
        held = {tuple(row) for row in tx.rows(_KNOWN)}
        rows = [as_row(pilot) for pilot in pilots]
        fresh = {key: row for row in rows if (key := tuple(row[n] for n in _HELD)) not in held}
        if fresh:
            event = brought(list(fresh.values()), source)
            note(office, tx, compiled, [event], actor=actor, via=via, reason=reason, grant=grant)
            tx.many(NEW_ROW, list(fresh.values()))
    return Brought(len(fresh), len(rows) - len(fresh))


_KNOWN = select(*(register.c[name] for name in _HELD))


def _allowed(office: Office, tx: Tx, compiled: Compiled, actor: str) -> Grant:
    account = Reader(office, tx, instant(office.recorded_at(tx))).account(actor)
    grant = over_all(compiled.programme, account)
    if grant is None:
        named = {"account": actor, **titled(who=roles_over_all(compiled.programme))}
        raise Refused([Refusal("MayNotBringRows", (), named)])
    return grant
