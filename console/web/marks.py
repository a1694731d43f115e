"""The strip of a year: where its deadlines stand among the days, and how much falls on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from states.queries import Deadlines

HIGHEST, LOWEST = 44, 12
"""The tallest and shortest mark, in the strip's own units."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which something falls due: its place among the days of the year, its height, and
    how it looks."""

    on: str
    place: int
    height: int
    look: Literal["overdue", "owed", "unsure", "done"]
    count: int
    titles: tuple[str, ...]


def marks_of(found: Deadlines) -> tuple[Mark, ...]:
    """One mark for each day of the year."""
    return tuple(_marks(found))


def _marks(found: Deadlines) -> Iterator[Mark]:
    by_day: dict[str, list[tuple[str, int, int, int, int]]] = {}
    for rule in found.rules:
        for day in rule.days:
            all_of = day.owed + day.met + day.late
            one = (rule.title, all_of, day.owed, day.overdue, day.provisional)
            by_day.setdefault(day.on, []).append(one)
    most = max((sum(one[1] for one in parts) for parts in by_day.values()), default=1)
    for on, parts in sorted(by_day.items()):
        count = sum(part[1] for part in parts)
        owed = sum(part[2] for part in parts)
        overdue = sum(part[3] for part in parts)
        unsure = sum(part[4] for part in parts)
        look: Literal["overdue", "owed", "unsure", "done"] = "done"
        if overdue:
            look = "overdue"
        elif owed:
            look = "unsure" if unsure == owed else "owed"
        yield Mark(
            on=on,
            place=date.fromisoformat(on).timetuple().tm_yday - 1,
            height=LOWEST + round((HIGHEST - LOWEST) * count / (most or 1)),
            look=look,
            count=count,
            titles=tuple(dict.fromkeys(one[0] for one in parts)),
        )
