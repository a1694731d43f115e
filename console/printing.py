"""Printing for people and for programs: aligned by display width, JSON as the contract says.

Rich is not used: importing it costs as much as pydantic, and plain aligned text is enough here.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from shutil import get_terminal_size
from typing import Any

import orjson

from console.fitting import fitted
from console.widths import aligned
from console.words.texts import say

_VISIBLE = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != 10}
_VISIBLE |= {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def harmless(text: str) -> str:
    """The text with control and direction characters shown instead of obeyed."""
    return text.translate(_VISIBLE)


class Out:
    """Where a verb answers: lines for a person, or one JSON value for a program."""

    def __init__(self, lang: str = "zh", as_json: bool = False, wide: bool = False) -> None:
        self.lang, self.as_json, self.wide = lang, as_json, wide

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

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Any]],
        empty: str = "",
        called: Mapping[str, str] | None = None,
    ) -> None:
        """Print a table under the titles of the message keys in `head`, or those by which `called`
        calls them; `empty` is said instead of a table without rows."""
        if not rows:
            if empty:
                self.say(empty)
            return
        titles = [(called or {}).get(key) or say(key, self.lang) for key in head]
        self.columns([key.removeprefix("head.") for key in head], titles, rows)

    def columns(
        self, names: Sequence[str], titles: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> None:
        """Print rows under each other, below their titles if there are any: on a terminal as its
        width allows, anywhere else, or if all was asked for, as wide as they are."""
        cells = [["" if cell is None else harmless(str(cell)) for cell in row] for row in rows]
        if self.wide or not sys.stdout.isatty():
            self.lines(aligned([titles, *cells] if titles else cells))
            return
        flat = [[cell.replace("\n", " ") for cell in row] for row in cells]
        found = fitted(names, titles, flat, get_terminal_size().columns, self._under)
        self.lines(found.lines)
        if found.left_out:
            between = ", " if self.lang == "en" else "、"
            self.say("table.left-out", columns=between.join(found.left_out))

    def _under(self, title: str, cell: str) -> str:
        return say("table.under", self.lang, title=title, cell=cell)

    def note(self, key: str, **parameters: Any) -> None:
        """Say something on stderr, beside the answer."""
        _aside(harmless(say(key, self.lang, **parameters)))

    def wrong(self, text: str) -> None:
        """Print lines of an error to stderr."""
        _aside(harmless(text))

    def wrong_data(self, value: Any) -> None:
        """Print the JSON value of an error to stderr."""
        _aside(as_json(value))


def _aside(text: str) -> None:
    # where nobody can read what is wrong, the exit code still tells
    with suppress(OSError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def as_json(value: Any) -> str:
    """The value as JSON text, indented, in UTF-8 without escapes."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def as_line(value: Any) -> str:
    """The value as JSON text on one line."""
    return orjson.dumps(value).decode()
