"""Tables fitted to a terminal that is narrower than they are.

Every column folds between words, never within a code, a date or a hash, which people copy; names
are shortened, since the code beside them tells which is meant. What still does not fit gives way in
a fixed order: long words go below their row, what another answer also has is left out and named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from console.widths import GAP, folded, in_columns, longest_piece, shortened, width

Under = Callable[[str, str], str]
"""A heading and a cell as they stand below a row."""

FLOORS = {
    "title": 36,
    "unit": 20,
    "name": 16,
    "who": 16,
    "field": 12,
    "place": 12,
    "duty": 16,
    "reason": 24,
    "flags": 24,
    "says": 24,
    "role": 32,
}
"""How narrow a column may become before another one gives way."""
FLOOR = 20
NARROWEST = 12
"""How narrow a name becomes in the end, when nothing more can give way."""
NAMES = ("title", "unit", "name", "who", "by", "field", "duty", "quota", "place")
"""Columns that are shortened rather than folded."""
GIVES_WAY = (
    "clause",
    "scope",
    "origin",
    "met",
    "reason",
    "says",
    "flags",
    "remark",
    "run",
    "credit-code",
    "unit",
    "field",
    "who",
    "by",
    "source",
    "role",
    "channel",
    "place",
)
"""Columns that go when there is no room, the first one first."""
BELOW = ("reason", "says", "flags", "remark", "run", "by", "source", "role", "channel")
"""Those of them that are not left out but put below their row."""
LEAST = 40
"""A terminal that says it is narrower is taken for this wide."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines of a table, and the headings of what is not in them."""

    lines: list[str]
    left_out: list[str]


def fitted(
    names: Sequence[str],
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: int,
    under: Under,
) -> Fitted:
    """The rows below their titles (none if empty), within so many columns. `names` say what each
    column is; an unknown name is a column that folds and stays."""
    return _Table(names, titles, rows, max(columns, LEAST), under).fitted()


class _Table:
    def __init__(
        self,
        names: Sequence[str],
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        room: int,
        under: Under,
    ) -> None:
        self.names, self.titles, self.rows, self.room, self.under = names, titles, rows, room, under
        self.all = [titles, *rows] if titles else rows
        self.natural = [max(width(row[n]) for row in self.all) for n in range(len(names))]
        self.floors = [self._floor(n) for n in range(len(names))]
        self.kept = list(range(len(names)))
        self.below: list[int] = []
        self.left_out: list[int] = []

    def fitted(self) -> Fitted:
        """The table as it stands after as little as possible gave way."""
        self._leave_out_empty()
        self._make_room()
        sizes = self._levelled()
        lines = self._across(self.titles, sizes) if self.titles else []
        for row in self.rows:
            lines += [*self._across(row, sizes), *self._below(row)]
        left_out = [self.titles[n] for n in sorted(self.left_out)]
        return Fitted(lines, left_out)

    def _floor(self, column: int) -> int:
        cells = [row[column] for row in self.all]
        least = FLOORS.get(self.names[column], FLOOR)
        if not self._is_name(column):
            least = max(least, *map(longest_piece, cells))
        return min(self.natural[column], least, self.room)

    def _needed(self, sizes: Sequence[int]) -> int:
        return sum(sizes[n] for n in self.kept) + width(GAP) * (len(self.kept) - 1)

    def _leave_out_empty(self) -> None:
        """Columns without a word are the first to go, and nothing is lost with them."""
        for column in range(len(self.names)):
            if self._needed(self.natural) <= self.room or not self.titles:
                return
            if not any(row[column] for row in self.rows):
                self.kept.remove(column)

    def _make_room(self) -> None:
        ranked = [self.names.index(name) for name in GIVES_WAY if name in self.names]
        for column in ranked:
            if self._needed(self.floors) <= self.room:
                return
            if column in self.kept:
                self.kept.remove(column)
                gone = self.below if self.names[column] in BELOW else self.left_out
                gone.append(column)

    def _levelled(self) -> list[int]:
        """The widths of the columns: the widest give until all fit, names more than others."""
        sizes = list(self.natural)
        while self._needed(sizes) > self.room:
            wide = [n for n in self.kept if sizes[n] > self.floors[n]]
            wide = wide or [n for n in self.kept if self._is_name(n) and sizes[n] > NARROWEST]
            if not wide:
                break
            sizes[max(wide, key=lambda n: sizes[n])] -= 1
        return sizes

    def _is_name(self, column: int) -> bool:
        return self.names[column] in NAMES

    def _across(self, row: Sequence[str], sizes: Sequence[int]) -> list[str]:
        cells = [self._cell(row[n], n, sizes[n]) for n in self.kept]
        height = max(len(cell) for cell in cells)
        shown = [sizes[n] for n in self.kept]
        return [
            in_columns([cell[n] if n < len(cell) else "" for cell in cells], shown)
            for n in range(height)
        ]

    def _cell(self, text: str, column: int, size: int) -> list[str]:
        if self._is_name(column):
            return [shortened(text, size)]
        return folded(text, size)

    def _below(self, row: Sequence[str]) -> list[str]:
        told = [self.under(self.titles[n], row[n]) for n in sorted(self.below) if row[n]]
        indent = GAP * 2
        return [indent + line for text in told for line in folded(text, self.room - width(indent))]
