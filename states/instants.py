"""Civil days and instants: where a day begins in a zone, when something is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from states.clock import aware

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@lru_cache(maxsize=8192)
def start_of_day(day: date, zone: str) -> datetime:
    """The first instant of a civil day in a zone, in UTC, also where midnight does not exist."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def instant_of(day: date, clock: str, zone: str) -> datetime:
    """The instant (UTC) at which a clock of the zone shows the time; 24:00 is the day's end.

    A time that a clock change skips is moved by the change; of one that it repeats, the later.
    """
    hour, minute, second = _parts(clock)
    if hour == 24:
        return start_of_day(day + DAY, zone)
    wall = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(zone))
    early, late = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    skipped = early.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall.replace(tzinfo=None)
    return early if skipped else late


def instant_at_offset(day: date, clock: str, offset: int) -> datetime:
    """The instant (UTC) of a clock time written with its own offset, minutes east of UTC."""
    hour, minute, second = _parts(clock)
    zone = timezone(timedelta(minutes=offset))
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return (midnight + timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(UTC)


def _parts(clock: str) -> tuple[int, int, int]:
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return hour, minute, second[0] if second else 0


def local_day(instant: datetime, zone: str) -> date:
    """The civil day in the zone at that instant. Raises ValueError for a naive instant."""
    if instant.tzinfo is not UTC:
        instant = aware(instant).astimezone(UTC)
    return _local_day(instant, zone)


@lru_cache(maxsize=256)
def _local_day(instant: datetime, zone: str) -> date:
    return instant.astimezone(ZoneInfo(zone)).date()


def time_of(on: str | None, at: str | datetime | None, zone: str) -> str:
    """The time of day at which a limit ends within its last day, as a clock of the zone shows it:
    10:00, 09:00:07; empty where it ends with the day, or has none. `at` is the first instant too
    late, as it is stored or aware."""
    if not on or not at:
        return ""
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    local = aware(instant, "at").astimezone(ZoneInfo(zone))
    if local.date().isoformat() != on:
        return ""
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def with_time(on: str | None, at: str | datetime | None, zone: str) -> str:
    """The last day of a limit with the time of day at which it ends, if it ends within the day:
    2026-06-30, 2026-07-15 17:00; empty without a day."""
    return f"{on or ''} {time_of(on, at, zone)}".strip()


def hours_to(on: str | None, at: str | datetime | None, now: datetime, zone: str) -> int | None:
    """The whole hours that are left of a limit that ends at a time within its last day, once they
    are fewer than a day; None for any other limit, and for one that is over."""
    if not at or not time_of(on, at, zone):
        return None
    end = datetime.fromisoformat(at) if isinstance(at, str) else at
    left = end - now
    return left // HOUR if timedelta(0) < left < DAY else None


def is_late(due_at: datetime, received_at: datetime) -> bool:
    """Whether what arrived then is late: the due instant itself is the first that is too late."""
    return aware(received_at, "received_at") >= aware(due_at, "due_at")
