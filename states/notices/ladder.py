"""On which days a duty is reminded of: so many days ahead, never on a rest day, each step once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from config.calendar import Calendar
from states.instants import DAY

Basis = Literal["legal", "internal"]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: `days` ahead of `due`, which is `on` this day. `was`: the rest day that
    it would have fallen on."""

    days: int
    due: date
    on: date
    was: date
    basis: Basis

    def rule(self) -> str:
        """Why a reminder goes out on that day, in words."""
        day = "内部截止日" if self.basis == "internal" else "到期日"
        moved = "" if self.on == self.was else f"（{self.was} 为休息日，提前到 {self.on}）"
        ahead = f"提前 {self.days} 天" if self.days else "当天"
        return f"{day} {self.due} {ahead}{moved}"


def rung(calendar: Calendar, due: date, days: int, basis: Basis = "legal") -> Rung:
    """The step so many days ahead of a day; if that is a rest day, on the working day before it."""
    was = due - days * DAY
    on = was if calendar.is_working_day(was) else calendar.add_working_days(was, -1)
    return Rung(days, due, on, was, basis)


def last_due(calendar: Calendar, today: date, days: int) -> date:
    """The latest day due whose step so many days ahead has come by today: a rest day that follows
    today belongs to it already."""
    return calendar.add_working_days(today, 1) - DAY + days * DAY


def to_come(
    calendar: Calendar,
    ladder: tuple[int, ...],
    due: date,
    used: int | None,
    after: date,
    basis: Basis = "legal",
) -> Iterator[Rung]:
    """The steps that are left, first to last: fewer days ahead than the last one `used`, and later
    than the day `after` on which the duty arose or was given its day. Steps that fall together on
    one day are one."""
    found: dict[date, Rung] = {}
    for days in sorted(set(ladder), reverse=True):
        step = rung(calendar, due, days, basis)
        if (used is None or days < used) and after < step.on <= due:
            found[step.on] = step
    yield from found.values()


def may_remind(told: int, legal_left: int, at_most: int | None, basis: Basis) -> bool:
    """Whether one more reminder is within the number declared. A reminder of an internal day leaves
    enough for those of the legal day."""
    if at_most is None:
        return True
    return told + (legal_left if basis == "internal" else 0) < at_most
