"""Lives as one SVG picture, readable without any program beside a browser."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from console.diagrams.layout import BOX_ROW, Layout, Line, Slot, lay_out, text_width, y_of
from console.diagrams.lives import Box, Life
from console.words.texts import say

MARGIN, HEAD, BETWEEN, LEGEND = 32.0, 58.0, 40.0, 40.0
HALF = 19.0
FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
STYLE = f"""
text{{font:15px {FONT};fill:#1b2733;text-anchor:middle;dominant-baseline:central}}
.head{{font-size:18px;font-weight:600;text-anchor:start}} .origin{{font-size:13px;fill:#5a6b7b;
text-anchor:start}} .label{{font-size:13px;fill:#33475b}} .loop{{font-size:12px;fill:#5a6b7b}}
.box{{fill:#fff;stroke:#4a6785;stroke-width:1.4}} .first{{fill:#e8f0fa;stroke-width:2.4}}
.normal{{fill:#e9f5ec;stroke:#3c7d4f}} .exceptional{{fill:#f4f4f4;stroke:#8a8a8a;
stroke-dasharray:5 3}} .line{{fill:none;stroke:#6b8299;stroke-width:1.4}}
.system{{stroke-dasharray:2 4}} .behind{{fill:#fff}}"""


def as_svg(title: str, lives: list[Life], lang: str = "zh") -> str:
    """The picture: one part for each kind of case, and a legend."""
    layouts = [lay_out(life) for life in lives]
    legend = say("diagram.legend", lang)
    heads = [text_width(f"{life.title}  {life.origin}") * 1.3 for life in lives]
    inner = max([*(layout.width for layout in layouts), *heads, text_width(legend)])
    parts: list[str] = []
    y = MARGIN
    for layout in layouts:
        left = MARGIN + (inner - layout.width) / 2
        parts += _life(layout, left, y)
        y += HEAD + layout.height + BETWEEN
    parts.append(f'<text class="origin" x="{MARGIN}" y="{y:.0f}">{escape(legend)}</text>')
    width, height = inner + 2 * MARGIN, y + LEGEND
    return "\n".join([*_frame(title, width, height), *parts, "</svg>", ""])


def _frame(title: str, width: float, height: float) -> Iterator[str]:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    yield f"<title>{escape(title)}</title><style>{STYLE}</style>"
    yield (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#6b8299"/></marker></defs>'
    )
    yield f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>'


def _life(layout: Layout, left: float, top: float) -> Iterator[str]:
    life = layout.life
    yield f'<text class="head" x="{MARGIN}" y="{top + 8:.0f}">{escape(life.title)}</text>'
    yield f'<text class="origin" x="{MARGIN}" y="{top + 32:.0f}">{escape(life.origin)}</text>'
    yield f'<g transform="translate({left:.1f} {top + HEAD:.1f})">'
    for line in layout.lines:
        yield _drawn(line)
    for line in layout.lines:
        yield from _label(line)
    for box in life.boxes:
        slot = layout.boxes[box.name]
        yield from _box(box, slot.x, y_of(slot.row), slot.width)
    yield "</g>"


def _drawn(line: Line) -> str:
    points = [(slot.x, y_of(slot.row)) for slot in line.slots]
    points[0] = (_port(line.slots[0], line.slots[1]), points[0][1])
    points[-1] = (_port(line.slots[-1], line.slots[-2]), points[-1][1])
    down = 1 if points[-1][1] > points[0][1] else -1
    points[0] = (points[0][0], points[0][1] + down * HALF)
    points[-1] = (points[-1][0], points[-1][1] - down * HALF)
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x, y), (to_x, to_y) in pairwise(points):
        bend = (to_y - y) / 2
        path += f"C{x:.1f} {y + bend:.1f} {to_x:.1f} {to_y - bend:.1f} {to_x:.1f} {to_y:.1f}"
    extra = " system" if line.arrow.is_system else ""
    return f'<path class="line{extra}" d="{path}" marker-end="url(#tip)"/>'


def _port(box: Slot, neighbour: Slot) -> float:
    """Where a line leaves or enters a box: beside the other lines of that side."""
    side = box.after if neighbour.row > box.row else box.before
    order = sorted(side, key=lambda slot: slot.x)
    spot = next(n for n, slot in enumerate(order) if slot is neighbour)
    step = min(18.0, box.width / (len(order) + 1))
    return box.x + (spot - (len(order) - 1) / 2) * step


def _label(line: Line) -> Iterator[str]:
    slot = line.label
    x, y = slot.x, y_of(slot.row)
    left, wide = x - slot.width / 2 + 3, slot.width - 6
    yield f'<rect class="behind" x="{left:.1f}" y="{y - 10:.1f}" width="{wide:.1f}" height="20"/>'
    yield f'<text class="label" x="{x:.1f}" y="{y:.1f}">{escape(line.arrow.label)}</text>'


def _box(box: Box, x: float, y: float, wide: float) -> Iterator[str]:
    classes = "box" + (" first" if box.is_initial else "") + (f" {box.end}" if box.end else "")
    lines = 1 + len(box.loops)
    high = max(2 * HALF, 18.0 * lines + 8)
    high = min(high, BOX_ROW)
    yield (
        f'<rect class="{classes}" x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" '
        f'width="{wide:.1f}" height="{high:.1f}" rx="{high / 2 if box.end else 6:.1f}"/>'
    )
    shift = y - 9.0 * (lines - 1)
    yield f'<text x="{x:.1f}" y="{shift:.1f}">{escape(box.title)}</text>'
    for number, loop in enumerate(box.loops, 1):
        below = shift + 18.0 * number
        yield f'<text class="loop" x="{x:.1f}" y="{below:.1f}">↻ {escape(loop)}</text>'
