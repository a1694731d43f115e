"""Acts by command line: what is written, what is refused, what a program gets."""

import hashlib
from pathlib import Path

import pytest

from tests.console.shell import ALL_PASSED, Shell


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.an_office()
    return shell


def test_a_pilot_lives_its_whole_life_by_command_line(office: Shell) -> None:
    code, paper = office.a_pilot(), office.file("paper.docx")
    office.done("do", "recommend", code, *office.papers(), "--as", "zj")
    office.done("do", "review", code, "--as", "committee")
    office.done("do", "assign", code, "--check", "all=pass@2026-05-31", "--as", "committee")
    for year in ("2027", "2028"):
        office.done("demo", "--advance", f"{year}-11-30T23:00")
        summary = f"{code}-{year}"
        given = ("--file", f"annual-summary={paper}", "--as", "zj")
        office.done("do", "submit", summary, *given)
        office.done("do", "check", summary, "--as", "zj2")
        office.done("do", "forward", summary, "--as", "zj2")
    office.done("demo", "--advance", "2029-01-01")
    forms = ("--file", f"self-evaluation-form={paper}")
    forms += ("--file", f"self-evaluation-report={paper}")
    office.done("do", "submit", f"{code}-SE", *forms, "--as", "zj")
    office.done("do", "check", f"{code}-SE", "--as", "zj2")
    office.done("do", "forward", f"{code}-SE", "--as", "zj2")
    office.done("do", "publicize", code, "--as", "committee")

    shown = office.done("show", code, "--as", "zj", "--json").json()
    assert (shown["state"], shown["end"]) == ("publicized", "normal")
    owed = office.done("calendar", "show", code, "--as", "zj", "--json").json()
    summaries = [duty for duty in owed if duty["duty"] == "annual-summary"]
    assert [duty["status"] for duty in summaries] == ["met", "met"]
    assert office.done("audit", "verify", "--json").json() == {"ok": True, "findings": []}


def test_several_cases_are_done_together_or_not_at_all(office: Shell) -> None:
    first, second = office.a_pilot("甲"), office.a_pilot("乙")
    office.done("do", "withdraw", second, "--reason", "单位要求", "--as", "zj")
    ran = office("do", "recommend", first, second, *office.papers(), "--as", "zj", "--json")
    assert ran.code == 1
    assert ran.out == ""
    assert {reason["case"] for reason in ran.refused()["refused"]} == {second}
    assert office.done("show", first, "--as", "zj", "--json").json()["state"] == "applied"

    third = office.a_pilot("丙")
    ran = office.done("do", "recommend", first, third, *office.papers(), "--as", "zj", "--json")
    assert [receipt["case"] for receipt in ran.json()] == [first, third]


def test_a_case_that_is_not_there_is_named_before_its_move(office: Shell) -> None:
    ran = office("do", "submit", "ZJ-2026-999-2027", "--as", "zj")
    assert ran.code == 2
    assert "ZJ-2026-999-2027" in ran.err


def test_a_trial_writes_nothing(office: Shell) -> None:
    code = office.a_pilot()
    words = ("do", "recommend", code, *office.papers(), "--as", "zj", "--dry-run")
    tried = office.receipt(*words)
    assert (tried["state"], tried["dry_run"]) == ("recommended", True)
    assert len(office.done("history", code, "--as", "zj", "--json").json()) == 1
    assert not (office.folder / "uploads").exists()
    refused = office("do", "review", code, "--as", "committee", "--dry-run")
    assert refused.code == 1
    kept = office.done("audit", "log", "--refused", "--as", "committee", "--json").json()
    assert kept["rows"] == []


def test_a_command_sent_twice_is_done_once(office: Shell) -> None:
    code = office.a_pilot()
    words = ("do", "withdraw", code, "--reason", "单位要求", "--as", "zj", "--id", "one")
    assert office.receipt(*words) == office.receipt(*words)
    assert len(office.done("history", code, "--as", "zj", "--json").json()) == 2
    other = office("do", "not-recommend", code, "--reason", "x", "--as", "zj", "--id", "one")
    assert other.code == 2
    assert "one" in other.err


def test_titles_do_for_names_everywhere(office: Shell) -> None:
    fields = ("--set", "项目名称=甲", "--set", "领域=民政专项", "--set", "承担单位=某中心")
    fields += ("--set", "推荐机关=浙江省")
    made = office.receipt("new", "试点项目", *fields, "--as", "zj")
    shown = office.done("show", made["case"], "--as", "zj", "--json").json()
    assert (shown["field"], shown["jurisdiction"]) == ("civil-affairs", "33")
    found = office.done("list", "--state", "申报", "--jurisdiction", "浙江", "--as", "zj", "--json")
    assert [row["code"] for row in found.json()["rows"]] == [made["case"]]
    assert office.receipt("do", "撤回", made["case"], "--reason", "x", "--as", "zj")["seq"] == 2


def test_a_named_item_of_a_checklist_goes_before_all(office: Shell) -> None:
    code = office.a_pilot()
    words = ("do", "recommend", code, *office.papers(), "--check", "tasks=fail:不清楚")
    ran = office(*words, "--as", "zj", "--json")
    assert [reason["code"] for reason in ran.refused()["refused"]] == ["CheckFailed"]


def test_a_file_is_kept_whole_under_its_digest(office: Shell) -> None:
    code = office.a_pilot()
    office.done("do", "recommend", code, *office.papers(), "--as", "zj")
    digest = hashlib.sha256("内容".encode()).hexdigest()
    shown = office.done("show", code, "--as", "zj", "--json").json()
    assert {paper["digest"] for paper in shown["documents"]} == {digest}
    kept = [path for path in (office.folder / "uploads").rglob("*") if path.is_file()]
    assert kept == [office.folder / "uploads" / digest[:2] / digest]
    assert kept[0].read_text(encoding="utf-8") == "内容"


@pytest.mark.parametrize("name", ["nowhere.docx", "."])
def test_an_unreadable_file_is_refused_before_anything_is_written(
    office: Shell, name: str, tmp_path: Path
) -> None:
    code = office.a_pilot()
    given = f"application={tmp_path / name}"
    ran = office("do", "recommend", code, "--file", given, *ALL_PASSED, "--as", "zj")
    assert ran.code == 2
    assert str(tmp_path / name) in ran.err
    assert len(office.done("history", code, "--as", "zj", "--json").json()) == 1


def test_an_empty_file_is_refused(office: Shell) -> None:
    code = office.a_pilot()
    given = f"application={office.file('empty.docx', '')}"
    assert office("do", "recommend", code, "--file", given, "--as", "zj").code == 2


def test_a_recorded_fact_is_flagged_and_never_refused(office: Shell) -> None:
    code = office.a_pilot()
    words = ("record", "recommend", code, "--occurred", "2026-05-28", "--source", "国家系统")
    receipt = office.receipt(*words, "--reference", "回执1", "--as", "zj")
    assert receipt["state"] == "recommended"
    assert any("缺少材料" in flag for flag in receipt["flags"])
    entry = office.done("history", code, "--as", "zj", "--json").json()[-1]
    assert (entry["entry"], entry["occurred_at"]) == ("record", "2026-05-27T16:00:00.000000Z")
    assert (entry["source"]["system"], entry["source"]["reference"]) == ("国家系统", "回执1")


def test_an_instant_may_be_written_as_lists_show_it(office: Shell) -> None:
    words = ("record", "recommend", office.a_pilot(), "--source", "国家系统", "--as", "zj")
    office.receipt(*words, "--occurred", "2026-05-28 10:30")
    entry = office.done("history", words[2], "--as", "zj", "--json").json()[-1]
    assert entry["occurred_at"] == "2026-05-28T02:30:00.000000Z"


def test_a_fact_of_tomorrow_cannot_be_recorded(office: Shell) -> None:
    code = office.a_pilot()
    words = ("record", "recommend", code, "--occurred", "2026-06-02", "--source", "国家系统")
    assert office(*words, "--as", "zj").code == 2


def test_an_exception_waits_for_a_second_person(office: Shell) -> None:
    office.done("user", "add", "elsewhere", "--role", "province", "--jurisdiction", "江苏",
                "--as", "committee")  # fmt: skip
    code = office.a_pilot(unit="包头市白云区民政人力资源和社会保障局 12330000000000084X")
    words = ("do", "recommend", code, *office.papers(), "--as", "zj")
    assert "UndertookBefore" in office(*words).err
    asked = (*words, "--override", "not-undertaken-before", "--id", "exception")
    assert office(*asked).code == 2, "an override needs a reason"
    assert office.receipt(*asked, "--reason", "示范突出")["waiting"] == "exception"
    assert office("approve", "exception", "--as", "zj").code == 1
    assert office("approve", "exception", "--as", "elsewhere").code == 2
    tried = office.receipt("approve", "exception", "--as", "zj2", "--dry-run")
    assert tried["state"] == "recommended"
    waiting = office.done("todo", "--as", "zj2", "--json").json()
    assert "exception" in {i["request"] for g in waiting["groups"] for i in g["items"]}
    assert office.receipt("approve", "exception", "--as", "zj2")["state"] == "recommended"
    for verb in ("show", "history"):
        said = office.done(verb, code, "--as", "zj", "--wide").out
        assert "经批准例外（" in said and "UndertookBefore" not in said
    log = office.done("audit", "log", "--as", "committee", "--wide").out
    tries = office.done("audit", "log", "--refused", "--as", "committee", "--wide").out
    assert "启用中" in log and "active" not in log
    assert "批准" in tries and "approve" not in tries


def test_an_exception_is_asked_from_a_rule_that_allows_it_in_either_language(office: Shell) -> None:
    code = office.a_pilot(unit="包头市白云区民政人力资源和社会保障局 12330000000000084X")
    words = ("do", "recommend", code, *office.papers(), "--as", "zj", "--reason", "示范突出")
    strange = office(*words, "--override", "胡说")
    assert strange.code == 2
    assert "not-undertaken-before（未曾承担）" in strange.err
    waiting = office.receipt(*words, "--override", "未曾承担", "--id", "in-words")["waiting"]
    assert waiting == "in-words"


def test_a_rejected_request_is_over(office: Shell) -> None:
    code = office.a_pilot(unit="包头市白云区民政人力资源和社会保障局 12330000000000084X")
    office.done("do", "recommend", code, *office.papers(), "--as", "zj", "--id", "asked",
                "--override", "not-undertaken-before", "--reason", "示范突出")  # fmt: skip
    assert office("reject", "asked", "--as", "zj2").code == 2, "a rejection needs a reason"
    office.done("reject", "asked", "--reason", "不突出", "--as", "zj2")
    assert office("approve", "asked", "--as", "zj2").code == 1


def test_a_remark_changes_nothing_but_the_history(office: Shell) -> None:
    code = office.a_pilot()
    before = office.done("show", code, "--as", "zj", "--json").json()
    office.done("note", code, "已电话指导", "--as", "zj")
    after = office.done("show", code, "--as", "zj", "--json").json()
    assert (before["state"], before["duties"]) == (after["state"], after["duties"])
    entry = office.done("history", code, "--as", "zj", "--json").json()[-1]
    assert (entry["move"], entry["reason"]) == ("note", "已电话指导")
    assert office("note", code, "  ", "--as", "zj").code == 2
    assert office.done("audit", "verify").code == 0


def test_a_remark_is_refused_to_those_who_only_look_on(office: Shell) -> None:
    office.done("user", "add", "auditor", "--role", "auditor", "--as", "committee")
    code = office.a_pilot()
    assert office("note", code, "看过", "--as", "auditor").code == 1
    kept = office.done("audit", "log", "--refused", "--as", "committee", "--json").json()
    assert [row["move"] for row in kept["rows"]] == ["note"]


def test_an_internal_day_reminds_and_leaves_the_legal_one(office: Shell) -> None:
    code = office.a_pilot()
    late = office("calendar", "internal", "推荐", "2026-07-01", "--as", "zj")
    assert "InternalDayLate" in late.err
    said = office.done("calendar", "internal", "recommendation", "2026-06-15", "--as", "zj").out
    assert "早于法定的 2026-06-30" in said
    office.done("calendar", "internal", "recommendation", "2026-06-16", "--as", "zj")
    (duty,) = office.done("calendar", "show", code, "--as", "zj", "--json").json()
    assert (duty["due_on"], duty["internal_day"]) == ("2026-06-30", "2026-06-16")
    elsewhere = ("--jurisdiction", "江苏", "--as", "zj")
    assert office("calendar", "internal", "recommendation", "2026-06-15", *elsewhere).code == 1
    assert office.done("audit", "verify").code == 0


def test_nobody_gives_what_lies_beyond_his_own_reach(office: Shell) -> None:
    assert office("user", "grant", "zj", "--role", "committee", "--as", "zj").code == 1
    far = ("--role", "province", "--jurisdiction", "江苏", "--as", "zj")
    assert office("user", "add", "jiangsu", *far).code == 1
    assert office("user", "close", "committee", "--as", "zj").code == 1
    near = ("--role", "province", "--jurisdiction", "浙江", "--as", "zj")
    office.done("user", "add", "zj3", *near)
    office.done("user", "close", "zj3", "--as", "zj2")
    assert office("todo", "--as", "zj3").code == 2
    held = {row["account"]: row["roles"] for row in office.done("user", "list", "--json").json()}
    assert [role["role"] for role in held["zj"]] == ["province"]
    assert office.done("audit", "verify").code == 0


def test_nobody_acts_in_the_name_of_the_system(office: Shell) -> None:
    code = office.a_pilot()
    office.done("demo", "--advance", "2026-06-30")
    ran = office("do", "lapse", code, "--as", "system")
    assert ran.code == 2
    assert "system" in ran.err
