"""Complaints: working days, two tracks, and the decree of the day on which a letter arrived."""

from pathlib import Path

import pytest

from config.loader import load_shipped
from states.audits.oracle import check
from states.errors import Refused
from states.queries import cases, dossier, overdue
from states.queries.lists import CaseFilter
from states.setup import activate
from tests.config.worlds import World

PEOPLE = {
    "desk": ("desk", "E"),
    "desk2": ("desk", "E"),
    "chief": ("head", "E"),
    "superior": ("superior", None),
}
RECEIVED = "2026-03-02"
"""A Monday; the seventh working day after it is Wednesday 11 March."""


def a_world(where: Path, name: str = "complaints-decree-20", now: str = RECEIVED) -> World:
    return World(where, load_shipped(name), f"{now} 09:00:00", **PEOPLE)


def a_letter(world: World, received: str = RECEIVED) -> str:
    given = {"title": "童车不合格", "jurisdiction": "E", "received-on": received}
    return world.do("desk", "receive", kind="letter", fields=given).case


def a_complaint(world: World, received: str = RECEIVED) -> str:
    letter = a_letter(world, received)
    world.do("desk", "take-complaint", letter)
    return f"{letter}-T1"


def a_mediation(world: World, received: str = RECEIVED) -> str:
    code = a_complaint(world, received)
    world.do("desk", "accept", code, files=["notice"])
    return code


def test_a_letter_with_both_is_divided_into_two_tracks(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    letter = a_letter(world)
    world.do("desk", "take-both", letter)
    states = {c.kind: c.state for c in dossier(world.office, "desk", letter).children}
    assert states == {"complaint": "awaiting", "report": "checking"}
    assert check(world.office) == []


@pytest.mark.parametrize(
    ("at", "status"), [("2026-03-11 23:59:59", "met"), ("2026-03-12 00:00:00", "late")]
)
def test_acceptance_is_decided_within_seven_working_days_of_receipt(
    tmp_path: Path, at: str, status: str
) -> None:
    world = a_world(tmp_path)
    code = a_complaint(world)
    assert world.duty("desk", code, "acceptance").due_on == "2026-03-11"
    world.clock(at)
    world.do("desk", "accept", code, files=["notice"])
    assert world.duty("desk", code, "acceptance").status == status
    assert check(world.office) == []


def test_the_seven_days_count_from_receipt_and_not_from_the_day_of_dividing(
    tmp_path: Path,
) -> None:
    world = a_world(tmp_path)
    letter = a_letter(world)
    world.clock("2026-03-09 09:00:00")
    world.do("desk", "take-complaint", letter)
    assert world.duty("desk", f"{letter}-T1", "acceptance").due_on == "2026-03-11"


def test_mediation_ends_by_itself_after_forty_five_working_days(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = a_mediation(world)
    due = world.duty("desk", code, "mediation").due_on
    assert due == "2026-05-08"
    world.clock(f"{due} 23:59:59")
    assert world.state("desk", code) == "mediating"
    world.clock("2026-05-09 00:00:00")
    assert world.state("desk", code) == "ended"
    assert check(world.office) == []


def on_duty(world: World, who: str, act: str, case: str, duty: str, **given: str) -> None:
    reason = given.pop("reason", "办案需要")
    world.do(who, f"{act}-duty", case, fields={"duty": duty, **given}, reason=reason)


def test_the_time_of_an_appraisal_does_not_count(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = a_mediation(world)
    world.clock("2026-03-09 09:00:00")
    on_duty(world, "desk", "pause", code, "mediation", **{"for": "testing"})
    assert world.duty("desk", code, "mediation").due_on is None
    world.clock("2026-06-01 09:00:00")
    assert world.state("desk", code) == "mediating"
    on_duty(world, "desk", "resume", code, "mediation")
    # five of the forty-five were used up; forty more after 1 June, without 19 June
    assert world.duty("desk", code, "mediation").due_on == "2026-07-28"
    world.clock("2026-07-28 23:59:59")
    assert world.state("desk", code) == "mediating"
    world.clock("2026-07-29 00:00:00")
    assert world.state("desk", code) == "ended"
    assert check(world.office) == []


def test_mediation_stops_for_nothing_else(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = a_mediation(world)
    with pytest.raises(Refused):
        on_duty(world, "desk", "pause", code, "mediation", **{"for": "holiday"})


def a_clue(world: World) -> str:
    given = {"what": "无标生产"}
    code = world.do("desk", "find", kind="clue", parent=a_mediation(world), fields=given).case
    assert world.duty("desk", code, "clue").due_on == "2026-03-23"
    return code


def test_a_clue_is_extended_once_by_at_most_fifteen_working_days(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = a_clue(world)
    with pytest.raises(Refused):
        on_duty(world, "chief", "extend", code, "clue", to="2026-04-15", order="延1号")
    on_duty(world, "chief", "extend", code, "clue", to="2026-04-14", order="延1号")
    assert world.duty("desk", code, "clue").due_on == "2026-04-14"
    with pytest.raises(Refused):
        on_duty(world, "chief", "extend", code, "clue", to="2026-04-20", order="延2号")
    assert check(world.office) == []


def test_only_the_head_extends_it_and_with_a_document(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = a_clue(world)
    with pytest.raises(Refused):
        on_duty(world, "desk", "extend", code, "clue", to="2026-04-10", order="延1号")
    with pytest.raises(Refused):
        on_duty(world, "chief", "extend", code, "clue", to="2026-04-10")


def test_the_end_is_told_within_seven_working_days(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = a_mediation(world)
    world.do("desk", "end", code, fields={"ended-because": "no-agreement"})
    assert world.duty("desk", code, "end-notice").due_on == "2026-03-11"
    world.clock("2026-03-12 00:00:00")
    assert "end-notice" in {row.duty for row in overdue(world.office, "desk").rows}


def test_a_known_reporter_is_told_within_five_working_days(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    letter = a_letter(world)
    world.do("desk", "take-report", letter)
    decided = {"outcome": "filed", "real-name": "yes"}
    world.do("desk", "decide", f"{letter}-J1", fields=decided, reason="有违法事实")
    assert world.duty("desk", f"{letter}-J1", "informing").due_on == "2026-03-09"
    with pytest.raises(Refused):
        world.do("desk", "file-away", f"{letter}-J1")


def test_an_anonymous_reporter_need_not_be_told(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    letter = a_letter(world)
    world.do("desk", "take-report", letter)
    decided = {"outcome": "not-filed", "real-name": "no"}
    world.do("desk", "decide", f"{letter}-J1", fields=decided, reason="证据不足")
    owed = {duty.duty for duty in dossier(world.office, "desk", f"{letter}-J1").duties}
    assert owed == {"checking"}
    world.do("desk", "file-away", f"{letter}-J1")
    assert world.state("desk", f"{letter}-J1") == "filed-away"


def test_a_dispute_of_competence_goes_up_after_seven_working_days(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    given = {"other": "西区市场监管局"}
    code = world.do("desk", "raise", kind="dispute", parent=a_letter(world), fields=given).case
    assert world.duty("desk", code, "competence").due_on == "2026-03-11"
    world.do("desk", "refer", code, reason="协商不成")
    world.do("superior", "designate", code, fields={"outcome": "东区"})
    assert world.state("desk", code) == "designated"


def test_a_letter_from_the_future_is_refused(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    with pytest.raises(Refused):
        a_letter(world, "2026-03-03")


def both_decrees(where: Path) -> World:
    world = a_world(where, now="2026-04-14")
    activate(world.office, load_shipped("complaints"), "complaints.yaml", actor="superior")
    world.clock("2026-04-16 09:00:00")
    return world


@pytest.mark.parametrize(("received", "version"), [("2026-04-14", 1), ("2026-04-15", 2)])
def test_the_day_received_chooses_the_decree(tmp_path: Path, received: str, version: int) -> None:
    world = both_decrees(tmp_path)
    code = a_letter(world, received)
    (row,) = [r for r in cases(world.office, "desk", CaseFilter()).rows if r.code == code]
    assert row.programme_version == version


def test_a_child_stays_under_the_decree_of_its_letter(tmp_path: Path) -> None:
    world = both_decrees(tmp_path)
    old, new = a_mediation(world, "2026-04-14"), a_mediation(world, "2026-04-15")
    assert not world.duty("desk", old, "mediation").unverified
    assert world.duty("desk", new, "mediation").unverified
    assert check(world.office) == []


def test_under_the_new_decree_mediation_never_ends_by_itself(tmp_path: Path) -> None:
    world = a_world(tmp_path, "complaints", "2026-04-15")
    code = a_mediation(world, "2026-04-15")
    mediation = world.duty("desk", code, "mediation")
    assert (mediation.due_at, mediation.unverified) == (None, True)
    world.clock("2026-12-01 09:00:00")
    assert world.state("desk", code) == "mediating"
    assert "mediation" not in {row.duty for row in overdue(world.office, "desk").rows}


def test_under_the_new_decree_acceptance_is_still_bound_by_the_consumer_law(
    tmp_path: Path,
) -> None:
    world = a_world(tmp_path, "complaints", "2026-04-15")
    code = a_complaint(world, "2026-04-15")
    acceptance = world.duty("desk", code, "acceptance")
    assert (acceptance.due_on, acceptance.clause) == ("2026-04-24", ("消保法46",))
    world.clock("2026-04-25 00:00:00")
    assert "acceptance" in {row.duty for row in overdue(world.office, "desk").rows}
