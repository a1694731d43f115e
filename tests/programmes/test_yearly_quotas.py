"""Quotas that begin anew each year: whose year counts, when one is full, how a slot follows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import check as check_file
from states.commands import Occurrence
from states.errors import Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.quotas import quota
from states.setup import activate
from tests.builders import at, set_clock
from tests.programmes.offices import FOLDER, a_unit, do, office_of, sound

ACCOUNTS = {
    "jia": ("县局", {"jurisdiction": "甲"}),
    "bing": ("县局", {"jurisdiction": "丙"}),
    "shi": ("市局", {}),
}
UNIT, OTHER, THIRD = a_unit("甲公司", 1), a_unit("乙公司", 2), a_unit("丙公司", 3)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_of(tmp_path, "county-award", accounts=ACCOUNTS)
    yield made
    made.close()


def propose(
    office: Office, unit: str, day: str, field: str = "产品", who: str = "jia", **more: object
) -> str:
    fields = {"title": "项目", "unit": unit, "领域": field, "申报日": day, "评选年": "2026"}
    return do(office, who, "申报", **fields, with_={"kind": "奖项", **more}).case


def refused(
    office: Office, unit: str, day: str, field: str = "产品", who: str = "jia"
) -> list[str]:
    with pytest.raises(Refused) as caught:
        propose(office, unit, day, field, who)
    return sorted(refusal.message() for refusal in caught.value.refusals)


def used(office: Office, who: str = "shi") -> dict[str, int]:
    return {row.bucket: row.used for row in quota(office, who) if row.used}


def test_each_year_has_its_own_count_by_place_by_field_by_unit(office: Office) -> None:
    propose(office, UNIT, "2026-03-01")
    assert refused(office, OTHER, "2026-12-31") == ["甲县 · 产品 · 2026年 名额已满 1/1（第二条）"]
    propose(office, OTHER, "2026-12-31", "服务")
    assert refused(office, UNIT, "2026-06-01", "服务") == [
        "甲公司 · 每单位名额 · 2026年 名额已满 1/1（第三条）",
        "甲县 · 服务 · 2026年 名额已满 1/1（第二条）",
        "甲县 · 每县名额 · 2026年 名额已满 2/2（第二条）",
    ]
    propose(office, UNIT, "2027-01-01")
    propose(office, THIRD, "2026-01-01", who="bing")
    assert sound(office)


def test_an_exception_for_a_kind_of_place_holds_in_each_year(office: Office) -> None:
    propose(office, UNIT, "2026-03-01", who="bing")
    assert refused(office, OTHER, "2026-03-01", "服务", "bing") == [
        "丙县 · 每县名额 · 2026年 名额已满 1/1（第二条）"
    ]
    propose(office, UNIT, "2027-03-01", "服务", who="bing")
    assert sound(office)


def test_this_year_is_listed_at_once_and_another_as_soon_as_one_is_taken(office: Office) -> None:
    case = propose(office, UNIT, "2027-03-01")
    shown = [(row.title, row.category, row.used, row.cap) for row in quota(office, "jia")]
    assert shown == [
        ("每县名额 · 2026年", None, 0, 2),
        ("每县名额 · 2027年", None, 1, 2),
        ("每县名额 · 2026年", "产品", 0, 1),
        ("每县名额 · 2027年", "产品", 1, 1),
        ("每县名额 · 2026年", "服务", 0, 1),
    ]
    whole = {row.bucket for row in quota(office, "shi") if not row.used}
    assert {"全市/2026", "每县/2026/丙", "每县/2026/乙/产品"} <= whole
    held = {slot.title for slot in dossier(office, "jia", case).holds}
    assert "每县名额 · 2027年 · 产品" in held


def test_a_slot_follows_its_case_into_another_year_where_there_is_room(office: Office) -> None:
    first = propose(office, UNIT, "2026-03-01")
    propose(office, OTHER, "2027-03-01")
    with pytest.raises(Refused) as caught:
        do(office, "jia", "改期", first, **{"申报日": "2027-02-01"})
    assert [r.code for r in caught.value.refusals] == ["QuotaFull"]
    do(office, "jia", "改期", first, **{"申报日": "2028-02-01"})
    assert [bucket for bucket in used(office) if "2026" in bucket] == []
    propose(office, UNIT, "2026-03-01")
    assert sound(office)


def test_a_withdrawal_gives_the_slot_of_its_year_back(office: Office) -> None:
    first = propose(office, UNIT, "2026-03-01")
    propose(office, UNIT, "2027-03-01")
    do(office, "jia", "撤回", first)
    assert {bucket.split("/")[1] for bucket in used(office)} == {"2027"}
    propose(office, THIRD, "2026-03-01")
    assert sound(office)


def test_a_year_by_itself_counts_for_all_and_is_said_beforehand(
    office: Office,
) -> None:
    codes = [propose(office, a_unit("某公司", n), f"20{30 + n}-01-01") for n in range(4)]
    for code in codes[:3]:
        do(office, "shi", "评定", code)
    with pytest.raises(Refused) as caught:
        do(office, "shi", "评定", codes[3])
    (full,) = caught.value.refusals
    assert full.message() == "县长质量奖 · 全市名额 · 2026年 名额已满 3/3（第四条）"
    (move,) = [move for move in dossier(office, "shi", codes[3]).moves if move.move == "评定"]
    assert [full.says for full in move.full] == ["全市名额 · 2026年 3/3（第四条）"]
    do(office, "jia", "改期", codes[3], **{"评选年": "2027"})
    do(office, "shi", "评定", codes[3])
    assert sound(office)


def test_a_fact_beyond_the_cap_of_its_year_is_counted_apart(office: Office) -> None:
    propose(office, UNIT, "2026-03-01")
    fact = {"occurrence": Occurrence(at("2026-03-02 10:00:00"), "纸质")}
    propose(office, OTHER, "2026-03-01", **fact)
    over = [(row.category, row.used, row.over) for row in quota(office, "jia") if row.used]
    assert over == [(None, 2, 0), ("产品", 1, 1)]
    assert sound(office)


def test_a_new_version_changes_the_cap_of_the_years_that_are_there(office: Office) -> None:
    propose(office, UNIT, "2026-03-01")
    source = (FOLDER / "county-award.yaml").read_text("utf-8")
    source = source.replace("每个至多: 1", "每个至多: 2")
    larger, problems = check_file(source)
    assert larger is not None and not problems
    activate(office, larger, source, actor="shi", reason="扩大")
    propose(office, OTHER, "2026-03-01")
    assert sound(office)


def test_a_file_whose_year_may_lack_or_that_sets_a_minimum_is_refused() -> None:
    source = (FOLDER / "county-award.yaml").read_text("utf-8")
    wrong = {
        "year-may-lack": ("须填: 申报日, ", ""),
        "year-from-no-date": ("年份取自: 申报日, 至多: 2", "年份取自: title, 至多: 2"),
        "least-of-units": ("年份取自: 申报日, 至多: 1", "年份取自: 申报日, 至多: 1, 至少: 1"),
        "unknown-name": ("年份取自: 申报日, 至多: 2", "年份取自: 申报, 至多: 2"),
    }
    for code, (right, changed) in wrong.items():
        _, problems = check_file(source.replace(right, changed))
        assert code in {problem.code for problem in problems}, code


@pytest.fixture
def least(tmp_path: Path) -> Iterator[Office]:
    source = (FOLDER / "county-award.yaml").read_text("utf-8")
    source = source.replace(
        "至多: 2, 分类上限: {山区县: 1}", "至多: 3, 至少: 2, 分类上限: {山区县: 0}"
    )
    (tmp_path / "least.yaml").write_text(source.replace("每个至多: 1", "每个至多: 2"), "utf-8")
    made = office_of(tmp_path, str(tmp_path / "least"), accounts=ACCOUNTS)
    yield made
    made.close()


def below(office: Office, who: str) -> dict[str, tuple[int | None, int, bool]]:
    rows = quota(office, who)
    return {r.bucket: (r.minimum, r.short, r.missed) for r in rows if r.minimum}


def test_a_minimum_of_each_year_is_told_and_a_year_that_fell_short_is_said_so(
    least: Office,
) -> None:
    propose(least, UNIT, "2026-03-01")
    assert below(least, "jia") == {"每县/2026/甲": (2, 1, False)}
    set_clock(least, "2028-02-01 09:00:00")
    propose(least, OTHER, "2026-12-30")
    propose(least, THIRD, "2028-01-30")
    assert below(least, "jia") == {
        "每县/2026/甲": (2, 0, False),
        "每县/2027/甲": (2, 2, True),
        "每县/2028/甲": (2, 1, False),
    }
    # who may take nothing owes nothing, and another county is out of reach
    assert below(least, "bing") == {}
    assert [b for b, row in below(least, "shi").items() if row[2]] == [
        "每县/2027/甲",
        "每县/2026/乙",
        "每县/2027/乙",
    ]
    assert sound(least)


def test_a_minimum_of_each_year_is_judged_by_no_round() -> None:
    source = (FOLDER / "county-award.yaml").read_text("utf-8")
    source = source.replace("至多: 2, 分类上限", "至多: 2, 至少: 1, 分类上限")
    assert check_file(source)[1] == []
    rounds = "阶段: {申报: {名称: 申报, 事项: 奖项, 列出: 已报, 结束: 2026-12-31, 核下限: 每县}}\n"
    assert [p.code for p in check_file(source + rounds)[1]] == ["judges-a-year"]
