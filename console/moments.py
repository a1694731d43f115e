"""Days and instants as people write them. Errors name the option."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.errors import Misuse

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
FIRST_YEAR, LAST_YEAR = 1900, 2199


def day(text: str, option: str) -> date:
    """A day, exactly as 2026-06-30. Raises Misuse."""
    if _DAY.fullmatch(text):
        try:
            return _within(date.fromisoformat(text), option, text)
        except ValueError:
            pass
    raise Misuse("BadDay", option=option, value=text)


def ending(text: str, option: str) -> str:
    """The end of a limit, a day or an instant, as an act names it: the engine reads it in the
    programme's zone. Raises Misuse."""
    if _INSTANT.fullmatch(text):
        moment(text, option, ZoneInfo("UTC"))
        return text.replace(" ", "T")
    return day(text, option).isoformat()


def _within(on: date, option: str, text: str) -> date:
    """The day. Raises Misuse for a year for which nobody counts days."""
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        years = {"low": FIRST_YEAR, "high": LAST_YEAR}
        raise Misuse("BadYear", option=option, value=text, **years)
    return on


def moment(text: str, option: str, zone: ZoneInfo, *, end_of_day: bool = False) -> datetime:
    """An instant: a day (its first instant, or with `end_of_day` its last), or 2026-06-30T17:00, in
    lists 2026-06-30 17:00, in the programme's zone unless it says otherwise. Raises Misuse."""
    try:
        if _DAY.fullmatch(text):
            on = _within(date.fromisoformat(text), option, text)
            start = datetime(on.year, on.month, on.day, tzinfo=zone)
            last = start + timedelta(days=1) - timedelta(microseconds=1)
            return (last if end_of_day else start).astimezone(UTC)
        if _INSTANT.fullmatch(text):
            read = datetime.fromisoformat(text)
            _within(read.date(), option, text)
            return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Misuse("BadInstant", option=option, value=text)


def past(text: str, option: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The end of a day, or an instant, that is known already; today ends now. Raises Misuse for one
    that is still to come."""
    at = moment(text, option, zone, end_of_day=True)
    if at <= now:
        return at
    if _DAY.fullmatch(text) and at.astimezone(zone).date() == now.astimezone(zone).date():
        return now
    shown = now.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    raise Misuse("StillToCome", option=option, value=text, now=shown)
