"""Look-back on earlier outcomes and bans, of this programme and others, for every joint unit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.loader import check as check_file
from states.errors import UnknownCase
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.lists import CaseFilter, list_cases
from tests.builders import set_clock
from tests.programmes.offices import FOLDER, a_unit, do, office_of, refusals, sound
from tests.stores import fresh_url as fresh_url

LEAD, SECOND, THIRD, FOURTH = (a_unit("甲乙丙丁"[n] + "研究院", n) for n in range(4))
EARLIER = {"programme": "centres-2023", "kind": "centre"}


def code(unit: str) -> str:
    return unit.split()[1]


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    units = {
        name: ("unit", {"unit": code(unit)})
        for name, unit in zip(("lead", "second", "third"), (LEAD, SECOND, THIRD), strict=True)
    }
    made = office_of(
        fresh_url,
        "bases",
        "centres",
        accounts={
            **units,
            "bureau": ("bureau", {}),
            "old-bureau": ("bureau", {"programme": "centres-2023"}),
        },
        now="2024-05-04 09:00:00",
    )
    yield made
    made.close()


def actor_of(unit: str) -> str:
    return "lead" if unit == LEAD else "second"


def apply(office: Office, unit: str = LEAD, **given: Any) -> str:
    given = {"title": "基地", "unit": unit, "with_": {"kind": "base"}, **given}
    return do(office, actor_of(unit), "apply", **given).case


def against(office: Office, unit: str = LEAD, **given: Any) -> list[str]:
    given = {"title": "基地", "unit": unit, "with_": {"kind": "base"}, **given}
    return refusals(office, actor_of(unit), "apply", **given)


def earlier_failure(office: Office, unit: str, **fields: str) -> None:
    found = do(office, "old-bureau", "found", title="中心", unit=unit, with_=dict(EARLIER))
    do(office, "old-bureau", "fail", found.case, **fields)


def test_a_failure_in_another_programme_bars_a_unit_for_three_years(office: Office) -> None:
    earlier_failure(office, LEAD)
    set_clock(office, "2027-05-04 23:59:59")
    assert against(office) == ["EarlierOutcome"]
    set_clock(office, "2027-05-05 00:00:00")
    assert apply(office) == "JD-2026-001"
    assert sound(office)


def test_a_joint_unit_that_failed_bars_the_whole_application(office: Office) -> None:
    earlier_failure(office, SECOND)
    assert against(office, partners=[SECOND]) == ["EarlierOutcome"]


def test_a_joint_unit_of_a_failed_case_is_found_again(office: Office) -> None:
    case = apply(office, partners=[SECOND, THIRD])
    do(office, "bureau", "begin", case)
    do(office, "bureau", "fail", case, with_={"reason": "未达标"})
    assert against(office, SECOND) == ["EarlierOutcome"]
    assert sound(office)


def test_a_ban_holds_until_its_day_is_over_whichever_programme_set_it(office: Office) -> None:
    earlier_failure(office, LEAD, banned_until="2029-12-31")
    set_clock(office, "2029-12-31 23:00:00")
    assert against(office) == ["Banned"]
    set_clock(office, "2030-01-01 00:00:00")
    assert apply(office)


def test_a_unit_without_a_code_is_known_by_its_name(office: Office) -> None:
    earlier_failure(office, " 甲研究院 ".strip())
    assert against(office) == ["EarlierOutcome"]


def test_a_unit_that_leaves_out_its_code_is_told_so(office: Office) -> None:
    assert against(office, LEAD.split()[0]) == ["UnitUntold", "UnitMissing"]


def test_joint_units_are_counted_and_listed_once(office: Office) -> None:
    partners = [SECOND, THIRD, FOURTH]
    assert against(office, partners=partners) == ["JointUnitsMany"]
    assert against(office, partners=[LEAD]) == ["JointUnitTwice"]
    assert against(office, partners=["无代码协会"]) == ["JointUnitWithoutCode"]


def test_a_joint_unit_counts_where_a_unit_may_have_one_case_only(office: Office) -> None:
    apply(office, partners=[SECOND])
    assert against(office, SECOND) == ["UnitTwice"]


def test_a_joint_unit_sees_the_case_and_acts_on_what_hangs_on_it(office: Office) -> None:
    case = apply(office, partners=[SECOND])
    do(office, "bureau", "begin", case)
    assert [
        row.code for row in list_cases(office, "second", CaseFilter(programme="bases-2026")).rows
    ] == [case]
    with pytest.raises(UnknownCase):
        dossier(office, "third", case)
    report = f"{case}-1"
    with pytest.raises(UnknownCase):
        do(office, "third", "send", report)
    assert do(office, "second", "send", report).state == "sent"
    assert sound(office)


def test_names_of_this_programme_are_checked_with_their_line(tmp_path: Path) -> None:
    text = (FOLDER / "bases.yaml").read_text("utf-8")
    text = text.replace("programmes: any, states: failed", "states: faild")
    programme, problems = check_file(
        text.replace(
            "field: banned-until, programmes: [bases-2026, centres-2023]", "field: baned-until"
        )
    )
    assert programme is None
    said = {(p.line, p.code, p.suggestion) for p in problems}
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "no-earlier-outcome" in row)
    assert said == {(line, "unknown-name", "failed"), (line + 1, "unknown-name", "banned-until")}
