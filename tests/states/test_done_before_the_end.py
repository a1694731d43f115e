"""What had been done before an end that waived it, and is recorded after that, counts as done as of
its own day."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from config.programme import Programme
from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.office import Office
from states.queries.answers import Duty
from states.queries.dossiers import dossier
from states.queries.histories import as_of, history
from tests.builders import a_command, an_office, at, set_clock
from tests.wrong_acts import a_lapsing_programme, assigned, recommended, recorded


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    programme = a_lapsing_programme()
    with closing(an_office(fresh_url, programme, now="2026-07-20 09:00:00")) as made:
        yield made


def stopped(office: Office) -> str:
    case = assigned(office)
    recorded(office, "stop", case, "2026-07-12")
    return case


def the(office: Office, case: str, duty: str) -> Duty:
    (found,) = [d for d in dossier(office, "committee", case).duties
                if d.duty == duty and d.case == case]  # fmt: skip
    return found


def how(office: Office, case: str, duty: str) -> tuple[str, str]:
    found = the(office, case, duty)
    return found.status, str(found.met_at)[:10]


def test_what_a_child_had_done_before_its_parent_ended_is_done(office: Office) -> None:
    child = f"{stopped(office)}-2027"
    assert the(office, child, "summary").status == "waived"
    receipt = recorded(office, "submit", child, "2026-07-11")
    assert how(office, child, "summary") == ("met", "2026-07-11")
    assert [(one["duty"], one["how"]) for one in receipt.duties] == [("summary", "done-before")]
    entries = history(office, "zhejiang", child)
    assert [entry.move for entry in entries] == ["open", "follow-parent", "submit"]
    assert "CaseEnded" in [flag["code"] for flag in entries[-1].flags]
    assert "办结以前已经办了" in entries[-1].changes[0]["says"]
    assert dossier(office, "zhejiang", child).waiting == ()
    sweep(office)
    assert check(office) == []


def test_it_is_late_by_its_own_day(office: Office) -> None:
    case = assigned(office)
    recorded(office, "plan", case, "2026-07-12")
    set_clock(office, "2028-03-01 09:00:00")
    sweep(office)
    recorded(office, "stop", case, "2028-02-10")
    child = f"{case}-2027"
    recorded(office, "submit", child, "2028-01-05")
    found = the(office, child, "summary")
    assert (found.status, found.lapsed, str(found.met_at)[:10]) == ("late", False, "2028-01-05")


@pytest.mark.parametrize("on", ["2026-07-12", "2026-07-14"])
def test_what_was_done_on_the_day_of_the_end_or_later_leaves_it_waived(
    office: Office, on: str
) -> None:
    child = f"{stopped(office)}-2027"
    recorded(office, "submit", child, on)
    assert the(office, child, "summary").status == "waived"


def test_what_was_done_on_the_case_itself_before_people_ended_it_is_done(office: Office) -> None:
    case = stopped(office)
    assert recorded(office, "plan", case, "2026-07-11").state == "stopped"
    assert how(office, case, "plan") == ("met", "2026-07-11")
    assert dossier(office, "zhejiang", case).waiting == ()


def test_what_would_have_lapsed_before_the_end_was_not_done(office: Office) -> None:
    case = assigned(office)
    set_clock(office, "2026-08-25 09:00:00")
    recorded(office, "stop", case, "2026-08-20")
    recorded(office, "plan", case, "2026-08-12")
    assert the(office, case, "plan").status == "waived"


def test_what_was_done_after_the_limit_of_the_clock_leaves_it_waived(office: Office) -> None:
    case = assigned(office)
    set_clock(office, "2026-08-15 09:00:00")
    sweep(office)
    assert recorded(office, "plan", case, "2026-08-12").state == "expired"
    assert the(office, case, "plan").lapsed


@pytest.mark.parametrize("order", [("plan", "stop"), ("stop", "plan")])
def test_what_arose_only_after_its_day_is_done_too_as_on_a_case_that_goes_on(
    office: Office, order: tuple[str, str]
) -> None:
    case = recommended(office)
    days = {"assign": "2026-06-25", "plan": "2026-07-03", "stop": "2026-07-15"}
    recorded(office, "assign", case, days["assign"])
    recorded(office, "stop", case, "2026-07-05")
    recorded(office, "assign", case, "2026-07-10")
    for move in order:
        recorded(office, move, case, days[move])
    plans = [duty for duty in dossier(office, "committee", case).duties if duty.duty == "plan"]
    assert [(duty.status, str(duty.met_at)[:10]) for duty in plans] == 2 * [("met", days["plan"])]


def test_it_follows_every_correction(office: Office) -> None:
    child = f"{stopped(office)}-2027"
    recorded(office, "submit", child, "2026-07-14")
    recorded(office, "submit", child, "2026-07-11", corrects=3)
    assert how(office, child, "summary") == ("met", "2026-07-11")
    recorded(office, "submit", child, "2026-07-14", corrects=3)
    assert how(office, child, "summary") == ("waived", "2026-07-12")
    recorded(office, "submit", child, "2026-07-11", corrects=3)
    recorded(office, "refuse", child, "2026-07-11", corrects=3)
    assert how(office, child, "summary") == ("waived", "2026-07-12")
    recorded(office, "submit", child, "2026-07-11", corrects=7)
    assert how(office, child, "summary") == ("met", "2026-07-11")


def test_it_stays_done_where_the_end_is_none_any_more(office: Office) -> None:
    case = stopped(office)
    child = f"{case}-2027"
    recorded(office, "submit", child, "2026-07-11")
    recorded(office, "plan", case, "2026-07-11")
    recorded(office, "assign", case, "2026-07-15")
    assert how(office, child, "summary") == ("met", "2026-07-11")
    assert the(office, f"{case}-2028", "summary").status == "open"
    with pytest.raises(Exception, match="OutOfTurn"):
        perform(office, a_command("submit", child))


def test_as_of_a_day_before_the_end_it_was_done(office: Office) -> None:
    child = f"{stopped(office)}-2027"
    recorded(office, "submit", child, "2026-07-11")
    then = as_of(office, "zhejiang", child, at("2026-07-12 00:00:00"))
    assert then.true is not None
    assert [duty.status for duty in then.true.duties] == ["met"]


LATER = (
    ("2026-07-14", ("waived", "2026-07-12")),
    ("2026-07-12", ("met", "2026-07-12")),
    ("2026-07-13", ("waived", "2026-07-12")),
    ("2026-07-10", ("met", "2026-07-10")),
    ("2026-07-15", ("waived", "2026-07-12")),
)
"""To which day an act before an end is put right, and what then became of its duty."""


def test_what_proves_to_be_of_a_later_day_than_the_end_was_not_done(office: Office) -> None:
    case = assigned(office)
    recorded(office, "plan", case, "2026-07-11")
    recorded(office, "stop", case, "2026-07-12")
    for on, found in LATER:
        recorded(office, "plan", case, on, corrects=4)
        assert how(office, case, "plan") == found
    sweep(office)
    assert check(office) == []


def test_so_it_is_on_a_child_that_ended_with_its_parent(fresh_url: str) -> None:
    declared: Any = a_lapsing_programme().model_dump(mode="json", by_alias=True)
    checking = {"title": "审核", "case": "summary", "opened": "submit", "by": "province"}
    declared["duties"]["checking"] = {**checking, "due": "收到之日起60日内", "bound-by": "check"}
    programme = Programme.model_validate(declared)
    with closing(an_office(fresh_url, programme, now="2026-07-20 09:00:00")) as office:
        case = assigned(office)
        child = f"{case}-2027"
        recorded(office, "submit", child, "2026-07-11")
        recorded(office, "stop", case, "2026-07-12")
        assert history(office, "zhejiang", child)[-1].move == "follow-parent"
        for on, found in LATER:
            recorded(office, "submit", child, on, corrects=2)
            assert how(office, child, "summary") == found


def test_once_the_end_is_none_it_was_done_on_its_later_day(office: Office) -> None:
    case = assigned(office)
    recorded(office, "plan", case, "2026-07-11")
    recorded(office, "stop", case, "2026-07-12")
    recorded(office, "plan", case, "2026-07-14", corrects=4)
    recorded(office, "visit", case, "2026-07-12", corrects=5)
    assert how(office, case, "plan") == ("met", "2026-07-14")
    recorded(office, "stop", case, "2026-07-12", corrects=5)
    assert how(office, case, "plan") == ("waived", "2026-07-12")


def test_an_end_that_rests_on_an_act_is_no_end_before_it(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    recorded(office, "submit", child, "2026-07-11")
    recorded(office, "forward", child, "2026-07-12")
    assert dossier(office, "zhejiang", child).end == "normal"
    recorded(office, "submit", child, "2026-07-13", corrects=2)
    assert how(office, child, "summary") == ("met", "2026-07-13")
    codes = [flag["code"] for flag in history(office, "zhejiang", child)[-1].flags]
    assert codes == ["AfterLaterMove"]
