"""The database: one engine, transactions with the right isolation, statements compiled once."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import InitVar, dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Dialect, Executable, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

from states import tables
from states.engines import displayed, engine_of
from states.errors import (
    BadInput,
    Fault,
    StoreForeign,
    StoreGone,
    StoreNewer,
    StoreOlder,
)
from states.mishaps import meaning, require_file

Row = Mapping[str, Any]
_NAMED = 5
_KEPT = 4
"""So many connections are kept beside the pool, whose ways in and out cost an act a twentieth."""


class Tx:
    """One transaction on the driver's own connection. Statements are compiled once a store."""

    def __init__(self, store: "Store", driver: Any) -> None:
        self._store = store
        self._prepared = store.prepared
        self.driver = driver
        self._cursor = driver.cursor()

    def begin(self, statement: str) -> None:
        """Begin, where the driver does not by itself."""
        self._cursor.execute(statement)

    def close(self) -> None:
        """Give the cursor back: while one lives, its connection cannot close its files."""
        self._cursor.close()

    def all(self, statement: Executable, **parameters: Any) -> list[dict[str, Any]]:
        """Every row, as a mapping by column name."""
        names = self._run(statement, parameters).names(self._cursor)
        return [dict(zip(names, row, strict=True)) for row in self._cursor.fetchall()]

    def rows(self, statement: Executable, **parameters: Any) -> list[tuple[Any, ...]]:
        """Every row as a tuple, in the order of the statement's columns."""
        made, cursor = self._prepared[statement], self._cursor
        cursor.execute(made.sql, made.bind(parameters))
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def one(self, statement: Executable, **parameters: Any) -> dict[str, Any] | None:
        """The first row, or None."""
        names = self._run(statement, parameters).names(self._cursor)
        row = self._cursor.fetchone()
        return None if row is None else dict(zip(names, row, strict=True))

    def run(self, statement: Executable, **parameters: Any) -> int:
        """Rows changed by one statement."""
        self._run(statement, parameters)
        return int(self._cursor.rowcount)

    def many(self, statement: Executable, rows: Sequence[Row]) -> int:
        """Rows changed by one statement over many parameter sets."""
        if not rows:
            return 0
        made, cursor = self._prepared[statement], self._cursor
        if len(rows) == 1:
            cursor.execute(made.sql, made.bind(rows[0]))
        else:
            cursor.executemany(made.sql, [made.bind(row) for row in rows])
        changed: int = cursor.rowcount
        return changed

    @property
    def store(self) -> "Store":
        """The database that it runs in."""
        return self._store

    def listed(self, values: Iterable[str]) -> Any:
        """A list as the one parameter that `among` compares with."""
        found = sorted(set(values))
        return orjson.dumps(found).decode() if self._store.dialect == "sqlite" else found

    def _run(self, statement: Executable, parameters: Row) -> "Prepared":
        made = self._prepared[statement]
        self._cursor.execute(made.sql, made.bind(parameters))
        return made


@dataclass(slots=True)
class Prepared:
    """A statement as the driver takes it. `bind` makes the driver's parameters of a row: in the
    given order, or by name where `order` is None, with the literals of the statement."""

    sql: str
    order: InitVar[Sequence[str] | None]
    literals: InitVar[Row]
    bind: Callable[[Row], Any] = field(init=False)
    _names: tuple[str, ...] = ()

    def __post_init__(self, order: Sequence[str] | None, literals: Row) -> None:
        in_order = _in_order(order)
        self.bind = in_order
        if order is not None and set(order) <= literals.keys():
            always = in_order(literals)
            self.bind = lambda _: always
        elif literals:
            self.bind = lambda row: in_order({**literals, **row})

    def names(self, cursor: Any) -> tuple[str, ...]:
        """The names of the columns that the statement returns."""
        if not self._names:
            self._names = tuple(column[0] for column in cursor.description)
        return self._names


class _Prepared(dict[Executable, Prepared]):
    """The statements that were asked for, each compiled once, whoever runs it."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self._dialect = dialect

    def __missing__(self, statement: Executable) -> Prepared:
        made = statement.compile(dialect=self._dialect)  # type: ignore[attr-defined]
        literals = {name: value for name, value in made.params.items() if value is not None}
        found = self[statement] = Prepared(str(made), made.positiontup, literals)
        return found


def _in_order(order: Sequence[str] | None) -> Callable[[Row], Any]:
    if order is None:
        return lambda row: row
    if len(order) > 1:
        # one call into C instead of a look-up for each column; of one name it gives no tuple
        return itemgetter(*order)
    if order:
        (name,) = order
        return lambda row: (row[name],)
    return lambda _: ()


class Store:
    """One database by its URL. SQLite and PostgreSQL behave the same behind it.

    `path`: the file of a SQLite database; None for a server or memory. `has_many_writers`: whether
    writing transactions of others run beside one's own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine, self.busy_seconds = engine_of(url)
        self.dialect = self.engine.dialect.name
        self.driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        self.prepared = _Prepared(self.engine.dialect)
        self._file: tuple[int, int] | None = None
        lite = self.dialect == "sqlite"
        name = self.engine.url.database
        self.path = name if lite and name and name != ":memory:" else None
        self.has_many_writers = not lite
        # a server may have gone meanwhile: the pool tries its connections
        self._kept = _KEPT if lite else 0
        self._idle: list[PoolProxiedConnection] = []
        self._begin_write = "BEGIN IMMEDIATE" if lite else ""
        self._begin_read = "BEGIN" if lite else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"

    def write(self, *, keep: bool = True) -> "Transaction":
        """A writing transaction: commits at the end of the block, rolls back on any error, and
        without `keep` in any case."""
        return Transaction(self, self._begin_write, keep)

    def read(self) -> "Transaction":
        """A reading transaction over one snapshot."""
        return Transaction(self, self._begin_read, keep=False)

    @contextmanager
    def translated(self) -> Iterator[None]:
        """The driver's errors as ours."""
        try:
            yield
        except (DBAPIError, self.driver_error) as error:
            raise self.ours(error) from error

    def create(self, **facts: str) -> None:
        """Make every table in an empty database and write the facts of its birth.

        Raises BadInput if the database already holds tables of shidian, StoreForeign if it holds
        those of another program, Fault if it cannot hold every character."""
        with self.translated(), self.engine.begin() as connection:
            self._require_encoding(connection)
            there = set(inspect(connection).get_table_names())
            if {"meta", "history"} <= there:
                raise BadInput("StoreExists", url=self.shown())
            if there:
                raise StoreForeign(url=self.shown(), detail=sorted(there)[:_NAMED])
            tables.metadata.create_all(connection)
            for statement in tables.guards_of_forever(self.dialect):
                connection.execute(text(statement))
            facts = {"schema_version": str(tables.SCHEMA_VERSION), "calendar": "0", **facts}
            connection.execute(
                tables.meta.insert(), [{"key": k, "value": v} for k, v in facts.items()]
            )

    def _require_encoding(self, connection: Connection) -> None:
        if self.dialect == "postgresql":
            found = connection.scalar(text("SHOW server_encoding"))
            if found != "UTF8":
                raise Fault("StoreEncoding", url=self.shown(), found=found)

    def shown(self) -> str:
        """The URL without its password."""
        return self.path or displayed(self.engine.url)

    def close(self) -> None:
        """Give every connection back."""
        while self._idle:
            self._idle.pop().close()
        self.engine.dispose()
        self._file = None

    def take(self, *, checked: bool) -> PoolProxiedConnection:
        """A connection for one transaction; `checked`: only if its file is still in its place.
        Raises StoreGone if not, or where a new connection would make an empty file."""
        if checked:
            self.require_same_file()
        try:
            return self._idle.pop()
        except IndexError:
            # another thread may have taken the last one, so only here it is sure to be a new one
            self.require_same_file()
            return self.engine.raw_connection()

    def give_back(self, connection: PoolProxiedConnection) -> None:
        """Keep a connection, in no transaction, for the next one."""
        if len(self._idle) < self._kept:
            self._idle.append(connection)
        else:
            connection.close()

    def require_same_file(self) -> None:
        """Raises StoreGone if the file was taken away or another was put in its place since the
        first transaction: what is written then would go where nobody finds it."""
        path = self.path
        if path is None:
            return
        try:
            found = os.stat(path)  # noqa: PTH116  (every act asks, and a Path costs as much again)
        except OSError:
            raise StoreGone("StoreMoved" if self._file else None, url=self.shown()) from None
        file = (found.st_dev, found.st_ino)
        if self._file is None:
            self._file = file
        elif self._file != file:
            raise StoreGone("StoreMoved", url=self.shown())

    def ours(self, error: BaseException) -> Exception:
        """What an error of the driver means to whoever works with this database."""
        return meaning(error, self.shown(), self.path, self.busy_seconds)


class Transaction:
    """A transaction as a block of statements. Every act opens one: as nested generators the same
    would cost it a twentieth of its time."""

    __slots__ = ("_begin", "_keeps", "_pooled", "_store", "_tx")

    def __init__(self, store: Store, begin: str, keep: bool) -> None:
        self._store, self._begin, self._keeps = store, begin, keep

    def __enter__(self) -> Tx:
        store = self._store
        try:
            # what is to be kept is held against its file again before it is committed
            self._pooled = store.take(checked=not self._keeps)
            try:
                self._tx = Tx(store, self._pooled.dbapi_connection)
                if self._begin:
                    self._tx.begin(self._begin)
            except BaseException:
                # whether it has begun is not known, and nobody else is to find it open
                self._pooled.invalidate()
                raise
        except (DBAPIError, store.driver_error) as error:
            raise store.ours(error) from error
        return self._tx

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> None:
        failed = error
        try:
            if error is None and self._keeps:
                self._store.require_same_file()
                self._tx.driver.commit()
        except BaseException as at_commit:
            failed = at_commit
        if failed is None and self._keeps:
            self._tx.close()
            self._store.give_back(self._pooled)
            return
        try:
            self._undo()
        finally:
            self._tx.close()
            self._pooled.close()
        if isinstance(failed, DBAPIError | self._store.driver_error):
            raise self._store.ours(failed) from failed
        if failed is not None and failed is not error:
            raise failed

    def _undo(self) -> None:
        try:
            self._tx.driver.rollback()
        except self._store.driver_error:
            self._pooled.invalidate()


def open_store(url: str) -> tuple[Store, dict[str, str]]:
    """A store whose tables are there and of our version, and the facts of its birth.

    Raises StoreGone, StoreNewer, StoreOlder or Fault, each saying what to do."""
    store = Store(url)
    try:
        return store, _birth(store)
    except BaseException:
        store.close()
        raise


def _birth(store: Store) -> dict[str, str]:
    if store.path is not None:
        require_file(Path(store.path))
    facts = _facts(store)
    if not {"schema_version", "kind"} <= set(facts):
        raise StoreForeign(url=store.shown(), detail="meta")
    if not facts["schema_version"].isdecimal():
        raise Fault("StoreDamaged", url=store.shown(), detail=facts["schema_version"])
    found = int(facts["schema_version"])
    if found > tables.SCHEMA_VERSION:
        raise StoreNewer(url=store.shown(), found=found, known=tables.SCHEMA_VERSION)
    if found < tables.SCHEMA_VERSION:
        raise StoreOlder(url=store.shown(), found=found, known=tables.SCHEMA_VERSION)
    if store.dialect == "postgresql":
        _assert_isolation(store)
    return facts


def _assert_isolation(store: Store) -> None:
    """A writing transaction sees what others have committed: only so does a count under a lock
    hold. Raises Fault where the server or something in between says otherwise."""
    with store.write(keep=False) as tx:
        (found,) = tx.driver.execute("SHOW transaction_isolation").fetchone()
    if found != "read committed":
        raise Fault("StoreIsolation", url=store.shown(), found=found)


def _facts(store: Store) -> dict[str, str]:
    try:
        with store.read() as tx:
            return {row["key"]: row["value"] for row in tx.all(ALL_FACTS)}
    except StoreForeign as error:
        if "not a database" in str(error.parameters["detail"]):
            raise
        with store.translated():
            if inspect(store.engine).get_table_names():
                raise
        raise StoreGone(url=store.shown()) from error


ALL_FACTS = tables.meta.select()
