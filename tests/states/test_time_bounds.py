"""What the time of an act says of it, to the instant: the first that is early no more, and the
first that is too late."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from config.case_types import Move
from states.compiled import Compiled
from states.decisions.consequences import blank
from states.decisions.own_duties import settled_as
from states.decisions.slots import returns
from states.decisions.timing import not_lapsed, overdue, too_old, window_of
from states.facts import Account, DutyRow, Facts
from states.history import stamp
from tests.builders import SMALL, a_command, a_programme, at, happened

MOMENT = timedelta(microseconds=1)
JULY = at("2026-07-01 00:00:00")
REFUSING = {**SMALL["duties"]["recommendation"], "late": "refuse", "early": "refuse"}
COMPILED = Compiled(a_programme(duties=SMALL["duties"] | {"recommendation": REFUSING}), 1, "")
ROW = DutyRow(
    case_code="ZJ-2026-001",
    duty="recommendation",
    n=1,
    owed_by="province",
    due_on="2026-06-30",
    due_at=stamp(JULY),
    status="open",
    period=None,
)


def a_move(**declared: Any) -> Move:
    """A move of a pilot that the file declares otherwise."""
    recommend = SMALL["cases"]["pilot"]["moves"]["recommend"]
    plain = {key: value for key, value in recommend.items() if key != "until"}
    pilot = SMALL["cases"]["pilot"]
    moves = pilot["moves"] | {"recommend": plain | declared}
    cases = SMALL["cases"] | {"pilot": pilot | {"moves": moves}}
    return a_programme(cases=cases).cases["pilot"].moves["recommend"]


def facts(*rows: DutyRow) -> Facts:
    case = blank(COMPILED, "pilot", None, stamp(JULY))
    return Facts(case, Account("zhejiang", "浙江", ()), JULY, duties=list(rows))


def about_duty(row: DutyRow, counts: datetime) -> list[str]:
    known = facts(row)
    assert known.case is not None
    command, move = a_command("recommend"), a_move()
    found = overdue(COMPILED, known, known.case, command, move, counts)
    return [refusal.code for refusal in found]


@pytest.mark.parametrize(
    ("declared", "before", "then"),
    [
        ({"opens": "2026-07-01"}, ["TooEarly"], []),
        ({"on": "2026-07-01"}, ["TooEarly"], []),
        ({"after": "2026年6月30日前"}, ["TooEarly"], []),
        ({"until": "2026年6月30日前"}, [], ["TooLate"]),
    ],
)
def test_a_window_of_the_file_begins_and_ends_with_the_instant(
    declared: dict[str, Any], before: list[str], then: list[str]
) -> None:
    move = a_move(**declared)
    for counts, codes in ((JULY - MOMENT, before), (JULY, then)):
        assert [refusal.code for refusal in window_of(COMPILED, move, counts)] == codes


def test_a_limit_that_refuses_does_so_from_its_instant() -> None:
    assert about_duty(ROW, JULY - MOMENT) == []
    assert about_duty(ROW, JULY) == ["TooLate"]


def test_a_duty_may_be_done_from_the_instant_at_which_its_window_opens() -> None:
    window = ROW._replace(opens_at=stamp(JULY), due_on="2026-07-31", due_at=None)
    assert about_duty(window, JULY - MOMENT) == ["DutyTooEarly"]
    assert about_duty(window, JULY) == []


@pytest.mark.parametrize(
    ("row", "counts", "codes"),
    [
        (ROW, JULY - MOMENT, ["NotLapsed"]),
        (ROW, JULY, []),
        (ROW._replace(status="overdue"), JULY, []),
        (ROW._replace(status="met"), JULY, ["NotLapsed"]),
    ],
)
def test_a_duty_lapses_with_its_instant_and_only_while_it_is_owed(
    row: DutyRow, counts: datetime, codes: list[str]
) -> None:
    move = a_move(**{"lapse-of": "recommendation"})
    found = not_lapsed(COMPILED, facts(row), move, counts)
    assert [refusal.code for refusal in found] == codes


@pytest.mark.parametrize(("on", "codes"), [("2026-04-08", ["BeforeProgramme"]), ("2026-04-09", [])])
def test_a_fact_of_the_day_of_the_document_is_none_from_before_it(
    on: str, codes: list[str]
) -> None:
    command = a_command("recommend", occurrence=happened(on))
    assert [refusal.code for refusal in too_old(COMPILED, command)] == codes


def test_what_arrives_at_the_instant_of_the_limit_is_late_and_brings_nothing_back() -> None:
    assert [settled_as(ROW, stamp(when)) for when in (JULY - MOMENT, JULY)] == ["met", "late"]
    withdraw = COMPILED.kind("pilot").moves["withdraw"]
    assert [returns(COMPILED, withdraw, when) for when in (JULY - MOMENT, JULY)] == [True, False]
