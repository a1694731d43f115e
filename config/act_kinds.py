"""The closed list of what moves and child cases are by nature, which a programme may forbid."""

from typing import Literal

ActKind = Literal[
    "application",
    "check",
    "decision",
    "submission",
    "publication",
    "guidance",
    "report",
    "inspection-visit",
    "assessment",
    "acceptance",
    "self-evaluation",
    "administration",
]
ACT_KINDS: dict[str, str] = {
    "application": "申报",
    "check": "审核",
    "decision": "决定",
    "submission": "报送",
    "publication": "宣传推广或公布",
    "guidance": "指导",
    "report": "报告情况",
    "inspection-visit": "督导",
    "assessment": "考核",
    "acceptance": "验收",
    "self-evaluation": "自评",
    "administration": "事务",
}
