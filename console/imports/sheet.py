"""One sheet of a workbook, read in a process of its own that may take only so much memory and time.

The file came from somebody else. What reads it holds nothing, knows nothing, and may die of it.
"""

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

import orjson

MEMORY, SECONDS = 768 * 1024 * 1024, 20
CHUNK = 256 * 1024
LARGEST_PART = 50 * 1024 * 1024
_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATED = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_VALUED = re.compile(r'([\w:]+)\s*=\s*["\']([^"\']*)["\']')


class Spoiled(Exception):
    """The file cannot be taken; the code of a sentence, and a detail of it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class Scan:
    """What the XML of a sheet says that its values do not: which cells are formulas or errors, what
    is hidden, how large it is. Stops as soon as there is too much."""

    def __init__(self, most_rows: int, most_columns: int, most_cells: int) -> None:
        self.bounds = most_rows, most_columns, most_cells
        self.formulas: list[tuple[int, int]] = []
        self.errors: list[tuple[int, int]] = []
        self.hidden: list[int] = []
        self._row, self._column, self._cells = -1, -1, 0

    def read(self, chunks: Iterator[bytes]) -> None:
        """Take the XML in. Raises Spoiled."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Spoiled("TableBroken", str(error)) from error

    def _start(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "row":
            self._row = int(given["r"]) - 1 if given.get("r", "").isdecimal() else self._row + 1
            self._column = -1
            if given.get("hidden") in ("1", "true"):
                self.hidden.append(self._row)
        elif local == "c":
            place = _NAME.fullmatch(given.get("r", ""))
            self._column = column_of(place[1]) if place else self._column + 1
            if place:
                self._row = int(place[2]) - 1
            if given.get("t") == "e":
                self.errors.append((self._row, self._column))
        elif local == "f":
            self.formulas.append((self._row, self._column))
            self._bounded()
        elif local in ("v", "is"):
            self._bounded()

    def _bounded(self) -> None:
        rows, columns, cells = self.bounds
        self._cells += 1
        if self._row >= rows or self._column >= columns or self._cells > cells:
            raise Spoiled("TableTooLong")


def _no_doctype(*_: Any) -> None:
    raise Spoiled("TableBroken", "DOCTYPE")


def column_of(letters: str) -> int:
    """The number of a column, counted from 0."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def read(data: bytes, most_rows: int, most_columns: int, most_cells: int) -> dict[str, Any]:
    """The first visible sheet: its values, merged ranges, formulas, errors, hidden rows, and the
    names of other visible sheets. Raises Spoiled."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    scan = Scan(most_rows, most_columns, most_cells)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = sheets_of(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
        ]
        if not shown:
            raise Spoiled("NoSheet")
        scan.read(_chunks(archive, parts[shown[0]]))
        others = [name for name in shown[1:] if _is_filled(archive, parts[name])]
    sheet = book.get_sheet_by_name(shown[0])
    rows = sheet.to_python(skip_empty_area=False)
    return {
        "rows": [[_plain(value) for value in row] for row in rows],
        "merged": [[*start, *end] for start, end in sheet.merged_cell_ranges or []],
        "formulas": scan.formulas,
        "errors": scan.errors,
        "hidden": scan.hidden,
        "sheet": shown[0],
        "others": others,
    }


def sheets_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by its name. Raises Spoiled."""
    book = _text(archive, "xl/workbook.xml")
    related = {}
    for found in _RELATED.findall(_text(archive, "xl/_rels/workbook.xml.rels")):
        values = dict(_VALUED.findall(found))
        target = values.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        related[values.get("Id", "")] = path
    sheets = {}
    for found in _SHEET.findall(book):
        values = dict(_VALUED.findall(found))
        named = next((v for name, v in values.items() if name.endswith(":id")), "")
        sheets[_unescaped(values.get("name", ""))] = related.get(named, "")
    if not sheets:
        raise Spoiled("NoSheet")
    return sheets


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _text(archive: zipfile.ZipFile, name: str) -> str:
    try:
        return archive.read(name).decode()
    except (KeyError, UnicodeDecodeError) as error:
        raise Spoiled("TableBroken", name) from error


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    try:
        with archive.open(name) as file:
            read = 0
            while chunk := file.read(CHUNK):
                read += len(chunk)
                if read > LARGEST_PART:
                    raise Spoiled("TableTooLarge")
                yield chunk
    except KeyError as error:
        raise Spoiled("TableBroken", name) from error


def _is_filled(archive: zipfile.ZipFile, name: str) -> bool:
    return any(b"<v" in chunk or b"<is" in chunk for chunk in _chunks(archive, name))


def _plain(value: Any) -> Any:
    """Kinds that JSON has none of, as [kind, text]."""
    if isinstance(value, datetime):
        whole = (value.hour, value.minute, value.second) == (0, 0, 0)
        return ["day", value.date().isoformat() if whole else value.isoformat(sep=" ")]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    if isinstance(value, str | int | float | bool):
        return value
    return ["other", str(value)]


def main() -> None:
    """Read a workbook from standard input; answer as JSON."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    bounds = (int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    try:
        answer = read(sys.stdin.buffer.read(), *bounds)
    except Spoiled as spoiled:
        answer = {"spoiled": spoiled.code, "detail": spoiled.detail}
    except MemoryError:
        answer = {"spoiled": "TableTooLarge", "detail": ""}
    except BaseException as error:
        # whatever the reader of workbooks raises, a panic of its own kind among it
        answer = {"spoiled": "TableBroken", "detail": str(error).split("\n", 1)[0]}
    sys.stdout.buffer.write(orjson.dumps(answer))


if __name__ == "__main__":
    main()
