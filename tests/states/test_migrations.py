"""Migrations: from nothing they make the same tables as a new database has, and upgrading is all or
nothing."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from states.audits.oracle import check
from states.errors import BadInput, StoreNewer, StoreOlder
from states.keeping.upgrade import Upgraded, apply, current, upgrade
from states.office import open_office
from states.store import Store
from states.tables import SCHEMA_VERSION, metadata
from tests.stores import a_database
from tests.stories import a_story

MIGRATIONS = Path(__file__).parents[2] / "states" / "migrations"


def tables_of(store: Store) -> dict[str, Any]:
    """Everything that makes a schema: columns, keys, indexes, checks, triggers."""
    schema: dict[str, Any] = {}
    with store.engine.connect() as connection:
        seen = inspect(connection)
        for table in seen.get_table_names():
            if table == "alembic_version":
                continue
            schema[table] = {
                "columns": [
                    (c["name"], str(c["type"]), c["nullable"], str(c["default"]))
                    for c in seen.get_columns(table)
                ],
                "key": seen.get_pk_constraint(table)["constrained_columns"],
                "unique": sorted(map(str, seen.get_unique_constraints(table))),
                "checks": sorted(map(str, seen.get_check_constraints(table))),
                "foreign": sorted(map(str, seen.get_foreign_keys(table))),
                "indexes": sorted(_index(found) for found in seen.get_indexes(table)),
            }
        schema["triggers"] = sorted(_triggers(store, connection))
    return schema


def _index(found: Any) -> str:
    options = {name: str(option) for name, option in found.get("dialect_options", {}).items()}
    return f"{found['name']} {found['column_names']} {found['unique']} {sorted(options.items())}"


def _triggers(store: Store, connection: Any) -> list[str]:
    if store.dialect == "sqlite":
        statement = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        statement = (
            "SELECT pg_get_triggerdef(oid) || (SELECT prosrc FROM pg_proc p WHERE p.oid = tgfoid) "
            "FROM pg_trigger WHERE NOT tgisinternal"
        )
    found = connection.execute(text(statement)).scalars()
    return [re.sub(r"\s+", " ", sql.replace("IF NOT EXISTS ", "")) for sql in found]


def test_migrations_from_nothing_make_the_tables_of_a_new_database(
    kind_of_store: str, tmp_path: Path
) -> None:
    for folder in ("made", "migrated"):
        (tmp_path / folder).mkdir()
    with (
        a_database(kind_of_store, tmp_path / "made") as new,
        a_database(kind_of_store, tmp_path / "migrated") as old,
    ):
        made, migrated = Store(new), Store(old)
        made.create(kind="real")
        with migrated.engine.begin() as connection:
            apply(connection, 0)
        assert tables_of(migrated) == tables_of(made)
        assert set(tables_of(made)) == {*metadata.tables, "triggers"}
        made.close()
        migrated.close()


def test_a_database_of_this_version_needs_no_upgrade(fresh_url: str) -> None:
    office = a_story(fresh_url)
    before = tables_of(office.store)
    office.close()
    assert current(fresh_url) == SCHEMA_VERSION
    assert upgrade(fresh_url) == Upgraded(SCHEMA_VERSION, SCHEMA_VERSION)
    again = open_office(fresh_url)
    assert tables_of(again.store) == before
    assert check(again) == []
    again.close()


def a_version(path: Path, version: int) -> str:
    """A database whose facts name a version."""
    url = f"sqlite:///{path / 'office.db'}"
    store = Store(url)
    store.create(kind="real")
    store.close()
    with closing(sqlite3.connect(path / "office.db")) as database:
        database.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(version)])
        database.commit()
    return url


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    url = a_version(tmp_path, SCHEMA_VERSION + 1)
    for work in (upgrade, open_office):
        with pytest.raises(StoreNewer):
            work(url)
    assert current(url) == SCHEMA_VERSION + 1


def test_an_upgrade_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    url = a_version(tmp_path, 0)
    store = Store(url)
    before = tables_of(store)
    with pytest.raises(StoreOlder):
        open_office(url)
    with pytest.raises(Exception, match="already exists"):
        upgrade(url)
    assert tables_of(store) == before
    assert current(url) == 0
    with store.engine.connect() as connection:
        assert not inspect(connection).has_table("alembic_version")
    store.close()


def test_what_is_no_database_of_shidian_is_not_turned_into_one(tmp_path: Path) -> None:
    for name in ("missing.db", "empty.db"):
        path = tmp_path / name
        if name == "empty.db":
            sqlite3.connect(path).close()
        with pytest.raises(BadInput) as caught:
            upgrade(f"sqlite:///{path}")
        assert caught.value.code == "UpgradeEmpty"
    assert not (tmp_path / "missing.db").exists()


def at_revision(url: str, revision: str) -> Store:
    """A database with the tables of an earlier program."""
    store = Store(url)
    with store.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        facts = {"schema_version": str(int(revision)), "kind": "real", "office": "x"}
        for key, value in facts.items():
            connection.execute(text("INSERT INTO meta VALUES (:k, :v)"), {"k": key, "v": value})
    return store


def test_notices_from_before_any_delivery_are_dropped_unless_something_is_still_owed(
    fresh_url: str,
) -> None:
    store = at_revision(fresh_url, "0002")
    keys = ("remind/ZJ-1/summary/1/30", "overdue/ZJ-1/summary/1/2026-11-30/province@33")
    add = text(
        "INSERT INTO outbox (key, topic, recipient, case_code, subject, body, created_at) "
        "VALUES (:key, :topic, 'province@33', 'ZJ-1', 's', 'b', 'then')"
    )
    with store.engine.begin() as connection:
        for key in keys:
            connection.execute(add, {"key": key, "topic": key.split("/")[0]})
    store.close()
    assert upgrade(fresh_url) == Upgraded(2, SCHEMA_VERSION)
    found = Store(fresh_url)
    with found.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT topic, duty, n, due_on, taken_at, dropped FROM outbox ORDER BY id")
        ).all()
    found.close()
    assert [tuple(row) for row in rows] == [
        ("remind", None, None, None, "then", "before-delivery"),
        ("overdue", "summary", 1, "2026-11-30", None, None),
    ]
