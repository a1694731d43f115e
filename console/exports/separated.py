"""Tables as text with commas, one below the other."""

import csv
import io
from collections.abc import Sequence

from console.exports.cells import Cell, Table, plain, printable, shown


def tables_in_csv(tables: Sequence[Table]) -> bytes:
    """The tables as the bytes of a file that Excel opens as it was meant."""
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
