"""Places in a programme, and names of ours, as a file in Chinese writes them."""

import re

from config.language.closed_words import GUARD_NAMES
from config.language.shapes import Shape, root

_INDEX = re.compile(r"\[\d+\]$")
_GUARD = re.compile(r"\.guards\[\d+\]$")


def in_chinese(place: str) -> str:
    """A dotted place with our keys in Chinese: cases.人选.moves.推荐 is 事项.人选.动作.推荐."""
    shape, words = root(), []
    for part in place.split("."):
        index = _INDEX.search(part)
        key = part[: index.start()] if index else part
        is_ours = key in shape.keys
        words.append((shape.chinese(key) if is_ours else key) + (index[0] if index else ""))
        shape = shape.keys[key] if is_ours else shape.each or Shape()
    return ".".join(words)


def title_in_chinese(title: str, place: str) -> str:
    """The title of what stands at a place; what has none of its own is called by its key."""
    if _GUARD.search(place):
        return GUARD_NAMES.get(title, title)
    is_key = title == place.rpartition(".")[2]
    return in_chinese(place).rpartition(".")[2] if is_key else title
