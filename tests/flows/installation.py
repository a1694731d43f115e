"""One running installation for all tests that need Prefect: starting it costs seconds.

It is the real thing: `console.up` in a process of its own, on a scratch folder.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.settings import CHECKOUT, Settings

SERVE = (
    "import sys; from pathlib import Path; from console.up import run;"
    "sys.exit(run(demo=True, deployments=Path(sys.argv[1])))"
)
OFTEN = """
deployments:
- name: 期限巡查
  entrypoint: flows.deadline_sweep.deadline_sweep
  concurrency_limit: {limit: 1, collision_strategy: CANCEL_NEW, grace_period_seconds: 60}
  schedules:
  - {slug: 常常, interval: 15, parameters: {order: {occasion: 试验}}}
- name: 下达
  entrypoint: flows.assignment_round.assignment_round
"""


def a_free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """A process of `up`, its folder, and what it has printed."""

    settings: Settings
    process: "subprocess.Popen[bytes]"
    printed: Path

    def said(self) -> str:
        """What it has printed so far."""
        return self.printed.read_text("utf-8")

    def ready(self) -> None:
        """Wait until its scheduler is; a failure shows what it printed instead."""
        until(
            lambda: "调度服务已就绪" in self.said() or self.process.poll() is not None,
            180,
            self.said,
        )
        assert "调度服务已就绪" in self.said(), self.said()

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Send a signal to it alone and give its exit code."""
        self.process.send_signal(how)
        return self.process.wait(30)

    def sweeps(self) -> list[tuple[str, str | None]]:
        """Trigger and run of each sweep in its record, oldest first."""
        with sqlite3.connect(self.settings.var_dir / "shidian.db") as record:
            return list(record.execute("SELECT trigger, run FROM sweeps ORDER BY id"))

    def descendants(self) -> list[int]:
        """The processes that it started and what those started."""
        found, fresh = [], [self.process.pid]
        while fresh:
            children = [pid for parent in fresh for pid in _children(parent)]
            found += children
            fresh = children
        return found


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []


def start(folder: Path, deployments: str | None = OFTEN, **settings: Any) -> Installation:
    """Start one and return once it has printed its welcome."""
    file = folder / "prefect.yaml"
    file.write_text(deployments or (CHECKOUT / "prefect.yaml").read_text("utf-8"), "utf-8")
    chosen = Settings(
        var_dir=folder / "var", port=a_free_port(), prefect_port=a_free_port(), **settings
    )
    printed = folder / "printed.txt"
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(file)],
            cwd=CHECKOUT,
            env=environment(chosen),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    made = Installation(chosen, process, printed)
    until(lambda: "Ctrl-C" in made.said() or process.poll() is not None, 120, made.said)
    return made


def environment(settings: Settings) -> dict[str, str]:
    """The variables that make these settings."""
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith(("SHIDIAN_", "PREFECT_"))},
        "SHIDIAN_VAR_DIR": str(settings.var_dir),
        "SHIDIAN_PORT": str(settings.port),
        "SHIDIAN_PREFECT_PORT": str(settings.prefect_port),
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUTF8": "1",
    }


def until(is_so: Callable[[], Any], seconds: float, said: Callable[[], str] = str) -> Any:
    """Wait for something to become true; its value, or a failure that shows what was said."""
    end = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < end, f"did not happen within {seconds} s\n{said()}"
        time.sleep(0.1)
    return found
