"""Fixtures of the console's tests."""

from pathlib import Path

import pytest

from tests.console.shell import Shell


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """Command lines against a database of this test's own."""
    return Shell(tmp_path, monkeypatch, capsys)
