"""A recorded fact that says that the life of an ended case went on opens it again."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.errors import Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.histories import history
from tests.builders import a_command, an_application, an_office, happened
from tests.wrong_acts import a_longer_programme, recorded


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    with closing(an_office(fresh_url, a_longer_programme(), now="2026-07-20 09:00:00")) as made:
        yield made


def withdrawn(office: Office) -> str:
    case = perform(office, an_application(occurrence=happened("2026-06-01"))).case
    recorded(office, "recommend", case, "2026-06-25")
    recorded(office, "withdraw", case, "2026-06-26")
    return case


def test_a_fact_that_leads_on_opens_the_case_again_with_what_it_owes(office: Office) -> None:
    case = withdrawn(office)
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("visit", case))
    receipt = recorded(office, "assign", case, "2026-07-10")
    assert receipt.next
    flag = history(office, "zhejiang", case)[-1].flags[0]
    assert flag["code"] == "CaseReopened"
    found = dossier(office, "zhejiang", case)
    assert [d.duty for d in found.duties if d.is_unsettled and d.case == case] == ["plan"]
    assert found.waiting
    assert perform(office, a_command("plan", case)).state == "assigned"
    sweep(office)
    assert check(office) == []


def test_a_fact_that_leads_nowhere_leaves_it_ended_and_owes_nothing(office: Office) -> None:
    case = withdrawn(office)
    recorded(office, "visit", case, "2026-07-10")
    found = dossier(office, "zhejiang", case)
    assert not any(duty.is_unsettled for duty in found.duties)
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("visit", case))


def test_a_child_that_ended_with_its_parent_stays_ended_and_owes_nothing(office: Office) -> None:
    case = perform(office, an_application(occurrence=happened("2026-06-01"))).case
    recorded(office, "recommend", case, "2026-06-25")
    recorded(office, "assign", case, "2026-07-10")
    recorded(office, "stop", case, "2026-07-12")
    child = f"{case}-2027"
    recorded(office, "submit", child, "2026-07-11")
    assert not any(d.is_unsettled for d in dossier(office, "zhejiang", child).duties)
    with pytest.raises(Refused, match="CaseEnded"):
        perform(office, a_command("return", child, reason="理由"))
    sweep(office)
    assert check(office) == []
