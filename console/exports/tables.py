"""Tables as files that others open: Excel, Word or CSV, and nothing in them is ever a formula.

Numbers stay numbers and days stay days; whatever a person typed is text. A demonstration's tables
say so in every row.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from console.errors import Misuse

Cell = str | int | float | date | None
"""What a cell holds; a datetime is in the zone in which it is to be read, without naming it."""
SUFFIXES = (".csv", ".xlsx")
READABLE = (*SUFFIXES, ".docx")
"""Suffixes of what is written for people to read."""
MOST = {".xlsx": 1_000_000, ".docx": 3_000}
"""How many rows fit; CSV has no end."""
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


def check_suffix(path: str, known: Sequence[str] = SUFFIXES) -> Path:
    """The path of a table. Raises Misuse for a kind of file that is not written."""
    found = Path(path)
    if found.suffix.lower() not in known:
        raise Misuse("SheetSuffix", path=path, known=known)
    return found


def write_sheet(path: Path, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write one table, replacing the file. Raises Misuse if the place cannot be written to."""
    write_tables(path, [Table("", tuple(head), rows)], About())


def write_tables(path: Path, tables: Sequence[Table], about: About) -> None:
    """Write the tables, replacing the file. Raises Misuse if they do not fit into such a file, or
    the place cannot be written to."""
    data = as_bytes(path.suffix.lower(), tables, about)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Misuse("FileUnwritable", path=path, detail=error.strerror or "") from error


def as_bytes(suffix: str, tables: Sequence[Table], about: About) -> bytes:
    """The tables as a file of a kind. Raises Misuse if they do not fit into such a file."""
    longest = max((len(table.rows) for table in tables), default=0)
    if longest > MOST.get(suffix, longest):
        raise Misuse("SheetTooLong", rows=longest, most=MOST[suffix], suffix=suffix)
    if suffix == ".docx":
        from console.exports.word import tables_in_word

        return tables_in_word(tables, about)
    marked = [_marked(table, about.mark) for table in tables]
    if suffix == ".xlsx":
        from console.exports.books import workbook

        return workbook(marked, about)
    return _csv(marked)


def _marked(table: Table, mark: str) -> Table:
    """With the mark as a last column, so that no row can be copied out without it."""
    if not mark:
        return table
    return Table(table.title, (*table.head, mark), [(*row, mark) for row in table.rows])


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


def _csv(tables: Sequence[Table]) -> bytes:
    import io

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for n, table in enumerate(tables):
        if len(tables) > 1:
            writer.writerows([[]] * bool(n))
            writer.writerow([plain(table.title)])
        writer.writerow([plain(printable(title)) for title in table.head])
        writer.writerows([_in_csv(cell) for cell in row] for row in table.rows)
    # with its mark, since Excel reads a plain UTF-8 file in the encoding of the machine
    return text.getvalue().encode("utf-8-sig")


def _in_csv(cell: Cell) -> str:
    return plain(printable(cell)) if isinstance(cell, str) else shown(cell)
