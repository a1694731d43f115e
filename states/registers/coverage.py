"""What the register of earlier pilots covers, so that what it lacks is never read as “never”.

Rows are only ever added, one import since the other, so its last row names what it holds: a process
counts anew only when that has changed, whoever brought more in.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, case, func, or_, select

from states.store import Store, Tx
from states.tables import register

TITLES, BATCHES = 12, 8
"""How many programmes, and of each how many batches, are called by name; the rest are counted."""

_named = or_(register.c.unit_key != "", register.c.unit_code.is_not(None))
_COUNTED = (
    select(
        register.c.level,
        register.c.programme_title,
        register.c.batch,
        register.c.year,
        func.count().label("rows"),
        func.sum(case((_named, 1), else_=0)).label("named"),
        func.count(register.c.unit_code).label("coded"),
    )
    .where(register.c.id <= bindparam("through"))
    .group_by(register.c.level, register.c.programme_title, register.c.batch, register.c.year)
    .order_by(func.min(register.c.id))
)


class Batch(NamedTuple):
    """The rows of one batch and year: how many, how many name their unit, how many by its code."""

    level: str
    programme_title: str
    batch: str
    year: str | None
    rows: int
    named: int
    coded: int


class Coverage:
    """All that the register holds, up to a row of it."""

    def __init__(self, through: int, batches: Sequence[Batch]) -> None:
        self.through = through
        self._batches = batches
        self._answers: dict[tuple[str, int | None], dict[str, Any]] = {}

    def of(self, levels: str, since: int | None) -> dict[str, Any]:
        """What of it a rule looks at, as the history stores it. `levels`: national or any;
        `since`: only that year and later ones count, and rows without a year."""
        known = self._answers.get((levels, since))
        if known is None:
            counted = [b for b in self._batches if counts(b.level, b.year, levels, since)]
            known = self._answers[levels, since] = self._summed(counted, levels, since)
        return known

    def _summed(self, counted: Sequence[Batch], levels: str, since: int | None) -> dict[str, Any]:
        by_level: dict[str, int] = {}
        for batch in counted:
            by_level[batch.level] = by_level.get(batch.level, 0) + batch.rows
        years = [year for batch in counted if (year := year_of(batch.year)) is not None]
        titles = _titles(counted)
        found: dict[str, Any] = {
            "levels": levels,
            "since": since,
            "through": self.through,
            "rows": sum(by_level.values()),
            "by_level": by_level,
            "named": sum(batch.named for batch in counted),
            "coded": sum(batch.coded for batch in counted),
            "years": [min(years), max(years)] if years else [],
            "undated": sum(b.rows for b in counted if year_of(b.year) is None),
            "of": titles[:TITLES],
            "titles": len(titles),
        }
        return found


def _titles(counted: Iterable[Batch]) -> list[dict[str, Any]]:
    """The programmes with their batches, the largest first."""
    rows: dict[str, int] = {}
    batches: dict[str, list[str]] = {}
    for one in counted:
        rows[one.programme_title] = rows.get(one.programme_title, 0) + one.rows
        known = batches.setdefault(one.programme_title, [])
        if one.batch and one.batch not in known:
            known.append(one.batch)
    largest = sorted(rows, key=lambda title: (-rows[title], title))
    return [_titled(title, batches[title]) for title in largest]


def _titled(title: str, batches: Sequence[str]) -> dict[str, Any]:
    more = max(0, len(batches) - BATCHES)
    found = {"title": title, "batches": list(batches[:BATCHES]), "more": more}
    return {name: value for name, value in found.items() if value}


def counts(level: str, year: str | None, levels: str, since: int | None) -> bool:
    """Whether a rule looks at a row of a level and year: one without a year may be recent."""
    if levels == "national" and level != "national":
        return False
    known = year_of(year)
    return since is None or known is None or known >= since


def year_of(text: str | None) -> int | None:
    """The year that a row gives, if it gives one."""
    found = (text or "")[:4]
    return int(found) if len(found) == 4 and found.isdecimal() else None


_KNOWN: WeakKeyDictionary[Store, Coverage] = WeakKeyDictionary()


def coverage(tx: Tx, through: int | None) -> Coverage:
    """What the register holds up to its last row, which whoever looks a unit up reads with it."""
    if not through:
        return Coverage(0, ())
    known = _KNOWN.get(tx.store)
    if known is None or known.through != through:
        rows = tx.all(_COUNTED, through=through)
        known = _KNOWN[tx.store] = Coverage(through, [Batch(**row) for row in rows])
    return known
