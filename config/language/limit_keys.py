"""The keys of limits and of short forms, with their Chinese names and what they mean."""

from config.language.key_texts import Text

SHORT_FORMS: dict[str, Text] = {
    "setting": ("设置", "取某项设置选定的值或写法", "the chosen value, or part, of a setting"),
    "only-if": ("仅当", "只在某项设置如此选定时才有", "there only if a setting is so chosen"),
    "due-of": ("同期限", "与某项应办的期限相同", "the limit of a duty"),
    "first-day-of": ("首日于", "某期间的第一天", "the first day of a period"),
    "last-day-of": ("末日于", "某期间的最后一天", "the last day of a period"),
    "day-after": ("期满次日", "某期间期满后第一天", "the day after a period"),
}

LIMIT_TEXTS: dict[str, tuple[str, str]] = {
    "day": ("哪一天：2026-06-30 或 06-30", "a day: 2026-06-30 or 06-30"),
    "end-of": ("年、半年、季度、月、旬的最后一天", "the last day of a year, quarter, month …"),
    "in": ("在某年、季度、月之内", "any time within a year, quarter, month …"),
    "every": ("每年、每半年、每季度、每月、每周", "every year, half, quarter, month, week"),
    "within": ("事件之后多少日内", "so many days after an event"),
    "before": ("届满多少日之前", "so long before an expiry"),
    "last": ("届满前多少日之内", "within the last days before an expiry"),
    "lasting": ("至少持续多少日", "lasting at least so long"),
    "times": ("每个周期至少几次", "at least so many times a cycle"),
    "from": ("从哪天起", "from a day on"),
    "to": ("到哪天止", "to a day"),
    "set-by": ("由文书指定", "set by a document"),
    "none": ("没有期限，写原文的词", "no limit; the source's word"),
    "unit": ("日、工作日、月、年、小时、分钟", "days, working-days, months, years, hours, minutes"),
    "of": ("从什么事件起算（只作说明）", "the event it counts from (shown)"),
    "since": ("从哪天起算", "the day it counts from"),
    "year": ("哪一年", "which year"),
    "half": ("上半年 1，下半年 2", "which half"),
    "quarter": ("第几季度", "which quarter"),
    "month": ("几月，或周期内第几个月", "which month"),
    "third": ("上旬 1，中旬 2，下旬 3", "which third of the month"),
    "time": ("几点：17:30", "the time of day"),
    "named-day": ("含不含当日", "whether the day named is included"),
    "interval": ("每几年、每几月", "every so many"),
    "working-day": ("周期内第几个工作日，-1 为最后一个", "the n-th working day; -1 the last"),
    "after": ("周期结束后多少日", "so long after the cycle's end"),
    "per": ("以什么为周期", "the cycle"),
    "at-most": ("至多几次", "at most so many times"),
    "noun": ("次、期、篇", "what is counted"),
    "phrase": ("原文怎么写", "the words of the source"),
}
