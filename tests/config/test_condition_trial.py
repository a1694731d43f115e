"""What a condition gets wrong is said when the file is checked."""

from pathlib import Path

import pytest

from config.loader import check
from config.problems import Problem

SHOPS = (Path(__file__).parents[2] / "docs" / "examples" / "shops.yaml").read_text("utf-8")
FIELDS = """\
      面积: {名称: 面积, 类型: 数字}
      开业日: {名称: 开业日, 类型: 日期}
      复查日: {名称: 复查日, 类型: 日期}
      连锁: {名称: 连锁, 类型: 是否}
      业态: {名称: 业态, 类型: 选择, 选项: {market: 超市, food: 餐饮}}
"""
CATEGORIES = """\
领域:
  food: {名称: 餐饮业}
  retail: {名称: 零售业}
材料:
"""
CHILDREN = """\
  异议:
    名称: 异议
    属于: 示范店
    编号: "{parent}-Y{number}"
    表单: {内容: {名称: 内容, 必填: 是}}
    状态: {待核实: {名称: 待核实, 起始: 是}, 已答: {名称: 已答, 终点: 正常}}
    动作:
      提出: {名称: 提出, 至: 待核实, 由: 区局}
      答复: {名称: 答复, 自: 待核实, 至: 已答, 由: 市局%s}
  回访:
    名称: 回访
    属于: 示范店
    编号: "{parent}-H{number}"
    表单: {内容: {名称: 内容, 必填: 是}}
    状态: {待访: {名称: 待访, 起始: 是}, 已访: {名称: 已访, 终点: 正常}}
    动作:
      派出: {名称: 派出, 至: 待访, 由: 区局}
      回来: {名称: 回来, 自: 待访, 至: 已访, 由: 区局}
名额:
"""


def _problems(cel: str, folder: Path, below: str = "") -> list[Problem]:
    """What is said of a condition on a shop, or on an objection below it."""
    text = SHOPS.replace("材料:\n", CATEGORIES, 1)
    text = text.replace("    状态:\n", "      行业: {名称: 行业, 类型: 领域}\n    状态:\n", 1)
    guard = "把关: [{条件式: {算式: '%s', 说明: 不合条件}}], "
    text = text.replace(
        "自: 已推荐, 至: 已命名", f"{guard % cel if cel else ''}自: 已推荐, 至: 已命名"
    )
    own = f", 把关: [{{条件式: {{算式: '{below}', 说明: 不合条件}}}}]" if below else ""
    text = text.replace("名额:\n", CHILDREN % own, 1)
    path = folder / "shops.yaml"
    path.write_text(text, "utf-8")
    return check(path)[1]


def _checked(cel: str, folder: Path) -> list[str]:
    text = SHOPS.replace("    状态:\n", FIELDS + "    状态:\n", 1)
    guard = f"把关: [{{条件式: {{算式: '{cel}', 说明: 不合条件}}}}], 自: 已推荐, 至: 已命名"
    assert "自: 已推荐, 至: 已命名" in text
    path = folder / "shops.yaml"
    path.write_text(text.replace("自: 已推荐, 至: 已命名", guard), "utf-8")
    return [problem.code for problem in check(path)[1]]


@pytest.mark.parametrize(
    "cel",
    [
        "fields.面积 >= 120",
        "fields.面积 >= 120.5 || fields.连锁",
        "double(fields.面积) > 3.0",
        'fields.开业日 <= "2025-12-31"',
        "fields.连锁 == false",
        'fields.业态 == "food"',
        "fields.业态 == null",
        "fields.开业日 == fields.复查日",
        "fields.开业日 == (fields.连锁 ? fields.复查日 : today)",
        "fields.开业日 != today",
        "fields.title == title && fields.业态 != fields.title",
        "fields.面积 == double(fields.面积) && fields.连锁 == (fields.面积 > 3)",
    ],
)
def test_what_can_be_judged_is_let_through(cel: str, tmp_path: Path) -> None:
    assert _checked(cel, tmp_path) == []


@pytest.mark.parametrize(
    ("cel", "code"),
    [
        ('fields.面积 > "120"', "condition-types"),
        ("fields.开业日 <= 2025", "condition-types"),
        ("fields.开业日 == 2025", "condition-types"),
        ("fields.业态 == true", "condition-types"),
        ('fields.连锁 == "是"', "condition-types"),
        ('fields.业态 == "餐饮"', "condition-option"),
        ("fields.面积 ＞ 3", "condition-spelling"),
        ("fields.面积 = 3", "condition-spelling"),
        ("fields.面积 > 3 且 fields.连锁", "condition-spelling"),
        ("fields.面级 > 3", "condition-unknown"),
    ],
)
def test_what_never_holds_is_refused(cel: str, code: str, tmp_path: Path) -> None:
    assert _checked(cel, tmp_path) == [code]


@pytest.mark.parametrize(
    "cel",
    [
        'kind == "示范店" && state != "未命名"',
        '!children.exists(c, c.kind == "异议" && c.state == "待核实")',
        'children.exists(c, c.state in ["已答", "已访"])',
        'jurisdiction == "E" || jurisdiction_kind == "jurisdiction"',
        'category in ["food", "retail"] || category == ""',
        'fields.行业 == "food" && fields.所在区 != "W"',
        'fields.title == "餐饮业" && title != "异义"',
    ],
)
def test_words_of_the_file_are_compared(cel: str, tmp_path: Path) -> None:
    assert _problems(cel, tmp_path) == []


@pytest.mark.parametrize(
    ("cel", "meant"),
    [
        ('kind == "示范点"', "示范店"),
        ('state == "已推存"', "已推荐"),
        ('!children.exists(c, c.kind == "异义")', "异议"),
        ('!children.exists(c, c.kind == "异义" && c.state == "待核实")', "异议"),
        ('!children.exists(c, c.kind == "异议" && c.state == "待核")', "待核实"),
        ('!children.exists(c, c.kind == "异议" && c.state == "已访")', "已答"),
        ('children.all(one, one.state in ["已答", "待方"])', "待访"),
        ('"异义" != children[0].kind || children.exists(c, "异义" == c.kind)', "异议"),
        ('category == "餐饮业"', "food"),
        ('category in ["retail", "餐饮业"]', "food"),
        ('fields.行业 == "零售业"', "retail"),
        ('fields["所在区"] == "东区"', "E"),
        ('jurisdiction != "西区"', "W"),
        ('jurisdiction_kind == "jurisdictions"', "jurisdiction"),
    ],
)
def test_a_word_that_the_file_lacks_is_refused_with_the_one_meant(
    cel: str, meant: str, tmp_path: Path
) -> None:
    found = _problems(cel, tmp_path)
    assert [(problem.code, problem.suggestion) for problem in found] == [("unknown-name", meant)]


def test_the_state_of_the_parent_is_looked_up_too(tmp_path: Path) -> None:
    assert _problems("", tmp_path, below='parent.state == "已命名"') == []
    found = _problems("", tmp_path, below='parent.state == "以命名"')
    assert [problem.suggestion for problem in found] == ["已命名"]


def test_what_a_setting_leaves_out_may_still_be_named(tmp_path: Path) -> None:
    path = tmp_path / "shops.yaml"
    _problems('!children.exists(c, c.kind == "异议" && c.state == "待核实")', tmp_path)
    setting = "设置:\n  异议: {取值: 无, 选项: {有: 有, 无: 无}, 说明: 有无异议}\n事项:\n"
    text = path.read_text("utf-8").replace("事项:\n", setting, 1)
    text = text.replace("  异议:\n    名称:", "  异议:\n    仅当: {异议: 有}\n    名称:", 1)
    path.write_text(text, "utf-8")
    assert check(path)[1] == []
