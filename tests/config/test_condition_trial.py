"""What a condition gets wrong is said when the file is checked."""

from pathlib import Path

import pytest

from config.loader import check

SHOPS = (Path(__file__).parents[2] / "docs" / "examples" / "shops.yaml").read_text("utf-8")
FIELDS = """\
      面积: {名称: 面积, 类型: 数字}
      开业日: {名称: 开业日, 类型: 日期}
      复查日: {名称: 复查日, 类型: 日期}
      连锁: {名称: 连锁, 类型: 是否}
      业态: {名称: 业态, 类型: 选择, 选项: {market: 超市, food: 餐饮}}
"""


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
