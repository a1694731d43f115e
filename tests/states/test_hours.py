"""Limits in hours: what runs from a fact of which no more than the day is known."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from states import queries
from states.actions import perform
from states.commands import Occurrence
from states.duties import sweep
from states.office import Office
from states.queries.dossiers import dossier
from tests.builders import SMALL, a_programme, an_application, an_office, at, set_clock
from tests.programmes.offices import do, office_of, sound

ACCOUNTS = {"an": ("县", {"jurisdiction": "A"}), "shi": ("市", {})}


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    opened = office_of(fresh_url, "urgent-reports", accounts=ACCOUNTS, now="2026-03-11 15:00:00")
    with closing(opened):
        yield opened


def recorded(office: Office, move: str, on: str, case: str | None = None, **more: object) -> str:
    more |= {"occurrence": Occurrence(at(on), "值班台", "1"), "kind": None if case else "事件"}
    given = {} if case else {"title": "溃坝"}
    return do(office, "an", move, case, **given, with_=more).case


def untold(office: Office, case: str) -> list[str]:
    """What is flagged, and stands, for want of the hour."""
    flags = dossier(office, "an", case).flags
    return [f.message for f in flags if f.code == "HourUntold" and f.corrected_by is None]


def last_of(office: Office, case: str, duty: str) -> str | None:
    (found,) = [one for one in queries.calendar(office, "an", case) if one.duty == duty]
    return found.due_at


def test_a_fact_without_its_hour_says_from_when_its_hours_run(office: Office) -> None:
    case = recorded(office, "接报", "2026-03-11 00:00:00")
    told = untold(office, case)
    assert [flag.split("（")[0] for flag in told] == ["“电话报告”", "“书面报告”"]
    assert all("0:00" in flag for flag in told)
    assert last_of(office, case, "书面") == "2026-03-10T18:00:00.000000Z"
    assert sound(office)


def test_a_fact_with_its_hour_is_not_remarked(office: Office) -> None:
    case = recorded(office, "接报", "2026-03-11 14:00:00")
    assert untold(office, case) == []


def test_an_act_from_which_no_hours_run_is_not_remarked(office: Office) -> None:
    case = recorded(office, "接报", "2026-03-10 14:00:00")
    recorded(office, "电话", "2026-03-11 00:00:00", case)
    assert untold(office, case) == []


def test_once_the_hour_is_told_the_limit_runs_from_it(office: Office) -> None:
    case = recorded(office, "接报", "2026-03-11 00:00:00")
    recorded(office, "接报", "2026-03-11 14:00:00", case, corrects=1)
    assert untold(office, case) == []
    assert last_of(office, case, "书面") == "2026-03-11T08:00:00.000000Z"
    assert sound(office)


def test_hours_from_a_mere_day_in_an_older_file_keep_nothing_from_arising(tmp_path: Path) -> None:
    declared = SMALL["duties"]
    hours = {"due": "收到后48小时内", "counts-from": "issued", "late": "accept"}
    duties = {**declared, "recommendation": {**declared["recommendation"], **hours}}
    with closing(an_office(tmp_path, a_programme(duties=duties))) as office:
        case = perform(office, an_application()).case
        (owed,) = queries.calendar(office, "zhejiang", case)
        assert (owed.duty, owed.due_on) == ("recommendation", None)
        set_clock(office, "2026-07-02 09:00:00")
        sweep(office)
        assert dossier(office, "zhejiang", case).state == "dropped"
        assert sound(office)
