"""A refusal that rests on another case of the unit names it only to those who may see it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from states.errors import Refused
from states.history import as_text
from states.office import Office
from tests.programmes.offices import a_unit, do, office_of, sound

UNIT = a_unit("甲合作社", 1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_of(
        tmp_path,
        "honours",
        accounts={
            "east": ("district", {"jurisdiction": "E"}),
            "west": ("district", {"jurisdiction": "W"}),
            "city": ("city", {}),
        },
    )
    yield made
    made.close()


def propose(office: Office, actor: str, **given: Any) -> str:
    new: dict[str, Any] = {"title": "集体", "unit": UNIT, "with_": {"kind": "group"}}
    return do(office, actor, "propose", **new, **given).case


def against(office: Office, actor: str, case: str) -> Refused:
    with pytest.raises(Refused) as caught:
        do(office, actor, "report", case)
    return caught.value


def test_a_twin_of_ones_own_place_is_named(office: Office) -> None:
    other, mine = propose(office, "east"), propose(office, "east")
    refused = against(office, "east", mine)
    assert f"甲合作社 另有在办事项：{other}（第一条）" in refused.message()
    assert refused.refusals[0].as_json()["parameters"]["others"] == other


def test_a_twin_of_another_place_is_told_of_and_not_named(office: Office) -> None:
    theirs, mine = propose(office, "west"), propose(office, "east")
    refused = against(office, "east", mine)
    assert [refusal.code for refusal in refused.refusals] == ["UnitTwice"]
    assert "甲合作社 另有在办事项：另一范围的一件" in refused.message()
    assert "one of another scope, not named here" in refused.message("en")
    assert theirs not in as_text(refused.as_json())
    assert sound(office)


def test_who_sees_all_names_no_case_of_another_place_where_this_place_reads_it(
    office: Office,
) -> None:
    theirs, mine = propose(office, "west"), propose(office, "east")
    assert theirs not in as_text(against(office, "city", mine).as_json())


def test_an_earlier_outcome_elsewhere_is_told_by_day_and_state_alone(office: Office) -> None:
    theirs = propose(office, "west")
    do(office, "city", "revoke", theirs, banned_until="2027-12-31")
    (outcome, banned) = against(office, "east", propose(office, "east")).refusals
    assert outcome.message() == (
        "甲合作社 的往期事项 另一范围的一件（此处不写编号） 于 2026-05-04 已是“已撤销”（第二条）"
    )
    assert "2027-12-31" in banned.message()
    assert theirs not in as_text([outcome.as_json(), banned.as_json()])
    assert theirs in against(office, "west", propose(office, "west")).message()
