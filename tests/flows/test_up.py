"""`up` as a whole: schedules fire, it ends in order, and nothing survives it."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from console.beside.environment import address, word
from flows.remote import auth_file, place_of
from tests.flows import installation
from tests.flows.installation import Installation, environment, until


def run_of_a_schedule(running: Installation) -> str | None:
    return next((run for trigger, run in running.sweeps() if trigger == "flow" and run), None)


@pytest.mark.prefect
def test_a_schedule_fires_and_its_sweep_carries_the_id_of_the_run(running: Installation) -> None:
    run = until(lambda: run_of_a_schedule(running), 120)
    user, _, password = word(running.settings).partition(":")
    asked = httpx.get(
        f"{address(running.settings)}/api/flow_runs/{run}", auth=(user, password), timeout=30
    )
    found = asked.json()
    assert found["auto_scheduled"] is True
    assert found["parameters"]["order"]["occasion"] == "试验"


@pytest.mark.prefect
def test_the_scheduler_answers_only_to_our_word_which_only_its_owner_can_read(
    running: Installation,
) -> None:
    there = f"{address(running.settings)}/api/deployments/filter"
    assert httpx.post(there, json={}, timeout=30).status_code == 401
    mode = auth_file(running.settings).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.prefect
def test_the_scheduler_listens_on_this_machine_only(running: Installation) -> None:
    port = f":{running.settings.prefect_port:04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines() + (
        Path("/proc/net/tcp6").read_text().splitlines()
    )
    listening = [line.split()[1] for line in lines if port in line and line.split()[3] == "0A"]
    assert listening == [f"0100007F{port}"]


def test_the_first_sweep_is_made_at_the_start_without_any_scheduler(running: Installation) -> None:
    assert until(lambda: [t for t, _ in running.sweeps() if t == "start"], 30)


def test_a_second_start_says_where_the_first_one_is(running: Installation) -> None:
    again = subprocess.run(
        [sys.executable, "-m", "console.cli", "up", "--demo"],
        env=environment(running.settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert again.returncode == 3
    assert f"http://127.0.0.1:{running.settings.port}" in again.stderr
    assert running.process.poll() is None


@pytest.mark.parametrize("variable", ["SHIDIAN_PORT", "SHIDIAN_PREFECT_PORT"])
def test_a_port_that_is_taken_is_named_with_its_holder_and_what_to_set(
    running: Installation, tmp_path: Path, variable: str
) -> None:
    taken = running.settings.port if variable == "SHIDIAN_PORT" else running.settings.prefect_port
    variables = environment(running.settings) | {
        "SHIDIAN_VAR_DIR": str(tmp_path),
        "SHIDIAN_PORT": str(installation.a_free_port()),
        "SHIDIAN_PREFECT_PORT": str(installation.a_free_port()),
        variable: str(taken),
    }
    refused = subprocess.run(
        [sys.executable, "-m", "console.cli", "up", "--demo"],
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 4
    assert str(taken) in refused.stderr
    assert f"{variable}={taken + 1}" in refused.stderr
    assert "pid" in refused.stderr


def test_without_a_database_and_without_demo_it_says_what_to_do(tmp_path: Path) -> None:
    variables = {"SHIDIAN_VAR_DIR": str(tmp_path), "SHIDIAN_PORT": str(installation.a_free_port())}
    refused = subprocess.run(
        [sys.executable, "-m", "console.cli", "up", "--no-prefect"],
        env={**os.environ, **variables, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 2
    assert "up --demo" in refused.stderr


@pytest.mark.prefect
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_in_order_and_leaves_no_process(tmp_path: Path, how: signal.Signals) -> None:
    made = installation.start(tmp_path)
    until(made.descendants, 30, made.said)
    born = made.descendants()
    assert made.end(how) == 0
    assert f"已结束。数据库：{place_of(made.settings.database_url)}；" in made.said()
    until(lambda: not any(_lives(pid) for pid in born), 10)
    assert not (made.settings.var_dir / "up.json").exists()


@pytest.mark.prefect
def test_killed_outright_it_takes_its_scheduler_along_and_can_start_again(tmp_path: Path) -> None:
    made = installation.start(tmp_path)
    made.ready()
    born = made.descendants()
    assert made.end(signal.SIGKILL) == -signal.SIGKILL
    until(lambda: not any(_lives(pid) for pid in born), 20)
    again = installation.start(tmp_path)
    assert httpx.get(f"http://127.0.0.1:{again.settings.port}/health", timeout=30).is_success
    assert again.end() == 0


@pytest.mark.prefect
def test_with_a_prefect_that_does_not_work_the_pages_stay_and_the_sweep_goes_on(
    tmp_path: Path,
) -> None:
    # its database cannot be opened
    (tmp_path / "var" / "prefect" / "prefect.db").mkdir(parents=True)
    made = installation.start(tmp_path)
    until(lambda: "调度服务没有运行" in made.said(), 90, made.said)
    pages = f"http://127.0.0.1:{made.settings.port}"
    assert httpx.get(f"{pages}/inbox", timeout=30, follow_redirects=True).is_success
    health = httpx.get(f"{pages}/health", timeout=30)
    assert (health.status_code, health.json()["scheduler"]["phase"]) == (503, "failed")
    assert [trigger for trigger, _ in made.sweeps()].count("start") == 1
    assert made.end() == 0


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
