"""Rules become instants: counting, conventions, zones, extension and pause."""

import csv
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.dates import rules
from config.dates.phrases import PhraseError, parse
from config.dates.rules import Conventions
from states.dates.when import explain
from states.deadlines import (
    Due,
    add_period,
    counts_from_event,
    dues,
    instant_of,
    is_late,
    local_day,
    opens,
    start_of_day,
)
from states.decisions.extensions import pause, resume

ROOT = Path(__file__).parents[2]
ISSUED = date(2026, 4, 9)
SHANGHAI = "Asia/Shanghai"
DAY = timedelta(days=1)
UNITS: dict[str, rules.Unit] = {
    "working_days": "working-days",
    "months": "months",
    "calendar_days": "days",
}
with (ROOT / "tests/data/date-vectors.csv").open(encoding="utf-8") as file:
    VECTORS = list(csv.reader(file))[1:]


def _rule(text: str) -> rules.Rule:
    rule = parse(text).rule
    assert rule is not None
    return rule


def _due(text: str, anchor: date | datetime = ISSUED, **how: str) -> Due:
    conventions = Conventions.model_validate(how)
    (due,) = dues(_rule(text), anchor=anchor, conventions=conventions)
    return due


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}")
def test_a_vector_holds(row: list[str]) -> None:
    kind, start, n, result, note = row
    rule = rules.After(n=int(n), unit=UNITS[kind])
    day = date.fromisoformat(start)
    (kept,) = dues(rule, anchor=day)
    assert kept.on == date.fromisoformat(result[:10])
    assert kept.provisional == ("provisional" in result)
    if "滚动则为" in note:
        (rolled,) = dues(rule, anchor=day, conventions=Conventions(rest_day="next"))
        assert rolled.on == date.fromisoformat(note[-10:])
        assert rolled.rolled_from == kept.on


def test_the_day_named_by_the_notice_ends_with_its_midnight() -> None:
    due = _due("2026年6月30日前")
    assert due.at == datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert not is_late(due.at, datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC))
    assert is_late(due.at, datetime(2026, 6, 30, 16, tzinfo=UTC))
    assert (due.text, due.inclusive, due.calendar) == ("2026-06-30", True, "china")


def test_a_convention_can_leave_the_named_day_out() -> None:
    due = _due("2026年6月30日前", named_day="excluded")
    assert (due.on, due.inclusive) == (date(2026, 6, 29), False)
    assert due.at == start_of_day(date(2026, 6, 30), SHANGHAI)
    assert "不含当日" in due.rule_words_zh
    # 前 is what the convention is about; a day named without it stays.
    assert _due("2026年6月30日", named_day="excluded").on == date(2026, 6, 30)


def test_annual_summaries_are_due_in_the_construction_period_only() -> None:
    period = rules.period_of("2027年—2028年")
    found = dues(_rule("每年11月底前"), anchor=ISSUED, period=period)
    assert [due.on for due in found] == [date(2027, 11, 30), date(2028, 11, 30)]
    assert (period[1] - period[0]).days + 1 == 731


def test_a_phrase_without_a_year_falls_into_the_period_it_is_asked_for() -> None:
    year = (date(2028, 1, 1), date(2028, 12, 31))
    (due,) = dues(_rule("11月底前"), anchor=ISSUED, period=year)
    assert due.on == date(2028, 11, 30)
    assert dues(_rule("11月底前"), anchor=ISSUED, period=(year[0], date(2028, 6, 30))) == ()


@pytest.mark.parametrize(
    ("phrase", "first", "last", "on"),
    [
        ("次月5日前", date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 5)),
        ("次月底前", date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 28)),
        ("次年1月31日前", date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 31)),
        ("次年3月底前", date(2026, 3, 1), date(2026, 12, 31), date(2027, 3, 31)),
        ("次月前5个工作日内", date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 11)),
        ("次月前5个工作日内", date(2025, 12, 1), date(2025, 12, 31), date(2026, 1, 8)),
        ("次季度前10个工作日内", date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 14)),
        ("本季度结束后15日内", date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 15)),
    ],
)
def test_a_day_in_the_month_or_year_after_belongs_to_the_period_it_follows(
    phrase: str, first: date, last: date, on: date
) -> None:
    (due,) = dues(_rule(phrase), anchor=ISSUED, period=(first, last))
    assert due.on == on


def test_the_end_of_a_window_comes_after_a_start_in_the_next_year() -> None:
    (opening,) = opens(_rule("次年1月1日至1月31日"), anchor=date(2026, 1, 5))
    assert opening.closes
    assert (opening.on, opening.closes.on) == (date(2027, 1, 1), date(2027, 1, 31))


def test_a_window_without_a_year_falls_into_the_period_it_is_asked_for() -> None:
    year = (date(2027, 1, 1), date(2027, 12, 31))
    for phrase, opens_on, closes_on in (
        ("12月1日至12月20日", date(2027, 12, 1), date(2027, 12, 20)),
        ("次年1月1日至1月31日", date(2028, 1, 1), date(2028, 1, 31)),
        ("2026年3月1日至3月31日", date(2026, 3, 1), date(2026, 3, 31)),
    ):
        (opening,) = opens(_rule(phrase), anchor=ISSUED, period=year)
        assert opening.closes
        assert (opening.on, opening.closes.on) == (opens_on, closes_on)


def test_a_limit_after_each_cycle_belongs_to_the_period_of_the_cycle() -> None:
    year = (date(2027, 1, 1), date(2027, 12, 31))
    found = dues(_rule("每季度结束后10日内"), anchor=ISSUED, period=year)
    assert [due.text for due in found] == ["2027-04-10", "2027-07-10", "2027-10-10", "2028-01-10"]


def test_a_counted_duty_is_judged_at_the_end_of_the_period() -> None:
    half = (date(2026, 3, 1), date(2026, 9, 15))
    found = dues(_rule("不少于4期"), anchor=ISSUED, period=half)
    assert [due.on for due in found] == [date(2026, 9, 15)]


def test_the_self_evaluation_opens_after_the_period_and_is_never_due() -> None:
    rule = _rule("建设期满后")
    (opening,) = opens(rule, anchor=date(2028, 12, 31))
    assert opening.at == datetime(2028, 12, 31, 16, tzinfo=UTC)
    assert opening.closes is None
    assert dues(rule, anchor=date(2028, 12, 31)) == ()


@pytest.mark.parametrize("text", ["及时", "由文书指定", "征求意见不少于30日"])
def test_what_sets_no_deadline_is_never_due(text: str) -> None:
    assert dues(_rule(text), anchor=ISSUED) == ()


def test_before_and_within_six_months_of_an_expiry_are_opposites() -> None:
    expiry = date(2027, 6, 30)
    assert _due("届满前6个月之前", expiry).on == date(2026, 12, 30)
    (window,) = opens(_rule("届满前6个月内"), anchor=expiry)
    assert window.on == date(2026, 12, 30)
    assert window.closes is not None
    assert window.closes.on == expiry


def test_hours_run_from_the_instant_and_not_from_a_mere_day() -> None:
    at = datetime(2026, 4, 9, 2, 30, tzinfo=UTC)
    due = _due("收到后48小时内", at)
    assert due.at == at + timedelta(hours=48)
    assert due.text == "2026-04-11T10:30"
    with pytest.raises(PhraseError, match="时刻"):
        dues(_rule("48小时内"), anchor=ISSUED)
    assert explain("48小时内", "2026-04-09T10:30")["due"] == ["2026-04-11T10:30"]
    unsure = explain("48小时内", ISSUED)
    assert (unsure["certainty"], len(unsure["readings"])) == ("unknown", 2)


def test_a_naive_anchor_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        dues(_rule("15日内"), anchor=datetime(2026, 4, 9))
    with pytest.raises(ValueError, match="naive"):
        is_late(datetime(2026, 4, 9, tzinfo=UTC), datetime(2026, 4, 9))


def test_an_event_after_midnight_in_beijing_counts_from_the_new_day() -> None:
    before, after = (datetime(2026, 4, 9, 15, 59, tzinfo=UTC), datetime(2026, 4, 9, 16, tzinfo=UTC))
    assert _due("收到之日起1日内", before).on == date(2026, 4, 10)
    assert _due("收到之日起1日内", after).on == date(2026, 4, 11)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024年4月3日17:00前", datetime(2024, 4, 3, 9, tzinfo=UTC)),
        ("2026年6月30日24时", datetime(2026, 6, 30, 16, tzinfo=UTC)),
        ("2026年6月30日23:59前", datetime(2026, 6, 30, 16, tzinfo=UTC)),
        ("2026年6月30日零时前", datetime(2026, 6, 29, 16, tzinfo=UTC)),
        ("2026-06-30T16:00Z", datetime(2026, 6, 30, 16, tzinfo=UTC)),
        ("1986年9月1日前", datetime(1986, 9, 1, 15, tzinfo=UTC)),
        ("1991年7月1日前", datetime(1991, 7, 1, 15, tzinfo=UTC)),
        ("1992年7月1日前", datetime(1992, 7, 1, 16, tzinfo=UTC)),
    ],
)
def test_the_instant_follows_the_zone_even_in_years_of_summer_time(text: str, at: datetime) -> None:
    assert _due(text).at == at


def test_a_midnight_that_a_clock_change_skipped_still_begins_the_day() -> None:
    # 1940-06-01 in Shanghai began at 01:00 by the new time.
    start = start_of_day(date(1940, 6, 1), SHANGHAI)
    assert local_day(start, SHANGHAI) == date(1940, 6, 1)
    assert local_day(start - timedelta(seconds=1), SHANGHAI) == date(1940, 5, 31)


def test_a_time_that_a_clock_change_skips_or_repeats_is_still_one_instant() -> None:
    skipped = instant_of(date(1986, 5, 4), "02:30", SHANGHAI)
    assert skipped.astimezone(ZoneInfo(SHANGHAI)).strftime("%H:%M") == "03:30"
    repeated = instant_of(date(1986, 9, 14), "01:30", SHANGHAI)
    assert repeated == datetime(1986, 9, 13, 17, 30, tzinfo=UTC)


@given(st.dates(date(1900, 1, 2), date(2199, 12, 30)))
@settings(max_examples=200, deadline=None)
def test_every_day_is_exactly_what_lies_between_its_first_instant_and_the_next(day: date) -> None:
    first, after = start_of_day(day, SHANGHAI), start_of_day(day + DAY, SHANGHAI)
    assert local_day(first, SHANGHAI) == day
    assert local_day(after - timedelta(microseconds=1), SHANGHAI) == day
    assert timedelta(hours=23) <= after - first <= timedelta(hours=25)


def test_answers_are_the_same_under_any_time_zone_of_the_machine() -> None:
    code = (
        "import json; from states.dates.when import explain;"
        "print(json.dumps([explain(p, '2026-04-09T10:00') for p in"
        " ('6月30日前','15个工作日内','48小时内','1988年7月1日前','6个月内','2026-06-30T16:00Z')]))"
    )
    outputs = set()
    for zone in ("UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"):
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(ran.stdout)
    assert len(outputs) == 1


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(-600, 600))
@settings(max_examples=200, deadline=None)
def test_months_go_to_the_corresponding_day_or_the_months_last(start: date, months: int) -> None:
    end = add_period(start, months, "months")
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + DAY).day == 1)


def test_the_answer_of_when_has_the_promised_shape() -> None:
    answer = explain("11月底前", ISSUED)
    assert answer == {
        "phrase": "11月底前",
        "certainty": "convention",
        "kind": "due",
        "due": ["2026-11-30"],
        "window": [],
        "rule": answer["rule"],
        "readings": [],
        "provisional": False,
    }
    assert json.loads(json.dumps(answer)) == answer
    assert explain("45个工作日内", "2026-11-02")["provisional"] is True


@pytest.mark.parametrize("wrong", ["2026-4-9", "20260409", "tomorrow", "1800-01-01", "2026-02-30"])
def test_a_from_day_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"日期|年份|day"):
        explain("11月底前", wrong)


def test_a_count_out_of_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="count"):
        explain("每年", ISSUED, count=0)


def test_a_pause_keeps_the_remainder_in_the_limits_own_days() -> None:
    due = _due("受理之日起20个工作日内", date(2026, 9, 1))
    paused = datetime(2026, 9, 10, 3, tzinfo=UTC)
    left = pause(due, paused, unit="working-days")
    assert (left.n, left.unit) == (13, "working-days")
    resumed = resume(due, left, datetime(2026, 9, 29, 3, tzinfo=UTC))
    assert resumed.on == date(2026, 10, 22)
    assert resume(due, left, paused).on == due.on


def test_a_pause_in_calendar_days_and_in_hours() -> None:
    due = _due("受理之日起30日内", date(2026, 9, 1))
    left = pause(due, datetime(2026, 9, 11, 3, tzinfo=UTC))
    assert (left.n, resume(due, left, datetime(2026, 10, 1, 3, tzinfo=UTC)).on) == (
        20,
        date(2026, 10, 21),
    )
    event = datetime(2026, 9, 1, 0, tzinfo=UTC)
    hours = _due("收到后48小时内", event)
    rest = pause(hours, event + timedelta(hours=10), unit="hours")
    again = event + timedelta(days=5)
    assert resume(hours, rest, again).at == again + timedelta(hours=38)


def test_minutes_run_from_the_instant_and_are_paused_to_the_second() -> None:
    event = datetime(2026, 9, 1, 15, 50, 7, tzinfo=UTC)
    due = _due("接报后30分钟内", event)
    assert due.at == event + timedelta(minutes=30)
    assert due.text == "2026-09-02T00:20:07"
    with pytest.raises(PhraseError, match="时刻"):
        dues(_rule("半小时内"), anchor=ISSUED)
    rest = pause(due, event + timedelta(minutes=10), unit="minutes")
    again = event + timedelta(days=5)
    assert resume(due, rest, again).at == again + timedelta(minutes=20)


def test_what_has_run_out_cannot_be_paused() -> None:
    due = _due("2026年6月30日前")
    with pytest.raises(ValueError, match="不能中止"):
        pause(due, due.at)


@pytest.mark.parametrize(
    ("text", "from_event"),
    [
        ("收到之日起15日内", True),
        ("届满30日前", True),
        ("建设期满后", True),
        ("每五年", True),
        ("2026年6月30日前", False),
        ("自2026年4月9日起30日内", False),
        ("每年11月底前", False),
        ("不少于4期", False),
    ],
)
def test_a_rule_knows_whether_it_counts_from_an_event(text: str, from_event: bool) -> None:
    assert counts_from_event(_rule(text)) is from_event


def test_a_span_that_is_full_is_said_once() -> None:
    words = explain("公告之日起满6个月", "2026-04-09")["rule"]
    assert words.startswith("自公告之日起满6个月之日的次日起")
