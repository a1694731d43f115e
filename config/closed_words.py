"""The words of closed lists in Chinese: a file may write either language.

Where a word means different things in different places, the place comes first: Clause.by.
"""

WORDS: dict[str, str] = {
    "here": "本系统",
    "elsewhere": "别处",
    "included": "含",
    "excluded": "不含",
    "keep": "不顺延",
    "next": "顺延",
    "previous": "提前",
    "next-after-holiday": "仅法定节假日顺延",
    "unit": "单位",
    "jurisdiction": "辖区",
    "category": "领域",
    "programme": "全方案",
    "normal": "正常",
    "exceptional": "例外",
    "hard": "必须",
    "soft": "原则上",
    "warn": "提示",
    "accept": "仍收",
    "refuse": "拒收",
    "lapse": "失效",
    "issued": "发文",
    "received": "收到",
    "optional": "可写",
    "required": "必写",
    "national": "国家级",
    "any": "各级",
    "rules": "规则",
    "recorded": "记录",
    "principle": "原则",
    "none": "无",
    "text": "文字",
    "long-text": "长文",
    "number": "数字",
    "money": "金额",
    "date": "日期",
    "year": "年份",
    "yes-no": "是否",
    "choice": "选择",
    "organisation": "单位",
    "organisations": "多个单位",
    "application": "申报",
    "check": "审核",
    "decision": "决定",
    "submission": "报送",
    "publication": "公布",
    "guidance": "指导",
    "report": "报告",
    "inspection-visit": "督导",
    "assessment": "考核",
    "acceptance": "验收",
    "self-evaluation": "自评",
    "administration": "事务",
    "move-parent": "带动上级",
    "set-parent": "改上级",
    "open": "带出",
    "notify": "通知",
}

GUARD_NAMES: dict[str, str] = {
    "legal-person": "独立法人",
    "checklist-passed": "清单通过",
    "not-undertaken-before": "未曾承担",
    "listed-category": "领域在列",
    "listed-jurisdiction": "辖区在列",
    "jurisdiction-kind": "辖区类别",
    "unit-once": "单位不重复",
    "same-code": "代码相同",
    "category-hint": "领域提示",
    "field-is": "表单项为",
    "child-in": "下级处于",
    "parent-in": "上级处于",
    "condition": "条件式",
}

NAMED_WORDS: dict[str, dict[str, str]] = {
    "Move.by": {"system": "系统"},
    "Move.to": {"same": "不变"},
    "Duty.opened": {"creation": "事项产生"},
}
"""Words that stand among names of the file's own."""

_CYCLES = {
    "year": "年",
    "half": "半年",
    "quarter": "季度",
    "month": "月",
    "week": "周",
    "third": "旬",
}
YES_NO = {"yes": "是", "no": "否"}

LIMIT_WORDS: dict[str, dict[str, str]] = {
    "unit": {
        "working-days": "工作日",
        "days": "日",
        "months": "月",
        "years": "年",
        "hours": "小时",
    },
    "named-day": {"included": "含", "excluded": "不含"},
    "every": _CYCLES,
    "end-of": _CYCLES,
    "in": _CYCLES,
    "per": _CYCLES,
    "day": {"end": "底"},
    "set-by": {"document": "由文书指定"},
}
"""Words of structured limits by their key."""
