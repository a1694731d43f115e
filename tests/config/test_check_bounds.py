"""Findings at their bounds: what is just still possible, and what is just no longer."""

import pytest

from config.loader import check
from tests.config.fairs import DUTY, QUOTA, SHOW, Change, a_lapse, changed, kinds, more, moves

JANUARY = "on: 2027-01-01"
TERM = "term: 2026年7月1日—2028年12月31日"
IF_FOOD = "when: \"category == 'food'\""


def codes(*changes: Change) -> set[str]:
    return {problem.code for problem in check(changed(*changes))[1]}


def report(due: str, bound: str = ", bound-by: accept") -> Change:
    """A report of a fair that was shown, in every stretch of the term."""
    opened = "title: 报告, case: fair, opened: show, by: city, period: term"
    return DUTY, f"showing: {{{opened}, due: {due}{bound}}}"


@pytest.mark.parametrize(("last", "twice"), [("2027年6月30日", False), ("2027年7月31日", True)])
def test_what_falls_due_in_more_than_one_year_has_to_be_done_again(last: str, twice: bool) -> None:
    term = (TERM, f"term: 2026年7月1日—{last}")
    assert ("recurs-but-once" in codes(term, report("每年7月底前"))) is twice


def test_what_falls_due_every_week_has_to_be_done_again() -> None:
    assert "recurs-but-once" in codes(report("每周一10时前"))


def test_a_duty_that_nothing_settles_is_not_said_to_be_settled_once() -> None:
    found = codes(report("每年11月底前", ", bound-by: []"))
    assert ("duty-of-nobody" in found, "recurs-but-once" in found) == (True, False)


def test_a_limit_that_differs_by_place_may_end_after_the_moves_that_settle_it_begin() -> None:
    late = more(SHOW, "opens: 2026-07-15")
    bound = DUTY.replace("[show, drop]", "show")
    assert "due-before-opening" in codes(late, (DUTY, bound))
    by_place = f"{bound[:-1]}, due-by: {{kind:new: 2026年7月31日前}}}}"
    assert "due-before-opening" not in codes(late, (DUTY, by_place))


def test_two_moves_of_one_instant_on_one_condition_are_no_matter_of_chance() -> None:
    found = codes(
        moves(
            a_lapse("l1", "shown", "done", f"{JANUARY}, {IF_FOOD}"),
            a_lapse("l2", "shown", "dropped", f"{JANUARY}, {IF_FOOD}"),
        )
    )
    assert ("two-at-once" in found, "one-by-chance" in found) == (True, False)


def test_cases_that_people_make_beside_those_of_a_stretch_need_a_number() -> None:
    keys = 'code: "{period}"\n    opened: {each-quarter-of: term}'
    by_people = kinds(("meeting", "例会", keys))
    old, new = by_people
    by_clock_alone = (old, new.replace("      begin: {title: 新建, to: open, by: city}\n", ""))
    assert "code-not-unique" in codes(by_people)
    assert "code-not-unique" not in codes(by_clock_alone)


TOTAL = "  total: {title: 全市, per: programme"
BOTH = ("takes: each", "takes: [each, total]")
CONTRADICTIONS = {"minima-above-total", "total-above-caps", "minimum-shut-out"}


def quotas(each: str, total: str) -> Change:
    """A quota of each district and one of the whole city."""
    return QUOTA, f"each: {{title: 每区, per: jurisdiction, {each}}}\n{TOTAL}, {total}}}"


@pytest.mark.parametrize(
    "changes",
    [
        (quotas("at-most: 3, at-least: 1, caps: {new: 0}", "at-most: 2"), BOTH),
        (quotas("caps: {new: 1}", "at-least: 12"), BOTH),
        (quotas("at-most: 3, at-least: 2", "at-most: 5, when: \"category == 'food'\""), BOTH),
        (
            quotas("at-most: 3", "at-least: 12"),
            BOTH,
            ("needs: plan", "takes: total, needs: plan"),
        ),
    ],
    ids=["none is owed where none may be", "no cap", "it counts others too", "others take it too"],
)
def test_quotas_that_can_be_met_together_do_not_contradict_each_other(
    changes: tuple[Change, ...],
) -> None:
    assert codes(*changes) & CONTRADICTIONS == set()


def test_quotas_that_cannot_be_met_together_contradict_each_other() -> None:
    assert "minima-above-total" in codes(quotas("at-most: 3, at-least: 2", "at-most: 5"), BOTH)
    assert "total-above-caps" in codes(quotas("at-most: 3", "at-least: 12"), BOTH)


def test_a_share_where_a_number_is_asked_is_one_problem_at_its_place() -> None:
    owed = "title: 回访, by: city, period: term"
    count = "{cases: visit, in: seen, at-least: 20%, each: year}"
    (problem,) = check(changed((DUTY, f"showing: {{{owed}, count: {count}}}")))[1]
    assert (problem.code, "at-least" in problem.key) == ("not-a-count", True)
    assert "先算出个数" in problem.message


@pytest.mark.parametrize(("needs", "told"), [("needs", True), ("needs-anew", False)])
def test_a_report_of_every_year_for_which_the_first_file_will_do(needs: str, told: bool) -> None:
    move = f"report: {{title: 报告, from: shown, to: same, by: city, {needs}: plan}}"
    owed = report("每年11月底前", ", bound-by: report, waived-by: accept")
    assert ("needs-once" in codes(moves(move), owed)) is told
