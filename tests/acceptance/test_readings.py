"""What the notice leaves open: each other reading, chosen in the file, is the one that holds."""

from pathlib import Path

import pytest

from config.loader import BadProgramme
from states.actions import approve, perform
from states.commands import PYTHON
from states.duties import sweep
from states.errors import BadInput, Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.sweeps.rounds import Release, run_round
from tests.acceptance.national import (
    CHECKED,
    CHECKED_AGAIN,
    a_national_office,
    a_unit,
    act,
    apply,
    assigned,
    file,
    recommend,
    recommended,
    refusal_codes,
    the_notice,
)
from tests.acceptance.test_construction import an_incident, duty_of, summary
from tests.acceptance.test_reviewing import undertook
from tests.builders import a_command, set_clock


def used(office: Office, bucket: str = "general/33/services") -> int:
    with office.store.read() as tx:
        (row,) = tx.all(
            office.statements.quotas,
            programme="national-pilots-2026",
            buckets=tx.listed([bucket]),
        )
    return int(row["used"])


def test_a_reading_that_is_not_offered_is_refused() -> None:
    with pytest.raises(BadProgramme):
        the_notice(**{"named-day": "perhaps"})


@pytest.mark.clause("末段", "named-day")
def test_where_the_named_day_is_excluded_29_june_and_29_november_are_the_last(
    tmp_path: Path,
) -> None:
    office = a_national_office(tmp_path, **{"named-day": "excluded"})
    first, second = apply(office, "services"), apply(office, "services")
    set_clock(office, "2026-06-29 23:59:59")
    recommend(office, first)
    set_clock(office, "2026-06-30 00:00:00")
    with pytest.raises(Refused) as caught:
        recommend(office, second)
    assert refusal_codes(caught.value) == ["TooLate"]
    act(office, "review", first, "committee")
    act(office, "assign", first, "committee", checks=CHECKED_AGAIN)
    (owed,) = dossier(office, "zhejiang", f"{first}-2027").duties
    assert owed.due_at == "2027-11-29T16:00:00.000000Z"


@pytest.mark.clause("五", "november-binds")
def test_where_november_binds_the_check_the_submission_alone_is_not_enough(
    tmp_path: Path,
) -> None:
    office = a_national_office(tmp_path, **{"november-binds": "check"})
    case = assigned(office)
    set_clock(office, "2027-11-30 12:00:00")
    summary(office, f"{case}-2027")
    set_clock(office, "2027-12-01 09:00:00")
    assert sweep(office).overdue == 1
    summary(office, f"{case}-2027", "check")
    assert duty_of(office, f"{case}-2027", "annual-summary") == "late"


@pytest.mark.clause("五", "after-return")
def test_where_the_last_submission_counts_the_returned_one_is_due_in_november_too(
    tmp_path: Path,
) -> None:
    office = a_national_office(tmp_path, **{"after-return": "last-submission"})
    case = assigned(office)
    set_clock(office, "2027-11-20 12:00:00")
    summary(office, f"{case}-2027")
    act(office, "return", f"{case}-2027", reason="缺数据")
    set_clock(office, "2027-12-01 09:00:00")
    assert sweep(office).overdue == 1
    summary(office, f"{case}-2027")
    assert duty_of(office, f"{case}-2027", "annual-summary") == "met"
    assert duty_of(office, f"{case}-2027", "annual-resubmission") == "late"


@pytest.mark.clause("三", "undertaken-before")
def test_an_earlier_pilot_only_warns_or_refuses_whatever_the_reason(tmp_path: Path) -> None:
    unit = a_unit()
    for reading in ("warn", "hard"):
        (tmp_path / reading).mkdir()
        office = a_national_office(tmp_path / reading, **{"undertaken-before": reading})
        undertook(office, unit["name"])
        case = apply(office, "services", unit=unit)
        if reading == "warn":
            assert any("曾承担过试点" in flag for flag in recommend(office, case).flags)
            continue
        with pytest.raises(Refused) as caught:
            recommend(office, case, override=("not-undertaken-before",), reason="独一无二")
        assert refusal_codes(caught.value) == ["UndertookBefore"]


@pytest.mark.clause("二", "slot-return")
def test_where_slots_never_return_a_withdrawal_in_time_keeps_its_slot(tmp_path: Path) -> None:
    office = a_national_office(tmp_path, **{"slot-return": "never"})
    act(office, "withdraw", recommended(office), reason="放弃")
    assert used(office) == 1


@pytest.mark.clause("二", "slot-return")
def test_where_slots_always_return_a_decline_and_a_late_withdrawal_free_theirs(
    tmp_path: Path,
) -> None:
    office = a_national_office(tmp_path, **{"slot-return": "always"})
    first, second = recommended(office), recommended(office)
    act(office, "decline", first, "committee", reason="目标不明确")
    act(office, "announce-decision", first, "committee")
    assert used(office) == 1
    set_clock(office, "2026-07-02 09:00:00")
    act(office, "withdraw", second, reason="放弃")
    assert used(office) == 0


@pytest.mark.clause("三", "credit-again")
def test_where_credit_is_checked_again_at_the_review_the_assignment_asks_no_more(
    tmp_path: Path,
) -> None:
    office = a_national_office(tmp_path, **{"credit-again": "review"})
    case = recommended(office)
    with pytest.raises(Refused) as caught:
        act(office, "review", case, "committee")
    assert set(refusal_codes(caught.value)) == {"CheckMissing"}
    act(office, "review", case, "committee", checks=CHECKED_AGAIN)
    assert act(office, "assign", case, "committee").state == "assigned"


@pytest.mark.clause("三", "announcement")
def test_where_assignments_are_announced_together_a_part_of_them_is_refused(
    tmp_path: Path,
) -> None:
    office = a_national_office(tmp_path, announcement="together", **{"credit-again": "once"})
    cases = tuple(recommended(office, category) for category in ("services", "high-tech"))
    for case in cases:
        act(office, "review", case, "committee")
    part = Release("committee", "assign", cases[:1], "先下达一件", "part")
    with pytest.raises(Refused) as caught:
        run_round(office, "assignment_round", release=part)
    assert refusal_codes(caught.value) == ["NotTogether"]
    whole = Release("committee", "assign", cases, "一次下达", "whole")
    assert run_round(office, "assignment_round", release=whole).released == list(cases)


@pytest.mark.clause("八", "publicity")
def test_where_publicity_may_come_earlier_the_self_evaluation_is_still_owed(
    tmp_path: Path,
) -> None:
    office = a_national_office(tmp_path, publicity="earlier-too")
    case = assigned(office)
    with pytest.raises(Refused):
        act(office, "publicize-early", case, "committee")
    set_clock(office, "2027-06-01 09:00:00")
    sweep(office)
    assert act(office, "publicize-early", case, "committee").state == "annual-reporting"
    set_clock(office, "2029-01-01 00:00:00")
    sweep(office)
    assert duty_of(office, f"{case}-SE", "self-evaluation") == "open"


@pytest.mark.clause("七", "incident-outcome")
def test_where_incidents_are_only_recorded_there_is_no_termination(tmp_path: Path) -> None:
    office = a_national_office(tmp_path, **{"incident-outcome": "record-only"})
    case = assigned(office)
    incident = perform(office, an_incident(case)).case
    act(office, "dispose", incident, attachments=(file("disposition"),))
    act(office, "decide", incident, "committee", fields={"conclusion": "已整改"})
    with pytest.raises(BadInput) as caught:
        act(office, "terminate", case, "committee", reason="据结论")
    assert caught.value.code == "UnknownMove"
    assert dossier(office, "zhejiang", case).state == "assigned"


@pytest.mark.clause("三", "unit-change")
def test_a_change_of_unit_is_the_provinces_or_not_to_be_had(tmp_path: Path) -> None:
    for reading in ("province", "refused"):
        (tmp_path / reading).mkdir()
        office = a_national_office(tmp_path / reading, **{"unit-change": reading})
        fields = {"unit": a_unit(), "why": "原单位合并"}
        asked = a_command(
            "request",
            kind="unit-change",
            parent=recommended(office),
            fields=fields,
            checks=CHECKED,
        )
        if reading == "refused":
            with pytest.raises(BadInput):
                perform(office, asked)
            continue
        change = perform(office, asked).case
        assert act(office, "approve", change, "zhejiang").state == "approved"


@pytest.mark.clause("三", "same-unit")
def test_the_same_unit_twice_needs_a_second_person_or_is_refused(tmp_path: Path) -> None:
    for reading in ("soft", "hard"):
        (tmp_path / reading).mkdir()
        office = a_national_office(tmp_path / reading, **{"same-unit": reading})
        unit = a_unit()
        apply(office, "services", unit=unit)
        case = apply(office, "high-tech", unit=unit)
        with pytest.raises(Refused) as caught:
            recommend(office, case)
        assert refusal_codes(caught.value) == ["UnitTwice"]
        excepted = {"override": ("unit-once",), "reason": "两个团队"}
        if reading == "hard":
            with pytest.raises(Refused):
                recommend(office, case, **excepted)
            continue
        waiting = recommend(office, case, **excepted).waiting
        assert waiting is not None
        assert approve(office, waiting, "zhejiang-2", via=PYTHON).state == "recommended"


@pytest.mark.clause("附件", "pension-hint")
def test_where_no_hint_is_wanted_a_pension_project_passes_in_silence(tmp_path: Path) -> None:
    office = a_national_office(tmp_path, **{"pension-hint": "none"})
    assert recommend(office, apply(office, "civil-affairs")).flags == ()
