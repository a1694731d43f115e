"""Who is reminded, and on which days: the ladder in an office, internal days, escalation."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from functools import partial
from typing import Any

import pytest

from states.accounts import add_account
from states.actions import perform
from states.acts.internal_days import set_internal_day
from states.audits.oracle import check
from states.commands import PYTHON
from states.notices.deliveries import rules_of
from states.notices.foreseen import foreseen
from tests.builders import SMALL, an_application
from tests.notices.postbox import CASE, Postbox, a_command, a_file
from tests.stores import rows_of


def rules_kept(box: Postbox) -> list[str]:
    found = rows_of(box.office, "SELECT rule FROM outbox WHERE topic = 'remind' ORDER BY id")
    return [rule for (rule,) in found]


def test_reminders_go_out_on_the_declared_days_and_once(postbox: Postbox) -> None:
    box = postbox.opens()
    days = ("05-28", "05-29", "05-30", "06-22", "06-23", "06-24", "06-29", "06-30")
    clocks = ("09:00:00", "09:30:00")
    counted = {day: [box.at(f"2026-{day} {clock}") for clock in clocks] for day in days}
    reminded = {day for day, counts in counted.items() if counts == [1, 0]}
    assert reminded == {"05-29", "06-23", "06-29"}
    why = "（2026-05-31 为休息日，提前到 2026-05-29）"
    assert rules_kept(box)[0] == f"到期日 2026-06-30 提前 30 天{why}"
    assert check(box.office) == []


def test_months_without_a_sweep_give_one_reminder_and_not_three(postbox: Postbox) -> None:
    box = postbox.opens()
    assert box.at("2026-06-29 09:00:00") == 1
    assert rules_kept(box) == ["到期日 2026-06-30 提前 1 天"]


def test_a_file_that_says_nothing_reminds_at_thirty_seven_and_one(postbox: Postbox) -> None:
    declared = a_file()
    silent = declared.duties["recommendation"].model_dump(by_alias=True, exclude={"remind"})
    box = postbox.opens(a_file({"duties": {"recommendation": silent}}))
    assert box.office is not None
    assert [box.at(f"2026-{day} 09:00:00") for day in ("05-29", "06-23", "06-29")] == [1, 1, 1]


def test_none_is_reminded_if_the_file_says_none(postbox: Postbox) -> None:
    box = postbox.opens(a_file(remind=[]))
    assert [box.at(f"2026-{day} 09:00:00") for day in ("05-29", "06-23", "06-29")] == [0, 0, 0]


def test_who_has_filed_is_reminded_no_more(postbox: Postbox) -> None:
    box = postbox.opens()
    perform(box.office, an_application(fields={"title": "另一项", "category": "services"}))
    box.at("2026-05-29 09:00:00")
    box.act("recommend")
    assert box.at("2026-06-23 09:00:00") == 1
    box.deliver()
    assert CASE not in box.text()
    assert "ZJ-2026-002" in box.text()


def test_the_number_declared_is_not_exceeded(postbox: Postbox) -> None:
    box = postbox.opens(a_file(**{"reminders-at-most": 2}))
    assert [box.at(f"2026-{day} 09:00:00") for day in ("05-29", "06-23", "06-29")] == [1, 1, 0]


def test_an_internal_day_reminds_too_and_names_the_legal_one(postbox: Postbox) -> None:
    box = postbox.opens(a_file(remind=[7, 1]))
    set_internal_day(box.office, "recommendation", date(2026, 6, 15), actor="zhejiang", via=PYTHON)
    # 14 June 2026 is a Sunday, so the step of one day falls on Friday the 12th
    days = ("06-08", "06-12", "06-15", "06-23", "06-29")
    assert [box.at(f"2026-{day} 09:00:00") for day in days] == [1, 1, 0, 1, 1]
    assert [rule.split(" ")[0] for rule in rules_kept(box)] == ["内部截止日"] * 2 + ["到期日"] * 2
    assert check(box.office) == []


def test_an_internal_day_of_one_province_reminds_no_other(postbox: Postbox) -> None:
    box = postbox.opens(a_file(remind=[7]))
    perform(box.office, an_application(actor="guangdong"))
    set_internal_day(box.office, "recommendation", date(2026, 6, 15), actor="zhejiang", via=PYTHON)
    assert box.at("2026-06-08 09:00:00") == 1
    box.deliver()
    assert (len(box.letters("zhejiang")), len(box.letters("guangdong"))) == (1, 0)
    assert "推荐：2026-06-15 截止（内部截止）" in box.text()
    assert "法定截止 2026-06-30" in box.text()


def test_internal_reminders_leave_the_number_for_the_legal_day(postbox: Postbox) -> None:
    box = postbox.opens(a_file(remind=[7, 1], **{"reminders-at-most": 3}))
    set_internal_day(box.office, "recommendation", date(2026, 6, 15), actor="zhejiang", via=PYTHON)
    days = ("06-08", "06-12", "06-23", "06-29")
    assert [box.at(f"2026-{day} 09:00:00") for day in days] == [1, 0, 1, 1]


EXTENDABLE: dict[str, Any] = {
    "late": "accept",
    "extension": {"by": "committee"},
    "escalate-to": "committee",
    "escalate": [{"after": "3d", "to": "committee"}, {"after": "5个工作日", "to": "auditor"}],
}


def an_extendable() -> Any:
    declared = a_file(**EXTENDABLE)
    pilot = declared.cases["pilot"]
    moves = {name: move for name, move in pilot.moves.items() if name != "lapse"}
    moves["recommend"] = moves["recommend"].model_copy(update={"until": None})
    cases = {**declared.cases, "pilot": pilot.model_copy(update={"moves": moves})}
    rounds = {"annual_round": declared.rounds["annual_round"]}
    return declared.model_copy(update={"cases": cases, "rounds": rounds})


def extend(box: Postbox, to: str) -> None:
    fields = {"duty": "recommendation", "to": to}
    command = a_command("extend-duty", CASE, actor="committee", fields=fields, reason="来函")
    perform(box.office, command)


def test_a_later_day_has_a_ladder_of_its_own(postbox: Postbox) -> None:
    box = postbox.opens(an_extendable())
    assert box.at("2026-06-23 09:00:00") == 1
    extend(box, "2026-07-20")
    # the step of thirty days lies before the day was given, and is no reminder
    days = ("06-29", "07-13", "07-17", "07-20")
    assert [box.at(f"2026-{day} 09:00:00") for day in days] == [0, 1, 1, 0]


def test_each_step_of_escalation_is_told_once_to_whom_it_names(postbox: Postbox) -> None:
    box = postbox.opens(an_extendable())
    for day in range(1, 15):
        box.at(f"2026-07-{day:02} 09:00:00")
        box.deliver()
    told = rows_of(
        box.office, "SELECT recipient, rule FROM outbox WHERE topic = 'escalate' ORDER BY id"
    )
    assert told == [
        ("committee", "逾期超过 3d，逐级上报"),
        ("auditor", "逾期超过 5个工作日，逐级上报"),
    ]
    assert box.subjects("committee") == [
        "推荐：2026-06-30 已到期未办",
        "推荐：2026-06-30 到期，逾期至今",
    ]


def a_lapsing(how: str) -> Any:
    """What nobody recommends in time the system drops: on a day, or with the duty."""
    cases: Any = deepcopy(SMALL["cases"])
    lapse = cases["pilot"]["moves"]["lapse"]
    if how == "with the duty":
        del lapse["after"]
        lapse["lapse-of"] = "recommendation"
    elif how == "some of them":
        lapse["when"] = "jurisdiction == '44'"
    step = {"escalate-to": "committee", "escalate": [{"after": "3d", "to": "committee"}]}
    return a_file({"cases": cases, "rounds": {}}, late="accept", **step)


def test_what_the_clock_ends_in_time_is_not_announced_as_overdue(postbox: Postbox) -> None:
    box = postbox.opens(a_lapsing("on the day"))
    coming = foreseen(box.office, rules_of(box.office, box.settings), 60)
    assert {one.message.account for one in coming} == {"zhejiang", "zhejiang-2"}
    assert not [one.subject for one in coming if "逾期" in one.subject or "已到期" in one.subject]


@pytest.mark.parametrize(
    "programme",
    [
        pytest.param(an_extendable, id="extendable"),
        *(
            pytest.param(partial(a_lapsing, how), id=how)
            for how in ("on the day", "with the duty", "some of them")
        ),
    ],
)
def test_what_the_preview_shows_is_what_goes_out(
    postbox: Postbox, programme: Callable[[], Any]
) -> None:
    box = postbox.opens(programme())
    perform(box.office, an_application(actor="guangdong"))
    set_internal_day(box.office, "recommendation", date(2026, 6, 15), actor="zhejiang", via=PYTHON)
    rules = rules_of(box.office, box.settings)
    shown = {
        (rules.frame.today(one.at).isoformat(), one.message.account): _without_key(one.body)
        for one in foreseen(box.office, rules, 55)
    }
    sent: dict[tuple[str, str], str] = {}
    for n in range(8, 55):
        day = date.fromordinal(date(2026, 5, 20).toordinal() + n).isoformat()
        box.at(f"{day} 09:10:00")
        if box.deliver().sent:
            for path in (box.folder / "outbox" / day).glob("*/*.eml"):
                account = path.parent.name
                assert path.name == "1.eml"
                sent[day, account] = _without_key(box.text(account))
    assert sent == shown
    assert len(shown) >= 12


def _without_key(body: str) -> str:
    return body.replace("\r\n", "\n").rpartition("通知编号")[0]


def test_a_colleague_who_joins_later_is_reminded_as_well(postbox: Postbox) -> None:
    box = postbox.opens()
    with box.office.store.write() as tx:
        add_account(box.office, tx, "zj-new", "新人", role="province", jurisdiction="浙江")
    box.at("2026-06-23 09:00:00")
    box.deliver()
    assert box.subjects("zj-new") == box.subjects("zhejiang") == ["推荐：2026-06-30 截止"]
