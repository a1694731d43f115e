"""Clauses 四 to 九: the construction period, summaries, self-evaluation, incidents, exemplars."""

from datetime import date
from pathlib import Path

import pytest

from config.loader import BadProgramme, load_text
from states.accounts import add_account
from states.actions import perform
from states.acts.remarks import remark
from states.commands import Command, Occurrence
from states.duties import sweep
from states.errors import BadInput, Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.sweeps.rounds import Release, run_round
from tests.acceptance.national import (
    FILE,
    a_national_office,
    act,
    apply,
    assigned,
    file,
    recommended,
    refusal_codes,
    the_notice,
)
from tests.builders import a_command, at, set_clock
from tests.stores import rows_of

FORMS = (file("self-evaluation-form"), file("self-evaluation-report"))


def summary(office: Office, code: str, move: str = "submit", **given: object) -> str:
    given = {"attachments": (file("annual-summary"),), **given} if move == "submit" else given
    return act(office, move, code, **given).state


def an_incident(case: str) -> Command:
    return a_command("report", kind="incident", parent=case, fields={"what": "penalty"})


def self_evaluated(office: Office, category: str = "services") -> str:
    case = assigned(office, category)
    set_clock(office, "2029-01-01 00:00:00")
    sweep(office)
    for move, files in (("submit", FORMS), ("check", ()), ("forward", ())):
        act(office, move, f"{case}-SE", attachments=files)
    return case


def duty_of(office: Office, case: str, name: str) -> str:
    (found,) = [d for d in dossier(office, "zhejiang", case).duties if d.duty == name]
    return found.status


@pytest.mark.clause("四", "construction-period")
def test_the_construction_period_is_two_whole_years() -> None:
    period = the_notice().periods["construction"]
    assert (period.first, period.last) == (date(2027, 1, 1), date(2028, 12, 31))
    assert (period.last - period.first).days + 1 == 731


@pytest.mark.clause("四", "late-assignment")
def test_a_late_assignment_does_not_move_the_end_of_the_period(office: Office) -> None:
    case = recommended(office)
    act(office, "review", case, "committee")
    set_clock(office, "2027-03-15 09:00:00")
    from tests.acceptance.national import CHECKED_AGAIN

    act(office, "assign", case, "committee", checks=CHECKED_AGAIN)
    assert sweep(office).moved == {"begin-reporting": 1}
    dues = [
        duty.due_on
        for c in ("2027", "2028")
        for duty in dossier(office, "zhejiang", f"{case}-{c}").duties
    ]
    assert dues == ["2027-11-30", "2028-11-30"]


@pytest.mark.clause("四", "begin-reporting")
def test_reporting_begins_on_the_first_day_of_the_period_and_not_before(office: Office) -> None:
    case = assigned(office)
    set_clock(office, "2026-12-31 23:59:59")
    assert run_round(office, "annual_round").moved == {}
    set_clock(office, "2027-01-01 00:00:00")
    assert run_round(office, "annual_round").moved == {"begin-reporting": 1}
    assert dossier(office, "zhejiang", case).state == "annual-reporting"


@pytest.mark.clause("五", "november")
def test_a_summary_is_due_in_each_year_of_the_period_and_in_no_other(office: Office) -> None:
    case = assigned(office)
    children = [c for c in dossier(office, "zhejiang", case).children if c.kind == "annual-summary"]
    assert [child.code for child in children] == [f"{case}-2027", f"{case}-2028"]


@pytest.mark.clause("五", "november")
def test_30_november_24_00_divides_met_from_late(office: Office) -> None:
    first, second = assigned(office), assigned(office, "high-tech")
    set_clock(office, "2027-11-30 23:59:59")
    assert summary(office, f"{first}-2027") == "submitted"
    assert sweep(office).overdue == 0
    set_clock(office, "2027-12-01 00:00:00")
    assert sweep(office).overdue == 1
    assert duty_of(office, f"{second}-2027", "annual-summary") == "overdue"
    assert summary(office, f"{second}-2027") == "submitted"
    assert duty_of(office, f"{first}-2027", "annual-summary") == "met"
    assert duty_of(office, f"{second}-2027", "annual-summary") == "late"


@pytest.mark.clause("五", "binds-the-unit")
def test_the_check_and_the_forwarding_have_no_limit(office: Office) -> None:
    case = assigned(office)
    set_clock(office, "2027-11-30 12:00:00")
    summary(office, f"{case}-2027")
    set_clock(office, "2028-06-01 12:00:00")
    sweep(office)
    assert duty_of(office, f"{case}-2027", "annual-check") == "open"
    summary(office, f"{case}-2027", "check")
    summary(office, f"{case}-2027", "forward")
    assert duty_of(office, f"{case}-2027", "annual-forwarding") == "met"


@pytest.mark.clause("五", "november-binds")
def test_in_another_reading_november_binds_the_forwarding(tmp_path: Path) -> None:
    office = a_national_office(tmp_path, **{"november-binds": "forward"})
    case = assigned(office)
    set_clock(office, "2027-11-30 12:00:00")
    summary(office, f"{case}-2027")
    set_clock(office, "2027-12-02 12:00:00")
    assert sweep(office).overdue == 1


@pytest.mark.clause("五", "first-submission")
def test_after_a_return_the_first_submission_counts(office: Office) -> None:
    case = assigned(office)
    set_clock(office, "2027-11-20 12:00:00")
    code = f"{case}-2027"
    summary(office, code)
    act(office, "return", code, reason="缺数据", fields={"resubmit-by": "2027-12-10"})
    assert duty_of(office, code, "annual-summary") == "met"
    assert duty_of(office, code, "annual-resubmission") == "open"
    set_clock(office, "2027-12-11 00:00:00")
    sweep(office)
    assert duty_of(office, code, "annual-resubmission") == "overdue"
    summary(office, code)
    assert duty_of(office, code, "annual-resubmission") == "late"
    assert duty_of(office, code, "annual-summary") == "met"


@pytest.mark.clause("五", "first-submission")
def test_a_return_without_a_day_opens_a_duty_that_is_never_overdue(office: Office) -> None:
    case = assigned(office)
    set_clock(office, "2027-11-20 12:00:00")
    summary(office, f"{case}-2027")
    act(office, "return", f"{case}-2027", reason="缺数据")
    set_clock(office, "2028-10-20 12:00:00")
    sweep(office)
    assert duty_of(office, f"{case}-2027", "annual-resubmission") == "open"


@pytest.mark.clause("六", "self-evaluation")
def test_the_self_evaluation_opens_on_the_day_after_the_period(office: Office) -> None:
    case = assigned(office)
    set_clock(office, "2028-12-31 23:59:59")
    sweep(office)
    assert run_round(office, "self_evaluation_round").opened_children == {}
    set_clock(office, "2029-01-01 00:00:00")
    assert run_round(office, "self_evaluation_round").opened_children == {"self-evaluation": 1}
    assert run_round(office, "self_evaluation_round").opened_children == {}
    assert duty_of(office, f"{case}-SE", "self-evaluation") == "open"


@pytest.mark.clause("六", "self-evaluation")
def test_its_forwarding_moves_the_pilot_and_no_deadline_is_invented(office: Office) -> None:
    case = self_evaluated(office)
    assert dossier(office, "zhejiang", case).state == "self-evaluated"
    self_evaluation = dossier(office, "zhejiang", f"{case}-SE")
    assert all(duty.due_on is None for duty in self_evaluation.duties)


@pytest.mark.clause("六", "self-evaluation")
def test_form_and_report_are_both_needed(office: Office) -> None:
    case = assigned(office)
    set_clock(office, "2029-01-02 00:00:00")
    sweep(office)
    with pytest.raises(Refused) as caught:
        act(office, "submit", f"{case}-SE", attachments=FORMS[:1])
    assert refusal_codes(caught.value) == ["DocumentMissing"]


@pytest.mark.clause("七", "guidance")
def test_guidance_is_a_note_that_asks_nothing(office: Office) -> None:
    case = assigned(office)
    before = dossier(office, "zhejiang", case)
    remark(office, a_command("note", case, reason="建议尽早梳理适用标准"))
    after = dossier(office, "zhejiang", case)
    assert (after.state, after.duties) == (before.state, before.duties)


@pytest.mark.clause("七", "incident")
def test_an_incident_owes_a_disposition_whose_age_is_shown_and_never_overdue(
    office: Office,
) -> None:
    case = assigned(office)
    report = Command(
        "i-1", "zhejiang", "report", kind="incident", parent=case, fields={"what": "penalty"}
    )
    incident = perform(office, report).case
    assert dossier(office, "zhejiang", case).state == "assigned"
    set_clock(office, "2028-01-01 09:00:00")
    sweep(office)
    assert duty_of(office, incident, "disposition") == "open"
    act(office, "dispose", incident, attachments=(file("disposition"),))
    assert duty_of(office, incident, "disposition") == "met"


@pytest.mark.clause("七", "terminate")
def test_only_a_decided_incident_allows_to_terminate(office: Office) -> None:
    case = assigned(office)
    with pytest.raises(Refused) as caught:
        act(office, "terminate", case, "committee", reason="行政处罚")
    assert refusal_codes(caught.value) == ["NoChildIn"]
    report = Command(
        "i-2", "zhejiang", "report", kind="incident", parent=case, fields={"what": "penalty"}
    )
    incident = perform(office, report).case
    act(office, "dispose", incident, attachments=(file("disposition"),))
    act(office, "decide", incident, "committee", fields={"conclusion": "终止"})
    assert act(office, "terminate", case, "committee", reason="行政处罚").state == "terminated"
    assert duty_of(office, f"{case}-2027", "annual-summary") == "waived"


@pytest.mark.clause("七", "incident")
def test_an_incident_belongs_to_the_creation_period(office: Office) -> None:
    case = apply(office, "services")
    report = Command(
        "i-3", "zhejiang", "report", kind="incident", parent=case, fields={"what": "penalty"}
    )
    with pytest.raises(Refused) as caught:
        perform(office, report)
    assert refusal_codes(caught.value) == ["ParentNotIn"]


@pytest.mark.clause("七", "forbidden")
@pytest.mark.parametrize("kind", ["inspection-visit", "assessment", "acceptance"])
def test_a_file_that_declares_a_forbidden_kind_is_refused_with_the_clause(kind: str) -> None:
    text = FILE.read_text(encoding="utf-8").replace("kind: check", f"kind: {kind}", 1)
    with pytest.raises(BadProgramme) as caught:
        load_text(text, "changed.yaml")
    (problem,) = [p for p in caught.value.problems if p.severity == "error"]
    assert "七" in problem.clause and problem.line > 0


@pytest.mark.clause("八", "exemplars")
def test_exemplars_are_released_by_field_and_the_others_conclude(office: Office) -> None:
    chosen = self_evaluated(office)
    report = run_round(
        office,
        "publicity_round",
        release=Release("committee", "publicize", (chosen,), "服务业典型案例", "pub-1"),
    )
    assert report.released == [chosen]
    assert dossier(office, "zhejiang", chosen).state == "publicized"


@pytest.mark.clause("八", "exemplars")
def test_not_picked_is_not_failed(office: Office) -> None:
    case = self_evaluated(office)
    assert act(office, "conclude", case, "committee").state == "concluded"
    assert the_notice().cases["pilot"].states["concluded"].end == "normal"


@pytest.mark.clause("九", "system-of-record")
def test_units_get_no_accounts_while_the_legal_acts_happen_elsewhere(office: Office) -> None:
    with office.store.write() as tx, pytest.raises(BadInput) as caught:
        add_account(office, tx, "unit-1", "单位", role="unit", unit="91330000142916567N")
    assert caught.value.code == "UnitAccountsOff"


@pytest.mark.clause("九", "recorded-facts")
def test_what_the_national_system_holds_is_recorded_and_its_own_time_counts(
    office: Office,
) -> None:
    case = apply(office, "services")
    set_clock(office, "2026-07-10 09:00:00")
    happened = Occurrence(at("2026-06-30 20:00:00"), "国家系统", "回执 0042")
    receipt = act(office, "recommend", case, occurrence=happened)
    assert receipt.state == "recommended"
    assert not any("已过期限" in flag for flag in receipt.flags)
    assert duty_of(office, case, "recommendation") == "met"


@pytest.mark.clause("九", "no-extra-fields")
def test_the_form_asks_for_no_more_than_six_facts() -> None:
    form = the_notice().cases["pilot"].form
    assert [key for key, field in form.items() if field.required] == [
        "title",
        "jurisdiction",
        "category",
        "unit",
    ]
    assert len(form) <= 10


@pytest.mark.clause("八", "full-life")
def test_a_full_life_takes_twelve_acts_by_people_from_recommendation_on(office: Office) -> None:
    case = assigned(office)
    for year in ("2027", "2028"):
        set_clock(office, f"{year}-11-01 09:00:00")
        sweep(office)
        for move in ("submit", "check", "forward"):
            summary(office, f"{case}-{year}", move)
    set_clock(office, "2029-01-01 00:00:00")
    sweep(office)
    for move, files in (("submit", FORMS), ("check", ()), ("forward", ())):
        act(office, move, f"{case}-SE", attachments=files)
    acts = f"SELECT actor, move FROM history WHERE case_code LIKE '{case}%' ORDER BY id"
    rows = rows_of(office, acts)
    people = [move for actor, move in rows if actor != "system"]
    assert people[0] == "apply"
    assert len(people[1:]) == 12
    assert [move for actor, move in rows if actor == "system"] == [
        "open",
        "open",
        "begin-reporting",
        "open",
        "self-evaluate",
    ]


def test_nobody_makes_or_records_what_only_the_system_does(office: Office) -> None:
    case = assigned(office, "services")
    elsewhere = {"occurrence": Occurrence(at("2026-05-25 08:00:00"), "国家系统")}
    for given in ({}, elsewhere):
        with pytest.raises(Refused) as caught:
            act(office, "begin-reporting", case, **given)
        assert "OnlySystem" in refusal_codes(caught.value)
    assert dossier(office, "zhejiang", case).state == "assigned"
