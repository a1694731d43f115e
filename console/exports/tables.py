"""Tables as files that others open: Excel, Word or CSV.

A demonstration's tables say so in every row.
"""

from collections.abc import Sequence
from pathlib import Path

from console.errors import Misuse
from console.exports.cells import About, Cell, Table
from console.files import write_bytes

SUFFIXES = (".csv", ".xlsx")
READABLE = (*SUFFIXES, ".docx")
"""Suffixes of what is written for people to read."""
MOST = {".xlsx": 1_000_000, ".docx": 3_000}
"""How many rows fit; CSV has no end."""


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
    write_bytes(path, as_bytes(path.suffix.lower(), tables, about))


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
    from console.exports.separated import tables_in_csv

    return tables_in_csv(marked)


def _marked(table: Table, mark: str) -> Table:
    """With the mark as a last column, so that no row can be copied out without it."""
    if not mark:
        return table
    return Table(table.title, (*table.head, mark), [(*row, mark) for row in table.rows])
