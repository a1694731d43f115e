"""Reports that are due within hours: what is next, and whether they were in time to the second."""

import re
from pathlib import Path

import pytest

from tests.console.shell import Shell

FILE = Path(__file__).parent.parent / "programmes" / "urgent-reports.yaml"
AT = "2026-03-11T10:00:00"


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.done("demo", "--programme", str(FILE), "--empty", "--at", AT)
    shell.done("user", "add", "city", "--role", "市")
    shell.done("user", "add", "an", "--role", "县", "--jurisdiction", "A", "--as", "city")
    return shell


def an_event(office: Shell) -> str:
    return str(office.receipt("new", "事件", "--set", "title=溃坝", "--as", "an")["case"])


def a_due(office: Shell, code: str, name: str) -> dict[str, object]:
    owed = office.done("calendar", "show", code, "--as", "an", "--json").json()
    (found,) = [duty for duty in owed if duty["duty"] == name]
    return dict(found)


def test_a_call_is_offered_beside_the_report_that_makes_it_needless(office: Shell) -> None:
    said = office.done("show", an_event(office), "--as", "an").out
    assert "电话报告或书面报告" in said


def test_what_is_late_by_seconds_shows_when_it_was_done_to_the_second(office: Shell) -> None:
    code = an_event(office)
    due = str(a_due(office, code, "书面")["due_time"])
    office.done("demo", "--advance", "2026-03-11T12:00:30")
    office.done("do", "书面", code, "--as", "an")
    said = office.done("show", code, "--as", "an").out.splitlines()
    (line,) = [line for line in said if line.startswith("书面报告")]
    assert f"2026-03-11 {due}" in line
    assert "逾期办结" in line
    assert re.search(r"2026-03-11 12:00:[345]\d", line), "the clock goes on meanwhile"


def test_a_resumed_limit_says_the_day_it_has_now_and_the_one_it_had_at_first(
    office: Shell,
) -> None:
    code = an_event(office)
    office.done("do", "书面", code, "--as", "an")
    words = ("--as", "city", "--reason", "情况复杂")
    office.done("extend", code, "调查", "--to", "2026-06-09", *words)
    office.done("pause", code, "调查", "--for", "鉴定", *words)
    office.done("demo", "--advance", "2026-03-21T10:00")
    said = office.done("resume", code, "调查", *words).out
    assert "“调查”的期限现为 2026-06-19（原 2026-05-10）" in said
    said = office.done("show", code, "--as", "city").out
    assert "2026-06-19（原 2026-05-10）" in said


def test_what_is_left_of_a_paused_limit_in_hours_has_its_units(office: Shell) -> None:
    code = an_event(office)
    office.done("do", "书面", code, "--as", "an")
    office.done("demo", "--advance", "2026-03-11T12:29:30")
    words = ("--as", "city", "--reason", "洪水")
    paused = office.done("pause", code, "续报", "--for", "通信中断", *words)
    assert "“续报”中止中，还剩 21 小时 30 分钟；" in paused.out
    shown = office.done("show", code, "--as", "an", "--lang", "en").out
    assert "paused, 21 hours 30 minutes left" in shown
    office.done("demo", "--advance", "2026-03-13T09:00:00")
    office.done("resume", code, "续报", *words)
    assert a_due(office, code, "续报")["due_on"] == "2026-03-14"


def test_a_call_within_minutes_is_late_a_second_after(office: Shell) -> None:
    code, late = an_event(office), an_event(office)
    due = a_due(office, code, "电话")
    assert (due["due_on"], str(due["due_time"])[:5]) == ("2026-03-11", "10:30")
    office.done("demo", "--advance", "2026-03-11T10:29:30")
    office.done("do", "电话", code, "--as", "an")
    assert a_due(office, code, "电话")["status"] == "met"
    office.done("demo", "--advance", "2026-03-11T10:31:00")
    office.done("do", "电话", late, "--as", "an")
    assert a_due(office, late, "电话")["status"] == "late"
    assert office.done("audit", "verify", "--json").json() == {"ok": True, "findings": []}


def test_a_paused_limit_that_should_run_anew_is_flagged_as_it_counts_on(office: Shell) -> None:
    code = an_event(office)
    office.done("do", "书面", code, "--as", "an")
    words = ("--as", "city", "--reason", "鉴定")
    office.done("pause", code, "调查", "--for", "鉴定", *words)
    office.done("demo", "--advance", "2026-03-21T10:00")
    said = office.done("do", "补正", code, "--as", "an").out
    assert "注意：“调查”中止计算，没有重新起算；恢复以后接着数剩下的（第三条）" in said
    office.done("resume", code, "调查", *words)
    assert a_due(office, code, "调查")["due_on"] == "2026-05-20"
    assert "注意" not in office.done("do", "补正", code, "--as", "an").out
    assert office.done("audit", "verify", "--json").json() == {"ok": True, "findings": []}


def test_an_hour_more_is_told_with_its_time(office: Shell) -> None:
    code = an_event(office)
    due = a_due(office, code, "书面")["due_time"]
    words = ("--as", "city", "--reason", "道路中断")
    said = office.done("extend", code, "书面", "--to", "2026-03-11 13:00", *words).out
    assert "“书面报告”的期限现为 2026-03-11 13:00\n" in said
    told = office.done("history", code, "--as", "an").out
    assert f"书面报告：2026-03-11 {due} → 2026-03-11 13:00" in told
    assert office.done("audit", "verify", "--json").json() == {"ok": True, "findings": []}


def test_what_may_not_be_extended_again_is_not_told_to_choose_another_day(office: Shell) -> None:
    code = an_event(office)
    office.done("do", "书面", code, "--as", "an")
    words = ("--as", "city", "--reason", "情况复杂")
    office.done("extend", code, "调查", "--to", "2026-06-09", *words)
    for day in ("2026-06-01", "2026-12-31"):
        ran = office("extend", code, "调查", "--to", day, *words, "--json")
        assert [reason["code"] for reason in ran.refused()["refused"]] == ["ExtendedOften"]
