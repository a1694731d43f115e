"""The code blocks of the docs, and programme files made from parts of them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.language.keys import in_english
from config.language.source import parse

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BLOCK = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block; `mark` is what stands after the language."""

    page: str
    line: int
    language: str
    mark: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(*languages: str) -> list[Block]:
    """Every block of the pages of docs in a language."""
    found = []
    for path in sorted([*DOCS.glob("*.md"), *DOCS.parent.glob("README*.md")]):
        text = path.read_text("utf-8")
        for block in _BLOCK.finditer(text):
            language, _, mark = block["info"].strip().partition(" ")
            line = text.count("\n", 0, block.start()) + 1
            if language in languages:
                found.append(Block(path.name, line, language, mark, block["text"]))
    return found


def merged(whole: str, part: str) -> str:
    """A programme with a part added, as text; keys of either may be Chinese or English."""
    base, more = (in_english(parse(text)).tree.root for text in (whole, part))
    return json.dumps(_merged(base, more, ()), ensure_ascii=False, indent=1) + "\n"


def _merged(base: Any, more: Any, place: tuple[str, ...]) -> Any:
    if not isinstance(base, dict) or not isinstance(more, dict) or place[-2:-1] == ("states",):
        return more
    return base | {
        key: _merged(base[key], part, (*place, key)) if key in base else part
        for key, part in more.items()
    }
