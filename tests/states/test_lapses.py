"""What had been done before its limit and is recorded late undoes what the clock did for lack of
it: the case stands as if it had been recorded in time."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.errors import BadInput
from states.office import Office
from states.queries.answers import Duty
from states.queries.dossiers import dossier
from states.queries.histories import history
from states.queries.quotas import quota
from states.queries.statistics import statistics
from tests.builders import (
    a_command,
    an_application,
    an_office,
    happened,
    set_clock,
)
from tests.wrong_acts import a_lapsing_programme, applied, assigned, recommended, recorded


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases, when the limit for recommendations has passed."""
    with closing(an_office(fresh_url, a_lapsing_programme(), now="2026-07-20 09:00:00")) as made:
        yield made


def lapsed(office: Office) -> str:
    """A pilot that was applied for and not recommended in time, as far as anybody knew."""
    case = applied(office)
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "dropped"
    return case


def expired(office: Office) -> str:
    """An assigned pilot of which no plan was known by its day, 9 August."""
    case = assigned(office)
    set_clock(office, "2026-08-15 09:00:00")
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "expired"
    return case


def the(office: Office, case: str, duty: str) -> Duty:
    (found,) = [d for d in dossier(office, "committee", case).duties
                if d.duty == duty and d.case == case]  # fmt: skip
    return found


def codes(office: Office, case: str) -> list[str]:
    return [str(flag["code"]) for flag in history(office, "zhejiang", case)[-1].flags]


def used(office: Office) -> dict[str, int]:
    return {row.bucket: row.used for row in quota(office, "committee") if row.used}


def test_what_was_done_in_time_stands_though_it_was_recorded_after_the_lapse(
    office: Office,
) -> None:
    case = lapsed(office)
    receipt = recorded(office, "recommend", case, "2026-06-25")
    assert receipt.state == "recommended"
    done = the(office, case, "recommendation")
    assert (done.status, done.lapsed, done.met_at) == ("met", False, "2026-06-25T02:00:00.000000Z")
    assert used(office)["general/33"] == 1
    assert "ClockOverturned" in codes(office, case)
    assert [entry.corrected_by for entry in history(office, "zhejiang", case)] == [None, 3, None]
    sweep(office)
    assert recorded(office, "assign", case, "2026-07-10").state == "assigned"


def test_the_entry_of_the_clock_may_be_named(office: Office) -> None:
    case = lapsed(office)
    assert recorded(office, "withdraw", case, "2026-06-29", corrects=2).state == "withdrawn"
    assert "ClockOverturned" in codes(office, case)


def test_what_came_after_the_limit_leaves_the_clock_right(office: Office) -> None:
    case = lapsed(office)
    late = {"occurrence": happened("2026-07-01"), "corrects": 2}
    with pytest.raises(BadInput) as caught:
        perform(office, a_command("recommend", case, **late))
    assert caught.value.code == "ClockWasRight"
    assert recorded(office, "recommend", case, "2026-07-01").state == "recommended"
    assert "ClockOverturned" not in codes(office, case)
    assert the(office, case, "recommendation").status == "late"


def test_an_act_that_would_change_nothing_leaves_the_lapse(office: Office) -> None:
    case = lapsed(office)
    assert recorded(office, "visit", case, "2026-06-20").state == "dropped"
    assert codes(office, case) == ["CaseEnded"]


def test_a_lapse_of_a_duty_is_undone_by_what_does_the_duty(office: Office) -> None:
    case = expired(office)
    child = f"{case}-2027"
    assert the(office, case, "plan").lapsed
    assert the(office, child, "summary").status == "waived"
    assert recorded(office, "plan", case, "2026-08-05").state == "assigned"
    assert the(office, case, "plan").status == "met"
    assert the(office, child, "summary").status == "open"
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "assigned"
    assert perform(office, a_command("submit", child)).state == "submitted"
    assert check(office) == []


def test_a_lapse_whose_duty_was_done_too_late_stands(office: Office) -> None:
    case = expired(office)
    assert recorded(office, "plan", case, "2026-08-12").state == "expired"
    assert the(office, case, "plan").lapsed


def test_a_case_that_had_been_stopped_before_its_day_came_does_not_go_on_by_the_clock(
    office: Office,
) -> None:
    case = assigned(office)
    recorded(office, "plan", case, "2026-07-12")
    set_clock(office, "2027-01-05 09:00:00")
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "reporting"
    assert recorded(office, "stop", case, "2026-12-20").state == "stopped"
    assert codes(office, case) == ["ClockOverturned"]
    assert the(office, f"{case}-2027", "summary").status == "waived"


def test_a_forgotten_earlier_step_does_not_take_the_place_of_the_clock(office: Office) -> None:
    case = assigned(office)
    recorded(office, "plan", case, "2026-07-12")
    set_clock(office, "2027-01-05 09:00:00")
    sweep(office)
    recorded(office, "recommend", case, "2026-06-20")
    assert "ClockOverturned" not in codes(office, case)


def test_once_the_late_fact_proves_wrong_the_clock_is_asked_again(office: Office) -> None:
    case = lapsed(office)
    recorded(office, "recommend", case, "2026-06-25")
    assert recorded(office, "visit", case, "2026-06-25", corrects=3).state == "applied"
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "dropped"
    assert the(office, case, "recommendation").status == "waived"
    assert check(office) == []


def test_what_was_entered_late_as_a_whole_undoes_the_lapse_and_its_days_are_flagged(
    office: Office,
) -> None:
    case = perform(office, an_application(occurrence=happened("2026-06-29"))).case
    sweep(office)
    assert recorded(office, "recommend", case, "2026-06-28").state == "recommended"
    assert codes(office, case)[-1] == "ClockOverturned"
    assert "BeforeEarlierMove" in codes(office, case)


def shelved(office: Office) -> str:
    """A recommended pilot that nobody was known to have assigned in time."""
    case = recommended(office)
    set_clock(office, "2026-11-05 09:00:00")
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "shelved"
    assert used(office) == {}
    return case


def test_all_that_the_clock_did_one_after_the_other_is_undone(office: Office) -> None:
    case = shelved(office)
    assert recorded(office, "assign", case, "2026-09-20").state == "assigned"
    assert used(office)["general/33"] == 1
    assert the(office, f"{case}-2027", "summary").status == "open"
    corrected_by = [entry.corrected_by for entry in history(office, "zhejiang", case)]
    assert corrected_by == [None, None, 5, 5, None]
    steps = {step.state: step.position for step in dossier(office, "zhejiang", case).steps}
    assert (steps["recommended"], steps["assigned"]) == ("done", "current")


def test_what_came_between_two_moves_of_the_clock_undoes_the_later_one(office: Office) -> None:
    case = shelved(office)
    assert recorded(office, "assign", case, "2026-10-20").state == "assigned"
    entries = history(office, "zhejiang", case)
    assert [entry.corrected_by for entry in entries] == [None, None, None, 5, None]
    assert used(office)["general/33"] == 1


def test_a_move_of_the_clock_may_be_named_with_all_that_it_made_after_that(
    office: Office,
) -> None:
    case = shelved(office)
    assert recorded(office, "assign", case, "2026-09-20", corrects=3).state == "assigned"
    assert used(office)["general/33"] == 1
    corrected_by = [entry.corrected_by for entry in history(office, "zhejiang", case)]
    assert corrected_by == [None, None, 5, 5, None]


def test_what_the_clock_made_after_what_it_ought_not_is_gone_through_every_correction(
    office: Office,
) -> None:
    case = shelved(office)
    recorded(office, "assign", case, "2026-09-20")
    assert recorded(office, "visit", case, "2026-09-20", corrects=5).state == "recommended"
    assert used(office)["general/33"] == 1
    assert recorded(office, "assign", case, "2026-09-20", corrects=6).state == "assigned"
    assert used(office)["general/33"] == 1
    assert recorded(office, "visit", case, "2026-09-20", corrects=7).state == "recommended"
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "shelved"
    assert used(office) == {}
    assert check(office) == []


def test_what_the_clock_did_upon_a_wrong_act_is_gone_with_it(office: Office) -> None:
    case = expired(office)
    assert recorded(office, "visit", case, "2026-07-10", corrects=3).state == "recommended"
    assert codes(office, case) == ["ClockUndone", "StateBack"]
    assert [entry.corrected_by for entry in history(office, "zhejiang", case)][2:4] == [5, 5]
    # put right once more, the clock is asked again
    assert recorded(office, "assign", case, "2026-07-10", corrects=3).state == "assigned"
    assert the(office, case, "plan").is_unsettled
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "expired"
    assert the(office, case, "plan").lapsed
    assert check(office) == []


def test_so_it_is_where_the_right_act_does_what_had_lapsed_unless_it_came_too_late(
    office: Office,
) -> None:
    case = assigned(office)
    recorded(office, "visit", case, "2026-07-15")
    set_clock(office, "2026-08-15 09:00:00")
    sweep(office)
    assert recorded(office, "plan", case, "2026-08-12", corrects=4).state == "expired"
    recorded(office, "visit", case, "2026-07-15", corrects=4)
    assert recorded(office, "plan", case, "2026-07-15", corrects=4).state == "assigned"
    assert the(office, case, "plan").status == "met"
    assert the(office, f"{case}-2027", "summary").status == "open"


def test_a_slot_that_a_wrong_act_took_and_the_clock_gave_back_is_not_held(office: Office) -> None:
    case = shelved(office)
    assert recorded(office, "visit", case, "2026-06-25", corrects=2).state == "applied"
    assert used(office) == {}
    assert recorded(office, "recommend", case, "2026-06-25", corrects=2).state == "recommended"
    assert used(office)["general/33"] == 1
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "shelved"
    assert used(office) == {}
    assert check(office) == []


def test_where_the_right_act_leads_on_the_clock_is_asked_again_from_there(office: Office) -> None:
    case = assigned(office)
    recorded(office, "visit", case, "2026-07-12")
    set_clock(office, "2026-08-15 09:00:00")
    sweep(office)
    assert recorded(office, "assign", case, "2026-07-12", corrects=4).state == "assigned"
    assert codes(office, case) == ["OutOfTurnThen", "ClockUndone"]
    plans = [duty for duty in dossier(office, "zhejiang", case).duties if duty.duty == "plan"]
    assert [duty.is_unsettled for duty in plans] == [True, True]
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "expired"


def in_place(office: Office, case: str) -> list[int | None]:
    return [entry.corrected_by for entry in history(office, "zhejiang", case)]


def stayed(office: Office) -> set[str]:
    """The states in which cases have been by what is known now."""
    return {row.state for row in statistics(office, "committee").dwell}


def noted(office: Office, case: str) -> set[str]:
    """What stands noted against the case by what is known now."""
    flags = dossier(office, "zhejiang", case).flags
    return {flag.code for flag in flags if flag.corrected_by is None}


def test_a_fact_that_proves_to_be_of_after_the_limit_leaves_the_clock_right(
    office: Office,
) -> None:
    case = expired(office)
    assert recorded(office, "stop", case, "2026-08-05").state == "stopped"
    assert "ClockOverturned" in noted(office, case)
    assert recorded(office, "stop", case, "2026-08-12", corrects=5).state == "stopped"
    assert in_place(office, case) == [None, None, None, None, 6, None]
    assert {"ClockHoldsAgain", "CaseEnded"} < noted(office, case)
    assert "ClockOverturned" not in noted(office, case)
    assert the(office, case, "plan").lapsed
    assert the(office, case, "plan").met_at == "2026-08-09T16:00:00.000000Z"
    sweep(office)
    assert dossier(office, "zhejiang", case).state == "stopped"


def test_so_it_does_where_the_fact_does_the_duty_that_had_lapsed(office: Office) -> None:
    case = expired(office)
    assert recorded(office, "plan", case, "2026-08-05").state == "assigned"
    assert recorded(office, "plan", case, "2026-08-12", corrects=5).state == "expired"
    assert the(office, case, "plan").lapsed
    assert the(office, f"{case}-2027", "summary").status == "waived"


def test_the_slots_that_the_clock_had_given_back_are_given_back_again(office: Office) -> None:
    case = shelved(office)
    recorded(office, "assign", case, "2026-09-20")
    assert used(office)["general/33"] == 1
    recorded(office, "stop", case, "2026-11-04", corrects=5)
    assert used(office) == {}
    assert in_place(office, case) == [None, None, None, None, 6, None]


def test_a_day_between_two_limits_leaves_the_first_move_of_the_clock_right(
    office: Office,
) -> None:
    case = shelved(office)
    recorded(office, "assign", case, "2026-09-20")
    assert recorded(office, "assign", case, "2026-10-20", corrects=5).state == "assigned"
    assert in_place(office, case) == [None, None, None, 6, 6, None]
    assert used(office)["general/33"] == 1
    assert "idle" in stayed(office)


def test_a_fact_that_proves_to_be_of_before_the_limit_undoes_the_lapse(office: Office) -> None:
    case = expired(office)
    recorded(office, "stop", case, "2026-08-12")
    assert recorded(office, "stop", case, "2026-08-05", corrects=5).state == "stopped"
    assert in_place(office, case) == [None, None, None, 6, 6, None]
    assert "ClockOverturned" in noted(office, case)
    assert not the(office, case, "plan").lapsed
    # and back: a correction may be named itself
    recorded(office, "stop", case, "2026-08-12", corrects=6)
    assert in_place(office, case) == [None, None, None, None, 6, 7, None]
    assert the(office, case, "plan").lapsed


def test_another_act_of_after_the_limit_does_not_stand_in_the_place_of_the_clock(
    office: Office,
) -> None:
    case = expired(office)
    recorded(office, "plan", case, "2026-08-05")
    assert recorded(office, "stop", case, "2026-08-12", corrects=5).state == "stopped"
    assert in_place(office, case) == [None, None, None, None, 6, None]
    assert the(office, case, "plan").lapsed
