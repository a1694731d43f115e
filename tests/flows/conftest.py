"""The installation that the tests of flows share, and offices for flows run in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.national import a_national_office
from tests.flows import installation
from tests.flows.installation import Installation


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A running installation whose scheduler is ready."""
    made = installation.start(tmp_path_factory.mktemp("up"))
    try:
        made.ready()
        yield made
    finally:
        if made.process.poll() is None:
            made.end()


@pytest.fixture
def prefect(running: Installation) -> Iterator[None]:
    """Flows called in this process report to the shared server."""
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings
    from prefect.settings.context import get_current_settings

    from console.beside.environment import address, word

    own = running.settings
    # a flow's heartbeat thread sleeps a second at a time and is waited for
    get_current_settings().flows.heartbeat_frequency = None
    told = {PREFECT_API_URL: f"{address(own)}/api", PREFECT_API_AUTH_STRING: word(own)}
    with temporary_settings(told):
        yield


@pytest.fixture
def office_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose office of the notice the settings of this process name."""
    monkeypatch.setenv("SHIDIAN_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("SHIDIAN_DATABASE_URL", f"sqlite:///{tmp_path / 'office.db'}")
    a_national_office(tmp_path).close()
    return tmp_path
