"""What must stay, the database itself refuses to change or remove."""

import sqlite3
from pathlib import Path

import psycopg
import pytest

from config.year_files import read_year
from states.audits.oracle import check
from states.calendars.importing import import_year
from states.commands import PYTHON
from states.office import Office
from states.tables import FOREVER
from tests.stores import a_postgresql
from tests.stories import a_story

YEAR_2027 = Path(__file__).parents[2] / "docs" / "examples" / "calendars" / "2027.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return a_story(tmp_path)


@pytest.mark.parametrize("table", FOREVER)
def test_the_database_refuses_to_change_or_remove_what_must_stay(
    office: Office, tmp_path: Path, table: str
) -> None:
    from states.keeping.checkpoints import make
    from states.keeping.keys import signing_key

    make(office, signing_key(tmp_path / "keys"))
    import_year(office, read_year(YEAR_2027), actor="committee", via=PYTHON)
    texts = {"programmes": "source", "checkpoints": "body", "receipts": "receipt"}
    texts |= {"calendar_years": "document", "refusals": "reasons"}
    column = texts.get(table, "reason")
    driver = office.store.engine.raw_connection()
    try:
        cursor = driver.cursor()
        (before,) = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert before > 0
        for statement in (
            f"UPDATE {table} SET {column} = 'x'",
            f"DELETE FROM {table}",
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                cursor.execute(statement)
        (after,) = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert after == before
    finally:
        driver.close()
    assert check(office) == []


@pytest.mark.postgres
@pytest.mark.parametrize("table", FOREVER)
def test_postgresql_refuses_to_change_or_remove_what_must_stay(table: str) -> None:
    columns = {"checkpoints": "body", "history": "reason", "refusals": "reasons"}
    with a_postgresql() as url:
        office = a_story(url)
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            for statement in (
                f"UPDATE {table} SET {columns.get(table, 'digest')} = 'x'",
                f"DELETE FROM {table}",
                f"TRUNCATE {table}",
            ):
                with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                    connection.execute(statement)
        assert check(office) == []
        office.close()
