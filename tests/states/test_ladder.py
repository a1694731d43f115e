"""The steps of a ladder: never on a rest day, each once, within the number declared."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.calendar import load_calendar
from states.notices.ladder import last_due, may_remind, rung, to_come
from tests.properties.settings import examples

CALENDAR = load_calendar("china")
LONG_AGO = date(2025, 1, 1)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def days_of(due: date, ladder: tuple[int, ...] = (30, 7, 1)) -> list[str]:
    return [step.on.isoformat() for step in to_come(CALENDAR, ladder, due, None, LONG_AGO)]


def test_a_step_on_a_rest_day_is_taken_on_the_working_day_before() -> None:
    # 31 May and 29 November 2026 are Sundays
    assert days_of(date(2026, 6, 30)) == ["2026-05-29", "2026-06-23", "2026-06-29"]
    assert days_of(date(2026, 11, 30)) == ["2026-10-30", "2026-11-23", "2026-11-27"]


def test_across_the_spring_festival_the_steps_come_before_it_and_are_one() -> None:
    # off from 15 to 23 February 2026; Saturday the 14th is worked
    found = list(to_come(CALENDAR, (30, 7, 1), date(2026, 2, 24), None, LONG_AGO))
    assert [(s.on.isoformat(), s.days) for s in found] == [("2026-01-23", 30), ("2026-02-14", 1)]
    why = "（2026-02-23 为休息日，提前到 2026-02-14）"
    assert found[1].rule() == f"到期日 2026-02-24 提前 1 天{why}"


def test_steps_used_and_steps_before_the_duty_arose_are_left_out() -> None:
    due = date(2026, 6, 30)
    used = to_come(CALENDAR, (30, 7, 1), due, 7, LONG_AGO)
    assert [step.days for step in used] == [1]
    late = to_come(CALENDAR, (30, 7, 1), due, None, date(2026, 6, 23))
    assert [step.days for step in late] == [1]


@examples(100)
@given(DAYS, DAYS, st.integers(0, 90))
def test_a_step_has_come_exactly_if_its_day_due_is_within_the_horizon(
    today: date, due: date, days: int
) -> None:
    has_come = rung(CALENDAR, due, days).on <= today
    assert has_come == (due <= last_due(CALENDAR, today, days))
    assert CALENDAR.is_working_day(rung(CALENDAR, due, days).on)


@examples(60)
@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 6))
def test_a_reminder_of_an_internal_day_leaves_room_for_those_of_the_legal_one(
    told: int, left: int, most: int
) -> None:
    if may_remind(told, left, most, "internal"):
        assert told + 1 + left <= most
    assert may_remind(told, left, None, "internal")


def test_a_step_never_lies_after_its_day() -> None:
    day = date(2026, 1, 1)
    for n in range(365):
        due = day + timedelta(days=n)
        assert all(step.on <= due for step in to_come(CALENDAR, (30, 7, 1), due, None, LONG_AGO))
