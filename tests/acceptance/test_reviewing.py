"""Clause 三: who may undertake, what the province checks, what the committee decides."""

from pathlib import Path

import pytest

from states.actions import approve
from states.commands import PYTHON, Check
from states.errors import Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.registers.register import EarlierPilot, add_earlier
from states.sweeps.rounds import Release, run_round
from tests.acceptance.national import (
    CHECKED,
    CHECKED_AGAIN,
    a_national_office,
    a_unit,
    act,
    apply,
    recommend,
    recommended,
    refusal_codes,
    the_notice,
)
from tests.builders import a_command, set_clock


def undertook(office: Office, name: str, level: str = "national") -> None:
    earlier = EarlierPilot(
        level,
        "旧试点",
        name,
        None,
        "33",
        "旧方案",
        "第七批",
        "国标委发〔2021〕5号",
        "2021",
        "下达",
        "",
    )
    add_earlier(office, [earlier], source="测试")


@pytest.mark.clause("三", "legal-person")
@pytest.mark.parametrize(
    ("code", "reason"),
    [("", "UnitMissing"), ("913300001429165670", "CreditCodeWrong"), ("sole", "NotLegalPerson")],
)
def test_the_unit_must_be_an_independent_legal_person(
    office: Office, code: str, reason: str
) -> None:
    from states.registers.organisations import check_digit

    if code == "sole":
        code = "92330000142916567" + check_digit("92330000142916567")
    case = apply(office, "services", unit={"name": "某单位", "code": code})
    with pytest.raises(Refused) as caught:
        recommend(office, case)
    assert refusal_codes(caught.value) == [reason]


@pytest.mark.clause("三", "credit")
@pytest.mark.parametrize("source", ["credit-china", "credit-publicity"])
def test_a_bad_record_on_either_source_refuses_and_each_check_keeps_its_day(
    office: Office, source: str
) -> None:
    case = apply(office, "services")
    bad = {**CHECKED, source: Check("fail", "列入严重失信名单", "2026-05-20")}
    with pytest.raises(Refused) as caught:
        recommend(office, case, checks=bad)
    assert refusal_codes(caught.value) == ["CheckFailed"]
    undated = {**CHECKED, source: Check("pass", "查询截图")}
    with pytest.raises(Refused) as caught:
        recommend(office, case, checks=undated)
    assert refusal_codes(caught.value) == ["CheckUndated"]
    ahead = {**CHECKED, source: Check("pass", "查询截图", "2030-08-20")}
    with pytest.raises(Refused) as caught:
        recommend(office, case, checks=ahead)
    assert refusal_codes(caught.value) == ["CheckAhead"]
    bare = {**CHECKED, source: Check("pass", "", "2026-05-20")}
    with pytest.raises(Refused) as caught:
        recommend(office, case, checks=bare)
    assert refusal_codes(caught.value) == ["CheckWithoutEvidence"]


@pytest.mark.clause("三", "provincial-checklist")
@pytest.mark.parametrize("item", sorted(CHECKED))
def test_every_item_of_the_provincial_check_needs_its_verdict(office: Office, item: str) -> None:
    case = apply(office, "services")
    with pytest.raises(Refused) as caught:
        recommend(office, case, checks={k: v for k, v in CHECKED.items() if k != item})
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.parameters["key"]) == ("CheckMissing", item)


@pytest.mark.clause("三", "participants")
def test_the_verdict_on_the_participants_is_recorded(office: Office) -> None:
    case = apply(office, "services", participants=[a_unit(), a_unit()])
    recommend(office, case)
    with office.store.read() as tx:
        (row,) = tx.all(office.statements.cases, codes=tx.listed([case]))
    assert (
        '"participants":{"on":"2026-05-20","remark":"查询无不良记录","verdict":"pass"}'
        in row["checks"]
    )


@pytest.mark.clause("三", "not-undertaken-before")
def test_a_unit_that_undertook_before_passes_only_with_a_reason_and_a_second_person(
    office: Office,
) -> None:
    unit = a_unit()
    undertook(office, unit["name"].replace("合成", " 合成 "))
    case = apply(office, "services", unit=unit)
    with pytest.raises(Refused) as caught:
        recommend(office, case)
    assert refusal_codes(caught.value) == ["UndertookBefore"]
    with pytest.raises(Refused) as caught:
        recommend(office, case, override=("not-undertaken-before",))
    assert "ReasonMissing" in refusal_codes(caught.value)
    waiting = recommend(
        office, case, override=("not-undertaken-before",), reason="基础独一无二"
    ).waiting
    assert waiting is not None
    assert approve(office, waiting, "zhejiang-2", via=PYTHON).state == "recommended"
    assert any("曾承担过试点" in str(flag) for flag in dossier(office, "zhejiang", case).flags)


@pytest.mark.clause("三", "earlier-pilots")
def test_only_national_pilots_count_unless_the_other_reading_is_chosen(tmp_path: Path) -> None:
    unit = a_unit()
    for reading, passes in (("national", True), ("any", False)):
        folder = tmp_path / reading
        folder.mkdir()
        office = a_national_office(folder, **{"earlier-pilots": reading})
        undertook(office, unit["name"], level="local")
        case = apply(office, "services", unit=unit)
        if passes:
            assert recommend(office, case).state == "recommended"
        else:
            with pytest.raises(Refused):
                recommend(office, case)


@pytest.mark.clause("三", "review")
def test_the_committee_reviews_and_what_meets_the_requirements_is_assigned(
    office: Office,
) -> None:
    case = recommended(office)
    with pytest.raises(Refused) as caught:
        act(office, "review", case, "zhejiang")
    assert refusal_codes(caught.value) == ["NotYours"]
    assert act(office, "review", case, "committee").state == "reviewed"
    receipt = act(office, "assign", case, "committee", checks=CHECKED_AGAIN)
    assert receipt.state == "assigned"
    dues = [n.due for n in receipt.next if n.move == "submit"]
    assert dues == ["2027-11-30", "2028-11-30"]


@pytest.mark.clause("三", "decline")
def test_a_declined_pilot_names_the_requirement_that_it_does_not_meet(office: Office) -> None:
    case = recommended(office)
    with pytest.raises(Refused) as caught:
        act(office, "decline", case, "committee")
    assert refusal_codes(caught.value) == ["ReasonMissing"]
    assert act(office, "decline", case, "committee", reason="工作目标不具体").state == "declined"


@pytest.mark.clause("三", "no-national-quota")
def test_there_is_no_quota_across_provinces() -> None:
    assert {quota.per for quota in the_notice().quotas.values()} == {"jurisdiction"}


@pytest.mark.clause("三", "credit-again")
def test_credit_is_checked_again_before_assignment(office: Office) -> None:
    case = recommended(office)
    act(office, "review", case, "committee")
    with pytest.raises(Refused) as caught:
        act(office, "assign", case, "committee")
    assert set(refusal_codes(caught.value)) == {"CheckMissing"}
    assert act(office, "assign", case, "committee", checks=CHECKED_AGAIN).state == "assigned"


@pytest.mark.clause("三", "released-in-batches")
def test_a_batch_is_released_by_the_round_in_the_name_of_an_account(tmp_path: Path) -> None:
    office = a_national_office(tmp_path, **{"credit-again": "once"})
    cases = tuple(recommended(office, category) for category in ("services", "high-tech"))
    for case in cases:
        act(office, "review", case, "committee")
    release = Release("committee", "assign", cases[:1], "国标委发〔2026〕99号", "batch-1")
    report = run_round(office, "assignment_round", release=release, run="run-1")
    assert (report.released, [row.case for row in report.listed]) == ([cases[0]], [cases[1]])
    stranger = Release("zhejiang", "assign", cases[1:], "自行下达", "batch-2")
    assert run_round(office, "assignment_round", release=stranger).released == []


@pytest.mark.clause("三", "unit-change")
def test_a_change_of_unit_is_checked_by_the_province_and_decided_by_the_committee(
    office: Office,
) -> None:
    case = recommended(office)
    unit = a_unit()
    new = a_command(
        "request",
        kind="unit-change",
        parent=case,
        fields={"unit": unit, "why": "原单位合并"},
        checks=CHECKED,
    )
    from states.actions import perform

    change = perform(office, new).case
    with pytest.raises(Refused):
        act(office, "approve", change, "zhejiang")
    act(office, "approve", change, "committee")
    assert dossier(office, "zhejiang", case).unit_code == unit["code"]


@pytest.mark.clause("三", "rename")
def test_a_mere_rename_keeps_the_code_and_needs_no_decision(office: Office) -> None:
    unit = a_unit()
    case = apply(office, "services", unit=unit)
    renamed = {**unit, "name": "新名称单位"}
    receipt = act(office, "rename", case, fields={"unit": renamed}, reason="更名登记")
    assert receipt.state == "applied"
    with pytest.raises(Refused) as caught:
        act(office, "rename", case, fields={"unit": a_unit()}, reason="换单位")
    assert refusal_codes(caught.value) == ["CodeDiffers"]
    assert "do amend " in caught.value.refusals[0].remedy()
    recommend(office, case)
    with pytest.raises(Refused) as caught:
        act(office, "rename", case, fields={"unit": a_unit()}, reason="换单位")
    assert f"new unit-change --of {case}" in caught.value.refusals[0].remedy()


@pytest.mark.clause("三", "same-unit")
def test_the_same_unit_twice_is_a_warning(office: Office) -> None:
    unit = a_unit()
    apply(office, "services", unit=unit)
    receipt = recommend(office, apply(office, "high-tech", unit=unit))
    assert any("另有在办事项" in flag for flag in receipt.flags)


@pytest.mark.clause("附件", "pension-hint")
def test_a_pension_project_is_accepted_in_the_declared_field_with_a_hint(office: Office) -> None:
    receipt = recommend(office, apply(office, "civil-affairs"))
    assert any("养老" in flag for flag in receipt.flags)


@pytest.mark.clause("三", "review-round")
def test_the_review_round_lists_what_waits_for_the_committee(office: Office) -> None:
    case = recommended(office)
    set_clock(office, "2026-07-02 09:00:00")
    (listed,) = run_round(office, "review_round").listed
    assert listed.case == case
    assert listed.checked_on["credit-china"] == "2026-05-20"
