"""The kept results as one picture: bars of the median, lines from the least to the most.

`one_act` is drawn as multiples of the driver's floor, on a scale of powers of ten."""

import json
from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, log10
from pathlib import Path
from typing import Any

WIDTH, LABELS, ROW = 760, 220, 22
OURS = ("plain", "check", "quota", "recommend")
STYLE = "font-family:sans-serif;font-size:13px"
Bar = tuple[str, dict[str, float]]


def plot(folder: Path) -> Path | None:
    """Draw what `one_act.json` of the folder holds; None if it is not there."""
    kept = folder / "one_act.json"
    if not kept.exists():
        return None
    result = json.loads(kept.read_text("utf-8"))
    path = folder / "one_act.svg"
    path.write_text(picture(result), encoding="utf-8")
    return path


def picture(result: dict[str, Any]) -> str:
    """The picture of one result, with a panel for each database."""
    parts: list[str] = []
    top = 52
    for kind in ("sqlite", "postgresql"):
        if bars := list(_bars(result["found"].get(kind, {}))):
            parts += _panel(kind, bars, top)
            top += ROW * (len(bars) + 3)
    machine = result["machine"]
    title = "一次办理的客户端 CPU，手写驱动代码 = 1 · client CPU of one act, by hand = 1"
    about = f"{machine['at'][:10]} · {machine['processor']} · Python {machine['python']}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" '
        f'viewBox="0 0 {WIDTH} {top}" style="{STYLE}">'
        f'<rect width="{WIDTH}" height="{top}" fill="white"/>'
    )
    lines = [_text(16, 22, title, "font-weight:bold"), _text(16, 40, about, "fill:#555")]
    return "\n".join([head, *lines, *parts, "</svg>"]) + "\n"


def _bars(found: dict[str, Any]) -> Iterator[Bar]:
    yield from ((name, shown["times_floor"]) for name, shown in found.items())


def _panel(kind: str, bars: Sequence[Bar], top: int) -> list[str]:
    decades = max(1, ceil(log10(max(spread["max"] for _, spread in bars))))
    scale = (WIDTH - LABELS - 80) / decades

    def x(value: float) -> float:
        return round(LABELS + scale * max(0.0, log10(max(value, 1.0))), 1)

    parts = [_text(16, top + 16, kind, "font-weight:bold")]
    bottom = top + ROW * (len(bars) + 1)
    for power in range(decades + 1):
        at = x(10**power)
        parts.append(f'<path d="M{at} {top + 6}V{bottom}" stroke="#ddd"/>')
        parts.append(_text(at - 6, bottom + 14, f"{10**power}×", "fill:#555"))
    for n, (name, spread) in enumerate(bars, 1):
        y = top + ROW * n
        colour = "#2f6f9f" if name in OURS else "#b8c4cc"
        median, least, most = (x(spread[key]) for key in ("median", "min", "max"))
        parts.append(_text(16, y + 12, name))
        width = max(1.0, median - LABELS)
        parts.append(
            f'<rect x="{LABELS}" y="{y}" width="{width:.1f}" height="14" fill="{colour}"/>'
        )
        parts.append(f'<path d="M{least} {y + 7}H{most}" stroke="#333"/>')
        parts.append(_text(most + 6, y + 12, f"{spread['median']:.1f}"))
    return parts


def _text(x: float, y: float, words: str, style: str = "") -> str:
    return f'<text x="{x}" y="{y}" style="{style}">{escape(words)}</text>'
