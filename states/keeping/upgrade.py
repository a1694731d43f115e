"""Bringing an older database to the tables of this program, with Alembic, in one transaction."""

import io
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text, update

from states.errors import BadInput, Fault, StoreForeign, StoreGone, StoreNewer
from states.mishaps import require_file
from states.store import Store
from states.tables import SCHEMA_VERSION, meta

_STEPS = Path(__file__).parents[1] / "migrations"
_NAMED = 5
_LOCK = 7_344_120_260
"""Any number; whoever upgrades a PostgreSQL database holds the lock of this number."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The version of the tables before and now."""

    before: int
    after: int


def current(url: str) -> int:
    """The version of a database's tables.

    Raises BadInput if nothing is there, StoreForeign if it is no database of shidian, StoreGone if
    it cannot be opened."""
    store = _store(url)
    try:
        with store.translated(), store.engine.connect() as connection:
            return _version(store, connection)
    finally:
        store.close()


def upgrade(url: str) -> Upgraded:
    """Bring a database's tables to this program's version: all steps or none. Twice is once.

    Make a backup first. Raises BadInput if nothing is there, StoreForeign if it is no database of
    shidian, StoreNewer if it was written by a newer program, StoreBusy or StoreGone."""
    store = _store(url)
    try:
        with store.translated(), store.engine.begin() as connection:
            if store.dialect == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
            before = _version(store, connection)
            if before > SCHEMA_VERSION:
                raise StoreNewer(url=store.shown(), found=before, known=SCHEMA_VERSION)
            if before < SCHEMA_VERSION:
                apply(connection, before)
                connection.execute(
                    update(meta)
                    .where(meta.c.key == "schema_version")
                    .values(value=str(SCHEMA_VERSION))
                )
    finally:
        store.close()
    return Upgraded(before, SCHEMA_VERSION)


def apply(connection: Connection, since: int) -> None:
    """Run the steps after a version within the caller's transaction; 0 starts from nothing."""
    from alembic import command
    from alembic.config import Config

    config = Config(stdout=io.StringIO())
    # interpolation would read a % in the path of the checkout
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    # the facts of the database say where it stands; Alembic's own note follows them
    command.stamp(config, f"{since:04d}" if since else "base", purge=True)
    command.upgrade(config, "head")


def _store(url: str) -> Store:
    store = Store(url)
    try:
        if store.path is not None:
            require_file(Path(store.path))
    except StoreGone as error:
        if error.is_free:
            raise BadInput("UpgradeEmpty", url=store.shown()) from None
        raise
    return store


def _version(store: Store, connection: Connection) -> int:
    there = sorted(inspect(connection).get_table_names())
    if not there:
        raise BadInput("UpgradeEmpty", url=store.shown())
    if not {"meta", "history"} <= set(there):
        raise StoreForeign(url=store.shown(), detail=there[:_NAMED])
    found = connection.scalar(select(meta.c.value).where(meta.c.key == "schema_version"))
    if found is not None and not found.isdecimal():
        raise Fault("StoreDamaged", url=store.shown(), detail=found)
    return int(found or 0)
