"""Rounds: opened and closed once, batches released by name, refusals kept."""

from pathlib import Path

import pytest

from states.actions import perform
from states.errors import BadInput, Refused
from states.history import from_text
from states.office import Office
from states.sweeps.rounds import Release, run_round
from tests.builders import (
    SMALL,
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    at,
    set_clock,
)
from tests.stores import rows_of


def with_release(**round_keys: object) -> dict[str, object]:
    assignment = {
        "title": "下达",
        "case": "pilot",
        "lists": ["recommended"],
        "releases": ["assign"],
        **round_keys,
    }
    return {**SMALL["rounds"], "assignment_round": assignment}


def two_recommended(office: object) -> tuple[str, ...]:
    cases = tuple(perform(office, an_application()).case for _ in range(2))  # type: ignore[arg-type]
    for case in cases:
        perform(office, a_command("recommend", case, attachments=(a_letter(),)))  # type: ignore[arg-type]
    return cases


def test_a_partial_batch_is_refused_and_kept_where_all_must_go_together(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_programme(rounds=with_release(together=True)))
    cases = two_recommended(office)
    with pytest.raises(Refused) as caught:
        run_round(
            office,
            "assignment_round",
            release=Release("committee", "assign", cases[:1], "文号", "batch"),
        )
    assert caught.value.refusals[0].parameters["left"] == [cases[1]]
    with office.store.read() as tx:
        kept = tx.driver.execute("SELECT move, reasons FROM refusals").fetchall()
    assert [(row[0], "NotTogether" in row[1]) for row in kept] == [("assign", True)]
    whole = Release("committee", "assign", cases, "文号", "batch-2")
    report = run_round(office, "assignment_round", release=whole)
    assert report.released == list(cases)


def test_a_released_move_that_needs_a_second_person_waits(tmp_path: Path) -> None:
    cases = {**SMALL["cases"]}
    moves = {**cases["pilot"]["moves"]}
    moves["assign"] = {**moves["assign"], "four-eyes": True}
    cases["pilot"] = {**cases["pilot"], "moves": moves}
    office = an_office(tmp_path, a_programme(cases=cases, rounds=with_release()))
    codes = two_recommended(office)
    report = run_round(
        office, "assignment_round", release=Release("committee", "assign", codes, "文号", "batch")
    )
    assert (report.released, report.waiting) == ([], [f"batch/{code}" for code in codes])


def test_an_unknown_round_and_a_future_instant_are_bad_input(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    with pytest.raises(BadInput) as caught:
        run_round(office, "review_round")
    assert caught.value.code == "UnknownRound"
    with pytest.raises(BadInput) as caught:
        run_round(office, "annual_round", as_of=at("2027-01-01 00:00:00"))
    assert caught.value.code == "AsOfInFuture"


def entered(office: Office) -> list[tuple[str, str]]:
    """What the programme's own history says of its rounds."""
    found = rows_of(office, "SELECT move, effects FROM history ORDER BY id")
    events = [(move, from_text(effects)) for move, effects in found if move.endswith("-round")]
    return [(move, effects["event"]["round"]) for move, effects in events]


def test_each_round_opens_and_closes_once_however_often_it_runs(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    for _ in range(2):
        assert run_round(office, "recommendation_round").status == "open"
        assert run_round(office, "annual_round").status == "open"
    set_clock(office, "2026-06-30 23:59:59")
    assert run_round(office, "recommendation_round").status == "open"
    set_clock(office, "2026-07-01 00:00:00")
    for is_first in (True, False):
        report = run_round(office, "recommendation_round")
        assert (report.status, report.closed_now) == ("closed", is_first)
    assert entered(office) == [
        ("open-round", "recommendation_round"),
        ("open-round", "annual_round"),
        ("close-round", "recommendation_round"),
    ]


def test_a_round_waits_until_the_very_instant_of_its_day(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_programme(rounds=with_release(opens="2026-07-01")))
    set_clock(office, "2026-06-30 23:59:59")
    assert run_round(office, "assignment_round").status == "waiting"
    assert entered(office) == []
    set_clock(office, "2026-07-01 00:00:00")
    assert run_round(office, "assignment_round").status == "open"


def test_a_round_releases_only_the_moves_that_are_its_own(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_programme(rounds=with_release()))
    cases = two_recommended(office)
    batch = Release("committee", "stop", cases, "文号", "batch")
    with pytest.raises(BadInput) as caught:
        run_round(office, "assignment_round", release=batch)
    assert caught.value.code == "UnknownMove"


def test_a_case_that_is_none_does_not_hold_back_the_others(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_programme(rounds=with_release()))
    case, _ = two_recommended(office)
    batch = Release("committee", "assign", (case, "ZJ-2026-999"), "文号", "batch")
    report = run_round(office, "assignment_round", release=batch)
    assert report.released == [case]
    refused = [(one["case"], one["refused"][0]["code"]) for one in report.refused]
    assert refused == [("ZJ-2026-999", "UnknownCase")]
