"""Every clause holds on both databases."""

from pathlib import Path

import pytest

from states.office import Office
from tests.acceptance.national import a_national_office
from tests.stores import each_store as each_store


@pytest.fixture(autouse=True)
def on_both_databases(each_store: None) -> None:
    """Each test runs once over SQLite and once over PostgreSQL."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office of the notice, with its accounts."""
    return a_national_office(tmp_path)
