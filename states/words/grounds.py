"""Reasons that the system writes itself: stored in Chinese, told in the reader's language."""

import re
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter

from states.words.joining import Texts

_OF_ITS_ACTS: Texts = {
    "lapsed": ("{duty}到期未办，自动办理", "done by the system: “{duty}” had passed undone"),
    "on-its-day": ("按期限自动办理：{phrase}", "done by the system on its day: {phrase}"),
    "undone": ("{phrase}：截至 {last} 未办", "{phrase}: not done by {last}"),
}
_LENT: Texts = {
    "days-off": ("{year}年放假安排公布：{document}", "days off of {year} published: {document}"),
    "days-off-anew": ("{year}年放假安排调整：{document}", "days off of {year} changed: {document}"),
    "synthetic": ("合成数据，仅供演示", "synthetic data, for demonstration only"),
}
"""What stands as the reason of an act for which a person gave none."""


def ground(key: str, **named: object) -> str:
    """The reason as it is stored."""
    return _ALL[key][0].format_map(named)


def in_english(
    reason: str, *, by_system: bool = False, titles: Mapping[str, str] | None = None
) -> str:
    """A stored reason in English if it is one of ours; what a person wrote stays as it is.
    `titles`: the English ones by the Chinese ones."""
    for key in _ALL if by_system else _LENT:
        if found := _pattern(key).fullmatch(reason):
            named = {
                name: (titles or {}).get(said, said) for name, said in found.groupdict().items()
            }
            return _ALL[key][1].format_map(named)
    return reason


_ALL: Texts = {**_OF_ITS_ACTS, **_LENT}


@lru_cache(maxsize=16)
def _pattern(key: str) -> re.Pattern[str]:
    parts = Formatter().parse(_ALL[key][0])
    return re.compile(
        "".join(re.escape(text) + (f"(?P<{name}>.*)" if name else "") for text, name, *_ in parts),
        re.DOTALL,
    )
