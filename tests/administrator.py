"""What an administrator of the machine can do to a SQLite database, behind the program's back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson

from states.history import CHAINED, digest, genesis
from states.office import Office


@contextmanager
def as_administrator(office: Office) -> Iterator[sqlite3.Connection]:
    """A raw connection without the triggers; they are put back, as a careful intruder would."""
    assert office.store.path is not None
    with closing(sqlite3.connect(office.store.path)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, statement in triggers:
            connection.execute(statement)
        connection.commit()


def edit(connection: sqlite3.Connection, case: str, number: int, **changes: Any) -> None:
    """Change columns of one entry."""
    named = ", ".join(f"{name} = ?" for name in changes)
    found = connection.execute(
        f"UPDATE history SET {named} WHERE case_code = ? AND seq = ?",
        [*changes.values(), case, number],
    )
    assert found.rowcount == 1


def entries(connection: sqlite3.Connection, case: str) -> list[dict[str, Any]]:
    """The entries of a case in order, with their ids and hashes."""
    names = ["id", *CHAINED, "hash"]
    found = connection.execute(
        f"SELECT {', '.join(names)} FROM history WHERE case_code = ? ORDER BY seq", [case]
    )
    return [dict(zip(names, row, strict=True)) for row in found]


def reseal_one(connection: sqlite3.Connection, case: str, seq: int) -> None:
    """Give one changed entry the hash that fits it."""
    entry = entries(connection, case)[seq - 1]
    edit(connection, case, seq, hash=digest(entry))


def reseal(connection: sqlite3.Connection, case: str) -> None:
    """Recompute a whole chain and what the case row and the receipts say of it."""
    previous = genesis(case)
    for entry in entries(connection, case):
        entry["prev_hash"] = previous
        previous = digest(entry)
        edit(connection, case, entry["seq"], prev_hash=entry["prev_hash"], hash=previous)
        _rewrite_receipt(connection, entry["command"], entry["seq"], previous)
        connection.execute(
            "UPDATE cases SET head = ?, seq = ?, state = ?, changed_at = ? WHERE code = ?",
            [previous, entry["seq"], entry["to_state"], entry["recorded_at"], case],
        )


def _rewrite_receipt(connection: sqlite3.Connection, command: str, seq: int, head: str) -> None:
    row = connection.execute("SELECT receipt FROM receipts WHERE command = ?", [command]).fetchone()
    if row is not None:
        receipt = orjson.loads(row[0]) | {"seq": seq, "hash": head}
        connection.execute(
            "UPDATE receipts SET receipt = ? WHERE command = ?",
            [orjson.dumps(receipt).decode(), command],
        )


def forget_checkpoints(connection: sqlite3.Connection) -> None:
    """Remove every checkpoint and the entries that tell of them."""
    connection.execute("DELETE FROM checkpoints")
    connection.execute("DELETE FROM history WHERE move = 'checkpoint'")
    reseal(connection, "small")


def copy_of(office: Office, path: Path) -> Path:
    """A copy of the database as it is now."""
    assert office.store.path is not None
    with (
        closing(sqlite3.connect(office.store.path)) as live,
        closing(sqlite3.connect(path)) as copy,
    ):
        live.backup(copy)
    return path


def put_back(office: Office, copy: Path) -> None:
    """Replace the whole database by an earlier copy."""
    assert office.store.path is not None
    office.store.close()
    with (
        closing(sqlite3.connect(copy)) as old,
        closing(sqlite3.connect(office.store.path)) as live,
    ):
        old.backup(live)


def undo_case(connection: sqlite3.Connection, copy: Path, case: str) -> None:
    """Take one case and all its traces back to how an earlier copy had them."""
    connection.execute("ATTACH ? AS old", [str(copy)])
    connection.execute(
        "DELETE FROM receipts WHERE command IN (SELECT command FROM history WHERE case_code = ? "
        "AND command NOT IN (SELECT command FROM old.history))",
        [case],
    )
    for table, column in (
        ("history", "case_code"),
        ("duties", "case_code"),
        ("outbox", "case_code"),
        ("cases", "code"),
    ):
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", [case])
        connection.execute(
            f"INSERT INTO {table} SELECT * FROM old.{table} WHERE {column} = ?", [case]
        )
    connection.execute("DELETE FROM quotas")
    connection.execute("INSERT INTO quotas SELECT * FROM old.quotas")
    connection.commit()
    connection.execute("DETACH old")
