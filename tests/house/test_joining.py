"""Words are put together in one place, which knows the language; nobody joins by a mark himself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import CHECKOUT
from states.words.joining import Titled, apart, beside, headed, in_words, later, spaced, worded

MARKS = set("、；：，。（）　")
PACKAGES = ("states", "tasks", "flows", "console")


def _joins(path: Path) -> Iterator[int]:
    """The lines on which a text of marks joins others."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        by = [n.value for n in ast.walk(node.func.value) if isinstance(n, ast.Constant)]
        if node.func.attr == "join" and any(isinstance(m, str) and MARKS & set(m) for m in by):
            yield node.lineno


def test_only_one_module_joins_words_by_chinese_marks() -> None:
    paths = [path for name in PACKAGES for path in (CHECKOUT / name).rglob("*.py")]
    found = {str(path.relative_to(CHECKOUT)): list(_joins(path)) for path in paths}
    found = {name: lines for name, lines in found.items() if lines}
    # what is sent out is written in Chinese alone
    sent = ["states/notices/messages.py", "states/notices/wording.py"]
    assert set(found) == {"states/words/joining.py", *sent}, found


@pytest.mark.parametrize(
    ("part", "zh", "en"),
    [
        (["甲", "乙"], "甲、乙", "甲, 乙"),
        (("甲",), "甲", "甲"),
        ([], "", ""),
        ([Titled("推荐", "Recommend"), Titled("撤回")], "推荐、撤回", "Recommend, 撤回"),
        (
            later(beside, "recommend", Titled("推荐", "Recommend")),
            "recommend（推荐）",
            "recommend (Recommend)",
        ),
        (later(beside, "pilot", ""), "pilot", "pilot"),
        (
            later(apart, [later(headed, 1, "甲"), later(headed, 2, "乙")]),
            "1：甲；2：乙",
            "1: 甲; 2: 乙",
        ),
        ("甲、乙", "甲、乙", "甲、乙"),
    ],
)
def test_what_a_sentence_names_becomes_text_once_its_language_is_known(
    part: object, zh: str, en: str
) -> None:
    assert (in_words(part, "zh"), in_words(part, "en")) == (zh, en)
    assert worded({"known": part, "count": 3}, "en") == {"known": en, "count": 3}


def test_short_remarks_of_a_cell_are_spaced() -> None:
    assert (spaced(["甲", "乙"], "zh"), spaced(["a", "b"], "en")) == ("甲　乙", "a  b")
