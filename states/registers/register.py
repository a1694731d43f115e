"""The register of earlier pilots, on which clause 三 looks back. It is partial, and says so."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import bindparam, insert

from states.errors import BadInput
from states.ledger import Event, note
from states.office import Office
from states.registers.organisations import name_key, normal_code
from states.tables import register

_NEW = insert(register).values(
    {c.name: bindparam(c.name) for c in register.columns if c.name != "id"}
)


@dataclass(frozen=True, slots=True)
class EarlierPilot:
    """One earlier project: what was published about it."""

    level: str
    project: str
    unit_name: str | None
    unit_code: str | None
    jurisdiction: str | None
    programme_title: str
    batch: str
    document: str | None
    year: str | None
    status: str
    note: str


def add_earlier(office: Office, pilots: Iterable[EarlierPilot], *, source: str) -> int:
    """Add rows to the register; how many is returned, and recorded in the programme's history."""
    rows = [
        asdict(pilot)
        | {
            "unit_key": name_key(pilot.unit_name or ""),
            "unit_code": normal_code(pilot.unit_code) if pilot.unit_code else None,
        }
        for pilot in pilots
    ]
    with office.store.write() as tx:
        # the history first: whoever imports at the same time waits there, so that the last row
        # tells what the register holds
        event = Event("import-register", {"rows": len(rows), "source": source})
        note(office, tx, office.current(tx), [event])
        tx.many(_NEW, rows)
    return len(rows)


def read_register(path: Path) -> list[EarlierPilot]:
    """The rows of a CSV file in UTF-8 with the columns of EarlierPilot.

    Raises BadInput naming the file and the columns that are missing."""
    names = list(EarlierPilot.__slots__)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        missing = [name for name in names if name not in (reader.fieldnames or [])]
        if missing:
            raise BadInput("RegisterColumns", path=path.name, missing=missing)
        return [_pilot(row) for row in reader]


def _pilot(row: dict[str, str]) -> EarlierPilot:
    return EarlierPilot(
        level=row["level"],
        project=row["project"],
        unit_name=row["unit_name"] or None,
        unit_code=row["unit_code"] or None,
        jurisdiction=row["jurisdiction"] or None,
        programme_title=row["programme_title"],
        batch=row["batch"],
        document=row["document"] or None,
        year=row["year"] or None,
        status=row["status"],
        note=row["note"],
    )
