"""The public list: the cases and the fields that the file says, nothing personal or unannounced."""

from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from config.loader import check
from console.errors import Misuse
from console.exports.asked import Asked
from console.exports.cells import Table
from console.exports.views import view_of
from states.duties import sweep
from states.office import Office
from tests.builders import SMALL, a_programme, an_application, an_office, set_clock
from tests.programmes.offices import FOLDER, a_unit, do, office_of


def lists(office: Office, who: str) -> list[Table]:
    with office.store.read() as tx:
        from states.queries.lists import chosen

        outline = chosen(office.store, tx, None)
    return view_of(Asked(office, who, outline), "public")[0]


def test_a_file_says_which_cases_and_fields_are_public(tmp_path: Path) -> None:
    held = {"c": ("窗口", {"jurisdiction": "甲县"})}
    office = office_of(tmp_path, "workshop-licence", accounts=held, now="2026-02-12 09:00:00")
    with closing(office):
        given = {"title": "豆腐坊", "县": "甲县", "unit": a_unit("甲作坊", 1), "冷链": "否"}
        files = {"kind": "登记", "files": ["申请表"]}
        do(office, "c", "收件", **given, with_=files)
        head = ("编号", "作坊名称", "所在县", "有效期至", "状态")
        assert lists(office, "c") == [Table("登记", head, [])]
        set_clock(office, "2026-02-27 00:00:00")
        sweep(office)
        (table,) = lists(office, "c")
        assert table.rows == [("JX-2026-001", "豆腐坊", "甲县", None, "已受理")]


def small(public: Any, **announced: Any) -> Any:
    cases: Any = deepcopy(SMALL["cases"])
    cases["pilot"]["states"]["assigned"] = {"title": "下达", "public": True}
    cases["pilot"]["form"]["contact"] = {"title": "联系人", "personal": True}
    cases["pilot"]["moves"]["assign"] |= announced
    if public:
        cases["pilot"]["public"] = public
    return a_programme(cases=cases)


def assigned(office: Office) -> None:
    from states.actions import perform

    case = perform(office, an_application()).case
    do(office, "zhejiang", "recommend", case, with_={"files": ["official-letter"]})
    do(office, "committee", "assign", case)


def test_the_old_form_shows_title_unit_jurisdiction_and_category(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, small(None))) as office:
        assigned(office)
        (table,) = lists(office, "zhejiang")
        assert table.head == ("项目名称", "承担单位", "推荐单位", "领域")
        assert table.rows == [("茶叶标准化试点", "浙江示范单位", "浙江", "农业农村")]


def test_what_is_decided_and_not_announced_is_on_no_list(tmp_path: Path) -> None:
    programme = small({"fields": ["title"]}, **{"announced-by": "committee"})
    with closing(an_office(tmp_path, programme)) as office:
        assigned(office)
        assert [table.rows for table in lists(office, "committee")] == [[]]
        (case,) = [row.code for row in Asked(office, "committee", _outline(office)).cases()][:1]
        do(office, "committee", "announce-decision", case)
        assert [table.rows for table in lists(office, "committee")] == [[("茶叶标准化试点",)]]


def _outline(office: Office) -> Any:
    from states.queries.lists import chosen

    with office.store.read() as tx:
        return chosen(office.store, tx, None)


def test_a_programme_without_public_states_says_so(tmp_path: Path) -> None:
    with closing(an_office(tmp_path)) as office, pytest.raises(Misuse) as caught:
        lists(office, "zhejiang")
    assert caught.value.code == "NothingPublic"
    assert "公开: 是" in caught.value.message()
    assert "public: yes" in caught.value.message("en")


TEXT = (FOLDER / "workshop-licence.yaml").read_text("utf-8")
SAYS = "公开: {状态: 已受理, 各项: [编号, 名称, 县, 有效期至, 状态]}"


@pytest.mark.parametrize(
    ("says", "code", "meant"),
    [
        ("公开: {状态: 已受里}", "unknown-name", "已受理"),
        ("公开: {各项: [有效期]}", "unknown-name", "有效期至"),
        ("公开: {各顶: [编号]}", "unknown-key", "各项"),
    ],
)
def test_a_slip_is_answered_with_the_word_that_was_meant(says: str, code: str, meant: str) -> None:
    problems = check(TEXT.replace(SAYS, says))[1]
    assert [(p.code, p.suggestion) for p in problems] == [(code, meant)]


def test_what_is_personal_cannot_be_public() -> None:
    personal = TEXT.replace(
        "有效期至: {名称: 有效期至, 类型: 日期}",
        "有效期至: {名称: 有效期至, 类型: 日期, 个人信息: 是}",
    )
    assert [p.code for p in check(personal)[1]] == ["public-personal"]


def test_a_list_of_no_case_is_warned_of() -> None:
    nothing = TEXT.replace("公开: {状态: 已受理, ", "公开: {").replace(", 公开: 是}", "}")
    assert [p.code for p in check(nothing)[1]] == ["public-nothing"]
