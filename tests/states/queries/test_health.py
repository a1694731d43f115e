"""Whether somebody still sweeps, and by a clock that goes forward."""

from states import queries
from states.duties import sweep
from states.office import Office
from tests.an_agency import a_laboratory, a_moment, pass_to


def test_it_is_red_until_a_sweep_and_again_when_that_is_old(office: Office) -> None:
    assert queries.health(office).problems == ("sweep-never",)
    sweep(office)
    assert queries.health(office).ok
    pass_to(office, "2026-05-11T11:30:00")
    assert queries.health(office).problems == ("sweep-stale",)


def test_it_is_red_when_the_clock_went_back(office: Office) -> None:
    sweep(office)
    pass_to(office, "2026-05-11T09:30:00")
    a_laboratory(office)
    from states.clock import FixedClock

    office.clock = FixedClock(a_moment("2026-05-11T09:10:00"))
    assert queries.health(office).problems == ("clock-went-back",)
