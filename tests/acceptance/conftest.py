"""Every clause holds on both databases."""

import pytest

from tests.stores import each_store as each_store


@pytest.fixture(autouse=True)
def on_both_databases(each_store: None) -> None:
    """Each test runs once over SQLite and once over PostgreSQL."""
