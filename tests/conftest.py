"""What every run of the tests clears away."""

from collections.abc import Iterator

import pytest

from tests import templates


@pytest.fixture(scope="session", autouse=True)
def nothing_kept() -> Iterator[None]:
    """What tests share through a run is gone after the last one."""
    yield
    templates.clear()
