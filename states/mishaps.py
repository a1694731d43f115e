"""What has befallen the place a database lives in: an error of its driver, or what lies where its
file should be."""

import os
import shutil
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from states.errors import BadInput, Conflict, Fault, StoreBusy, StoreForeign, StoreGone

COMPANIONS = ("-wal", "-shm")
"""What SQLite keeps beside a database that is in use."""
ENTOURAGE = ("", *COMPANIONS, "-journal")
"""A database with all that SQLite may have left beside it, also before it first wrote."""
_RETRY = ("40001", "40P01", "23505")
_LOCKED = ("55P03", "57014")
_FOREIGN = ("42P01", "42703")
_FOREIGN_SIGNS = ("not a database", "no such table", "no such column")
_FULL = ("53100",)
_READ_ONLY = ("25006",)
_FORBIDDEN = ("42501",)
_CUT = ("57P01", "57P02", "57P05", "25P03", "08000", "08003", "08006")
_CUT_SIGNS = ("connection is lost", "closed the connection", "connection is closed")
_TIGHT = 1 << 20
"""Bytes below which SQLite cannot even make the files that it works with."""


def meaning(error: BaseException, url: str, path: str | None, busy_seconds: float) -> Exception:
    """What an error of the driver means to whoever works with the database at `url`, which lies in
    the file `path` unless a server or the memory keeps it."""
    if isinstance(error, DBAPIError):
        error = error.orig or error
    words = str(error)
    if hasattr(error, "sqlstate"):
        return _of_server(words, error.sqlstate, url, busy_seconds)
    return _of_file(words, url, Path(path or ""), busy_seconds)


def _of_file(words: str, url: str, path: Path, busy_seconds: float) -> Exception:
    if "locked" in words or "busy" in words:
        return StoreBusy(url=url, seconds=f"{busy_seconds:g}")
    if "UNIQUE constraint" in words:
        return Conflict(detail=words)
    if any(sign in words for sign in _FOREIGN_SIGNS):
        return StoreForeign(url=url, detail=words)
    if "unable to open" in words:
        return _unopened(words, url, path)
    is_io = "disk I/O error" in words
    if "disk is full" in words or (is_io and is_tight(path.parent)):
        return Fault("StoreFull", url=url)
    if "readonly database" in words:
        return Fault("StoreReadOnly", url=url)
    if is_io:
        return Fault("StoreUnreadable", url=url, detail=words)
    if "malformed" in words:
        return Fault("StoreDamaged", url=url, detail=words)
    return Fault("StoreFault", url=url, detail=words.splitlines()[0])


def _unopened(words: str, url: str, path: Path) -> Fault:
    for suffix in ("", *COMPANIONS):
        part = Path(f"{path}{suffix}")
        if part.exists() and not (part.is_file() and os.access(part, os.R_OK)):
            return StoreGone("StoreUnopened", url=url, detail=part.name)
    if path.is_file() and not os.access(path.parent, os.W_OK):
        # its journal cannot be made
        return Fault("StoreReadOnly", url=url)
    return StoreGone("StoreUnopened", url=url, detail=words)


def _of_server(words: str, state: str | None, url: str, busy_seconds: float) -> Exception:
    first = (words.splitlines() or [""])[0]
    if state in _LOCKED:
        return StoreBusy(url=url, seconds=f"{busy_seconds:g}")
    if state in _RETRY:
        return Conflict(detail=first)
    if state in _FOREIGN:
        return StoreForeign(url=url, detail=first)
    if state in _FULL:
        return Fault("StoreFull", url=url)
    if state in _READ_ONLY:
        return Fault("StoreReadOnly", url=url)
    if state in _FORBIDDEN:
        return Fault("StoreForbidden", url=url, detail=first)
    if state in _CUT or any(sign in words for sign in _CUT_SIGNS):
        return Fault("StoreCut", url=url, detail=first)
    if state is None and "NUL (0x00)" in words:
        return BadInput("NulCharacter")
    if state is None and ("connection" in words or "resolve host" in words):
        return StoreGone("StoreUnreachable", url=url, detail=first)
    return Fault("StoreFault", url=url, detail=first)


def is_tight(folder: Path) -> bool:
    """Whether the disk of a folder is full: SQLite then speaks of a mere error of the disk."""
    return folder.exists() and shutil.disk_usage(folder).free < _TIGHT


def require_file(path: Path) -> None:
    """Raises StoreGone unless a regular file is there: with a code of its own where a folder, a
    link that leads nowhere, or something that may not be looked at is in its place."""
    try:
        path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            target = str(path.readlink())
            raise StoreGone("StoreLinkBroken", url=str(path), target=target) from None
        raise StoreGone(url=str(path)) from None
    except OSError as error:
        raise StoreGone("StoreUnopened", url=str(path), detail=error.strerror) from error
    if not path.is_file():
        raise StoreGone("StoreNoFile", url=str(path))
