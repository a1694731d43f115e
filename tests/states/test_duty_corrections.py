"""A correction by another move opens again what the wrong act had settled, and ends what only it
had opened: the duties are what they would be had the truth been recorded at once."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.errors import Refused
from states.office import Office
from states.queries.answers import Duty
from states.queries.dossiers import dossier
from states.queries.duties import overdue
from states.queries.histories import as_of, history
from states.queries.inboxes import inbox
from states.queries.past import duties_at
from tests.builders import (
    a_command,
    an_application,
    an_office,
    at,
    happened,
    set_clock,
)
from tests.wrong_acts import a_longer_programme, assigned, recommended, recorded


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    with closing(an_office(fresh_url, a_longer_programme(), now="2026-07-20 09:00:00")) as made:
        yield made


def a_summary(office: Office) -> str:
    """The summary for 2027 of an assigned pilot, in December of that year."""
    case = assigned(office)
    set_clock(office, "2027-12-10 09:00:00")
    return f"{case}-2027"


def owed(office: Office, case: str) -> dict[str, str]:
    """The duties of the case and its children that somebody owes, with their days."""
    found = dossier(office, "committee", case).duties
    return {
        f"{d.case}/{d.duty}": d.due_on or "—" for d in found if d.is_unsettled and d.case == case
    }


def the(office: Office, case: str, duty: str) -> Duty:
    (found,) = [d for d in dossier(office, "committee", case).duties
                if d.duty == duty and d.case == case]  # fmt: skip
    return found


def standing(office: Office, case: str) -> list[str]:
    return sorted(duty.status for duty in dossier(office, "zhejiang", case).duties)


def test_what_a_wrong_submission_settled_is_owed_again_by_its_old_day(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-20")
    assert the(office, summary, "summary").status == "met"
    receipt = recorded(office, "return", summary, "2027-11-20", corrects=2)
    assert receipt.state == "returned"
    again = the(office, summary, "summary")
    assert (again.status, again.due_on, again.met_at) == ("overdue", "2027-11-30", None)
    assert summary in {row.case for row in overdue(office, "zhejiang").rows}
    (change,) = history(office, "zhejiang", summary)[-1].changes
    assert (change["how"], change["title"]) == ("reopened", "提交年度工作总结")
    sweep(office)
    assert the(office, summary, "summary").overdue_at is not None
    assert check(office) == []


def test_a_later_right_submission_settles_it_late(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-20")
    recorded(office, "return", summary, "2027-11-20", corrects=2)
    recorded(office, "submit", summary, "2027-12-05")
    done = the(office, summary, "summary")
    assert (done.status, done.met_at) == ("late", "2027-12-05T02:00:00.000000Z")


def test_a_later_submission_that_is_there_already_counts(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-01")
    recorded(office, "return", summary, "2027-11-10")
    recorded(office, "submit", summary, "2027-11-20")
    recorded(office, "return", summary, "2027-11-01", corrects=2)
    done = the(office, summary, "summary")
    assert (done.status, done.met_at) == ("met", "2027-11-20T02:00:00.000000Z")


def test_corrected_back_it_is_as_it_was(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-20")
    before = the(office, summary, "summary")
    recorded(office, "return", summary, "2027-11-20", corrects=2)
    recorded(office, "submit", summary, "2027-11-20", corrects=3)
    assert the(office, summary, "summary") == before
    recorded(office, "return", summary, "2027-11-20", corrects=2)
    assert the(office, summary, "summary").is_unsettled


def test_a_duty_that_was_overdue_before_the_wrong_act_is_overdue_again(office: Office) -> None:
    summary = a_summary(office)
    sweep(office)
    marked = the(office, summary, "summary")
    assert marked.overdue_at is not None
    recorded(office, "submit", summary, "2027-12-08")
    assert the(office, summary, "summary").status == "late"
    recorded(office, "return", summary, "2027-12-08", corrects=3)
    again = the(office, summary, "summary")
    assert replace(again, state_title=marked.state_title) == marked
    sweep(office)
    assert check(office) == []


def test_what_only_the_wrong_act_opened_is_ended_and_is_no_lapse(office: Office) -> None:
    case = recommended(office)
    recorded(office, "assign", case, "2026-07-10")
    assert owed(office, case) == {f"{case}/plan": "2026-08-09"}
    set_clock(office, "2026-09-01 09:00:00")
    receipt = recorded(office, "visit", case, "2026-08-20", corrects=3)
    ended = the(office, case, "plan")
    assert (ended.status, ended.lapsed) == ("waived", False)
    assert {(d["duty"], d["how"]) for d in receipt.duties} >= {("plan", "struck")}
    changes = history(office, "zhejiang", case)[-1].changes
    assert {change["duty"]: change["how"] for change in changes} == {"plan": "struck"}
    assert changes[0]["says"] == "报送计划：只由办错的一条产生，随更正了结"
    for child in (f"{case}-2027", f"{case}-2028"):
        assert owed(office, child) == {}
        assert the(office, child, "summary").status == "waived"


def test_children_opened_by_a_wrong_act_are_there_again_once_it_proves_right(
    office: Office,
) -> None:
    case = assigned(office)
    recorded(office, "withdraw", case, "2026-07-11", corrects=3)
    assert owed(office, f"{case}-2027") == {}
    assert owed(office, case) == {}
    recorded(office, "assign", case, "2026-07-12", corrects=4)
    assert owed(office, f"{case}-2027") == {f"{case}-2027/summary": "2027-11-30"}
    assert owed(office, case) == {f"{case}/plan": "2026-08-11"}
    assert recorded(office, "plan", case, "2026-07-15").state == "assigned"
    set_clock(office, "2027-10-01 09:00:00")
    sweep(office)
    perform(office, a_command("submit", f"{case}-2027"))
    assert check(office) == []


def test_a_child_that_a_wrong_act_opened_is_opened_again_by_a_later_right_one(
    office: Office,
) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    assert recorded(office, "visit", case, "2026-07-10", corrects=3).state == "recommended"
    assert owed(office, child) == {}
    perform(office, a_command("assign", case, actor="committee"))
    assert owed(office, child) == {f"{child}/summary": "2027-11-30"}
    assert check(office) == []
    set_clock(office, "2026-07-21 09:00:00")
    recorded(office, "submit", child, "2026-07-20")
    assert standing(office, child) == ["met", "waived"]
    recorded(office, "assign", case, "2026-07-10", corrects=4)
    assert standing(office, child) == ["met", "waived"]


def test_a_wrong_end_gives_the_children_their_duties_back(office: Office) -> None:
    case = assigned(office)
    recorded(office, "stop", case, "2026-07-15")
    assert owed(office, case) == owed(office, f"{case}-2027") == {}
    receipt = recorded(office, "visit", case, "2026-07-15", corrects=4)
    assert receipt.state == "assigned"
    assert any("状态回到“下达”" in flag for flag in receipt.flags)
    assert owed(office, case) == {f"{case}/plan": "2026-08-09", f"{case}/answer": "2026-07-05"}
    assert owed(office, f"{case}-2027") == {f"{case}-2027/summary": "2027-11-30"}


def test_what_a_child_did_to_its_parent_is_undone(office: Office) -> None:
    case = assigned(office)
    child, other = f"{case}-2027", f"{case}-2028"
    recorded(office, "refuse", child, "2026-07-15")
    assert dossier(office, "zhejiang", case).state == "stopped"
    assert owed(office, case) == owed(office, other) == {}
    receipt = recorded(office, "submit", child, "2026-07-15", corrects=2)
    assert dossier(office, "zhejiang", case).state == "assigned"
    assert owed(office, case) == {f"{case}/plan": "2026-08-09"}
    assert owed(office, other) == {f"{other}/summary": "2028-11-30"}
    assert the(office, child, "summary").status == "met"
    assert {d["case"] for d in receipt.duties} == {case, child, other}
    perform(office, a_command("plan", case))
    recorded(office, "refuse", child, "2026-07-16", corrects=3)
    assert dossier(office, "zhejiang", case).state == "stopped"
    assert owed(office, other) == {}


def test_days_counted_from_the_wrong_act_are_counted_from_the_right_one(office: Office) -> None:
    case = perform(office, an_application(occurrence=happened("2026-05-01"))).case
    recorded(office, "recommend", case, "2026-05-10")
    recorded(office, "recommend", case, "2026-06-01")
    recorded(office, "visit", case, "2026-07-01")
    assert owed(office, case) == {f"{case}/answer": "2026-06-11"}
    recorded(office, "plan", case, "2026-06-01", corrects=3)
    assert owed(office, case) == {f"{case}/answer": "2026-05-20"}
    recorded(office, "plan", case, "2026-05-10", corrects=2)
    assert the(office, case, "answer").due_on is None


def test_the_same_command_again_is_the_same_correction(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-20")
    given = {"reason": "理由", "occurrence": happened("2027-11-20"), "corrects": 2}
    command = a_command("return", summary, **given)
    assert perform(office, command) == perform(office, command)
    assert len(history(office, "zhejiang", summary)) == 3
    assert check(office) == []


def test_a_moment_before_shows_what_was_known_then(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-20")
    set_clock(office, "2027-12-11 09:00:00")
    recorded(office, "return", summary, "2027-11-25", corrects=2)
    found = as_of(office, "zhejiang", summary, at("2027-12-10 12:00:00"))
    assert found.known is not None
    assert found.true is not None
    assert found.known.duties[0].status == "met"
    assert (found.known.state, found.true.state) == ("submitted", "returned")
    assert found.true.duties[0].status == "overdue"
    between = as_of(office, "zhejiang", summary, at("2027-11-22 12:00:00"))
    assert between.true is not None
    assert (between.true.state, between.true.duties[0].status) == ("due", "open")
    assert summary in {d.case for d in duties_at(office, "zhejiang", at("2027-12-12 12:00:00"))}


def test_a_trial_says_what_it_would_open_and_writes_nothing(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-20")
    given = {"reason": "理由", "occurrence": happened("2027-11-20"), "corrects": 2}
    receipt = perform(office, a_command("return", summary, **given), dry_run=True)
    (said,) = receipt.duties
    assert (said["how"], said["due_on"]) == ("reopened", "2027-11-30")
    assert the(office, summary, "summary").status == "met"


def test_who_owes_it_again_finds_it_in_the_inbox(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-20")
    recorded(office, "return", summary, "2027-11-20", corrects=2)
    assert summary in {i.case for group in inbox(office, "zhejiang").groups for i in group.items}


def flags_of(office: Office, case: str) -> list[str]:
    """The codes against the last entry of a case."""
    return [str(flag["code"]) for flag in history(office, "zhejiang", case)[-1].flags]


def test_the_right_act_is_held_against_where_the_case_stood_when_the_wrong_one_was_made(
    office: Office,
) -> None:
    case = assigned(office)
    recorded(office, "stop", case, "2026-07-15")
    recorded(office, "visit", case, "2026-07-15", corrects=4)
    assert flags_of(office, case) == ["StateBack"]
    recorded(office, "withdraw", case, "2026-07-10", corrects=3)
    assert flags_of(office, case) == []


def test_a_right_act_whose_turn_it_was_not_there_either_is_flagged(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-20")
    recorded(office, "return", summary, "2027-11-20", corrects=2)
    assert flags_of(office, summary) == ["OutOfTurnThen"]
    said = history(office, "zhejiang", summary)[-1].flags[0]["message"]
    assert "当时为“待提交”" in str(said)


def test_corrected_back_no_act_is_said_to_have_been_out_of_turn(office: Office) -> None:
    case = assigned(office)
    recorded(office, "withdraw", case, "2026-07-10", corrects=3)
    recorded(office, "assign", case, "2026-07-10", corrects=4)
    assert flags_of(office, case) == []
    recorded(office, "withdraw", case, "2026-07-10", corrects=5)
    assert flags_of(office, case) == []


def test_a_second_correction_is_held_against_where_the_case_stood_at_first(office: Office) -> None:
    summary = a_summary(office)
    recorded(office, "submit", summary, "2027-11-20")
    recorded(office, "return", summary, "2027-11-20", corrects=2)
    recorded(office, "submit", summary, "2027-11-20", corrects=3)
    assert flags_of(office, summary) == []


def test_days_count_from_the_latest_move_in_whichever_order_they_were_recorded(
    office: Office,
) -> None:
    case = perform(office, an_application(occurrence=happened("2026-05-01"))).case
    recorded(office, "recommend", case, "2026-06-20")
    recorded(office, "recommend", case, "2026-06-01")
    recorded(office, "visit", case, "2026-07-01")
    assert the(office, case, "answer").due_on == "2026-06-30"
    recorded(office, "plan", case, "2026-06-20", corrects=2)
    assert the(office, case, "answer").due_on == "2026-06-11"


def test_a_move_that_is_recorded_twice_still_holds_once_the_first_was_another(
    office: Office,
) -> None:
    case = perform(office, an_application(occurrence=happened("2026-05-01"))).case
    recorded(office, "recommend", case, "2026-05-10")
    recorded(office, "recommend", case, "2026-06-01")
    receipt = recorded(office, "plan", case, "2026-05-10", corrects=2)
    assert receipt.state == "recommended"
    assert flags_of(office, case) == []


def test_children_stay_ended_while_one_end_takes_the_place_of_another(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    recorded(office, "stop", case, "2026-07-12")
    recorded(office, "withdraw", case, "2026-07-12", corrects=4)
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("submit", child))
    recorded(office, "visit", case, "2026-07-12", corrects=5)
    assert owed(office, child) == {f"{child}/summary": "2027-11-30"}
    perform(office, a_command("submit", child))
    assert check(office) == []


def test_a_correction_by_the_same_move_has_no_news_of_duties(office: Office) -> None:
    case = assigned(office)
    receipt = recorded(office, "assign", case, "2026-07-12", corrects=3)
    assert owed(office, case) == {f"{case}/plan": "2026-08-11"}
    assert receipt.duties == ()


def test_a_visit_that_was_recorded_after_a_wrong_end_opens_what_it_would_have_opened(
    office: Office,
) -> None:
    case = recommended(office)
    recorded(office, "withdraw", case, "2026-06-26")
    recorded(office, "visit", case, "2026-07-01")
    recorded(office, "plan", case, "2026-06-26", corrects=3)
    assert owed(office, case) == {f"{case}/answer": "2026-07-05"}


def test_a_child_on_which_something_was_done_is_there_only_while_what_opened_it_holds(
    office: Office,
) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    recorded(office, "submit", child, "2026-07-15")
    recorded(office, "visit", case, "2026-07-10", corrects=3)
    with pytest.raises(Refused):
        perform(office, a_command("return", child, reason="补正"))
    recorded(office, "assign", case, "2026-07-10", corrects=4)
    assert the(office, child, "summary").status == "met"
    assert perform(office, a_command("return", child, reason="补正")).state == "returned"


def test_what_would_be_owed_again_below_a_case_that_was_stopped_is_waived(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    recorded(office, "submit", child, "2026-07-12")
    recorded(office, "stop", case, "2026-07-13")
    recorded(office, "return", child, "2026-07-12", corrects=2)
    assert the(office, child, "summary").status == "waived"
    with pytest.raises(Refused):
        perform(office, a_command("submit", child))
