"""The register of earlier pilots, on which clause 三 looks back. It is partial, and says so."""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, insert

from states.errors import BadInput
from states.forms import clean_text
from states.history import as_text
from states.ledger import Event, note
from states.office import Office
from states.registers.organisations import is_credit_code, name_key, normal_code
from states.tables import register

HELD = tuple(c.name for c in register.columns if c.name != "id")
"""What the register holds of each project."""
NEW_ROW = insert(register).values({name: bindparam(name) for name in HELD})

LEVELS = ("national", "local")
_OPTIONAL = ("unit_name", "unit_code", "jurisdiction", "document", "year")


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
    rows = [as_row(pilot) for pilot in pilots]
    with office.store.write() as tx:
        # the history first: whoever imports at the same time waits there, so that the last row
        # tells what the register holds
        event = brought(rows, source)
        note(office, tx, office.current(tx), [event])
        tx.many(NEW_ROW, rows)
    return len(rows)


def brought(rows: Sequence[Mapping[str, Any]], source: str) -> Event:
    """What the history says of rows that are added: how many, from where, and by which digest they
    are known again."""
    digest = digest_of_rows([[row[name] for name in HELD] for row in rows])
    return Event("import-register", {"rows": len(rows), "source": source, "digest": digest})


def digest_of_rows(rows: Sequence[Sequence[str | None]]) -> str:
    """What makes rows of the register the same ones, by their columns in the order of HELD."""
    return hashlib.sha256(as_text(rows).encode()).hexdigest()


def as_row(pilot: EarlierPilot) -> dict[str, Any]:
    """A row as it is stored: the unit by its code, and by its name reduced to what compares."""
    return asdict(pilot) | {
        "unit_key": name_key(pilot.unit_name or ""),
        "unit_code": normal_code(pilot.unit_code) if pilot.unit_code else None,
    }


def read_register(path: Path) -> list[EarlierPilot]:
    """The rows of a CSV file in UTF-8 with the columns of EarlierPilot.

    Raises BadInput naming the file, and the columns that are missing or the line that is wrong;
    OSError where it cannot be read."""
    names = list(EarlierPilot.__slots__)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True, restval="")
            missing = [name for name in names if name not in (reader.fieldnames or [])]
            if missing:
                raise BadInput("RegisterColumns", path=path.name, missing=missing)
            return [_pilot(path, reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput("RegisterUnreadable", path=path.name, detail=str(error)) from error


def _pilot(path: Path, line: int, row: dict[str, str]) -> EarlierPilot:
    try:
        texts = {name: clean_text(row[name], name) for name in EarlierPilot.__slots__}
    except BadInput as error:
        raise _wrong(path, line, error.message()) from error
    if texts["level"] not in LEVELS:
        raise _wrong(path, line, f"level={texts['level']!r} ({' | '.join(LEVELS)})")
    if not texts["programme_title"] or not (texts["project"] or texts["unit_name"]):
        lacking = "project | unit_name" if texts["programme_title"] else "programme_title"
        raise _wrong(path, line, f"{lacking} = ?")
    if texts["unit_code"] and not is_credit_code(normal_code(texts["unit_code"])):
        raise _wrong(path, line, f"unit_code={texts['unit_code']!r}")
    filled = {name: text or None for name, text in texts.items() if name in _OPTIONAL}
    return EarlierPilot(**{**texts, **filled})  # type: ignore[arg-type]


def _wrong(path: Path, line: int, detail: str) -> BadInput:
    return BadInput("RegisterLine", path=path.name, line=line, detail=detail)
