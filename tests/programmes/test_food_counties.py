"""No unit attests for itself; hours are told with their days; named days stay where they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import check as check_file
from states.actions import approve
from states.commands import PYTHON
from states.duties import sweep
from states.errors import Refused
from states.office import Office
from states.queries import dossier
from states.queries.histories import history
from tests.builders import set_clock
from tests.programmes.offices import FOLDER, a_unit, do, office_of, refusals, sound

LEAD, JOINT, OTHER = a_unit("甲县政府", 1), a_unit("乙局", 2), a_unit("丙县政府", 3)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    accounts = {
        "li": ("省办", {}),
        "wang": ("省办", {}),
        "lead": ("县", {"unit": LEAD.split()[1]}),
        "joint": ("县", {"unit": JOINT.split()[1]}),
    }
    made = office_of(tmp_path, "food-counties", accounts=accounts, now="2026-04-03 09:00:00")
    yield made
    made.close()


def a_case(office: Office, subsidized: str = "否") -> str:
    fields = {"title": "甲县", "unit": LEAD, "配合": [JOINT], "省补": subsidized}
    return do(office, "lead", "申报", with_={"kind": "县"}, **fields).case


@pytest.mark.parametrize("account", ["lead", "joint"])
def test_no_person_of_a_unit_attests_for_it_and_the_clause_is_named(
    office: Office, account: str
) -> None:
    case = a_case(office)
    with pytest.raises(Refused) as caught:
        do(office, account, "确认", case)
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.clause) == ("OwnUnit", ("二",))
    assert "单位不能替自己确认" in refusal.message("zh")
    assert do(office, "li", "确认", case).state == "已确认"
    assert sound(office)


def test_who_is_of_the_unit_does_not_approve_either(office: Office) -> None:
    case = a_case(office)
    do(office, "li", "确认", case)
    request = do(office, "li", "命名", case, 应到=5, 赞成=3).waiting
    assert request is not None
    with pytest.raises(Refused) as caught:
        approve(office, request, "lead", via=PYTHON)
    assert {"OwnUnit", "MayNotApprove"} & {refusal.code for refusal in caught.value.refusals}
    assert approve(office, request, "wang", via=PYTHON).state == "已命名"
    assert sound(office)


def test_a_guard_that_leaves_nobody_to_act_is_found_when_the_file_is_read() -> None:
    text = (FOLDER / "food-counties.yaml").read_text("utf-8")
    old = "至: 已确认\n        由: [县, 省办]"
    assert old in text
    programme, problems = check_file(text.replace(old, old.replace("[县, 省办]", "县")))
    assert programme is None
    assert "own-unit-only" in [problem.code for problem in problems]


def test_more_than_half_of_the_votes_is_said_with_whole_numbers(office: Office) -> None:
    case = a_case(office)
    do(office, "li", "确认", case)
    assert refusals(office, "li", "命名", case, 应到=6, 赞成=3) == ["ConditionFails"]
    assert do(office, "li", "命名", case, 应到=5, 赞成=3).waiting


def test_a_yes_no_answer_is_asked_for_and_refused_in_its_own_words(office: Office) -> None:
    case = a_case(office, "是")
    with pytest.raises(Refused) as caught:
        do(office, "li", "确认", case)
    (refusal,) = caught.value.refusals
    assert refusal.clause == ("一",)
    assert "已受省级补助 为“是”，须为 否 之一" in refusal.message("zh")


@pytest.mark.parametrize("word", ["不是", "无"])
def test_a_word_that_is_no_answer_of_a_yes_no_field_is_found_when_the_file_is_read(
    word: str,
) -> None:
    text = (FOLDER / "food-counties.yaml").read_text("utf-8")
    programme, problems = check_file(text.replace("之一: 否", f"之一: {word}"))
    assert programme is None
    assert [problem.code for problem in problems] == ["no-such-choice"]


def test_named_days_stay_and_counted_ones_move(office: Office) -> None:
    owed = dossier(office, "li", a_case(office)).duties
    days = {name: [d.due_on for d in owed if d.duty == name] for name in ("进度", "情况", "答复")}
    assert days["进度"][0] == "2026-04-06"  # a holiday
    assert days["情况"] == ["2026-06-25", "2026-09-25"]  # the second is a holiday
    assert days["答复"] == ["2026-04-20"]  # 2026-04-18 is a Saturday


def test_an_hour_stands_with_its_day_in_lists_refusals_and_history(office: Office) -> None:
    case = a_case(office)
    weekly = next(d for d in dossier(office, "lead", case).duties if d.duty == "进度")
    assert (weekly.due_on, weekly.due_time) == ("2026-04-06", "10:00")
    other = [d for d in dossier(office, "lead", case).duties if d.duty == "情况"]
    assert {d.due_time for d in other} == {""}
    set_clock(office, "2026-04-06 10:00:00")
    sweep(office)
    marked = [entry.reason for entry in history(office, "lead", case)]
    assert "每周一上午10时前：截至 2026-04-06 10:00 未办" in marked
    set_clock(office, "2026-09-28 10:00:00")
    with pytest.raises(Refused) as caught:
        do(office, "lead", "报进度", case)
    (refusal,) = caught.value.refusals
    assert "截至 2026-04-06 10:00；收到时刻" in refusal.message("zh")
    assert sound(office)
