"""What is asked for before the clock acts, and approved after it would have, was in time."""

from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy

import pytest

from states.actions import approve, perform, reject
from states.commands import PYTHON
from states.duties import sweep
from states.office import Office
from states.queries.dossiers import Dossier, dossier
from states.queries.histories import history
from tests.builders import (
    SMALL,
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    set_clock,
)
from tests.programmes.offices import sound
from tests.wrong_acts import a_lapsing_programme

LAST_MINUTE = "2026-06-30 23:59:00"
MORNING_AFTER = "2026-07-01 09:00:00"


@pytest.fixture(params=["on its day", "with its duty"])
def office(request: pytest.FixtureRequest, fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases: the clock drops what is not recommended, on a day of
    the file or once the duty lapses, and a second person approves a recommendation."""
    declared = (
        SMALL if request.param == "on its day" else a_lapsing_programme().model_dump(by_alias=True)
    )
    cases = deepcopy(declared["cases"])
    cases["pilot"]["moves"]["recommend"]["four-eyes"] = True
    with closing(an_office(fresh_url, a_programme(**{**declared, "cases": cases}))) as made:
        yield made


def asked(office: Office, move: str = "recommend") -> tuple[str, str]:
    """A pilot and the request for an act on it, of the last minute."""
    case = perform(office, an_application()).case
    set_clock(office, LAST_MINUTE)
    receipt = perform(office, a_command(move, case, attachments=(a_letter(),)))
    assert receipt.waiting is not None
    set_clock(office, MORNING_AFTER)
    sweep(office)
    return case, receipt.waiting


def shown(office: Office, case: str) -> Dossier:
    return dossier(office, "zhejiang", case)


def test_the_clock_waits_for_what_was_asked_for_in_time(office: Office) -> None:
    case, request = asked(office)
    assert shown(office, case).state == "applied"
    assert [stuck.asked for stuck in shown(office, case).held_back] == [True]
    approve(office, request, "zhejiang-2", via=PYTHON)
    sweep(office)
    assert shown(office, case).state == "recommended"
    (duty,) = [d for d in shown(office, case).duties if d.duty == "recommendation"]
    assert duty.status == "met"
    assert sound(office)


def test_once_it_is_rejected_the_clock_acts_as_of_its_instant(office: Office) -> None:
    case, request = asked(office)
    reject(office, request, "zhejiang-2", via=PYTHON, reason="材料不实")
    sweep(office)
    assert shown(office, case).state == "dropped"
    last = history(office, "zhejiang", case)[-1]
    assert last.received_at == "2026-06-30T16:00:00.000000Z"
    assert sound(office)


def test_what_nobody_approves_holds_the_clock_until_it_expires(office: Office) -> None:
    case, _ = asked(office)
    set_clock(office, "2026-07-30 23:58:00")
    sweep(office)
    assert shown(office, case).state == "applied"
    set_clock(office, "2026-07-31 00:00:00")
    sweep(office)
    assert shown(office, case).state == "dropped"
    assert sound(office)
