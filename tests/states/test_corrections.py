"""A recorded fact put right: a new entry cites the old one, and lateness follows the right day."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.commands import Command
from states.errors import BadInput, Refused
from states.office import Office
from states.queries.dossiers import Dossier, dossier
from states.queries.histories import as_of, history
from tests.builders import a_command, a_letter, an_application, an_office, at, happened, set_clock

NOW = "2026-07-20 09:00:00"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with closing(an_office(tmp_path, now=NOW)) as made:
        yield made


@pytest.fixture
def either(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    with closing(an_office(fresh_url, now=NOW)) as made:
        yield made


def recommended(office: Office, on: str = "2026-07-02") -> str:
    case = perform(office, an_application(occurrence=happened("2026-06-01"))).case
    perform(office, a_command("recommend", case, occurrence=happened(on)))
    return case


def correction(case: str, on: str, seq: int = 2, move: str = "recommend") -> Command:
    return a_command(move, case, occurrence=happened(on), corrects=seq)


def status_of(shown: Dossier) -> str:
    (duty,) = [duty for duty in shown.duties if duty.duty == "recommendation"]
    return duty.status


def test_the_right_day_decides_lateness_and_the_old_entry_stays(either: Office) -> None:
    case = recommended(either)
    assert status_of(dossier(either, "zhejiang", case)) == "late"
    receipt = perform(either, correction(case, "2026-06-28"))
    assert (receipt.state, receipt.seq) == ("recommended", 3)
    shown = dossier(either, "zhejiang", case)
    assert status_of(shown) == "met"
    assert shown.duties[0].met_at == "2026-06-28T02:00:00.000000Z"
    _, old, new = history(either, "zhejiang", case)
    assert (old.occurred_at, old.corrected_by) == ("2026-07-02T02:00:00.000000Z", 3)
    assert (new.move, new.occurred_at) == ("correct-record", "2026-06-28T02:00:00.000000Z")
    assert new.corrects is not None
    assert (new.corrects["seq"], new.corrects["was"]) == (2, old.occurred_at)
    late = next(flag for flag in shown.flags if flag.code == "TooLate")
    assert late.corrected_by == 3
    assert check(either) == []


def test_a_correction_can_be_put_right_in_its_turn(office: Office) -> None:
    case = recommended(office)
    perform(office, correction(case, "2026-06-28"))
    perform(office, correction(case, "2026-07-03", seq=3))
    shown = dossier(office, "zhejiang", case)
    assert status_of(shown) == "late"
    assert [entry.corrected_by for entry in history(office, "zhejiang", case)] == [None, 4, 4, None]
    assert {step.state: step.on for step in shown.steps}["recommended"] == (
        "2026-07-03T02:00:00.000000Z"
    )
    assert check(office) == []


def test_how_a_case_stood_is_told_by_when_it_really_happened(office: Office) -> None:
    case = recommended(office)
    perform(office, correction(case, "2026-06-28"))
    found = as_of(office, "zhejiang", case, at("2026-06-29 12:00:00"))
    assert found.true is not None
    assert found.true.state == "recommended"
    assert found.known is None
    perform(office, a_command("assign", case, actor="committee"))
    found = as_of(office, "zhejiang", case, at("2026-06-28 12:00:00"))
    assert found.true is not None
    assert found.true.state == "recommended"


def test_what_another_move_had_taken_the_place_of_is_cited(either: Office) -> None:
    case = recommended(either, "2026-06-20")
    wrong = a_command("assign", case, actor="committee", occurrence=happened("2026-07-10"))
    perform(either, wrong)
    right = correction(case, "2026-07-10", seq=3, move="withdraw")
    receipt = perform(either, right)
    assert receipt.state == "withdrawn"
    entry = history(either, "zhejiang", case)[-1]
    assert entry.move == "withdraw"
    assert entry.corrects is not None
    assert (entry.corrects["seq"], entry.corrects["move"]) == (3, "assign")
    assert check(either) == []


def test_values_are_put_right_also_where_the_case_was_decided_here(office: Office) -> None:
    set_clock(office, "2026-07-20 11:00:00")
    case = perform(office, an_application()).case
    fields = {"title": "茶叶标准化示范试点"}
    perform(office, a_command("apply", case, occurrence=happened("2026-07-20"), corrects=1,
                              fields=fields))  # fmt: skip
    assert dossier(office, "zhejiang", case).title == fields["title"]
    assert check(office) == []


def test_what_was_decided_here_keeps_its_time(office: Office) -> None:
    case = perform(office, an_application()).case
    with pytest.raises(BadInput) as caught:
        perform(office, correction(case, "2026-06-28", seq=1, move="apply"))
    assert caught.value.code == "DecidedHere"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"corrects": 9}, "NoSuchEntry"),
        ({"corrects": 2, "occurrence": None}, "NotCorrectable"),
        ({"corrects": 2, "attachments": (a_letter(),)}, "CorrectionPlain"),
        ({"corrects": 2, "occurrence": happened("2027-01-01")}, "InFuture"),
    ],
)
def test_what_cannot_be_a_correction_is_said(
    office: Office, change: dict[str, object], code: str
) -> None:
    case = recommended(office)
    given = {"occurrence": happened("2026-06-28"), "corrects": 2} | change
    with pytest.raises(BadInput) as caught:
        perform(office, a_command("recommend", case, **given))
    assert caught.value.code == code
    assert len(history(office, "zhejiang", case)) == 2


def test_place_and_slot_are_not_put_right(office: Office) -> None:
    case = recommended(office)
    with pytest.raises(BadInput) as caught:
        perform(office, a_command("apply", case, occurrence=happened("2026-06-01"), corrects=1,
                                  fields={"category": "services"}))  # fmt: skip
    assert caught.value.code == "PlaceFixed"


def test_what_followed_from_an_act_is_put_right_with_that_act_only(office: Office) -> None:
    case = recommended(office)
    perform(office, a_command("assign", case, actor="committee"))
    with pytest.raises(BadInput) as caught:
        perform(office, correction(f"{case}-2027", "2026-07-19", seq=1, move="submit"))
    assert caught.value.code == "NotCorrectable"


def test_another_province_cannot_put_it_right(office: Office) -> None:
    case = recommended(office)
    with pytest.raises(BadInput) as caught:
        perform(office, a_command("recommend", case, actor="guangdong", corrects=2,
                                  occurrence=happened("2026-06-28")))  # fmt: skip
    assert caught.value.code == "UnknownCase"
    with pytest.raises(Refused):
        perform(office, a_command("recommend", case, actor="auditor", corrects=2,
                                  occurrence=happened("2026-06-28")))  # fmt: skip


def test_sent_twice_it_is_one_entry(office: Office) -> None:
    case = recommended(office)
    once = correction(case, "2026-06-28")
    assert perform(office, once) == perform(office, once)
    assert len(history(office, "zhejiang", case)) == 3


def test_a_fact_from_before_the_document_is_flagged(office: Office) -> None:
    receipt = perform(office, an_application(occurrence=happened("2026-04-08")))
    assert any("早于文件印发" in flag for flag in receipt.flags)
    receipt = perform(office, an_application(occurrence=happened("2026-04-09")))
    assert not any("早于文件印发" in flag for flag in receipt.flags)
