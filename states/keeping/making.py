"""A database that is still being made, or was left half made: known by a fact of its own, taken for
no database by everybody else, and cleared away by whoever makes it anew."""

import fcntl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, delete, inspect, select, text

from states.errors import Conflict, ShidianError
from states.store import Store
from states.tables import meta, metadata

MAKING = "making"
"""The fact that a database has until it is whole."""
_LOCK = 7_344_120_261
"""Any number; whoever makes a PostgreSQL database holds the lock of this number in it."""


def finish(url: str) -> None:
    """The database is whole: from now on it can be opened."""
    with closing(Store(url)) as store, store.translated(), store.engine.begin() as connection:
        if _is_half_made(connection):
            connection.execute(delete(meta).where(meta.c.key == MAKING))


def is_half_made(store: Store) -> bool:
    """Whether a database is being made, or was left half made."""
    with store.translated(), store.engine.connect() as connection:
        return _is_half_made(connection)


@contextmanager
def in_place(url: str) -> Iterator[None]:
    """Make a database where its server, or a file, is there already. What was left half made there
    is cleared away first; on an error so is what was made, and at the end the database is whole.

    Raises Conflict while another process makes it."""
    with _alone(url):
        clear(url)
        try:
            yield
            finish(url)
        except BaseException:
            # what went wrong is told, not that this could not be tidied: the next one does it
            with suppress(ShidianError):
                clear(url)
            raise


def clear(url: str) -> None:
    """Take the tables of a half-made database away; any other is left alone."""
    with closing(Store(url)) as store, store.translated(), store.engine.begin() as connection:
        if _is_half_made(connection):
            metadata.drop_all(connection)


def _is_half_made(connection: Connection) -> bool:
    if not {"meta", "history"} <= set(inspect(connection).get_table_names()):
        return False
    known = select(meta.c.value).where(meta.c.key == MAKING)
    return connection.execute(known).first() is not None


@contextmanager
def _alone(url: str) -> Iterator[None]:
    with closing(Store(url)) as store:
        holding = _on_server(store) if store.path is None else _file(Path(store.path))
        with holding as is_ours:
            if not is_ours:
                raise Conflict("StoreBeingMade", url=store.shown())
            yield


@contextmanager
def _on_server(store: Store) -> Iterator[bool]:
    if store.dialect != "postgresql":
        yield True
        return
    with store.translated():
        connection = store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with connection:
        # held by the connection, so it is free again as soon as this process is gone
        asked = text("SELECT pg_try_advisory_lock(:number)")
        yield bool(connection.execute(asked, {"number": _LOCK}).scalar())


@contextmanager
def _file(path: Path) -> Iterator[bool]:
    # a lock of another sort than those of SQLite, which takes no notice of it
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
