"""A limit that stands still: paused with its remainder kept, and resumed. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.calendar import Calendar, load_calendar
from config.dates import rules
from states.clock import aware
from states.dates.due import Due
from states.instants import DAY, instant_of, is_late, local_day, start_of_day


@dataclass(frozen=True, slots=True)
class Remainder:
    """What was left of a paused limit: whole days of its own kind, or seconds."""

    n: int
    unit: str


def pause(
    due: Due,
    paused_at: datetime,
    *,
    unit: rules.Unit = "days",
    zone: str = "Asia/Shanghai",
    calendar: Calendar | None = None,
) -> Remainder:
    """What is left after the day of the pause, which still counts as used.

    Working days for a limit in working days, seconds for one in hours or minutes, else calendar
    days. Raises ValueError if the limit has already run out.
    """
    if is_late(due.at, paused_at):
        raise ValueError(f"期限 {due.text} 已过，不能中止 / already past: {due.text}")
    day = local_day(paused_at, zone)
    if unit in rules.BY_THE_CLOCK:
        return Remainder(int((due.at - aware(paused_at)).total_seconds()), "seconds")
    if unit == "working-days":
        left = (calendar or load_calendar()).working_days_between(day, due.on)
        return Remainder(left, "working-days")
    return Remainder(max((due.on - day).days, 0), "days")


def resume(
    due: Due,
    remainder: Remainder,
    resumed_at: datetime,
    *,
    zone: str = "Asia/Shanghai",
    calendar: Calendar | None = None,
) -> Due:
    """The due with its remainder counted on from the day of resuming, which is not counted."""
    calendar = calendar or load_calendar()
    if remainder.unit == "seconds":
        at = aware(resumed_at) + timedelta(seconds=remainder.n)
        local = at.astimezone(ZoneInfo(zone))
        return replace(due, on=local.date(), at=at, clock=f"{local:%H:%M}", rolled_from=None)
    day = local_day(resumed_at, zone)
    if remainder.unit == "working-days":
        on = calendar.add_working_days(day, remainder.n)
        provisional = any(calendar.is_provisional(y) for y in range(day.year, on.year + 1))
    else:
        on, provisional = day + DAY * remainder.n, due.provisional
    at = instant_of(on, due.clock, zone) if due.clock else start_of_day(on + DAY, zone)
    return replace(due, on=on, at=at, provisional=provisional, rolled_from=None)
