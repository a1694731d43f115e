"""Tables as an Excel workbook, one sheet each."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from console.exports.cells import About, Cell, Table, is_risky, printable, shown
from console.widths import width

_LONGEST = 32_000
"""Excel takes 32,767 characters in a cell and drops what is longer without a word."""
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_DIGITS = 15
_MEASURED = 500


def workbook(tables: Sequence[Table], about: About) -> bytes:
    """The tables as the bytes of a workbook. Every text is a text, whatever it begins with."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties(
            {"title": about.name, "comments": " · ".join(filter(None, (about.warning, about.says)))}
        )
        forms = _Forms(book)
        names: set[str] = set()
        for table in tables:
            sheet = book.add_worksheet(_name(table.title or about.name, about.mark, names))
            _fill(sheet, table, forms)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_header(f"&C{_header(about, table)}")
            sheet.set_footer("&C&P / &N")
    return made.getvalue()


class _Forms:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@"})
        self.risky = book.add_format({"num_format": "@", "quote_prefix": True})
        self.number = book.add_format({"num_format": "General"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})


def _fill(sheet: Any, table: Table, forms: _Forms) -> None:
    for column, cells in enumerate(zip(table.head, *table.rows[:_MEASURED], strict=True)):
        wide = max(width(line) for cell in cells for line in (shown(cell).splitlines() or [""]))
        sheet.set_column(column, column, min(60, 2 + wide))
    for column, title in enumerate(table.head):
        sheet.write_string(0, column, printable(title), forms.head)
    for line, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell, forms)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.head) - 1)


def _write(sheet: Any, line: int, column: int, cell: Cell, forms: _Forms) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(line, column, cell, forms.moment)
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, forms.day)
    elif isinstance(cell, int | float) and abs(cell) < 10**_DIGITS:
        sheet.write_number(line, column, cell, forms.number)
    elif cell is not None and cell != "":
        text = printable(shown(cell))
        if len(text) > _LONGEST:
            text = f"{text[:_LONGEST]}……"
        sheet.write_string(line, column, text, forms.risky if is_risky(text) else forms.text)


def _name(title: str, mark: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, some of them not allowed, none twice."""
    stem = _NOT_IN_A_NAME.sub("", f"{mark}{title}").strip() or "Sheet"
    name, n = stem[:31], 1
    while name.lower() in taken:
        n += 1
        name = f"{stem[:28]} {n}"
    taken.add(name.lower())
    return name


def _header(about: About, table: Table) -> str:
    words = [word for word in (about.warning, about.name, table.title, about.says) if word]
    return " · ".join(dict.fromkeys(words)).replace("&", "&&")[:240]
