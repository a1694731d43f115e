"""The database: one engine, transactions with the right isolation, statements compiled once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Executable, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from states import tables
from states.errors import BadInput, Conflict, Fault, StoreBusy, StoreGone, StoreNewer, StoreOlder

Row = Mapping[str, Any]
BUSY_SECONDS = 10
_RETRY_SQLSTATES = ("40001", "40P01", "23505")
_LOCK_SQLSTATES = ("55P03", "57014")


class Tx:
    """One transaction. Statements are compiled once per store and run on the driver's cursor."""

    def __init__(self, store: "Store", connection: Connection) -> None:
        self._store = store
        self.connection = connection
        raw = connection.connection.driver_connection
        assert raw is not None
        self._cursor = raw.cursor()

    def all(self, statement: Executable, **parameters: Any) -> list[dict[str, Any]]:
        """Every row, as a mapping by column name."""
        self._run(statement, parameters)
        names = [column[0] for column in self._cursor.description]
        return [dict(zip(names, row, strict=True)) for row in self._cursor.fetchall()]

    def one(self, statement: Executable, **parameters: Any) -> dict[str, Any] | None:
        """The first row, or None."""
        self._run(statement, parameters)
        row = self._cursor.fetchone()
        if row is None:
            return None
        return dict(zip((column[0] for column in self._cursor.description), row, strict=True))

    def run(self, statement: Executable, **parameters: Any) -> int:
        """Rows changed by one statement."""
        self._run(statement, parameters)
        return int(self._cursor.rowcount)

    def many(self, statement: Executable, rows: Sequence[Row]) -> int:
        """Rows changed by one statement over many parameter sets."""
        if not rows:
            return 0
        if len(rows) == 1:
            return self.run(statement, **rows[0])
        made = self._store.compiled(statement)
        with self._store.translated():
            self._cursor.executemany(made.sql, [made.bind(row) for row in rows])
        return int(self._cursor.rowcount)

    def listed(self, values: Iterable[str]) -> Any:
        """A list as the one parameter that `among` compares with."""
        found = sorted(set(values))
        return orjson.dumps(found).decode() if self._store.dialect == "sqlite" else found

    def _run(self, statement: Executable, parameters: Row) -> None:
        made = self._store.compiled(statement)
        with self._store.translated():
            self._cursor.execute(made.sql, made.bind(parameters))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as the driver takes it; `order` is None where parameters go by name."""

    statement: Executable
    sql: str
    order: Sequence[str] | None
    literals: Row

    def bind(self, row: Row) -> Any:
        """The parameters as the driver takes them, with the literals of the statement."""
        if self.literals:
            row = {**self.literals, **row}
        return row if self.order is None else [row[name] for name in self.order]


class Store:
    """One database by its URL. SQLite and PostgreSQL behave the same behind it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.dialect = self.engine.dialect.name
        self._compiled: dict[int, Prepared] = {}

    @property
    def path(self) -> str | None:
        """The file of a SQLite database; None for a server or memory."""
        name = self.engine.url.database
        return name if self.dialect == "sqlite" and name and name != ":memory:" else None

    def compiled(self, statement: Executable) -> Prepared:
        """The driver's text of a statement; compiled once, whoever runs it."""
        known = self._compiled.get(id(statement))
        if known is None:
            made = statement.compile(dialect=self.engine.dialect)  # type: ignore[attr-defined]
            literals = {name: value for name, value in made.params.items() if value is not None}
            known = Prepared(statement, str(made), made.positiontup, literals)
            self._compiled[id(statement)] = known
        return known

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A writing transaction: commits at the end of the block, rolls back on any error."""
        with self.translated(), self.engine.connect() as connection, connection.begin():
            yield Tx(self, connection)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A reading transaction over one snapshot; anything written in it is rolled back."""
        with self.translated(), self.engine.connect() as connection:
            reading = connection.execution_options(shidian_read=True)
            with reading.begin() as transaction:
                yield Tx(self, reading)
                transaction.rollback()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """The driver's errors as ours."""
        try:
            yield
        except DBAPIError as error:
            raise self._ours(error.orig or error) from error
        except self.engine.dialect.loaded_dbapi.Error as error:
            raise self._ours(error) from error

    def create(self, **facts: str) -> None:
        """Make every table in an empty database and write the facts of its birth.

        Raises BadInput if the database already holds tables of shidian."""
        with self.translated(), self.engine.begin() as connection:
            if inspect(connection).has_table("meta"):
                raise BadInput("StoreExists", url=self.shown())
            tables.metadata.create_all(connection)
            for statement in tables.guards_of_forever(self.dialect):
                connection.execute(text(statement))
            facts = {"schema_version": str(tables.SCHEMA_VERSION), **facts}
            connection.execute(
                tables.meta.insert(), [{"key": k, "value": v} for k, v in facts.items()]
            )

    def shown(self) -> str:
        """The URL without its password."""
        return self.path or self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    def _ours(self, error: BaseException) -> Exception:
        words = str(error)
        state = getattr(error, "sqlstate", None)
        if "locked" in words or "busy" in words or state in _LOCK_SQLSTATES:
            return StoreBusy(url=self.shown(), seconds=BUSY_SECONDS)
        if "UNIQUE constraint" in words or state in _RETRY_SQLSTATES:
            return Conflict(detail=words.splitlines()[0])
        if "unable to open" in words or "no such table" in words or "not a database" in words:
            return StoreGone(url=self.shown(), detail=words)
        if state is None and "connection" in words:
            return StoreGone(url=self.shown(), detail=words.splitlines()[0])
        return Fault("StoreFault", url=self.shown(), detail=words.splitlines()[0])


def open_store(url: str) -> tuple[Store, dict[str, str]]:
    """A store whose tables are there and of our version, and the facts of its birth.

    Raises StoreGone, StoreNewer, StoreOlder or Fault, each saying what to do."""
    store = Store(url)
    if store.path is not None and not Path(store.path).is_file():
        raise StoreGone(url=store.shown(), detail="")
    with store.read() as tx:
        facts = {row["key"]: row["value"] for row in tx.all(ALL_FACTS)}
    found = int(facts.get("schema_version", "0"))
    if found > tables.SCHEMA_VERSION:
        raise StoreNewer(url=store.shown(), found=found, known=tables.SCHEMA_VERSION)
    if found < tables.SCHEMA_VERSION:
        raise StoreOlder(url=store.shown(), found=found, known=tables.SCHEMA_VERSION)
    return store, facts


ALL_FACTS = tables.meta.select()


def _engine(url: str) -> Engine:
    try:
        dialect = make_url(url).get_backend_name()
        if dialect == "sqlite":
            return _sqlite(url)
        if dialect == "postgresql":
            return _postgresql(url)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise BadInput("BadDatabaseUrl", url=url) from error
    raise BadInput("BadDatabaseUrl", url=url)


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, isolation_level=None, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            # without it INSERT OR REPLACE deletes rows past the delete trigger
            "recursive_triggers=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("shidian_read", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgresql(url: str) -> Engine:
    made = make_url(url)
    if made.drivername == "postgresql":
        made = made.set(drivername="postgresql+psycopg")
    return create_engine(
        made,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={"options": f"-c lock_timeout={BUSY_SECONDS * 1000} -c timezone=UTC"},
    )
