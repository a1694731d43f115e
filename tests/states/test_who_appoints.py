"""Who may give and take accounts: whoever acts for the whole programme; below that only those of
one's own role and those that only read, so that no place appoints who reviews it."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from states.accounts import close_account, grant_role
from states.commands import PYTHON
from states.errors import Refused
from states.office import Office
from tests.builders import SMALL, a_programme, an_office

REVIEWER = {"title": "市级复审", "scope": "jurisdiction"}
READER = {"title": "监察", "scope": "jurisdiction", "read-only": True}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    roles: Any = deepcopy(SMALL["roles"])
    made = an_office(tmp_path, a_programme(roles=roles | {"city": REVIEWER, "reader": READER}))
    yield made
    made.close()


def give(office: Office, account: str, role: str, by: str) -> None:
    reach = {"jurisdiction": "浙江", "via": PYTHON, "is_new": True}
    grant_role(office, account, account, role=role, by=by, **reach)  # type: ignore[arg-type]


def test_a_place_gives_its_own_role_and_those_that_only_read(office: Office) -> None:
    give(office, "colleague", "province", "zhejiang")
    give(office, "auditor-zj", "reader", "zhejiang")
    close_account(office, "colleague", by="zhejiang", via=PYTHON)


def test_a_place_does_not_appoint_who_reviews_it(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        give(office, "puppet", "city", "zhejiang")
    assert [refusal.code for refusal in caught.value.refusals] == ["MayNotGrant"]
    assert "同一角色" in caught.value.refusals[0].message()


def test_a_place_does_not_close_the_account_of_who_reviews_it(office: Office) -> None:
    give(office, "reviewer", "city", "committee")
    with pytest.raises(Refused):
        close_account(office, "reviewer", by="zhejiang", via=PYTHON)
    close_account(office, "reviewer", by="committee", via=PYTHON)
