"""What is said of values that cannot be read, in Chinese and English."""

from states.words.joining import Texts

VALUES: Texts = {
    "BadCharacter": ("{field} 中有不可见字符 {character}", "{field} holds a hidden {character}"),
    "TextTooLong": ("{field} 过长：{length} 字，至多 {limit}", "{field}: {length} of {limit}"),
    "NotANumber": ("{field} 应为数字，现为“{value}”", "{field} must be a number, not “{value}”"),
    "NotMoney": ("{field} 应为金额，现为“{value}”", "{field} must be an amount, not “{value}”"),
    "NotADate": (
        "{field} 应为日期，如 2026-06-30，现为“{value}”",
        "{field} must be a date such as 2026-06-30, not “{value}”",
    ),
    "NotAYear": ("{field} 应为年份，如 2027，现为“{value}”", "{field} must be a year: “{value}”"),
    "NotYesNo": ("{field} 应为 是 或 否，现为“{value}”", "{field} must be yes or no: “{value}”"),
    "NotAnOption": ("{field} 应为 {options} 之一，现为“{value}”", "{field}: one of {options}"),
    "PersonWithoutNumber": (
        "“{field}”要写姓名和编号（证件号、工号、学号等），如“张三 2026001”：同名的人靠它分清",
        "“{field}” needs a name and a number (of an identity card, a member of staff, a student), "
        "such as “Zhang San 2026001”: persons of one name are told apart by it",
    ),
    "OrganisationsInOne": (
        "“{field}”里单位的名称还含着一个代码：每个单位写成“名称 代码”，只许一个的不要写几个",
        "“{field}”: the name of a unit holds a code as well; write each unit as “NAME CODE”, and "
        "no more than one where one is asked",
    ),
    "OrganisationWithoutName": ("“{field}”缺少名称", "“{field}” lacks the name"),
}
