"""Starts the scheduler's process, hears where it stands, starts it again, ends it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import orjson

from config.settings import CHECKOUT, Settings
from console.beside.environment import address, log_file, variables

Phase = Literal["off", "loading", "migrating", "registering", "ready", "failed", "stopped"]
END_SECONDS = 8.0
PAUSES = (2.0, 10.0, 60.0, 300.0)
"""How long to wait before another start; the last one from then on."""
STALE_SECONDS = 60
LOG_LIMIT = 5_000_000


@dataclass(frozen=True, slots=True)
class Status:
    """Where the scheduler stands. `is_stale`: it should work and has not been heard of lately, has
    planned nothing, or has stopped asking for work."""

    phase: Phase = "off"
    url: str = ""
    detail: str = ""
    restarts: int = 0
    next_run: str | None = None
    heard_at: datetime | None = None
    polled_seconds: float | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the console should say that the scheduler does not keep time."""
        if self.phase != "ready" or self.heard_at is None:
            return self.phase in ("failed", "ready")
        silent = (datetime.now(UTC) - self.heard_at).total_seconds()
        return silent > STALE_SECONDS or (self.polled_seconds or 0) > STALE_SECONDS

    def as_json(self) -> dict[str, Any]:
        """For /health."""
        return {
            "phase": self.phase,
            "url": self.url,
            "detail": self.detail,
            "restarts": self.restarts,
            "next_run": self.next_run,
            "heard_at": self.heard_at.isoformat() if self.heard_at else None,
            "stale": self.is_stale,
        }


Hear = Callable[[Status], None]


@dataclass(slots=True)
class Supervisor:
    """Keeps one scheduler process. `hear` is called, from a thread, whenever its phase changes."""

    settings: Settings
    deployments: Path
    hear: Hear
    status: Status = field(default_factory=Status)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _process: "subprocess.Popen[bytes] | None" = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to keep the process; returns at once."""
        self.status = replace(self.status, url=address(self.settings))
        self._thread = threading.Thread(target=self._keep, name="scheduler", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the process and everything that it started, within a few seconds."""
        self._stopping.set()
        process = self._process
        if process is not None:
            _close(process)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(END_SECONDS)
            _kill_group(process)
        if self._thread is not None:
            self._thread.join(END_SECONDS)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            try:
                self._run_once()
            except OSError as error:
                self._now("failed", detail=str(error))
            if self._stopping.is_set():
                break
            if self.status.phase != "failed":
                self._now("failed", detail=self._last_words())
            pause = PAUSES[min(self.status.restarts, len(PAUSES) - 1)]
            self.status = replace(self.status, restarts=self.status.restarts + 1)
            self._stopping.wait(pause)
        self._now("stopped")

    def _run_once(self) -> None:
        log = log_file(self.settings)
        log.parent.mkdir(parents=True, exist_ok=True)
        _shorten(log)
        with log.open("ab") as written:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "console.beside.process", str(self.deployments)],
                cwd=CHECKOUT,
                env=variables(self.settings),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=written,
                # a Ctrl-C at the terminal is for the console, which then ends this process in order
                start_new_session=True,
            )
        self._process = process
        if self._stopping.is_set():
            _close(process)
        assert process.stdout is not None
        for line in process.stdout:
            self._told(line)
        process.wait()
        _kill_group(process)

    def _told(self, line: bytes) -> None:
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError:
            return
        if said["now"] == "beat":
            self.status = replace(
                self.status,
                heard_at=datetime.now(UTC),
                next_run=said["next"],
                polled_seconds=said["polled_seconds"],
            )
        else:
            heard = datetime.now(UTC) if said["now"] == "ready" else None
            self._now(said["now"], detail=said.get("detail", ""), heard_at=heard)

    def _now(self, phase: Phase, detail: str = "", heard_at: datetime | None = None) -> None:
        if phase == "stopped" or not self._stopping.is_set():
            self.status = replace(self.status, phase=phase, detail=detail, heard_at=heard_at)
            self.hear(self.status)

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            lines = log_file(self.settings).read_text("utf-8", "replace").splitlines()
            return next((line.strip() for line in reversed(lines) if line.strip()), "")
        return ""


def _close(process: "subprocess.Popen[bytes]") -> None:
    """Letting go of its standard input tells it to end."""
    with contextlib.suppress(OSError):
        assert process.stdin is not None
        process.stdin.close()


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Whatever is left of it and of the runs that it started."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1)


def _shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".1.log"))
