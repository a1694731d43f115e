"""Databases of PostgreSQL that one test uses after another.

Making a database and its tables takes longer than what most tests do in it. What a test leaves in
the tables is taken out again; a database in which anything else was changed is dropped."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

SERVER = os.environ.get(
    "SHIDIAN_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
Rows = Mapping[str, bytes]
_MOST_KEPT = 6
_SHAPE = """
    SELECT array[(SELECT (count(*), max(xmin::text::bigint))::text FROM pg_class),
                 (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_attribute),
                 (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_constraint),
                 (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_trigger),
                 (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_proc),
                 (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_namespace),
                 (SELECT count(*)::text FROM pg_db_role_setting s JOIN pg_database d
                  ON s.setdatabase = d.oid WHERE d.datname = current_database())]"""
_OTHERS = (
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def connect(database: str | None = None) -> psycopg.Connection[Any]:
    """A connection to the server, or to one of its databases. Raises psycopg.OperationalError."""
    url = make_url(SERVER).set(drivername="postgresql")
    url = url.set(database=database) if database else url
    dsn = url.render_as_string(hide_password=False)
    return psycopg.connect(dsn, autocommit=True, connect_timeout=3)


def url_of(database: str) -> str:
    """What shidian calls a database of the server."""
    made: URL = make_url(SERVER).set(drivername="postgresql+psycopg", database=database)
    return made.render_as_string(hide_password=False)


@dataclass
class Reused:
    """What one process keeps of its databases: empty ones, and those that have the tables."""

    _empty: list[str] = field(default_factory=list)
    _given: set[str] = field(default_factory=set)
    _shapes: dict[str, Any] = field(default_factory=dict)
    _idle: list[str] = field(default_factory=list)

    def take(self) -> str:
        """The name of an empty database. Raises psycopg.OperationalError without a server."""
        name = self._empty.pop() if self._empty else create()
        self._given.add(name)
        return name

    def begin(self, name: str) -> Rows | None:
        """What is in the tables of a database that just got them; None if it was not taken here."""
        if name not in self._given:
            return None
        with connect(name) as connection:
            self._shapes[name] = connection.execute(_SHAPE).fetchone()
            return {table: _copied_out(connection, table) for table in _tables(connection)}

    def refill(self, name: str, rows: Rows) -> bool:
        """A database that was taken here and is still empty becomes one with such rows, if there is
        one whose tables can be used."""
        if name not in self._given or not self._idle or not _is_untouched(name):
            return False
        ready, spare = self._idle.pop(), _new_name()
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with connect() as server:
            server.execute(rename.format(_id(name), _id(spare)))
            server.execute(rename.format(_id(ready), _id(name)))
        self._empty.append(spare)
        self._shapes[name] = self._shapes.pop(ready)
        with connect(name) as connection, connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")
            for table in _tables(connection):
                connection.execute(sql.SQL("DELETE FROM {}").format(_id(table)))
            for table, data in rows.items():
                with connection.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(data)
        return True

    def give_back(self, name: str) -> None:
        """A test is done with a database: it is kept for another one, or dropped."""
        self._given.discard(name)
        shape = self._shapes.get(name)
        if shape and len(self._idle) < _MOST_KEPT:
            with connect(name) as connection:
                unchanged = connection.execute(_SHAPE).fetchone() == shape
                in_use = connection.execute(_OTHERS).fetchone() is not None
            if unchanged and not in_use:
                self._idle.append(name)
                return
        self._shapes.pop(name, None)
        drop(name)

    def clear(self) -> None:
        """Nothing is kept any longer."""
        while kept := self._empty or self._idle:
            drop(kept.pop())


reused = Reused()


def create(like: str | None = None) -> str:
    """The name of a new database, empty or a copy of another one that nobody uses at the moment.

    Raises psycopg.OperationalError without a server."""
    name = _new_name()
    with connect() as server:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(made.format(_id(name), _id(like or "template1")))
    return name


def _is_untouched(name: str) -> bool:
    with connect(name) as connection:
        return not _tables(connection) and connection.execute(_OTHERS).fetchone() is None


def _new_name() -> str:
    return f"shidian_test_{uuid4().hex[:12]}"


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def drop(name: str) -> None:
    """The database is gone, with all its connections."""
    with connect() as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_id(name)))


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    return [row[0] for row in connection.execute(query)]


def _copied_out(connection: psycopg.Connection[Any], table: str) -> bytes:
    with connection.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)
