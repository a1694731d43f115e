"""What was done on another case of the family while a wrong entry stood is said with the
correction, if it could not have been done by the right one."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from config.programme import Programme
from states.actions import perform
from states.duties import sweep
from states.office import Office
from states.queries.histories import history
from tests.builders import a_command, an_office, set_clock
from tests.wrong_acts import a_longer_programme, assigned, recorded


def a_programme_that_looks_around() -> Programme:
    """The longer programme, in which a pilot is honoured for a submitted summary, and a summary is
    forwarded only while its pilot is reporting."""
    declared: Any = a_longer_programme().model_dump(mode="json", by_alias=True)
    pilot, summary = (declared["cases"][kind]["moves"] for kind in ("pilot", "summary"))
    pilot["begin"] = {
        "title": "开工", "from": "assigned", "to": "reporting", "by": "committee", "clause": "四",
    }  # fmt: skip
    pilot["honour"] = {
        **pilot["begin"], "title": "表扬", "to": "same", "from": ["assigned", "reporting"],
        "kind": "guidance",
        "guards": [{"child-in": {"with": {"kind": "summary", "states": ["submitted"]}}}],
    }  # fmt: skip
    summary["forward"]["guards"] = [{"parent-in": {"with": {"states": ["reporting"]}}}]
    return Programme.model_validate(declared)


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    programme = a_programme_that_looks_around()
    with closing(an_office(fresh_url, programme, now="2026-07-20 09:00:00")) as made:
        yield made


def out_of_step(office: Office, case: str) -> list[str]:
    """What the last entry of a case says of acts that are out of step with it."""
    flags = history(office, "zhejiang", case)[-1].flags
    return [str(flag["message"]) for flag in flags if flag["code"] == "OutOfStep"]


def test_an_act_that_rested_on_the_wrong_state_of_a_child_is_named(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    recorded(office, "submit", child, "2026-07-11")
    perform(office, a_command("honour", case, actor="committee"))
    recorded(office, "return", child, "2026-07-11", corrects=2)
    (said,) = out_of_step(office, child)
    assert said == f"按现在所知的经过，{case} 第 4 条“表扬”当时不能办，请核对（第四条）"
    recorded(office, "submit", child, "2026-07-11", corrects=3)
    assert out_of_step(office, child) == []


def test_an_act_that_rested_on_the_wrong_state_of_the_parent_is_named(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    recorded(office, "begin", case, "2026-07-11", actor="committee")
    recorded(office, "submit", child, "2026-07-12")
    perform(office, a_command("forward", child))
    recorded(office, "visit", case, "2026-07-11", corrects=4)
    assert [said for said in out_of_step(office, case) if "报送" in said]


def test_an_act_below_a_case_that_had_been_stopped_is_named(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2028"
    recorded(office, "visit", case, "2026-07-11")
    recorded(office, "submit", child, "2026-07-10")
    perform(office, a_command("return", child, reason="补正"))
    recorded(office, "stop", case, "2026-07-11", corrects=4)
    (said,) = out_of_step(office, case)
    assert "第 3 条“退回”" in said


def test_a_later_act_on_the_case_itself_that_started_from_the_wrong_state_is_named_once(
    office: Office,
) -> None:
    case = assigned(office)
    recorded(office, "begin", case, "2026-07-12", actor="committee")
    recorded(office, "visit", case, "2026-06-25", corrects=2)
    (said,) = out_of_step(office, case)
    assert said == f"按现在所知的经过，{case} 第 3 条“下达”当时不能办，请核对（第三条）"
    recorded(office, "honour", case, "2026-07-12", corrects=4, actor="committee")
    assert out_of_step(office, case) == []


def test_what_could_have_been_done_all_the_same_is_not_named(office: Office) -> None:
    case = assigned(office)
    for year in ("2027", "2028"):
        recorded(office, "submit", f"{case}-{year}", "2026-07-11")
    perform(office, a_command("honour", case, actor="committee"))
    recorded(office, "return", f"{case}-2027", "2026-07-11", corrects=2)
    assert out_of_step(office, f"{case}-2027") == []


def test_a_late_fact_that_undoes_what_the_clock_did_names_them_too(office: Office) -> None:
    case = assigned(office)
    child = f"{case}-2027"
    set_clock(office, "2027-01-05 10:00:00")
    sweep(office)
    perform(office, a_command("submit", child))
    perform(office, a_command("forward", child))
    recorded(office, "stop", case, "2026-12-20")
    assert [said.split("“")[1][:2] for said in out_of_step(office, case)] == ["提交", "报送"]
