"""What a user reads about bulk plans."""

from states.words.joining import Texts

BULK: Texts = {
    "CaseChanged": (
        "{case} 在计划作出之后有了变动，计划时的核对不再作数",
        "{case} has changed since the plan was made; what was verified then no longer holds",
    ),
    "PlanPartial": (
        "不是批量计划，或已不完整。重新作计划：{shidian} bulk",
        "this is no bulk plan, or no whole one. Plan again: {shidian} bulk",
    ),
    "NoPlan": ("不是批量计划文件：{detail}", "this is no bulk plan: {detail}"),
    "PlanAltered": (
        "计划文件被改动过，内容与其摘要不符。重新作计划：{shidian} bulk",
        "the plan was altered: it does not match its digest. Plan again: {shidian} bulk",
    ),
    "NothingPlanned": ("计划中没有事项", "the plan holds no case"),
    "PlanOfSeveral": (
        "一份计划只能办一个方案的事项；用 --programme 选一个",
        "a plan concerns the cases of one programme; choose it with --programme",
    ),
    "PlanUnknown": (
        "本库没有作过这份计划：它来自另一个数据库，或作计划时没有写入",
        "this plan was not made in this database",
    ),
    "PlanExpired": (
        "计划已于 {expires} 过期。重新作计划：{shidian} bulk",
        "the plan expired at {expires}. Plan again: {shidian} bulk",
    ),
}
