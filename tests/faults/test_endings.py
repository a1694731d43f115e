"""Commands that are told to end: in order, without a trace, and nothing half made stays."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from states.keeping.backup import backup
from states.office import open_office
from tests.builders import an_office
from tests.flows.installation import a_free_port

CHECKOUT = Path(__file__).parents[2]
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def begun(folder: Path, *words: str, before: str = "") -> "subprocess.Popen[str]":
    """A command line as a process of its own, in the folder."""
    environment = os.environ | {
        "SHIDIAN_DATABASE_URL": f"sqlite:///{folder}/office.db",
        "SHIDIAN_VAR_DIR": str(folder / "var"),
        "SHIDIAN_PORT": str(a_free_port()),
        "PYTHONPATH": str(CHECKOUT),
        "TMPDIR": str(folder),
    }
    return subprocess.Popen(
        [*before.split(), sys.executable, "-m", "console.cli", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a shell lets what runs in its background ignore interrupts, and the tests with it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


def until(folder: Path, pattern: str) -> None:
    """Wait for something of such a name in the folder."""
    for _ in range(1500):
        if list(folder.glob(pattern)):
            return
        time.sleep(0.01)


@pytest.mark.parametrize("how", ENDINGS)
@pytest.mark.parametrize(
    ("words", "sign"), [(("demo",), "*.making"), (("simulate", "--full"), "shidian-simulation-*")]
)
def test_what_is_half_made_is_taken_away(
    tmp_path: Path, words: tuple[str, ...], sign: str, how: signal.Signals
) -> None:
    with begun(tmp_path, *words) as command:
        until(tmp_path, sign)
        command.send_signal(how)
        out, err = command.communicate(timeout=30)
    assert command.returncode == 128 + how
    assert "Traceback" not in err
    assert "错误编号" not in out + err
    assert [path.name for path in tmp_path.iterdir() if path.name != "var"] == []


@pytest.mark.parametrize("how", ENDINGS)
@pytest.mark.parametrize("after", [0.15, 0.3, 0.45, 0.6])
def test_at_whatever_moment_it_says_nothing_of_a_fault(
    tmp_path: Path, how: signal.Signals, after: float
) -> None:
    with closing(an_office(tmp_path)) as office:
        backup(office.store.url, tmp_path / "copy.db")
    with begun(tmp_path, "restore", "copy.db", "--replace") as command:
        time.sleep(after)
        command.send_signal(how)
        out, err = command.communicate(timeout=30)
    assert command.returncode in (0, 128 + how, -how)
    assert "Traceback" not in err
    assert "错误编号" not in out + err
    with closing(open_office(f"sqlite:///{tmp_path}/office.db")):
        assert not list(tmp_path.glob(".*.part*"))


def test_a_console_that_is_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    an_office(tmp_path).close()
    with begun(tmp_path, "up", "--no-prefect", before="nohup") as command:
        until(tmp_path, "var/up.json")
        time.sleep(2)
        command.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert command.poll() is None
        command.send_signal(signal.SIGTERM)
        command.communicate(timeout=30)
    assert command.returncode == 0


LOST = """
import os, signal, sys, time, weakref
from console.cli import ending
ending.heed()
class Thing: pass
def taken_away(_):
    os.kill(os.getpid(), signal.SIGTERM)
    list(map(str, range(1000)))
thing = Thing()
reference = weakref.ref(thing, taken_away)
try:
    del thing
    time.sleep(20)
except KeyboardInterrupt:
    sys.exit(ending.code())
"""


def test_told_while_python_takes_an_object_away_it_ends_all_the_same() -> None:
    """What is raised there is printed by Python and forgotten."""
    ended = subprocess.run(
        [sys.executable, "-c", LOST], check=False, capture_output=True, timeout=30
    )
    assert (ended.returncode, ended.stderr) == (128 + signal.SIGTERM, b"")
