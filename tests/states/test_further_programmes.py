"""A further programme in the same database: who may start it, and who gives its first roles."""

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
from states.errors import Refused
from states.office import Office
from states.setup import activate
from tests.builders import SMALL, a_programme, an_application, an_office


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


def test_who_started_it_gives_its_first_roles_until_somebody_leads_it(office: Office) -> None:
    assert activate(office, next_year(), "next.yaml", actor="committee") == 1
    with pytest.raises(Refused):
        given(office, "zhejiang", "province", "zhejiang", jurisdiction="33")
    given(office, "zhejiang", "province", "committee", jurisdiction="33")
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
