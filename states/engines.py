"""Engines for the two databases: what is said to each connection before anybody works with it."""

import re
import select
import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError

from states.errors import BadInput

BUSY_SECONDS = 10
LONGEST_WAIT = 3600
"""Seconds that may be waited for others at most."""
IDLE_SECONDS = 5.0
"""A connection unused for longer is tried before it is given out."""
_SECRETS = ("password", "sslpassword")
_NULL: dict[None, None] = {}
_DRIVERS = ("postgresql", "postgresql+psycopg")


def engine_of(url: str) -> tuple[Engine, float]:
    """The engine, and how long it waits for others; `?timeout=3` in the URL says how many
    seconds. Raises BadInput for what is no address, or says more than a file's name."""
    try:
        made = make_url(url)
        seconds_given = made.query.get("timeout")
        seconds = float(str(seconds_given or BUSY_SECONDS))
        if not 0 <= seconds <= LONGEST_WAIT:
            raise BadInput("BadTimeout", value=seconds, most=LONGEST_WAIT)
        made = made.difference_update_query(["timeout"])
        if made.get_backend_name() == "sqlite":
            rest = list(made.query) or ([] if seconds_given else [url.partition("?")[2]])
            if any(rest):
                # a file of another name than the one that was typed would be opened
                raise BadInput("BadFileName", url=_masked(url), rest=rest)
            return _sqlite(made, seconds), seconds
        # the end of a password with an “@” in it would be taken for a name and shown
        if made.drivername in _DRIVERS and "@" not in f"{made.host}{made.database}":
            return _postgresql(made, seconds), seconds
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise BadInput("BadDatabaseUrl", url=_masked(url)) from error
    raise BadInput("BadDatabaseUrl", url=_masked(url))


def _masked(url: str) -> str:
    """What somebody took for an address, without what may be a password."""
    bare = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", url, flags=re.S)
    return re.sub(r"(password=)[^&]*", r"\1***", bare)


def displayed(url: URL) -> str:
    """An address as it may be shown and kept: without what is a password in it."""
    return url.difference_update_query(_SECRETS).render_as_string(hide_password=True)


def _sqlite(url: URL, seconds: float) -> Engine:
    # without an adapter the driver asks every NULL for a way to adapt itself, and an act writes ten
    sqlite3.register_adapter(type(None), _NULL.get)
    engine = create_engine(
        url,
        isolation_level=None,
        connect_args={"timeout": seconds},
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            # only a new file takes it: an act changes a little on each of twenty pages
            "page_size=2048",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            # without it INSERT OR REPLACE deletes rows past the delete trigger
            "recursive_triggers=ON",
            "wal_autocheckpoint=8000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL, seconds: float) -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    # what the address itself asks of the server comes first
    options = f"-c lock_timeout={seconds * 1000:.0f} -c timezone=UTC"
    asked = " ".join((*url.normalized_query.get("options", ()), options))
    engine = create_engine(
        url.difference_update_query(["options"]),
        isolation_level="READ COMMITTED",
        # neither the environment nor the server decides in which encoding we speak
        connect_args={"options": asked, "client_encoding": "utf8"},
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _try_if_idle)
    return engine


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used_at"] = time.monotonic()


def _try_if_idle(connection: Any, record: Any, _fairy: Any) -> None:
    """A server that was restarted meanwhile is met by a new connection, not by a failed act; asking
    before every act would cost a tenth of it."""
    is_fresh = time.monotonic() - record.info.get("used_at", time.monotonic()) < IDLE_SECONDS
    try:
        if is_fresh and not _has_heard(connection):
            return
        connection.execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError from error


def _has_heard(connection: Any) -> bool:
    """Whether the server has said something unasked, as it does when it ends a connection: looking
    costs nothing, and what is then asked on another one has not been done yet."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
