"""Duties that are done by a number of cases: when each stretch begins, which cases fall into it,
and with which of them it is done."""

from pathlib import Path
from typing import Any

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.office import Office
from tests.builders import SMALL, a_command, a_programme, an_office, set_clock
from tests.stores import rows_of

VISIT: dict[str, Any] = {
    "title": "走访",
    "code": "V-{number:03}",
    "form": {
        "title": {"title": "走访", "required": True},
        "day": {"title": "走访日", "type": "date"},
    },
    "states": {
        "held": {"title": "已走访", "initial": True},
        "filed": {"title": "归档", "end": "normal"},
    },
    "moves": {
        "visit": {"title": "走访", "to": "held", "by": "committee"},
        "file": {"title": "归档", "from": "held", "to": "filed", "by": "committee"},
    },
}
COUNT: dict[str, Any] = {"cases": "visit", "in": "held", "at-least": 2, "each": "quarter"}
Counted = tuple[int, str, int, str | None]


def an_office_of_visits(where: Path, *, kind: dict[str, Any] = VISIT, **count: Any) -> Office:
    """An office that owes two visits in each quarter of the second half of the year."""
    visits = {"title": "每季走访2次", "by": "committee", "period": "half", "count": COUNT | count}
    half = {"first": "2026-07-01", "last": "2026-12-31"}
    programme = a_programme(
        periods=SMALL["periods"] | {"half": half},
        cases=SMALL["cases"] | {"visit": kind},
        duties=SMALL["duties"] | {"visits": visits},
    )
    return an_office(where, programme)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return an_office_of_visits(tmp_path, day="day")


def visited(office: Office, *days: str) -> None:
    for day in days:
        fields = {"title": f"走访{day}"} | ({"day": day} if day else {})
        perform(office, a_command("visit", actor="committee", kind="visit", fields=fields))


def counted(office: Office, now: str | None = None) -> list[Counted]:
    """Each stretch after a sweep: its number, how it stands, how many, when it was done."""
    if now is not None:
        set_clock(office, now)
    sweep(office)
    found = rows_of(
        office,
        "SELECT n, status, done, settled_at FROM duties WHERE duty = 'visits' ORDER BY n",
    )
    assert check(office) == []
    return [(n, status, done, at) for n, status, done, at in found]


def test_a_stretch_is_owed_from_its_very_first_instant(office: Office) -> None:
    assert counted(office, "2026-06-30 23:59:59") == []
    assert counted(office, "2026-07-01 00:00:00") == [(1, "open", 0, None)]
    assert counted(office, "2026-10-01 00:00:00")[1:] == [(2, "open", 0, None)]


def test_a_case_of_this_very_instant_counts_already(office: Office) -> None:
    set_clock(office, "2026-07-02 00:00:00")
    visited(office, "2026-07-02")
    assert counted(office) == [(1, "open", 1, None)]


def test_a_case_of_a_day_that_is_still_to_come_does_not_count_yet(office: Office) -> None:
    set_clock(office, "2026-07-02 00:00:00")
    visited(office, "2026-07-03")
    assert counted(office) == [(1, "open", 0, None)]
    assert counted(office, "2026-07-03 00:00:00") == [(1, "open", 1, None)]


def test_the_first_and_the_last_day_of_a_stretch_count_in_it(office: Office) -> None:
    set_clock(office, "2026-10-02 09:00:00")
    visited(office, "2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01")
    assert counted(office) == [(1, "met", 2, "2026-09-29T16:00:00.000000Z"), (2, "open", 1, None)]


def test_it_is_done_with_the_case_that_completes_the_number_in_whichever_order_they_came(
    office: Office,
) -> None:
    set_clock(office, "2026-09-30 09:00:00")
    visited(office, "2026-09-20", "2026-07-10", "2026-08-10")
    assert counted(office) == [(1, "met", 3, "2026-08-09T16:00:00.000000Z")]


def test_without_a_day_of_its_own_a_case_counts_when_it_got_there(tmp_path: Path) -> None:
    office = an_office_of_visits(tmp_path)
    set_clock(office, "2026-09-30 23:59:59")
    visited(office, "", "")
    set_clock(office, "2026-10-01 00:00:00")
    visited(office, "")
    assert counted(office) == [(1, "met", 2, "2026-09-30T15:59:59.000000Z"), (2, "open", 1, None)]


def test_a_number_reached_after_its_stretch_leaves_that_overdue(office: Office) -> None:
    set_clock(office, "2026-10-05 09:00:00")
    visited(office, "2026-09-30", "2026-10-01", "2026-10-02")
    assert [(n, status, done) for n, status, done, _ in counted(office)] == [
        (1, "overdue", 1),
        (2, "met", 2),
    ]


@pytest.mark.parametrize("days", [("07-11", "08-16"), ("08-16",)])
def test_what_the_clock_moves_on_was_counted_before_also_by_a_sweep_that_comes_late(
    tmp_path: Path, days: tuple[str, ...]
) -> None:
    filing = VISIT["moves"]["file"] | {"by": "system", "on": "2026年8月15日"}
    filed = VISIT | {"moves": VISIT["moves"] | {"file": filing}}
    office = an_office_of_visits(tmp_path, kind=filed, day="day")
    set_clock(office, "2026-07-10 09:00:00")
    visited(office, "2026-07-05", "2026-07-06")
    found = [counted(office, f"2026-{day} 09:00:00") for day in days]
    assert found[-1] == [(1, "met", 2, "2026-07-05T16:00:00.000000Z")]
