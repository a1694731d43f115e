"""Two programmes in one database: a role in one is none in the other, and quotas say whose."""

from contextlib import closing

import pytest

from states.office import open_office
from states.queries.frames import frame
from tests.console.shell import Shell

FILE = """
方案: shops-{year}
名称: {year}年示范店
来源: {{文号: 市监发〔{year}〕5号, 发文日: {year}-03-02}}
角色: {{市局: {{名称: 市局, 范围: 全方案}}}}
事项:
  店:
    名称: 示范店
    编号: "SF{year}-{{number}}"
    表单: {{title: {{名称: 店名, 必填: 是}}}}
    状态: {{已登记: {{名称: 已登记, 起始: 是}}, 已命名: {{名称: 已命名, 终点: 正常}}}}
    动作:
      登记: {{名称: 登记, 至: 已登记, 由: 市局}}
      命名: {{名称: 命名, 自: 已登记, 至: 已命名, 由: 市局, 占用: 全市}}
名额:
  全市: {{名称: 全市, 按: 全方案, 至多: 2}}
"""


@pytest.fixture
def office(shell: Shell) -> Shell:
    for year in (2025, 2026):
        (shell.folder / f"{year}.yaml").write_text(FILE.format(year=year), encoding="utf-8")
    first = str(shell.folder / "2025.yaml")
    shell.done("demo", "--programme", first, "--empty", "--at", "2026-06-01T09:00")
    shell.done("user", "add", "li", "--role", "市局")
    shell.done("activate", str(shell.folder / "2026.yaml"), "--as", "li")
    return shell


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "账户 li 是这个方案里没有角色的"),
        ("en", "account li is without a role in this programme"),
    ],
)
def test_a_role_in_another_programme_is_not_said_to_be_held_in_this_one(
    office: Shell, lang: str, said: str
) -> None:
    words = ("new", "店", "--programme", "shops-2026", "--set", "title=甲", "--as", "li")
    refused = office(*words, "--lang", lang)
    assert refused.code == 1
    assert said in refused.err + refused.out


def test_quotas_of_several_programmes_say_whose_they_are(office: Shell) -> None:
    grant = ("--role", "市局", "--programme", "shops-2026", "--as", "li")
    office.done("user", "grant", "li", *grant)
    listed = office.done("quota", "--as", "li").out
    assert "shops-2025" in listed
    assert "shops-2026" in listed
    one = office.done("quota", "--programme", "shops-2026", "--as", "li").out
    assert "shops-2026" not in one


def test_each_role_of_an_account_says_in_which_programme_it_is_held(office: Shell) -> None:
    grant = ("--role", "市局", "--programme", "shops-2026", "--as", "li")
    office.done("user", "grant", "li", *grant)
    assert "市局（shops-2025）；市局（shops-2026）" in office.done("user", "list").out
    with closing(open_office(f"sqlite:///{office.database}")) as opened:
        assert frame(opened, "li").roles == ("市局",)
