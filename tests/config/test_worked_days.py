"""The table of working days that reading counts by says what the files of the calendar say."""

import json
from datetime import date, timedelta

import pytest

from config.calendar import calendar_of
from config.calendar_years import CalendarYear
from config.worked_days import in_working_days, worked_days

DAYS = [date(2024, 1, 1) + timedelta(days=11 * n) for n in range(560)]


@pytest.mark.parametrize("length", [0, 1, 6, 7, 8, 45, 400])
def test_it_counts_as_the_calendar_does(length: int) -> None:
    calendar, table = calendar_of("china", ()), worked_days("china")
    ends = [(day, day + timedelta(days=length)) for day in DAYS]
    wanted = [calendar.working_days_between(*end) for end in ends if end[1].year <= 2040]
    assert [table.between(*end) for end in ends if end[1].year <= 2040] == wanted


def test_a_year_that_the_database_was_given_counts_instead() -> None:
    year = CalendarYear.model_validate(
        {
            "year": 2027,
            "source": {"document": "测"},
            "holidays": [
                {"name": "元旦", "from": "2026-12-31", "to": "2027-01-03"},
                {"name": "劳动节", "from": "2027-05-01", "to": "2027-05-05"},
                {"name": "国庆节", "from": "2027-10-01", "to": "2027-10-07"},
            ],
            "workdays": ["2027-10-09"],
        }
    )
    calendar = calendar_of("china", [year])
    table = worked_days("china", (year.model_dump_json(by_alias=True),))
    for first, last in (("2026-12-25", "2027-01-08"), ("2027-09-25", "2027-10-12")):
        ends = date.fromisoformat(first), date.fromisoformat(last)
        assert table.between(*ends) == calendar.working_days_between(*ends)
    assert table.between(date(2027, 9, 25), date(2027, 10, 12)) == 8


def test_what_the_table_does_not_hold_is_not_guessed() -> None:
    assert worked_days("china").between(date(2040, 12, 30), date(2041, 1, 5)) is None
    assert worked_days("elsewhere").between(date(2026, 1, 1), date(2026, 1, 5)) is None


def test_a_rule_is_in_working_days_wherever_it_says_so() -> None:
    rule = {"kind": "window", "closes": {"kind": "after", "n": 5, "unit": "working-days"}}
    assert in_working_days(rule)
    assert in_working_days({"kind": "every", "marks": [{"after": 3, "after_unit": "working-days"}]})
    assert not in_working_days(json.loads('{"kind": "after", "n": 5, "unit": "days"}'))
