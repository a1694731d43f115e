"""Calendars that go out."""

from typing import Any

from console.cli.desk import Desk
from console.files import write_bytes
from console.words.texts import say


def write_calendar(desk: Desk, owed: Any, output: str, alarms: tuple[int, ...] = ()) -> None:
    """Write duties as an iCalendar file. Raises Misuse if the place cannot be written to."""
    from console.exports.calendars import as_ics
    from states.queries.calendars import entries
    from states.store import ALL_FACTS

    with desk.office.store.read() as tx:
        facts = {row["key"]: row["value"] for row in tx.all(ALL_FACTS)}
    name = desk.outline.title(desk.lang) if desk.outline else "shidian"
    mark = "" if desk.office.kind == "real" else say(desk.office.kind, desk.lang).strip()
    dated = entries(desk.office, owed)
    body = as_ics(dated, f"{mark}{name}", office=facts["office"], alarms=alarms, lang=desk.lang)
    write_bytes(output, body)
