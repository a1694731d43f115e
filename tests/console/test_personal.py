"""What is personal stays with those who may act on the case, wherever it could be shown."""

import pytest

from tests.console.shell import UNIT, Shell

PHONE = "13800005678"


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.an_office()
    shell.done("user", "add", "audit", "--role", "auditor", "--as", "committee")
    return shell


def a_pilot(office: Shell) -> str:
    code = office.a_pilot()
    words = ("--set", f"contact=王工 {PHONE}", "--as", "zj")
    office.done("do", "amend", code, *words)
    return code


def test_whoever_only_looks_sees_it_nowhere(office: Shell) -> None:
    code = a_pilot(office)
    assert PHONE in office.done("show", code, "--as", "zj").out
    for words in (
        ("show", code),
        ("history", code),
        ("audit", "log"),
        ("list",),
    ):
        for more in ((), ("--json",)):
            assert PHONE not in office.done(*words, "--as", "audit", *more).out


def test_another_systems_table_does_not_bring_it_out(office: Shell) -> None:
    code = a_pilot(office)
    path = office.file("theirs.csv", f"编号,项目名称,联系人,所处状态\n{code},试点,不知道,申报\n")
    ours = office.done("reconcile", path, "--as", "zj").out
    assert f"联系人：对方“不知道”，本系统“王工 {PHONE}”" in ours
    for more in ((), ("--json",)):
        seen = office.done("reconcile", path, "--as", "audit", *more).out
        assert "联系人" in seen
        assert PHONE not in seen


OBJECTIONS = """
方案: objections
名称: 评选
来源: {文号: 评〔2026〕1号, 发文日: 2026-01-05}
角色: {市局: {名称: 市局, 范围: 全方案}, 企业: {名称: 企业, 范围: 单位}}
事项:
  申报:
    名称: 申报
    编号: "SB-{number:03}"
    表单:
      title: {名称: 名称, 必填: 是}
      unit: {名称: 单位, 类型: 单位, 必填: 是}
      联系人: {名称: 联系人, 个人信息: 是}
    状态: {公示: {名称: 公示, 起始: 是}, 入选: {名称: 入选, 终点: 正常}}
    动作:
      申报: {名称: 申报, 至: 公示, 由: 企业}
      入选: {名称: 入选, 自: 公示, 至: 入选, 由: 市局}
  异议:
    名称: 异议
    属于: 申报
    编号: "{parent}-Y{number}"
    表单: {title: {名称: 事由, 必填: 是}, 异议人: {名称: 异议人, 个人信息: 是, 必填: 是}}
    状态: {待处理: {名称: 待处理, 起始: 是}, 已处理: {名称: 已处理, 终点: 正常}}
    动作:
      提出: {名称: 提出, 至: 待处理, 由: 市局}
      处理: {名称: 处理, 自: 待处理, 至: 已处理, 由: 市局}
"""


def test_a_unit_is_not_told_who_objects_to_it(shell: Shell) -> None:
    (shell.folder / "objections.yaml").write_text(OBJECTIONS, encoding="utf-8")
    programme = str(shell.folder / "objections.yaml")
    shell.done("demo", "--programme", programme, "--empty", "--at", "2026-06-01T09:00")
    shell.done("user", "add", "li", "--role", "市局")
    shell.done("user", "add", "qi", "--role", "企业", "--unit", UNIT, "--as", "li")
    given = ("--set", "title=甲", "--set", f"unit={UNIT}", "--set", f"联系人=王工 {PHONE}")
    case = shell.receipt("new", "申报", *given, "--as", "qi")["case"]
    about = ("--of", case, "--set", "title=不实", "--set", "异议人=赵某某")
    objection = shell.receipt("new", "异议", *about, "--as", "li")["case"]
    assert PHONE in shell.done("show", case, "--as", "qi").out
    assert "赵某某" in shell.done("show", objection, "--as", "li").out
    for words in (("show", objection), ("history", objection), ("show", case)):
        for more in ((), ("--json",)):
            assert "赵某某" not in shell.done(*words, "--as", "qi", *more).out
