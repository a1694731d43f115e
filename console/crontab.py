"""When a cron line comes round next: numbers, lists, steps, * and L (the last day of a month)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LOOK_AHEAD = 366 * 5
LAST = "L"


def next_time(cron: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first instant after `after` at which the line comes round; None within five years.

    Raises ValueError for a line that this reader does not know."""
    minutes, hours, days, months, weekdays = cron.split()
    local = after.astimezone(zone)
    for offset in range(LOOK_AHEAD):
        day = local.date() + timedelta(days=offset)
        if not _on(day, days, months, weekdays):
            continue
        for at in _times(day, hours, minutes, zone):
            if at > after:
                return at
    return None


def _on(day: date, days: str, months: str, weekdays: str) -> bool:
    if not _matches(months, day.month) or not _matches(weekdays, day.isoweekday() % 7):
        return False
    if days == LAST:
        return day.day == monthrange(day.year, day.month)[1]
    return _matches(days, day.day)


def _times(day: date, hours: str, minutes: str, zone: ZoneInfo) -> Iterator[datetime]:
    for hour in range(24):
        for minute in range(60):
            if _matches(hours, hour) and _matches(minutes, minute):
                yield datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def _matches(field: str, value: int) -> bool:
    if field == "*":
        return True
    first, slash, step = field.partition("/")
    if slash and first == "*":
        return value % int(step) == 0
    return value in [int(part) for part in field.split(",")]
