"""The launcher and the command line as processes of their own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.console.shell import Shell

CHECKOUT = Path(__file__).resolve().parents[2]
LAUNCHER = CHECKOUT / "shidian"
Ended = subprocess.CompletedProcess[str]


def run(*words: str, cwd: Path, env: Mapping[str, str] | None = None) -> Ended:
    return subprocess.run(
        words, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


@pytest.mark.skipif(not (CHECKOUT / ".venv").exists(), reason="the launcher needs .venv")
def test_the_launcher_works_through_links_from_any_directory(tmp_path: Path) -> None:
    first, second = tmp_path / "bin" / "one", tmp_path / "two"
    first.parent.mkdir()
    first.symlink_to(os.path.relpath(LAUNCHER, first.parent))
    second.symlink_to("bin/one")
    (tmp_path / "config.py").write_text("raise SystemExit('a stranger was imported')")
    for launcher in (str(first), "./two"):
        ran = run(launcher, "when", "6月30日前", "--from", "2026-04-09", "--json", cwd=tmp_path)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert json.loads(ran.stdout)["due"] == ["2026-06-30"]


@pytest.mark.skipif(not (CHECKOUT / ".venv").exists(), reason="the launcher needs .venv")
@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("./sd", "./sd"),
        ("bin here/sd", "'bin here/sd'"),
        ("sd", "sd"),
        (f"{sys.executable} -P -m console.cli", "shidian"),
    ],
)
def test_the_program_is_named_as_it_was_typed(tmp_path: Path, typed: str, named: str) -> None:
    folder = tmp_path / "bin here"
    folder.mkdir()
    (folder / "sd").symlink_to(LAUNCHER)
    (tmp_path / "sd").symlink_to(LAUNCHER)
    words = [typed] if "sd" in typed else typed.split()
    env = {"PATH": f"{os.environ['PATH']}:{folder}", "PYTHONPATH": str(CHECKOUT)}
    for lang, said in (("zh", f"是不是 {named} show？"), ("en", f"Did you mean {named} show?")):
        ran = run(*words, "shwo", "--lang", lang, cwd=tmp_path, env=env)
        assert (ran.returncode, said in ran.stderr) == (2, True), ran.stderr
    refused = run(
        *words, "show", "X", "--as", "x", "--db", "sqlite:///none.db", cwd=tmp_path, env=env
    )
    assert f"{named} --db sqlite:///none.db init" in refused.stderr


def test_without_an_environment_the_launcher_says_what_to_do(tmp_path: Path) -> None:
    shutil.copy(LAUNCHER, tmp_path / "shidian")
    ran = run("./shidian", "todo", cwd=tmp_path)
    assert ran.returncode == 4
    assert "make setup" in ran.stderr


def test_a_reader_that_goes_away_causes_no_complaint(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(CHECKOUT), "SHIDIAN_VAR_DIR": str(tmp_path)}
    words = [sys.executable, "-P", "-m", "console.cli", "clauses", "national-pilots-2026"]
    with subprocess.Popen(
        words, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdout.close()
        complaint = writer.stderr.read()
    assert (writer.returncode, complaint) == (0, b"")


def test_a_mistake_keeps_its_exit_code_where_nobody_can_read_of_it() -> None:
    words = [sys.executable, "-m", "console.cli", "nope"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(words, cwd=CHECKOUT, stderr=full, check=False, timeout=60)
    assert ran.returncode == 2


def test_an_interrupt_ends_without_a_trace(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(CHECKOUT), "SHIDIAN_VAR_DIR": str(tmp_path)}
    words = [sys.executable, "-P", "-m", "console.cli", "simulate", "--full"]
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # a shell lets what runs in its background ignore interrupts, and the tests with it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as simulation:
        time.sleep(2)
        simulation.send_signal(signal.SIGINT)
        _, complaint = simulation.communicate(timeout=60)
    assert simulation.returncode == 130
    assert b"Traceback" not in complaint


def test_with_its_input_closed_there_is_nothing_to_read(tmp_path: Path) -> None:
    command = f"exec {sys.executable} -m console.cli new-programme -o made.yaml <&-"
    env = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    ran = run("sh", "-c", command, cwd=tmp_path, env=env)
    assert (ran.returncode, (tmp_path / "made.yaml").exists()) == (0, True), ran.stderr


def test_it_speaks_utf_8_in_a_place_that_does_not(tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(CHECKOUT), "LC_ALL": "C", "PYTHONUTF8": "0"}
    env["PYTHONIOENCODING"] = "ascii"
    ran = run(sys.executable, "-P", "-m", "console.cli", "--help", cwd=tmp_path, env=env)
    assert ran.returncode == 0
    assert "一件事项" in ran.stdout


@pytest.mark.parametrize(
    ("first", "said"),
    [("mkdir gone; cd gone; rmdir ../gone", "文件夹"), ("ulimit -v 45000", "内存不够")],
    ids=["folder", "memory"],
)
def test_without_a_folder_or_memory_it_says_so_and_leaves_no_trace(
    tmp_path: Path, first: str, said: str
) -> None:
    command = f"{first}; exec {sys.executable} -P -m console.cli todo --as x --db sqlite:///a.db"
    env = os.environ | {"PYTHONPATH": str(CHECKOUT), "SHIDIAN_VAR_DIR": str(tmp_path)}
    ran = run("sh", "-c", command, cwd=tmp_path, env=env)
    assert (ran.returncode, said in ran.stderr) == (4, True), ran.stderr
    assert "Traceback" not in ran.stderr


def loaded_by(shell: Shell, *words: str) -> set[str]:
    """The modules that a command line brings into a fresh process."""
    program = (
        "import sys\nfrom console.cli.main import main\n"
        "code = main(sys.argv[1:])\nprint('\\n' + ' '.join(sys.modules))\nsys.exit(code)"
    )
    env = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    ran = run(sys.executable, "-P", "-c", program, *words, cwd=shell.folder, env=env)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.rsplit("\n", 2)[-2].split(" "))


HEAVY = {"prefect", "fastapi", "rich", "pendulum", "transitions", "pydantic", "httpx", "alembic"}


@pytest.mark.parametrize("words", [("show",), ("todo",), ("list",), ("quota",), ("history",)])
def test_reading_loads_only_what_it_needs(shell: Shell, words: tuple[str, ...]) -> None:
    shell.an_office()
    code = shell.a_pilot()
    asked = (code,) if words[0] in ("show", "history") else ()
    loaded = loaded_by(shell, *words, *asked, "--as", "zj")
    assert loaded & HEAVY == set()
    assert "sqlalchemy" in loaded


def test_acting_and_flows_never_load_prefect(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    withdrawn = loaded_by(shell, "do", "withdraw", code, "--reason", "x", "--as", "zj")
    assert "prefect" not in withdrawn
    assert "prefect" not in loaded_by(shell, "run", "deadline_sweep")
