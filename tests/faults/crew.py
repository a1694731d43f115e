"""Long-lived worker processes that act on one database at the same instant.

They meet at an instant instead of at a lock, so that any of them may be killed at any time.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

from states.actions import approve, perform
from states.commands import PYTHON, Command, Receipt
from states.duties import sweep
from states.errors import Refused, ShidianError
from states.office import Office, open_office

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.faults.crew"])
LEAD_SECONDS = 0.004


class Lost(Exception):
    """The worker died before it answered."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker was told instead of a receipt."""

    error: str
    codes: tuple[str, ...]
    clauses: tuple[tuple[str, ...], ...]
    message: str

    @classmethod
    def by(cls, error: ShidianError) -> "Told":
        """The same, in plain values."""
        refusals = error.refusals if isinstance(error, Refused) else []
        return cls(
            type(error).__name__,
            tuple(r.code for r in refusals) or (error.code,),
            tuple(r.clause for r in refusals),
            error.message(),
        )


def do_perform(office: Office, command: Command) -> Receipt:
    """One act."""
    return perform(office, command)


def do_approve(office: Office, request: str, actor: str) -> Receipt:
    """A second person's approval."""
    return approve(office, request, actor, via=PYTHON)


def do_sweep(office: Office, as_of: datetime) -> int:
    """One sweep; how many duties it marked overdue."""
    return sweep(office, as_of=as_of).overdue


class Worker:
    """One process with its own connection to the database."""

    def __init__(self, url: str) -> None:
        self._ours, theirs = _processes.Pipe()
        self._process = _processes.Process(target=_serve, args=(url, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._ours.recv()

    def send(self, at: float, work: Callable[..., Any], *args: Any) -> None:
        """Ask for a piece of work at an instant of the monotonic clock."""
        self._ours.send((at, work, args))

    def answer(self) -> Any:
        """What the work returned, or what it was told instead. Raises Lost if the worker died."""
        try:
            return self._ours.recv()
        except (EOFError, ConnectionResetError) as error:
            raise Lost from error

    def kill(self) -> None:
        """End the process with SIGKILL."""
        if self._process.pid and self._process.is_alive():
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()

    def close(self) -> None:
        """End the process and give its pipe back."""
        self.kill()
        self._ours.close()
        self._process.close()


class Crew:
    """Several workers that start a piece of work together."""

    def __init__(self, url: str, size: int) -> None:
        self.workers = [Worker(url) for _ in range(size)]

    def together(self, work: Callable[..., Any], each: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What each worker's call returned, or what it was told instead."""
        at = time.monotonic() + LEAD_SECONDS
        for worker, args in zip(self.workers, each, strict=True):
            worker.send(at, work, *args)
        return [worker.answer() for worker in self.workers]

    def close(self) -> None:
        """End every process."""
        for worker in self.workers:
            worker.close()


def _serve(url: str, pipe: Connection) -> None:
    office = open_office(url)
    pipe.send("ready")
    while True:
        try:
            at, work, args = pipe.recv()
        except EOFError:
            return
        time.sleep(max(0.0, at - time.monotonic()))
        try:
            answer = work(office, *args)
        except ShidianError as error:
            answer = Told.by(error)
        pipe.send(answer)
