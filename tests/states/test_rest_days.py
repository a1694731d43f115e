"""Which days move off a rest day: what is counted, and only where the file says so."""

from datetime import date, datetime

import pytest

from config.dates.phrases import parse
from config.dates.rules import Conventions
from states.deadlines import Due, dues

ISSUED = date(2026, 4, 9)


def _due(text: str, anchor: date | datetime = ISSUED, **how: str) -> Due:
    conventions = Conventions.model_validate(how)
    rule = parse(text).rule
    assert rule is not None
    (due,) = dues(rule, anchor=anchor, conventions=conventions)
    return due


@pytest.mark.parametrize(
    ("rest_day", "on"),
    [
        ("keep", date(2026, 10, 4)),
        ("next", date(2026, 10, 8)),
        ("previous", date(2026, 9, 30)),
        ("next-after-holiday", date(2026, 10, 8)),
    ],
)
def test_a_rest_day_is_kept_or_moved_as_the_programme_says(rest_day: str, on: date) -> None:
    for due in (
        _due("收到之日起15日内", date(2026, 9, 19), rest_day=rest_day),
        _due("2026年10月4日前", named_rest_day=rest_day),
    ):
        assert due.on == on
        assert due.rolled_from == (None if rest_day == "keep" else date(2026, 10, 4))


@pytest.mark.parametrize(
    ("text", "anchor", "on"),
    [
        ("2026年10月4日前", date(2026, 4, 9), date(2026, 10, 4)),
        ("2026年2月底前", date(2026, 1, 9), date(2026, 2, 28)),
        ("每季度末月25日前", date(2026, 9, 1), date(2026, 9, 25)),
        ("每周一上午10时前", date(2026, 4, 3), date(2026, 4, 6)),
        ("2026年9月1日至10月4日", date(2026, 4, 9), date(2026, 10, 4)),
        ("次月3日前", date(2026, 9, 9), date(2026, 10, 3)),
    ],
)
def test_a_day_that_the_source_names_stays_where_it_is_whatever_counted_days_do(
    text: str, anchor: date, on: date
) -> None:
    for rest_day in ("next", "previous", "next-after-holiday"):
        due = _due(text, anchor, rest_day=rest_day)
        assert (due.on, due.rolled_from, due.provisional) == (on, None, False)
        assert "休息日" not in due.rule_words_zh
        assert "法定假期" not in due.rule_words_zh


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("收到之日起15日内", date(2026, 9, 19)),
        ("下达后3个月内", date(2026, 7, 4)),
        ("每月结束后4日内", date(2026, 9, 5)),
        ("每三年一次", date(2023, 10, 4)),
    ],
)
def test_the_end_of_what_is_counted_moves_as_the_programme_says(text: str, anchor: date) -> None:
    due = _due(text, anchor, rest_day="next")
    assert (due.on, due.rolled_from) == (date(2026, 10, 8), date(2026, 10, 4))
    assert "休息日" in due.rule_words_zh


def test_a_plain_weekend_moves_only_under_the_rule_for_every_rest_day() -> None:
    friday = date(2026, 11, 20)
    assert _due("9日内", friday, rest_day="next").on == date(2026, 11, 30)
    assert _due("9日内", friday, rest_day="next-after-holiday").on == date(2026, 11, 29)


def test_a_make_up_workday_is_no_rest_day() -> None:
    assert _due("9日内", date(2026, 10, 1), rest_day="next").on == date(2026, 10, 10)


def test_moving_a_day_in_an_unpublished_year_is_provisional() -> None:
    assert _due("2027年11月30日前").provisional is False
    moved = _due("2027年10月2日前", named_rest_day="next")
    assert moved.provisional is True
    assert "2027 unpublished" in moved.calendar


def test_a_limit_counted_back_is_not_shortened_by_a_rest_day() -> None:
    sunday = date(2026, 12, 29)
    assert _due("届满30日前", sunday, rest_day="next").on == date(2026, 11, 29)
    assert _due("届满30日前", sunday, rest_day="previous").on == date(2026, 11, 27)


@pytest.mark.parametrize("text", ["届满之日", "届满前3个月内"])
def test_the_day_of_an_event_itself_does_not_move(text: str) -> None:
    """A permit that expires on a Sunday does: that day is neither counted nor named."""
    sunday = date(2026, 5, 31)
    due = _due(text, sunday, rest_day="next", named_rest_day="next")
    assert due.on == sunday
    assert "休息日" not in due.rule_words_zh
    assert _due("届满之日起1日内", date(2026, 5, 30), rest_day="next").on == date(2026, 6, 1)


def test_what_is_said_of_rest_days_is_what_becomes_of_the_day() -> None:
    sunday = date(2026, 12, 29)
    assert "休息日" not in _due("届满30日前", sunday, rest_day="next").rule_words_zh
    assert "休息日" in _due("届满30日前", sunday, rest_day="previous").rule_words_zh
