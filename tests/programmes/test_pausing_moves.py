"""A move pauses the limit of a duty of its case, and another lets it run on: as the act on the duty
would, from the day on which it happened, also where that is recorded or put right later."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from states.actions import perform
from states.commands import Receipt
from states.duties import sweep
from states.office import Office
from states.queries.answers import Duty
from states.queries.dossiers import dossier
from states.queries.histories import history
from tests.builders import a_command, happened, set_clock
from tests.programmes.offices import do, office_of, sound

OLD, LEFT = "2026-05-24", {"n": 16, "unit": "days"}
"""The day by which it is due if nothing stops it, and what is left of it on the eighth of May."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    accounts: dict[str, tuple[str, dict[str, str]]] = {"c": ("窗口", {}), "h": ("处长", {})}
    made = office_of(tmp_path, "mended-papers", accounts=accounts)
    yield made
    made.close()


@pytest.fixture
def case(office: Office) -> str:
    return do(office, "c", "受理", title="甲所", with_={"kind": "审查"}).case


def on(office: Office, day: str, move: str, case: str, **given: Any) -> Receipt:
    """A move made on a day of May or later, after the sweep of that day."""
    set_clock(office, f"{day} 10:00:00")
    sweep(office)
    return do(office, "c", move, case, **given)


def told(office: Office, move: str, case: str, day: str, **given: Any) -> Receipt:
    """A fact of that day, recorded today."""
    asked = {"actor": "c", "occurrence": happened(day), "reason": "补录", **given}
    return perform(office, a_command(move, case, **asked))


def review(office: Office, case: str) -> Duty:
    (found,) = [d for d in dossier(office, "c", case).duties if d.duty == "审查" and d.case == case]
    return found


def codes(office: Office, case: str) -> list[str]:
    return [str(flag["code"]) for flag in history(office, "c", case)[-1].flags]


def test_what_is_left_when_it_is_paused_runs_on_when_it_is_resumed(
    office: Office, case: str
) -> None:
    assert review(office, case).due_on == OLD
    asked = on(office, "2026-05-08", "要求补正", case)
    assert (asked.flags, [one["how"] for one in asked.duties]) == ((), ["paused"])
    paused = review(office, case)
    assert (paused.due_on, paused.stands_as) == (None, "paused")
    assert paused.remainder is not None
    assert {key: paused.remainder[key] for key in LEFT} == LEFT
    set_clock(office, "2026-06-10 09:00:00")
    sweep(office)
    assert review(office, case).status == "open"
    assert on(office, "2026-06-11", "补正", case).flags == ()
    assert review(office, case).due_on == "2026-06-27"
    changes = [change for entry in history(office, "c", case) for change in entry.changes]
    assert [(c["how"], c.get("cause"), c["from"], c["to"]) for c in changes] == [
        ("paused", "补正", OLD, None),
        ("resumed", None, None, "2026-06-27"),
    ]
    assert sound(office)


def test_it_is_the_same_as_by_the_act_on_the_duty(office: Office, case: str) -> None:
    other = do(office, "c", "受理", title="乙所", with_={"kind": "审查"}).case
    set_clock(office, "2026-05-08 10:00:00")
    do(office, "c", "要求补正", case)
    words = {"actor": "h", "reason": "补正"}
    perform(office, a_command("pause-duty", other, fields={"duty": "审查", "for": "补正"}, **words))
    assert review(office, case).remainder == review(office, other).remainder
    set_clock(office, "2026-05-18 10:00:00")
    do(office, "c", "补正", case)
    perform(office, a_command("resume-duty", other, fields={"duty": "审查"}, **words))
    assert review(office, case).due_on == review(office, other).due_on == "2026-06-03"
    assert sound(office)


def test_the_head_may_resume_by_hand_what_a_move_has_paused(office: Office, case: str) -> None:
    on(office, "2026-05-08", "送检", case)
    set_clock(office, "2026-05-18 10:00:00")
    words = {"actor": "h", "reason": "不检了"}
    perform(office, a_command("resume-duty", case, fields={"duty": "审查"}, **words))
    assert review(office, case).due_on == "2026-06-03"
    assert on(office, "2026-05-20", "检毕", case).flags == ()
    assert review(office, case).due_on == "2026-06-03"
    assert sound(office)


def test_one_that_is_paused_already_stays_so_for_its_cause(office: Office, case: str) -> None:
    on(office, "2026-05-06", "送检", case)
    (flag,) = on(office, "2026-05-08", "要求补正", case).flags
    assert flag.startswith("“审查决定”自 2026-05-06 起已因“检测”中止，没有再因“补正”中止")
    (flag,) = on(office, "2026-05-12", "补正", case).flags
    assert "因“检测”中止，这一步只恢复因“补正”中止的，没有恢复" in flag
    assert review(office, case).stands_as == "paused"
    assert on(office, "2026-05-16", "检毕", case).flags == ()
    assert review(office, case).due_on == "2026-06-03"
    assert sound(office)


def test_a_pause_takes_no_lateness_back(office: Office, case: str) -> None:
    (flag,) = on(office, "2026-05-25", "要求补正", case).flags
    assert flag.startswith(f"“审查决定”到 {OLD} 已逾期，没有中止")
    assert review(office, case).status == "overdue"
    assert on(office, "2026-05-28", "补正", case).flags == ()
    assert (review(office, case).due_on, review(office, case).status) == (OLD, "overdue")
    assert sound(office)


def test_of_what_is_exempted_there_is_no_limit_to_pause(office: Office, case: str) -> None:
    words = {"actor": "h", "reason": "免", "fields": {"duty": "审查"}}
    perform(office, a_command("exempt-duty", case, **words))
    (flag,) = on(office, "2026-05-08", "要求补正", case).flags
    assert flag.startswith("“审查决定”没有未办的，没有可中止的期限")
    assert review(office, case).status == "waived"
    assert sound(office)


def test_a_case_that_ends_while_it_is_paused_owes_nothing(office: Office, case: str) -> None:
    on(office, "2026-05-08", "要求补正", case)
    on(office, "2026-05-20", "撤回", case)
    assert {duty.status for duty in dossier(office, "c", case).duties} == {"waived"}
    assert sound(office)


def test_what_runs_anew_after_it_was_resumed_counts_from_the_whole_limit(
    office: Office, case: str
) -> None:
    on(office, "2026-05-08", "要求补正", case)
    assert on(office, "2026-05-18", "重审", case).flags == ()
    assert review(office, case).due_on == "2026-06-07"
    hows = [change["how"] for change in history(office, "c", case)[-1].changes]
    assert hows == ["resumed", "renewed"]
    assert sound(office)


def test_a_child_pauses_the_limit_of_its_parent(office: Office, case: str) -> None:
    set_clock(office, "2026-05-08 10:00:00")
    child = do(office, "c", "举行", with_={"kind": "听证", "parent": case}).case
    assert review(office, case).stands_as == "paused"
    on(office, "2026-05-18", "结束", child)
    assert review(office, case).due_on == "2026-06-03"
    assert sound(office)


def test_a_fact_recorded_late_counts_from_its_own_day(office: Office, case: str) -> None:
    set_clock(office, "2026-05-30 09:00:00")
    sweep(office)
    assert review(office, case).status == "overdue"
    told(office, "要求补正", case, "2026-05-08")
    paused = review(office, case)
    assert (paused.status, paused.stands_as) == ("open", "paused")
    assert paused.remainder is not None
    assert paused.remainder["n"] == 16
    assert sound(office)
    told(office, "补正", case, "2026-05-18")
    assert (review(office, case).due_on, review(office, case).status) == ("2026-06-03", "open")
    assert sound(office)


def test_the_order_in_which_facts_are_recorded_is_all_one(office: Office, case: str) -> None:
    set_clock(office, "2026-05-30 09:00:00")
    told(office, "检毕", case, "2026-05-18")
    assert review(office, case).due_on == OLD
    told(office, "送检", case, "2026-05-08")
    assert review(office, case).due_on == "2026-06-03"
    hows = [(c["how"], c.get("by")) for c in history(office, "c", case)[-1].changes]
    assert hows == [("paused", None), ("resumed", None)]
    assert sound(office)
    told(office, "送检", case, "2026-05-20")
    told(office, "检毕", case, "2026-05-21")
    assert review(office, case).due_on == "2026-06-04"
    assert sound(office)


def test_a_pause_that_is_recorded_after_a_later_one_came_first(office: Office, case: str) -> None:
    set_clock(office, "2026-05-20 09:00:00")
    told(office, "要求补正", case, "2026-05-08")
    told(office, "送检", case, "2026-05-06")
    found = review(office, case)
    assert found.remainder is not None
    assert (found.remainder["n"], found.remainder["for"]) == (18, "检测")
    assert sound(office)
    told(office, "检毕", case, "2026-05-12")
    assert review(office, case).due_on == "2026-05-30"
    assert sound(office)


def test_a_stop_before_another_that_is_over_counts_until_that_began(
    office: Office, case: str
) -> None:
    set_clock(office, "2026-05-20 09:00:00")
    told(office, "要求补正", case, "2026-05-08")
    told(office, "补正", case, "2026-05-12")
    assert review(office, case).due_on == "2026-05-28"
    told(office, "检毕", case, "2026-05-06")
    assert "ResumedBetween" in codes(office, case)
    told(office, "送检", case, "2026-05-05")
    assert review(office, case).due_on == "2026-05-29"
    assert sound(office)


def test_a_stop_that_went_on_until_another_began_is_one_with_it(office: Office, case: str) -> None:
    set_clock(office, "2026-05-20 09:00:00")
    told(office, "要求补正", case, "2026-05-08")
    told(office, "补正", case, "2026-05-12")
    told(office, "送检", case, "2026-05-05")
    assert review(office, case).due_on == "2026-05-31"
    assert sound(office)


def test_what_was_done_late_by_a_limit_that_stood_still_was_in_time(
    office: Office, case: str
) -> None:
    set_clock(office, "2026-05-30 10:00:00")
    do(office, "h", "准予", case)
    assert review(office, case).status == "late"
    told(office, "送检", case, "2026-05-08")
    assert review(office, case).status == "met"
    told(office, "检毕", case, "2026-05-10")
    assert (review(office, case).due_on, review(office, case).status) == ("2026-05-26", "late")
    assert sound(office)


@pytest.mark.parametrize("resumed", [False, True])
def test_once_the_day_of_the_pause_is_put_right_what_is_left_is_another(
    office: Office, case: str, *, resumed: bool
) -> None:
    set_clock(office, "2026-05-20 09:00:00")
    seq = told(office, "要求补正", case, "2026-05-08").seq
    if resumed:
        told(office, "补正", case, "2026-05-18")
    told(office, "要求补正", case, "2026-05-10", corrects=seq)
    found = review(office, case)
    if resumed:
        assert found.due_on == "2026-06-01"
    else:
        assert found.remainder is not None
        assert (found.remainder["n"], found.paused_at and found.paused_at[:10]) == (
            14,
            "2026-05-10",
        )
    assert sound(office)


def test_once_the_day_of_resuming_is_put_right_the_limit_ends_on_another(
    office: Office, case: str
) -> None:
    set_clock(office, "2026-05-20 09:00:00")
    told(office, "要求补正", case, "2026-05-08")
    seq = told(office, "补正", case, "2026-05-18").seq
    told(office, "补正", case, "2026-05-12", corrects=seq)
    assert review(office, case).due_on == "2026-05-28"
    assert sound(office)


def test_what_was_done_is_late_once_the_limit_proves_to_have_stopped_later(
    office: Office, case: str
) -> None:
    set_clock(office, "2026-06-01 10:00:00")
    seq = told(office, "送检", case, "2026-05-08").seq
    told(office, "检毕", case, "2026-05-18")
    do(office, "h", "准予", case)
    assert (review(office, case).due_on, review(office, case).status) == ("2026-06-03", "met")
    told(office, "送检", case, "2026-05-16", corrects=seq)
    assert (review(office, case).due_on, review(office, case).status) == ("2026-05-26", "late")
    assert sound(office)
    told(office, "送检", case, "2026-05-08", corrects=seq)
    assert (review(office, case).due_on, review(office, case).status) == ("2026-06-03", "met")
    assert sound(office)


def test_what_ran_anew_does_so_from_the_day_that_is_put_right(office: Office, case: str) -> None:
    set_clock(office, "2026-05-20 09:00:00")
    told(office, "要求补正", case, "2026-05-08")
    seq = told(office, "重审", case, "2026-05-18").seq
    assert review(office, case).due_on == "2026-06-07"
    told(office, "重审", case, "2026-05-12", corrects=seq)
    assert review(office, case).due_on == "2026-06-01"
    assert sound(office)


@pytest.mark.parametrize("resumed", [False, True])
def test_a_pause_that_never_was_has_stopped_nothing(
    office: Office, case: str, *, resumed: bool
) -> None:
    set_clock(office, "2026-05-20 09:00:00")
    seq = told(office, "送检", case, "2026-05-08").seq
    if resumed:
        told(office, "检毕", case, "2026-05-18")
    told(office, "记录", case, "2026-05-08", corrects=seq)
    found = review(office, case)
    assert (found.due_on, found.status, found.paused_at) == (OLD, "open", None)
    assert sound(office)


def test_a_pause_that_never_was_is_none_either_if_it_was_resumed_by_hand(
    office: Office, case: str
) -> None:
    set_clock(office, "2026-05-20 09:00:00")
    seq = told(office, "送检", case, "2026-05-08").seq
    words = {"actor": "h", "reason": "检毕", "fields": {"duty": "审查"}}
    perform(office, a_command("resume-duty", case, **words))
    assert review(office, case).due_on == "2026-06-05"
    told(office, "记录", case, "2026-05-08", corrects=seq)
    assert review(office, case).due_on == OLD
    assert sound(office)


def test_a_pause_that_was_forgotten_stands_once_it_is_put_in_the_place_of_another_act(
    office: Office, case: str
) -> None:
    set_clock(office, "2026-05-20 09:00:00")
    seq = told(office, "记录", case, "2026-05-08").seq
    told(office, "检毕", case, "2026-05-18")
    told(office, "送检", case, "2026-05-08", corrects=seq)
    assert review(office, case).due_on == "2026-06-03"
    assert sound(office)
