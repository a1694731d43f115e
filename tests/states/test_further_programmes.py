"""A further programme or version in the same database: who may start it, who gives its first roles,
and what it must leave room for."""

from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from typing import Any

import pytest

from config.programme import Programme
from states.accounts import grant_role
from states.actions import perform
from states.audits.oracle import check
from states.commands import PYTHON
from states.errors import BadInput, Refused
from states.office import Office
from states.setup import activate
from tests.builders import SMALL, a_command, a_letter, a_programme, an_application, an_office


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    with closing(an_office(fresh_url)) as made:
        yield made


def next_year() -> Programme:
    """The same programme for another year."""
    cases: Any = deepcopy(SMALL["cases"])
    cases["pilot"]["code"] = "N{jurisdiction}-2027-{number:03}"
    cases["summary"]["code"] = "{parent}-S{period}"
    return a_programme(programme="small-2027", title="下一年的小方案", cases=cases)


def given(office: Office, account: str, role: str, by: str, **reach: Any) -> None:
    """Give an account a role in the further programme."""
    more: Any = {"via": PYTHON, "is_new": False, "programme": "small-2027", **reach}
    grant_role(office, account, "", role=role, by=by, **more)


@pytest.mark.parametrize("account", ["zhejiang", "auditor"])
def test_only_who_acts_for_a_whole_programme_starts_a_further_one(
    office: Office, account: str
) -> None:
    for dry_run in (True, False):
        with pytest.raises(Refused) as refused:
            activate(office, next_year(), "next.yaml", actor=account, dry_run=dry_run)
        (refusal,) = refused.value.refusals
        assert refusal.code == "MayNotActivate"
    with office.store.read() as tx:
        assert "small-2027" not in office.versions(tx)


def test_no_programme_takes_the_code_of_a_case_for_its_name(office: Office) -> None:
    further = next_year().model_dump(by_alias=True)
    further["cases"]["pilot"]["code"] = "small-{number}"
    activate(office, Programme.model_validate(further), "next.yaml", actor="committee")
    given(office, "zhejiang", "province", "committee", jurisdiction="33")
    assert perform(office, an_application(programme="small-2027")).case == "small-1"
    with pytest.raises(BadInput) as caught:
        activate(office, a_programme(programme="small-1", title="同名"), "", actor="committee")
    assert caught.value.code == "ProgrammeNameTaken"
    assert check(office) == []


def test_who_started_it_gives_its_first_roles_until_somebody_leads_it(office: Office) -> None:
    assert activate(office, next_year(), "next.yaml", actor="committee") == 1
    with pytest.raises(Refused):
        given(office, "zhejiang", "province", "zhejiang", jurisdiction="33")
    given(office, "zhejiang", "province", "committee", jurisdiction="33")
    assert check(office) == []
    given(office, "committee", "committee", "committee")
    receipt = perform(office, an_application(programme="small-2027"))
    assert receipt.case.startswith("N")
    assert check(office) == []
    given(office, "guangdong", "province", "committee", jurisdiction="44")


def test_once_it_is_led_the_others_keep_out(office: Office) -> None:
    activate(office, next_year(), "next.yaml", actor="committee")
    given(office, "zhejiang", "committee", "committee")
    with pytest.raises(Refused) as refused:
        given(office, "committee", "committee", "committee")
    assert refused.value.refusals[0].code == "MayNotGrant"
    given(office, "committee", "committee", "zhejiang")
    assert check(office) == []


def test_a_version_whose_caps_lie_below_what_is_used_is_refused_for_each_of_them(
    office: Office,
) -> None:
    quotas: Any = deepcopy(SMALL["quotas"])
    quotas["general"] |= {"at-most": 1, "each-at-most": 0}
    for _ in range(2):
        case = perform(office, an_application()).case
        perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    with pytest.raises(Refused) as caught:
        activate(office, a_programme(quotas=quotas), "narrow.yaml", actor="committee")
    assert [refusal.message() for refusal in caught.value.refusals] == [
        "浙江 · 一般领域 新的上限 1 低于已用的 2（第二条）",
        "浙江 · 农业农村 新的上限 0 低于已用的 2（第二条）",
    ]
    quotas["general"] |= {"at-most": 2, "each-at-most": 2}
    assert activate(office, a_programme(quotas=quotas), "fit.yaml", actor="committee") == 2
    assert check(office) == []
