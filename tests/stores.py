"""Databases of the tests: one contract over SQLite and PostgreSQL, each test on a fresh database.

A PostgreSQL server is expected at SHIDIAN_TEST_POSTGRES, or on this machine with trust for the user
postgres. Where there is none the tests are skipped with the reason; under SHIDIAN_REQUIRE_ALL=1
they fail.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NoReturn

import psycopg
import pytest
from sqlalchemy.engine import make_url

from states.office import Office
from tests.reused import create, drop, reused, url_of

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


def absent(reason: str) -> NoReturn:
    """Skip for want of something; a failure where nothing may be skipped."""
    if os.environ.get("SHIDIAN_REQUIRE_ALL") == "1":
        pytest.fail(f"{reason}（SHIDIAN_REQUIRE_ALL=1）")
    pytest.skip(reason)


@contextmanager
def a_postgresql(like: str | None = None) -> Iterator[str]:
    """The URL of a database of its own on the server, empty or a copy of another that nobody uses
    at the moment; dropped afterwards with all its connections."""
    name = _on_the_server(lambda: create(str(make_url(like).database) if like else None))
    try:
        yield url_of(name)
    finally:
        drop(name)


def _on_the_server(made: Callable[[], str]) -> str:
    try:
        return made()
    except psycopg.OperationalError as error:
        absent(f"no PostgreSQL server: {str(error).splitlines()[0]}")


@contextmanager
def a_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of a fresh, empty database of a kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'office.db'}"
        return
    name = _on_the_server(reused.take)
    try:
        yield url_of(name)
    finally:
        reused.give_back(name)


@pytest.fixture(params=KINDS)
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database on each of the two, the same test over both."""
    with a_database(request.param, tmp_path) as url:
        yield url


def rows_of(office: Office, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query that needs no parameters, in a reading transaction."""
    with office.store.read() as tx:
        return [tuple(row) for row in tx.driver.execute(query).fetchall()]


@pytest.fixture(params=KINDS)
def kind_of_store(request: pytest.FixtureRequest) -> str:
    """The name of each kind of database, for tests that make more than one."""
    return str(request.param)


class Shelf:
    """Where offices that a test makes in a folder are kept: in the folder, or on a server."""

    def __init__(self, kind: str, opened: ExitStack) -> None:
        self._kind, self._opened = kind, opened
        self._made: dict[Path, str] = {}

    def url_in(self, folder: Path) -> str:
        """The URL of the folder's one database, new at first."""
        if folder not in self._made:
            made = self._opened.enter_context(a_database(self._kind, folder))
            self._made[folder] = made
        return self._made[folder]

    def closes(self, office: Office) -> None:
        """The office is closed after the test: a server keeps no database that is in use."""
        self._opened.callback(office.close)


_shelf: Shelf | None = None


def url_in(folder: Path) -> str:
    """The URL of a database for the offices of a folder; `each_store` says on which kind."""
    return _shelf.url_in(folder) if _shelf else f"sqlite:///{folder / 'office.db'}"


def kept(office: Office) -> Office:
    """The same office, closed after the test where that matters."""
    if _shelf:
        _shelf.closes(office)
    return office


@pytest.fixture(params=KINDS)
def each_store(request: pytest.FixtureRequest) -> Iterator[None]:
    """The offices of the test's folders on each kind of database in turn."""
    global _shelf  # noqa: PLW0603
    with ExitStack() as opened:
        _shelf = Shelf(request.param, opened)
        try:
            yield
        finally:
            _shelf = None


def everything(office: Office) -> dict[str, int]:
    """How many rows each table has."""
    tables = ("history", "cases", "duties", "receipts", "refusals", "outbox", "requests", "sweeps")
    return {table: rows_of(office, f"SELECT count(*) FROM {table}")[0][0] for table in tables}
