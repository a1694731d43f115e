"""What the register of earlier pilots says of the units of a case: found, or not found among so
much. Pure; an answer is a plain value, since the entry of the act keeps it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from states.facts import Earlier, Unit
from states.registers.coverage import Coverage, counts

Row = dict[str, Any]
GUARD = "not-undertaken-before"
REGISTER = "register"
"""Under which name the effects of an entry keep the answers."""


def parted(rows: Sequence[Row]) -> tuple[int | None, list[Row]]:
    """The last row that the register holds, and the rows that were found, as the statement gives
    both together."""
    return rows[0]["through"], [row for row in rows if row["id"] is not None]


def matching(rows: Iterable[Row], unit: Unit) -> list[Earlier]:
    """The rows that may be the unit: by its code, or by its name reduced to what compares."""
    found = []
    for row in rows:
        by_code = bool(unit.code) and row["unit_code"] == unit.code
        if by_code or (unit.key and row["unit_key"] == unit.key):
            found.append(_earlier(row, unit, by_code))
    return found


def _earlier(row: Row, unit: Unit, by_code: bool) -> Earlier:
    return Earlier(
        project=row["project"],
        unit_name=row["unit_name"],
        programme_title=row["programme_title"],
        batch=row["batch"],
        document=row["document"],
        level=row["level"],
        year=row["year"],
        status=row["status"],
        by_code=by_code,
        unit=unit.name,
    )


def counted(
    earlier: Iterable[Earlier], levels: str, within_years: int | None, today: date
) -> list[Earlier]:
    """The rows that the rule looks at."""
    since = _since(within_years, today)
    return [row for row in earlier if counts(row.level, row.year, levels, since)]


def _since(within_years: int | None, today: date) -> int | None:
    return None if within_years is None else today.year - within_years + 1


def answer(
    covers: Coverage,
    earlier: Iterable[Earlier],
    units: Sequence[Unit],
    levels: str,
    within_years: int | None,
    today: date,
) -> dict[str, Any]:
    """What the register says of the units: how many rows were found, which of the units were not,
    and what of the register the rule looks at."""
    rows = counted(earlier, levels, within_years, today)
    known = {row.unit for row in rows}
    absent = [unit.name or unit.code for unit in units if unit.name not in known]
    return {**covers.of(levels, _since(within_years, today)), "found": len(rows), "absent": absent}
