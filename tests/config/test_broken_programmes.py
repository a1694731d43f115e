"""Programmes that cannot work, each caught with a sentence that shows why and where."""

import pytest

from config.loader import check
from tests.config.broken import BROKEN
from tests.config.broken_parts import BROKEN_PARTS
from tests.config.fairs import changed

EVERY = {**BROKEN, **BROKEN_PARTS}


@pytest.mark.parametrize("name", EVERY)
def test_what_cannot_work_is_caught_and_shown(name: str) -> None:
    code, words, changes = EVERY[name]
    found = [problem for problem in check(changed(*changes))[1] if problem.code == code]
    assert found, [problem.code for problem in check(changed(*changes))[1]]
    assert any(words in problem.message for problem in found), [p.message for p in found]
    assert all(problem.line and problem.key for problem in found)


@pytest.mark.parametrize("name", EVERY)
def test_the_same_is_said_in_english(name: str) -> None:
    for problem in check(changed(*EVERY[name][2]))[1]:
        said = problem.message_in("en")
        assert not any(word in said for word in ("永远", " 起", "走法", "上限", "没有", "、")), said


def test_every_problem_is_listed_and_not_only_the_first() -> None:
    several = ("a role of units where no case has one", "a refusal without words")
    changes = [change for name in several for change in EVERY[name][2]]
    codes = {problem.code for problem in check(changed(*changes))[1]}
    assert {"out-of-reach", "no-words"} <= codes
