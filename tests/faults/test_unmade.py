"""Databases that are not made to the end: none of them is taken for a whole one."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from console.new_databases import in_whole
from states.audits.oracle import check
from states.errors import BadInput, Conflict, Fault, ShidianError, StoreGone
from states.office import open_office
from states.setup import create_office
from tests.stores import a_postgresql


def begun(folder: Path, url: str) -> bool:
    """Whether somebody has begun to make a database there."""
    if list(folder.glob("*.making")):
        return True
    if url.startswith("sqlite") and not (folder / "demo.db").exists():
        return False
    try:
        with closing(open_office(url)):
            return True
    except ShidianError as error:
        return error.code == "StoreUnfinished"


def while_made(folder: Path, *words: str, url: str = "") -> "subprocess.Popen[bytes]":
    """A process that makes a database, in the folder if not elsewhere, as soon as it has begun
    to."""
    url = url or f"sqlite:///{folder}/demo.db"
    environment = os.environ | {
        "SHIDIAN_DATABASE_URL": url,
        "SHIDIAN_VAR_DIR": str(folder / "var"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "SHIDIAN_PORT": "8397",
    }
    making = subprocess.Popen(
        [sys.executable, "-m", "console.cli", *words], cwd=folder, env=environment
    )
    for _ in range(1500):
        if begun(folder, url) or making.poll() is not None:
            break
        time.sleep(0.02)
    return making


def test_a_demonstration_that_is_stopped_while_it_is_made_leaves_nothing(tmp_path: Path) -> None:
    with while_made(tmp_path, "up", "--demo", "--no-prefect") as making:
        making.terminate()
        assert making.wait(30) == 128 + signal.SIGTERM
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


def an_empty_place(kind: str, folder: Path, stack: ExitStack) -> str:
    """The URL of a database that is there and holds nothing, so that one is made in its place."""
    if kind == "postgresql":
        return stack.enter_context(a_postgresql())
    (folder / "demo.db").touch()
    return f"sqlite:///{folder}/demo.db"


PLACES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("words", [("demo",), ("up", "--demo", "--no-prefect")], ids=" ".join)
def test_what_a_kill_left_half_made_in_its_place_is_no_database_and_is_made_anew(
    tmp_path: Path, kind: str, words: tuple[str, ...]
) -> None:
    with ExitStack() as stack:
        url = an_empty_place(kind, tmp_path, stack)
        with while_made(tmp_path, *words, url=url) as making:
            making.kill()
            assert making.wait(30) == -signal.SIGKILL
        with pytest.raises(StoreGone) as caught:
            open_office(url)
        assert caught.value.code == "StoreUnfinished"
        with while_made(tmp_path, "demo", "--empty", url=url) as again:
            assert again.wait(60) == 0
        with closing(open_office(url)) as office:
            assert office.kind == "demo"
            assert check(office) == []


@pytest.mark.parametrize("kind", PLACES)
def test_what_goes_wrong_while_one_is_made_in_its_place_leaves_nothing_there(
    tmp_path: Path, kind: str
) -> None:
    with ExitStack() as stack:
        url = an_empty_place(kind, tmp_path, stack)
        with pytest.raises(KeyboardInterrupt), in_whole(url) as making:
            create_office(making, "real", unfinished=True).close()
            raise KeyboardInterrupt
        with pytest.raises(StoreGone) as caught:
            open_office(url)
        assert caught.value.code == "StoreGone"


@pytest.mark.parametrize("kind", PLACES)
def test_what_another_process_is_making_is_not_taken_away(tmp_path: Path, kind: str) -> None:
    with ExitStack() as stack:
        url = an_empty_place(kind, tmp_path, stack)
        with in_whole(url) as making:
            create_office(making, "real", unfinished=True).close()
            with pytest.raises(Conflict) as caught, in_whole(url):
                pass
            assert caught.value.code == "StoreBeingMade"
        with closing(open_office(url)) as office:
            assert office.kind == "real"


@pytest.mark.postgres
def test_a_whole_database_is_never_taken_away(tmp_path: Path) -> None:
    with a_postgresql() as url:
        create_office(url, "real").close()
        with pytest.raises(BadInput) as caught, in_whole(url) as making:
            create_office(making, "demo", unfinished=True).close()
        assert caught.value.code == "StoreExists"
        open_office(url).close()
