"""The cells of a table as plain text: Excel (.xlsx) or CSV, bounded, and nothing is guessed.

What a spreadsheet would make of a cell is not what it means: a formula has no value of its own, a
code that was kept as a number has lost digits, a date has a cell of its own kind.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from console.errors import Misuse

LARGEST = 20 * 1024 * 1024
INNER = 50 * 1024 * 1024
RATIO, ENTRIES = 100, 500
MOST_ROWS, MOST_COLUMNS = 20_000, 200
_FORMULA = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f[\s>/]')
_MANY_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell; `problem` is the key of a sentence if it cannot be taken as it is."""

    text: str
    problem: str = ""


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table, each as long as the longest. `note`: how the text was read."""

    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    lines: tuple[int, ...] = field(default=())
    """The number of each row as the file counts it."""


def read_grid(given: str) -> Grid:
    """The first sheet of a file, with merged cells filled in. Raises Misuse saying what is wrong
    with the file and what to do."""
    path = Path(given)
    try:
        data = _bytes(path)
    except OSError as error:
        raise Misuse("FileUnreadable", path=given, detail=error.strerror or "") from error
    if path.suffix.lower() == ".csv":
        return _csv(given, data)
    if path.suffix.lower() != ".xlsx":
        raise Misuse("TableSuffix", path=given)
    return _excel(given, data)


def address(row: int, column: int) -> str:
    """The name of a cell, counted from 0: B3."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Misuse("TableTooLarge", path=path, limit=LARGEST // 1024 // 1024)
    return data


def _excel(given: str, data: bytes) -> Grid:
    from python_calamine import CalamineError, CalamineWorkbook

    formulas = _looked_into(given, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise Misuse("TableBroken", path=given, detail=str(error).splitlines()[0]) from error
    _bounded(given, rows)
    cells = [[_of_excel(value) for value in row] for row in rows]
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                cells[row][column] = cells[top][left]
    for name in formulas:
        row, column = _place(name)
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = Cell(cells[row][column].text, "cell.formula")
    return Grid(tuple(map(tuple, cells)), lines=tuple(range(1, len(cells) + 1)))


def _looked_into(given: str, data: bytes) -> set[str]:
    """The addresses of the formulas. Raises Misuse for what is no workbook, or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            inner = sum(part.file_size for part in parts)
            if len(parts) > ENTRIES or inner > INNER or inner > RATIO * max(1, len(data)):
                raise Misuse("TableTooLarge", path=given, limit=INNER // 1024 // 1024)
            formulas: set[str] = set()
            for part in parts:
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                text = _part(given, archive, part)
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise Misuse("TableBroken", path=given, detail="DOCTYPE")
                if part.filename == "xl/worksheets/sheet1.xml":
                    formulas = {found.decode() for found in _FORMULA.findall(text)}
            return formulas
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Misuse("TableBroken", path=given, detail=str(error)) from error


def _part(given: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    # the size that an archive states of itself is not to be believed
    with archive.open(part) as file:
        text = file.read(part.file_size + 1)
    if len(text) > part.file_size:
        raise Misuse("TableBroken", path=given, detail=part.filename)
    return text


def _bounded(given: str, rows: Sequence[Sequence[Any]]) -> None:
    if len(rows) > MOST_ROWS or (rows and len(rows[0]) > MOST_COLUMNS):
        raise Misuse("TableTooLong", path=given, rows=MOST_ROWS, columns=MOST_COLUMNS)


def _of_excel(value: Any) -> Cell:
    if isinstance(value, str):
        return Cell(value.strip())
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, datetime):
        whole = (value.hour, value.minute, value.second) == (0, 0, 0)
        return Cell(value.date().isoformat() if whole else value.isoformat(sep=" "))
    if isinstance(value, date):
        return Cell(value.isoformat())
    if isinstance(value, int | float):
        return _of_number(value)
    return Cell(str(value), "cell.kind")


def _of_number(value: float) -> Cell:
    if abs(value) >= 10**_MANY_DIGITS:
        return Cell(f"{value:.0f}", "cell.digits")
    return Cell(str(int(value)) if float(value).is_integer() else repr(float(value)))


def _place(name: str) -> tuple[int, int]:
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1


def _csv(given: str, data: bytes) -> Grid:
    text, note = _decoded(given, data)
    if "\0" in text:
        raise Misuse("TableBroken", path=given, detail="NUL")
    rows, lines = [], []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        line = str(reader.line_num)
        raise Misuse("TableBroken", path=given, detail=f"{line}: {error}") from error
    longest = max((len(row) for row in rows), default=0)
    _bounded(given, [[""] * longest] * len(rows))
    return Grid(tuple(_padded(row, longest) for row in rows), note, tuple(lines))


def _padded(row: Sequence[str], longest: int) -> tuple[Cell, ...]:
    cells: Iterator[Cell] = (Cell(cell.strip()) for cell in row)
    return (*cells, *[EMPTY] * (longest - len(row)))


def _decoded(given: str, data: bytes) -> tuple[str, str]:
    try:
        # UTF-8 first: a UTF-8 file read as GB 18030 gives no error, only nonsense
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030"), "import.gb18030"
    except UnicodeDecodeError as error:
        raise Misuse("FileNotText", path=given) from error
