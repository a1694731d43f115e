"""What an audit says of an office, its people and programmes, in Chinese and English."""

from states.words.joining import Texts

OFFICE: Texts = {
    "AccountGone": (
        "账户 {actor} 有新增留痕，账户却已不在：被私自删去",
        "the account {actor} was recorded as added and is gone: it was deleted by hand",
    ),
    "AccountUnrecorded": (
        "账户 {actor} 没有新增留痕：被私自加上",
        "the account {actor} was never recorded as added: it was added by hand",
    ),
    "AccountDiffers": (
        "账户 {actor} 的“{column}”现记为 {stored}，但按留痕应为 {folded}",
        "the account {actor}: “{column}” is stored as {stored}, but the history gives {folded}",
    ),
    "GrantGone": (
        "账户 {actor} 的角色 {role} 有授权留痕，授权却已不在：被私自删去",
        "the role {role} of account {actor} was recorded as granted and is gone: it was deleted by "
        "hand",
    ),
    "GrantDiffers": (
        "账户 {actor} 的角色 {role}：“{column}”现记为 {stored}，但按留痕应为 {folded}",
        "the role {role} of account {actor}: “{column}” is stored as {stored}, but the history "
        "gives {folded}",
    ),
    "QuotaChanged": (
        "名额 {bucket} 所记的名额、地区、领域或下限，与任何一版方案都不符：被改动",
        "what is stored of quota {bucket} (its quota, place, field or minimum) is said by no "
        "version of the programme: it was changed",
    ),
    "QuotaUndeclared": (
        "名额 {bucket} 不在任何一版方案里：被私自加上",
        "quota {bucket} is in no version of the programme: it was added by hand",
    ),
    "QuotaGone": (
        "方案规定的名额 {bucket} 不在：被私自删去",
        "quota {bucket} of the programme is not there: it was deleted by hand",
    ),
    "RequestChanged": (
        "申请 {request} 与当时提出的不符：被改动",
        "the request {request} is not what was asked for then: it was changed",
    ),
    "RequestNotDone": (
        "申请 {request} 记为已批准，却没有办理的留痕：状态被改动，或留痕被删除",
        "the request {request} is stored as approved, but nothing was done: its status was "
        "changed, or the entry deleted",
    ),
    "InternalDayDiffers": (
        "方案 {case} 中地区 {jurisdiction} 给应办“{duty}”定的内部日期现记为 {stored}，按留痕"
        "应为 {folded}：被改动",
        "{case}: the internal day of place {jurisdiction} for duty “{duty}” is stored as {stored}, "
        "the history gives {folded}: it was changed",
    ),
    "RegisterDiffers": (
        "以往项目名册现有 {stored} 行，按留痕应为 {folded} 行：有行被私自加上或删去",
        "the register of earlier pilots has {stored} rows, the history gives {folded}: rows were "
        "added or deleted by hand",
    ),
    "RegisterChanged": (
        "以往项目名册里由 {source} 导入的 {rows} 行中有改动",
        "of the {rows} rows that {source} brought into the register some were changed",
    ),
    "SourceChanged": (
        "方案 {programme} 第 {version} 版的文件原文与启用时不符：被改动",
        "the file of {programme} version {version} is not the one that was activated: it was "
        "changed",
    ),
    "ActivationDiffers": (
        "方案 {programme} 第 {version} 版的启用现记为 {stored}，但按留痕应为 {folded}",
        "the activation of {programme} version {version} is stored as {stored}, but the history "
        "gives {folded}",
    ),
}
