"""Programmes that cannot work: the code and words of the finding, and what was changed."""

from tests.config.fairs import (
    ACCEPT,
    ASK,
    DROP,
    DUTY,
    ENTER,
    NO_ASK,
    SEE,
    SHOW,
    SHOWN,
    Change,
    a_lapse,
    duties,
    more,
    moves,
    opened,
)

WAITS_FOR_VISIT = "guards: [{child-in: {kind: visit, states: seen}}]"
NOTED_ONLY = (DROP, DROP.replace("[noted, shown]", "noted"))
SHOWN_ONLY = (DROP, DROP.replace("[noted, shown]", "shown"))
AFTER_SHOWING = "title: 备案, case: fair, opened: show, by: city"
FIX = (SHOWN, f"{SHOWN}      fix: 补正\n")
SEE_LAST = "guards: [{parent-in: {states: done}}]"
DRIVEN = (ACCEPT, ACCEPT.replace("by: city", "by: system"))
ONCE = "guards: [{at-most-times: {move: again, times: 1}}]"
NEVER = "guards: [{condition: {cel: 'false', says: 不行}}]"
JANUARY = "on: 2027-01-01"

BROKEN: dict[str, tuple[str, str, tuple[Change, ...]]] = {
    # states and what they wait for
    "parent and child wait for each other": (
        "waits-for-child",
        "它要等下级“回访”处于已访",
        (more(ACCEPT, WAITS_FOR_VISIT), more(ASK, SEE_LAST)),
    ),
    "the child of such a pair": (
        "waits-for-parent",
        "“展会”只能到：已登记、公示、未备案",
        (more(ACCEPT, WAITS_FOR_VISIT), more(ASK, SEE_LAST)),
    ),
    "a child opened by the very move that waits for it": (
        "waits-for-child",
        "走法：已登记 →（公示）公示 →（备案）",
        (more(ACCEPT, WAITS_FOR_VISIT), NO_ASK, opened("{by: accept}")),
    ),
    "a child opened on a day while the case has ended": (
        "waits-for-child",
        "备案永远办不成",
        (more(ACCEPT, WAITS_FOR_VISIT), NO_ASK, opened("{on: 2027-01-01, while: done}")),
    ),
    "a move of the system driven by a child that never gets there": (
        "never-driven",
        "由“回访”的看展带动",
        (DRIVEN, more(SEE, f"effects: [{{move-parent: accept}}], {SEE_LAST}"), NOTED_ONLY),
    ),
    "a condition that never holds": ("never-true", "总不成立", (more(ACCEPT, NEVER), NOTED_ONLY)),
    "a move that may be made no time": (
        "zero-times",
        "至多办 0 次",
        (more(ACCEPT, "guards: [{at-most-times: {move: accept, times: 0}}]"),),
    ),
    "a checklist that is filled only later": (
        "waits-for-checklist",
        "在它之前没有动作能填",
        (
            (SHOW, SHOW.replace("checklist: site", "guards: [{checklist-passed: {list: site}}]")),
            more(ACCEPT, "checklist: site"),
        ),
    ),
    "a field that nobody fills": (
        "waits-for-field",
        "没有动作填这一项",
        (
            more(SEE, "guards: [{field-is: {field: verdict, one-of: [好]}}]"),
            NO_ASK,
            opened("{by: show}\n    form: {verdict: {title: 结论}}"),
        ),
    ),
    "a value that is no option": (
        "no-such-choice",
        "“规模”没有选项“大”；有的是：big、small",
        (more(ACCEPT, "guards: [{field-is: {field: size, one-of: [大]}}]"),),
    ),
    "a required field that the system would have to fill": (
        "required-unasked",
        "没有人填",
        (NO_ASK, opened("{by: show}\n    form: {verdict: {title: 结论, required: yes}}")),
    ),
    # days
    "a move that the system always forestalls": (
        "never-possible",
        "公示没有一种走法办得成",
        (
            moves(a_lapse("gone", "noted", "dropped", "on: 2026-07-01")),
            more(SHOW, "opens: 2026-09-01"),
        ),
    ),
    "a window of one day on which the system has already acted": (
        "never-possible",
        "公示没有一种走法办得成",
        (
            moves(a_lapse("gone", "noted", "dropped", "on: 2026-06-30")),
            more(SHOW, "opens: 2026-06-30, until: 2026-06-30"),
        ),
    ),
    "a window that was over before the document was issued": (
        "window-past",
        "早于发文日 2026-03-02",
        (more(SHOW, "until: 2025-12-31"),),
    ),
    "a version that applied before the document was issued": (
        "window-past",
        "2026-01-31 就已截止",
        (("cases:\n", "applies: {from: 2026-01-01, until: 2026-01-31}\ncases:\n"),),
    ),
    "a window that closes while a case goes round": (
        "stuck-by-time",
        "已登记 →（公示）公示 → 2026-10-15 起",
        (
            (SHOWN, f"{SHOWN}      objected: 有异议\n"),
            moves(
                "object: {title: 异议, from: shown, to: objected, by: district}",
                "again: {title: 复公示, from: objected, to: shown, by: city, opens: 2026-10-15}",
            ),
            (ACCEPT, f"{ACCEPT[:-1]}, until: 2026-09-30}}"),
            NOTED_ONLY,
        ),
    ),
    "a duty that refuses whoever comes back": (
        "stuck-by-time",
        "此后没有人能办",
        (
            moves("back: {title: 退回, from: shown, to: noted, by: city}"),
            SHOWN_ONLY,
            (
                DUTY,
                "showing: {title: 公示, case: fair, opened: [creation, back], by: city, "
                "due: 2026年6月30日前, bound-by: show, late: refuse}",
            ),
        ),
    ),
    "two limited ways out that get used up": (
        "stuck-by-count",
        "again、other的次数已用完",
        (
            FIX,
            moves(
                "back: {title: 退回, from: shown, to: fix, by: city}",
                f"again: {{title: again, from: fix, to: shown, by: district, {ONCE}}}",
                f"other: {{title: other, from: fix, to: shown, by: district, "
                f"{ONCE.replace('again', 'other')}}}",
            ),
        ),
    ),
    # automatic moves
    "two lapses of duties that pass at one instant": (
        "two-at-once",
        "自动l1、自动l2",
        (
            duties(
                f"a: {{{AFTER_SHOWING}, due: 收到之日起15个工作日内, bound-by: accept}}",
                f"b: {{{AFTER_SHOWING}, due: 收到之日起15个工作日内, bound-by: accept}}",
            ),
            moves(
                a_lapse("l1", "shown", "done", "lapse-of: a"),
                a_lapse("l2", "shown", "dropped", "lapse-of: b"),
            ),
        ),
    ),
    "a lapse and a day that meet on one way only": (
        "due-together",
        "走法：已登记 →（公示）公示 → 2026-07-01 起",
        (
            (DUTY, f"showing: {{{AFTER_SHOWING}, due: 2026年6月30日前, bound-by: [accept, drop]}}"),
            moves(
                a_lapse("l1", "shown", "done", "lapse-of: showing"),
                a_lapse("l2", "shown", "dropped", "on: 2026-07-01"),
            ),
        ),
    ),
    "two conditions that may both hold": (
        "one-by-chance",
        "看不出两者的条件互斥",
        (
            moves(
                a_lapse("l1", "shown", "done", f"{JANUARY}, when: \"category == 'food'\""),
                a_lapse("l2", "shown", "dropped", f"{JANUARY}, when: \"category != ''\""),
            ),
        ),
    ),
    "one condition beside none": (
        "two-at-once",
        "同一时刻会自动发生两个动作",
        (
            moves(
                a_lapse("l1", "shown", "done", f"{JANUARY}, when: \"category == 'food'\""),
                a_lapse("l2", "shown", "dropped", JANUARY),
            ),
        ),
    ),
    "the system sends a case to and fro": (
        "system-circle",
        "自动l1、自动l2都由系统自动发生，绕一圈又回到“已登记”",
        (
            moves(
                a_lapse("l1", "noted", "shown", JANUARY),
                a_lapse("l2", "shown", "noted", "after: 2026年6月30日前"),
            ),
        ),
    ),
    "a lapse where its duty has not arisen yet": (
        "never-lapses",
        "应办“备案”总是还没产生或已经办结",
        (
            (DUTY, f"showing: {{{AFTER_SHOWING}, due: 15个工作日内, bound-by: accept}}"),
            moves(a_lapse("l1", "noted", "dropped", "lapse-of: showing")),
        ),
    ),
    # duties
    "a duty due before its case can come there": (
        "due-before-opening",
        "备案最早 2026-09-01 才能办",
        (
            more(SHOW, "opens: 2026-09-01"),
            (DUTY, f"showing: {{{AFTER_SHOWING}, due: 2026年6月30日前, bound-by: [accept, drop]}}"),
        ),
    ),
    "a duty whose moves have closed when it arises": (
        "settled-too-late",
        "最早 2026-04-15 才轮到",
        (
            more(SHOW, "until: 2026-03-31"),
            (ENTER, f"{ENTER[:-1]}, opens: 2026-04-15}}"),
            (DUTY, DUTY.replace("[show, drop]", "show")),
        ),
    ),
    "a role that owes but never gets its turn": (
        "owed-out-of-turn",
        "区局要办备案",
        (
            (
                DUTY,
                "showing: {title: 备案, case: fair, opened: show, by: [city, district], "
                "due: 2026年6月30日前, bound-by: [accept, leave]}",
            ),
            moves("leave: {title: 撤回, from: noted, to: dropped, by: district}"),
        ),
    ),
    "a role that owes what it may not do": (
        "owed-by-unable",
        "区局要办，却无权办理：公示、不予备案",
        ((DUTY, DUTY.replace("by: city", "by: district")),),
    ),
    "a yearly duty that can be done only once": (
        "recurs-but-once",
        "年报要办不止一次",
        (
            (
                DUTY,
                "showing: {title: 年报, case: fair, opened: show, by: city, due: 每年11月底前, "
                "period: term, bound-by: accept}",
            ),
        ),
    ),
    "a period that is over": (
        "period-past",
        "2021-12-31 就已结束",
        (
            ("term: 2026年7月1日—2028年12月31日", "term: 2020年—2021年"),
            NO_ASK,
            opened("{by: show, each-year-of: term}"),
        ),
    ),
    "a day that nobody sets": (
        "never-filled",
        "回访的日子取自“限期”",
        (
            NO_ASK,
            opened("{by: show}\n    form: {by-when: {title: 限期, type: date}}"),
            duties(
                "visiting: {title: 回访, case: visit, by: district, due: 由文书指定, "
                "day-from: by-when, bound-by: see}"
            ),
        ),
    ),
}
