"""Rows of an opening balance that say what a later step asks for: the step takes it."""

from pathlib import Path

import pytest

from tests.console.shell import Shell

FILE = """
方案: permits
名称: 排污登记
来源: {文号: 环发〔2026〕1号, 发文日: 2026-01-05}
办理地: 别处
办理系统: 许可系统
角色: {市局: {名称: 市局, 范围: 全方案}}
事项:
  登记:
    名称: 登记
    编号: "PW-{number:03}"
    表单:
      title: {名称: 名称, 必填: 是}
      unit: {名称: 单位, 类型: 单位, 必填: 是}
      届满日: {名称: 届满日, 类型: 日期}
      告知日: {名称: 告知日, 类型: 日期}
    状态:
      已收: {名称: 已收, 起始: 是}
      有效: 有效
      不予: {名称: 不予登记, 终点: 例外}
      期满: {名称: 期满, 终点: 正常}
    动作:
      收件: {名称: 收件, 至: 已收, 由: 市局}
      发证: {名称: 发证, 自: 已收, 至: 有效, 由: 市局, 须新填: 届满日}
      拒绝: {名称: 不予登记, 自: 已收, 至: 不予, 由: 市局, 须填: 告知日}
      期满: {名称: 期满, 自: 有效, 至: 期满, 由: 市局}
"""
HEAD = "名称,单位,统一社会信用代码,所处状态,收件日期,发证日期,不予登记日期,届满日,告知日\n"
FIRST = "甲,甲单位,12330000000000084X,有效,2026-03-01,2026-03-20,,2029-03-19,\n"
BEFORE = "乙,乙单位,913300001000000844,已收,2026-03-02,,,,\n"
AFTER = "乙,乙单位,913300001000000844,不予登记,2026-03-02,,2026-03-25,,2026-03-27\n"


@pytest.fixture
def office(shell: Shell) -> Shell:
    (shell.folder / "permits.yaml").write_text(FILE, encoding="utf-8")
    programme = str(shell.folder / "permits.yaml")
    shell.done("demo", "--programme", programme, "--empty", "--at", "2026-06-01T09:00")
    for account in ("li", "wang"):
        by = ("--as", "li") if account == "wang" else ()
        shell.done("user", "add", account, "--role", "市局", *by)
    taken_in(shell, "first", FIRST, BEFORE)
    return shell


def a_table(folder: Path, name: str, *rows: str) -> str:
    path = folder / f"{name}.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return str(path)


def taken_in(office: Shell, name: str, *rows: str) -> None:
    path = a_table(office.folder, name, *rows)
    source = ("--source", "许可系统")
    office.done("import", path, "--as-record", "--id", name, *source, "--as", "li")
    office.done("approve", name, "--as", "wang")


def flags(office: Shell, code: str) -> list[str]:
    shown = office.done("show", code, "--as", "li", "--json").json()
    return [flag["code"] for flag in shown["flags"]]


def test_what_must_be_given_anew_is_given_by_the_row(office: Shell) -> None:
    assert flags(office, "PW-001") == []


def test_a_row_that_goes_further_brings_what_its_step_asks_for(office: Shell) -> None:
    path = a_table(office.folder, "theirs", FIRST, AFTER)
    mend = office.done("reconcile", path, "--source", "许可系统", "--as", "li").out
    assert "--occurred 2026-03-25 --set '告知日=2026-03-27'" in mend
    assert "--corrects" not in mend
    taken_in(office, "second", AFTER)
    assert flags(office, "PW-002") == []
    told = office.done("history", "PW-002", "--as", "li").out
    assert "告知日：— → 2026-03-27" in told
    assert office.done("audit", "verify", "--json").json() == {"ok": True, "findings": []}
