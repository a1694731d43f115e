"""An exception is asked from the one rule that is to be passed, and who approves it sees which."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from states.actions import approve
from states.commands import PYTHON, Check
from states.errors import Refused
from states.office import Office
from states.queries.asked import asked_for
from states.queries.dossiers import dossier
from states.queries.inboxes import inbox
from tests.programmes.offices import a_unit, do, office_of, sound

PASSED = {"clean": Check("pass", "", "2026-05-04")}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    county = ("county", {"jurisdiction": "E"})
    made = office_of(tmp_path, "hurdles", accounts={"county": county, "county-2": county})
    yield made
    made.close()


def asked_for_toys(office: Office, notes: str = "") -> str:
    given = {"title": "甲", "field": "toys", "unit": a_unit("甲公司", 1), "graded": "是"}
    given |= {"notes": notes} if notes else {"notes": "无"}
    return do(office, "county", "ask", with_={"kind": "licence"}, **given).case


def permit(office: Office, case: str, *override: str) -> str | None:
    with_ = {"files": ("photo",), "checks": PASSED, "reason": "示范", "override": override}
    return do(office, "county", "permit", case, with_=with_, size="5", expires="2027-05-01").waiting


def refused(office: Office, case: str, *override: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        permit(office, case, *override)
    return [one.remedy() for one in caught.value.refusals]


def test_a_refusal_names_the_one_rule_from_which_an_exception_may_be_asked(office: Office) -> None:
    first, second = refused(office, asked_for_toys(office, "存疑"))
    assert "--override condition:1 --reason" in first
    assert "--override condition:2 --reason" in second


def test_naming_one_rule_passes_no_other(office: Office) -> None:
    case = asked_for_toys(office, "存疑")
    assert len(refused(office, case, "condition:1")) == 2
    assert permit(office, case, "condition:1", "condition:2")


def test_a_rule_that_fails_only_later_is_not_passed_with_the_one_named(office: Office) -> None:
    case = asked_for_toys(office)
    request = permit(office, case, "condition:1")
    assert request is not None
    do(office, "county", "fill", case, notes="存疑")
    with pytest.raises(Refused) as caught:
        approve(office, request, "county-2", via=PYTHON)
    assert [one.rule for one in caught.value.refusals] == ["condition:1", "condition:2"]
    do(office, "county", "fill", case, notes="查清")
    assert approve(office, request, "county-2", via=PYTHON).state == "held"
    assert sound(office)


def test_the_bare_name_still_asks_for_all_of_that_name(office: Office) -> None:
    request = permit(office, asked_for_toys(office, "存疑"), "condition")
    assert request is not None
    assert approve(office, request, "county-2", via=PYTHON).state == "held"
    assert sound(office)


def test_who_approves_sees_what_is_let_pass_and_nothing_else(office: Office) -> None:
    case = asked_for_toys(office)
    request = permit(office, case, "condition:1")
    (found,) = asked_for(office, "county-2")
    (shown,) = dossier(office, "county-2", case).requests
    items = [i for g in inbox(office, "county-2").groups for i in g.items if i.request]
    assert found.request == request
    assert found.kinds == ("condition:1",)
    assert found.lifts == shown.lifts == items[0].lifts == ("只许可食品（第五条）",)
    (english,) = asked_for(office, "county-2", lang="en")
    assert english.lifts[0].endswith("(clause 五)")
