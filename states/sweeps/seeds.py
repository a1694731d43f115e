"""The cases that a programme itself lists: opened by the system when a version is activated."""

from collections.abc import Iterator

from sqlalchemy import select

from config.programme import Seed
from config.vocabulary import SYSTEM
from states.commands import Command, Via
from states.compiled import OPEN, Compiled
from states.decisions.columns import with_columns
from states.decisions.consequences import blank, open_seed
from states.decisions.numbering import counter_of
from states.forms import read_fields
from states.history import instant
from states.office import Office
from states.plan import Plan
from states.record.statements import among
from states.record.writing import Decided, write
from states.store import Tx
from states.tables import history


def open_seeds(office: Office, tx: Tx, compiled: Compiled, via: Via, recorded_at: str) -> int:
    """Open the listed cases that no earlier version has opened; their number is returned.

    Raises BadInput if a value cannot be read."""
    seeds = {command_of(compiled, name): seed for name, seed in compiled.programme.seeds.items()}
    opened = _opened(office, tx, list(seeds))
    fresh = {command: seed for command, seed in seeds.items() if command not in opened}
    decided = list(_decided(office, tx, compiled, fresh, via, recorded_at))
    if decided:
        write(office, tx, decided, recorded_at)
    return len(decided)


def command_of(compiled: Compiled, name: str) -> str:
    """The command with which a listed case is opened, once for all versions."""
    return f"system/seed/{compiled.key}/{name}"


def _opened(office: Office, tx: Tx, commands: list[str]) -> set[str]:
    if not commands:
        return set()
    known = select(history.c.command).where(
        among(history.c.command, "commands", office.store.dialect)
    )
    return {row["command"] for row in tx.all(known, commands=tx.listed(commands))}


def _decided(
    office: Office,
    tx: Tx,
    compiled: Compiled,
    fresh: dict[str, Seed],
    via: Via,
    recorded_at: str,
) -> Iterator[Decided]:
    for command, seed in fresh.items():
        kind = compiled.kind(seed.case)
        values = read_fields(compiled.programme, kind, seed.fields, set(kind.form))
        case = with_columns(compiled, blank(compiled, seed.case, None, recorded_at), values)
        case = case._replace(fields={k: v for k, v in values.items() if v is not None}, seq=1)
        row = tx.one(office.statements.next_number, name=counter_of(compiled, case))
        assert row is not None
        plan = Plan(command, instant(recorded_at))
        plan.drafts = [open_seed(compiled, plan, case, int(row["value"]), seed.clause)]
        yield Decided(compiled, Command(command, SYSTEM, OPEN, kind=seed.case, via=via), plan)
