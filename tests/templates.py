"""Beginnings that many tests share: an office is made once in a run, and copied from then on."""

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from uuid import uuid4

from sqlalchemy.engine import make_url

from states.clock import Clock
from states.office import Office, open_office
from tests.reused import Rows, reused

Make = Callable[[str], Office]

_serial = count(1)
_files: dict[object, Path] = {}
_rows: dict[object, Rows] = {}


def begun(url: str, beginning: object, make: Make, real: Clock) -> Office:
    """The office that `make` makes at a URL. Another one with the same beginning is copied, with an
    identity of its own."""
    name = str(make_url(url).database)
    if make_url(url).get_backend_name() == "sqlite":
        copied = _copied_to(Path(name), beginning, make)
    else:
        copied = beginning in _rows and reused.refill(name, _rows[beginning])
    if copied:
        office = open_office(url, real=real)
        with office.store.write() as tx:
            tx.driver.execute(f"UPDATE meta SET value = '{uuid4()}' WHERE key = 'office'")
        return office
    office = make(url)
    rows = reused.begin(name)
    if rows is not None:
        _rows[beginning] = rows
    return office


def _copied_to(file: Path, beginning: object, make: Make) -> bool:
    if file.exists():
        return False
    if beginning not in _files:
        template = Path(_folder().name) / f"{next(_serial)}.db"
        make(f"sqlite:///{template}").close()
        _files[beginning] = template
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_files[beginning], file)
    return True


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="shidian-test-")


def clear() -> None:
    """What was kept is gone."""
    _folder().cleanup()
    reused.clear()
