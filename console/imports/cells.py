"""The cells of a table that came in, as plain text: bounded, and nothing is guessed.

What a spreadsheet would make of a cell is not what it means: a formula has no value of its own, a
code that was kept as a number has lost digits, a date has a cell of its own kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from console.errors import Misuse

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 200, 500_000


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell; `problem` is the key of a sentence if it cannot be taken as it is."""

    text: str
    problem: str = ""


EMPTY = Cell("")
ACROSS = "cell.across"
"""What is wrong with the second cell of those merged side by side."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table, each as long as the longest. `notes`: what must be said of how the file
    was read (key of a sentence, and the sheets it is about); `hidden`: rows that nobody sees."""

    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lines: tuple[int, ...] = field(default=())
    """The number of each row as the file counts it."""
    hidden: frozenset[int] = frozenset()


def address(row: int, column: int) -> str:
    """The name of a cell, counted from 0: B3."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def check_bounds(given: str, rows: int, columns: int) -> None:
    """Raises Misuse for a table that is larger than any that people fill in."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise Misuse("TableTooLong", path=given, rows=MOST_ROWS, columns=MOST_COLUMNS)


def padded(row: Sequence[Any], longest: int) -> tuple[Cell, ...]:
    """A row of cells as long as the others."""
    return (*row, *[EMPTY] * (longest - len(row)))
