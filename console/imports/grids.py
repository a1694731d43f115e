"""Tables as files that others wrote: Excel (.xlsx) or CSV."""

from pathlib import Path

from console.errors import Misuse
from console.files import require_plain
from console.imports.cells import Grid

LARGEST = 20 * 1024 * 1024


def read_grid(given: str) -> Grid:
    """The one sheet of a file, with merged cells filled in. Raises Misuse saying what is wrong with
    the file and what to do."""
    path = Path(given)
    try:
        data = _bytes(path)
    except OSError as error:
        raise Misuse("FileUnreadable", path=given, detail=error.strerror or "") from error
    if not data:
        raise Misuse("FileEmpty", path=given)
    if path.suffix.lower() == ".csv":
        from console.imports.separated import read_csv

        return read_csv(given, data)
    if path.suffix.lower() != ".xlsx":
        raise Misuse("TableSuffix", path=given)
    from console.imports.workbook import read_workbook

    return read_workbook(given, data)


def _bytes(path: Path) -> bytes:
    require_plain(path)
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Misuse("TableTooLarge", path=path, limit=LARGEST // 1024 // 1024)
    return data
