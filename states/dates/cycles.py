"""The stretches of a period that each get a case or a count: years, halves, quarters, months.

They are named 2027, 2027H1, 2027Q1 and 2027-01, so that a name sorts as its days do."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from config.dates.rules import CycleUnit

_MONTHS: dict[str, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_NAME = re.compile(r"([0-9]{4})(?:(H)([12])|(Q)([1-4])|(-)(0[1-9]|1[0-2]))?")
_UNITS: dict[str | None, CycleUnit] = {None: "year", "H": "half", "Q": "quarter", "-": "month"}
Stretch = tuple[str, date, date]
"""Its name, its first and its last day."""


def stretches(unit: CycleUnit, first: date, last: date) -> Iterator[Stretch]:
    """The stretches that a period touches, each cut to the period."""
    length = _MONTHS[unit]
    month = (first.month - 1) // length * length + 1
    year = first.year
    while (year, month) <= (last.year, last.month):
        end = month + length - 1
        begins, ends = date(year, month, 1), date(year, end, monthrange(year, end)[1])
        yield _name(unit, year, month), max(begins, first), min(ends, last)
        year, month = (year, month + length) if month + length <= 12 else (year + 1, 1)


def _name(unit: CycleUnit, year: int, month: int) -> str:
    if unit == "year":
        return str(year)
    if unit == "month":
        return f"{year}-{month:02}"
    number = (month - 1) // _MONTHS[unit] + 1
    return f"{year}{'H' if unit == 'half' else 'Q'}{number}"


def days_of(name: str | None) -> tuple[date, date] | None:
    """The first and last day of the stretch of a name; None if it names none."""
    found = _NAME.fullmatch(name or "")
    if found is None:
        return None
    mark = found[2] or found[4] or found[6]
    number = int(found[3] or found[5] or found[7] or 1)
    length = _MONTHS[_UNITS[mark]]
    year, first, last = int(found[1]), (number - 1) * length + 1, number * length
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def in_words(name: str) -> str:
    """2027年度, 2027年上半年, 2027年第1季度, 2027年1月; the name itself if it is none of these."""
    found = _NAME.fullmatch(name)
    if found is None:
        return name
    year = found[1]
    if found[2]:
        return f"{year}年{'上' if found[3] == '1' else '下'}半年"
    if found[4]:
        return f"{year}年第{found[5]}季度"
    return f"{year}年{int(found[7])}月" if found[6] else f"{year}年度"
