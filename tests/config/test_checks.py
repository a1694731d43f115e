"""Static checks: programmes that cannot work are refused, with the way that shows it."""

from pathlib import Path

import pytest

from config.loader import check, load_text
from config.problems import Problem

SMALL = (Path(__file__).parent.parent / "corpus" / "config" / "001-valid.yaml").read_text("utf-8")
SHOPS = (Path(__file__).parents[2] / "docs" / "examples" / "shops.yaml").read_text("utf-8")


def problems(*pairs: tuple[str, str]) -> list[Problem]:
    """What is found in the small programme after replacements."""
    text = SMALL
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return check(text)[1]


def found(*pairs: tuple[str, str]) -> list[str]:
    """The codes of what is found."""
    return [problem.code for problem in problems(*pairs)]


def test_the_small_programme_has_nothing_wrong() -> None:
    assert found() == []


NAME = "      name: {title: 命名, from: nominated, to: named, by: bureau}"
REFUSE = "      refuse: {title: 不予命名, from: nominated, to: refused, by: bureau}"
CHILD = """  visit:
    title: 回访
    of: laboratory
    code: "{parent}-V{number}"
    states: {open: 待访, done: {title: 已访, end: normal}}
    moves:
      visit: {title: 回访, to: open, by: city}
      finish: {title: 完成, from: open, to: done, by: city}
duties:
""".replace("open: 待访", "open: {title: 待访, initial: yes}")


def test_a_counterexample_is_a_way_in_words() -> None:
    stuck = [(NAME, NAME.replace("nominated", "proposed")), (REFUSE, "")]
    said = [p for p in problems(*stuck) if p.code == "no-way-out"]
    assert [p.message for p in said] == ["“提名”不是终点，却没有出路：提出 →（提名）提名"]


def named(by: str) -> tuple[str, str]:
    """The move that names a laboratory, done by somebody else or otherwise."""
    return NAME, NAME.replace("by: bureau", by)


LIMIT = "    due: 2026年6月30日前"
FIELD = "title: 方向, type: category"
ITEM = "checklists: {c: {title: 单, items: {letter: {title: 函}}}}\nquotas:\n"
ENDED = "rounds: {r: {title: 轮, case: laboratory, lists: named}}\nduties:\n"
IDLE = "  auditor: {title: 审计, scope: programme}\n  bureau: {title"
CASES = {
    "system-and-people": named("by: [bureau, system], on: 2027年1月1日"),
    "trigger-needs-system": named("by: bureau, on: 2027年1月1日"),
    "no-day": named("by: system, on: 每年11月底前"),
    "system-cannot-give": named("by: system, on: 2027年1月1日, needs: letter"),
    "two-triggers": named("by: system, on: 2027年1月1日, after: 2027年2月1日前"),
    "starts-elsewhere": ("to: proposed, by: city}", "to: nominated, by: city}"),
    "never-created": ("      propose: {title: 提出, to: proposed, by: city}\n", ""),
    "due-before-issue": (LIMIT, "    due: 2026年2月1日前"),
    "month-of-the-notice": (LIMIT, "    due: 次月5日前"),
    "no-lapse": (LIMIT, LIMIT + "\n    late: lapse"),
    "hours-from-a-day": (LIMIT, "    due: 收到后48小时内\n    counts-from: issued"),
    "hours-not-counted": (LIMIT, "    due: 会议24小时前\n    counts-from: received"),
    "hours-in-all": (LIMIT, LIMIT + "\n    extension: {by: bureau, in-all: 2小时}"),
    "reminds-without-day": (LIMIT, "    due: 及时\n    remind: [7]"),
    "day-from-no-date": (LIMIT, LIMIT + "\n    day-from: title"),
    "quota-each": ("    each-at-most: 2\n", ""),
    "never-full": ("at-most: 3", "at-most: 9"),
    "quota-untaken": ("takes: all", "takes: []"),
    "quota-cannot-count": ("      branch: {title: 方向, type: category}\n", ""),
    "document-unused": ("        needs: letter\n", ""),
    "choice-options": (FIELD, "title: 方向, type: choice"),
    "guard-needs-field": ("takes: all", "takes: all\n        guards: legal-person"),
    "item-is-document": ("quotas:\n", ITEM),
    "round-lists-end": ("duties:\n", ENDED),
    "clause-without-why": ("  一: {says", "  一: {by: none, says"),
    "idle-role": ("  bureau: {title", IDLE),
    "unknown-name": ("each-at-most: 2\n", "each-at-most: 2\n    caps: {town: 1}\n"),
    "caps-per": ("each-at-most: 2\n", "each-at-most: 2\n    per: programme\n    caps: {city: 1}\n"),
}


@pytest.mark.parametrize("code", CASES)
def test_what_cannot_work_is_found(code: str) -> None:
    assert code in found(CASES[code])


def test_a_month_that_says_from_which_day_it_is_read_is_not_remarked() -> None:
    received = "    due: 次月5日前\n    counts-from: received"
    assert "month-of-the-notice" not in found((LIMIT, received))
    assert "month-of-the-notice" not in found((LIMIT, "    due: 年底前"))


def test_a_trigger_without_a_day_is_refused() -> None:
    assert "no-day" in found(named("by: system, on: 及时"))


def test_warnings_alone_do_not_refuse() -> None:
    programme, problems = check(SMALL.replace("at-most: 3", "at-most: 9"))
    assert programme is not None
    assert [(p.code, p.severity) for p in problems] == [("never-full", "warning")]


def test_a_second_person_of_the_same_unit_is_asked_for_with_a_remark() -> None:
    of_unit = (
        ("  bureau: {title", "  works: {title: 企业, scope: unit}\n  bureau: {title"),
        ("      branch: {", "      unit: {title: 企业, type: organisation}\n      branch: {"),
    )
    alone = named("by: works, four-eyes: yes")
    assert "second-of-a-unit" in found(*of_unit, alone)
    either = named("by: [works, bureau], four-eyes: yes")
    assert "second-of-a-unit" not in found(*of_unit, either)


def test_a_kind_without_a_normal_end_is_remarked() -> None:
    assert found(("end: normal", "end: exceptional")) == ["no-normal-end"]


def test_what_every_list_shows_is_never_personal_and_what_is_personal_stays_so() -> None:
    title = ("title: {title: 名称", "title: {personal: yes, title: 名称")
    assert found(title) == ["personal-shown"]
    told = CHILD.replace(
        "    states:", "    form: {note: {title: 感受, personal: yes}}\n    states:"
    ).replace("to: done, by: city}", "to: done, by: city, effects: [{set-parent: {said: note}}]}")
    said = ("      branch: {", "      said: {title: 感受}\n      branch: {")
    kept = (said[0], said[1].replace("title: 感受", "title: 感受, personal: yes"))
    assert found(said, ("duties:\n", told)) == ["personal-copied"]
    assert found(kept, ("duties:\n", told)) == []


def test_a_child_kind_is_judged_like_any_other() -> None:
    assert found(("duties:\n", CHILD)) == []
    lost = CHILD.replace("      finish: {title: 完成, from: open, to: done, by: city}\n", "")
    assert "no-way-out" in found(("duties:\n", lost))
    effect = "to: done, by: city, effects: [{move-parent: name}]}"
    moved = ("duties:\n", CHILD.replace("to: done, by: city}", effect))
    assert "moves-parent-of-people" in found(moved)
    assert found(moved, named("by: system")) == []


def test_a_ring_of_parents_is_refused() -> None:
    assert "own-parent" in found(("duties:\n", CHILD.replace("of: laboratory", "of: visit")))


def test_a_forbidden_kind_names_its_clause_in_the_problem() -> None:
    text = SMALL.replace("duties:\n", "forbidden: {kinds: [assessment], clause: 一}\nduties:\n")
    text = text.replace("name: {title: 命名", "name: {kind: assessment, title: 考评")
    (problem,) = check(text)[1]
    assert (problem.code, problem.clause) == ("forbidden-kind", "一")
    assert "考核" in problem.message


def test_the_same_kind_is_legal_where_nothing_forbids_it() -> None:
    assert found(("name: {title: 命名", "name: {kind: acceptance, title: 验收")) == []


def test_a_title_with_a_forbidden_word_is_no_forbidden_kind() -> None:
    assert found(("name: {title: 命名", "name: {title: 自我考核验收督导")) == []


def test_two_automatic_moves_a_day_apart_may_stand_side_by_side() -> None:
    apart = [
        (NAME, NAME.replace("by: bureau", "by: system, after: 2026年12月31日前")),
        (REFUSE, REFUSE.replace("by: bureau", "by: system, on: 2027年1月2日")),
    ]
    # nobody is nominated any more by then, so the second comes too late for every case
    assert found(*apart) == ["idle-role", "never-possible"]
    assert "two-at-once" in found(apart[0], (apart[1][0], apart[1][1].replace("1月2日", "1月1日")))


@pytest.mark.timeout(60)
def test_a_programme_of_sixty_states_is_checked() -> None:
    names = [f"s{n}" for n in range(60)]
    states = "".join(f"      {name}: 第{name}步\n" for name in names)
    moves = "      enter: {title: 进, from: nominated, to: s0, by: bureau}\n"
    for name in names:
        others = ", ".join(other for other in names if other != name)
        moves += f"      go-{name}: {{title: 到, from: [{others}], to: {name}, by: bureau}}\n"
    text = SMALL.replace("      nominated: 提名\n", "      nominated: 提名\n" + states)
    text = text.replace(REFUSE, moves + REFUSE.replace("from: nominated", "from: [nominated, s59]"))
    assert len(load_text(text).cases["laboratory"].states) == 64


@pytest.mark.timeout(60)  # comparing every word with every other would take minutes
def test_thousands_of_wrong_names_are_all_reported() -> None:
    states = "".join(f"      state-number-{n}: 第{n}步\n" for n in range(3000))
    wrong = ", ".join(f"stat-numbr-{n}" for n in range(3000))
    text = SMALL.replace("      nominated: 提名\n", "      nominated: 提名\n" + states)
    reported = check(text.replace("from: proposed\n", f"from: [{wrong}]\n"))[1]
    assert len(reported) == 3000
    assert reported[0].suggestion.startswith("state-number-")


@pytest.mark.timeout(60)  # so would listing every pair of moves
def test_hundreds_of_moves_at_one_instant_are_each_reported_once() -> None:
    same = "{title: 甲, from: nominated, to: named, by: system, on: 2027年1月1日}"
    moves = "".join(f"      m{n}: {same}\n" for n in range(500))
    assert found((NAME, NAME + "\n" + moves)).count("two-at-once") == 499


def test_a_window_that_ends_before_it_begins_is_told_once() -> None:
    text = SHOPS.replace(
        "截止: {同期限: 推荐}", "开始: 2026-07-01\n        截止: {同期限: 推荐}", 1
    )
    assert [problem.code for problem in check(text)[1]] == ["window-empty"]


def test_a_duty_that_arises_on_any_day_is_told_when_its_turn_comes() -> None:
    text = SHOPS.replace("截止: {同期限: 推荐}", "开始: 2026-07-05", 1)
    text = text.replace("由: 市局}\n", "由: 市局, 截止: 2026-06-30}\n", 1)
    text += "  命名: {名称: 评议, 事项: 示范店, 产生: 登记, 由: 市局, 期限: 20日内, 办结: 命名}\n"
    said = [problem.message for problem in check(text)[1] if problem.code == "settled-too-late"]
    assert said == ["评议没有人来得及办：最早 2026-07-05 才轮到，而 命名 那时都已截止"]
