"""Ways through a life on which a case gets stuck, or two automatic moves fall together."""

import pytest

from config.checking import exploring
from config.loader import check
from config.problems import Problem

BASE = """programme: fairs-2026
title: 2026年展会备案
source: {document: 商函〔2026〕5号, issued: 2026-03-02}
roles:
  city: {title: 市局, scope: programme}
cases:
  fair:
    title: 展会
    form: {title: {title: 名称, required: yes}}
    states:
      noted: {title: 已登记, initial: yes}
      shown: 公示
      objected: 有异议
      done: {title: 已备案, end: normal}
      dropped: {title: 未备案, end: exceptional}
    moves:
      enter: {title: 登记, to: noted, by: city}
      show: {title: 公示, from: [noted, objected], to: shown, by: city}
      object: {title: 异议, from: shown, to: objected, by: city}
      accept: {title: 备案, from: shown, to: done, by: city}
      drop: {title: 不予备案, from: noted, to: dropped, by: city}
duties:
  showing: {title: 公示, case: fair, by: city, due: 2026年6月30日前, bound-by: [show, drop]}
"""
SHOW = "show: {title: 公示, from: [noted, objected], to: shown, by: city}"
ACCEPT = "accept: {title: 备案, from: shown, to: done, by: city}"
DROP = "drop: {title: 不予备案, from: noted, to: dropped, by: city}"


def problems(*pairs: tuple[str, str]) -> list[Problem]:
    text = BASE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return check(text)[1]


def with_more(move: str, more: str) -> tuple[str, str]:
    return move, move.replace("by: city}", f"by: city, {more}}}")


def test_nothing_is_found_where_every_way_ends() -> None:
    assert problems() == []


def test_a_window_that_closes_on_a_waiting_case_is_shown_with_its_way() -> None:
    (found,) = problems(with_more(ACCEPT, "until: 2026年9月30日前"), (DROP, DROP))
    assert (found.code, found.severity) == ("stuck-by-time", "warning")
    assert found.key == "cases.fair.states.shown"
    assert found.message.endswith("走法：已登记 →（公示）公示 → 2026-10-01 起")


def test_a_lapse_of_the_system_lets_it_end() -> None:
    lapse = "\n      lapse: {title: 失效, from: [noted, shown, objected], to: dropped, by: system, "
    closing = with_more(ACCEPT, "until: 2026年9月30日前")
    given = (closing, (DROP, DROP + lapse + "after: 2026年9月30日前}"))
    assert problems(*given) == []


def test_a_case_begun_after_its_window_says_so() -> None:
    show = with_more(SHOW, "until: 2026年6月30日前")
    found = problems(show, (DROP, DROP.replace("by: city}", "by: city, until: 2026年6月30日前}")))
    assert [problem.code for problem in found] == ["stuck-by-time", "stuck-by-time"]
    assert found[0].message.endswith("走法：已登记 → 2026-07-01 起")


def test_a_loop_that_may_be_gone_only_so_often_must_have_another_way_out() -> None:
    once = with_more(SHOW, "guards: [{at-most-times: {move: show, times: 2}}]")
    (found,) = problems(once)
    assert (found.code, found.severity) == ("stuck-by-count", "error")
    assert "公示的次数已用完" in found.message
    assert found.message.count("（异议）") == 2
    leave = "\n      leave: {title: 终止, from: objected, to: dropped, by: city}"
    assert problems(once, (DROP, DROP + leave)) == []


def test_a_lapse_and_a_timed_move_on_one_day_fall_together() -> None:
    more = """
      late: {title: 逾期, from: noted, to: dropped, by: system, lapse-of: showing}
      close: {title: 关闭, from: noted, to: dropped, by: system, after: 2026年6月30日前}"""
    duty = ("bound-by: [show, drop]}", "bound-by: [show, drop], late: lapse}")
    (found,) = problems((DROP, DROP + more), duty)
    assert (found.code, found.severity) == ("due-together", "error")
    assert "逾期" in found.message
    assert "关闭" in found.message
    assert "2026-07-01" in found.message
    other = more.replace("2026年6月30日前", "2026年7月10日前")
    # on the later day nobody is left; the two never meet
    assert [found.code for found in problems((DROP, DROP + other), duty)] == ["never-possible"]


def test_a_refusal_after_the_day_shuts_the_way_too() -> None:
    refuses = ("bound-by: [show, drop]}", "bound-by: [show, drop], late: refuse}")
    (found,) = problems(refuses)
    assert (found.code, found.key) == ("stuck-by-time", "cases.fair.states.noted")


def many(states: int) -> str:
    """A long life with a way back from each state, each move limited in number and in time."""
    head = BASE.partition("    states:")[0]
    lines = [head, "    states:\n      s0: {title: 状态0, initial: yes}\n"]
    lines += [f"      s{n}: 状态{n}\n" for n in range(1, states - 1)]
    lines.append("      end: {title: 终, end: normal}\n    moves:\n")
    lines.append("      begin: {title: 始, to: s0, by: city}\n")
    for n in range(states - 1):
        to = f"s{n + 1}" if n < states - 2 else "end"
        lines.append(f"      on{n}: {{title: 进{n}, from: s{n}, to: {to}, by: city}}\n")
        if n:
            month, day = 1 + n % 12, 1 + n % 28
            until = f"until: 2027-{month:02}-{day:02}"
            back = f"{{title: 退{n}, from: s{n}, to: s{n - 1}, by: city, {until}}}"
            lines.append(f"      back{n}: {back}\n")
    lines.append("duties:\n")
    lines += [
        f"  d{n}: {{title: 办{n}, case: fair, by: city, due: 2027年{1 + n % 12}月底前, "
        f"opened: on{n}, bound-by: on{n + 1}}}\n"
        for n in range(40)
    ]
    return "".join(lines)


def test_sixty_states_are_searched_well_within_the_bound() -> None:
    programme, found = check(many(60))
    assert programme is not None
    assert {problem.code for problem in found} <= {"due-before-opening"}


def test_what_is_too_much_to_search_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploring, "MOST", 4)
    found = problems(with_more(ACCEPT, "until: 2026年9月30日前"))
    assert [(problem.code, problem.severity) for problem in found] == [("explored-part", "warning")]


@pytest.mark.parametrize("due", ["收到之日起15个工作日内", "当年9月30日前"])
def test_a_limit_from_an_event_that_shuts_the_only_way_leaves_a_case_stuck(due: str) -> None:
    duty = "  deciding: {title: 备案, case: fair, opened: show, by: city, counts-from: received"
    late = f"duties:\n{duty}, due: {due}, bound-by: [accept, object], late: refuse}}\n"
    (found,) = problems(("duties:\n", late))
    assert (found.code, found.severity) == ("stuck-by-time", "warning")
    assert found.message.endswith("走法：已登记 →（公示）公示 → 期限过后")
    assert problems(("duties:\n", late.replace(", object]", "]"))) == []
    assert problems(("duties:\n", late.replace("refuse", "accept"))) == []
