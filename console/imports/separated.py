"""Tables as text with commas: in UTF-8 or GB 18030, whole or not at all."""

import csv
import io
from collections.abc import Sequence

from console.errors import Misuse
from console.imports.cells import Cell, Grid, check_bounds, padded

Notes = tuple[tuple[str, tuple[str, ...]], ...]


def read_csv(given: str, data: bytes) -> Grid:
    """The rows of a CSV file. Raises Misuse naming the line that cannot be read."""
    text, notes = _decoded(given, data)
    if "\0" in text:
        raise Misuse("TableBroken", path=given, detail="NUL")
    rows, lines = [], []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        start = 1
        for row in reader:
            rows.append(row)
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        line = str(reader.line_num)
        raise Misuse("TableBroken", path=given, detail=f"{line}: {error}") from error
    longest = max((len(row) for row in rows), default=0)
    if longest == 1 and any(mark in text for mark in "\t;；"):
        raise Misuse("NotCommas", path=given)
    check_bounds(given, len(rows), longest)
    cells = (padded([_cell(text, row) for text in row], longest) for row in rows)
    return Grid(tuple(cells), notes, tuple(lines))


def _cell(text: str, row: Sequence[str]) -> Cell:
    """A quotation mark that nobody closed swallows the rows below it: their commas are within."""
    if any(line.count(",") >= max(1, len(row) - 1) for line in text.splitlines()[1:]):
        return Cell(text.strip(), "cell.swallowed")
    return Cell(text.strip())


def _decoded(given: str, data: bytes) -> tuple[str, Notes]:
    try:
        # UTF-8 first: a UTF-8 file read as GB 18030 gives no error, only nonsense
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030"), (("import.gb18030", ()),)
    except UnicodeDecodeError as error:
        raise Misuse("FileNotText", path=given) from error
