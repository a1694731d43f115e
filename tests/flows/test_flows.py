"""Each flow, run as Prefect runs it, on an office of the notice."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.annual_round import annual_round
from flows.assignment_round import assignment_round
from flows.deadline_sweep import deadline_sweep
from flows.declared_round import declared_round
from flows.errors import BadOrder
from flows.history_check import history_check
from flows.orders import (
    CheckOrder,
    NamedOrder,
    Release,
    ReleasingOrder,
    RoundOrder,
    SweepOrder,
)
from flows.publicity_round import publicity_round
from flows.recommendation_round import recommendation_round
from flows.review_round import review_round
from flows.self_evaluation_round import self_evaluation_round
from states import queries
from states.errors import BadInput
from tests.acceptance.national import act, apply, assigned, recommended
from tests.administrator import as_administrator, edit
from tests.flows.moments import stand_at, the_office

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect")]

MAY, JUNE, JULY = "2026-05-26 09:00:00", "2026-06-20 09:00:00", "2026-07-01 00:05:00"


def report_of(result: dict[str, Any]) -> dict[str, Any]:
    (report,) = result["reports"]
    return dict(report)


def entries_of(folder: Path, code: str, now: str) -> list[tuple[str, str | None]]:
    with the_office(folder, now) as office:
        return [(e.move, e.run) for e in queries.history(office, "auditor", code)]


def reviewed(folder: Path) -> str:
    with the_office(folder, MAY) as office:
        case = recommended(office)
        act(office, "review", case, "committee")
    return case


def artifacts_of(run: str) -> dict[str, Any]:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    with get_client(sync_client=True) as client:
        found = client.read_artifacts(
            artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run]))
        )
    return {one.key: json.loads(one.data) if one.type == "table" else one.data for one in found}


def test_the_recommendation_round_lists_who_waits_and_closes_when_its_day_is_over(
    office_at: Path,
) -> None:
    with the_office(office_at, MAY) as office:
        case = apply(office, "services")
    stand_at(office_at, JUNE)
    waiting = report_of(recommendation_round(RoundOrder()))
    assert [one["case"] for one in waiting["listed"]] == [case]
    assert (waiting["status"], waiting["opened_now"]) == ("open", True)

    stand_at(office_at, JULY)
    over = recommendation_round(RoundOrder())
    assert report_of(over)["moved"] == {"lapse": 1}
    assert report_of(over)["closed_now"] is True
    assert entries_of(office_at, case, JULY)[-1] == ("lapse", over["run"])

    again = report_of(recommendation_round(RoundOrder()))
    assert (again["moved"], again["closed_now"]) == ({}, False)


def test_a_run_leaves_a_page_and_tables_in_chinese(office_at: Path) -> None:
    with the_office(office_at, MAY) as office:
        case = apply(office, "services")
    stand_at(office_at, JUNE)
    found = artifacts_of(recommendation_round(RoundOrder())["run"])
    page = found["recommendation-round-national-pilots-2026"]
    assert "征集与推荐" in page
    assert "等待办理：1 件" in page
    (row,) = found["recommendation-round-national-pilots-2026-listed"]
    assert (row["编号"], row["推荐机关"]) == (case, "浙江")


def test_the_review_round_lists_who_is_recommended(office_at: Path) -> None:
    with the_office(office_at, MAY) as office:
        case = recommended(office)
    stand_at(office_at, JUNE)
    assert [one["case"] for one in report_of(review_round(RoundOrder()))["listed"]] == [case]


def a_release(case: str, move: str = "assign", **more: Any) -> Release:
    return Release(
        actor="committee", move=move, cases=(case,), reason="国标委发〔2026〕99号", **more
    )


def test_the_assignment_round_says_why_it_did_not_release_a_case_and_ends_completed(
    office_at: Path,
) -> None:
    with the_office(office_at, MAY) as office:
        case = recommended(office)
    stand_at(office_at, JUNE)
    state = assignment_round(ReleasingOrder(release=a_release(case)), return_state=True)
    assert state.is_completed()
    result = state.result()
    (refused,) = report_of(result)["refused"]
    assert refused["case"] == case
    assert "OutOfTurn" in [one["code"] for one in refused["refused"]]
    table = artifacts_of(result["run"])["assignment-round-national-pilots-2026-refused"]
    assert any("第三条" in row["原因"] for row in table)


def test_a_release_that_is_only_tried_writes_nothing(office_at: Path) -> None:
    with the_office(office_at, MAY) as office:
        case = recommended(office)
    before = entries_of(office_at, case, JUNE)
    stand_at(office_at, JUNE)
    order = ReleasingOrder(release=a_release(case), dry_run=True)
    report = report_of(assignment_round(order))
    assert (report["kind"], report["would_release"]) == ("preview", [])
    assert entries_of(office_at, case, JUNE) == before


def test_the_annual_round_begins_reporting_and_marks_who_is_late(office_at: Path) -> None:
    with the_office(office_at, MAY) as office:
        case = assigned(office)
    stand_at(office_at, "2026-12-31 23:59:00")
    assert report_of(annual_round(RoundOrder()))["status"] == "waiting"
    stand_at(office_at, "2027-01-01 00:05:00")
    begun = annual_round(RoundOrder())
    assert report_of(begun)["moved"] == {"begin-reporting": 1}
    assert entries_of(office_at, case, "2027-01-01 00:06:00")[-1] == (
        "begin-reporting",
        begun["run"],
    )
    stand_at(office_at, "2027-12-01 00:05:00")
    assert report_of(annual_round(RoundOrder()))["overdue"] == 1
    assert report_of(annual_round(RoundOrder()))["overdue"] == 0


def test_the_self_evaluation_round_opens_once_the_period_is_over(office_at: Path) -> None:
    with the_office(office_at, MAY) as office:
        assigned(office)
    stand_at(office_at, "2029-01-01 00:05:00")
    deadline_sweep(SweepOrder(occasion="补办"))
    report = report_of(self_evaluation_round(RoundOrder()))
    assert len(report["listed"]) == 1
    assert report_of(self_evaluation_round(RoundOrder()))["opened_children"] == {}


def test_the_publicity_round_refuses_a_pilot_that_was_never_evaluated(office_at: Path) -> None:
    with the_office(office_at, MAY) as office:
        case = recommended(office)
    stand_at(office_at, JUNE)
    order = ReleasingOrder(release=a_release(case, "publicize"))
    assert [one["case"] for one in report_of(publicity_round(order))["refused"]] == [case]


def test_any_declared_round_runs_by_its_name(office_at: Path) -> None:
    stand_at(office_at, JUNE)
    report = report_of(declared_round(NamedOrder(round="review_round")))
    assert (report["round"], report["title"]) == ("review_round", "复核")


def test_a_round_that_no_programme_declares_has_nothing_to_do(office_at: Path) -> None:
    stand_at(office_at, JUNE)
    state = declared_round(NamedOrder(round="nobody_declares_this"), return_state=True)
    assert state.is_completed()
    assert "没有方案声明" in str(state.message)


def test_the_sweep_leaves_its_run_in_the_record(office_at: Path) -> None:
    stand_at(office_at, JUNE)
    run = deadline_sweep(SweepOrder(occasion="试"))["run"]
    with the_office(office_at, JUNE) as office, office.store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT trigger, run FROM sweeps").all()
    assert [tuple(row) for row in rows] == [("flow", run)]


def test_the_check_fails_once_an_entry_was_changed(office_at: Path) -> None:
    with the_office(office_at, MAY) as office:
        case = recommended(office)
    stand_at(office_at, JUNE)
    assert report_of(history_check(CheckOrder()))["ok"] is True
    with the_office(office_at, JUNE) as office, as_administrator(office) as connection:
        edit(connection, case, 1, actor_name="别人")
    state = history_check(CheckOrder(), return_state=True)
    assert state.is_failed()
    assert "不成立" in str(state.message)


def test_as_of_a_day_selects_what_was_due_when_that_day_was_over(office_at: Path) -> None:
    with the_office(office_at, MAY) as office:
        apply(office, "services")
    stand_at(office_at, "2026-07-10 09:00:00")
    assert report_of(recommendation_round(RoundOrder(as_of=date(2026, 6, 29))))["moved"] == {}
    last_day = RoundOrder(as_of=date(2026, 6, 30))
    assert report_of(recommendation_round(last_day))["moved"] == {"lapse": 1}


def test_an_as_of_in_the_future_ends_the_run_failed_with_its_sentence(office_at: Path) -> None:
    stand_at(office_at, JUNE)
    with pytest.raises(BadInput) as refused:
        deadline_sweep(SweepOrder(as_of=datetime(2026, 7, 1, tzinfo=UTC)))
    assert refused.value.code == "AsOfInFuture"


def test_a_batch_needs_its_programme_where_several_could_be_meant(office_at: Path) -> None:
    stand_at(office_at, JUNE)
    order = NamedOrder(round="nobody_declares_this", release=a_release("ZJ-2026-001"))
    with pytest.raises(BadOrder):
        declared_round(order)
