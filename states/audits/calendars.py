"""Whether the years that a database counts by are the ones that were given to it, and whether every
day that was counted again is the day that the year gives. I2, I12."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import select

from states.audits.change_rulings import Breach
from states.audits.findings import Audit
from states.calendars.years_held import Name, Years
from states.compiled import Compiled
from states.dates.dated import again, opens_again
from states.history import stamp
from states.ledger import LEDGER
from states.record.stored import Entry, rows
from states.tables import cases, history

_GIVEN = (
    select(history.c.effects)
    .select_from(history.join(cases, cases.c.code == history.c.case_code))
    .where(cases.c.kind == LEDGER, history.c.move == "import-calendar")
    .order_by(history.c.id)
)


def check_years(audit: Audit) -> None:
    """The stored years against what the programmes' own histories say was given."""
    years = audit.years.found
    given: dict[Name, str] = {}
    for (effects,) in rows(audit.office, audit.tx, _GIVEN):
        about = _event(effects)
        given[_name(about)] = str(about.get("digest"))
    for name in given.keys() - years.keys():
        audit.add("I2", "YearMissing", name[0], None, year=name[1], revision=name[2])
    for name, (row, _) in years.items():
        digest = hashlib.sha256(row["body"].encode()).hexdigest()
        named = {"year": name[1], "revision": name[2]}
        if name not in given:
            audit.add("I2", "YearUnrecorded", name[0], None, **named)
        elif {digest, row["digest"]} != {given[name]}:
            audit.add("I2", "YearChanged", name[0], None, **named)


def _event(effects: str) -> Mapping[str, Any]:
    try:
        found = orjson.loads(effects)["event"]
    except (TypeError, KeyError, orjson.JSONDecodeError):
        return {}  # the chain names the damaged entry
    return found if isinstance(found, dict) else {}


def _name(about: Mapping[str, Any]) -> Name:
    try:
        return str(about["calendar"]), int(about["year"]), int(about["revision"])
    except (KeyError, TypeError, ValueError):
        return "", 0, 0


def recount_broken(
    years: Years,
    compiled: Compiled | None,
    entry: Entry,
    effects: Mapping[str, Any],
    change: Mapping[str, Any],
    was: Any,
) -> Iterator[Breach]:
    """What is wrong with a day that was counted again: the year it names is not held or arrived
    later, or the day is not the one that the year gives."""
    row, calendar = years.found.get(_name(effects.get("calendar") or {}), ({}, None))
    if calendar is None or row["imported_at"] > entry.recorded_at:
        yield "I12", "RecountWithoutYear", {}
        return
    now = change["now"]
    if compiled is None or was.basis is None or not {"due_on", "opens_at"} & now.keys():
        return
    conventions = compiled.programme.conventions
    if "due_on" not in now:
        stored, right = [now["opens_at"]], [opens_again(was.basis, conventions, calendar).at]
    else:
        found = again(was.basis, conventions, calendar)
        stored = [now["due_on"], now.get("due_at", was.due_at)]
        right = [found.due.on.isoformat(), stamp(found.due.at)]
    if stored != right:
        yield "I12", "RecountWrong", {"stored": stored[0], "right": right[0]}
