"""Reading and writing the files that a person names."""

import os
import shutil
import stat
from pathlib import Path
from uuid import uuid4

from console.errors import OF_THE_DISK, Misuse

MB = 1024 * 1024
LARGEST = 50 * MB


def require_plain(path: Path | str) -> None:
    """Raises Misuse for a pipe or a device, which may let a reader wait for ever or never end, and
    OSError for what is not there."""
    mode = Path(path).stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise Misuse("FileNotPlain", path=path)


def text_of(path: str) -> str:
    """The text of a UTF-8 file. Raises Misuse naming the file and what is wrong."""
    try:
        require_plain(path)
        size = Path(path).stat().st_size
        if size > LARGEST:
            raise Misuse("FileTooLarge", path=path, size=size // MB, limit=LARGEST // MB)
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misuse("FileNotText", path=path) from error
    except OSError as error:
        raise Misuse("FileUnreadable", path=path, detail=error.strerror or "") from error


def write_bytes(path: Path | str, data: bytes, *, replacing: bool = True) -> None:
    """Write a file in whole or not at all; what was there stays until the new one is complete.

    A pipe or a device is written to as it is. Raises Misuse naming the file and what is wrong, also
    where one is there and is not to be replaced."""
    place = Path(path)
    try:
        if place.exists() and not replacing:
            raise FileExistsError
        if place.exists() and not place.is_file():
            place.write_bytes(data)
        else:
            _put_in_place(Path(os.path.realpath(place)), data)
    except FileExistsError:
        raise Misuse("FileThere", path=path) from None
    except OSError as error:
        raise unwritable(error, path) from error


def unwritable(error: OSError, path: Path | str) -> Exception:
    """What it means that a file could not be written: a fault of the system where the disk is full
    or broken, else a place that could be another."""
    detail = error.strerror or str(error)
    if error.errno in OF_THE_DISK:
        return OSError(error.errno, detail, str(path))
    return Misuse("FileUnwritable", path=path, detail=detail)


def write_text(path: Path | str, text: str, *, replacing: bool = True) -> None:
    """Write a text to a file, as `write_bytes` does."""
    write_bytes(path, text.encode(), replacing=replacing)


def _put_in_place(target: Path, data: bytes) -> None:
    part = target.with_name(f".{uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
