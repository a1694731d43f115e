"""A database that is held, gone, damaged, full or of another version; clocks that go wrong."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from states.actions import perform
from states.audits.oracle import check
from states.clock import FixedClock
from states.commands import Command
from states.errors import (
    BadInput,
    Fault,
    ShidianError,
    StoreBusy,
    StoreForeign,
    StoreGone,
    StoreNewer,
    StoreOlder,
)
from states.office import Office, open_office
from states.store import Store
from tests.builders import a_command, a_letter, an_application, an_office, at
from tests.stores import a_postgresql, everything

ROOT = Path(__file__).parents[2]
HOLDERS = {
    "sqlite": """
import os, signal, sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
""",
    "postgresql": """
import os, psycopg, signal, sys
held = psycopg.connect(sys.argv[1])
held.execute("SELECT * FROM cases FOR UPDATE")
print("held", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
""",
}


@contextmanager
def a_stopped_holder(url: str) -> Iterator[None]:
    """Another process that holds what a writer needs, and is stopped."""
    made = make_url(url)
    kind = made.get_backend_name()
    where = str(made.database)
    if kind == "postgresql":
        where = made.set(drivername="postgresql").render_as_string(hide_password=False)
    command = [sys.executable, "-c", HOLDERS[kind], where]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            os.kill(holder.pid, signal.SIGKILL)


def test_a_stopped_holder_makes_others_say_so_and_frees_all_when_it_is_gone(
    fresh_url: str,
) -> None:
    with closing(an_office(fresh_url)) as first:
        case = perform(first, an_application()).case
        letter = a_command("recommend", case, attachments=(a_letter(),))
    with closing(open_office(f"{fresh_url}?timeout=0.3")) as office:
        office.clock = FixedClock(at("2026-06-02 09:00:00"))
        before = everything(office)
        with a_stopped_holder(fresh_url):
            with pytest.raises(StoreBusy) as caught:
                perform(office, letter)
            assert "0.3 秒" in caught.value.message()
            assert everything(office) == before
        assert perform(office, letter).state == "recommended"
        assert check(office) == []


def a_file(folder: Path) -> Path:
    """A database with one case, and nobody at it."""
    with closing(an_office(folder)) as office:
        perform(office, an_application())
    return folder / "office.db"


def remove(path: Path) -> None:
    path.unlink()


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def write_text(path: Path) -> None:
    path.write_text("这不是数据库。" * 500)


def write_nothing(path: Path) -> None:
    path.write_bytes(b"")


def another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        made.execute("INSERT INTO meta VALUES ('version', '137')")
        made.commit()


@pytest.mark.parametrize("spoil", [remove, write_text, write_nothing, another_program])
def test_what_is_no_database_of_ours_says_how_to_make_one(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = a_file(tmp_path)
    spoil(path)
    with pytest.raises((StoreGone, StoreForeign)) as caught:
        open_office(f"sqlite:///{path}")
    assert str(path) in caught.value.message()
    assert "shidian init" in caught.value.message()


def test_a_folder_in_the_place_of_a_database_is_called_one(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    make_a_folder(path)
    with pytest.raises(StoreGone) as caught:
        open_office(f"sqlite:///{path}")
    assert (caught.value.code, path.is_dir()) == ("StoreNoFile", True)


def test_an_empty_database_says_how_to_make_one_and_a_wrong_address_what_to_check(
    fresh_url: str,
) -> None:
    with pytest.raises(StoreGone) as caught:
        open_office(fresh_url)
    assert "shidian init" in caught.value.message()
    with pytest.raises(StoreGone) as caught:
        open_office(f"{fresh_url}_")
    is_file = fresh_url.startswith("sqlite")
    assert ("shidian init" if is_file else "does not exist") in caught.value.message()


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_called_damaged(tmp_path: Path, kept: float) -> None:
    path = a_file(tmp_path)
    os.truncate(path, int(path.stat().st_size * kept) // 4096 * 4096 + 100)
    with pytest.raises(Fault) as caught, closing(open_office(f"sqlite:///{path}")) as office:
        check(office)
    assert caught.value.code == "StoreDamaged"
    assert "shidian restore" in caught.value.message()


@pytest.mark.parametrize(("version", "error"), [(99, StoreNewer), (0, StoreOlder)])
def test_a_database_of_another_version_says_what_to_upgrade(
    fresh_url: str, version: int, error: type[Fault]
) -> None:
    with closing(an_office(fresh_url)) as office, office.store.write() as tx:
        tx.driver.execute(f"UPDATE meta SET value = '{version}' WHERE key = 'schema_version'")
    with pytest.raises(error) as caught:
        open_office(fresh_url)
    assert str(version) in caught.value.message()


def test_a_version_that_is_no_number_is_called_damaged(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    with closing(sqlite3.connect(path)) as made:
        made.execute("UPDATE meta SET value = '一' WHERE key = 'schema_version'")
        made.commit()
    with pytest.raises(Fault) as caught:
        open_office(f"sqlite:///{path}")
    assert caught.value.code == "StoreDamaged"


READ_ONLY = """
import os
import sys
from states.actions import perform
from states.errors import Fault
from states.office import open_office
from states.store import Store
from tests.builders import an_application
Store("sqlite://").close()  # loads the driver while its files may still be read
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    perform(open_office(sys.argv[1]), an_application())
except Fault as fault:
    print(fault.code)
"""


@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_may_not_be_written_says_so(tmp_path: Path, what: str) -> None:
    # another user must be able to reach the folder, which pytest keeps to itself
    folder = Path("/tmp") / f"shidian-read-only-{os.getpid()}"
    folder.mkdir()
    try:
        path = a_file(folder)
        before = path.read_bytes()
        path.chmod(0o444)
        folder.chmod(0o555 if what == "folder" else 0o777)
        command = [sys.executable, "-c", READ_ONLY, f"sqlite:///{path}"]
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        assert told.stdout.split() == ["StoreReadOnly"]
        assert path.read_bytes() == before
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@contextmanager
def a_small_disk(where: Path, size: str) -> Iterator[Path]:
    """A file system of a given size. Skips where none may be mounted."""
    where.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(where)]
    mounted = subprocess.run(["mount", *options], check=False, capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this kernel lets nobody here mount a small disk")
    try:
        yield where
    finally:
        subprocess.run(["umount", str(where)], check=True)


def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    with (
        a_small_disk(tmp_path / "disk", "1200k") as disk,
        closing(an_office(disk)) as office,
    ):
        done, refused = fill(office)
        assert len(done) > 5
        assert everything(office)["receipts"] == len(done)
        assert check(office) == []
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        assert perform(office, refused).seq == 1
        assert perform(office, done[-1]).seq == 1
        assert everything(office)["receipts"] == len(done) + 1
        assert check(office) == []


def fill(office: Office) -> tuple[list[Command], Command]:
    """Acts until the disk is full: those that were done, and the one that was not."""
    done: list[Command] = []
    while True:
        command = an_application(fields={"title": "长" * 3000})
        try:
            perform(office, command)
        except Fault as fault:
            assert fault.code == "StoreFull"
            return done, command
        done.append(command)


@pytest.mark.postgres
@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_a_server_that_cut_an_idle_connection_is_met_by_a_new_one(
    monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr("states.engines.IDLE_SECONDS", seconds)
    with a_postgresql() as url, closing(an_office(url)) as office:
        case = perform(office, an_application()).case
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        there = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        made = make_url(url)
        server = made.set(drivername="postgresql", database="postgres")
        with psycopg.connect(server.render_as_string(hide_password=False)) as other:
            assert other.execute(cut, [made.database]).fetchall()
            for _ in range(500):
                other.rollback()
                if other.execute(there, [made.database]).fetchone() == (0,):
                    break
                time.sleep(0.01)
        letter = a_command("recommend", case, attachments=(a_letter(),))
        assert perform(office, letter).state == "recommended"


@pytest.mark.parametrize("content", [b"GIF89a" * 400, b"hello", b"\0" * 5000])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.db"
    path.write_bytes(content)
    with pytest.raises(StoreForeign) as caught:
        open_office(f"sqlite:///{path}")
    assert str(path) in caught.value.message()
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE meta (k TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreForeign):
        open_office(f"sqlite:///{path}")
    assert path.read_bytes()[100:] == before[100:]


def test_no_tables_are_put_among_those_of_another_program(fresh_url: str) -> None:
    made = create_engine(fresh_url)
    with made.begin() as other:
        other.execute(text("CREATE TABLE invoices (amount INTEGER)"))
    with pytest.raises(StoreForeign) as caught:
        an_office(fresh_url)
    assert "invoices" in caught.value.message()
    assert inspect(made).get_table_names() == ["invoices"]
    made.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://zj:sec:ret/1@127.0.0.1:1/office",
        "postgresql://zj:sec@ret/1@127.0.0.1:1/office",
        "postgresql://zj:sec@ret@127.0.0.1:1/office",
        "postgresql://zj@127.0.0.1:1/office?password=secret",
        "postgresql://zj:secret@127.0.0.1:none/office?sslpassword=secret",
    ],
)
def test_no_part_of_a_password_is_shown(url: str) -> None:
    with pytest.raises(ShidianError) as caught:
        open_office(url)
    assert caught.value.code in ("BadDatabaseUrl", "StoreUnreachable")
    for lang in ("zh", "en"):
        said = caught.value.message(lang)
        assert "127.0.0.1" in said
        assert not re.search(r"\bsec|\bret\b", said)


def test_a_driver_that_is_not_ours_is_a_wrong_address() -> None:
    with pytest.raises(BadInput) as caught:
        open_office("postgresql+asyncpg://127.0.0.1/x")
    assert caught.value.code == "BadDatabaseUrl"


def test_a_full_disk_is_not_called_a_damaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(f"sqlite:///{a_file(tmp_path)}")
    failing = sqlite3.OperationalError("disk I/O error")
    with pytest.raises(Fault) as caught, store.translated():
        raise failing
    assert caught.value.code == "StoreUnreadable"
    full = shutil.disk_usage(tmp_path)._replace(free=0)
    monkeypatch.setattr("states.mishaps.shutil.disk_usage", lambda _path: full)
    with pytest.raises(Fault) as caught, store.translated():
        raise failing
    assert caught.value.code == "StoreFull"
    store.close()
