"""Moves that pause and resume the limit of a duty: what a file may say of them, and what not."""

import pytest

from config.loader import check
from tests.config.fairs import DUTY, SHOW, Change, changed, more, moves

PAUSABLE = more(DUTY, "pause: {by: city, for: [补正, 检测]}")
BY_TWO = more(DUTY, "pause: {by: city, for: 补正, four-eyes: yes}")
CALLED = more(DUTY, "pause: {by: city, for: {mend: 补正, test: 检测}}")


def mending(*effects: str) -> Change:
    """A move for each effect, all of them where a fair is noted."""
    move = "title: 补正, from: noted, to: same, by: district"
    return moves(*(f"m{n}: {{{move}, effects: [{{{one}}}]}}" for n, one in enumerate(effects)))


PAUSE, RESUME = "pause: showing, for: 补正", "resume: showing"
WRONG: dict[str, tuple[str, str, tuple[Change, ...]]] = {
    "a duty that declares no pause": (
        "pauses-undeclared",
        "“补正”中止或恢复“公示”，它却没有写 中止（pause）",
        (mending(PAUSE, RESUME),),
    ),
    "no cause": (
        "pauses-without-cause",
        "“补正”中止“公示”没有写因何事由（for）",
        (PAUSABLE, mending("pause: showing", RESUME)),
    ),
    "a cause that the duty does not know": (
        "unknown-name",
        "没有名为“补证”的中止事由；可用：补正、检测（是否想写 补正？）",
        (PAUSABLE, mending("pause: showing, for: 补证", RESUME)),
    ),
    "the title of a cause instead of its name": (
        "unknown-name",
        "（是否想写 test？）",
        (CALLED, mending("pause: showing, for: 检测", RESUME)),
    ),
    "a duty that is not there": (
        "unknown-name",
        "没有名为“shown”的应办事项；可用：showing",
        (PAUSABLE, mending("pause: shown, for: 补正", RESUME)),
    ),
    "one person where two must pause": (
        "pauses-by-one",
        "中止“公示”须另一人批准，“补正”却一个人就能办",
        (BY_TWO, mending(PAUSE, RESUME)),
    ),
    "what the same move settles": (
        "pauses-what-it-touches",
        "“公示”同时办结、免除或产生“公示”",
        (PAUSABLE, more(SHOW, f"effects: [{{{PAUSE}}}]")),
    ),
    "a pause that no way ends": (
        "never-resumed",
        "“补正”中止“公示”以后，走哪条路都没有动作恢复它",
        (PAUSABLE, mending(PAUSE)),
    ),
    "a pause that ends for another cause only": (
        "never-resumed",
        "走哪条路都没有动作恢复它",
        (PAUSABLE, mending(PAUSE, "resume: showing, for: 检测")),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_pause_that_cannot_be_meant_is_told_with_its_line(name: str) -> None:
    code, words, changes = WRONG[name]
    found = [problem for problem in check(changed(*changes))[1] if problem.code == code]
    assert any(words in problem.in_words("zh") for problem in found), check(changed(*changes))[1]
    assert all(problem.line and problem.key for problem in found)
    assert all("没有" not in problem.message_in("en") for problem in found)


@pytest.mark.parametrize("resumed", [RESUME, "resume: showing, for: 补正"])
def test_a_pause_that_some_way_ends_is_sound(resumed: str) -> None:
    assert check(changed(PAUSABLE, mending(PAUSE, resumed)))[1] == []


def test_a_cause_beside_another_effect_is_refused() -> None:
    found = check(changed(PAUSABLE, mending("notify: city, for: 补正")))[1]
    assert [(problem.line, problem.severity) for problem in found] == [(38, "error")] * 2
