"""An empty table in which others write cases down, and a filled one with what is wrong marked."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from console.exports.cells import plain
from console.imports.cells import Grid, address
from console.imports.layout import Column
from console.widths import width

ROWS = 500
"""For how many rows the cells are prepared."""
_LONGEST_LIST = 255
"""Excel takes no longer list of choices in a cell."""


def template(title: str, columns: Sequence[Column], says: Sequence[str]) -> bytes:
    """A workbook with one row of headings, choices to pick from, and a sheet that explains it."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        lists = book.add_worksheet("选项")
        for n, column in enumerate(columns):
            sheet.set_column(n, n, max(14, width(column.heading) + 2), text)
            sheet.write_string(0, n, column.heading, head)
            if column.options:
                lists.write_column(0, n, list(column.options))
                sheet.data_validation(1, n, ROWS, n, _choices(n, column))
        sheet.freeze_panes(1, 0)
        lists.hide()
        about = book.add_worksheet("填写说明")
        about.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
        for n, line in enumerate(says):
            about.write_string(n, 0, line)
    return made.getvalue()


def _choices(n: int, column: Column) -> dict[str, Any]:
    short = len(",".join(column.options)) <= _LONGEST_LIST
    letter = address(0, n)[:-1]
    source: Any = f"=选项!${letter}$1:${letter}${len(column.options)}"
    return {"validate": "list", "source": list(column.options) if short else source}


def with_problems(
    grid: Grid, heading: int, wrong: Mapping[int, tuple[str, frozenset[str]]], title: str
) -> bytes:
    """The table as it was given, with a last column that says what is wrong in each row (by line),
    under a title in the heading (by number), and the cells that are to blame marked."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        text = book.add_format({"num_format": "@"})
        red = book.add_format({"num_format": "@", "bg_color": "#FFC7CE", "border": 1})
        last = len(grid.rows[0]) if grid.rows else 0
        for number, cells in enumerate(grid.rows):
            says, marks = wrong.get(grid.lines[number], ("", frozenset()))
            for n, cell in enumerate(cells):
                form = red if address(number, n) in marks else text
                sheet.write_string(number, n, plain(cell.text), form)
            if says:
                sheet.write_string(number, last, says, red)
        sheet.write_string(heading, last, title, book.add_format({"bold": True}))
        sheet.set_column(0, max(0, last - 1), 18, text)
        sheet.set_column(last, last, 60)
    return made.getvalue()
