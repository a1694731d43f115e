"""Requests, batches, deadlines of many and delegation, by command line."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from states.office import open_office
from tests.console.shell import UNIT, Shell
from tests.console.visitor import a_client

FILE = str(Path(__file__).parents[1] / "programmes" / "decisions.yaml")


@pytest.fixture
def office(shell: Shell) -> Shell:
    """Two people of an office, one of a city, three projects asked for."""
    shell.done("demo", "--programme", FILE, "--empty", "--at", "2026-05-04T09:00")
    shell.done("user", "add", "li", "--role", "office", "--name", "李")
    shell.done("user", "add", "wang", "--role", "office", "--name", "王", "--as", "li")
    words = ("--role", "city", "--jurisdiction", "浙江", "--as", "li")
    shell.done("user", "add", "zj", *words)
    for n in range(3):
        shell.done("new", "project", "--set", f"title=项目{n}", "--as", "zj")
    return shell


def planned(office: Shell, name: str, *words: str, code: int = 0) -> str:
    path = str(office.folder / f"{name}.json")
    ran = office("bulk", *words, "--plan", path, "--as", "li")
    assert ran.code == code, ran.err
    return path


def test_the_days_of_many_are_moved_by_one_order_and_a_sheet_tells(office: Shell) -> None:
    words = ("--duty", "报告", "--to", "2026-07-15", "--order", "延1号", "--reason", "洪水")
    path = planned(office, "extend", "延期", *words)
    sheet = office.folder / "r.xlsx"
    office.done("apply", path, "--as", "li", "-o", str(sheet))
    rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["已办"] * 3
    owed = office.done("calendar", "show", "ZJ-2026-002", "--as", "zj", "--json").json()
    assert (owed[0]["due_on"], owed[0]["first_due_on"]) == ("2026-07-15", "2026-06-30")
    # a second time is beyond the bounds: each is named, and the way round them is a second person
    words = (
        "extend",
        "--duty",
        "report",
        "--to",
        "2026-07-20",
        "--order",
        "延2号",
        "--reason",
        "再延",
    )
    refused = office("bulk", *words, "--plan", str(office.folder / "q.json"), "--as", "li")
    assert (refused.code, refused.out.count("至多延期 1 次")) == (1, 3)
    path = planned(office, "beyond", *words, "--override", "extension")
    office.done("apply", path, "--as", "wang", "--reason", "同意")
    assert office("audit", "verify", "--json").json() == {"ok": True, "findings": []}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("extend", "--to", "2026-07-15"), "加 --duty"),
        (("extend", "--duty", "报告"), "加 --to"),
        (("agree", "--duty", "报告"), "不是对应办期限的动作"),
        (("extend", "--duty", "报表", "--to", "2026-07-15"), "是不是"),
    ],
)
def test_what_a_bulk_act_lacks_is_said(office: Shell, words: tuple[str, ...], said: str) -> None:
    ran = office("bulk", *words, "--plan", str(office.folder / "p.json"), "--as", "li")
    assert (ran.code, said in ran.err) == (2, True), ran.err


def test_a_batch_is_asked_for_by_one_and_approved_by_another(office: Shell) -> None:
    office.done("apply", planned(office, "agree", "agree"), "--as", "li")
    assert "尚未公布" in office.done("list", "--as", "wang").out
    assert "拟同意" not in office.done("list", "--as", "zj").out
    told = office.done("apply", planned(office, "start", "start"), "--as", "li").out
    (batch,) = {word for word in told.replace("；", " ").split() if word.startswith("bulk/")}
    assert batch in office.done("todo", "--as", "wang").out
    assert office.done("requests", "--as", "zj", "--json").json() == []
    mine = office.done("requests", "--as", "li", "--json").json()
    office.done("retract", mine[0]["request"], "--as", "li")
    again = office("retract", mine[0]["request"], "--as", "li", "--json")
    assert again.refused()["refused"][0]["code"] == "RequestOver"
    office.done("approve", batch, "--as", "wang", "--reason", "同意")
    rows = office.done("list", "--as", "zj", "--json").json()["rows"]
    assert sorted(row["state"] for row in rows) == ["asked", "running", "running"]
    over = office.done("requests", "--all", "--as", "wang")
    assert over.out.count("已批准") == 2
    assert "已撤回" in over.out


def test_a_delegation_is_listed_with_its_days_and_recalled(office: Shell) -> None:
    words = ("li", "zj", "--from", "2026-05-04", "--until", "2026-05-06")
    office.done("user", "delegate", *words, "--as", "li", "--reason", "年假")
    assert "代 li 办公室（2026-05-04 00:00 至 2026-05-07 00:00）" in office.done("user", "list").out
    office.done("do", "agree", "ZJ-2026-001", "--as", "zj")
    shown = office.done("history", "ZJ-2026-001", "--as", "wang").out
    assert "zj（代 李）" in shown
    office.done("user", "recall", "li", "zj", "--as", "li")
    ran = office("user", "recall", "li", "zj", "--as", "li", "--json")
    assert json.loads(ran.err)["refused"][0]["code"] == "NoDelegation"
    assert office("do", "agree", "ZJ-2026-002", "--as", "zj").code == 1


def test_what_is_decided_waits_for_its_announcement_and_is_then_named_in_the_notice(
    shell: Shell,
) -> None:
    shell.an_office()
    code = shell.a_pilot()
    shell.done("do", "recommend", code, *shell.papers(), "--as", "zj")
    decided = shell.done("do", "decline", code, "--reason", "x", "--as", "committee").out
    assert "公布" in decided
    assert "没有下一步" not in decided
    assert "没有下一步" in shell.done("announce", code, "--as", "committee").out
    told = shell.done("remind", "--preview", "--as", "zj").out
    assert "试点：公布" in told
    assert "announce-decision" not in told


def waiting_together(office: Shell) -> str:
    """Three acts that one person asks for at once; the name of their batch."""
    codes = [f"ZJ-2026-00{n}" for n in (1, 2, 3)]
    office.done("do", "agree", *codes, "--as", "li")
    told = office.done("do", "start", *codes, "--as", "li").out
    (batch,) = {word for word in told.split() if word.startswith("bulk/")}
    assert f"approve {batch}" in told
    return batch


def test_what_is_asked_for_at_once_on_several_cases_is_approved_at_once(office: Shell) -> None:
    batch = waiting_together(office)
    assert office.done("requests", "--as", "wang").out.count(batch) == 3
    alone = office("approve", batch, "--as", "li")
    assert (alone.code, "SelfApproval" in alone.out + alone.err) == (1, True)
    office.done("approve", batch, "--as", "wang")
    rows = office.done("list", "--as", "zj", "--json").json()["rows"]
    assert {row["state"] for row in rows} == {"running"}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("reject", "--reason", "再议", "--as", "wang"), "未批准"),
        (("retract", "--as", "li"), "已撤回"),
    ],
)
def test_a_batch_is_rejected_or_taken_back_as_a_whole(
    office: Shell, words: tuple[str, ...], status: str
) -> None:
    batch = waiting_together(office)
    office.done(words[0], batch, *words[1:])
    assert office.done("requests", "--as", "wang", "--json").json() == []
    assert office.done("requests", "--all", "--as", "wang").out.count(status) == 3
    assert office("audit", "verify", "--json").json() == {"ok": True, "findings": []}
    again = office(words[0], batch, *words[1:], "--json")
    assert {one["code"] for one in again.refused()["refused"]} == {"RequestOver"}


@pytest.fixture
def by_two(shell: Shell) -> Shell:
    """An office where two people of a city ask for a project together: 周 and 陈."""
    text = Path(FILE).read_text(encoding="utf-8")
    text = text.replace("by: city, kind: application}", "by: city, four-eyes: yes}")
    unit = "      unit: {title: 单位, type: organisation}\n    states:"
    text = text.replace("    states:", unit)
    path = shell.file("two.yaml", text)
    shell.done("demo", "--programme", path, "--empty", "--at", "2026-05-04T09:00")
    shell.done("user", "add", "li", "--role", "office", "--name", "李")
    for account, name in (("zhou", "周"), ("chen", "陈")):
        words = ("--role", "city", "--jurisdiction", "浙江", "--name", name, "--as", "li")
        shell.done("user", "add", account, *words)
    return shell


def asks_for(office: Shell, title: str, command: str) -> str:
    """The request by which one person asks for a project."""
    words = ("--set", f"title={title}", "--set", f"unit={UNIT}", "--id", command, "--as", "zhou")
    return str(office.receipt("new", "project", *words)["waiting"])


def test_a_trial_approval_of_a_new_case_shows_what_it_would_make(by_two: Shell) -> None:
    request = asks_for(by_two, "项目一", "q1")
    tried = by_two.done("approve", request, "--as", "chen", "--dry-run")
    assert "申请" in tried.out
    assert by_two.done("list", "--as", "chen", "--json").json()["rows"] == []
    made = by_two.receipt("approve", request, "--as", "chen")
    assert made["case"] in tried.out


def test_a_trial_of_what_needs_a_second_person_names_no_request(by_two: Shell) -> None:
    words = ("new", "project", "--set", "title=项目一", "--set", f"unit={UNIT}", "--as", "zhou")
    tried = by_two.done(*words, "--dry-run").out
    assert "须由另一人批准" in tried and "approve" not in tried
    assert by_two.done("requests", "--as", "chen", "--json").json() == []


def test_who_approves_a_new_case_sees_what_is_asked_for(by_two: Shell) -> None:
    asks_for(by_two, "项目一", "q1")
    unit = UNIT.split()[0]
    for verb in ("requests", "todo"):
        told = by_two.done(verb, "--as", "chen", "--wide").out
        assert f"项目一（{unit}）" in told
    (request,) = by_two.done("requests", "--as", "chen", "--json").json()
    assert (request["case"], request["case_title"], request["unit"]) == (None, "项目一", unit)
    groups = by_two.done("todo", "--as", "chen", "--json").json()["groups"]
    ((item,),) = [group["items"] for group in groups]
    assert (item["title"], item["unit"], item["what"]) == ("项目一", unit, "待批准：申请")


@pytest.mark.parametrize("what", ["move", "duty"])
def test_what_waits_on_a_case_that_has_ended_cannot_be_approved(office: Shell, what: str) -> None:
    code = "ZJ-2026-001"
    office.done("do", "agree", code, "--as", "li")
    if what == "move":
        office.done("do", "start", code, "--as", "li")
    else:
        office.done("exempt", code, "报告", "--reason", "灾情", "--as", "li")
    (request,) = office.done("requests", "--as", "wang", "--json").json()
    assert (request["is_open"], request["may_approve"]) == (True, True)
    office.done("do", "refuse", code, "--reason", "撤回", "--as", "li")
    (request,) = office.done("requests", "--as", "wang", "--json").json()
    assert (request["is_open"], request["may_approve"]) == (False, False)
    told = office.done("requests", "--as", "wang", "--wide").out
    assert "不能再批准" in told
    assert "可由你批准" not in told
    assert request["request"] not in office.done("todo", "--as", "wang").out
    assert "不能再批准" in office.done("show", code, "--as", "wang", "--wide").out
    with closing(open_office(f"sqlite:///{office.database}")) as opened:
        assert "不能再批准" in a_client(opened, "wang").get(f"/pilots/{code}").text
    assert office("approve", request["request"], "--as", "wang").code == 1


def test_a_request_that_there_is_not_is_answered_with_where_they_are(office: Shell) -> None:
    for verb in ("approve", "retract"):
        ran = office(verb, "ZJ-2026-001", "--as", "li")
        assert ran.code == 2
        assert "没有申请“ZJ-2026-001”；看有哪些：shidian requests" in ran.err
