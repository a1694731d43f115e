"""Notices at the command line: what will go out, what went out, and where to."""

import io
from contextlib import closing
from datetime import datetime
from email import message_from_bytes, policy

import pytest

from states.duties import sweep
from states.office import open_office
from states.setup import advance
from tests.console.shell import Shell


@pytest.fixture
def office(shell: Shell) -> Shell:
    """A demonstration with one pilot applied for and an internal day."""
    shell.an_office()
    shell.a_pilot("养老试点")
    return shell


def test_the_preview_says_to_whom_when_why_and_what(office: Shell) -> None:
    shown = office.done("remind", "--preview", "--days", "30", "--as", "zj", "--json").json()
    assert [(one["at"], one["account"], one["channel"]) for one in shown][:4] == [
        ("2026-06-23T08:00:00+08:00", "zj", "file"),
        ("2026-06-23T08:00:00+08:00", "zj2", "file"),
        ("2026-06-29T08:00:00+08:00", "zj", "file"),
        ("2026-06-29T08:00:00+08:00", "zj2", "file"),
    ]
    assert shown[0]["items"][0]["rule"] == "到期日 2026-06-30 提前 7 天"
    assert "浙江 养老试点（ZJ-2026-001，某养老服务中心）" in shown[0]["body"]
    told = office.done("remind", "--preview", "--as-of", "2026-06-29", "--as", "zj").out
    assert "2026-06-29 08:00 → zj（文件）" in told
    assert "2026-06-23" not in told
    assert office.done("outbox", "--as", "zj", "--json").json() == []


def test_remind_sends_once_and_show_and_todo_say_so(office: Shell) -> None:
    with closing(open_office(f"sqlite:///{office.database}")) as opened:
        advance(opened, datetime.fromisoformat("2026-06-23T09:00+08:00"))
    first, second = (office.done("remind", "--json").json() for _ in range(2))
    assert first["delivery"]["sent"] + first["reminded"] > 0
    assert (second["reminded"], second["delivery"]["sent"]) == (0, 0)
    (mine, _) = office.done("outbox", "--as", "zj", "--json").json()
    letter = office.folder / "outbox" / f"{mine['key']}.eml"
    read = message_from_bytes(letter.read_bytes(), policy=policy.default)
    assert read["Subject"] == "【演示】推荐：2026-06-30 截止"
    assert "推荐：2026-06-30 截止" in letter.read_text("utf-8")
    assert "最近的通知：2026-06-23" in office.done("show", "ZJ-2026-001", "--as", "zj").out
    assert "最近发给你的通知：2026-06-23" in office.done("todo", "--as", "zj").out
    assert mine["body"].splitlines()[0] in office.done("outbox", mine["key"], "--as", "zj").out


def test_letters_go_out_on_the_way_as_the_demonstrations_clock_moves(office: Shell) -> None:
    office.done("demo", "--advance", "2026-06-29T00:30")
    found = office.done("outbox", "--as", "zj", "--json").json()
    mine = [(one["standing"], one["at"][:16]) for one in found if one["account"] == "zj"]
    assert mine == [("held", "2026-06-29T00:00"), ("sent", "2026-06-23T00:00")]
    assert (office.folder / "outbox" / "2026-06-23" / "zj" / "1.eml").exists()
    told = office.done("outbox", "--as", "zj").out
    assert "暂缓：最早 2026-06-29 08:00 发出" in told
    assert "shidian demo --advance 2026-06-29T08:00" in told
    office.done("demo", "--advance", "2026-06-29T08:00")
    found = office.done("outbox", "--as", "zj", "--json").json()
    assert {one["standing"] for one in found} == {"sent"}


def test_what_somebody_hears_otherwise_is_not_said_to_reach_nobody(office: Shell) -> None:
    with closing(open_office(f"sqlite:///{office.database}")) as opened:
        for day in ("2026-06-23", "2026-06-29"):
            advance(opened, datetime.fromisoformat(f"{day}T09:00+08:00"))
            sweep(opened)
    found = office.done("outbox", "--as", "zj", "--json").json()
    assert [one["standing"] for one in found] == ["planned", "planned"]
    told = office.done("outbox", "--as", "zj").out
    assert "现在就发：shidian remind" in told


def test_a_message_for_a_role_that_nobody_holds_names_it_in_words(office: Shell) -> None:
    office.done("user", "close", "zj", "--as", "committee")
    office.done("user", "close", "zj2", "--as", "committee")
    office.done("demo", "--advance", "2026-06-23T09:00")
    (one,) = office.done("outbox", "--as", "committee", "--json").json()
    assert (one["standing"], one["account"]) == ("nobody", "province@33")
    told = office.done("outbox", "--as", "committee").out
    assert "省级标准化行政主管部门 浙江" in told
    assert "有账户担任该角色后发出" in told


def test_a_message_is_sent_again_under_its_key(office: Shell) -> None:
    office.done("demo", "--advance", "2026-06-23T09:00")
    office.done("sweep")
    letter = office.folder / "outbox" / "2026-06-23" / "zj" / "1.eml"
    before = letter.read_bytes()
    letter.unlink()
    office.done("outbox", "resend", "2026-06-23/zj/1", "--as", "zj2")
    assert letter.read_bytes() == before
    assert "重发通知" in office.done("audit", "log", "--as", "committee").out
    assert office("outbox", "resend", "2026-06-23/zj/9", "--as", "zj").code == 2
    assert office.done("audit", "verify").code == 0


def test_addresses_are_set_listed_and_removed_without_their_secrets(
    office: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("dingtalk://very-secret-token\n"))
    done = office.done("user", "address", "zj", "--stdin", "--as", "zj", "--json")
    office.done("user", "address", "zj", "mailto:zhang@zj.gov.cn", "--as", "committee")
    shown = office.done("user", "address", "zj", "--as", "zj")
    assert shown.out.splitlines()[-2:] == ["钉钉 ***", "邮件 z***@zj.gov.cn"]
    log = office.done("audit", "log", "--as", "committee", "--json")
    assert not any("secret" in ran.out for ran in (done, shown, log))
    office.done("user", "address", "zj", "钉钉 ***", "--remove", "--as", "zj")
    assert office.done("user", "address", "zj", "--as", "zj", "--json").json() == [
        "邮件 z***@zj.gov.cn"
    ]


def test_what_cannot_be_is_said(office: Shell) -> None:
    assert office("user", "address", "zj", "zhang@zj.gov.cn", "--as", "zj").code == 2
    assert office("user", "address", "zj", "--as", "nobody").code == 2
    assert office("user", "address", "committee", "mailto:a@b.cn", "--as", "zj").code == 1
    assert office("outbox", "--standing", "lost", "--as", "zj").code == 2
    assert office("remind", "--preview", "--as-of", "2026-05-01", "--as", "zj").code == 2
    assert office("remind", "--preview", "--days", "-1", "--as", "zj").code == 2
    assert office.done("outbox", "--standing", "没有送达", "--as", "zj").out.endswith("没有通知\n")
    assert "no messages" in office.done("outbox", "--as", "zj", "--lang", "en").out
