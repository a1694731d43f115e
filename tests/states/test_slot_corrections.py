"""Quotas follow a correction: what never was takes no slot, what was right keeps its own."""

from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from typing import Any

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.commands import Command, Occurrence, Receipt
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.quotas import quota
from tests.builders import (
    SMALL,
    UNIT,
    a_command,
    a_programme,
    an_application,
    an_office,
    at,
    happened,
)
from tests.programmes.offices import a_unit

NOW = "2026-07-20 09:00:00"
OTHER = a_unit("乙公司", 2)
IN_TIME, TOO_LATE = "2026-06-28", "2026-07-02"


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases; a unit has one slot of its own besides."""
    quotas: Any = deepcopy(SMALL["quotas"])
    quotas["own"] = {"title": "每单位", "per": "unit", "at-most": 1, "clause": "二"}
    cases: Any = deepcopy(SMALL["cases"])
    cases["pilot"]["moves"]["recommend"]["takes"] = ["general", "own"]
    cases["pilot"]["moves"]["withdraw"]["gives-back"]["quotas"] = ["general", "own"]
    programme = a_programme(quotas=quotas, cases=cases)
    with closing(an_office(fresh_url, programme, now=NOW)) as made:
        yield made


def recorded(office: Office, move: str, case: str, on: str, **given: Any) -> Receipt:
    receipt = perform(office, a_command(move, case, occurrence=happened(on), **given))
    assert check(office) == []
    return receipt


def applied(office: Office, unit: str = UNIT) -> str:
    occurrence = Occurrence(at("2026-06-01 10:00:00"), "国家系统")
    command: Command = an_application(occurrence=occurrence, fields={"unit": unit})
    return perform(office, command).case


def recommended(office: Office, unit: str = UNIT) -> str:
    case = applied(office, unit)
    recorded(office, "recommend", case, "2026-06-25")
    return case


def counts(office: Office) -> dict[str, tuple[int, int]]:
    found = quota(office, "committee")
    return {row.bucket: (row.used, row.over) for row in found if row.used or row.over}


def held(office: Office, case: str) -> set[str]:
    return {slot.bucket for slot in dossier(office, "zhejiang", case).holds}


GENERAL = {"general/33", "general/33/agriculture"}


def own(unit: str) -> str:
    return f"own/{unit.split()[1]}"


def test_an_act_that_never_was_takes_no_slot(office: Office) -> None:
    case = recommended(office)
    assert held(office, case) == GENERAL | {own(UNIT)}
    # by then a withdrawal gives nothing back
    recorded(office, "withdraw", case, TOO_LATE, corrects=2, reason="从未推荐")
    assert held(office, case) == set()
    assert counts(office) == {}


def test_a_later_act_by_which_nothing_came_back_keeps_no_slot_of_an_act_that_never_was(
    office: Office,
) -> None:
    case = recommended(office)
    recorded(office, "withdraw", case, TOO_LATE, reason="理由")
    recorded(office, "assign", case, "2026-06-25", actor="committee", corrects=2)
    assert held(office, case) == set()
    assert counts(office) == {}


def test_a_slot_that_a_wrong_withdrawal_gave_back_is_held_again(office: Office) -> None:
    case = recommended(office)
    recorded(office, "withdraw", case, IN_TIME)
    assert counts(office) == {}
    recorded(office, "assign", case, "2026-07-10", actor="committee", corrects=3)
    assert held(office, case) == GENERAL | {own(UNIT)}
    assert counts(office)["general/33"] == (1, 0)
    recorded(office, "withdraw", case, IN_TIME, corrects=4)
    assert counts(office) == {}


def test_a_slot_held_again_beyond_the_cap_is_counted_apart_and_flagged(office: Office) -> None:
    case = recommended(office)
    recorded(office, "withdraw", case, IN_TIME)
    recommended(office, OTHER)
    recommended(office, a_unit("丙公司", 3))
    right = recorded(office, "assign", case, "2026-07-10", actor="committee", corrects=3)
    assert counts(office)["general/33/agriculture"] == (2, 1)
    assert [flag for flag in right.flags if "名额已满 2/2" in flag]


def test_the_right_day_decides_whether_a_slot_comes_back(office: Office) -> None:
    case = recommended(office)
    recorded(office, "withdraw", case, TOO_LATE)
    assert counts(office)["general/33"] == (1, 0)
    recorded(office, "withdraw", case, IN_TIME, corrects=3)
    assert counts(office) == {}
    recorded(office, "withdraw", case, TOO_LATE, corrects=3)
    assert counts(office)["general/33"] == (1, 0)
    recorded(office, "withdraw", case, IN_TIME, corrects=3)
    recorded(office, "assign", case, "2026-07-10", actor="committee", corrects=3)
    assert held(office, case) == GENERAL | {own(UNIT)}


def test_another_unit_takes_its_own_slot(office: Office) -> None:
    case = recommended(office)
    recommended(office, OTHER)
    right = recorded(office, "apply", case, "2026-06-01", corrects=1, fields={"unit": OTHER})
    assert counts(office)[own(OTHER)] == (1, 1)
    assert own(UNIT) not in counts(office)
    assert any("乙公司" in flag and "名额已满" in flag for flag in right.flags)
    recorded(office, "withdraw", case, TOO_LATE, corrects=2, reason="从未推荐")
    assert counts(office)[own(OTHER)] == (1, 0)


def test_the_same_act_on_another_day_keeps_its_slot(office: Office) -> None:
    case = recommended(office)
    before = counts(office)
    recorded(office, "recommend", case, "2026-06-26", corrects=2)
    assert counts(office) == before


def beyond(office: Office, case: str) -> list[int | None]:
    """By which entry each mark of a full quota was put right."""
    flags = dossier(office, "zhejiang", case).flags
    return [flag.corrected_by for flag in flags if flag.code == "QuotaFull"]


def test_what_lies_beyond_a_cap_stays_marked_as_long_as_it_lies_there(office: Office) -> None:
    recommended(office)
    case = recommended(office)
    assert beyond(office, case) == [None]
    recorded(office, "recommend", case, "2026-06-26", corrects=2)
    assert (counts(office)["own/" + UNIT.split()[1]], beyond(office, case)) == ((1, 1), [None])
    recorded(office, "apply", case, "2026-06-01", corrects=1, fields={"unit": OTHER})
    assert counts(office)["own/" + OTHER.split()[1]] == (1, 0)
