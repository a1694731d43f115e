"""SQLAlchemy Core in the ways that people use it, and transitions beside the first of them.

fixed: statements made once · core: statements made for each move · light: fixed, and the move
looked up by transitions with one shared machine and a light object.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    update,
)
from transitions import Machine

from benchmarks.peers.transitions_orm import engine_of
from benchmarks.peers.worker import Move, serve, stay_on_one_core

metadata = MetaData()
pilots = Table(
    "pilots",
    metadata,
    Column("code", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("jurisdiction", Text, nullable=False),
)
log = Table(
    "log",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Text) for name in ("code", "move", "from_state", "to_state", "actor", "at")),
    Column("seq", Integer),
    UniqueConstraint("code", "seq"),
)


class Standing:
    """A light object that the shared machine moves."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


def statements() -> tuple[Any, Any, Any]:
    """To read under lock, to change, to add."""
    read = select(pilots.c.state, pilots.c.version, pilots.c.jurisdiction)
    change = update(pilots).values(state=bindparam("to"), version=bindparam("next"))
    return (
        read.where(pilots.c.code == bindparam("wanted")).with_for_update(),
        change.where(
            pilots.c.code == bindparam("wanted"), pilots.c.version == bindparam("version_was")
        ),
        insert(log),
    )


FIXED = statements()
MACHINE = Machine(model=None, states=["submitted", "checked"], initial=None, auto_transitions=False)
MACHINE.add_transition("check", "submitted", "checked")


def looked_up(state: str) -> str:
    """Where the move leads, by a table."""
    return {"submitted": "checked"}[state]


def by_machine(state: str) -> str:
    """Where the move leads, by transitions."""
    standing = Standing(state)
    MACHINE.events["check"].trigger(standing)
    return standing.state


WAYS: dict[str, tuple[Callable[[], tuple[Any, Any, Any]], Callable[[str], str]]] = {
    "fixed": (lambda: FIXED, looked_up),
    "core": (statements, looked_up),
    "light": (lambda: FIXED, by_machine),
}


def move(connection: Connection, way: str, code: str) -> None:
    """Read, check, update, insert, commit."""
    made, leads_to = WAYS[way]
    read, change, add = made()
    with connection.begin():
        row = connection.execute(read, {"wanted": code}).one()
        target = leads_to(row.state)
        if row.jurisdiction != "33":
            raise ValueError(code)
        after = row.version + 1
        given = {"to": target, "next": after, "wanted": code, "version_was": row.version}
        if connection.execute(change, given).rowcount != 1:
            raise ValueError(code)
        entry = {"code": code, "seq": after, "move": "check", "from_state": row.state}
        now = datetime.now(UTC).isoformat()
        connection.execute(add, entry | {"to_state": target, "actor": "zhejiang", "at": now})


def moves(url: str, cases: int, way: str) -> Iterator[Move]:
    """The moves of a fresh database of so many cases."""
    engine = engine_of(url)
    metadata.create_all(engine)
    row = {"state": "submitted", "version": 1, "title": "合成项目", "jurisdiction": "33"}
    with engine.begin() as connection:
        connection.execute(insert(pilots), [{"code": f"P-{n:06}"} | row for n in range(cases)])
    with engine.connect() as connection:
        for n in range(cases):
            yield partial(move, connection, way, f"P-{n:06}")


if __name__ == "__main__":
    stay_on_one_core()
    found = {name: version(name) for name in ("SQLAlchemy", "transitions")}
    serve(moves(sys.argv[1], int(sys.argv[2]), sys.argv[3]), found)
