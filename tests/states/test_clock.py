"""Clocks: aware, in UTC, and never backwards."""

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from config.loader import load_shipped
from states.clock import FixedClock, SystemClock, VirtualClock
from states.errors import BadInput
from states.setup import activate, advance, create_office, reach

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_fixed_clock_stands_still_until_it_is_advanced() -> None:
    clock = FixedClock(NOON.astimezone(timezone(timedelta(hours=8))))
    assert (clock.now(), clock.now().tzinfo) == (NOON, UTC)
    assert clock.advance(days=1) == NOON + timedelta(days=1)
    assert clock.advance(NOON + timedelta(days=2)) == clock.now()


def test_a_fixed_clock_does_not_go_back() -> None:
    clock = FixedClock(NOON)
    with pytest.raises(ValueError, match="只能向前"):
        clock.advance(NOON - timedelta(seconds=1))
    assert clock.now() == NOON


def test_a_virtual_clock_runs_on_with_the_real_one() -> None:
    real = FixedClock(datetime(2026, 11, 1, tzinfo=UTC))
    clock = VirtualClock(NOON, real.now(), real)
    assert clock.now() == NOON
    real.advance(hours=3)
    assert clock.now() == NOON + timedelta(hours=3)
    later = clock.reaching(NOON + timedelta(days=9))
    assert later.now() == NOON + timedelta(days=9)
    real.advance(minutes=1)
    assert later.now() == NOON + timedelta(days=9, minutes=1)


def test_a_virtual_clock_does_not_go_back() -> None:
    real = FixedClock(datetime(2026, 11, 1, tzinfo=UTC))
    clock = VirtualClock(NOON, real.now(), real)
    assert clock.reaching(NOON - timedelta(days=1)) is clock
    ahead = VirtualClock(NOON, real.now() + timedelta(days=1), real)
    assert ahead.now() == NOON


def test_a_naive_instant_is_refused_at_the_door() -> None:
    naive = NOON.replace(tzinfo=None)
    for make in (
        lambda: FixedClock(naive),
        lambda: FixedClock(NOON).advance(naive),
        lambda: VirtualClock(naive, NOON, SystemClock()),
        lambda: VirtualClock(NOON, naive, SystemClock()),
        lambda: VirtualClock(NOON, NOON, SystemClock()).reaching(naive),
    ):
        with pytest.raises(ValueError, match="naive"):
            make()


def test_a_clock_that_has_run_past_the_instant_is_left_where_it_is() -> None:
    real = FixedClock(datetime(2026, 11, 1, tzinfo=UTC))
    clock = VirtualClock(NOON, real.now(), real)
    asked = clock.now()
    real.advance(seconds=1)
    assert clock.reaching(asked).now() == NOON + timedelta(seconds=1)


def test_a_demonstration_asked_for_an_instant_it_has_just_run_past_goes_on(tmp_path: Path) -> None:
    real = FixedClock(datetime(2026, 11, 1, tzinfo=UTC))
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    with closing(create_office(url, "demo", real=real, virtual_start=NOON)) as office:
        activate(office, load_shipped("national-pilots-2026"), "national-pilots-2026.yaml")
        asked = office.clock.now()
        real.advance(seconds=1)
        assert reach(office, asked) == NOON + timedelta(seconds=1)
        with pytest.raises(BadInput) as refused:
            advance(office, asked)
        assert refused.value.code == "NotForward"
