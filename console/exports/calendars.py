"""Duties as an iCalendar file: all-day entries whose names stay the same from export to export."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from states.queries.answers import Duty


def as_ics(duties: Sequence[Duty], name: str, *, office: str, made_at: datetime) -> bytes:
    """The unsettled duties that have a day. `office` sets this database's entries apart from those
    of another; subscribed to again, a moved day moves its entry."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//shidian//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for duty in duties:
        if duty.due_on is None or duty.status not in ("open", "overdue"):
            continue
        on = date.fromisoformat(duty.due_on)
        event = Event()
        event.add("uid", f"{duty.case}.{duty.duty}.{duty.n}@{office}.shidian")
        event.add("dtstamp", made_at)
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
        event.add("summary", f"{duty.title} · {duty.case} {duty.case_title}".strip())
        event.add("description", _about(duty))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _about(duty: Duty) -> str:
    clause = f"（{'、'.join(duty.clause)}）" if duty.clause else ""
    unsure = "；暂定，待当年日历公布" if duty.provisional else ""
    return f"{duty.phrase}{clause}{unsure}"
