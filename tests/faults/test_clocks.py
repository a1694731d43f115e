"""Clocks that go wrong, machines elsewhere, sweeps that come late: no day moves."""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from states.accounts import add_account
from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.errors import BadInput, ClockWentBack, Refused
from states.keeping.backup import backup, restore
from states.office import Office, open_office
from states.setup import activate, create_office
from states.sweeps.rounds import run_round
from tests.builders import (
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    at,
    set_clock,
)
from tests.stores import a_database, everything, rows_of

ROOT = Path(__file__).parents[2]


class LooseClock:
    """A machine's clock that somebody may set to anything."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


def a_real_office(url: str, clock: LooseClock) -> Office:
    office = create_office(url, "real", real=clock)
    activate(office, a_programme(), "# test")
    with office.store.write() as tx:
        add_account(office, tx, "zhejiang", "某", role="province", jurisdiction="浙江")
    return office


def test_after_a_wrong_future_clock_it_is_said_how_to_go_on(
    kind_of_store: str, tmp_path: Path
) -> None:
    clock = LooseClock(at("2026-06-01 09:00:00"))
    with a_database(kind_of_store, tmp_path) as url:
        with closing(a_real_office(url, clock)) as office:
            case = perform(office, an_application()).case
            kept = tmp_path / "kept.db"
            if kind_of_store == "sqlite":
                backup(office.store.url, kept)
            clock.instant = at("2031-06-01 09:00:00")
            perform(office, a_command("withdraw", case, reason="x"))
            perform(office, an_application())
            clock.instant = at("2026-06-01 10:00:00")
            with pytest.raises(ClockWentBack) as caught:
                perform(office, an_application())
        said = caught.value.parameters
        found = {name: said[name] for name in ("case", "seq", "since", "count", "last")}
        later = "2031-06-01T01:00:00.000000Z"
        assert found == {"case": case, "seq": 2, "since": later, "count": 2, "last": later}
        for lang in ("zh", "en"):
            message = caught.value.message(lang)
            assert case in message
            assert "restore" in message
        if kind_of_store == "sqlite":
            restore(kept, url, replace=True, older=True)
            with closing(open_office(url, real=clock)) as office:
                assert perform(office, an_application()).case != case


def test_a_clock_that_went_back_stops_everything_until_it_is_set_right(fresh_url: str) -> None:
    clock = LooseClock(at("2026-06-01 09:00:00"))
    with closing(a_real_office(fresh_url, clock)) as office:
        case = perform(office, an_application()).case
        before = everything(office)
        clock.instant -= timedelta(seconds=2.001)
        for act in (an_application(), a_command("recommend", case)):
            with pytest.raises(ClockWentBack):
                perform(office, act)
        with pytest.raises(ClockWentBack):
            sweep(office)
        assert everything(office) == before
        clock.instant += timedelta(seconds=2.001)
        assert perform(office, an_application()).seq == 1


def test_a_clock_that_is_a_little_behind_never_makes_stamps_decrease(fresh_url: str) -> None:
    clock = LooseClock(at("2026-06-01 09:00:00"))
    with closing(a_real_office(fresh_url, clock)) as office:
        stamps = [perform(office, an_application()).recorded_at]
        for shift in (-1.999, 1.0, -0.5, 3.0, -2.0):
            clock.instant += timedelta(seconds=shift)
            stamps.append(perform(office, an_application()).recorded_at)
        assert stamps == sorted(stamps)
        assert len(set(stamps)) == 2
        assert check(office) == []


def test_an_instant_without_a_zone_is_refused_everywhere(tmp_path: Path) -> None:
    naive = datetime(2026, 6, 1, 8, 0)
    with closing(an_office(tmp_path)) as office:
        before = everything(office)
        for ask in (
            lambda: perform(office, an_application(received_at=naive)),
            lambda: sweep(office, as_of=naive),
            lambda: run_round(office, "recommendation_round", as_of=naive),
        ):
            with pytest.raises(BadInput) as caught:
                ask()
            assert caught.value.code == "NaiveInstant"
        assert everything(office) == before | {"refusals": 1}


def test_an_as_of_in_the_future_is_refused(tmp_path: Path) -> None:
    with closing(an_office(tmp_path)) as office:
        perform(office, an_application())
        before = everything(office)
        for ask in (sweep, lambda o, as_of: run_round(o, "recommendation_round", as_of=as_of)):
            with pytest.raises(BadInput) as caught:
                ask(office, as_of=at("2026-06-01 09:00:01"))
            assert caught.value.code == "AsOfInFuture"
        assert everything(office) == before


ELSEWHERE = """
import sys
from pathlib import Path
from states.office import open_office
from tests.faults.story import a_stage, outcome, resume
office = open_office(sys.argv[1])
resume(office, Path(sys.argv[2]))
print(outcome(office))
"""


def test_the_zone_of_the_machine_changes_no_due_day_and_no_lateness(tmp_path: Path) -> None:
    from tests.faults.story import a_stage

    stage = tmp_path / "stage"
    stage.mkdir()
    a_stage(stage)
    found = {}
    for zone in ("Asia/Shanghai", "America/New_York", "UTC", "Pacific/Kiritimati"):
        folder = tmp_path / zone.replace("/", "-")
        shutil.copytree(stage, folder)
        url = f"sqlite:///{folder / 'office.db'}"
        command = [sys.executable, "-c", ELSEWHERE, url, str(folder / "acknowledged")]
        told = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        )
        assert "2027-11-30T16:00:00.000000Z" in told.stdout
        found[zone] = hashlib.sha256(told.stdout.encode()).hexdigest()
    assert len(set(found.values())) == 1, found


def a_life(office: Office) -> tuple[str, str]:
    """One pilot that was assigned, one that was never recommended."""
    assigned, forgotten = (perform(office, an_application()).case for _ in range(2))
    perform(office, a_command("recommend", assigned, attachments=(a_letter(),)))
    perform(office, a_command("assign", assigned, actor="committee"))
    return assigned, forgotten


def by_system(office: Office) -> list[Any]:
    query = (
        "SELECT case_code, move FROM history "
        "WHERE actor = 'system' AND role = 'system' AND move NOT IN ('open', 'grant', 'activate') "
        "ORDER BY id"
    )
    return rows_of(office, query)


def test_a_sweep_three_months_late_catches_up_in_the_order_of_the_law(fresh_url: str) -> None:
    with closing(an_office(fresh_url)) as office:
        assigned, forgotten = a_life(office)
        set_clock(office, "2028-02-29 09:00:00")
        swept = sweep(office)
        assert (swept.moved, swept.overdue) == ({"lapse": 1, "begin-reporting": 1}, 1)
        assert by_system(office) == [
            (forgotten, "lapse"),
            (assigned, "begin-reporting"),
            (f"{assigned}-2027", "mark-overdue"),
        ]
        again = sweep(office)
        assert (again.moved, again.overdue, again.reminded) == ({}, 0, 0)
        with pytest.raises(Refused):
            perform(office, a_command("withdraw", forgotten, reason="太迟"))
        assert check(office) == []


def test_one_late_sweep_leaves_what_punctual_sweeps_leave(tmp_path: Path) -> None:
    found = []
    for name, days in (
        ("punctual", ("2026-07-01 00:00:00", "2027-01-01 00:00:00", "2027-12-01 00:00:00")),
        ("late", ()),
    ):
        (tmp_path / name).mkdir()
        with closing(an_office(tmp_path / name)) as office:
            a_life(office)
            for day in days:
                set_clock(office, day)
                sweep(office)
            set_clock(office, "2028-02-29 09:00:00")
            sweep(office)
            states = rows_of(office, "SELECT code, state, seq FROM cases ORDER BY code")
            owed = rows_of(
                office, "SELECT case_code, duty, due_at, status FROM duties ORDER BY case_code"
            )
            found.append((states, owed, by_system(office)))
    assert found[0] == found[1]
