"""What follows an act is told as far as it is near: a case with a report for each quarter waits for
dozens of them."""

from console.cli.following import SHOWN
from tests.console.shell import Shell

QUARTERLY = """
programme: quarterly
title: 季报
source: {document: 测标〔2026〕50号, issued: 2026-03-02}
roles: {bureau: {title: 主管局, scope: programme}}
periods: {term: 2027年—2029年}
cases:
  unit:
    title: 单位
    code: "DW-{number}"
    form: {title: {title: 名称, required: yes}}
    states: {running: {title: 建设, initial: yes}, ended: {title: 期满, end: normal}}
    moves:
      enter: {title: 入库, to: running, by: bureau}
      end: {title: 期满, from: running, to: ended, by: system, on: {day-after: term}}
  report:
    title: 季报
    of: unit
    code: "{parent}-{period}"
    opened: {by: enter, each-quarter-of: term}
    states: {due: {title: 待报, initial: yes}, in: {title: 已报, end: normal}}
    moves:
      file: {title: 报送, from: due, to: in, by: bureau}
duties:
  report: {title: 季报, case: report, by: bureau, due: 每季度结束后10日内, bound-by: file}
"""


def test_what_follows_is_told_as_far_as_it_is_near_and_the_rest_is_counted(shell: Shell) -> None:
    file = shell.folder / "quarterly.yaml"
    file.write_text(QUARTERLY, "utf-8")
    shell.done("demo", "--programme", str(file), "--empty", "--at", "2026-05-04T09:00")
    shell.done("user", "add", "ju", "--role", "bureau")
    words = ("new", "unit", "--set", "title=甲", "--as", "ju")
    for said in (shell.done(*words, "--dry-run").out, shell.done(*words).out):
        follows = [line for line in said.splitlines() if line.startswith("下一步：")]
        assert len(follows) == SHOWN
        assert "DW-1-2027Q1 报送（2027-04-10" in follows[0]
        assert "还有 5 步在后" in said
    asked = shell.done("show", "DW-1", "--as", "ju", "--json").json()
    assert len(asked["waiting"]) == SHOWN + 5


def test_where_a_child_has_ended_the_case_above_says_what_follows(shell: Shell) -> None:
    file = shell.folder / "quarterly.yaml"
    file.write_text(QUARTERLY, "utf-8")
    shell.done("demo", "--programme", str(file), "--empty", "--at", "2029-09-01T09:00")
    shell.done("user", "add", "ju", "--role", "bureau")
    code = shell.receipt("new", "unit", "--set", "title=甲", "--as", "ju")["case"]
    shell.done("demo", "--advance", "2029-09-02T09:00")
    said = shell.done("do", "file", f"{code}-2027Q1", "--as", "ju").out
    assert "已办结\n" in said
    assert f"{code}-2027Q2 报送" in said
    assert f"show {code}\n" in said, "what is left out is found there"
