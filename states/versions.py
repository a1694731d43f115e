"""Which version of a programme a new case falls under, and which days a version covers."""

from datetime import date, datetime, timedelta

from states.commands import Command
from states.compiled import Compiled
from states.errors import BadInput
from states.forms import read_fields, read_value
from states.instants import local_day
from states.office import Office
from states.store import Tx
from states.words.joining import apart, headed, later


def version_for(office: Office, tx: Tx, command: Command, now: datetime) -> Compiled:
    """The version for a case that a command brings into being: the newest one, unless it covers
    certain days only; then the one that covers the day on which the case was received.

    Raises BadInput if there is no such programme, or no version covers the day."""
    newest = office.current(tx, command.programme)
    if newest.programme.applies is None:
        return newest
    versions = [
        office.compiled(tx, newest.key, row["version"])
        for row in tx.all(office.statements.live_versions)
        if row["programme"] == newest.key
    ]
    for version in reversed(versions):
        if covers(version, _received_on(version, command, now)):
            return version
    known = later(apart, [later(headed, v.version, days_of(v)) for v in versions])
    day = _received_on(newest, command, now).isoformat()
    raise BadInput("NoVersionFor", programme=newest.programme.title, day=day, known=known)


def covers(version: Compiled, day: date) -> bool:
    """Whether a case received on a day may fall under a version."""
    first, last = _bounds(version)
    return (first or date.min) <= day <= (last or date.max)


def days_of(version: Compiled) -> str:
    """The days that a version covers: 2026-04-15 –"""
    return " – ".join(day.isoformat() if day else "" for day in _bounds(version)).strip()


def check_succession(earlier: Compiled, later: Compiled) -> None:
    """Raises BadInput if both cover a day that both of them name, or no version would cover the
    days between them. An end that is not named is the day before the next version begins."""
    _, last = _bounds(earlier)
    first, _ = _bounds(later)
    if last is None or later.programme.applies is None:
        return
    if first is None or first <= last:
        theirs, ours = days_of(earlier), days_of(later)
        raise BadInput("VersionsOverlap", other=earlier.version, theirs=theirs, ours=ours)
    if first > last + timedelta(days=1):
        between = last + timedelta(days=1), first - timedelta(days=1)
        raise BadInput("VersionsGap", first=between[0], last=between[1])


def _bounds(version: Compiled) -> tuple[date | None, date | None]:
    applies = version.programme.applies
    return (applies.from_, applies.until) if applies else (None, None)


def _received_on(version: Compiled, command: Command, now: datetime) -> date:
    declared = version.programme
    field = declared.applies.by_field if declared.applies else None
    kind = declared.cases.get(command.kind or "")
    if field and kind and field in kind.form and field in command.fields:
        try:
            day = read_value(declared, kind.form[field], field, command.fields[field])
        except BadInput:
            # whatever else cannot be read is told with it
            read_fields(declared, kind, command.fields, set(kind.form))
            raise
        if day:
            return date.fromisoformat(day)
    at = command.occurrence.at if command.occurrence else command.received_at or now
    return local_day(at, declared.zone)
