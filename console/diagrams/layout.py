"""Where the boxes, labels and lines of a life stand: rows from the first state down.

Every arrow passes through one slot of each row between its ends; the first slot holds its label,
so labels take room of their own and never lie on boxes or on each other.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from console.diagrams.lives import Arrow, Life
from console.widths import width as columns

CHAR, PAD, GAP = 7.5, 26.0, 22.0
BOX_ROW, LABEL_ROW = 62.0, 40.0
SWEEPS = 12


@dataclass(slots=True)
class Slot:
    """A box, a label, or a bend of a line. `x` is its middle; the main way stands in one column."""

    width: float
    row: int
    is_main: bool = False
    x: float = 0.0
    before: "list[Slot]" = field(default_factory=list)
    after: "list[Slot]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow's slots from its source to its target; `label` is one of them."""

    arrow: Arrow
    slots: tuple[Slot, ...]
    label: Slot


@dataclass(frozen=True, slots=True)
class Layout:
    """A life laid out; its size is in pixels."""

    life: Life
    boxes: dict[str, Slot]
    lines: tuple[Line, ...]
    width: float
    height: float


def y_of(row: int) -> float:
    """The middle of a row: boxes stand in even rows, labels in odd ones."""
    return (row // 2) * (BOX_ROW + LABEL_ROW) + (BOX_ROW / 2 if row % 2 == 0 else BOX_ROW + 20.0)


def text_width(text: str) -> float:
    """Pixels that a text takes; a Chinese character takes two columns."""
    return columns(text) * CHAR


def lay_out(life: Life) -> Layout:
    """Rows by the longest way from the first state, order and middles by neighbours."""
    back = _back(life)
    rank = _ranks(life, back)
    boxes = {}
    for box in life.boxes:
        texts = [box.title, *(f"↻ {loop}" for loop in box.loops)]
        wide = max(map(text_width, texts)) + PAD
        boxes[box.name] = Slot(wide, rank[box.name] * 2, box.name in life.main)
    rows: list[list[Slot]] = [[] for _ in range(max(rank.values()) * 2 + 1)]
    for slot in boxes.values():
        rows[slot.row].append(slot)
    lines = tuple(_line(arrow, arrow in back, boxes, rows, life.main) for arrow in life.arrows)
    _order(rows)
    _place(rows)
    left = min(slot.x - slot.width / 2 for row in rows for slot in row)
    for row in rows:
        for slot in row:
            slot.x -= left
    right = max(slot.x + slot.width / 2 for row in rows for slot in row)
    return Layout(life, boxes, lines, right, y_of(len(rows) - 1) + BOX_ROW / 2)


def _back(life: Life) -> set[Arrow]:
    """The arrows that lead back to a state on the way to them."""
    out: dict[str, list[Arrow]] = {box.name: [] for box in life.boxes}
    for arrow in life.arrows:
        out[arrow.source].append(arrow)
    found: set[Arrow] = set()
    done: set[str] = set()
    starts = sorted(life.boxes, key=lambda box: not box.is_initial)
    for start in starts:
        if start.name in done:
            continue
        way: list[tuple[str, int]] = [(start.name, 0)]
        on_way = {start.name}
        while way:
            name, turn = way.pop()
            if turn == len(out[name]):
                on_way.discard(name)
                done.add(name)
                continue
            way.append((name, turn + 1))
            arrow = out[name][turn]
            if arrow.target in on_way:
                found.add(arrow)
            elif arrow.target not in done:
                on_way.add(arrow.target)
                way.append((arrow.target, 0))
    return found


def _ranks(life: Life, back: set[Arrow]) -> dict[str, int]:
    rank = {box.name: 0 for box in life.boxes}
    for _ in life.boxes:
        for arrow in life.arrows:
            upper, lower = _ends(arrow, arrow in back)
            rank[lower] = max(rank[lower], rank[upper] + 1)
    return rank


def _ends(arrow: Arrow, is_back: bool) -> tuple[str, str]:
    return (arrow.target, arrow.source) if is_back else (arrow.source, arrow.target)


def _line(
    arrow: Arrow,
    is_back: bool,
    boxes: dict[str, Slot],
    rows: list[list[Slot]],
    main: tuple[str, ...],
) -> Line:
    upper, lower = (boxes[name] for name in _ends(arrow, is_back))
    is_main = (arrow.source, arrow.target) in pairwise(main)
    label = Slot(text_width(arrow.label) * 0.86 + 12, upper.row + 1, is_main)
    between = [label, *(Slot(10.0, row) for row in range(upper.row + 2, lower.row))]
    chain = [upper, *between, lower]
    for above, below in pairwise(chain):
        above.after.append(below)
        below.before.append(above)
    for slot in between:
        rows[slot.row].append(slot)
    return Line(arrow, tuple(reversed(chain)) if is_back else tuple(chain), label)


def _order(rows: list[list[Slot]]) -> None:
    """Slots beside each other in the order of their neighbours, so that few lines cross."""
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        for row in rows if downwards else reversed(rows):
            spots = {id(slot): spot for near in rows for spot, slot in enumerate(near)}
            middles = {id(s): _middle(s.before if downwards else s.after, spots) for s in row}
            row.sort(key=lambda s: middles[id(s)] if middles[id(s)] >= 0 else spots[id(s)])


def _middle(near: list[Slot], spots: dict[int, int]) -> float:
    return sum(spots[id(slot)] for slot in near) / len(near) if near else -1.0


def _place(rows: list[list[Slot]]) -> None:
    for row in rows:
        x = 0.0
        for slot in row:
            slot.x = x + slot.width / 2
            x += slot.width + GAP
    for sweep in range(SWEEPS * 3):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            _settle(row, [_wish(slot) for slot in row])


def _wish(slot: Slot) -> float:
    near = slot.before + slot.after
    return sum(other.x for other in near) / len(near) if near else slot.x


def _settle(row: list[Slot], wishes: list[float]) -> None:
    """As near to the wishes as the widths allow: from the main way outwards, or else the middle of
    pushing right and pushing left."""
    anchor = next((n for n, slot in enumerate(row) if slot.is_main), None)
    if anchor is not None:
        _settle_around(row, wishes, anchor)
        return
    right = wishes.copy()
    for n in range(1, len(row)):
        right[n] = max(right[n], right[n - 1] + _apart(row[n - 1], row[n]))
    left = wishes.copy()
    for n in range(len(row) - 2, -1, -1):
        left[n] = min(left[n], left[n + 1] - _apart(row[n], row[n + 1]))
    for slot, one, other in zip(row, right, left, strict=True):
        slot.x = (one + other) / 2


def _settle_around(row: list[Slot], wishes: list[float], anchor: int) -> None:
    row[anchor].x = 0.0
    for n in range(anchor + 1, len(row)):
        row[n].x = max(wishes[n], row[n - 1].x + _apart(row[n - 1], row[n]))
    for n in range(anchor - 1, -1, -1):
        row[n].x = min(wishes[n], row[n + 1].x - _apart(row[n], row[n + 1]))


def _apart(first: Slot, second: Slot) -> float:
    return (first.width + second.width) / 2 + GAP
