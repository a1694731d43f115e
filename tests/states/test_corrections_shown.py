"""What people see of a case after a correction, and of one that is only tried."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from states.actions import perform
from states.office import Office
from states.queries.dossiers import dossier
from tests.builders import a_command, an_office, happened
from tests.wrong_acts import a_longer_programme, assigned, recorded


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    with closing(an_office(fresh_url, a_longer_programme(), now="2026-07-20 09:00:00")) as made:
        yield made


def test_a_step_that_a_correction_took_away_is_no_longer_shown_as_done(office: Office) -> None:
    case = assigned(office)
    recorded(office, "visit", case, "2026-06-25", corrects=2)
    steps = {step.state: step for step in dossier(office, "zhejiang", case).steps}
    assert (steps["recommended"].position, steps["recommended"].on) == ("skipped", None)
    assert steps["assigned"].position == "current"


def test_a_state_to_which_a_correction_brought_it_back_keeps_its_day(office: Office) -> None:
    case = assigned(office)
    recorded(office, "visit", case, "2026-07-10", corrects=3)
    steps = {step.state: step for step in dossier(office, "zhejiang", case).steps}
    assert steps["recommended"].on == "2026-06-25T02:00:00.000000Z"


def test_a_trial_names_the_days_that_the_act_itself_will_name(office: Office) -> None:
    case = assigned(office)
    recorded(office, "stop", case, "2026-07-15")
    given = {"occurrence": happened("2026-07-15"), "corrects": 4}
    trial = perform(office, a_command("visit", case, **given), dry_run=True)
    assert ("province", "plan", "2026-08-09") in trial.next
