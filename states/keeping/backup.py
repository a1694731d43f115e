"""Backups of a SQLite database: an online copy of one instant, and a restore that verifies first.

Copying the file of a live database with ordinary tools loses or damages rows; only the database's
own copy is used here.
"""

import errno
import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from states.audits.oracle import check
from states.audits.violations import Violation
from states.engines import BUSY_SECONDS, displayed
from states.errors import BadInput, Fault, ShidianError, StoreGone, StoreNewer, StoreOlder
from states.keeping.checkpoints import named_key, newest, verify_against
from states.keeping.keys import PublicKey
from states.keeping.naming import give_name, keep_as
from states.keeping.upgrade import Upgraded, upgrade
from states.mishaps import ENTOURAGE, is_tight, require_file
from states.office import Office, open_office
from states.store import Store

OLDER = frozenset({"CaseGone", "TailCut", "CountFell", "OlderThanCheckpoint"})
"""What a backup that is merely older than a checkpoint lacks. Anything else is a forgery."""
_SHOWN = 20
_OF_THE_DISK = ("disk I/O error", "unable to open")
_OF_THE_PLACE = ("StoreUnopened", "StoreReadOnly", "StoreFull", "StoreUnreadable")


@dataclass(frozen=True, slots=True)
class Copied:
    """A backup that was written."""

    path: Path
    entries: int
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A database that was put in place. `lost` is what a newer checkpoint has and it has not;
    `kept` is where the database that it replaced now lies, or the log that one left which is
    gone; `tables` the version of the backup's tables and of what was put in place."""

    path: Path
    entries: int
    tables: Upgraded
    lost: tuple[Violation, ...] = ()
    kept: Path | None = None


def backup(url: str, path: Path) -> Copied:
    """Copy a live database as of one instant, without stopping anyone. The copy is one file that
    only its owner may read, written in whole or not at all, and never over another file. Of an
    older program's database it is what is wanted before `upgrade`.

    Raises BadInput if the file exists or the database is a server's (with its own tool's command),
    Fault if the database cannot be opened or the copy cannot be written."""
    source = _file_of(url, path)
    try:
        if path.exists() or path.is_symlink():
            raise BadInput("BackupExists", path=str(path))
        with _beside(path) as part:
            entries = _copy(source, part)
            give_name(part, path)
            _sync(path.parent)
    except FileExistsError as error:
        raise BadInput("BackupExists", path=str(path)) from error
    except (OSError, sqlite3.Error) as error:
        raise Fault("BackupWriteFailed", path=str(path), detail=_said(error)) from error
    return Copied(path, entries, path.stat().st_size)


def restore(
    path: Path,
    url: str,
    *,
    checkpoint: str | None = None,
    public_key: PublicKey | str | None = None,
    unnamed_key: PublicKey | None = None,
    replace: bool = False,
    older: bool = False,
) -> Restored:
    """Put a backup in the place of a database, after it has passed the whole audit and has been
    held against the checkpoint given, its own newest, and the newest of the database it replaces.

    `unnamed_key` is the key for a backup that names none: one older than its first checkpoint.
    A backup of an older program is brought to the tables of this one; the file itself stays as it
    is. A database in the way is replaced only with `replace`, and is kept beside the new one. A
    backup that lacks what a checkpoint has is refused; with `older` only if something was changed,
    and `lost` lists what is missing. Until everything is verified nothing is put in place. Raises
    BadInput with the sentences of what was found, Fault if the disk refuses."""
    target = _target(path, url)
    _require_readable(path)
    _require_place(target, replace)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _beside(target) as part:
            entries = _copied(path, part)
            tables = _upgraded(path, part)
            lost = _verified(path, part, target, _Held(checkpoint, public_key, unnamed_key), older)
            _sync(part)
            kept = _put(part, target)
    except OSError as error:
        raise Fault("RestoreWriteFailed", path=str(target), detail=_said(error)) from error
    return Restored(target, entries, tables, lost, kept)


def _require_readable(path: Path) -> None:
    try:
        if not path.is_file():
            raise BadInput("BackupMissing", path=str(path))
        with path.open("rb"):
            pass
    except OSError as error:
        raise BadInput("BackupUnreadable", path=str(path), detail=error.strerror) from error


def _require_place(target: Path, replace: bool) -> None:
    """Raises BadInput where a database is in the way, StoreGone where none can be put."""
    try:
        require_file(target)
    except StoreGone as error:
        if not error.is_free:
            raise
    else:
        if not replace:
            raise BadInput("RestoreOverLive", path=str(target))


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _copied(path: Path, part: Path) -> int:
    try:
        return _copy(path, part)
    except sqlite3.Error as error:
        # the backup may be sound: it is the disk that has no room for it, or fails
        if "full" in str(error) or is_tight(part.parent):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        if any(sign in str(error) for sign in _OF_THE_DISK):
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from error
        raise BadInput("NotABackup", path=str(path), detail=str(error)) from error


def _upgraded(path: Path, part: Path) -> Upgraded:
    try:
        return upgrade(_url(part))
    except StoreNewer as error:
        raise BadInput("BackupNewer", path=str(path), **error.parameters) from error
    except ShidianError as error:
        raise _blamed(error, path) from error


def _blamed(error: Exception, path: Path) -> Exception:
    """What an error under the copy of a backup says of the backup, or of the disk it is put on."""
    if isinstance(error, Fault) and error.code in _OF_THE_PLACE:
        return OSError(errno.EIO, str(error.parameters.get("detail") or error))
    return BadInput("NotABackup", path=str(path), detail=str(error))


def _verified(
    path: Path,
    part: Path,
    target: Path,
    held: "_Held",
    older: bool,
) -> tuple[Violation, ...]:
    """What the backup lacks against the checkpoints. Raises BadInput for all else it breaks."""
    try:
        with closing(open_office(_url(part))) as office:
            broken = check(office)
            lacking = _lacking(office, target, held)
    except BadInput:
        raise
    except (ShidianError, KeyError) as error:
        raise _blamed(error, path) from error
    broken += [v for v in lacking if v.code not in OLDER or not older]
    if broken:
        reasons = "\n".join(violation.message() for violation in broken[:_SHOWN])
        raise BadInput("RestoreRefused", path=str(path), reasons=reasons)
    return tuple(lacking)


@dataclass(frozen=True, slots=True)
class _Held:
    """The checkpoint against which a backup is held, and who must have signed it."""

    checkpoint: str | None
    public_key: PublicKey | str | None
    unnamed_key: PublicKey | None

    def signer(self, office: Office) -> PublicKey | str | None:
        return self.public_key or named_key(office) or self.unnamed_key


def _lacking(office: Office, target: Path, held: _Held) -> list[Violation]:
    found = []
    if held.checkpoint is not None:
        found += verify_against(office, held.checkpoint, held.signer(office))
    replaced = _newest_of(target) if target.exists() else None
    if replaced is not None:
        found += verify_against(office, *replaced)
    return [v for n, v in enumerate(found) if v not in found[:n]]


def _newest_of(target: Path) -> tuple[str, PublicKey | None] | None:
    """The newest checkpoint of the database to be replaced, with its key; None if there is none, or
    if that database is too damaged to tell, which is why it is replaced. Raises BadInput if it is
    an older program's, whose checkpoints this one does not read."""
    try:
        with closing(open_office(_url(target))) as office:
            text = newest(office)
            return None if text is None else (text, named_key(office))
    except StoreOlder as error:
        raise BadInput("RestoreOverOlder", path=str(target)) from error
    except (ShidianError, KeyError):
        return None


def _put(part: Path, target: Path) -> Path | None:
    """Put the verified copy in place in one step; the database it replaces stays beside it, and so
    does the log of one that is gone."""
    kept = _kept_name(target)
    if not target.exists():
        is_left = _move_companions(target, kept)
        give_name(part, target)
        _sync(target.parent)
        return Path(f"{kept}-wal") if is_left else None
    _alone(target)
    keep_as(target, kept)
    _move_companions(target, kept)
    part.replace(target)
    try:
        _sync(target.parent)
    except OSError as error:
        named = {"path": str(target), "kept": str(kept), "detail": _said(error)}
        raise Fault("RestoreUnsure", **named) from error
    return kept


def _move_companions(target: Path, kept: Path) -> bool:
    """Move away what lies beside a database: left behind, it would be replayed into the one that
    takes the place. Whether there was a log."""
    is_left = os.path.lexists(f"{target}-wal")
    for suffix in ENTOURAGE[1:]:
        with suppress(FileNotFoundError):
            Path(f"{target}{suffix}").rename(f"{kept}{suffix}")
    return is_left


def _kept_name(target: Path) -> Path:
    names = (target.with_name(f"{target.name}.replaced-{n}") for n in count(1))
    return next(n for n in names if not any(os.path.lexists(f"{n}{s}") for s in ENTOURAGE))


def _alone(target: Path) -> None:
    """Make sure that nobody else has the database open. Raises BadInput."""
    try:
        with closing(sqlite3.connect(target, timeout=1)) as connection:
            # leaving the write-ahead log needs the file to itself
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise BadInput("RestoreInUse", path=str(target)) from error
        raise Fault("RestoreWriteFailed", path=str(target), detail=str(error)) from error
    except sqlite3.DatabaseError:
        return  # too damaged to be in use


def _copy(source: Path, part: Path) -> int:
    """Copy as of one instant into an existing empty file; the number of history entries in it."""
    reading = f"file:{quote(str(source.absolute()))}?mode=ro"
    with (
        closing(sqlite3.connect(reading, uri=True, timeout=BUSY_SECONDS)) as live,
        closing(sqlite3.connect(part)) as copy,
    ):
        live.backup(copy)
        # the copy stands alone: no log beside it that could be forgotten
        copy.execute("PRAGMA journal_mode=DELETE")
        (found,) = copy.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        (entries,) = copy.execute("SELECT count(*) FROM history").fetchone()
    _sync(part)
    return int(entries)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty file in the same folder that only its owner may read; gone at the end."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        for suffix in ENTOURAGE:
            # what was done is done, also where this cannot be tidied
            with suppress(OSError):
                Path(f"{part}{suffix}").unlink(missing_ok=True)


def _file_of(url: str, path: Path) -> Path:
    with closing(Store(url)) as store:
        if store.dialect != "sqlite":
            shown = _for_tools(store.engine.url)
            command = shlex.join(("pg_dump", "--format=custom", f"--file={path}", shown))
            raise BadInput("BackupByServer", url=shown, command=command)
        if store.path is None:
            raise BadInput("BackupOfMemory")
    with suppress(StoreOlder):
        open_office(url).close()
    return Path(store.path)


def _target(path: Path, url: str) -> Path:
    try:
        made = make_url(url)
    except ArgumentError as error:
        raise BadInput("BadDatabaseUrl", url=url) from error
    if made.get_backend_name() != "sqlite":
        shown = _for_tools(made)
        options = ("--exit-on-error", "--single-transaction", f"--dbname={shown}")
        command = shlex.join(("pg_restore", *options, str(path)))
        raise BadInput("RestoreByServer", url=shown, command=command)
    if not made.database or made.database == ":memory:":
        raise BadInput("BackupOfMemory")
    # through a link the file itself is replaced, on its own disk
    target = Path(made.database)
    return Path(os.path.realpath(target)) if os.access(target, os.F_OK) else target


def _for_tools(url: URL) -> str:
    """An address as the server's own tools take it. They ask for the password themselves."""
    bare = url.set(drivername="postgresql").difference_update_query(["timeout"])
    return displayed(bare._replace(password=None))


def _url(path: Path) -> str:
    return URL.create("sqlite", database=str(path)).render_as_string()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
