"""DBOS: each move is a durable workflow with one transaction, recorded in the same database.

The transaction does what by hand does; DBOS writes down the workflow before and after it, and what
the transaction returned within it.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import Any

from dbos import DBOS, DBOSConfig, SQLAlchemyDatasource
from sqlalchemy import text

from benchmarks.peers.by_hand import ALLOWED, postgresql_connection, prepare, sqlite_connection
from benchmarks.peers.worker import Move, serve, stay_on_one_core

CHANGE = text(
    "UPDATE pilots SET state = :to, version = :next WHERE code = :code AND version = :version"
)
ADD = text(
    "INSERT INTO log (code, seq, move, from_state, to_state, actor, at) "
    "VALUES (:code, :seq, :move, :from_state, :to_state, :actor, :at)"
)


def workflow(url: str) -> Callable[[str, str, str, str], None]:
    """The move as a workflow over one database."""
    lite = url.startswith("sqlite")
    source = SQLAlchemyDatasource.create(url)
    lock = "" if lite else " FOR UPDATE"
    read = text(f"SELECT state, version, jurisdiction FROM pilots WHERE code = :code{lock}")

    @source.transaction(isolation_level="SERIALIZABLE" if lite else "READ COMMITTED")
    def step(code: str, name: str, actor: str, reach: str) -> None:
        session = source.sql_session()
        row = session.execute(read, {"code": code}).one()
        target = ALLOWED.get((row.state, name))
        if target is None or row.jurisdiction != reach:
            raise ValueError(code)
        after = row.version + 1
        given = {"to": target, "next": after, "code": code, "version": row.version}
        if session.execute(CHANGE, given).rowcount != 1:
            raise ValueError(code)
        entry = {"code": code, "seq": after, "move": name, "from_state": row.state}
        now = datetime.now(UTC).isoformat()
        session.execute(ADD, entry | {"to_state": target, "actor": actor, "at": now})

    @DBOS.workflow()
    def act(code: str, name: str, actor: str, reach: str) -> None:
        step(code, name, actor, reach)

    return act


def moves(url: str, cases: int) -> Iterator[Move]:
    """The moves of a fresh database of so many cases."""
    lite = url.startswith("sqlite")
    connect: Callable[[str], Any] = sqlite_connection if lite else postgresql_connection
    # by the driver, which also turns a file to WAL for good; FULL is SQLite's own default
    connection = connect(url)
    auto = "INTEGER PRIMARY KEY" if lite else "BIGSERIAL PRIMARY KEY"
    prepare(connection, cases, auto, "?" if lite else "%s")
    connection.close()
    config: DBOSConfig = {"name": "bench", "system_database_url": url, "log_level": "ERROR"}
    DBOS(config=config)
    act = workflow(url)
    DBOS.launch()
    for n in range(cases):
        yield partial(act, f"ZJ-2026-{n:06}", "check", "zhejiang", "33")


if __name__ == "__main__":
    stay_on_one_core()
    found = {name: version(name) for name in ("dbos", "sqlalchemy")}
    serve(moves(sys.argv[1], int(sys.argv[2])), found)
    DBOS.destroy()
