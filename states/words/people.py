"""Sentences about units, persons and the cases that a rule applies to."""

PEOPLE: dict[str, tuple[str, str]] = {
    "JointUnitWithoutCode": (
        "联合承担单位 {unit} 缺少统一社会信用代码",
        "the joint unit {unit} has no credit code",
    ),
    "JointUnitTwice": ("{unit} 在承担单位中列了两次", "{unit} is listed twice as a unit"),
    "JointUnitsMany": (
        "承担单位共 {count} 家，至多 {most} 家（含牵头单位）",
        "{count} undertaking units; at most {most}, the leading one included",
    ),
    "JointUnitsFew": (
        "承担单位共 {count} 家，至少 {least} 家（含牵头单位）",
        "{count} undertaking units; at least {least}, the leading one included",
    ),
    "EarlierOutcome": (
        "{unit} 的往期事项 {which} 于 {on} 已是“{state}”",
        "{unit}: an earlier case of it ({which}) is in “{state}” since {on}",
    ),
    "Banned": (
        "{unit} 在 {until} 前（含当日）不得再报：见 {which}",
        "{unit} is banned until {until} (included): see {which}",
    ),
    "SamePerson": (
        "{account} 已办过“{made}”，不能再办“{move}”",
        "{account} has made “{made}” and may not make “{move}”",
    ),
    "Recused": (
        "{account} 须回避：“{field}”中列有本人或所在单位",
        "{account} must stand aside: named in “{field}”",
    ),
    "OwnUnit": (
        "{account} 是“{unit}”自己的人，不得办“{move}”：单位不能替自己确认",
        "{account} is of {unit} itself and may not make “{move}”: no unit attests for itself",
    ),
    "NobodyToApprove": (
        "除 {account} 外，现在没有别的账户能批准（须由{who}批准）；批准以前一直等着，到期作废",
        "nobody but {account} could approve this now ({who} may); it waits until it expires",
    ),
    "UnitUntold": (
        "承担单位“{unit}”没有代码，看不出是不是账户 {account} 自己的单位",
        "the undertaking unit “{unit}” has no code, so nothing tells whether it is the one of "
        "account {account}",
    ),
    "NotForThisCase": (
        "“{move}”不适用于这件事项（{when}）",
        "“{move}” does not apply to this case ({when})",
    ),
}
