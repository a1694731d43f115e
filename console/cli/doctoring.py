"""The doctor: what a person needs to know when something does not work."""

import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console import places
from console.cli.desk import STANDARD_ZONE
from console.cli.failing import readable
from console.cli.options import Shown
from console.printing import Out
from console.words.texts import say
from states.errors import ClockWentBack, ShidianError
from states.words.joining import listed

if TYPE_CHECKING:
    from states.office import Office

NEEDED = (
    "alembic",
    "cyclopts",
    "fastapi",
    "jinja2",
    "orjson",
    "pendulum",
    "prefect",
    "psycopg",
    "pydantic",
    "sqlalchemy",
    "transitions",
    "xlsxwriter",
)
LEAST_SPACE = 200 * 1024 * 1024
OLDEST_PYTHON = (3, 11)
WRONG = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    item: str
    ok: bool
    detail: str


def examine(options: Shown) -> int:
    """Look at everything; 4 if something is wrong."""
    out = Out(options.lang, options.json, options.wide)
    found = list(_findings(options))
    ok = all(finding.ok for finding in found)
    rows = [{"item": f.item, "ok": f.ok, "detail": f.detail} for f in found]
    out.data({"ok": ok, "findings": rows})
    table = [
        (
            say(f"doctor.{f.item}", options.lang),
            say("doctor.ok" if f.ok else "doctor.bad", options.lang),
            f.detail,
        )
        for f in found
    ]
    out.table(("head.item", "head.status", "head.result"), table)
    return 0 if ok else WRONG


def _findings(options: Shown) -> Iterator[Finding]:
    lang = options.lang
    yield Finding("python", sys.version_info >= OLDEST_PYTHON, platform.python_version())
    missing = [name for name in NEEDED if find_spec(name) is None]
    lacking = say("doctor.missing", lang, names=missing) if missing else ""
    yield Finding("packages", not missing, lacking or str(len(NEEDED)))
    yield _folder()
    yield from _space(_written(places.database_url(options.db)))
    yield from _database(options)


def _folder() -> Finding:
    folder = places.data()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        return Finding("folder", False, f"{folder} {error.strerror or ''}")
    return Finding("folder", True, str(folder))


def _written(url: str) -> Iterator[Path]:
    """The folders to which this installation writes, through any link: files of its own, the
    database at the URL unless a server keeps it, and what is only there for a moment."""
    from states.store import Store

    for name in ("", "uploads", "outbox", "keys", "logs", "prefect"):
        yield (places.data() / name).resolve()
    with suppress(ShidianError), closing(Store(url)) as store:
        if store.path:
            yield Path(store.path).resolve().parent
    yield Path(gettempdir())


def _space(folders: Iterable[Path]) -> Iterator[Finding]:
    """What is free on each disk on which one of the folders lies, or will lie once it is made."""
    measured = set()
    for folder in folders:
        try:
            there = next(place for place in (folder, *folder.parents) if place.exists())
            disk, free = there.stat().st_dev, shutil.disk_usage(there).free
        except OSError as error:
            yield Finding("space", False, f"{folder} {error.strerror or ''}")
            continue
        if disk not in measured:
            measured.add(disk)
            yield Finding("space", free >= LEAST_SPACE, f"{free / 1024**3:.1f} GB {folder}")


def _database(options: Shown) -> Iterator[Finding]:
    from states.keeping.powers import powers
    from states.office import open_office

    try:
        office = open_office(places.database_url(options.db))
    except ShidianError as error:
        yield Finding("database", False, error.message(options.lang))
        return
    with closing(office):
        yield Finding("database", True, f"{office.kind} {office.store.shown()}")
        if office.store.dialect == "postgresql":
            found = powers(office.store)
            kept = say("doctor.role-ok", options.lang)
            yield Finding("role", not found, listed(found, options.lang) or kept)
        try:
            yield from _office(office, options.lang)
        except ShidianError as error:
            yield Finding("database", False, error.message(options.lang))


def _office(office: "Office", lang: str) -> Iterator[Finding]:
    from states.queries.condition import health
    from states.queries.staff import people
    from states.queries.told import undelivered

    with office.store.read() as tx:
        versions = office.versions(tx)
    active = listed([f"{name} {number}" for name, number in versions.items()], lang)
    yield Finding("programmes", bool(versions), active or "—")
    accounts = sum(1 for row in people(office) if not row.closed_at)
    yield Finding("accounts", accounts > 0, str(accounts))
    found = health(office)
    yield _clock(office, lang)
    last = _minute(found.last_sweep_at) if found.last_sweep_at else say("doctor.never", lang)
    stale = {"sweep-never", "sweep-stale"} & set(found.problems)
    yield Finding("sweep", not stale, last)
    with office.store.read() as tx:
        lost = undelivered(tx)
    words = say("doctor.undelivered", lang, count=lost) if lost else "—"
    yield Finding("messages", lost == 0, words)
    yield from _calendars(office, lang)


def _clock(office: "Office", lang: str) -> Finding:
    """What time it is, or why nothing can be written at this time and what to do."""
    try:
        with office.store.read() as tx:
            now = office.recorded_at(tx)
    except ClockWentBack as error:
        return Finding("clock", False, readable(error.message(lang)))
    return Finding("clock", True, _minute(now))


def _minute(stamped: str) -> str:
    at = datetime.fromisoformat(stamped).astimezone(ZoneInfo(STANDARD_ZONE))
    return at.strftime("%Y-%m-%d %H:%M")


def _calendars(office: "Office", lang: str) -> Iterator[Finding]:
    """Whether the working days of this year and the next are published. A year to come rarely is,
    so only a real office that lacks the present one is told that something is wrong."""
    with office.store.read() as tx:
        versions = office.versions(tx).items()
        named = {office.compiled(tx, *version).calendar for version in versions}
    year = office.clock.now().year
    for calendar in named:
        known = {y: not calendar.is_provisional(y) for y in (year, year + 1)}
        shown = [
            say("doctor.published" if ok else "doctor.unpublished", lang, year=y)
            for y, ok in known.items()
        ]
        yield Finding("calendar", known[year] or office.kind != "real", listed(shown, lang))
