"""What may lie where a database should be, and what may keep a backup from being put there: each is
said with its place, nothing is half done and nothing is lost."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from states.actions import perform
from states.audits.oracle import check
from states.errors import BadInput, Conflict, Fault, StoreBusy, StoreForeign, StoreGone
from states.keeping.backup import backup, restore
from states.keeping.upgrade import upgrade
from states.mishaps import meaning
from states.office import open_office
from tests.builders import a_command, a_letter, an_application, an_office
from tests.console.shell import Shell
from tests.faults.test_store import a_file, a_small_disk, another_program
from tests.stores import a_postgresql, everything


def copied(path: Path) -> Path:
    """A backup of a database."""
    with closing(open_office(f"sqlite:///{path}")) as office:
        return backup(office.store.url, path.with_name("copy.db")).path


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link_that_leads_nowhere(path: Path) -> None:
    path.symlink_to(path.with_name("unmounted") / "office.db")


@pytest.mark.parametrize(
    ("put", "code"), [(a_folder, "StoreNoFile"), (a_link_that_leads_nowhere, "StoreLinkBroken")]
)
@pytest.mark.parametrize(
    "words",
    [
        ("list", "--as", "zj"),
        ("init",),
        ("demo",),
        ("up", "--no-prefect"),
        ("up", "--demo", "--no-prefect"),
        ("db", "upgrade"),
        ("restore", "copy.db"),
        ("restore", "copy.db", "--replace"),
    ],
    ids=" ".join,
)
def test_whatever_is_asked_what_lies_in_the_place_is_named_and_left_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    put: Callable[[Path], None],
    code: str,
    words: tuple[str, ...],
) -> None:
    shell = Shell(tmp_path, monkeypatch, capsys)
    monkeypatch.chdir(tmp_path)
    if "copy.db" in words:
        copied(a_file(tmp_path))
    put(shell.database)
    there = sorted(path.name for path in tmp_path.iterdir())
    ran = shell(*words, "--json")
    assert (ran.code, ran.refused()["error"]["code"]) == (4, code)
    left = sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("up."))
    assert [name for name in left if name not in ("keys", "prefect")] == there


def test_a_place_that_is_free_is_still_said_to_have_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(tmp_path, monkeypatch, capsys)
    ran = shell("up", "--no-prefect")
    assert (ran.code, "init" in ran.err) == (2, True)


@pytest.mark.parametrize("name", ["a?b.db", "a?mode=ro", "a?b=1&timeout=3"])
def test_no_file_of_another_name_than_the_one_typed_is_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput) as caught:
        open_office(f"sqlite:///{tmp_path}/{name}")
    assert caught.value.code == "BadFileName"


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "1e9"])
def test_a_wait_without_end_is_refused(tmp_path: Path, seconds: str) -> None:
    with pytest.raises(BadInput) as caught:
        open_office(f"sqlite:///{tmp_path}/office.db?timeout={seconds}")
    assert caught.value.code == "BadTimeout"


@pytest.mark.parametrize("name", ["甲 乙.db", 'it\'s "q".db', "a#b.db", "a%20b.db", "a:b@c.db"])
def test_an_odd_name_is_the_name_of_the_file_and_of_its_backup(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(a_file(tmp_path).read_bytes())
    with closing(open_office(f"sqlite:///{path}")) as office:
        copy = backup(office.store.url, tmp_path / f"备份 {name}").path
    restored = restore(copy, f"sqlite:///{path}", replace=True)
    assert (restored.path, restored.kept) == (path, path.with_name(f"{name}.replaced-1"))


def test_what_is_no_database_of_ours_is_not_upgraded(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    with closing(sqlite3.connect(path)) as made:
        made.execute("UPDATE meta SET value = '一' WHERE key = 'schema_version'")
        made.commit()
    with pytest.raises(Fault) as caught:
        upgrade(f"sqlite:///{path}")
    assert caught.value.code == "StoreDamaged"
    another_program(path)
    with pytest.raises(StoreForeign):
        upgrade(f"sqlite:///{path}")


def test_the_log_of_a_database_that_is_gone_is_not_replayed_into_the_one_restored(
    tmp_path: Path,
) -> None:
    path = a_file(tmp_path)
    copy = copied(path)
    killed = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute(\"UPDATE meta SET value = '99' WHERE key = 'schema_version'\");"
        "c.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", killed, str(path)], check=True)
    log = Path(f"{path}-wal").read_bytes()
    path.unlink()
    restored = restore(copy, f"sqlite:///{path}")
    assert restored.kept == Path(f"{path}.replaced-1-wal")
    assert restored.kept.read_bytes() == log
    with closing(open_office(f"sqlite:///{path}")) as office:
        assert check(office) == []


def test_the_journal_of_a_database_that_is_gone_is_not_rolled_back_into_the_one_restored(
    tmp_path: Path,
) -> None:
    path = a_file(tmp_path)
    copy = copied(path)
    killed = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA journal_mode=DELETE'); c.execute('PRAGMA cache_size=1');"
        "c.execute(\"UPDATE cases SET title = '后来的'\");"
        "c.execute('BEGIN'); c.execute(\"UPDATE cases SET title = '改了一半'\");"
        "c.execute('CREATE TABLE big AS SELECT zeroblob(100000)'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", killed, str(path)], check=True)
    assert Path(f"{path}-journal").stat().st_size > 0
    path.unlink()
    restore(copy, f"sqlite:///{path}")
    with closing(open_office(f"sqlite:///{path}")) as office:
        assert check(office) == []


def test_a_fault_of_the_place_is_not_blamed_on_the_backup(tmp_path: Path) -> None:
    copy = copied(a_file(tmp_path))
    # the copy that is to be verified cannot be opened
    os.mkfifo(tmp_path / f".again.db.{os.getpid()}.part-shm")
    with pytest.raises(Fault) as caught:
        restore(copy, f"sqlite:///{tmp_path}/again.db")
    assert caught.value.code == "RestoreWriteFailed"
    assert not (tmp_path / "again.db").exists()


def test_through_a_link_the_file_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    copy = copied(path)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    restored = restore(copy, f"sqlite:///{link}", replace=True)
    assert (restored.path, link.is_symlink()) == (path, True)


def test_a_full_disk_is_not_blamed_on_the_backup(tmp_path: Path) -> None:
    copy = copied(a_file(tmp_path))
    with a_small_disk(tmp_path / "disk", "100k") as disk:
        with pytest.raises(Fault) as caught:
            restore(copy, f"sqlite:///{disk}/office.db")
        assert caught.value.code == "RestoreWriteFailed"
        assert list(disk.iterdir()) == []


def test_a_full_disk_leaves_no_half_of_a_backup(tmp_path: Path) -> None:
    with (
        a_small_disk(tmp_path / "disk", "100k") as disk,
        closing(open_office(f"sqlite:///{a_file(tmp_path)}")) as office,
    ):
        with pytest.raises(Fault) as caught:
            backup(office.store.url, disk / "copy.db")
        assert caught.value.code == "BackupWriteFailed"
        assert list(disk.iterdir()) == []


def test_a_backup_is_never_written_over_what_is_there(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    before = path.read_bytes()
    link = tmp_path / "link"
    link.symlink_to("nowhere")
    with closing(open_office(f"sqlite:///{path}")) as office:
        for there in (path, tmp_path, link):
            with pytest.raises(BadInput) as caught:
                backup(office.store.url, there)
            assert caught.value.code == "BackupExists"
    assert path.read_bytes() == before


def test_a_disk_without_second_names_takes_a_backup_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_from: object, to: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(to))

    monkeypatch.setattr("os.link", refuse)
    path = a_file(tmp_path)
    copy = copied(path)
    assert restore(copy, f"sqlite:///{tmp_path}/again.db").entries > 0
    restored = restore(copy, f"sqlite:///{path}", replace=True)
    assert restored.kept is not None
    for one in (path, restored.kept):
        with closing(open_office(f"sqlite:///{one}")) as office:
            assert check(office) == []
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


WITHOUT_POWERS = ("setpriv", "--bounding-set", "-all", "--inh-caps", "-all")


@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [
        ("office.db", ("list", "--as", "zj"), "StoreUnopened"),
        ("office.db", ("up", "--no-prefect"), "StoreUnopened"),
        ("office.db", ("restore", "copy.db", "--replace"), "RestoreWriteFailed"),
        ("copy.db", ("restore", "copy.db", "--replace"), "BackupUnreadable"),
        (".", ("list", "--as", "zj"), "StoreUnopened"),
    ],
)
def test_what_may_not_be_read_is_named(
    tmp_path: Path, closed: str, words: tuple[str, ...], code: str
) -> None:
    if shutil.which("setpriv") is None and os.geteuid() == 0:
        pytest.skip("nothing here takes the administrator's powers away")
    held = tmp_path / "held"
    held.mkdir()
    copy = copied(a_file(held)).rename(tmp_path / "copy.db")
    shut = copy if closed == copy.name else held / closed
    shut.chmod(0)
    powers = WITHOUT_POWERS if os.geteuid() == 0 else ()
    run = [*powers, sys.executable, "-m", "console.cli", *words, "--json"]
    environment = os.environ | {
        "SHIDIAN_DATABASE_URL": f"sqlite:///{held}/office.db",
        "SHIDIAN_VAR_DIR": str(tmp_path / "var"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    try:
        ended = subprocess.run(
            run, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True
        )
    finally:
        shut.chmod(0o700)
    assert f'"code":"{code}"' in ended.stderr.replace(" ", ""), ended.stderr


@pytest.mark.postgres
def test_a_role_without_rights_is_told_who_gives_them() -> None:
    with a_postgresql() as url, closing(an_office(url)) as office:
        role = f"weak_{make_url(url).database}"
        server = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(server, autocommit=True) as owner:
            owner.execute(f'CREATE ROLE "{role}" LOGIN')  # type: ignore[call-overload]
            try:
                weak = make_url(url).set(username=role).render_as_string(hide_password=False)
                with pytest.raises(Fault) as caught:
                    open_office(weak)
            finally:
                owner.execute(f'DROP ROLE "{role}"')  # type: ignore[call-overload]
        assert caught.value.code == "StoreForbidden"
        assert "db allow" in caught.value.message()
        assert everything(office)["receipts"] == 0


@pytest.mark.postgres
def test_a_connection_cut_in_the_middle_of_an_act_is_said_and_nothing_of_it_stays() -> None:
    with a_postgresql() as url, closing(an_office(url)) as office:
        case = perform(office, an_application()).case
        before = everything(office)
        server = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with pytest.raises(Fault) as caught, office.store.write() as tx:
            tx.driver.execute("UPDATE cases SET title = '改了一半'")
            with psycopg.connect(server, autocommit=True) as other:
                pid = tx.driver.info.backend_pid
                assert other.execute("SELECT pg_terminate_backend(%s)", [pid]).fetchone() == (True,)
            tx.driver.execute("SELECT 1")
        assert caught.value.code == "StoreCut"
        assert everything(office) == before
        letter = a_command("recommend", case, attachments=(a_letter(),))
        assert perform(office, letter).state == "recommended"
        assert check(office) == []


class Said(Exception):
    """What a server says, with its code."""

    def __init__(self, words: str, sqlstate: str | None) -> None:
        super().__init__(words)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("words", "state", "kind", "code"),
    [
        ("canceling statement due to lock timeout", "55P03", StoreBusy, "StoreBusy"),
        ("deadlock detected", "40P01", Conflict, "Conflict"),
        ("could not extend file", "53100", Fault, "StoreFull"),
        ("cannot execute INSERT in a read-only transaction", "25006", Fault, "StoreReadOnly"),
        ("terminating connection due to administrator command", "57P01", Fault, "StoreCut"),
        ("server closed the connection unexpectedly", None, Fault, "StoreCut"),
        ("failed to resolve host 'db.invalid'", None, StoreGone, "StoreUnreachable"),
        (
            'FATAL: password authentication failed for "zj"\nconnection to server failed',
            None,
            StoreGone,
            "StoreUnreachable",
        ),
    ],
)
def test_what_a_server_says_has_a_name(
    words: str, state: str | None, kind: type[Exception], code: str
) -> None:
    found = meaning(Said(words, state), "postgresql://db/office", None, 10)
    assert isinstance(found, kind)
    assert getattr(found, "code", "") == code


def taken_away(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def replaced_by_a_copy(path: Path) -> None:
    copy = path.with_name("elsewhere.db")
    shutil.copy(path, copy)
    copy.replace(path)


@pytest.mark.parametrize("move", [taken_away, replaced_by_a_copy])
def test_no_act_is_written_into_a_file_that_is_no_longer_in_its_place(
    tmp_path: Path, move: Callable[[Path], None]
) -> None:
    with closing(an_office(tmp_path)) as office:
        case = perform(office, an_application()).case
        path = tmp_path / "office.db"
        kept = path.with_name("kept.db")
        os.link(path, kept)
        move(path)
        for act in (
            lambda: perform(office, a_command("recommend", case, attachments=(a_letter(),))),
            lambda: everything(office),
        ):
            with pytest.raises(StoreGone) as caught:
                act()
            assert caught.value.code == "StoreMoved"
        kept.replace(path)
        letter = a_command("recommend", case, attachments=(a_letter(),))
        assert perform(office, letter).state == "recommended"
        assert check(office) == []


def test_a_file_taken_away_in_the_middle_of_an_act_is_noticed_before_it_is_kept(
    tmp_path: Path,
) -> None:
    with closing(an_office(tmp_path)) as office:
        perform(office, an_application())
        before = everything(office)
        path = tmp_path / "office.db"
        with pytest.raises(StoreGone), office.store.write() as tx:
            tx.driver.execute("UPDATE cases SET title = '改了一半'")
            path.rename(tmp_path / "elsewhere.db")
        (tmp_path / "elsewhere.db").rename(path)
        assert everything(office) == before
