"""Notices become messages: merged, held while it is quiet, left out once they are overtaken."""

from datetime import date
from typing import Any

import pytest

from states.accounts import close_account
from states.actions import perform
from states.acts.internal_days import set_internal_day
from states.audits.oracle import check
from states.commands import PYTHON
from states.errors import BadInput, Refused
from states.notices.addresses import masked, set_address
from states.notices.deliveries import rules_of
from states.notices.resending import resend
from states.queries.messages import MessageShown, addresses_shown, message, messages
from states.queries.told import last_message
from tests.builders import SMALL, an_application
from tests.notices.postbox import CASE, Postbox, a_command, a_file
from tests.notices.test_reminders import an_extendable, extend
from tests.stores import rows_of


def listed(box: Postbox, who: str = "committee", **asked: Any) -> tuple[MessageShown, ...]:
    return messages(box.office, who, rules_of(box.office, box.settings), **asked)


def standings(box: Postbox, who: str = "committee") -> list[tuple[str, str]]:
    return [(one.account, one.standing) for one in listed(box, who)]


def several(box: Postbox, count: int = 3) -> None:
    for n, field in zip(range(count - 1), ("services", "goods"), strict=False):
        perform(box.office, an_application(fields={"title": f"第{n}项", "category": field}))


def test_everything_for_one_account_and_day_is_one_message_sorted_by_day(postbox: Postbox) -> None:
    box = postbox.opens()
    several(box)
    set_internal_day(box.office, "recommendation", date(2026, 6, 24), actor="guangdong", via=PYTHON)
    box.at("2026-06-23 09:00:00")
    done = box.deliver()
    assert (done.made, done.sent) == (2, 2)  # zhejiang and zhejiang-2
    assert box.subjects() == ["3 件将到期，最早 2026-06-30"]
    text = box.text()
    assert [text.count(f"（ZJ-2026-00{n}，") for n in (1, 2, 3)] == [1, 1, 1]
    assert "2026-06-30（周二），还剩 7 天" in text
    assert "查看：shidian show ZJ-2026-001" in text
    assert box.deliver().sent == 0


def test_what_ends_at_an_hour_within_a_day_stands_under_the_hours_that_are_left(
    postbox: Postbox,
) -> None:
    programme = a_file(due={"day": "2026-06-30", "time": "10:00"}, remind=[7, 1])
    box = postbox.opens(programme)
    box.at("2026-06-29 11:00:00")
    box.deliver()
    assert "2026-06-30（周二），还剩 23 小时" in box.text()
    assert "还剩 1 天" not in box.text()


def test_links_lead_to_the_pages_of_the_settings(postbox: Postbox) -> None:
    box = postbox.opens()
    box.settings = type(box.settings)(var_dir=box.folder, site_url="https://shidian.example.cn/")
    box.at("2026-06-23 09:00:00")
    box.deliver()
    assert "https://shidian.example.cn/pilots/ZJ-2026-001" in box.text()


@pytest.mark.parametrize(
    ("swept", "sent"),
    [
        ("2026-06-23 07:59:00", "2026-06-23 08:00:00"),
        ("2026-06-23 20:00:00", "2026-06-24 08:00:00"),
        ("2026-06-27 10:00:00", "2026-06-29 08:00:00"),  # a Saturday
    ],
)
def test_at_night_and_on_rest_days_messages_wait(postbox: Postbox, swept: str, sent: str) -> None:
    box = postbox.opens()
    box.at(swept)
    done = box.deliver()
    assert (done.sent, done.held_until) == (
        0,
        rules_of(box.office, box.settings)
        .quiet.until(box.office.clock.now())
        .strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    )  # type: ignore[union-attr]
    assert set(standings(box)) == {("zhejiang", "held"), ("zhejiang-2", "held")}
    box.at(sent)
    assert box.deliver().sent == 2


def test_an_escalation_waits_for_the_morning_too(postbox: Postbox) -> None:
    box = postbox.opens(an_extendable())
    box.at("2026-07-04 00:00:00")  # a Saturday: overdue by three days
    assert box.deliver().sent == 0
    box.at("2026-07-06 08:00:00")
    box.deliver()
    assert box.subjects("committee") == ["1 件逾期上报，1 件已逾期"]


def test_what_is_settled_before_it_is_sent_is_not_sent(postbox: Postbox) -> None:
    box = postbox.opens()
    several(box, 2)
    box.at("2026-06-23 06:00:00")
    assert box.deliver().made == 0
    box.act("recommend")
    box.at("2026-06-23 08:00:00")
    done = box.deliver()
    assert (done.sent, done.dropped) == (2, 1)
    assert CASE not in box.text()


def test_what_is_extended_before_it_is_sent_is_not_sent(postbox: Postbox) -> None:
    box = postbox.opens(an_extendable())
    box.at("2026-07-01 06:00:00")
    extend(box, "2026-07-20")
    box.at("2026-07-01 08:00:00")
    # overdue for zhejiang and for the committee
    assert (box.deliver().dropped, box.letters(), box.letters("committee")) == (2, [], [])


def test_a_message_that_did_not_arrive_says_what_is_true_when_it_does(postbox: Postbox) -> None:
    box = postbox.opens()
    several(box, 2)
    blocked = box.folder / "outbox"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    box.at("2026-06-23 09:00:00")
    done = box.deliver()
    assert (done.sent, done.failed) == (0, 2)
    assert f"文件 {blocked}" in done.errors[0]
    blocked.unlink()
    box.act("recommend")
    box.at("2026-06-23 09:05:00")
    assert box.deliver().sent == 2
    assert CASE not in box.text()
    box.act("recommend", "ZJ-2026-002")


def test_a_message_of_which_nothing_is_left_is_dropped(postbox: Postbox) -> None:
    box = postbox.opens()
    blocked = box.folder / "outbox"
    blocked.write_text("", encoding="utf-8")
    box.at("2026-06-23 09:00:00")
    assert box.deliver().failed == 2
    blocked.unlink()
    box.act("recommend")
    box.at("2026-06-23 09:05:00")
    assert box.deliver().dropped == 2
    assert {one.standing for one in listed(box)} == {"dropped"}


def with_notices() -> Any:
    told = SMALL["cases"]["summary"]
    moves = {
        **told["moves"],
        "return": {**told["moves"]["return"], "effects": [{"notify": "province"}]},
        "submit": {**told["moves"]["submit"], "effects": [{"notify": "committee"}]},
    }
    cases = {**SMALL["cases"], "summary": {**told, "moves": moves}}
    words = {
        "for": "move",
        "moves": ["return"],
        "heading": "{move}：{名称}",
        "text": "请补正{编号}",
    }
    return a_file({"cases": cases, "notices": {"returned": words}})


def a_summary(box: Postbox) -> str:
    box.act("recommend")
    box.act("assign", actor="committee")
    box.at("2027-01-04 09:00:00")
    box.deliver()
    return f"{CASE}-2027"


def test_returned_and_submitted_again_is_told_to_nobody(postbox: Postbox) -> None:
    box = postbox.opens(with_notices())
    summary = a_summary(box)
    box.act("submit", summary)
    box.act("return", summary, reason="缺数据")
    box.act("submit", summary)
    done = box.deliver()
    assert box.letters() == []
    assert (done.sent, done.dropped) == (2, 2)  # committee and committee-2 hear of the last one
    assert len(box.letters("committee")) == 1
    assert check(box.office) == []


def test_the_words_are_those_of_the_file(postbox: Postbox) -> None:
    box = postbox.opens(with_notices())
    summary = a_summary(box)
    box.act("submit", summary)
    box.act("return", summary, reason="缺数据")
    box.deliver()
    assert box.subjects() == ["退回：茶叶标准化试点 · 2027年度工作总结"]
    assert f"请补正{summary}" in box.text()


def test_a_second_reminder_of_one_day_waits_for_the_next(postbox: Postbox) -> None:
    box = postbox.opens(a_file(remind=[7]))
    box.at("2026-06-23 09:00:00")
    assert box.deliver().sent == 2
    set_internal_day(box.office, "recommendation", date(2026, 6, 26), actor="zhejiang", via=PYTHON)
    box.at("2026-06-23 10:00:00")
    assert box.deliver().sent == 0
    assert ("zhejiang", "held") in standings(box)
    box.at("2026-06-24 08:30:00")
    assert box.deliver().sent == 2
    assert [letter["Subject"] for letter in box.letters()][1].endswith("（内部截止）")


def test_what_nobody_is_there_to_hear_is_shown_and_waits_for_somebody(postbox: Postbox) -> None:
    box = postbox.opens()
    for account in ("zhejiang-2", "zhejiang"):
        close_account(box.office, account, by="committee", via=PYTHON)
    box.at("2026-06-23 09:00:00")
    assert box.deliver().sent == 0
    assert standings(box) == [("province@33", "nobody")]
    assert standings(box, "guangdong") == []
    box.at("2026-06-29 23:00:00")
    box.at("2026-07-31 09:00:00")
    assert box.deliver().dropped == 2


def test_others_do_not_see_my_messages(postbox: Postbox) -> None:
    box = postbox.opens()
    box.at("2026-06-23 09:00:00")
    box.deliver()
    (mine, _) = listed(box, "zhejiang")
    assert {one.account for one in listed(box, "zhejiang")} == {"zhejiang", "zhejiang-2"}
    assert listed(box, "guangdong") == ()
    assert mine.key is not None
    assert message(box.office, "zhejiang", mine.key).body == mine.body
    for act in (
        lambda: message(box.office, "guangdong", str(mine.key)),
        lambda: resend(box.office, str(mine.key), by="guangdong", via=PYTHON),
        lambda: addresses_shown(box.office, "guangdong", "zhejiang"),
    ):
        with pytest.raises(BadInput):
            act()
    told = last_message(box.office, "zhejiang")
    assert told is not None and told.channel == "file"
    assert last_message(box.office, "guangdong") is None


SECRET = "wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


def test_a_secret_address_is_nowhere_but_in_its_own_table(postbox: Postbox) -> None:
    box = postbox.opens()
    shown = set_address(box.office, "zhejiang", SECRET, by="zhejiang", via=PYTHON)
    assert shown == "企业微信 ***"
    box.at("2026-06-23 09:00:00")
    assert SECRET not in str([one.as_json() for one in listed(box)])
    for table in ("history", "outbox", "deliveries", "refusals", "receipts", "sweeps"):
        assert "693a91f6" not in str(rows_of(box.office, f"SELECT * FROM {table}"))
    assert addresses_shown(box.office, "zhejiang", "zhejiang") == ("企业微信 ***",)
    set_address(box.office, "zhejiang", shown, by="committee", via=PYTHON, remove=True)
    assert addresses_shown(box.office, "zhejiang", "zhejiang") == ()
    assert check(box.office) == []


def test_nobody_sets_the_address_of_another_beyond_his_reach(postbox: Postbox) -> None:
    box = postbox.opens()
    with pytest.raises(Refused):
        set_address(box.office, "zhejiang", "mailto:a@b.cn", by="guangdong", via=PYTHON)
    refused = rows_of(box.office, "SELECT move, actor FROM refusals")
    assert refused == [("address", "guangdong")]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("mailto:zhang@zj.gov.cn", "邮件 z***@zj.gov.cn"),
        ("mailtos://me:secret@mail.zj.gov.cn:465?to=zhang@zj.gov.cn", "邮件 z***@zj.gov.cn mail"),
        ("dingtalk://token/13800000000", "钉钉 ***"),
        ("feishu://token", "飞书 ***"),
        ("json://me:secret@127.0.0.1:8000/hook/secret", "接口 127.0.0.1:8000"),
        ("file:", "文件"),
    ],
)
def test_an_address_is_shown_so_far_that_its_owner_knows_it(address: str, shown: str) -> None:
    found = masked(address)
    assert found.startswith(shown)
    assert "secret" not in found
    assert "token" not in found


@pytest.mark.parametrize(
    "address",
    [
        "",
        "zhang@zj.gov.cn",
        "mailto:a@",
        "mailto:a@b,c@d",
        "mailto:a@b\r\nBcc: c@d",
        "syslog://x",
        "http://x",
        "json://[",
        "mailto:a@b?cc=c",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(BadInput) as caught:
        masked(address)
    assert not address or address not in caught.value.message()


def test_a_command_ends_what_it_was_about(postbox: Postbox) -> None:
    box = postbox.opens()
    box.at("2026-06-23 06:00:00")
    perform(box.office, a_command("withdraw", CASE, reason="单位放弃"))
    box.at("2026-06-23 09:00:00")
    done = box.deliver()
    assert (done.sent, done.dropped) == (0, 1)
