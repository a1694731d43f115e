"""kill -9 at any write: what was not acknowledged is sent again, and the history is the same."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from states.audits.oracle import check
from states.office import Office, open_office
from tests.faults.story import STORY, a_stage, outcome, resume
from tests.faults.victims import Victims
from tests.stores import a_postgresql, absent

Outcome = dict[str, list[Any]]
CALLS = ("fdatasync", "pwrite64")
EXHAUSTIVE = ("recommend-a", "assign-b")
SAMPLED = 24
SAMPLED_ON_A_SERVER = 8
SEED = 20260409


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the database as it is before the story."""
    folder = tmp_path_factory.mktemp("stage")
    a_stage(folder)
    return folder


@pytest.fixture(scope="module")
def clean(stage: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What the story leaves behind when nobody dies."""
    with closing(Theatre(stage, tmp_path_factory.mktemp("clean"))) as theatre:
        return theatre.to_the_end()


class Theatre:
    """A place where the story is told again and again, each time from a given database."""

    def __init__(self, stage: Path, folder: Path) -> None:
        self.folder = folder
        self.note = folder / "acknowledged"
        self.set(stage)
        self.url = f"sqlite:///{folder / 'office.db'}"
        self._office: Office = open_office(self.url)
        self._office.store.close()
        self.victims = Victims(self.url)

    def set(self, stage: Path) -> None:
        """Put the database and its acknowledgements back to how they are in a folder."""
        for name in ("office.db", "office.db-wal", "office.db-shm", "acknowledged"):
            (self.folder / name).unlink(missing_ok=True)
            if (stage / name).exists():
                shutil.copy(stage / name, self.folder)

    def keep(self, where: Path) -> Path:
        """A copy of how things are now, with no process at work."""
        where.mkdir()
        for name in ("office.db", "acknowledged"):
            shutil.copy(self.folder / name, where)
        return where

    def to_the_end(self, upto: int = len(STORY)) -> Outcome:
        """What is there once everything unacknowledged was sent again; the oracle is content."""
        try:
            resume(self._office, self.note, upto)
            assert check(self._office) == []
            return outcome(self._office)
        finally:
            self._office.store.close()

    def traced(self, *flags: str, upto: int = len(STORY)) -> int:
        """Tell the story under strace; the exit code, negative for a signal."""
        pid = self.victims.start(self.note, upto, stopped=True)
        until(lambda: status_of(pid, "State:\tT"))
        command = ["strace", "-qq", "-o", str(self.folder / "calls"), *flags, "-p", str(pid)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as tracer:
            until(lambda: tracer.poll() is not None or not status_of(pid, "TracerPid:\t0"))
            os.kill(pid, signal.SIGCONT if tracer.poll() is None else signal.SIGKILL)
            code = self.victims.end()
            tracer.wait(60)
        return code

    def close(self) -> None:
        """End every process."""
        self.victims.close()


def status_of(pid: int, line: str) -> bool:
    """Whether the kernel says this of a process."""
    return line in Path(f"/proc/{pid}/status").read_text()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that is about to happen."""
    for _ in range(30_000):
        if is_so():
            return
        time.sleep(0.001)
    raise AssertionError("it never happened")


# ── SIGKILL by the kernel, at the entry of a system call ──────────────────────


@pytest.fixture(scope="module")
def theatres(stage: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Theatre]]:
    """A place for each processor. Skips where processes may not be traced."""
    if shutil.which("strace") is None:
        absent("no strace")
    count = os.cpu_count() or 1
    made = [Theatre(stage, tmp_path_factory.mktemp("theatre")) for _ in range(count)]
    try:
        if made[0].traced("-e", "trace=none", upto=0) != 0:
            absent("strace may not trace here")
        yield made
    finally:
        for theatre in made:
            theatre.close()


def calls_until(theatre: Theatre, stage: Path, upto: int) -> dict[str, int]:
    """How many calls of each sort the first steps of the story make."""
    theatre.set(stage)
    assert theatre.traced("-e", f"trace={','.join(CALLS)}", upto=upto) == 0
    made = (theatre.folder / "calls").read_text()
    return {call: made.count(f"{call}(") for call in CALLS}


def points(theatre: Theatre, stage: Path) -> Iterator[tuple[str, int]]:
    """Every sync; every write of two commands; of the other writes a fixed sample."""
    number = {step.name: n for n, step in enumerate(STORY)}
    whole = calls_until(theatre, stage, len(STORY))
    yield from (("fdatasync", n) for n in range(1, whole["fdatasync"] + 1))
    chosen: set[int] = set()
    for name in EXHAUSTIVE:
        before = calls_until(theatre, stage, number[name])["pwrite64"]
        after = calls_until(theatre, stage, number[name] + 1)["pwrite64"]
        assert after > before
        chosen |= set(range(before + 1, after + 1))
    others = [n for n in range(1, whole["pwrite64"] + 1) if n not in chosen]
    chosen |= set(random.Random(SEED).sample(others, SAMPLED))
    yield from (("pwrite64", n) for n in sorted(chosen))


def killed_at(theatre: Theatre, stage: Path, call: str, n: int) -> Outcome:
    theatre.set(stage)
    inject = f"inject={call}:signal=KILL:when={n}"
    assert theatre.traced("-e", f"trace={call}", "-e", inject) == -signal.SIGKILL
    return theatre.to_the_end()


def test_a_kill_at_a_write_or_sync_of_the_file_changes_nothing_in_the_end(
    stage: Path, theatres: list[Theatre], clean: Outcome
) -> None:
    chosen = list(points(theatres[0], stage))

    def share(part: int) -> list[tuple[str, int]]:
        mine = chosen[part :: len(theatres)]
        return [p for p in mine if killed_at(theatres[part], stage, *p) != clean]

    with ThreadPoolExecutor(len(theatres)) as pool:
        wrong = list(pool.map(share, range(len(theatres))))
    assert wrong == [[]] * len(theatres)
    assert len(chosen) > 60


# ── SIGKILL at a statement, by the driver's own hooks ─────────────────────────


def test_a_kill_at_any_statement_of_any_step_leaves_all_of_it_or_nothing(
    stage: Path, clean: Outcome, tmp_path: Path
) -> None:
    place = tmp_path / "trial"
    place.mkdir()
    killed, expected = 0, {}
    with closing(Theatre(stage, place)) as theatre:
        for n, step in enumerate(STORY, 1):
            theatre.set(stage)
            expected = theatre.to_the_end(n)
            after = theatre.keep(tmp_path / step.name)
            for statement in range(1, 200):
                theatre.set(stage)
                has_died = dies_at(theatre, n, statement)
                if not has_died:
                    forget_last(theatre.note)
                assert theatre.to_the_end(n) == expected, (step.name, statement)
                killed += has_died
                if not has_died:
                    break
            stage = after
    assert expected == clean
    assert killed > 10 * len(STORY)


def dies_at(theatre: Theatre, upto: int, statement: int) -> bool:
    """Whether the story died at the statement; False if it has fewer."""
    theatre.victims.start(theatre.note, upto, statement=statement)
    code = theatre.victims.end()
    assert code in (0, -signal.SIGKILL)
    return code != 0


def forget_last(note: Path) -> None:
    """As if the process had died between its commit and its acknowledgement."""
    names = note.read_text().split()
    note.write_text("".join(f"{name}\n" for name in names[:-1]))


@pytest.mark.postgres
def test_a_killed_client_of_a_server_leaves_all_of_it_or_nothing(tmp_path: Path) -> None:
    with a_postgresql() as template:
        a_stage(template)
        with a_postgresql(like=template) as url:
            clean = told_on(url, tmp_path / "clean")
        wanted = random.Random(SEED).sample(range(1, 200), SAMPLED_ON_A_SERVER)
        for statement in wanted:
            note = tmp_path / f"{statement}"
            with a_postgresql(like=template) as url:
                with closing(Victims(url)) as victims:
                    victims.start(note, len(STORY), statement=statement)
                    assert victims.end() == -signal.SIGKILL
                assert told_on(url, note) == clean, statement


def told_on(url: str, note: Path) -> Outcome:
    """What is there once everything unacknowledged was sent again; the oracle is content."""
    with closing(open_office(url)) as office:
        resume(office, note)
        assert check(office) == []
        return outcome(office)
