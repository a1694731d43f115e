"""Databases that are not made to the end: none of them is taken for a whole one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import make_url

from console.new_databases import in_whole
from states.errors import BadInput, Fault
from states.setup import create_office


def while_made(folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    """A process that makes a database in the folder, as soon as it has begun to."""
    environment = os.environ | {
        "SHIDIAN_DATABASE_URL": f"sqlite:///{folder}/demo.db",
        "SHIDIAN_VAR_DIR": str(folder / "var"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "SHIDIAN_PORT": "8397",
    }
    making = subprocess.Popen(
        [sys.executable, "-m", "console.cli", *words], cwd=folder, env=environment
    )
    for _ in range(1500):
        if list(folder.glob("*.making")) or making.poll() is not None:
            break
        time.sleep(0.02)
    return making


def test_a_demonstration_that_is_stopped_while_it_is_made_leaves_nothing(tmp_path: Path) -> None:
    with while_made(tmp_path, "up", "--demo", "--no-prefect") as making:
        making.terminate()
        assert making.wait(30) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


@pytest.mark.parametrize("words", [("demo",), ("init",)], ids=" ".join)
def test_no_database_half_made_has_its_name_after_a_kill(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    with while_made(tmp_path, *words) as making:
        making.kill()
        assert making.wait(30) == -signal.SIGKILL
    assert not (tmp_path / "demo.db").exists()
    assert list(tmp_path.glob("demo.db.*.making"))


def test_a_database_that_another_process_made_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    with pytest.raises(BadInput) as caught, in_whole(f"sqlite:///{path}") as making:
        create_office(making, "real").close()
        create_office(f"sqlite:///{path}", "real").close()
        before = path.read_bytes()
    assert caught.value.code == "StoreExists"
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["office.db"]


def test_what_goes_wrong_names_the_file_as_it_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    with pytest.raises(Fault) as caught, in_whole(f"sqlite:///{path}") as making:
        raise Fault("StoreFull", url=str(make_url(making).database))
    assert caught.value.message().startswith(f"磁盘已满，{path} 写不下")
    assert list(tmp_path.iterdir()) == []
