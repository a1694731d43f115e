"""Processes that tell the story and are killed in the middle of it.

A warm process, in which every statement is compiled, makes a fork for each try; the database file
at its URL may be replaced between the tries.
"""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event

from states.office import Office, open_office
from states.store import Store
from tests.faults.story import resume

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.faults.crew", "tests.faults.victims"])


class Victims:
    """Runs the story as often as asked for, on one URL."""

    def __init__(self, url: str) -> None:
        self._ours, theirs = _processes.Pipe()
        self._warm = _processes.Process(target=_serve, args=(url, theirs), daemon=True)
        self._warm.start()
        theirs.close()
        self._ours.recv()

    def start(
        self, note: Path, upto: int, *, statement: int | None = None, stopped: bool = False
    ) -> int:
        """Begin to do what has no acknowledgement yet, up to a step; the process id. It dies at the
        statement of the given number, or at none; `stopped` waits for a SIGCONT."""
        self._ours.send((note, upto, statement, stopped))
        return int(self._ours.recv())

    def end(self) -> int:
        """The exit code of the one that was started; negative for a signal."""
        return int(self._ours.recv())

    def close(self) -> None:
        """End the warm process."""
        self._warm.kill()
        self._warm.join()
        self._warm.close()
        self._ours.close()


def _serve(url: str, pipe: Connection) -> None:
    office = open_office(url)
    _warm_up(office)
    pipe.send("ready")
    while True:
        try:
            note, upto, statement, stopped = pipe.recv()
        except EOFError:
            return
        pid = os.fork()
        if pid == 0:
            _tell(office, note, upto, statement, stopped)
        pipe.send(pid)
        pipe.send(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _warm_up(office: Office) -> None:
    """Tell the story once on a copy, so that its statements are compiled; only a file can be
    copied so easily."""
    path = office.store.path
    office.store.close()
    if path is None:
        return
    kept = Path(path).with_suffix(".kept")
    shutil.copy(path, kept)
    resume(office, Path(path).with_suffix(".warm"))
    office.store.close()
    kept.replace(path)


def _tell(office: Office, note: Path, upto: int, statement: int | None, stopped: bool) -> None:
    code = 1
    try:
        if stopped:
            os.kill(os.getpid(), signal.SIGSTOP)
        if statement is not None:
            die_at(office.store, statement)
        resume(office, note, upto)
        code = 0
    finally:
        os._exit(code)


def die_at(store: Store, statement: int) -> None:
    """From now on this process kills itself at its statement of this number, by the driver's own
    hooks: what it traces, or its cursors."""
    counted = _count_down(statement)

    class Counting(psycopg.Cursor[Any]):
        def execute(self, query: Any, *args: Any, **given: Any) -> Any:
            counted(query)
            return super().execute(query, *args, **given)

    def hook(driver: Any, _record: Any) -> None:
        if store.dialect == "sqlite":
            driver.set_trace_callback(counted)
        else:
            driver.cursor_factory = Counting

    event.listen(store.engine, "connect", hook)


def _count_down(left: int) -> Callable[[Any], None]:
    remaining = iter(range(left - 1))

    def at(_statement: Any) -> None:
        if next(remaining, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    return at
