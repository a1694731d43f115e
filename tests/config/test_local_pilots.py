"""Local pilots: a mid-term check and an acceptance, which national ones forbid."""

from pathlib import Path

import pytest

from config.loader import load_shipped
from states.audits.oracle import check
from states.errors import Refused
from states.queries import overdue
from tests.config.worlds import World

UNIT = "东区示范农场 91330000142916567N"


def a_world(where: Path, **settings: str) -> World:
    programme = load_shipped("local-pilots", settings) if settings else load_shipped("local-pilots")
    return World(
        where,
        programme,
        "2026-03-02 09:00:00",
        east=("district", "E"),
        city=("city", None),
        city2=("city", None),
    )


def building(world: World, **fields: str) -> str:
    given = {"title": "茶叶试点", "jurisdiction": "E", "category": "agriculture", "unit": UNIT}
    code = world.do("east", "apply", kind="pilot", fields=given, files=["application"]).case
    world.do("city", "select", code, passed="selection")
    days = {"starts-on": "2026-04-01", "ends-on": "2026-10-31", **fields}
    world.do("city", "start", code, fields=days, files=["task-book"])
    return code


def awaiting(world: World) -> str:
    code = building(world)
    world.do("east", "apply-for-acceptance", code, files=["self-report", "summary"])
    return code


def test_a_pilot_goes_through_its_check_and_its_acceptance(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = building(world)
    world.do("city", "check-midway", code, files=["mid-term"])
    world.do("east", "apply-for-acceptance", code, files=["self-report", "summary"])
    world.do("city", "accept", code, passed="acceptance", files=["acceptance", "proof"])
    world.do("city", "follow-up", code, reason="回访，经验已推广")
    assert world.state("city", code) == "followed-up"
    assert check(world.office) == []


def test_an_acceptance_without_its_questions_answered_is_refused(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = awaiting(world)
    with pytest.raises(Refused):
        world.do("city", "accept", code, files=["acceptance", "proof"])


def test_one_that_fails_is_put_right_and_tried_again(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = awaiting(world)
    world.do("city", "fail", code, fields={"rectify-by": "2026-12-15"}, reason="任务未完成")
    assert world.duty("city", code, "rectification").due_on == "2026-12-15"
    world.do("city", "rectified", code)
    world.do("east", "apply-for-acceptance", code)
    assert world.state("city", code) == "awaiting"


@pytest.mark.parametrize(
    ("at", "status"), [("2026-10-31 23:59:59", "met"), ("2026-11-01 00:00:00", "late")]
)
def test_the_last_day_of_the_task_book_is_the_last_to_apply_in_time(
    tmp_path: Path, at: str, status: str
) -> None:
    world = a_world(tmp_path)
    code = building(world)
    world.clock(at)
    world.do("east", "apply-for-acceptance", code, files=["self-report", "summary"])
    assert world.duty("city", code, "acceptance-application").status == status


def test_the_city_extends_once_and_not_alone(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = building(world)
    wanted = {"duty": "acceptance-application", "to": "2027-03-31", "order": "市标延1号"}
    asked = world.do("city", "extend-duty", code, fields=wanted, reason="设备未到")
    world.agreed(asked, "city2")
    assert world.duty("city", code, "acceptance-application").due_on == "2027-03-31"
    again = wanted | {"to": "2027-06-30", "order": "市标延2号"}
    with pytest.raises(Refused):
        world.do("city", "extend-duty", code, fields=again, reason="仍未到")
    assert check(world.office) == []


def test_by_default_one_that_does_not_apply_is_overdue_and_stays(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = building(world)
    world.clock("2026-11-01 00:00:00")
    assert world.state("city", code) == "building"
    assert {row.case for row in overdue(world.office, "city").rows} == {code}


def test_read_as_elsewhere_it_ends_without_an_acceptance(tmp_path: Path) -> None:
    world = a_world(tmp_path, unapplied="lapse")
    code = building(world)
    world.clock("2026-10-31 23:59:59")
    assert world.state("city", code) == "building"
    world.clock("2026-11-01 00:00:00")
    assert world.state("city", code) == "not-organised"
    assert check(world.office) == []


def test_the_day_of_the_mid_term_check_is_the_task_books_or_none(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    assert world.duty("city", building(world), "mid-term").due_on is None
    (tmp_path / "dated").mkdir()
    dated = a_world(tmp_path / "dated")
    code = building(dated, **{"mid-on": "2026-07-15"})
    assert dated.duty("city", code, "mid-term").due_on == "2026-07-15"


def test_nobody_revokes_alone(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = awaiting(world)
    asked = world.do("city", "revoke", code, reason="弄虚作假")
    with pytest.raises(Refused):
        world.agreed(asked, "city")
    world.agreed(asked, "city2")
    assert world.state("city", code) == "revoked"
