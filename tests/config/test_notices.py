"""The words of notices: only the variables that there are, in either language."""

from typing import Any

import pytest
from pydantic import ValidationError

from config.checks import check_programme
from config.notices import NoTemplate, NoticeText, Topic, named_in, words
from config.programme import Programme
from tests.builders import SMALL

VALUES = {
    "case": "ZJ-1",
    "which": "{duty}（ZJ-1）",
    "duty": "推荐",
    "due": "2026-06-30",
    "phrase": "前",
    "working": "",
}


def found_in(**notice: Any) -> list[tuple[str, str, str]]:
    programme = Programme.model_validate(SMALL | {"notices": {"one": notice}})
    found = [one for one in check_programme(programme) if one.place[0] == "notices"]
    return [(one.code, str(one.place[2]), one.suggestion) for one in found]


def a_text(topic: Topic = "remind", **more: Any) -> NoticeText:
    return NoticeText.model_validate({"for": topic, **more})


def test_the_first_that_fits_is_used_and_fills_in_either_language() -> None:
    notices = {
        "other": a_text(duties=["summary"], text="别的"),
        "mine": a_text(duties=["recommendation"], heading="{编号} {{ {due}\n第二行"),
        "all": a_text(text="都"),
    }
    assert words(notices, "remind", "recommendation", VALUES) == (
        "ZJ-1 { 2026-06-30 第二行",
        "{duty}（ZJ-1），前，截至 2026-06-30。",
    )
    assert words(notices, "remind", "third", VALUES)[1] == "都"
    assert words({}, "overdue", "third", VALUES)[0] == "推荐：2026-06-30 已到期未办"


@pytest.mark.parametrize(
    "text", ["{", "}", "{}", "{0}", "{case.x}", "{case[0]}", "{case!r}", "{case:>9}", "{a b}"]
)
def test_only_a_name_may_stand_in_braces(text: str) -> None:
    with pytest.raises(NoTemplate):
        named_in(text)
    assert found_in(**{"for": "remind", "text": text})[0][:2] == ("notice-text", "text")


def test_an_unknown_variable_is_found_with_the_nearest_right_one() -> None:
    assert found_in(**{"for": "remind", "heading": "{titel}", "text": "{编码}"}) == [
        ("notice-variable", "heading", "title"),
        ("notice-variable", "text", "编号"),
    ]


def test_a_variable_of_another_sort_of_notice_is_found() -> None:
    assert found_in(**{"for": "move", "text": "{duty} {move}"})[0][:2] == (
        "notice-variable",
        "text",
    )
    assert found_in(**{"for": "remind", "text": "{move}"})[0][:2] == ("notice-variable", "text")
    assert found_in(**{"for": "overdue", "text": "{截止} {原文}"}) == []


def test_what_means_nothing_is_said() -> None:
    assert found_in(**{"for": "move", "text": "x", "duties": ["summary"]})[0][0] == "notice-aside"
    assert found_in(**{"for": "remind", "text": "x", "moves": ["assign"]})[0][0] == "notice-aside"


def test_a_notice_says_something() -> None:
    with pytest.raises(ValidationError, match="标题"):
        a_text()
