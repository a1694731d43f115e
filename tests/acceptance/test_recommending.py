"""Clauses 首部, 一, 二, 末段, 附件, 抄送: who may recommend whom, how many, and until when."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from states.accounts import add_account
from states.acts.internal_days import set_internal_day
from states.commands import PYTHON
from states.duties import sweep
from states.errors import BadInput, Refused, UnknownCase
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.lists import CaseFilter, list_cases
from states.sweeps.rounds import run_round
from tests.acceptance.national import (
    CHECKED,
    GENERAL,
    a_national_office,
    act,
    apply,
    file,
    recommend,
    recommended,
    refusal_codes,
    the_notice,
)
from tests.builders import set_clock


@pytest.mark.clause("首部", "listed-jurisdiction")
def test_the_32_addressees_and_nobody_else_may_recommend(office: Office) -> None:
    declared = the_notice().jurisdictions
    assert len(declared) == 32
    assert declared["66"].name == "新疆生产建设兵团"
    with office.store.write() as tx, pytest.raises(BadInput) as caught:
        add_account(office, tx, "dalian", "大连", role="province", jurisdiction="大连市")
    assert caught.value.code == "UnknownJurisdiction"
    with pytest.raises(Refused) as refused:
        apply(office, "services", jurisdiction="大连市")
    assert "JurisdictionUnknown" in refusal_codes(refused.value)


@pytest.mark.clause("一", "no-burden")
def test_no_step_asks_for_a_document_or_field_that_an_earlier_step_has(office: Office) -> None:
    pilot = the_notice().cases["pilot"]
    asked = [slot for move in pilot.moves.values() for slot in move.needs]
    assert len(asked) == len(set(asked))
    case = recommended(office)
    receipt = act(office, "review", case, "committee")
    assert receipt.state == "reviewed"


@pytest.mark.clause("一", "voluntary")
def test_an_application_can_be_withdrawn_and_needs_no_more_than_a_reason(office: Office) -> None:
    case = apply(office, "services")
    assert act(office, "withdraw", case, reason="单位不再申报").state == "withdrawn"


@pytest.mark.clause("二", "merit")
def test_a_rank_and_its_reason_may_be_given_and_are_never_asked_for(office: Office) -> None:
    case = apply(office, "services")
    assert recommend(office, case, fields={"rank": "1", "rank-reason": "基础好"}).state
    with office.store.read() as tx:
        (row,) = tx.all(office.statements.cases, codes=tx.listed([case]))
    assert '"rank":1' in row["fields"]
    assert recommended(office, "high-tech")


@pytest.mark.clause("二", "general-quota")
def test_the_ninth_general_recommendation_is_refused(office: Office) -> None:
    for category in (*GENERAL[:4], *GENERAL[:4]):
        recommended(office, category)
    ninth = apply(office, GENERAL[4])
    with pytest.raises(Refused) as caught:
        recommend(office, ninth)
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.clause) == ("QuotaFull", ("二",))
    assert refusal.message() == "浙江 · 一般领域 名额已满 8/8（第二条）"
    assert recommended(office, GENERAL[4], "guangdong")


@pytest.mark.clause("二", "field-quota")
def test_the_third_of_one_field_is_refused(office: Office) -> None:
    recommended(office, "services")
    recommended(office, "services")
    with pytest.raises(Refused) as caught:
        recommend(office, apply(office, "services"))
    assert caught.value.refusals[0].parameters["bucket"] == "general/33/services"


@pytest.mark.clause("二", "specials")
def test_two_of_each_special_come_on_top_of_the_eight_and_of_each_other(office: Office) -> None:
    for category in (*GENERAL[:4], *GENERAL[:4], *("judicial", "civil-affairs") * 2):
        recommended(office, category)
    for category in ("judicial", "civil-affairs"):
        with pytest.raises(Refused) as caught:
            recommend(office, apply(office, category))
        assert refusal_codes(caught.value) == ["QuotaFull"]


@pytest.mark.clause("二", "specials")
def test_in_the_other_reading_a_third_special_takes_one_of_the_eight(tmp_path: Path) -> None:
    office = a_national_office(tmp_path, specials="also-inside")
    for category in (*("judicial",) * 3, *GENERAL[:4], *GENERAL[:3]):
        recommended(office, category)
    with pytest.raises(Refused):
        recommend(office, apply(office, GENERAL[3]))


@pytest.mark.clause("二", "numbers")
def test_the_legal_numbers_follow_from_the_declared_quotas() -> None:
    declared = the_notice()
    general = declared.quotas["general"]
    assert general.each_at_most is not None and general.at_most is not None
    per_field = range(general.each_at_most + 1)
    legal = sum(sum(taken) <= general.at_most for taken in product(per_field, repeat=6))
    specials = [declared.quotas[name].at_most or 0 for name in ("judicial", "civil-affairs")]
    assert legal == 651
    assert legal * (specials[0] + 1) * (specials[1] + 1) == 5859
    assert (general.at_most + sum(specials)) * len(declared.jurisdictions) == 384


@pytest.mark.clause("二", "slot-return")
def test_a_slot_returns_after_a_withdrawal_in_time_and_never_after_a_decline(
    office: Office,
) -> None:
    first, second = recommended(office), recommended(office)
    act(office, "withdraw", first, reason="放弃")
    third = recommended(office)
    act(office, "decline", second, "committee", reason="目标不明确")
    with pytest.raises(Refused) as caught:
        recommend(office, apply(office, "services"))
    assert refusal_codes(caught.value) == ["QuotaFull"]
    set_clock(office, "2026-07-01 00:00:00")
    act(office, "withdraw", third, reason="放弃")
    with office.store.read() as tx:
        (row,) = tx.all(
            office.statements.quotas,
            programme="national-pilots-2026",
            buckets=tx.listed(["general/33/services"]),
        )
    assert row["used"] == 2


@pytest.mark.clause("附件", "directions")
def test_directions_are_shown_and_never_refuse(office: Office) -> None:
    declared = the_notice().categories
    assert all(category.priorities for category in declared.values())
    case = apply(office, "agriculture", title="与所列方向都无关的项目")
    assert recommend(office, case).state == "recommended"


@pytest.mark.clause("附件", "listed-category")
def test_a_field_that_the_annex_does_not_list_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        apply(office, "航天")
    assert "CategoryUnknown" in refusal_codes(caught.value)


@pytest.mark.clause("末段", "official-letter")
def test_without_the_official_letter_a_recommendation_is_incomplete(office: Office) -> None:
    case = apply(office, "services")
    with pytest.raises(Refused) as caught:
        recommend(office, case, attachments=(file("application"),))
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.parameters["slot"]) == ("DocumentMissing", "official-letter")


@pytest.mark.clause("末段", "one-letter-for-all")
def test_one_official_letter_covers_the_whole_list_of_a_province(office: Office) -> None:
    letter = file("official-letter")
    for category in GENERAL[:3]:
        case = apply(office, category)
        assert recommend(office, case, attachments=(file("application"), letter)).state


@pytest.mark.clause("末段", "30-june")
def test_30_june_is_in_time_to_its_last_second_and_1_july_is_not(office: Office) -> None:
    first, second = apply(office, "services"), apply(office, "services")
    set_clock(office, "2026-06-30 23:59:59")
    assert recommend(office, first).state == "recommended"
    set_clock(office, "2026-07-01 00:00:00")
    with pytest.raises(Refused) as caught:
        recommend(office, second)
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.parameters["due"]) == ("TooLate", "2026-06-30")
    assert refusal.parameters["at"] == "2026-07-01 00:00:00"
    assert "末段" in refusal.clause


@pytest.mark.clause("末段", "lapse")
def test_what_was_not_recommended_in_time_lapses_once_the_round_closes(office: Office) -> None:
    case = apply(office, "services")
    set_clock(office, "2026-07-01 00:00:00")
    report = run_round(office, "recommendation_round")
    assert (report.moved, report.closed_now) == ({"lapse": 1}, True)
    again = run_round(office, "recommendation_round")
    assert (again.moved, again.closed_now) == ({}, False)
    found = dossier(office, "zhejiang", case)
    assert found.state == "not-recommended"
    assert sweep(office).overdue == 0


@pytest.mark.clause("末段", "nested-deadline")
def test_a_province_sets_an_earlier_day_of_its_own_which_only_reminds(office: Office) -> None:
    case = apply(office, "services")
    set_internal_day(office, "recommendation", date(2026, 6, 15), actor="zhejiang", via=PYTHON)
    (duty,) = [d for d in dossier(office, "zhejiang", case).duties if d.duty == "recommendation"]
    assert (duty.internal_day, duty.due_on) == ("2026-06-15", "2026-06-30")
    set_clock(office, "2026-06-20 09:00:00")
    assert recommend(office, case).state == "recommended"
    with pytest.raises(Refused):
        set_internal_day(office, "recommendation", date(2026, 6, 30), actor="zhejiang", via=PYTHON)


def test_an_internal_day_is_left_to_those_who_may_act(office: Office) -> None:
    day: Any = {"actor": "auditor", "via": PYTHON, "jurisdiction": "浙江"}
    with pytest.raises(Refused) as caught:
        set_internal_day(office, "recommendation", date(2026, 6, 15), **day)
    (refusal,) = caught.value.refusals
    assert refusal.parameters["who"] == "省级标准化行政主管部门、国家标准委"


@pytest.mark.clause("抄送", "special-fields")
def test_the_two_ministries_see_their_special_field_and_cannot_act(office: Office) -> None:
    theirs, other = recommended(office, "judicial"), recommended(office, "services")
    page = list_cases(office, "moj", CaseFilter(kind="pilot"))
    assert [row.code for row in page.rows] == [theirs]
    with pytest.raises(UnknownCase):
        dossier(office, "moj", other)
    with pytest.raises(Refused) as caught:
        act(office, "decline", theirs, "moj", reason="不同意")
    assert refusal_codes(caught.value) == ["NotYours"]


def test_every_item_of_the_provincial_checklist_is_known_to_these_tests() -> None:
    assert set(the_notice().checklists["provincial"].items) == set(CHECKED)
