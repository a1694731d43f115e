"""Backups: one instant of a live database in one file, and nothing put in place unverified."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from states.actions import perform
from states.audits.oracle import check
from states.errors import BadInput, Fault
from states.keeping.backup import backup, restore
from states.keeping.checkpoints import make, verify_against
from states.keeping.keys import SigningKey, signing_key
from states.keeping.upgrade import Upgraded
from states.office import Office, open_office
from states.tables import SCHEMA_VERSION
from tests.administrator import as_administrator, edit, reseal
from tests.builders import an_application, an_office, set_clock
from tests.states.test_migrations import at_revision
from tests.stores import a_postgresql
from tests.stories import PILOT, a_story, finish


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return a_story(tmp_path)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return signing_key(tmp_path / "keys")


@pytest.fixture
def fresh(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'restored' / 'office.db'}"


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: database.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for (name,) in names.fetchall()
        }


def database_of(office: Office) -> Path:
    assert office.store.path is not None
    return Path(office.store.path)


def call_it(path: Path, version: int) -> None:
    """Let a database say that its tables are of a version."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(version)])
        database.commit()


def an_older_copy(office: Office, path: Path) -> Path:
    """The rows of an office in the tables of an earlier program."""
    url = f"sqlite:///{path}"
    store = at_revision(url, "0007")
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM meta"))
    store.close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("ATTACH ? AS now", [office.store.path])
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            if name == "alembic_version":
                continue
            columns = database.execute(f"PRAGMA main.table_info({name})").fetchall()
            listed = ", ".join(f'"{column[1]}"' for column in columns)
            database.execute(f"INSERT INTO {name} ({listed}) SELECT {listed} FROM now.{name}")
        database.commit()
    call_it(path, 7)
    return path


def test_a_backup_restores_to_the_same_record(office: Office, tmp_path: Path, fresh: str) -> None:
    copied = backup(office.store.url, tmp_path / "copy.db")
    restored = restore(copied.path, fresh)
    assert (restored.entries, restored.lost, restored.kept) == (copied.entries, (), None)
    assert contents(restored.path) == contents(database_of(office))
    again = open_office(fresh)
    assert check(again) == []
    again.close()


def test_a_backup_is_one_file_that_only_its_owner_may_read(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    copied = backup(office.store.url, folder / "copy.db")
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    assert copied.path.stat().st_mode & 0o777 == 0o600
    assert copied.size == copied.path.stat().st_size


def test_a_backup_never_overwrites_a_file(office: Office, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(BadInput) as caught:
        backup(office.store.url, tmp_path / "copy.db")
    assert caught.value.code == "BackupExists"
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_backup_into_a_folder_that_is_not_there_says_so(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        backup(office.store.url, tmp_path / "nowhere" / "copy.db")
    assert caught.value.code == "BackupWriteFailed"


def test_backups_taken_while_others_write_are_all_sound(office: Office, tmp_path: Path) -> None:
    stop = threading.Event()

    def work() -> None:
        writer = open_office(office.store.url)
        writer.clock = office.clock
        while not stop.is_set():
            perform(writer, an_application())
        writer.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        copies = [backup(office.store.url, tmp_path / f"copy-{n}.db") for n in range(4)]
    finally:
        stop.set()
        thread.join()
    assert [c.entries for c in copies] == sorted(c.entries for c in copies)
    for copied in copies:
        restored = restore(copied.path, f"sqlite:///{tmp_path / copied.path.stem / 'office.db'}")
        assert restored.entries == copied.entries


def test_a_database_in_the_way_is_replaced_only_when_told_and_kept(
    office: Office, tmp_path: Path
) -> None:
    copied = backup(office.store.url, tmp_path / "copy.db")
    perform(office, an_application())
    office.close()
    with pytest.raises(BadInput) as caught:
        restore(copied.path, office.store.url)
    assert caught.value.code == "RestoreOverLive"
    before = contents(database_of(office))
    restored = restore(copied.path, office.store.url, replace=True)
    assert restored.kept is not None
    assert contents(restored.kept) == before
    assert contents(restored.path) == contents(copied.path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"office.db", "office.db.replaced-1", "copy.db"}


def test_a_database_in_use_is_not_replaced(office: Office, tmp_path: Path) -> None:
    copied = backup(office.store.url, tmp_path / "copy.db")
    before = contents(database_of(office))
    hold = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute('SELECT count(*) FROM cases').fetchone();"
        "print('open', flush=True); sys.stdin.read()"
    )
    office.close()
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(database_of(office))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        with pytest.raises(BadInput) as caught:
            restore(copied.path, office.store.url, replace=True)
        other.communicate("")
    assert caught.value.code == "RestoreInUse"
    assert contents(database_of(office)) == before


def test_a_tampered_backup_is_refused_and_nothing_changes(
    office: Office, tmp_path: Path, fresh: str
) -> None:
    with as_administrator(office) as database:
        edit(database, PILOT, 2, reason="改过")
    copied = backup(office.store.url, tmp_path / "copy.db")
    with pytest.raises(BadInput) as caught:
        restore(copied.path, fresh)
    assert caught.value.code == "RestoreRefused"
    assert f"{PILOT} 第 2 条（推荐" in caught.value.message()
    assert list((tmp_path / "restored").iterdir()) == []


def test_a_backup_older_than_the_checkpoint_is_refused_unless_its_loss_is_accepted(
    office: Office, key: SigningKey, tmp_path: Path, fresh: str
) -> None:
    copied = backup(office.store.url, tmp_path / "copy.db")
    set_clock(office, "2028-03-01 09:00:00")
    finish(office)
    kept = make(office, key)
    with pytest.raises(BadInput) as caught:
        restore(copied.path, fresh, checkpoint=kept, public_key=key.public)
    assert "像是旧备份" in caught.value.message()
    restored = restore(copied.path, fresh, checkpoint=kept, public_key=key.public, older=True)
    assert {v.code for v in restored.lost} == {"OlderThanCheckpoint", "TailCut", "CountFell"}


def test_the_checkpoint_of_the_database_in_the_way_counts_too(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    copied = backup(office.store.url, tmp_path / "copy.db")
    finish(office)
    make(office, key)
    office.close()
    with pytest.raises(BadInput) as caught:
        restore(copied.path, office.store.url, replace=True)
    assert caught.value.code == "RestoreRefused"
    assert PILOT in caught.value.message()


def test_a_rewritten_backup_is_refused_even_where_loss_is_accepted(
    office: Office, key: SigningKey, tmp_path: Path, fresh: str
) -> None:
    kept = make(office, key)
    with as_administrator(office) as database:
        edit(database, PILOT, 2, reason="改过")
        reseal(database, PILOT)
        database.execute("DELETE FROM checkpoints")
        database.execute("DELETE FROM history WHERE move = 'checkpoint'")
        reseal(database, "small")
    assert check(office) == []
    copied = backup(office.store.url, tmp_path / "copy.db")
    with pytest.raises(BadInput) as caught:
        restore(copied.path, fresh, checkpoint=kept, public_key=key.public, older=True)
    assert "被重写" in caught.value.message()


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough", b"\0" * 8192])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, fresh: str, content: bytes) -> None:
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        restore(tmp_path / "copy.db", fresh)
    assert caught.value.code == "NotABackup"
    assert not (tmp_path / "restored" / "office.db").exists()


def test_a_truncated_or_overwritten_backup_is_refused(
    office: Office, tmp_path: Path, fresh: str
) -> None:
    whole = backup(office.store.url, tmp_path / "copy.db").path.read_bytes()
    torn = tmp_path / "torn.db"
    half = len(whole) // 2
    for damaged in (whole[:half], whole[:half] + b"\xff" * 4096 + whole[half + 4096 :]):
        torn.write_bytes(damaged)
        with pytest.raises(BadInput):
            restore(torn, fresh)
        assert not (tmp_path / "restored" / "office.db").exists()


def test_a_main_file_copied_without_its_log_is_caught_by_the_checkpoint(
    office: Office, key: SigningKey, tmp_path: Path, fresh: str
) -> None:
    with closing(sqlite3.connect(database_of(office))) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    perform(office, an_application())
    kept = make(office, key)
    torn = shutil.copy(database_of(office), tmp_path / "torn.db")
    with pytest.raises(BadInput) as caught:
        restore(Path(torn), fresh, checkpoint=kept, public_key=key.public)
    assert caught.value.code == "RestoreRefused"


def test_a_damaged_database_in_the_way_can_be_replaced(office: Office, tmp_path: Path) -> None:
    copied = backup(office.store.url, tmp_path / "copy.db")
    office.close()
    database_of(office).write_bytes(b"\xff" * 20000)
    restored = restore(copied.path, office.store.url, replace=True)
    assert contents(restored.path) == contents(copied.path)


def test_a_restored_database_goes_on_where_the_backup_ended(
    office: Office, key: SigningKey, tmp_path: Path, fresh: str
) -> None:
    kept = make(office, key)
    restore(backup(office.store.url, tmp_path / "copy.db").path, fresh)
    again = open_office(fresh)
    again.clock = office.clock
    finish(again)
    assert check(again) == []
    assert verify_against(again, kept, key.public) == []
    again.close()


def test_a_missing_backup_is_named(tmp_path: Path, fresh: str) -> None:
    with pytest.raises(BadInput) as caught:
        restore(tmp_path / "nothing.db", fresh)
    assert caught.value.code == "BackupMissing"


@pytest.mark.postgres
def test_a_server_database_is_left_to_its_own_tools_which_are_named(tmp_path: Path) -> None:
    with a_postgresql() as url:
        office = an_office(url)
        with pytest.raises(BadInput) as caught:
            backup(office.store.url, tmp_path / "copy.dump")
        assert "pg_dump --format=custom" in caught.value.message()
        assert "***" not in caught.value.message()
        office.close()
        (tmp_path / "copy.dump").touch()
        with pytest.raises(BadInput) as caught:
            restore(tmp_path / "copy.dump", url)
        assert "pg_restore" in caught.value.message()
        with_password = make_url(url).set(password="secret")
        with pytest.raises(BadInput) as caught:
            restore(tmp_path / "copy.dump", with_password.render_as_string(hide_password=False))
        assert not {"secret", "***"} & set(caught.value.message().replace(":", "@").split("@"))


def test_a_password_is_not_shown_in_the_command_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "copy.dump").touch()
    with pytest.raises(BadInput) as caught:
        restore(tmp_path / "copy.dump", "postgresql://me:secret@db.example/office")
    assert "secret" not in caught.value.message()


def test_a_backup_of_an_older_program_is_upgraded_as_it_is_restored(
    office: Office, tmp_path: Path, fresh: str
) -> None:
    older = an_older_copy(office, tmp_path / "older.db")
    copied = backup(f"sqlite:///{older}", tmp_path / "copy.db")
    held = copied.path.read_bytes()
    restored = restore(copied.path, fresh)
    assert (restored.tables, restored.entries) == (Upgraded(7, SCHEMA_VERSION), copied.entries)
    assert copied.path.read_bytes() == held
    again = open_office(fresh)
    assert check(again) == []
    again.close()


def test_a_backup_of_a_newer_program_says_so(office: Office, tmp_path: Path, fresh: str) -> None:
    path = backup(office.store.url, tmp_path / "copy.db").path
    call_it(path, SCHEMA_VERSION + 1)
    with pytest.raises(BadInput) as caught:
        restore(path, fresh)
    assert caught.value.code == "BackupNewer"
    assert str(path) in caught.value.message()
    assert not (tmp_path / "restored" / "office.db").exists()


def test_an_older_database_is_not_replaced_unheard(office: Office, tmp_path: Path) -> None:
    path = backup(office.store.url, tmp_path / "copy.db").path
    live = an_older_copy(office, tmp_path / "live.db")
    held = live.read_bytes()
    with pytest.raises(BadInput) as caught:
        restore(path, f"sqlite:///{live}", replace=True)
    assert caught.value.code == "RestoreOverOlder"
    assert live.read_bytes() == held
