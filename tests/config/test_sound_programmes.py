"""Programmes of unusual shapes that work, and about which nothing is said."""

import pytest

from config.checking.exclusive import contradict
from config.loader import check
from tests.config.fairs import (
    ACCEPT,
    ASK,
    CITY,
    CODE,
    DUTY,
    ENTER,
    NO_ASK,
    PLACE,
    QUOTA,
    SEE,
    SHOW,
    SHOWN,
    SIZE,
    Change,
    a_lapse,
    changed,
    duties,
    kinds,
    more,
    moves,
    opened,
)

WAITS = "guards: [{child-in: {kind: visit, states: seen}}]"
AFTER_SHOWING = "title: 备案, case: fair, opened: show, by: city"
REPORTING = "title: 报告, case: fair, opened: show, by: district, period: term, bound-by: tell"
TELL = "tell: {title: 报告, from: shown, to: same, by: district}"
JANUARY = "on: 2027-01-01"
FIX = (SHOWN, f"{SHOWN}      fix: 补正\n")
SEEN = "children.exists(c, c.state == 'seen')"


def if_seen(condition: str) -> str:
    return f'{JANUARY}, guards: [{{condition: {{cel: "{condition}", says: 看回访}}}}]'


SOUND: dict[str, tuple[Change, ...]] = {
    "a renewal once, with another way out": (
        moves(
            "renew: {title: 续期, from: shown, to: shown, by: city, "
            "guards: [{at-most-times: {move: renew}}]}"
        ),
    ),
    "a parent that waits for its child, made while it stands": (
        more(ACCEPT, WAITS),
        more(ASK, "guards: [{parent-in: {states: [noted, shown]}}]"),
    ),
    "a parent that waits for a child that one of its moves opens": (
        more(ACCEPT, WAITS),
        NO_ASK,
        opened("{by: show}"),
    ),
    "a child opened as an effect": (more(SHOW, "effects: [{open: visit}]"), NO_ASK),
    "a child that waits for the end of its parent": (
        more(SEE, "guards: [{parent-in: {states: done}}]"),
    ),
    "a child that drives its parent": (
        (ACCEPT, ACCEPT.replace("by: city", "by: system")),
        more(SEE, "effects: [{move-parent: accept}]"),
    ),
    "a child that writes what its parent's guard reads": (
        (SIZE, f"      verdict: {{title: 结论}}\n{SIZE}"),
        (CODE, f"{CODE}\n    form: {{found: {{title: 发现}}}}"),
        more(SEE, "asks: found, effects: [{set-parent: {verdict: found}}]"),
        more(ACCEPT, "guards: [{field-is: {field: verdict, one-of: [好]}}]"),
    ),
    "automatic moves told apart by category": (
        moves(
            a_lapse("l1", "shown", "done", f"{JANUARY}, when: \"category == 'food'\""),
            a_lapse("l2", "shown", "dropped", f"{JANUARY}, when: \"category == 'toys'\""),
        ),
    ),
    "automatic moves told apart by an amount": (
        (SIZE, f"      money: {{title: 金额, type: money}}\n{SIZE}"),
        moves(
            a_lapse("l1", "shown", "done", f"{JANUARY}, when: double(fields.money) >= 100"),
            a_lapse("l2", "shown", "dropped", f"{JANUARY}, when: double(fields.money) < 100"),
        ),
    ),
    "automatic moves told apart by their guards": (
        moves(
            a_lapse("l1", "shown", "done", if_seen(SEEN)),
            a_lapse("l2", "shown", "dropped", if_seen(f"!{SEEN}")),
        ),
    ),
    "automatic moves out of two states on one day": (
        moves(
            a_lapse("l1", "noted", "dropped", "after: 2026年12月31日前"),
            a_lapse("l2", "shown", "done", "after: 2026年12月31日前"),
        ),
    ),
    "automatic moves one after the other on one day": (
        moves(
            a_lapse("l1", "noted", "shown", JANUARY),
            a_lapse("l2", "shown", "done", JANUARY),
        ),
    ),
    "an automatic move that keeps the state": (moves(a_lapse("l1", "noted", "same", JANUARY)),),
    "two duties of one length that lapse in different states": (
        (
            DUTY,
            "a: {title: 甲, case: fair, by: city, due: 15个工作日内, bound-by: [show, drop]}\n"
            f"  b: {{{AFTER_SHOWING}, due: 15个工作日内, bound-by: [accept, drop]}}",
        ),
        moves(
            a_lapse("l1", "noted", "dropped", "lapse-of: a"),
            a_lapse("l2", "shown", "done", "lapse-of: b"),
        ),
    ),
    "done by the day, or it lapses": (
        (DUTY, f"{DUTY[:-1]}, late: lapse}}"),
        moves(a_lapse("gone", "noted", "dropped", "after: 2026年6月30日前")),
        more(SHOW, "until: 2026年6月30日前"),
    ),
    "refused when late, and then it lapses": (
        (DUTY, f"{DUTY[:-1]}, late: refuse}}"),
        moves(a_lapse("gone", "noted", "dropped", "lapse-of: showing")),
    ),
    "a limit that may be extended and paused, else deemed accepted": (
        (
            DUTY,
            f"showing: {{{AFTER_SHOWING}, due: 收到之日起15个工作日内, bound-by: [accept, drop], "
            "extension: {by: city, longest: 15个工作日}, pause: {by: city, for: [鉴定]}}",
        ),
        moves(a_lapse("l1", "shown", "done", "lapse-of: showing")),
    ),
    "objections, dismissed at most twice": (
        (SHOWN, f"{SHOWN}      objected: 有异议\n"),
        moves(
            "object: {title: 异议, from: shown, to: objected, by: district}",
            "dismiss: {title: 驳回, from: objected, to: shown, by: city, "
            "guards: [{at-most-times: {move: dismiss, times: 2}}]}",
            "uphold: {title: 成立, from: objected, to: dropped, by: city, reason: required}",
        ),
    ),
    "sent back once, and lapsed if nothing comes": (
        FIX,
        moves(
            "back: {title: 退回, from: shown, to: fix, by: city, "
            "guards: [{at-most-times: {move: back}}]}",
            "again: {title: 再报, from: fix, to: shown, by: district}",
            a_lapse("gone", "fix", "dropped", "lapse-of: fixing"),
        ),
        duties(
            "fixing: {title: 补正, case: fair, opened: back, by: district, due: 5个工作日内, "
            "bound-by: again}"
        ),
    ),
    "a quarterly report that keeps the state": (
        moves(TELL),
        (DUTY, f"showing: {{{REPORTING}, due: 每季度末}}"),
    ),
    "a report due twice a year": (
        moves(TELL),
        (DUTY, f"showing: {{{REPORTING}, due: 每年6月底和12月底前}}"),
    ),
    "a yearly report that goes out and comes back": (
        (SHOWN, f"{SHOWN}      told: 已报\n"),
        moves(
            TELL.replace("to: same", "to: told"),
            "read: {title: 阅, from: told, to: shown, by: city}",
        ),
        (DUTY, f"showing: {{{REPORTING}, due: 每年11月底前}}"),
    ),
    "a child for each year, and an end by the day": (
        NO_ASK,
        opened("{by: show, each-year-of: term}"),
        duties("v: {title: 回访, case: visit, by: district, due: 每年11月底前, bound-by: see}"),
        moves(a_lapse("end", "shown", "done", "on: {day-after: term}")),
    ),
    "a case for each place and month, whose field a move asks": (
        (
            "  visit:\n",
            "  table:\n    title: 月报\n"
            '    code: "{jurisdiction}-{period}"\n'
            "    opened: {each-month-of: term, per: jurisdiction}\n"
            "    form: {n: {title: 数, type: number, required: yes}}\n"
            "    states: {due: {title: 待报, initial: yes}, sent: {title: 已报, end: normal}}\n"
            "    moves: {send: {title: 报, from: due, to: sent, by: district, asks: n}}\n"
            "  visit:\n",
        ),
        duties("tab: {title: 月报, case: table, by: district, due: 每月底前, bound-by: send}"),
    ),
    "a duty met by a number of cases": (
        duties(
            "n: {title: 备案数, by: city, period: term, "
            "count: {cases: fair, in: done, at-least: 2, each: year}}"
        ),
    ),
    "a day that a move asks for": (
        more(SHOW, "asks: by-when"),
        (SIZE, f"      by-when: {{title: 限期, type: date}}\n{SIZE}"),
        (
            DUTY,
            f"showing: {{{AFTER_SHOWING}, due: 由文书指定, day-from: by-when, bound-by: accept}}",
        ),
    ),
    "a duty that begins when another is done": (
        duties(
            "next: {title: 备案, case: fair, by: city, due: 10日内, "
            "counts-from: {settled: showing}, bound-by: [accept, drop]}"
        ),
    ),
    "a duty that may arise twice": (
        (
            DUTY,
            "showing: {title: 备案, case: fair, opened: [show, anew], by: city, due: 10日内, "
            "bound-by: [accept, drop]}",
        ),
        moves("anew: {title: 重新公示, from: shown, to: same, by: city}"),
    ),
    "a duty owed by two, each with a move of its own": (
        (
            DUTY,
            "showing: {title: 公示, case: fair, by: [city, district], due: 2026年6月30日前, "
            "bound-by: [show, leave]}",
        ),
        moves("leave: {title: 撤回, from: noted, to: dropped, by: district}"),
    ),
    "two tracks by what a field holds": (
        more(ACCEPT, "guards: [{field-is: {field: size, one-of: small}}]"),
        moves(
            "big: {title: 大型备案, from: shown, to: done, by: city, four-eyes: yes, "
            "guards: [{field-is: {field: size, one-of: big}}]}"
        ),
    ),
    "a checklist filled before it is asked for": (
        more(ACCEPT, "guards: [{checklist-passed: {list: site}}]"),
    ),
    "a cap of 0 beside a minimum": (
        (QUOTA, "each: {title: 每区, at-least: 1, at-most: 3, caps: {new: 0}}"),
        more(ENTER, "guards: [{jurisdiction-kind: {one-of: district}}]"),
    ),
    "minima that just fit into the total": (
        (
            QUOTA,
            "each: {title: 每区, at-least: 2, at-most: 3}\n"
            "  all: {title: 合计, per: programme, at-most: 6, at-least: 6}",
        ),
        ("takes: each", "takes: [each, all]"),
    ),
    "a quota of 0 for some cases": (
        (QUOTA, "each: {title: 玩具不报, at-most: 0, when: \"category == 'toys'\"}"),
    ),
    "a role of units, and a form that names the unit": (
        ("scope: jurisdiction}", "scope: unit}"),
        (PLACE, f"      unit: {{title: 单位, type: organisation, required: yes}}\n{PLACE}"),
    ),
    "a role of places that makes the cases itself": (
        (PLACE, ""),
        (", takes: each", ""),
        (f"quotas:\n  {QUOTA}\n", ""),
    ),
    "cases that the file lists": (
        ("quotas:\n", "seeds: {a: {case: fair, fields: {title: 甲, place: E}}}\nquotas:\n"),
        (f"{ENTER}\n      ", ""),
        ("needs: plan", "takes: each, needs: plan"),
    ),
    "a role that is only told": (
        (CITY, f"  told: {{title: 抄送, scope: programme}}\n{CITY}"),
        more(ACCEPT, "effects: [{notify: told}]"),
    ),
    "a role that only extends": (
        (CITY, f"  head: {{title: 领导, scope: programme}}\n{CITY}"),
        (DUTY, f"{DUTY[:-1]}, extension: {{by: head, longest: 7天}}}}"),
    ),
    "a version for what was received within some months": (
        ("cases:\n", "applies: {from: 2026-04-15, until: 2027-12-31}\ncases:\n"),
    ),
    "a window that was open before the document": (more(SHOW, "opens: 2026-01-01"),),
    "a window of one day, the day on which it is due, and the last of what follows": (
        more(SHOW, "opens: 2026-06-30, until: 2026-06-30"),
        more(ACCEPT, "until: 2026-06-30"),
        duties(f"filing: {{{AFTER_SHOWING}, due: 2026年6月30日前, bound-by: accept}}"),
        (DUTY, DUTY.replace("[show, drop]", "show")),
    ),
    "a duty that is due on the day of the document": (
        (DUTY, DUTY.replace("2026年6月30日前", "2026年3月2日前")),
    ),
    "quotas that can just be met": (
        (
            QUOTA,
            "each: {title: 每区, per: jurisdiction, at-most: 4, at-least: 4, caps: {new: 4}, "
            "each: category, each-at-most: 2}\n"
            "  total: {title: 全市, per: programme, at-most: 12, at-least: 12}",
        ),
        ("takes: each", "takes: [each, total]"),
        (
            "field: {title: 类别, type: category}",
            "field: {title: 类别, type: category, required: yes}",
        ),
    ),
    "a quota that one field may fill alone": (
        (QUOTA, "each: {title: 每区, at-most: 2, each: category, each-at-most: 2}"),
    ),
    "a late window after an automatic entry": (
        moves(
            a_lapse("in", "noted", "shown", JANUARY),
            a_lapse("out", "shown", "dropped", "after: 2027-06-30"),
        ),
        (ACCEPT, f"{ACCEPT[:-1]}, opens: 2027-03-01, until: 2027-06-30}}"),
    ),
    "kinds of children that are numbered alike below kinds of their own": (
        kinds(
            ("market", "集市", 'code: "JS-{number}"'),
            ("stall", "摊位", 'of: market\n    code: "{parent}-V{number}"'),
        ),
    ),
}


@pytest.mark.parametrize("name", ["as it stands", *SOUND])
def test_nothing_is_said_of_what_works(name: str) -> None:
    programme, found = check(changed(*SOUND.get(name, ())))
    assert [(problem.code, problem.message) for problem in found] == []
    assert programme is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("category == 'a'", "category != 'a'"),
        ("x in ['a', 'b']", "x == 'c'"),
        ("!(a || b)", "a || b"),
        ("opened_on < '2026-07-01'", "opened-on >= '2026-07-01'"),
        ("a == 1 && b == 2", "(b == 3)"),
        ("fields.金额 > 1", 'fields["金额"] <= 1'),
        ("!children.exists(c, c.kind == 'k')", "children.exists(c, c.kind == 'k')"),
    ],
)
def test_conditions_that_exclude_each_other_are_known(one: str, other: str) -> None:
    assert contradict(one, other)
    assert contradict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("category == 'a'", "category == 'a'"),
        ("category == 'a' || b == 2", "category == 'b'"),
        ("x >= 1", "x <= 1"),
        ("x != 1", "x != 2"),
        ("x == 1", "y == 2"),
        ("!a == b", "a"),
        ("x == 'a && !x'", "x == 'a && !x'"),
    ],
)
def test_conditions_that_may_both_hold_are_not_taken_for_exclusive(one: str, other: str) -> None:
    assert not contradict(one, other)
    assert not contradict(other, one)
