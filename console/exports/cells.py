"""A table on its way out: its cells, and how they are shown so that nothing is ever a formula.

Numbers stay numbers and days stay days; whatever a person typed is text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | date | None
"""What a cell holds; a datetime is in the zone in which it is to be read, without naming it."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (ASVS 1.2.10)."""
_UNPRINTABLE = {n: None for n in (*range(32), 0x7F, 0xFFFE, 0xFFFF) if n not in (9, 10)}
_UNPRINTABLE |= dict.fromkeys(range(0xD800, 0xE000))


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its title, its headings, its rows. `names` say what the columns are, where that is
    known."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What stands over an export: its name, a line below it, and of a demonstration its `mark` for
    every row, and what it says at the top."""

    name: str = ""
    says: str = ""
    mark: str = ""
    warning: str = ""


def printable(text: str) -> str:
    """The text without characters that no document may hold."""
    return text.translate(_UNPRINTABLE)


def plain(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text.startswith(_FORMULA)


def shown(cell: Cell) -> str:
    """The cell as text."""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
