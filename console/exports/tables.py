"""Tables as files that a spreadsheet opens: CSV or Excel, and nothing in them is ever a formula."""

import csv
from collections.abc import Sequence
from pathlib import Path

from console.errors import Misuse

SUFFIXES = (".csv", ".xlsx")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (ASVS 1.2.10)."""


def check_suffix(path: str) -> Path:
    """The path of a table. Raises Misuse for a kind of file that is not written."""
    found = Path(path)
    if found.suffix.lower() not in SUFFIXES:
        raise Misuse("SheetSuffix", path=path, known="、".join(SUFFIXES))
    return found


def write_sheet(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write the table, replacing the file. Raises Misuse if the place cannot be written to."""
    try:
        if path.suffix.lower() == ".xlsx":
            _excel(path, head, rows)
        else:
            _csv(path, head, rows)
    except OSError as error:
        raise Misuse("FileUnwritable", path=path, detail=error.strerror or "") from error


def plain(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    # with its mark, since Excel reads a plain UTF-8 file in the encoding of the machine
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([plain(cell) for cell in row] for row in rows)


def _excel(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    import xlsxwriter

    from console.printing import width

    with path.open("wb") as file, xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for column, cells in enumerate(zip(head, *rows, strict=True)):
            sheet.set_column(column, column, min(60, 2 + max(width(cell) for cell in cells)), text)
        for column, cell in enumerate(head):
            sheet.write_string(0, column, cell, bold)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell, text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(head) - 1)
