"""A place or a field that the programme does not list is refused where the file says nothing of it:
nobody could act on such a case, and no quota would count it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from states.commands import Occurrence
from states.errors import Refused
from states.office import Office
from states.queries.lists import CaseFilter, list_cases
from tests.builders import at
from tests.programmes.offices import a_unit, do, office_of, sound

UNIT = a_unit("甲公司", 1)
GIVEN = {"title": "项目", "unit": UNIT, "申报日": "2026-05-04", "评选年": "2026"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    held = {"jia": ("县局", {"jurisdiction": "甲"}), "shi": ("市局", {})}
    made = office_of(tmp_path, "county-award", accounts=held)
    yield made
    made.close()


def told(office: Office, **fields: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        do(office, "jia", "申报", **GIVEN | fields, with_={"kind": "奖项"})
    return [refusal.message() for refusal in caught.value.refusals if refusal.code != "NotYours"]


def test_a_field_that_is_not_listed_is_refused_and_those_that_are_named(office: Office) -> None:
    assert told(office, 县="甲", 领域="农业") == ["“农业”不是所列领域；可选：产品、服务（第二条）"]
    assert list_cases(office, "shi", CaseFilter(kind="奖项")).rows == ()


def test_a_place_that_is_not_listed_is_refused(office: Office) -> None:
    said = "“丁县”不是所列的地区或推荐机关（所列 3 个）（第二条）"
    assert told(office, 县="丁县", 领域="产品") == [said]


def test_what_happened_elsewhere_is_recorded_and_flagged(office: Office) -> None:
    elsewhere = Occurrence(at("2026-03-02 09:00:00"), system="旧系统")
    given = {**GIVEN, "县": "甲", "领域": "农业"}
    more = {"kind": "奖项", "occurrence": elsewhere}
    receipt = do(office, "jia", "申报", **given, with_=more)
    assert any("不是所列领域" in flag for flag in receipt.flags)
    assert sound(office)
