"""The office that tests of the read side ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from states.office import Office
from tests.an_agency import an_agency


@pytest.fixture
def office(tmp_path: Path, fresh_url: str) -> Iterator[Office]:
    """An agency with accounts of every reach, on each of the two databases."""
    made = an_agency(tmp_path, url=fresh_url)
    yield made
    made.close()
