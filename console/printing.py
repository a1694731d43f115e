"""Printing for people and for programs: aligned by display width, JSON as the contract says.

Rich is not used: importing it costs as much as pydantic, and plain aligned text is enough here.
"""

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import orjson

from console.texts import say

GAP = "  "
_VISIBLE = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != 10}
_VISIBLE |= {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How many columns of a terminal the text takes; Chinese characters take two."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, columns: int) -> str:
    """The text filled with spaces up to a display width."""
    return text + " " * (columns - width(text))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines whose columns stand under each other."""
    if not rows:
        return []
    columns = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return [
        GAP.join(padded(cell, size) for cell, size in zip(row, columns, strict=True)).rstrip()
        for row in rows
    ]


def harmless(text: str) -> str:
    """The text with control and direction characters shown instead of obeyed."""
    return text.translate(_VISIBLE)


class Out:
    """Where a verb answers: lines for a person, or one JSON value for a program."""

    def __init__(self, lang: str = "zh", as_json: bool = False) -> None:
        self.lang, self.as_json = lang, as_json

    def say(self, key: str, **parameters: Any) -> None:
        """Print a sentence of the message table."""
        self.line(say(key, self.lang, **parameters))

    def line(self, text: str = "") -> None:
        """Print a line for a person; a program does not get it."""
        if not self.as_json:
            sys.stdout.write(harmless(text) + "\n")

    def lines(self, texts: Iterable[str]) -> None:
        """Print lines for a person."""
        for text in texts:
            self.line(text)

    def data(self, value: Any) -> None:
        """Print the JSON value of the contract, if that was asked for."""
        if self.as_json:
            sys.stdout.write(as_json(value) + "\n")

    def raw(self, text: str) -> None:
        """Print a line whoever asks."""
        sys.stdout.write(text + "\n")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[Any]], empty: str = "") -> None:
        """Print a table under the titles of the message keys in `head`; `empty` is said instead of
        a table without rows."""
        if not rows:
            if empty:
                self.say(empty)
            return
        titles = [say(key, self.lang) for key in head]
        cells = [["" if cell is None else harmless(str(cell)) for cell in row] for row in rows]
        self.lines(aligned([titles, *cells]))

    def note(self, key: str, **parameters: Any) -> None:
        """Say something on stderr, beside the answer."""
        sys.stderr.write(harmless(say(key, self.lang, **parameters)) + "\n")

    def wrong(self, text: str) -> None:
        """Print lines of an error to stderr."""
        sys.stderr.write(harmless(text) + "\n")

    def wrong_data(self, value: Any) -> None:
        """Print the JSON value of an error to stderr."""
        sys.stderr.write(as_json(value) + "\n")


def as_json(value: Any) -> str:
    """The value as JSON text, indented, in UTF-8 without escapes."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def as_line(value: Any) -> str:
    """The value as JSON text on one line."""
    return orjson.dumps(value).decode()
