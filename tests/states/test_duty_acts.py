"""Duties at their bounds: how far and how often a day may move, who may let it, where it stays."""

import copy
from pathlib import Path
from typing import Any

import pytest

from states.actions import approve, perform
from states.audits.oracle import check
from states.commands import PYTHON, Receipt
from states.decisions.duty_days import on_another_day
from states.errors import Refused
from states.facts import DutyRow
from states.history import instant
from states.office import Office
from states.plan import NewDuty
from tests.builders import (
    SMALL,
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    set_clock,
)
from tests.stores import rows_of

ANSWER: dict[str, Any] = {
    "title": "答复",
    "case": "pilot",
    "by": "province",
    "due": "2026年7月31日前",
    "bound-by": "assign",
}


def an_office_that_owes(where: Path, **answer: Any) -> Office:
    """An office in which every pilot owes an answer, and none lapses for want of a letter."""
    pilot = SMALL["cases"]["pilot"]
    moves = {name: move for name, move in pilot["moves"].items() if name != "lapse"}
    recommendation = {**SMALL["duties"]["recommendation"], "late": "accept"}
    duties = {"recommendation": recommendation, "answer": ANSWER | answer}
    return an_office(
        where,
        a_programme(
            cases={**SMALL["cases"], "pilot": {**pilot, "moves": moves}},
            duties=SMALL["duties"] | duties,
            rounds={"annual_round": SMALL["rounds"]["annual_round"]},
        ),
    )


def applied(office: Office, actor: str = "zhejiang") -> str:
    return perform(office, an_application(actor=actor)).case


def act(office: Office, move: str, case: str, actor: str = "committee", **fields: Any) -> Receipt:
    fields = {"duty": "answer", **fields}
    return perform(office, a_command(move, case, actor=actor, fields=fields, reason="来函"))


def extended(office: Office, case: str, to: str, actor: str = "committee") -> list[str]:
    """The codes of what speaks against a later day; none if it was given."""
    try:
        act(office, "extend-duty", case, actor, to=to)
    except Refused as error:
        return [refusal.code for refusal in error.refusals]
    return []


def test_a_day_that_is_over_at_this_instant_is_no_later_day(tmp_path: Path) -> None:
    office = an_office_that_owes(tmp_path, extension={"by": "committee"})
    case = applied(office)
    set_clock(office, "2026-08-11 00:00:00")
    assert extended(office, case, "2026-08-10") == ["ExtendedIntoPast"]
    assert extended(office, case, "2026-08-11") == []


def test_all_extensions_together_are_counted_from_the_first_day(tmp_path: Path) -> None:
    right = {"by": "committee", "times": 2, "longest": "15日", "in-all": "20日"}
    office = an_office_that_owes(tmp_path, extension=right)
    case = applied(office)
    assert extended(office, case, "2026-08-16") == ["ExtendedTooFar"]
    assert extended(office, case, "2026-08-15") == []
    assert extended(office, case, "2026-08-21") == ["ExtendedTooFarInAll"]
    assert extended(office, case, "2026-08-20") == []


def test_an_extension_may_go_as_far_as_the_file_says_for_the_place(tmp_path: Path) -> None:
    right = {"by": "committee", "longest": "15日", "longest-by": {"浙江": "5日"}}
    office = an_office_that_owes(tmp_path, extension=right)
    here, elsewhere = applied(office), applied(office, "guangdong")
    assert extended(office, here, "2026-08-06") == ["ExtendedTooFar"]
    assert extended(office, here, "2026-08-05") == []
    assert extended(office, elsewhere, "2026-08-16") == ["ExtendedTooFar"]
    assert extended(office, elsewhere, "2026-08-15") == []


def test_whoever_may_only_read_moves_no_day_whatever_the_file_entrusts_to_the_role(
    tmp_path: Path,
) -> None:
    office = an_office_that_owes(tmp_path, extension={"by": ["committee", "auditor"]})
    case = applied(office)
    assert extended(office, case, "2026-08-10", "auditor") == ["MayNotMoveDuty"]


def test_a_pause_that_two_decide_is_ended_by_one(tmp_path: Path) -> None:
    right = {"by": "committee", "for": {"test": "检定"}, "four-eyes": True}
    office = an_office_that_owes(tmp_path, pause=right)
    case = applied(office)
    waiting = act(office, "pause-duty", case, **{"for": "test"}).waiting
    assert waiting is not None
    approve(office, waiting, "committee-2", via=PYTHON)
    # at the very instant of the pause as well
    assert act(office, "resume-duty", case).waiting is None


def test_what_is_resumed_is_what_was_paused(tmp_path: Path) -> None:
    right = {"by": "committee", "for": {"test": "检定"}}
    yearly = {"due": "每年11月底前", "period": "construction", "pause": right}
    office = an_office_that_owes(tmp_path, **yearly)
    case = applied(office)
    act(office, "pause-duty", case, n="2", **{"for": "test"})
    act(office, "resume-duty", case)
    with pytest.raises(Refused, match="DutyNotPaused"):
        act(office, "resume-duty", case)


def test_what_falls_due_every_second_year_stays_if_the_date_it_ran_from_is_emptied(
    tmp_path: Path,
) -> None:
    pilot = copy.deepcopy(SMALL["cases"]["pilot"])
    pilot["form"]["begun"] = {"title": "开工日", "type": "date"}
    pilot["moves"]["amend"] = {
        "title": "更正",
        "from": "applied",
        "to": "applied",
        "by": "province",
        "sets": ["begun"],
    }
    every_second = {"due": "自2026年起隔年12月20日前", "period": "construction"}
    answer = ANSWER | every_second | {"counts-from": {"field": "begun"}}
    programme = a_programme(
        cases=SMALL["cases"] | {"pilot": pilot}, duties=SMALL["duties"] | {"answer": answer}
    )
    office = an_office(tmp_path, programme)
    case = perform(office, an_application(fields={"begun": "2026-05-01"})).case
    owed = "SELECT due_on, status FROM duties WHERE duty = 'answer'"
    assert rows_of(office, owed) == [("2028-12-20", "open")]
    perform(office, a_command("amend", case, fields={"begun": ""}))
    assert rows_of(office, owed) == [("2028-12-20", "open")]
    assert check(office) == []


DUE, LATER = "2026-07-31T16:00:00.000000Z", "2026-08-10T16:00:00.000000Z"
ROW = DutyRow(
    case_code="ZJ-2026-001",
    duty="answer",
    n=1,
    owed_by="province",
    due_on="2026-07-31",
    due_at=DUE,
    status="overdue",
    period=None,
    overdue_at=DUE,
)


@pytest.mark.parametrize(
    ("row", "now", "status"),
    [
        (ROW, "2026-08-10T15:59:59.000000Z", "open"),
        (ROW, LATER, "overdue"),
        (ROW._replace(status="late", settled_at="2026-08-10T15:59:59.000000Z"), LATER, "met"),
        (ROW._replace(status="met", settled_at=LATER), LATER, "late"),
    ],
)
def test_a_duty_stands_by_its_new_day_to_the_instant(row: DutyRow, now: str, status: str) -> None:
    day = NewDuty("answer", 1, "province", "", (), "2026-08-10", LATER, False)
    after = on_another_day(row, "moved", day, instant(now)).after()
    assert (after.status, after.due_at) == (status, LATER)


def test_the_first_day_of_a_duty_stays_known_however_often_it_moves() -> None:
    day = NewDuty("answer", 1, "province", "", (), "2026-08-10", LATER, False)
    once = on_another_day(ROW, "extended", day, instant(DUE)).after()
    assert on_another_day(once, "extended", day, instant(DUE)).after().first_due_on == "2026-07-31"


def test_one_act_settles_what_is_owed_first_also_where_an_extension_has_changed_the_order(
    tmp_path: Path,
) -> None:
    yearly = {"due": "每年11月底前", "period": "construction", "bound-by": "recommend"}
    office = an_office_that_owes(tmp_path, **yearly, extension={"by": "committee"})
    case = applied(office)
    act(office, "extend-duty", case, n="1", to="2029-01-31")
    perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    owed = "SELECT n, status FROM duties WHERE duty = 'answer' ORDER BY n"
    assert rows_of(office, owed) == [(1, "open"), (2, "met")]
