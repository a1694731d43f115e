"""Reading and writing the files that a person names."""

import stat
from pathlib import Path

from console.errors import Misuse

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


def write_bytes(path: str, data: bytes) -> None:
    """Write a file. Raises Misuse naming the file and what is wrong."""
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise Misuse("FileUnwritable", path=path, detail=error.strerror or "") from error


def write_text(path: str, text: str) -> None:
    """Write a text to a file. Raises Misuse naming the file and what is wrong."""
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Misuse("FileUnwritable", path=path, detail=error.strerror or "") from error
