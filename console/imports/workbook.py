"""Excel workbooks: what the container must be before anything in it is read, then its cells."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from typing import Any

import orjson

from config.settings import CHECKOUT
from console.errors import Misuse
from console.imports.cells import (
    ACROSS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Grid,
    check_bounds,
    padded,
)

INNER = 50 * 1024 * 1024
RATIO, ENTRIES = 100, 500
SECONDS = 30
CHUNK = 256 * 1024
_MANY_DIGITS = 15
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook begins that is protected by a password, or of the kind before 2007."""
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, OSError, ValueError),
)
_MACROS = ("vbaproject.bin", "macrosheets/")


def read_workbook(given: str, data: bytes) -> Grid:
    """The first sheet of a workbook. Raises Misuse saying what is wrong and what to do."""
    check_container(given, data)
    found = _apart(given, data)
    rows = [[_cell(value) for value in row] for row in found["rows"]]
    longest = max((len(row) for row in rows), default=0)
    check_bounds(given, len(rows), longest)
    cells = [list(padded(row, longest)) for row in rows]
    for row, column in found["errors"]:
        _spoil(cells, row, column, "cell.error")
    for row, column in found["formulas"]:
        _spoil(cells, row, column, "cell.formula")
    _merge(given, cells, found["merged"])
    others = found["others"]
    notes = (("import.sheets", (found["sheet"], *others)),) if others else ()
    lines = tuple(range(1, len(cells) + 1))
    return Grid(tuple(map(tuple, cells)), notes, lines, frozenset(found["hidden"]))


def check_container(given: str, data: bytes) -> None:
    """Raises Misuse for what is no workbook, hides something, or unpacks to more than it should:
    what an archive states of its sizes is counted, not believed."""
    if data.startswith(_OLE):
        raise Misuse("TableLocked", path=given)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(given, data, parts)
            inner = 0
            for part in parts:
                inner += _checked(given, archive, part, INNER - inner)
    except _UNREADABLE as error:
        raise Misuse("TableBroken", path=given, detail=str(error)) from error


def _check_parts(given: str, data: bytes, parts: list[zipfile.ZipInfo]) -> None:
    inner = sum(part.file_size for part in parts)
    if len(parts) > ENTRIES or inner > INNER or inner > RATIO * max(1, len(data)):
        raise Misuse("TableTooLarge", path=given, limit=INNER // 1024 // 1024)
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names):
        # two readers would see two different tables
        raise Misuse("TableBroken", path=given, detail=max(names, key=names.count))
    if any(part.flag_bits & 1 for part in parts):
        raise Misuse("TableLocked", path=given)
    if any(sign in name for name in names for sign in _MACROS):
        raise Misuse("TableMacros", path=given)
    if "xl/workbook.xml" not in names:
        raise Misuse("TableBroken", path=given, detail="xl/workbook.xml")


def _checked(given: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """How large a part really is; no part may hold a document type or be in another encoding, where
    one could be hidden."""
    size, before = 0, b""
    with archive.open(part) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > left:
                raise Misuse("TableTooLarge", path=given, limit=INNER // 1024 // 1024)
            text = before + chunk
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise Misuse("TableBroken", path=given, detail="DOCTYPE")
            if not before and part.filename.endswith((".xml", ".rels")) and b"\0" in chunk[:64]:
                raise Misuse("TableBroken", path=given, detail="UTF-16")
            before = chunk[-16:]
    return size


def _apart(given: str, data: bytes) -> dict[str, Any]:
    """What a process of its own reads in the workbook."""
    bounds = [str(n) for n in (MOST_ROWS, MOST_COLUMNS, MOST_CELLS)]
    words = [sys.executable, "-m", "console.imports.sheet", *bounds]
    try:
        ran = subprocess.run(  # noqa: S603 — our own module, under our own interpreter
            words, input=data, capture_output=True, timeout=SECONDS, cwd=CHECKOUT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Misuse("TableTooLarge", path=given, limit=INNER // 1024 // 1024) from error
    if ran.returncode or not ran.stdout:
        # it ran out of the memory or the time that it was given
        raise Misuse("TableTooLarge", path=given, limit=INNER // 1024 // 1024)
    found: dict[str, Any] = orjson.loads(ran.stdout)
    if code := found.get("spoiled"):
        bounds_of = {"rows": MOST_ROWS, "columns": MOST_COLUMNS, "limit": INNER // 1024 // 1024}
        raise Misuse(code, path=given, detail=found["detail"], **bounds_of)
    return found


def _spoil(cells: list[list[Cell]], row: int, column: int, problem: str) -> None:
    if row < len(cells) and column < len(cells[row]):
        cells[row][column] = Cell(cells[row][column].text, problem)


def _merge(given: str, cells: list[list[Cell]], merged: list[list[int]]) -> None:
    """A merged cell counts for each of its rows; side by side it is one cell for two columns."""
    filled = 0
    for top, left, bottom, right in merged:
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                filled += 1
                if filled > MOST_CELLS:
                    raise Misuse("TableTooLong", path=given, rows=MOST_ROWS, columns=MOST_COLUMNS)
                first = cells[top][left]
                is_across = column > left and first.text and not first.problem
                cells[row][column] = Cell(first.text, ACROSS) if is_across else first


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return Cell(value.strip())
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, list):
        return Cell(value[1]) if value[0] == "day" else Cell(value[1], "cell.kind")
    return _of_number(value)


def _of_number(value: float) -> Cell:
    if abs(value) >= 10**_MANY_DIGITS:
        return Cell(f"{value:.0f}", "cell.digits")
    return Cell(str(int(value)) if float(value).is_integer() else repr(float(value)))
