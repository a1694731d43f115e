"""A recorded fact that says that the life of an ended case went on opens it again."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from config.programme import Programme
from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.errors import Refused
from states.history import as_text, from_text
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.histories import history
from tests.administrator import as_administrator, edit, reseal
from tests.builders import a_command, an_office
from tests.wrong_acts import a_longer_programme, applied, assigned, recommended, recorded


def a_programme_that_resumes() -> Programme:
    """The longer programme, with a move that lets an assigned pilot begin at once."""
    declared: Any = a_longer_programme().model_dump(mode="json", by_alias=True)
    declared["cases"]["pilot"]["moves"]["begin"] = {
        "title": "开工", "from": "assigned", "to": "reporting", "by": "committee", "clause": "四",
    }  # fmt: skip
    return Programme.model_validate(declared)


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    programme = a_programme_that_resumes()
    with closing(an_office(fresh_url, programme, now="2026-07-20 09:00:00")) as made:
        yield made


def withdrawn(office: Office) -> str:
    case = recommended(office)
    recorded(office, "withdraw", case, "2026-06-26")
    return case


def test_a_fact_that_leads_on_opens_the_case_again_with_what_it_owes(office: Office) -> None:
    case = withdrawn(office)
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("visit", case))
    receipt = recorded(office, "assign", case, "2026-07-10")
    assert receipt.next
    flag = history(office, "zhejiang", case)[-1].flags[0]
    assert flag["code"] == "CaseReopened"
    found = dossier(office, "zhejiang", case)
    assert [d.duty for d in found.duties if d.is_unsettled and d.case == case] == ["plan"]
    assert found.waiting
    assert perform(office, a_command("plan", case)).state == "assigned"
    sweep(office)
    assert check(office) == []


def test_a_fact_that_leads_nowhere_leaves_it_ended_and_owes_nothing(office: Office) -> None:
    case = withdrawn(office)
    recorded(office, "visit", case, "2026-07-10")
    found = dossier(office, "zhejiang", case)
    assert not any(duty.is_unsettled for duty in found.duties)
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("visit", case))


def test_a_child_that_ended_with_its_parent_stays_ended_and_owes_nothing(office: Office) -> None:
    case = assigned(office)
    recorded(office, "stop", case, "2026-07-12")
    child = f"{case}-2027"
    recorded(office, "submit", child, "2026-07-11")
    assert not any(d.is_unsettled for d in dossier(office, "zhejiang", child).duties)
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("return", child, reason="理由"))
    sweep(office)
    assert check(office) == []


def stopped(office: Office) -> str:
    case = assigned(office)
    recorded(office, "stop", case, "2026-07-12")
    return case


def owed(office: Office, case: str) -> dict[str, str]:
    found = dossier(office, "committee", case).duties
    return {d.duty: d.due_on or "—" for d in found if d.is_unsettled and d.case == case}


def test_what_the_end_had_waived_is_owed_again_on_the_case_and_its_children(
    office: Office,
) -> None:
    case = stopped(office)
    child = f"{case}-2027"
    assert owed(office, case) == owed(office, child) == {}
    receipt = recorded(office, "begin", case, "2026-07-15", actor="committee")
    assert (receipt.state, receipt.duties[0]["how"]) == ("reporting", "reopened")
    assert owed(office, case) == {"plan": "2026-08-09"}
    assert owed(office, child) == {"summary": "2027-11-30"}
    assert perform(office, a_command("submit", child)).state == "submitted"
    sweep(office)
    assert check(office) == []


def test_what_was_recorded_of_a_child_while_it_was_ended_counts_once_it_is_open_again(
    office: Office,
) -> None:
    case = stopped(office)
    child = f"{case}-2027"
    recorded(office, "submit", child, "2026-07-14")
    recorded(office, "begin", case, "2026-07-15", actor="committee")
    (done,) = [d for d in dossier(office, "zhejiang", child).duties if d.duty == "summary"]
    assert (done.status, done.met_at) == ("met", "2026-07-14T02:00:00.000000Z")


def test_an_end_that_a_child_had_brought_about_lets_all_children_stand_again(
    office: Office,
) -> None:
    case = assigned(office)
    first, other = f"{case}-2027", f"{case}-2028"
    recorded(office, "refuse", first, "2026-07-12")
    recorded(office, "begin", case, "2026-07-15", actor="committee")
    assert owed(office, other) == {"summary": "2028-11-30"}
    assert dossier(office, "zhejiang", first).state == "forwarded"
    assert owed(office, first) == {}


GENERAL = {"general/33", "general/33/agriculture"}


def held(office: Office, case: str) -> set[str]:
    return {slot.bucket for slot in dossier(office, "zhejiang", case).holds}


def test_a_slot_that_the_end_gave_back_is_held_again(office: Office) -> None:
    case = withdrawn(office)
    assert held(office, case) == set()
    recorded(office, "assign", case, "2026-07-10")
    assert held(office, case) == GENERAL


def test_slots_follow_whether_the_end_holds_through_every_correction(office: Office) -> None:
    case = withdrawn(office)
    recorded(office, "assign", case, "2026-07-10")
    recorded(office, "visit", case, "2026-07-10", corrects=4)
    assert held(office, case) == set()
    recorded(office, "assign", case, "2026-07-10", corrects=5)
    assert held(office, case) == GENERAL
    recorded(office, "begin", case, "2026-07-10", actor="committee", corrects=6)
    assert held(office, case) == GENERAL
    recorded(office, "visit", case, "2026-07-10", corrects=7)
    assert held(office, case) == set()


def test_an_act_on_an_ended_case_that_is_put_right_by_one_that_leads_on_holds_its_slots_again(
    office: Office,
) -> None:
    case = withdrawn(office)
    recorded(office, "visit", case, "2026-07-10")
    recorded(office, "assign", case, "2026-07-10", corrects=4)
    assert held(office, case) == GENERAL


def test_a_slot_held_again_by_a_correction_is_counted_apart_beyond_the_cap(office: Office) -> None:
    case = withdrawn(office)
    recorded(office, "assign", case, "2026-07-10")
    recorded(office, "visit", case, "2026-07-10", corrects=4)
    recommended(office)
    recommended(office)
    receipt = recorded(office, "assign", case, "2026-07-10", corrects=4)
    assert [flag for flag in receipt.flags if "名额已满 2/2" in flag]
    assert held(office, case) == GENERAL


def test_a_fact_from_before_the_end_leaves_that_as_it_is(office: Office) -> None:
    case = stopped(office)
    receipt = recorded(office, "begin", case, "2026-07-11", actor="committee")
    assert receipt.state == "stopped"
    codes = [flag["code"] for flag in history(office, "zhejiang", case)[-1].flags]
    assert codes == ["CaseEnded", "BeforeEarlierMove"]
    assert owed(office, f"{case}-2027") == {}


def test_once_the_fact_that_opened_it_again_proves_wrong_it_has_ended(office: Office) -> None:
    case = stopped(office)
    child = f"{case}-2027"
    recorded(office, "begin", case, "2026-07-15", actor="committee")
    assert recorded(office, "visit", case, "2026-07-15", corrects=5).state == "stopped"
    assert owed(office, case) == owed(office, child) == {}
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("submit", child))
    assert recorded(office, "assign", case, "2026-07-15", corrects=6).state == "assigned"
    assert owed(office, child) == {"summary": "2027-11-30"}


def test_an_end_that_was_another_act_is_put_right_also_after_the_case_went_on(
    office: Office,
) -> None:
    case = applied(office)
    recorded(office, "withdraw", case, "2026-06-20")
    recorded(office, "recommend", case, "2026-06-25")
    assert recorded(office, "visit", case, "2026-06-20", corrects=2).state == "recommended"
    assert recorded(office, "recommend", case, "2026-06-20", corrects=2).state == "recommended"
    assert dossier(office, "zhejiang", case).holds


def test_an_end_is_none_either_if_only_a_later_act_says_that_the_case_went_on(
    office: Office,
) -> None:
    case = withdrawn(office)
    recorded(office, "assign", case, "2026-06-28")
    recorded(office, "begin", case, "2026-07-05", actor="committee")
    recorded(office, "visit", case, "2026-06-28", corrects=4)
    found = dossier(office, "zhejiang", case)
    assert (found.state, owed(office, case)) == ("reporting", {"answer": "2026-07-05"})


def test_an_end_after_which_only_another_end_came_stands(office: Office) -> None:
    case = withdrawn(office)
    recorded(office, "assign", case, "2026-06-27")
    recorded(office, "stop", case, "2026-06-28")
    recorded(office, "assign", case, "2026-06-29")
    recorded(office, "visit", case, "2026-06-27", corrects=4)
    assert "answer" not in [duty.duty for duty in dossier(office, "committee", case).duties]


def test_what_was_done_on_an_ended_case_that_went_on_is_put_right_by_what_leaves_the_state(
    office: Office,
) -> None:
    case = stopped(office)
    recorded(office, "visit", case, "2026-07-13")
    recorded(office, "begin", case, "2026-07-14", actor="committee")
    assert owed(office, case) == {"plan": "2026-08-09", "answer": "2026-07-05"}
    recorded(office, "plan", case, "2026-07-13", corrects=5)
    found = dossier(office, "committee", case).duties
    assert [duty.status for duty in found if duty.duty == "plan"] == ["met"]


def test_a_child_that_only_a_wrong_act_opened_again_has_ended_without_it(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    for move, day in (("assign", 11), ("stop", 12), ("stop", 13)):
        recorded(office, move, case, f"2026-07-{day}")
    recorded(office, "assign", case, "2026-07-14")
    assert history(office, "zhejiang", child)[-1].move == "open-again"
    recorded(office, "recommend", case, "2026-07-14", corrects=7)
    assert owed(office, child) == {}
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("submit", child))
    recorded(office, "assign", case, "2026-07-14", corrects=7)
    assert owed(office, child) == {"summary": "2027-11-30"}


def test_an_act_on_an_ended_case_opens_it_again_once_it_is_put_right_by_one_that_leads_on(
    office: Office,
) -> None:
    case = stopped(office)
    recorded(office, "visit", case, "2026-07-15")
    recorded(office, "begin", case, "2026-07-15", actor="committee", corrects=5)
    assert owed(office, case) == {"plan": "2026-08-09"}
    assert owed(office, f"{case}-2027") == {"summary": "2027-11-30"}


def test_an_act_put_right_by_one_from_before_the_end_leads_nowhere(office: Office) -> None:
    case = stopped(office)
    recorded(office, "visit", case, "2026-07-15")
    receipt = recorded(office, "begin", case, "2026-07-11", actor="committee", corrects=5)
    assert receipt.state == "stopped"
    codes = [flag["code"] for flag in history(office, "zhejiang", case)[-1].flags]
    assert codes == ["CaseEnded", "BeforeEarlierMove"]
    assert owed(office, case) == owed(office, f"{case}-2027") == {}
    # on the day of the end, or later, it opens the case again, and then no more
    recorded(office, "assign", case, "2026-07-12", corrects=5)
    assert owed(office, f"{case}-2027") == {"summary": "2027-11-30"}
    receipt = recorded(office, "begin", case, "2026-07-11", actor="committee", corrects=5)
    assert receipt.state == "stopped"
    assert owed(office, case) == owed(office, f"{case}-2027") == {}
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("visit", case))


def test_slots_stay_given_back_where_the_right_act_came_before_the_end(office: Office) -> None:
    case = withdrawn(office)
    recorded(office, "assign", case, "2026-07-10")
    assert held(office, case) == GENERAL
    recorded(office, "begin", case, "2026-06-25", actor="committee", corrects=4)
    assert (held(office, case), dossier(office, "zhejiang", case).state) == (set(), "withdrawn")
    recorded(office, "assign", case, "2026-07-10", corrects=4)
    assert held(office, case) == GENERAL


def test_a_later_act_still_says_that_the_case_went_on(office: Office) -> None:
    case = withdrawn(office)
    recorded(office, "assign", case, "2026-06-28")
    recorded(office, "begin", case, "2026-07-05", actor="committee")
    recorded(office, "begin", case, "2026-06-20", actor="committee", corrects=4)
    assert dossier(office, "zhejiang", case).state == "reporting"
    assert held(office, case) == GENERAL


def test_a_fact_from_before_the_end_is_no_end_itself(office: Office) -> None:
    case = stopped(office)
    for on, state in (("10", "stopped"), ("11", "stopped"), ("12", "reporting")):
        receipt = recorded(office, "begin", case, f"2026-07-{on}", actor="committee")
        assert receipt.state == state


def test_what_earlier_versions_wrote_of_a_case_that_went_on_is_still_understood(
    tmp_path: Path,
) -> None:
    programme, now = a_longer_programme(), "2026-07-20 09:00:00"
    with closing(an_office(tmp_path, programme, now=now)) as office:
        case = withdrawn(office)
        recorded(office, "assign", case, "2026-07-10")
        with as_administrator(office) as database:
            (written,) = database.execute(
                "SELECT effects FROM history WHERE case_code = ? AND seq = 4", [case]
            ).fetchone()
            before = {**from_text(written), "reopened": 1}
            del before["reopens"]
            edit(database, case, 4, effects=as_text(before))
            reseal(database, case)
        assert check(office) == []
