"""Bulk acts by command line: a plan that does nothing, then the plan applied once."""

import csv
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.console.shell import Shell

UNITS = ("12330000000000084X", "913300001000000844", "91330000100000100B")


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.an_office()
    return shell


def three(office: Shell, *fields: str) -> list[str]:
    return [
        office.a_pilot(f"试点{n}", field, f"某单位{n} {UNITS[0]}") for n, field in enumerate(fields)
    ]


def planned(office: Shell, *more: str, code: int = 0) -> dict[str, object]:
    words = ("bulk", "withdraw", "--where", "状态=申报", "--plan", str(office.folder / "p.json"))
    ran = office(*words, "--as", "zj", "--reason", "单位撤回", "--json", *more)
    assert ran.code == code, ran.err
    return dict(ran.json()) if code == 0 else {}


def states(office: Shell) -> set[str]:
    found = office.done("list", "--as", "zj", "--json").json()["rows"]
    return {row["state"] for row in found}


def test_a_plan_says_what_would_become_of_each_and_does_nothing(office: Shell) -> None:
    codes = three(office, "农业农村", "农业农村", "农业农村")
    words = ("recommend", "--where", "state=applied", *office.papers(), "--as", "zj")
    path = str(office.folder / "plan.json")
    found = office.done("bulk", *words, "--plan", path, "--json").json()
    assert [(act["case"], act["outcome"]) for act in found["acts"]] == [
        (codes[0], "done"),
        (codes[1], "done"),
        (codes[2], "refused"),
    ]
    assert [reason["code"] for reason in found["acts"][2]["reasons"]] == ["QuotaFull"]
    assert {(q["used"], q["after"], q["cap"]) for q in found["quotas"]} == {(0, 2, 2), (0, 2, 8)}
    told = office.done("bulk", *words, "--plan", f"{path}.again").out
    assert "名额 浙江 · 一般领域 · 农业农村：已用 0 → 2，上限 2" in told
    assert states(office) == {"applied"}
    shown = office("apply", path, "--as", "zj")
    assert (shown.code, states(office)) == (1, {"applied"})
    assert "QuotaFull" in shown.out
    assert office("apply", path, "--partial", "--as", "zj").code == 1
    assert states(office) == {"applied", "recommended"}
    assert office("audit", "verify", "--json").json() == {"ok": True, "findings": []}


def test_a_plan_of_which_nothing_can_be_done_asks_nobody_to_apply_it(office: Shell) -> None:
    three(office, "农业农村")
    words = ("bulk", "amend", "--where", "状态=申报", "--plan", str(office.folder / "p.json"))
    ran = office(*words, "--as", "zj")
    assert ran.code == 1
    assert "可办 0" in ran.out
    assert "没有一件能办" in ran.out
    assert "shidian apply" not in ran.out


def test_applied_twice_a_plan_is_done_once(office: Shell) -> None:
    three(office, "农业农村", "消费品")
    planned(office)
    path = str(office.folder / "p.json")
    first = office.done("apply", path, "--as", "zj", "--json").json()
    again = office.done("apply", path, "--as", "zj", "--json").json()
    assert (first["done"], first["acts"]) == (2, again["acts"])
    noted = office.done("audit", "log", "--as", "committee", "--json").json()
    assert "plan-bulk" in json.dumps(noted)


def test_what_changed_since_the_plan_was_made_is_not_done(office: Shell) -> None:
    first, _ = three(office, "农业农村", "消费品")
    planned(office)
    office.done("note", first, "已电话核实", "--as", "zj")
    path = str(office.folder / "p.json")
    stopped = office("apply", path, "--as", "zj")
    assert (stopped.code, states(office)) == (1, {"applied"})
    assert "CaseChanged" in stopped.out
    found = office("apply", path, "--partial", "--as", "zj", "--json").json()
    assert (found["done"], found["refused"]) == (1, 1)


@pytest.mark.parametrize("results", ["结果.csv", "结果.xlsx"])
def test_the_results_open_in_a_spreadsheet_without_formulas(office: Shell, results: str) -> None:
    codes = three(office, "农业农村", "消费品")
    planned(office)
    path = office.folder / results
    words = ("apply", str(office.folder / "p.json"), "--results", str(path), "--as", "zj")
    assert str(path) in office.done(*words).out
    if path.suffix == ".csv":
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    else:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in rows] == [["编号", "结果"], *([code, "已办"] for code in codes)]


def test_whoever_applies_anothers_plan_approves_it_if_he_may(office: Shell) -> None:
    (code,) = three(office, "农业农村")
    planned(office)
    path = str(office.folder / "p.json")
    ran = office("apply", path, "--as", "committee", "--json")
    assert (ran.code, "MayNotApprove" in ran.out, states(office)) == (1, True, {"applied"})
    kept = office.done("audit", "log", "--refused", "--as", "committee", "--json").out
    assert "MayNotApprove" in kept
    office.done(
        "apply", path, "--as", "zj2", "--reason", "同意", "-o", str(office.folder / "r.csv")
    )
    last = office.done("history", code, "--as", "zj", "--json").json()[-1]
    assert (last["actor"], last["approval"]["by"], last["approval"]["reason"]) == (
        "zj",
        "zj2",
        "同意",
    )
    assert office("audit", "verify", "--json").json() == {"ok": True, "findings": []}


def test_a_plan_expires(office: Shell) -> None:
    three(office, "农业农村")
    planned(office)
    office.done("demo", "--advance", "2026-06-09")
    ran = office("apply", str(office.folder / "p.json"), "--as", "zj")
    assert (ran.code, "PlanExpired" in ran.err or "过期" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("单位撤回", "另有缘故"), "被改动过"),
        (lambda text: text[:100], "不是批量计划"),
        (lambda text: "[]", "不是批量计划"),
        (lambda text: "", "不是批量计划"),
    ],
)
def test_an_altered_or_broken_plan_is_refused(office: Shell, change: object, said: str) -> None:
    three(office, "农业农村")
    planned(office)
    path = office.folder / "p.json"
    path.write_text(change(path.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    ran = office("apply", str(path), "--as", "zj")
    assert (ran.code, said in ran.err) == (2, True)
    assert states(office) == {"applied"}


def test_a_plan_of_another_database_is_not_known(office: Shell, tmp_path: Path) -> None:
    three(office, "农业农村")
    planned(office, "--dry-run")
    assert not (office.folder / "p.json").exists()
    planned(office)
    office.database.rename(tmp_path / "old.db")
    office.an_office()
    three(office, "农业农村")
    ran = office("apply", str(office.folder / "p.json"), "--as", "zj")
    assert (ran.code, "没有作过这份计划" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--where", "状态=下达"), "没有符合条件"),
        (("--where", "省份=浙江"), "可用：事项、状态"),
        (("--where", "状态=已下"), "是不是"),
    ],
)
def test_a_wrong_condition_is_explained(office: Shell, words: tuple[str, ...], said: str) -> None:
    three(office, "农业农村")
    path = str(office.folder / "q.json")
    ran = office("bulk", "withdraw", *words, "--plan", path, "--as", "zj")
    assert (ran.code, said in ran.err) == (2, True), ran.err


@pytest.mark.parametrize("text", ["{}", "[]", "5", '{"acts": null, "digest": ""}'])
def test_what_is_no_whole_plan_is_said_in_our_words(office: Shell, text: str) -> None:
    path = office.folder / "q.json"
    path.write_text(text)
    ran = office("apply", str(path), "--as", "zj")
    assert (ran.code, "或已不完整" in ran.err, "object" in ran.err) == (2, True, False)


def test_all_items_of_a_checklist_are_for_each_case_those_that_apply_to_it(shell: Shell) -> None:
    file = str(Path(__file__).parents[1] / "programmes" / "cohorts.yaml")
    shell.done("demo", "--programme", file, "--empty", "--at", "2026-05-04T09:00")
    shell.done("user", "add", "bureau", "--role", "省局")
    words = ("--role", "市局", "--jurisdiction", "杭州市", "--as", "bureau")
    shell.done("user", "add", "city", *words)
    for field in ("服务业", "农业"):
        given = ("--set", "title=补助", "--set", "机关=杭州市", "--set", f"领域={field}")
        shell.done("new", "补助", *given, "--as", "city")
    paper, plan = shell.file("a.pdf"), str(shell.folder / "p.json")
    given = (
        "--check",
        "all=pass:已查",
        "--check",
        "资格=pass:证照齐全",
        "--file",
        f"申请书={paper}",
    )
    shell.done("bulk", "审核", "--where", "状态=已申请", *given, "--plan", plan, "--as", "city")
    shell.done("apply", plan, "--as", "city")
    found = [shell.done("show", code, "--as", "city", "--json").json() for code in ("HZ-1", "HZ-2")]
    assert [{c["item"]: c["remark"] for c in case["checks"]} for case in found] == [
        {"资格": "证照齐全"},
        {"资格": "证照齐全", "场地": "已查"},
    ]
