"""What a duty's phrase counts from, and which days it makes, in a running office."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.office import Office
from states.queries.dossiers import dossier
from tests.builders import SMALL, a_programme, an_application, an_office


def days_of(office: Office, case: str, duty: str) -> list[str]:
    return [owed.due_on for owed in dossier(office, "zhejiang", case).duties if owed.duty == duty]


def owing(due: str, **more: Any) -> Any:
    """A small programme whose pilots owe the province something from the day they are opened."""
    duty: dict[str, Any] = {"title": "报", "case": "pilot", "by": "province", "due": due}
    duty |= {"opened": "creation", "bound-by": "amend", "clause": "四"}
    periods = {**SMALL["periods"], "summer": "2026年7月1日—2026年8月31日"}
    periods |= {"spring": "2026年4月10日—2026年6月30日"}
    cases: Any = {**SMALL["cases"], "pilot": {**SMALL["cases"]["pilot"]}}
    moves = dict(cases["pilot"]["moves"])
    moves["amend"] = {"title": "补报", "from": ["applied"], "to": "same", "by": "province"}
    moves["amend"] |= {"clause": "四"}
    cases["pilot"]["moves"] = moves
    duties = {**SMALL["duties"], "owed": duty | more}
    return a_programme(cases=cases, duties=duties, periods=periods)


def first_days(where: Path, due: str, **more: Any) -> list[str]:
    with closing(an_office(where, owing(due, **more), now="2026-05-20 09:00:00")) as office:
        case = perform(office, an_application()).case
        assert check(office) == []
        return days_of(office, case, "owed")


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("自通知印发之日起60日内", "2026-06-08"),
        ("本通知印发后60日内", "2026-06-08"),
        ("收到通知后3日内", "2026-05-23"),
        ("自立项通知印发之日起60日内", "2026-07-19"),
        ("受理后60日内", "2026-07-19"),
        ("满一年后10个工作日内", "2027-06-03"),
        ("次日10时前", "2026-05-21"),
    ],
)
def test_the_issue_of_the_notice_is_the_files_day_and_any_other_event_the_cases(
    tmp_path: Path, due: str, day: str
) -> None:
    assert first_days(tmp_path, due) == [day]


def test_a_file_may_say_that_the_notice_counts_from_its_receipt(tmp_path: Path) -> None:
    assert first_days(tmp_path, "自通知印发之日起60日内", **{"counts-from": "received"}) == [
        "2026-07-19"
    ]


def test_the_month_after_is_that_of_the_day_counted_from(tmp_path: Path) -> None:
    received = {"counts-from": "received"}
    assert first_days(tmp_path, "次月5个工作日内", **received) == ["2026-06-05"]


def test_several_days_of_each_month_are_so_many_duties(tmp_path: Path) -> None:
    programme = owing("每月10日、20日前", period="summer")
    with closing(an_office(tmp_path, programme, now="2026-05-20 09:00:00")) as office:
        case = perform(office, an_application()).case
        assert days_of(office, case, "owed") == [
            "2026-07-10",
            "2026-07-20",
            "2026-08-10",
            "2026-08-20",
        ]
        assert check(office) == []


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("summer", ["2026-07-20", "2026-08-10", "2026-08-20"]),
        ("spring", []),
    ],
)
def test_what_recurs_from_an_event_is_owed_from_then_on(
    tmp_path: Path, period: str, days: list[str]
) -> None:
    programme = owing("每月10日、20日前", period=period, **{"counts-from": "received"})
    with closing(an_office(tmp_path, programme, now="2026-07-11 09:00:00")) as office:
        case = perform(office, an_application()).case
        assert days_of(office, case, "owed") == days
        assert check(office) == []


def test_what_recurs_in_a_period_alone_is_owed_for_all_of_it(tmp_path: Path) -> None:
    programme = owing("每月10日、20日前", period="summer")
    with closing(an_office(tmp_path, programme, now="2026-07-11 09:00:00")) as office:
        case = perform(office, an_application()).case
        assert days_of(office, case, "owed")[0] == "2026-07-10"


def test_what_is_due_every_second_year_is_owed_in_those_years(tmp_path: Path) -> None:
    programme = owing("自2026年起隔年12月20日前", period="decade")
    decade = programme.periods["construction"].model_validate({"days": "2026年—2031年"})
    programme = programme.model_copy(update={"periods": {**programme.periods, "decade": decade}})
    with closing(an_office(tmp_path, programme, now="2026-05-20 09:00:00")) as office:
        case = perform(office, an_application()).case
        assert days_of(office, case, "owed") == ["2026-12-20", "2028-12-20", "2030-12-20"]
        assert check(office) == []
