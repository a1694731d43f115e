"""Duties as an iCalendar file: entries whose names stay the same from export to export, whose
sequence rises with each change, and that say so when they are off."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from console.words.texts import say
from states.history import instant
from states.words.joining import beside, listed

if TYPE_CHECKING:
    from icalendar import Event

    from states.queries.calendars import Entry

DAY = timedelta(days=1)


def as_ics(
    entries: Sequence["Entry"],
    name: str,
    *,
    office: str,
    alarms: Iterable[int] = (),
    refresh: timedelta | None = None,
    lang: str = "zh",
) -> bytes:
    """The entries as a file. `office` sets this database's entries apart from those of another;
    `alarms`: so many days before; `refresh`: how often who has subscribed should look again. The
    same entries give the same bytes."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//shidian//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", refresh)
    days = sorted(set(alarms), reverse=True)
    for entry in entries:
        calendar.add_component(_event(entry, office, days, lang))
        if entry.duty.internal_day and entry.duty.is_unsettled and not entry.is_off:
            calendar.add_component(_internal(entry, office, days, lang))
    return bytes(calendar.to_ical())


def _event(entry: "Entry", office: str, alarms: Sequence[int], lang: str) -> "Event":
    duty = entry.duty
    event = _dated(f"{duty.case}.{duty.duty}.{duty.n}", office, entry.changed_at, entry.sequence)
    if entry.clock and entry.at:
        event.add("dtstart", instant(entry.at))
        event.add("dtend", instant(entry.at))
    else:
        _whole_day(event, date.fromisoformat(entry.on))
    done = "✓ " if duty.status in ("met", "late") else ""
    unsure = say("provisional", lang) if duty.provisional else ""
    event.add("summary", f"{done}{duty.title}{unsure} · {duty.case} {duty.case_title}".strip())
    event.add("description", _about(entry, lang))
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    if duty.is_unsettled and not entry.is_off:
        _remind(event, duty.title, alarms)
    return event


def _internal(entry: "Entry", office: str, alarms: Sequence[int], lang: str) -> "Event":
    """The earlier day that the jurisdiction set for itself: it reminds, the legal day stays."""
    duty = entry.duty
    at = duty.internal_at or entry.changed_at
    event = _dated(f"{duty.case}.{duty.duty}.{duty.n}.internal", office, at, duty.internal_seq)
    _whole_day(event, date.fromisoformat(str(duty.internal_day)))
    named = f"{duty.title} · {duty.case} {duty.case_title}"
    event.add("summary", say("ics.internal", lang, named=named).strip())
    event.add("description", say("ics.internal-only", lang, day=entry.on))
    event.add("status", "CONFIRMED")
    _remind(event, duty.title, alarms)
    return event


def _dated(name: str, office: str, changed_at: str, sequence: int) -> "Event":
    from icalendar import Event

    changed: datetime = instant(changed_at).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{name}@{office}.shidian")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", sequence)
    event.add("transp", "TRANSPARENT")
    return event


def _whole_day(event: "Event | Any", on: date) -> None:
    event.add("dtstart", on)
    event.add("dtend", on + DAY)


def _remind(event: "Event", title: str, alarms: Sequence[int]) -> None:
    from icalendar import Alarm

    for days in alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)


def _about(entry: "Entry", lang: str) -> str:
    duty = entry.duty
    parts = [beside(duty.phrase, listed(duty.clause, lang), lang)]
    if duty.provisional:
        parts.append(say("ics.provisional", lang))
    if duty.first_due_on and duty.first_due_on != entry.on:
        parts.append(say("ics.first-due", lang, day=duty.first_due_on))
    if duty.internal_day:
        parts.append(say("ics.internal-day", lang, day=duty.internal_day))
    if duty.stands_as in ("paused", "waived", "lapsed"):
        parts.append(say(f"ics.{duty.stands_as}", lang))
    return "\n".join(parts)
