"""Reading and writing the files that a person names."""

from pathlib import Path

from console.errors import Misuse


def text_of(path: str) -> str:
    """The text of a UTF-8 file. Raises Misuse naming the file and what is wrong."""
    try:
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
