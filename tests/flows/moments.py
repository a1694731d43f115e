"""Offices of the tests as a flow finds them: on a virtual clock, opened from their URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from states.clock import FixedClock
from states.history import stamp
from states.office import Office, open_office
from tests.builders import at


@contextmanager
def the_office(folder: Path, now: str) -> Iterator[Office]:
    """The office for acts of people at a moment of the clock in Shanghai."""
    office = open_office(f"sqlite:///{folder / 'office.db'}")
    office.clock = FixedClock(at(now))
    try:
        yield office
    finally:
        office.close()


def stand_at(folder: Path, now: str) -> None:
    """What the office's clock shows to whoever opens it from now on."""
    with sqlite3.connect(folder / "office.db") as record:
        shown = {"virtual_start": stamp(at(now)), "real_start": stamp(datetime.now(UTC))}
        for key, value in shown.items():
            record.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
