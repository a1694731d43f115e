"""Notices go out alike from both databases."""

from pathlib import Path

import pytest

from tests.notices.postbox import Postbox
from tests.stores import each_store as each_store


@pytest.fixture(autouse=True)
def on_both_databases(each_store: None) -> None:
    """Each test runs once over SQLite and once over PostgreSQL."""


@pytest.fixture
def postbox(tmp_path: Path) -> Postbox:
    """An office and the files that its messages go into."""
    return Postbox(tmp_path)
