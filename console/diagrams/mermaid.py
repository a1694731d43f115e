"""Lives as Mermaid text: paste it into any page that draws Mermaid."""

from collections.abc import Iterator

from console.diagrams.lives import Life
from states.words.joining import beside

# These end or begin something in Mermaid; their wide forms read the same.
_WIDE = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in ':;"#{}<>[]|`%'} | {"\n": " "})


def as_mermaid(lives: list[Life], lang: str = "zh") -> str:
    """One state diagram with a group for each kind of case."""
    lines = ["stateDiagram-v2"]
    for number, life in enumerate(lives, 1):
        lines += _group(life, f"k{number}", lang)
    return "\n".join(lines) + "\n"


def _group(life: Life, prefix: str, lang: str) -> Iterator[str]:
    title = beside(life.title, life.origin, lang)
    yield f'    state "{_safe(title)}" as {prefix} {{'
    names = {box.name: f"{prefix}s{number}" for number, box in enumerate(life.boxes, 1)}
    for box in life.boxes:
        yield f'        state "{_safe(box.title)}" as {names[box.name]}'
    for box in life.boxes:
        if box.is_initial:
            yield f"        [*] --> {names[box.name]}"
        for loop in box.loops:
            yield f"        {names[box.name]} --> {names[box.name]} : {_safe(loop)}"
    for arrow in life.arrows:
        yield f"        {names[arrow.source]} --> {names[arrow.target]} : {_safe(arrow.label)}"
    for box in life.boxes:
        if box.end:
            yield f"        {names[box.name]} --> [*]"
    yield "    }"


def _safe(text: str) -> str:
    return text.translate(_WIDE)
