"""Where the measurements take place: fresh databases of both kinds, removed afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

SERVER = os.environ.get(
    "SHIDIAN_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of database, and the folder for the files of SQLite."""

    kind: str
    folder: Path

    @contextmanager
    def fresh(self, name: str) -> Iterator[str]:
        """The URL of an empty database, which is removed afterwards."""
        made = _file(self.folder, name) if self.kind == "sqlite" else _database()
        with made as url:
            yield url


def places(folder: Path, wanted: str = "both") -> list[Place]:
    """SQLite, and PostgreSQL if its server answers."""
    found = [Place("sqlite", folder)] if wanted in ("both", "sqlite") else []
    if wanted in ("both", "postgresql") and _answers():
        found.append(Place("postgresql", folder))
    return found


def _answers() -> bool:
    try:
        with psycopg.connect(_dsn(), connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def _dsn() -> str:
    return make_url(SERVER).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def _file(folder: Path, name: str) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    where = tempfile.mkdtemp(prefix=f"{name}-".replace(" ", "-"), dir=folder)
    try:
        yield f"sqlite:///{where}/bench.db"
    finally:
        shutil.rmtree(where)


@contextmanager
def _database() -> Iterator[str]:
    name = f"shidian_bench_{uuid4().hex[:12]}"
    with psycopg.connect(_dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            url = make_url(SERVER).set(drivername="postgresql+psycopg", database=name)
            yield url.render_as_string(hide_password=False)
        finally:
            dropped = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(dropped)
