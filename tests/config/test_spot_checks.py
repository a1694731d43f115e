"""Spot checks: the limit is the document's, and each violation has its own consequence."""

from pathlib import Path

import pytest

from config.loader import load_shipped
from states.audits.oracle import check
from states.errors import Refused
from tests.config.worlds import World

UNIT = "甲市示范公司 91330000142916567N"
CONSEQUENCES = {
    "not-public": ("publish-38", "published-38"),
    "content": ("abolish-39", "abolished-39"),
    "not-numbered": ("revoke-number-42", "number-revoked-42"),
}


def a_world(where: Path, **settings: str) -> World:
    programme = load_shipped("spot-checks", settings) if settings else load_shipped("spot-checks")
    return World(
        where,
        programme,
        "2026-03-02 09:00:00",
        bureau=("bureau", "A"),
        bureau2=("bureau", "A"),
        other=("bureau", "B"),
        province=("province", None),
    )


def drawn(world: World) -> str:
    """A plan whose draw two people have witnessed."""
    given = {"title": "上半年抽查", "jurisdiction": "A"}
    plan = world.do("bureau", "draft", kind="plan", fields=given).case
    world.agreed(world.do("bureau", "approve", plan), "bureau2")
    sample = {"pool": "300", "sample": "15", "method": "当场摇号"}
    world.agreed(world.do("bureau", "draw", plan, fields=sample, files=["draw"]), "bureau2")
    return plan


def taken(world: World) -> str:
    given = {"title": "Q/A 1-2026", "target": "enterprise", "unit": UNIT, "from-where": "draw"}
    return world.do("bureau", "take", kind="check", parent=drawn(world), fields=given).case


def ordered(world: World, violation: str = "not-public", by: str = "2026-04-15") -> str:
    code = taken(world)
    found = {"violation": violation}
    world.do("bureau", "find", code, fields=found, files=["findings"], reason="检查发现")
    order = {"order-number": "责改1号", "correct-by": by}
    world.do("bureau", "order", code, fields=order, files=["order"])
    return code


def run_out(world: World, violation: str) -> str:
    code = ordered(world, violation)
    world.clock("2026-04-16 00:00:00")
    return code


def test_a_standard_that_conforms_ends_the_check(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = taken(world)
    world.do("bureau", "pass", code, passed="conformity", files=["findings"])
    assert world.state("bureau", code) == "conforming"


def test_nothing_is_checked_before_the_draw(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    given = {"title": "上半年抽查", "jurisdiction": "A"}
    plan = world.do("bureau", "draft", kind="plan", fields=given).case
    target = {"title": "Q/A 1-2026", "target": "enterprise", "unit": UNIT, "from-where": "draw"}
    with pytest.raises(Refused):
        world.do("bureau", "take", kind="check", parent=plan, fields=target)


def test_the_order_sets_the_limit_and_not_one_in_the_past(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = ordered(world)
    assert world.duty("bureau", code, "correction").due_on == "2026-04-15"
    (tmp_path / "past").mkdir()
    with pytest.raises(Refused):
        ordered(a_world(tmp_path / "past"), by="2026-03-01")


def test_a_correction_on_the_last_day_is_checked_again_and_closed(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = ordered(world)
    world.clock("2026-04-15 23:59:59")
    assert world.state("bureau", code) == "ordered"
    world.do("bureau", "correct", code, files=["correction"])
    assert world.duty("bureau", code, "correction").status == "met"
    world.agreed(world.do("bureau", "close", code), "bureau2")
    assert world.state("bureau", code) == "closed"
    assert check(world.office) == []


def test_the_next_instant_it_has_run_out_and_can_no_longer_be_corrected(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = run_out(world, "not-public")
    assert world.state("bureau", code) == "overdue"
    with pytest.raises(Refused):
        world.do("bureau", "correct", code, files=["correction"])
    assert check(world.office) == []


def test_a_late_correction_may_be_read_as_still_worth_a_second_look(tmp_path: Path) -> None:
    world = a_world(tmp_path, **{"late-correction": "recheck"})
    code = run_out(world, "not-public")
    world.do("bureau", "correct-late", code, files=["correction"], reason="逾期三日改正")
    assert world.state("bureau", code) == "corrected"


@pytest.mark.parametrize("violation", CONSEQUENCES)
def test_each_violation_has_its_own_consequence_and_no_other(
    tmp_path: Path, violation: str
) -> None:
    world = a_world(tmp_path)
    code = run_out(world, violation)
    right, state = CONSEQUENCES[violation]
    for move, _ in CONSEQUENCES.values():
        if move != right:
            with pytest.raises(Refused):
                world.do("province", move, code, files=["decision"])
    world.do("province", right, code, files=["decision"])
    assert world.state("province", code) == state
    assert check(world.office) == []


@pytest.mark.parametrize("violation", ["content", "not-numbered"])
def test_only_the_province_or_above_abolishes_or_revokes(tmp_path: Path, violation: str) -> None:
    world = a_world(tmp_path)
    code = run_out(world, violation)
    with pytest.raises(Refused) as refused:
        world.do("bureau", CONSEQUENCES[violation][0], code, files=["decision"])
    assert [r.code for r in refused.value.refusals] == ["NotYours"]


def test_the_bureau_itself_publishes_what_was_not_public(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = run_out(world, "not-public")
    world.do("bureau", "publish-38", code, files=["decision"])
    assert world.state("bureau", code) == "published-38"


def test_a_monopoly_is_handed_over_and_nothing_else_is(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    code = taken(world)
    world.do(
        "bureau",
        "find",
        code,
        fields={"violation": "content"},
        files=["findings"],
        reason="限定交易",
    )
    world.do("bureau", "hand-over", code, reason="涉嫌垄断协议")
    assert world.state("bureau", code) == "handed-over"
    (tmp_path / "other").mkdir()
    other = a_world(tmp_path / "other")
    code = taken(other)
    found = {"violation": "not-numbered"}
    other.do("bureau", "find", code, fields=found, files=["findings"], reason="没有编号")
    with pytest.raises(Refused):
        other.do("bureau", "hand-over", code, reason="移送")


def test_nobody_draws_alone(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    given = {"title": "上半年抽查", "jurisdiction": "A"}
    plan = world.do("bureau", "draft", kind="plan", fields=given).case
    world.agreed(world.do("bureau", "approve", plan), "bureau2")
    sample = {"pool": "300", "sample": "15", "method": "当场摇号"}
    asked = world.do("bureau", "draw", plan, fields=sample, files=["draw"])
    with pytest.raises(Refused):
        world.agreed(asked, "bureau")
    assert world.state("bureau", plan) == "approved"
