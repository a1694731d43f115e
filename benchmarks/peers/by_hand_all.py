"""What one shidian act does, by hand with the driver alone and no rule looked up anywhere.

The same reads and rows as `recommend`: account, case, duties, quotas, chain, outbox, receipt. The
distance from here to shidian is what generality costs; from the floor to here, what the law asks.
"""

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from benchmarks.peers.by_hand import postgresql_connection, sqlite_connection
from benchmarks.peers.worker import Move, serve, stay_on_one_core

TABLES = (
    "CREATE TABLE accounts (account TEXT PRIMARY KEY, role TEXT, jurisdiction TEXT)",
    "CREATE TABLE pilots (code TEXT PRIMARY KEY, state TEXT NOT NULL, seq INTEGER NOT NULL, "
    "title TEXT NOT NULL, jurisdiction TEXT NOT NULL, category TEXT NOT NULL, "
    "unit_code TEXT NOT NULL, unit_name TEXT NOT NULL, fields TEXT NOT NULL, "
    "documents TEXT NOT NULL, checks TEXT NOT NULL, head TEXT NOT NULL)",
    "CREATE INDEX pilots_by_state ON pilots (state)",
    "CREATE INDEX pilots_by_unit ON pilots (unit_code)",
    "CREATE TABLE history (id {auto}, code TEXT NOT NULL, seq INTEGER NOT NULL, "
    "move TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL, actor TEXT NOT NULL, "
    "recorded_at TEXT NOT NULL, documents TEXT NOT NULL, checks TEXT NOT NULL, "
    "effects TEXT NOT NULL, command TEXT NOT NULL UNIQUE, prev_hash TEXT NOT NULL, "
    "hash TEXT NOT NULL, UNIQUE (code, seq))",
    "CREATE INDEX history_by_recorded ON history (recorded_at)",
    "CREATE TABLE receipts (command TEXT PRIMARY KEY, digest TEXT NOT NULL, receipt TEXT NOT NULL)",
    "CREATE TABLE duties (code TEXT NOT NULL, duty TEXT NOT NULL, due_at TEXT, "
    "status TEXT NOT NULL, PRIMARY KEY (code, duty))",
    "CREATE INDEX duties_due ON duties (due_at) WHERE status = 'open'",
    "CREATE TABLE quotas (bucket TEXT PRIMARY KEY, cap INTEGER NOT NULL, used INTEGER NOT NULL, "
    "CHECK (used <= cap))",
    "CREATE TABLE earlier (id {auto}, unit_code TEXT NOT NULL)",
    "CREATE INDEX earlier_by_unit ON earlier (unit_code)",
    "CREATE TABLE outbox (id {auto}, key TEXT NOT NULL UNIQUE, recipient TEXT NOT NULL, "
    "body TEXT NOT NULL, sent_at TEXT)",
)
BUCKETS = ("general/33", "general/33/services")
ITEMS = ("credit", "publicity", "qualification", "scope", "foundation", "tasks", "goals", "others")


class ByHandAll:
    """Everything that recommending does, in one transaction."""

    def __init__(self, connection: Any, mark: str) -> None:
        self.connection, self.cursor, self.mark = connection, connection.cursor(), mark
        self.is_lite = mark == "?"

    def run(self, statement: str, *values: Any) -> Any:
        """Execute a statement written with question marks."""
        return self.cursor.execute(statement.replace("?", self.mark), values)

    def one(self, statement: str, *values: Any) -> Any:
        """The first row of a query."""
        self.run(statement, *values)
        return self.cursor.fetchone()

    def insert(self, table: str, **values: Any) -> None:
        """Insert one row."""
        marks = ", ".join("?" * len(values))
        self.run(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", *values.values())

    def recommend(self, code: str, command: str, checks: dict[str, Any], files: Any) -> None:
        """Read, judge, write, commit. Raises ValueError for what may not be."""
        if self.is_lite:
            self.run("BEGIN IMMEDIATE")
        lock = "" if self.is_lite else " FOR UPDATE"
        if self.one("SELECT receipt FROM receipts WHERE command = ?", command):
            raise ValueError(command)
        case = self.one(f"SELECT * FROM pilots WHERE code = ?{lock}", code)
        account = self.one("SELECT role, jurisdiction FROM accounts WHERE account = ?", "zhejiang")
        duties = self.one("SELECT duty, due_at FROM duties WHERE code = ?", code)
        earlier = self.one("SELECT id FROM earlier WHERE unit_code = ?", case[6])
        twin = self.one("SELECT code FROM pilots WHERE unit_code = ? AND code <> ?", case[6], code)
        self.run(f"SELECT bucket, cap, used FROM quotas WHERE bucket IN (?, ?){lock}", *BUCKETS)
        full = [bucket for bucket, cap, used in self.cursor.fetchall() if used >= cap]
        at = datetime.now(UTC).isoformat()
        failed = [item for item in ITEMS if checks[item]["verdict"] != "pass"]
        wrong = case[1] != "applied" or account != ("province", case[4]) or at >= duties[1]
        if wrong or earlier or twin or full or failed or len(files) != 2:
            self.connection.rollback()
            raise ValueError(code)
        self._write(case, command, checks, files, at)
        self.connection.commit()

    def _write(self, case: Any, command: str, checks: dict[str, Any], files: Any, at: str) -> None:
        code, seq = case[0], case[2] + 1
        kept, papers = json.dumps(checks), json.dumps(files)
        effects = json.dumps({"settles": ["recommendation"], "opens": ["review"], "takes": BUCKETS})
        entry = {
            "code": code,
            "seq": seq,
            "move": "recommend",
            "from_state": "applied",
            "to_state": "recommended",
            "actor": "zhejiang",
            "recorded_at": at,
            "documents": papers,
            "checks": kept,
            "effects": effects,
            "command": command,
            "prev_hash": case[11],
        }
        entry["hash"] = hashlib.sha256(json.dumps(list(entry.values())).encode()).hexdigest()
        self.run(
            "UPDATE pilots SET state = ?, seq = ?, documents = ?, checks = ?, head = ? "
            "WHERE code = ? AND seq = ?",
            *("recommended", seq, papers, kept, entry["hash"], code, seq - 1),
        )
        self.insert("history", **entry)
        for bucket in BUCKETS:
            self.run("UPDATE quotas SET used = used + 1 WHERE bucket = ?", bucket)
        self.run(
            "UPDATE duties SET status = 'met' WHERE code = ? AND duty = ?", code, "recommendation"
        )
        self.insert("duties", code=code, duty="review", due_at="2999-01-01", status="open")
        self.insert("outbox", key=f"{command}/committee", recipient="committee", body=case[3])
        receipt = json.dumps({"case": code, "seq": seq, "hash": entry["hash"], "next": ["review"]})
        digest = hashlib.sha256(f"{command}{kept}{papers}".encode()).hexdigest()
        self.insert("receipts", command=command, digest=digest, receipt=receipt)


def moves(url: str, cases: int) -> Iterator[Move]:
    """The moves of a fresh database of so many cases."""
    lite = url.startswith("sqlite")
    connection = sqlite_connection(url) if lite else postgresql_connection(url)
    hand = ByHandAll(connection, "?" if lite else "%s")
    auto = "INTEGER PRIMARY KEY" if lite else "BIGSERIAL PRIMARY KEY"
    if lite:
        hand.run("BEGIN")
    for table in TABLES:
        hand.run(table.format(auto=auto))
    hand.insert("accounts", account="zhejiang", role="province", jurisdiction="33")
    for bucket in BUCKETS:
        hand.insert("quotas", bucket=bucket, cap=1_000_000, used=0)
    for n in range(cases):
        code, fields = f"ZJ-2026-{n:06}", json.dumps({"title": f"合成项目{n}"})
        row = (code, "applied", 1, f"合成项目{n}", "33", "services", f"{n:018}", f"合成单位{n}")
        marks = ", ".join("?" * 12)
        hand.run(f"INSERT INTO pilots VALUES ({marks})", *row, fields, "{}", "{}", "0" * 64)
        hand.insert("duties", code=code, duty="recommendation", due_at="2999-01-01", status="open")
    connection.commit()
    checks = {item: {"verdict": "pass", "remark": "无", "on": "2026-05-20"} for item in ITEMS}
    files = {name: {"digest": "ab" * 32, "size": 2048} for name in ("application", "letter")}
    for n in range(cases):
        yield partial(hand.recommend, f"ZJ-2026-{n:06}", f"recommend/{n}", checks, files)


if __name__ == "__main__":
    stay_on_one_core()
    serve(moves(sys.argv[1], int(sys.argv[2])), {"sqlite": sqlite3.sqlite_version})
