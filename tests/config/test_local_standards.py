"""Local standards: the limits of law that differ by place, and the loop of reviews."""

from pathlib import Path

import pytest

from config.loader import load_shipped
from states.audits.oracle import check
from states.errors import Refused
from states.queries import overdue
from tests.config.worlds import World

SHANGHAI, SHANDONG, SHANXI, ZHEJIANG = "31", "37", "14", "33"
PLACES = {"sh": SHANGHAI, "sd": SHANDONG, "sx": SHANXI, "zj": ZHEJIANG}
DATES = {
    "number": "DB 1/T 1-2026",
    "published-on": "2026-03-10",
    "effective-on": "2026-04-01",
    "cycle-starts": "2026-03-10",
}
ENDS = {"sh": "2029-03-10", "sd": "2031-03-10", "sx": "2031-03-10", "zj": "2031-03-10"}


def a_world(where: Path) -> World:
    people: dict[str, tuple[str, str | None]] = {}
    for name, place in PLACES.items():
        people[name] = people[f"{name}2"] = ("authority", place)
        people[f"{name}-sector"] = ("department", place)
    people["national"] = ("national", None)
    return World(where, load_shipped("local-standards"), "2026-01-05 09:00:00", **people)


def examined(world: World, who: str, level: str = "province") -> str:
    """A standard that has passed its examination in March 2026."""
    given = {"title": "茶叶种植规程", "jurisdiction": PLACES[who], "level": level}
    code = world.do(who, "propose", kind="standard", fields=given).case
    world.do(who, "plan", code, passed="proposal")
    world.do(who, "consult", code, fields={"consult-until": "2026-02-10"}, files=["draft"])
    world.clock("2026-03-10 09:00:00")
    world.do(who, "examine", code, passed="examination", files=["for-approval"])
    return code


def published(world: World, who: str, level: str = "province", **fields: str) -> str:
    code = examined(world, who, level)
    if who == "sd":
        world.do(who, "announce", code)
    move = "publish-city" if level == "city" else "publish"
    given = DATES | {"cycle-ends": ENDS[who], **fields}
    world.do(who, move, code, fields=given, files=["text"])
    return code


def in_force(world: World, who: str) -> str:
    code = published(world, who)
    world.do(who, "file", code, fields={"filing-number": "1-2026"})
    return code


@pytest.mark.parametrize(
    ("who", "last", "after"),
    [
        ("sh", "2029-03-10 23:59:59", "2029-03-11 00:00:00"),
        ("zj", "2031-03-10 23:59:59", "2031-03-11 00:00:00"),
    ],
    ids=["Shanghai within three years", "elsewhere within five"],
)
def test_the_review_is_in_time_on_the_last_day_of_the_cycle_and_late_on_the_next(
    tmp_path: Path, who: str, last: str, after: str
) -> None:
    for at, status in ((last, "met"), (after, "late")):
        (tmp_path / status).mkdir()
        world = a_world(tmp_path / status)
        code = in_force(world, who)
        assert world.duty(who, code, "review").due_on == last[:10]
        world.do(who, "open-review", code)
        world.clock(at)
        world.do(who, "revise", code, files=["review-report"])
        assert world.duty(who, code, "review").status == status
        assert check(world.office) == []


def test_a_review_not_done_is_overdue_the_day_after(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = in_force(world, "sh")
    world.clock("2029-03-10 23:59:59")
    assert "review" not in {row.duty for row in overdue(world.office, "sh").rows}
    world.clock("2029-03-11 00:00:00")
    assert (code, "review") in {(r.case, r.duty) for r in overdue(world.office, "sh").rows}


def test_the_five_years_may_be_read_as_shown_only_but_not_the_three_of_shanghai() -> None:
    programme = load_shipped("local-standards", {"five-years": "shown"})
    review = programme.duties["review"]
    assert review.due.rule.kind == "none"
    assert [limit.phrase for limit in review.due_by.values()] == ["3年内"]


def test_shanghai_takes_no_cycle_beyond_three_years(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    with pytest.raises(Refused) as refused:
        published(world, "sh", **{"cycle-ends": "2029-03-11"})
    assert [r.clause for r in refused.value.refusals] == [("上海条例23",)]
    assert world.state("sh", "DB-SH-0001") == "examined"


def test_elsewhere_a_cycle_beyond_five_years_needs_a_reason_and_a_second_person(
    tmp_path: Path,
) -> None:
    world = a_world(tmp_path)
    code = examined(world, "zj")
    given = {"fields": DATES | {"cycle-ends": "2031-03-11"}, "files": ["text"]}
    with pytest.raises(Refused):
        world.do("zj", "publish", code, **given)
    asked = world.do("zj", "publish", code, **given, reason="基础方法标准", override=("condition",))
    world.agreed(asked, "zj2")
    assert world.state("zj", code) == "published"


@pytest.mark.parametrize(
    ("at", "status"), [("2028-09-10 23:59:59", "met"), ("2028-09-11 00:00:00", "late")]
)
def test_shanghai_proposes_a_review_at_the_latest_six_months_before_the_end(
    tmp_path: Path, at: str, status: str
) -> None:
    world = a_world(tmp_path)
    code = in_force(world, "sh")
    world.clock(at)
    world.do("sh-sector", "propose-review", code)
    assert world.duty("sh", code, "review-proposal").status == status


def test_shanxi_proposes_it_within_the_last_six_months(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = in_force(world, "sx")
    proposal = world.duty("sx", code, "review-proposal")
    assert (proposal.due_on, proposal.phrase) == ("2031-03-10", "届满前6个月内")


def test_elsewhere_nobody_is_late_with_a_proposal(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    assert world.duty("zj", in_force(world, "zj"), "review-proposal").due_on is None


@pytest.mark.parametrize(
    ("at", "status"), [("2026-04-09 23:59:59", "met"), ("2026-04-10 00:00:00", "late")]
)
def test_a_city_of_shandong_reports_within_thirty_days(
    tmp_path: Path, at: str, status: str
) -> None:
    world = a_world(tmp_path)
    code = published(world, "sd", "city")
    world.clock(at)
    world.do("sd", "report-to-province", code)
    assert world.duty("sd", code, "report-to-province").status == status
    assert check(world.office) == []


def test_a_city_elsewhere_has_no_day_to_report_by(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    assert world.duty("zj", published(world, "zj", "city"), "report-to-province").due_on is None


def test_shandong_announces_before_it_publishes(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = examined(world, "sd")
    with pytest.raises(Refused):
        given = DATES | {"cycle-ends": "2031-03-10"}
        world.do("sd", "publish", code, fields=given, files=["text"])
    assert world.state("sd", code) == "examined"


def test_filing_is_shown_as_unverified_and_never_late(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = published(world, "zj")
    filing = world.duty("zj", code, "filing")
    assert (filing.due_on, filing.due_at, filing.unverified) == ("2026-05-09", None, True)
    world.clock("2026-08-01 09:00:00")
    assert "filing" not in {row.duty for row in overdue(world.office, "zj").rows}
    world.do("zj", "file", code, fields={"filing-number": "2-2026"})
    assert world.duty("zj", code, "filing").status == "met"
    assert check(world.office) == []


def test_the_consultation_is_marked_unverified_although_it_has_no_day(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    given = {"title": "规程", "jurisdiction": ZHEJIANG, "level": "province"}
    code = world.do("zj", "propose", kind="standard", fields=given).case
    world.do("zj", "plan", code, passed="proposal")
    world.do("zj", "consult", code, fields={"consult-until": "2026-02-10"}, files=["draft"])
    consultation = world.duty("zj", code, "consultation")
    assert (consultation.due_on, consultation.unverified) == (None, True)


def test_no_examination_before_the_comments_are_in(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    given = {"title": "规程", "jurisdiction": ZHEJIANG, "level": "province"}
    code = world.do("zj", "propose", kind="standard", fields=given).case
    world.do("zj", "plan", code, passed="proposal")
    world.do("zj", "consult", code, fields={"consult-until": "2026-02-10"}, files=["draft"])
    world.clock("2026-02-10 23:59:59")
    with pytest.raises(Refused):
        world.do("zj", "examine", code, passed="examination", files=["for-approval"])
    world.clock("2026-02-11 00:00:00")
    world.do("zj", "examine", code, passed="examination", files=["for-approval"])
    assert world.state("zj", code) == "examined"


def test_a_standard_that_is_continued_gets_a_new_cycle(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = in_force(world, "sh")
    world.clock("2028-08-01 09:00:00")
    world.do("sh-sector", "propose-review", code)
    cycle = {"cycle-starts": "2028-08-01", "cycle-ends": "2031-08-01"}
    world.do("sh", "continue", code, fields=cycle, files=["review-report"])
    assert world.state("sh", code) == "in-force"
    review = world.duty("sh", code, "review")
    assert (review.status, review.due_on) == ("open", "2031-08-01")
    assert world.duty("sh", code, "review-proposal").due_on == "2031-02-01"
    assert check(world.office) == []


@pytest.mark.parametrize(("move", "state"), [("revise", "revising"), ("abolish", "abolished")])
def test_a_review_may_also_revise_or_abolish(tmp_path: Path, move: str, state: str) -> None:
    world = a_world(tmp_path)
    code = in_force(world, "zj")
    world.do("zj", "open-review", code)
    world.do("zj", move, code, files=["review-report"], reason="已不适用")
    assert world.state("zj", code) == state


def test_a_refused_correction_annuls_the_standard(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = in_force(world, "zj")
    given = {"fault": "review", "order": "国标委函1号", "fix-by": "2026-06-30"}
    order = world.do("national", "order", kind="correction", parent=code, fields=given).case
    assert world.duty("zj", order, "correction").due_on == "2026-06-30"
    world.do("national", "annul", order, reason="逾期未改")
    assert world.state("zj", code) == "annulled"
    assert check(world.office) == []
