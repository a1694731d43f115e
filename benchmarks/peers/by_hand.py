"""The floor: the driver alone. Read the case, check its state, update it, add a row of history."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from benchmarks.peers.worker import Move, serve, stay_on_one_core

TABLES = (
    "CREATE TABLE pilots (code TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, "
    "title TEXT NOT NULL, jurisdiction TEXT NOT NULL)",
    "CREATE TABLE log (id {auto}, code TEXT NOT NULL, seq INTEGER NOT NULL, move TEXT NOT NULL, "
    "from_state TEXT NOT NULL, to_state TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, "
    "UNIQUE (code, seq))",
)
ALLOWED = {("submitted", "check"): "checked"}


def sqlite_connection(url: str) -> Any:
    """A connection with the durability that shidian asks for."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=10)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def postgresql_connection(url: str) -> Any:
    """A connection that begins a transaction with its first statement."""
    import psycopg

    return psycopg.connect(url.replace("+psycopg", ""))


def prepare(connection: Any, cases: int, auto: str, mark: str) -> None:
    """The two tables, with so many cases that wait for the move."""
    for table in TABLES:
        connection.execute(table.format(auto=auto))
    rows = [(f"ZJ-2026-{n:06}", "submitted", 1, f"合成项目{n}", "33") for n in range(cases)]
    cursor = connection.cursor()
    cursor.execute("BEGIN") if auto.endswith("KEY") and mark == "?" else None
    cursor.executemany(f"INSERT INTO pilots VALUES ({', '.join([mark] * 5)})", rows)
    connection.commit()


class ByHand:
    """One move in one transaction, with the statements of one driver."""

    def __init__(self, connection: Any, mark: str) -> None:
        self.connection, self.cursor = connection, connection.cursor()
        self.begin = "BEGIN IMMEDIATE" if mark == "?" else ""
        lock = "" if mark == "?" else " FOR UPDATE"
        self.read = f"SELECT state, version, jurisdiction FROM pilots WHERE code = {mark}{lock}"
        self.change = (
            f"UPDATE pilots SET state = {mark}, version = {mark} "
            f"WHERE code = {mark} AND version = {mark}"
        )
        self.add = (
            "INSERT INTO log (code, seq, move, from_state, to_state, actor, at) "
            f"VALUES ({', '.join([mark] * 7)})"
        )

    def move(self, code: str, name: str, actor: str, reach: str) -> None:
        """Read, check, update, insert, commit. Raises ValueError for what may not be."""
        cursor = self.cursor
        if self.begin:
            cursor.execute(self.begin)
        cursor.execute(self.read, (code,))
        state, version, jurisdiction = cursor.fetchone()
        target = ALLOWED.get((state, name))
        if target is None or jurisdiction != reach:
            self.connection.rollback()
            raise ValueError(code)
        cursor.execute(self.change, (target, version + 1, code, version))
        if cursor.rowcount != 1:
            self.connection.rollback()
            raise ValueError(code)
        at = datetime.now(UTC).isoformat()
        cursor.execute(self.add, (code, version + 1, name, state, target, actor, at))
        self.connection.commit()


def moves(url: str, cases: int) -> Iterator[Move]:
    """The moves of a fresh database of so many cases."""
    lite = url.startswith("sqlite")
    connect: Callable[[str], Any] = sqlite_connection if lite else postgresql_connection
    mark = "?" if lite else "%s"
    auto = "INTEGER PRIMARY KEY" if lite else "BIGSERIAL PRIMARY KEY"
    connection = connect(url)
    prepare(connection, cases, auto, mark)
    hand = ByHand(connection, mark)
    for n in range(cases):
        yield partial(hand.move, f"ZJ-2026-{n:06}", "check", "zhejiang", "33")


if __name__ == "__main__":
    stay_on_one_core()
    serve(moves(sys.argv[1], int(sys.argv[2])), {"sqlite": sqlite3.sqlite_version})
