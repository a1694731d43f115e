"""Days and instants as people write them. Errors name the option."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.errors import Misuse

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


def day(text: str, option: str) -> date:
    """A day, exactly as 2026-06-30. Raises Misuse."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise Misuse("BadDay", option=option, value=text)


def moment(text: str, option: str, zone: ZoneInfo, *, end_of_day: bool = False) -> datetime:
    """An instant: a day (its first instant, or with `end_of_day` its last), or 2026-06-30T17:00
    in the programme's zone unless it says otherwise. Raises Misuse."""
    try:
        if _DAY.fullmatch(text):
            on = date.fromisoformat(text)
            start = datetime(on.year, on.month, on.day, tzinfo=zone)
            last = start + timedelta(days=1) - timedelta(microseconds=1)
            return (last if end_of_day else start).astimezone(UTC)
        if _INSTANT.fullmatch(text):
            read = datetime.fromisoformat(text)
            return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Misuse("BadInstant", option=option, value=text)
