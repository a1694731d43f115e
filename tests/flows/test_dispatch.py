"""Starting a flow by its name, with and without a server."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.dispatch import ORDERS, start
from flows.errors import BadOrder, RunFailed
from flows.orders import RoundOrder
from flows.reports import page
from states import queries
from states.errors import BadInput
from states.queries.sweepings import written
from tests.acceptance.national import act, apply, recommended
from tests.flows.installation import Installation
from tests.flows.moments import stand_at, the_office

MAY, JULY = "2026-05-26 09:00:00", "2026-07-01 00:05:00"


def test_without_a_server_the_same_work_is_done_here_and_history_carries_the_run(
    office_at: Path,
) -> None:
    with the_office(office_at, MAY) as office:
        case = apply(office, "services")
    stand_at(office_at, JULY)
    done = start("recommendation-round")
    assert done["where"] == "here"
    assert done["reports"][0]["moved"] == {"lapse": 1}
    with the_office(office_at, JULY) as office:
        assert queries.history(office, "auditor", case)[-1].run == done["run"]
        (wrote,) = written(office)
    assert (wrote.run, wrote.entries) == (done["run"], 3)
    assert "按期办理“逾期未推荐”：1 件" in page(done["reports"][0])
    assert "“Lapse”: 1" in page(done["reports"][0], "en")


def test_a_batch_with_the_same_key_is_performed_once(office_at: Path) -> None:
    with the_office(office_at, MAY) as office:
        case = recommended(office)
        act(office, "review", case, "committee")
    stand_at(office_at, "2026-09-02 09:00:00")
    release = {
        "actor": "committee",
        "move": "assign",
        "cases": [case],
        "reason": "文号",
        "batch": "b",
    }
    first = start("assignment_round", release=release)
    again = start("assignment_round", release=release)
    with the_office(office_at, "2026-09-02 09:01:00") as office:
        moves = [entry.move for entry in queries.history(office, "auditor", case)]
    assert first["reports"][0]["released"] == again["reports"][0]["released"]
    assert moves.count("assign") == len(first["reports"][0]["released"])


def test_an_unknown_flow_is_answered_with_the_known_ones() -> None:
    with pytest.raises(BadOrder) as refused:
        start("anual_round")
    assert "annual_round" in refused.value.message()


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"programe": "x"}, "programe"),
        ({"as_of": "2026-07-01T00:00:00"}, "as_of"),
        ({"as_of": "someday"}, "as_of"),
    ],
)
def test_wrong_parameters_are_refused_by_name(params: dict[str, str], named: str) -> None:
    with pytest.raises(BadOrder) as refused:
        start("annual_round", **params)
    assert named in refused.value.message()


def test_a_moment_after_the_clock_is_refused(office_at: Path) -> None:
    stand_at(office_at, MAY)
    with pytest.raises(BadInput) as refused:
        start("deadline_sweep", as_of="2026-07-01T00:00:00+08:00")
    assert refused.value.code == "AsOfInFuture"


def test_where_no_server_serves_this_database_asking_for_one_fails(office_at: Path) -> None:
    stand_at(office_at, MAY)
    with pytest.raises(RunFailed):
        start("deadline_sweep", where="server")


@pytest.mark.prefect
def test_with_a_server_the_run_is_one_of_its_deployment_and_its_result_comes_back(
    running: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIDIAN_VAR_DIR", str(running.settings.var_dir))
    monkeypatch.delenv("SHIDIAN_DATABASE_URL", raising=False)
    done = start("assignment_round", key="once")
    assert done["where"] == "server"
    assert done["reports"][0]["round"] == "assignment_round"
    assert start("assignment_round", key="once")["run"] == done["run"]
    other = start("assignment_round", key="once", programme="national-pilots-2026")
    assert other["run"] != done["run"]


@pytest.mark.prefect
def test_a_server_that_serves_another_database_is_left_alone(
    running: Installation, office_at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_at(office_at, MAY)
    monkeypatch.setenv("SHIDIAN_VAR_DIR", str(running.settings.var_dir))
    database = f"sqlite:///{office_at / 'office.db'}"
    assert start("assignment_round", database=database)["where"] == "here"


def test_every_order_says_in_chinese_what_it_takes() -> None:
    for model in ORDERS.values():
        for name, field in model.model_json_schema()["properties"].items():
            assert any("一" <= sign <= "鿿" for sign in field.get("title", "")), (model, name)
    assert RoundOrder.model_json_schema()["additionalProperties"] is False


def test_dispatching_here_needs_no_prefect(office_at: Path) -> None:
    stand_at(office_at, MAY)
    code = (
        "import sys; sys.modules['prefect'] = None\n"
        "from flows.dispatch import start; print(start('deadline_sweep')['where'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "here"
