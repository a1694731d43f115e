"""Clause 三: a unit that undertook a pilot before. The register is partial, so there are three
answers: found, not found among so much, and what the recommendation itself attests."""

from pathlib import Path
from typing import Any

import pytest

from states.actions import approve, perform
from states.audits.oracle import check
from states.commands import PYTHON, Command, Occurrence
from states.errors import Refused
from states.history import broken_link, from_text
from states.office import Office, open_office
from states.queries.dossiers import dossier
from states.queries.histories import OF_CASE, Entry, history
from states.queries.looked_up import LookedUp
from states.registers.register import EarlierPilot, add_earlier
from tests.acceptance.national import (
    CHECKED,
    a_unit,
    act,
    apply,
    file,
    recommend,
    recommended,
)
from tests.builders import at
from tests.stores import kept, url_in

RULE = "not-undertaken-before"


def earlier(unit: str | None = "旧单位", **given: Any) -> EarlierPilot:
    """A row of the register, published in full unless said otherwise."""
    known: dict[str, Any] = {
        "level": "national",
        "project": "茶园标准化试点",
        "unit_name": unit,
        "unit_code": None,
        "jurisdiction": "33",
        "programme_title": "国家农业标准化示范区",
        "batch": "第九批",
        "document": "国标委发〔2020〕21号",
        "year": "2020",
        "status": "考核合格",
        "note": "",
    }
    return EarlierPilot(**known | given)


def a_register(office: Office) -> None:
    """Three rows of which one names no unit, and a local one."""
    rows = [
        earlier(),
        earlier("又一单位", unit_code="12330000000000084X", batch="第十批", year="2022"),
        earlier(None, project="某市政务服务", programme_title="社会管理试点", year=None),
        earlier("地方单位", level="local", programme_title="浙江省标准化试点", year="2015"),
    ]
    add_earlier(office, rows, source="测试")


def ahead(office: Office, case: str, lang: str = "zh") -> LookedUp:
    (said,) = dossier(office, "zhejiang", case, lang=lang).register
    assert (said.seq, said.move) == (None, "recommend")
    return said


def last(office: Office, case: str) -> Entry:
    return history(office, "zhejiang", case)[-1]


@pytest.mark.clause("三", "not-undertaken-before")
@pytest.mark.parametrize(
    ("by", "how"), [("code", "统一社会信用代码相符"), ("name", "名称相符，请核实是否同一单位")]
)
def test_who_is_found_is_told_which_row_it_is_and_by_what_it_matched(
    office: Office, by: str, how: str
) -> None:
    unit = a_unit()
    code = unit["code"] if by == "code" else None
    add_earlier(office, [earlier(unit["name"], unit_code=code)], source="测试")
    case = apply(office, "services", unit=unit)
    row = (
        f"{unit['name']}：茶园标准化试点（国家农业标准化示范区 第九批，国标委发〔2020〕21号，"
        f"2020年，考核合格；{how}）"
    )
    assert ahead(office, case).says == f"以往试点名册中有与承担单位相符的：{row}。"
    with pytest.raises(Refused) as caught:
        recommend(office, case)
    (refusal,) = caught.value.refusals
    assert refusal.parameters["match"] == by
    assert row.partition("：")[2] in refusal.message()
    assert "只是同名的，在理由里写明" in refusal.remedy()
    assert "国标委发〔2020〕21号, 2020, 考核合格; same" in refusal.message("en")


@pytest.mark.clause("三", "not-undertaken-before")
def test_what_a_row_does_not_say_leaves_no_gap_in_the_words(office: Office) -> None:
    unit = a_unit()
    row = earlier(unit["name"], batch="", document=None, year=None, status="")
    add_earlier(office, [row], source="测试")
    with pytest.raises(Refused) as caught:
        recommend(office, apply(office, "services", unit=unit))
    assert "（国家农业标准化示范区；名称相符，" in caught.value.message()


@pytest.mark.clause("三", "not-undertaken-before")
def test_who_is_not_found_is_told_beforehand_among_how_much(office: Office) -> None:
    a_register(office)
    unit = a_unit()
    case = apply(office, "services", unit=unit)
    assert ahead(office, case).says == (
        f"以往试点名册中没有查到{unit['name']}；名册收国家级 3 条，其中写明承担单位的 2 条、"
        "有统一社会信用代码的 1 条，2020—2022 年、1 条未写年份，含国家农业标准化示范区"
        "（第九批、第十批）、社会管理试点（第九批）；名册不全，没有查到不等于没有承担过；"
        "由省级标准化行政主管部门以“推荐”确认其未承担过。"
    )
    assert "not found does not mean never undertaken" in ahead(office, case, "en").says
    tried = perform(office, trial(case), dry_run=True)
    assert tried.register[0]["absent"] == [unit["name"]]
    assert ahead(office, case).answer == dict(tried.register[0])


def trial(case: str) -> Command:
    papers = (file("application"), file("official-letter"))
    return Command("trial", "zhejiang", "recommend", case, checks=CHECKED, attachments=papers)


@pytest.mark.clause("三", "not-undertaken-before")
def test_the_recommendation_keeps_what_the_register_said_and_who_attests_the_rest(
    office: Office,
) -> None:
    a_register(office)
    unit = a_unit()
    case = apply(office, "services", unit=unit)
    receipt = recommend(office, case)
    assert not any("名册" in flag for flag in receipt.flags)
    add_earlier(office, [earlier("后来的单位")], source="以后")
    (said,) = last(office, case).register
    assert said.answer == dict(receipt.register[0])
    assert (said.answer["found"], said.answer["rows"], said.answer["named"]) == (0, 3, 2)
    assert (said.answer["absent"], said.answer["by"]) == ([unit["name"]], ["province"])
    assert said.says.endswith("由省级标准化行政主管部门以“推荐”确认其未承担过。")
    assert said.brief == "名册未查到（共 3 条），以此确认未承担过"
    assert dossier(office, "committee", case).register == (said,)
    assert list(check(office)) == []


@pytest.mark.clause("三", "not-undertaken-before")
def test_the_chain_covers_what_the_register_said(office: Office) -> None:
    a_register(office)
    case = recommended(office)
    rows = stored(office, case)
    assert broken_link(rows, case) is None
    rows[-1]["effects"] = rows[-1]["effects"].replace('"rows":3', '"rows":300')
    assert broken_link(rows, case) == (2, "hash")


@pytest.mark.clause("三", "not-undertaken-before")
def test_an_empty_register_is_said_to_hold_nothing_to_check_against(office: Office) -> None:
    unit = a_unit()
    case = apply(office, "services", unit=unit)
    assert ahead(office, case).says == (
        f"以往试点名册是空的，无从核对{unit['name']}是否承担过；"
        "由省级标准化行政主管部门以“推荐”确认其未承担过。"
    )
    recommend(office, case)
    (said,) = last(office, case).register
    assert (said.answer["rows"], said.answer["by"]) == (0, ["province"])
    assert said.brief == "名册无从核对，以此确认未承担过"
    assert list(check(office)) == []


@pytest.mark.clause("三", "earlier-pilots")
def test_a_register_of_local_pilots_alone_says_nothing_of_national_ones(office: Office) -> None:
    add_earlier(office, [earlier(level="local")], source="测试")
    said = ahead(office, apply(office, "services"))
    assert said.says.startswith("以往试点名册中没有国家级试点的记录，无从核对")


@pytest.mark.clause("三", "not-undertaken-before")
def test_a_recorded_recommendation_keeps_what_the_register_said_when_it_was_recorded(
    office: Office,
) -> None:
    a_register(office)
    case = apply(office, "services")
    happened = Occurrence(at("2026-05-20 10:00:00"), "国家系统", "回执1")
    recommend(office, case, "committee", occurrence=happened)
    entry = last(office, case)
    (said,) = entry.register
    assert (entry.entry, entry.role, said.answer["by"]) == ("record", "committee", ["province"])
    assert said.on == entry.recorded_at
    assert list(check(office)) == []


@pytest.mark.clause("三", "not-undertaken-before")
def test_an_approved_exception_says_that_the_unit_was_found_and_attests_nothing(
    office: Office,
) -> None:
    unit = a_unit()
    a_register(office)
    add_earlier(office, [earlier(unit["name"])], source="测试")
    case = apply(office, "services", unit=unit)
    waiting = recommend(office, case, override=(RULE,), reason="只是同名").waiting
    assert waiting is not None
    approve(office, waiting, "zhejiang-2", via=PYTHON)
    (said,) = last(office, case).register
    assert (said.answer["found"], said.answer["absent"], said.answer["by"]) == (1, [], [])
    assert said.says == "以往试点名册中有 1 条与承担单位相符，见标注。"
    assert list(check(office)) == []


@pytest.mark.clause("三", "not-undertaken-before")
def test_a_new_unit_is_looked_up_when_the_change_is_requested(office: Office) -> None:
    a_register(office)
    pilot = recommended(office)
    unit = a_unit()
    asked = Command(
        "change",
        "zhejiang",
        "request",
        kind="unit-change",
        parent=pilot,
        fields={"unit": unit, "why": "重组"},
        checks=CHECKED,
    )
    tried = perform(office, asked, dry_run=True)
    assert tried.register[0]["absent"] == [unit["name"]]
    case = perform(office, asked).case
    (said,) = last(office, case).register
    assert said.says.endswith("由省级标准化行政主管部门以“申请变更”确认其未承担过。")
    act(office, "approve", case, "committee")
    assert list(check(office)) == []


@pytest.mark.clause("三", "not-undertaken-before")
def test_what_another_process_brings_in_counts_from_the_next_act(
    office: Office, tmp_path: Path
) -> None:
    a_register(office)
    first, second = apply(office, "services"), apply(office, "high-tech")
    recommend(office, first)
    other = kept(open_office(url_in(tmp_path), real=office.clock))
    add_earlier(other, [earlier("另一单位", batch="第十一批")], source="另一进程")
    recommend(office, second)
    rows = [last(office, case).register[0].answer["rows"] for case in (first, second)]
    assert rows == [3, 4]
    assert "第十一批" in ahead(office, apply(office, "agriculture")).says


@pytest.mark.clause("三", "not-undertaken-before")
def test_a_recommendation_repeated_gives_the_same_receipt(office: Office) -> None:
    a_register(office)
    case = apply(office, "services")
    asked = trial(case)
    first = perform(office, asked)
    add_earlier(office, [earlier("后来的单位")], source="以后")
    assert perform(office, asked) == first
    assert from_text(stored(office, case)[-1]["effects"])["register"] == list(first.register)


def stored(office: Office, case: str) -> list[dict[str, Any]]:
    with office.store.read() as tx:
        return tx.all(OF_CASE, code=case)
