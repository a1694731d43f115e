"""Text in columns of a terminal: how wide it is, and how it is padded, shortened, folded."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

GAP = "  "
CUT = "…"
_CLOSING = "，。；：、！？）】〕」』》”’…"
_PIECE = re.compile(rf"\s+|[!-~]+[{_CLOSING}]*|.[{_CLOSING}]*", re.DOTALL)
"""What stays together on a line: a word, code or date, or one character of a script without
spaces, each with what closes it."""


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
    return [in_columns(row, columns) for row in rows]


def in_columns(row: Sequence[str], columns: Sequence[int]) -> str:
    """The cells of a row, each padded to its column."""
    return GAP.join(padded(cell, size) for cell, size in zip(row, columns, strict=True)).rstrip()


def longest_piece(text: str) -> int:
    """How wide the widest part is that folding leaves whole."""
    return max((width(piece.rstrip()) for piece in _PIECE.findall(text)), default=0)


def shortened(text: str, columns: int) -> str:
    """The text, or as much of its beginning as fits with a sign that more follows."""
    if width(text) <= columns:
        return text
    return _beginning(text, columns - width(CUT)).rstrip() + CUT


def folded(text: str, columns: int) -> list[str]:
    """The text on lines of at most so many columns, broken between pieces; a piece that is wider
    than a line is broken where the line ends."""
    if width(text) <= columns:
        return [text]
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if piece.isspace():
            line += piece if line else ""
            continue
        if line and width(line + piece) > columns:
            lines.append(line.rstrip())
            line = ""
        *full, rest = _cut(piece, columns)
        lines += full
        line += rest
    return [*lines, line.rstrip()]


def _cut(piece: str, columns: int) -> list[str]:
    """A piece in parts that fit; the last one may leave room."""
    parts = []
    while width(piece) > columns:
        parts.append(_beginning(piece, columns) or piece[0])
        piece = piece[len(parts[-1]) :]
    return [*parts, piece]


def _beginning(text: str, columns: int) -> str:
    """As many characters from the start as fit."""
    for place, character in enumerate(text):
        columns -= _columns(character)
        if columns < 0:
            return text[:place]
    return text
