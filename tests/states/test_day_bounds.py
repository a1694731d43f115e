"""Where a rule of time begins and ends to the day: the day counted from itself, the first and the
last day of a cycle and of a period, the years that were looked up."""

from datetime import date, datetime
from itertools import pairwise

import pytest

from config.calendar import load_calendar
from config.dates import rules
from config.dates.rules import Conventions, Mark
from states.dates.cycles import days_of, stretches
from states.dates.dated import again, dated, opens_only
from states.dates.due import rule_words
from states.dates.when import explain
from states.deadlines import dues, windows
from states.instants import DAY, instant_of

JUNE_30 = date(2026, 6, 30)


def days(
    rule: rules.Rule,
    anchor: date = JUNE_30,
    period: tuple[date, date] | None = None,
    count: int | None = None,
) -> list[date]:
    found = dues(rule, anchor=anchor, period=period, count=count)
    return [due.on for due in found]


@pytest.mark.parametrize(
    "rule",
    [
        rules.Day(month=6, day=30),
        rules.EndOf(span=rules.Span(unit="month", index=6)),
        rules.EndOf(span=rules.Span(unit="half", index=1)),
    ],
)
def test_a_day_without_its_year_is_the_next_one_and_may_be_the_day_counted_from(
    rule: rules.Rule,
) -> None:
    assert days(rule) == [JUNE_30]
    assert days(rule, date(2026, 7, 1)) == [date(2027, 6, 30)]


def test_times_in_a_cycle_are_due_in_the_one_that_ends_with_the_day_counted_from() -> None:
    monthly = rules.Count(at_least=1, per="month")
    assert days(monthly, count=2) == [JUNE_30, date(2026, 7, 31)]


def test_a_period_that_ends_with_the_first_day_of_a_cycle_holds_that_cycle() -> None:
    period = (date(2026, 5, 1), date(2026, 7, 1))
    monthly = rules.Count(at_least=1, per="month")
    assert days(monthly, period=period) == [date(2026, 5, 31), JUNE_30, date(2026, 7, 1)]
    on_the_first = rules.Every(unit="month", marks=(Mark(day=1),))
    assert days(on_the_first, period=period) == [date(2026, m, 1) for m in (5, 6, 7)]


def test_what_runs_after_a_cycle_that_a_period_cuts_belongs_to_the_period() -> None:
    after = rules.Every(unit="year", marks=(Mark(after=1, after_unit="months"),))
    period = (date(2026, 1, 1), date(2027, 6, 30))
    assert days(after, period=period) == [date(2027, 1, 31), date(2028, 1, 31)]


def test_the_days_of_a_cycle_come_in_order_whichever_was_named_first() -> None:
    twice = rules.Every(unit="year", marks=(Mark(month=11), Mark(month=6)))
    assert days(twice, date(2026, 1, 1), count=2) == [JUNE_30, date(2026, 11, 30)]


def test_a_month_with_fewer_working_days_than_are_counted_ends_with_its_last() -> None:
    # of February 2026 the festival leaves no more than sixteen
    rule = rules.Every(unit="month", marks=(Mark(nth=20),))
    assert days(rule, date(2026, 2, 1)) == [date(2026, 2, 28)]
    assert days(rule, date(2026, 3, 1)) == [date(2026, 3, 27)]


def test_every_year_whose_working_days_were_counted_is_named() -> None:
    counted = rules.Every(unit="quarter", marks=(Mark(after=70, after_unit="working-days"),))
    (due,) = dues(counted, anchor=date(2026, 12, 31))
    assert due.on.year == 2027
    assert [year for year in ("2026", "2027") if year in due.calendar] == ["2026", "2027"]


def test_a_rest_day_that_is_left_over_the_turn_of_the_year_names_both_years() -> None:
    conventions = Conventions(rest_day="previous")
    rule = rules.After(n=1, unit="days", of="收到")
    (due,) = dues(rule, anchor=date(2026, 12, 31), conventions=conventions)
    assert (due.on, due.rolled_from) == (date(2026, 12, 31), date(2027, 1, 1))
    assert [year for year in ("2026", "2027") if year in due.calendar] == ["2026", "2027"]


def test_a_limit_with_a_time_of_day_ends_then_also_where_a_named_day_is_not_included() -> None:
    rule = rules.Day(year=2026, month=6, day=30, clock="17:00")
    (due,) = dues(rule, anchor=date(2026, 4, 9), conventions=Conventions(named_day="excluded"))
    assert (due.on, due.inclusive) == (JUNE_30, True)
    assert due.at == instant_of(JUNE_30, "17:00", "Asia/Shanghai")


@pytest.mark.parametrize(
    ("rule", "moves"),
    [
        (rules.After(n=15, unit="days", of="收到"), True),
        (rules.Before(n=15, unit="days", of="届满"), False),
        (rules.Count(at_least=4), False),
        (rules.Count(at_least=4, interval=2), True),
        (rules.Window(closes=rules.Event(of="届满")), False),
        (rules.Window(closes=rules.Event(of="届满", shift=1)), True),
    ],
)
def test_words_say_that_a_rest_day_moves_only_what_it_moves(rule: rules.Rule, moves: bool) -> None:
    kept, rolled = (rule_words(rule, "zh", Conventions(rest_day=how)) for how in ("keep", "next"))
    assert (kept != rolled) is moves


def test_an_instant_a_fraction_after_midnight_is_of_the_new_day() -> None:
    received = datetime.fromisoformat("2026-06-29T23:00:00.000001+08:00")
    (due,) = dues(rules.After(n=1, unit="hours"), anchor=received)
    assert due.on == JUNE_30


def test_what_recurs_from_an_event_within_a_period_counts_both_its_ends() -> None:
    yearly = rules.Every(unit="year", interval=2)
    period = (date(2028, 6, 30), date(2030, 6, 30))
    assert days(yearly, period=period) == [date(2028, 6, 30), date(2030, 6, 30)]


def test_several_limits_come_in_the_order_of_their_ends() -> None:
    later, sooner = rules.After(n=30, unit="days"), rules.After(n=10, unit="days")
    assert days(rules.Several(rules=(later, sooner))) == [date(2026, 7, 10), date(2026, 7, 30)]


def test_every_year_between_is_named_too() -> None:
    (due,) = dues(rules.After(n=400, unit="working-days"), anchor=JUNE_30)
    assert due.on.year == 2028
    assert [year for year in ("2026", "2027", "2028") if year in due.calendar] == [
        "2026",
        "2027",
        "2028",
    ]


@pytest.mark.parametrize(("opens_after", "opens"), [(False, JUNE_30), (True, date(2026, 7, 1))])
def test_a_window_opens_with_its_event_or_the_day_after(opens_after: bool, opens: date) -> None:
    rule = rules.Window(opens=rules.Event(of="期满"), opens_after=opens_after)
    ((opening, due),) = windows(rule, anchor=JUNE_30)
    assert opening is not None
    assert (opening.on, due) == (opens, None)


@pytest.mark.parametrize("unit", ["year", "quarter", "month"])
def test_stretches_are_cut_to_their_period_at_both_ends(unit: rules.CycleUnit) -> None:
    first, last = date(2026, 11, 15), date(2027, 2, 1)
    found = list(stretches(unit, first, last))
    assert (found[0][1], found[-1][2]) == (first, last)
    assert all(before[2] + DAY == after[1] for before, after in pairwise(found))
    assert days_of(found[0][0]) != (first, last)


def test_a_day_computed_again_is_the_same_one_of_several() -> None:
    rule = rules.Every(unit="month", marks=(Mark(nth=5),))
    period = (date(2026, 5, 1), date(2026, 7, 31))
    calendar = load_calendar()
    found = dated(rule, JUNE_30, period, Conventions(), calendar)
    assert len(found) == 3
    assert [again(str(one.basis), Conventions(), calendar) for one in found] == [*found]


def test_only_a_day_that_was_looked_up_in_the_calendar_keeps_what_it_came_from() -> None:
    calendar = load_calendar()
    (plain,) = dated(rules.After(n=5, unit="days"), JUNE_30, None, Conventions(), calendar)
    (looked_up,) = dated(
        rules.After(n=5, unit="working-days"), JUNE_30, None, Conventions(), calendar
    )
    assert (plain.basis, bool(looked_up.basis)) == (None, True)


def test_what_lasts_at_least_so_long_has_no_day_by_which_it_is_due() -> None:
    shown = rules.After(n=7, unit="days", minimum=True)
    calendar = load_calendar()
    assert dated(shown, JUNE_30, None, Conventions(), calendar) == ()
    found = opens_only(shown, JUNE_30, Conventions(), calendar)
    assert found is not None
    assert (found.at, found.basis) == ("2026-07-07T16:00:00.000000Z", None)
    assert explain("公示不少于7日", "2026-06-30")["due"] == []


def test_a_thousand_days_may_be_asked_for_and_no_more() -> None:
    assert len(explain("每月底前", "2026-06-30", count=1000)["due"]) == 1000
    with pytest.raises(ValueError, match="1000"):
        explain("每月底前", "2026-06-30", count=1001)
