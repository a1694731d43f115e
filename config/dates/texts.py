"""The texts of the date layer, Chinese and English: rules, remarks on readings, complaints."""

from typing import Literal

Lang = Literal["zh", "en"]

SAY: dict[str, tuple[str, str]] = {
    # rules
    "by": ("截至{day}24:00（含当日）", "until the end of {day} (that day included)"),
    "before": ("早于{day}00:00（不含当日）", "before {day} begins (that day not included)"),
    "by-clock": ("{day}{clock}之前", "before {clock} on {day}"),
    "next-one": (
        "，年份取起算日当天或以后最近的一次",
        ", the next one on or after the day counted from",
    ),
    "in": ("{span}之内，最迟{span}最后一日24:00", "within {span}, at the latest its last day"),
    "window": ("自{opens}至{closes}（含首尾两日）", "from {opens} to {closes}, both included"),
    "window-open": ("自{opens}起，没有截止日", "from {opens} on, with no deadline"),
    "window-shut": ("最迟{closes}", "at the latest on {closes}"),
    "the-day-after": ("{day}的次日", "the day after {day}"),
    "event-after": ("{event}的次日", "the day after {event}"),
    "event-eve": ("{event}的前一日", "the day before {event}"),
    "event-day": ("{event}当日", "the day of {event}"),
    "full": ("{event}起满{n}{unit}之日", "the day that {n} {unit} from {event} are full"),
    "every": ("{cycle}{mark}", "{mark} of {cycle}"),
    "every-n": (
        "自{event}起每满{n}{unit}一次，到期日为对应日，没有对应日的取月末",
        "once every {n} {unit} from {event}, on the corresponding day or the month's last",
    ),
    "each-years-since": ("自{year}年起每{n}年", "every {n} years from {year} on"),
    "every-window": ("{cycle}{opens}至{mark}", "from {opens} to {mark} of {cycle}"),
    "after": (
        "自{event}的次日起算，{n}{unit}之内，最后一日24:00届满",
        "within {n} {unit} of {event}, whose own day is not counted, to the end of the last day",
    ),
    "after-months": (
        "自{event}起{n}{unit}之内，到期日为对应日，没有对应日的取月末，当日24:00届满",
        "within {n} {unit} of {event}: to the end of the corresponding day or the month's last",
    ),
    "after-hours": (
        "自{event}的时刻起{n}{unit}之内",
        "within {n} {unit} of the instant of {event}",
    ),
    "lasting": (
        "自{event}的次日起算，不少于{n}{unit}，最早于最后一日24:00届满",
        "at least {n} {unit} from the day after {event}; it may not end before its last day does",
    ),
    "ahead": (
        "最迟在{event}之前{n}{unit}（自{event}往回数，{event}当日不计）",
        "at the latest {n} {unit} before {event}, counted back, its own day not counted",
    ),
    "last": (
        "{event}之前最后{n}{unit}之内，至{event}当日24:00为止",
        "within the last {n} {unit} before {event}, until the end of that day",
    ),
    "count": (
        "{cycle}不少于{n}{noun}，按{cycle}最后一日24:00计",
        "at least {n} ({noun}) in {cycle}, counted at the end of its last day",
    ),
    "count-most": (
        "{cycle}{n}至{most}{noun}，按{cycle}最后一日24:00计",
        "{n} to {most} ({noun}) in {cycle}, counted at the end of its last day",
    ),
    "document": (
        "由文书确定日期（{word}），文书写明以前没有截止日",
        "a document sets the day ({word}); until then there is no deadline",
    ),
    "none": (
        "没有具体期限（{word}），只计已过时间，不判逾期",
        "no number is given ({word}): age is shown, never overdue",
    ),
    "rest-next": (
        "最后一日为休息日的，顺延至下一个工作日",
        "a last day that is a rest day moves to the next working day",
    ),
    "rest-previous": (
        "最后一日为休息日的，提前至上一个工作日",
        "a last day that is a rest day moves to the working day before",
    ),
    "rest-next-after-holiday": (
        "最后一日在法定假期内的，顺延至假期结束的次日",
        "a last day within a statutory holiday moves to the day after it",
    ),
    "in-hours-earliest": ("事件发生在当日0:00", "if the event was at the day's first instant"),
    "in-hours-latest": ("事件发生在当日24:00", "if the event was at the day's end"),
    "join": ("；", "; "),
    # units and names
    "working-days": ("个工作日", "working days"),
    "days": ("个自然日", "calendar days"),
    "months": ("个月", "months"),
    "years": ("年", "years"),
    "hours": ("小时", "hours"),
    "minutes": ("分钟", "minutes"),
    "the-event": ("起算日", "the day counted from"),
    "event-receipt": ("收到", "receipt"),
    "event-acceptance": ("受理", "acceptance"),
    "event-publication": ("发布", "publication"),
    "event-issue": ("印发", "issue"),
    "event-notice": ("通知", "notice"),
    "event-expiry": ("届满", "expiry"),
    "each-year": ("每年", "each year"),
    "each-half": ("每半年", "each half-year"),
    "each-quarter": ("每季度", "each quarter"),
    "each-month": ("每月", "each month"),
    "each-week": ("每周", "each week"),
    "cycle-year": ("年", "years"),
    "cycle-half": ("个半年", "half-years"),
    "cycle-quarter": ("个季度", "quarters"),
    "cycle-month": ("个月", "months"),
    "cycle-week": ("周", "weeks"),
    "cycle-end": ("最后一日", "the last day"),
    "mark-nth": ("第{n}个工作日", "working day {n}"),
    "mark-last-working": ("最后一个工作日", "the last working day"),
    "mark-next": ("{cycle}{mark}", "{mark} of {cycle}"),
    "mark-after": ("结束后{n}{unit}之内", "within {n} {unit} after the end"),
    "mark-weekday": ("星期{day}", "{day}"),
    "mark-month-of-year": ("{n}月", "month {n}"),
    "mark-month-of-cycle": ("第{n}个月", "its month {n}"),
    "mark-last-month": ("最后一个月", "its last month"),
    "mark-day": ("{day}日", "day {day}"),
    "mark-end": ("最后一日", "last day"),
    "mark-third": ("{third}旬最后一日", "last day of the {third} third"),
    "mark-until": ("24:00（含当日）", " (included)"),
    "mark-before": ("00:00之前（不含当日）", " (not included)"),
    "this-year": ("当年", "that year"),
    "next-year": ("次年", "the following year"),
    "this-month": ("当月", "that month"),
    "next-month": ("次月", "the following month"),
    "this-quarter": ("当季", "that quarter"),
    "next-quarter": ("下季", "the following quarter"),
    "this-half": ("当前半年", "that half-year"),
    "next-half": ("下一个半年", "the following half-year"),
    "next-week": ("下周", "the following week"),
    "last-day-of": ("{span}最后一日", "the last day of {span}"),
    "first-day-of": ("{span}第一日", "the first day of {span}"),
    # remarks on how sure a reading is
    "inclusive-by-convention": (
        "“前”是否含当日，法律没有规定；本系统按约定处理",
        "the law does not say whether 前 includes the named day; by the programme's convention",
    ),
    "year-inferred": (
        "没有写年份，取起算日当天或以后最近的一次",
        "no year is written: the next one on or after the day counted from",
    ),
    "event-unnamed": (
        "没有写从哪一事件起算，按所给的日期起算",
        "no event is named: counted from the day given",
    ),
    "counted-back": (
        "往回数的算法，民法典没有规定；按期限起算的规则对称处理",
        "the Civil Code does not say how to count back: the forward rule is mirrored",
    ),
    "cycle-by-convention": (
        "没有写明哪一天，按自然周期的最后一日",
        "no day is named: the last day of the calendar cycle",
    ),
    "month-end-instead": (
        "没有这一天的月份，取月末",
        "in a month without that day, its last day",
    ),
    "crosses-the-year": (
        "止的月日早于起的月日，按跨年计",
        "the end comes earlier in the year than the start: taken as running into the next year",
    ),
    "cycle-from-event": (
        "隔几个周期一次的，自所给日期起按对应日推算",
        "a cycle of several units runs from the day given to the corresponding day",
    ),
    "year-by-convention": ("没有写周期，按自然年计", "no cycle is named: the calendar year"),
    "half-a-month": ("半个月按15日计", "half a month is taken as 15 days"),
    "week-is-seven": ("一周按7个自然日计", "a week is taken as 7 calendar days"),
    "day-end-clock": ("23:59按当日终了计，即24:00", "23:59 is taken as the end of the day, 24:00"),
    "before-or-by-end": (
        "“{text}”有两种读法：这段时间开始以前，或者结束以前；请写“底前”或具体日期",
        "{text!r} can mean before it begins or before it ends; write 底前 or a day",
    ),
    "in-month-or-months": (
        "“{text}”可读作当月之内，也可读作若干个月之内；请写“份内”或“个月内”",
        "{text!r} can mean within that month or within so many months",
    ),
    "day-or-days": (
        "“{text}”可读作当月的某日，也可读作若干日；请写全",
        "{text!r} can mean a day of the month or a number of days",
    ),
    "vague-start": ("“初”没有确定的日子；请写具体日期", "初 (early in) names no day; write one"),
    "vague-middle": ("“中”没有确定的日子；请写具体日期", "中 (mid) names no day; write one"),
    "before-which-way": (
        "“{text}”没有写“之前”还是“内”，两者方向相反；请写明",
        "{text!r} says neither 之前 (before) nor 内 (within), which are opposites",
    ),
    "alternatives": (
        "“{text}”写了两个时间，不能确定是哪一个",
        "{text!r} names two times and does not say which",
    ),
    "approximate": (
        "“{text}”是约数，不能据以判断逾期",
        "{text!r} is approximate and cannot make anything late",
    ),
    "soft": (
        "“{word}”表示要求不是硬性的，不能据以判断逾期",
        "{word!r} makes this a wish, not a limit",
    ),
    "two-digit-year": ("年份只写了两位，请写四位", "the year has two digits; write four"),
    "foreign-order": (
        "日、月的先后不能确定，请写成2026-06-30",
        "the order of day and month is unclear; write 2026-06-30",
    ),
    "no-separator": ("日期没有分隔，请写成2026-06-30", "a date without separators"),
    "hours-need-a-time": (
        "以小时、分钟计的期限要有事件的时刻，只有日期算不出",
        "a limit in hours or minutes needs the time of the event, not only its day",
    ),
    "no-clock": (
        "“{text}”没有写下班是几点；请写时刻，如17:00前",
        "{text!r} does not say when the office closes; write a time",
    ),
    "festival": (
        "“{text}”是哪一天、放假到哪一天，各年不同；请写明日期",
        "{text!r} falls on other days each year; write the day",
    ),
    "which-cycle": (
        "“{text}”没有写是哪一个周期结束以后；每个周期都要的，请在前面写“每”，只一次的请写明日期",
        "{text!r} does not say after which cycle; write 每 (every) before it, or a day",
    ),
    "range-of-limits": (
        "“{text}”写了两个数，没有说哪一个是期限；最迟按大的，只写大的一个，另有最早的，再写一项“不少于”",
        "{text!r} names two numbers and does not say which one binds: write the larger one alone, "
        "and what must last at least so long as a limit of its own (不少于)",
    ),
    "month-and-half": (
        "“{text}”是45日一类的日数，还是到对应日再加15日，没有规定；请写日数，如“45日内”",
        "{text!r}: days (45), or to the corresponding day and 15 days more? write a number of days",
    ),
    "day-of-which-months": (
        "“{text}”的日子是各月都有，还是只属最后一个月；各月都有的，请写“1月15日、7月15日”",
        "{text!r}: is the day one of each month, or of the last one only? write 1月15日、7月15日",
    ),
    "clock-of-which-days": (
        "“{text}”的钟点是各日都有，还是只属最后一日；各日都有的，请在每一日后面都写",
        "{text!r}: is the time of day one of each day, or of the last one only? write it "
        "after each",
    ),
    "month-after-or-second": (
        "“{text}”的“次月”可读作这段时间结束后的那个月，也可读作它的第二个月；"
        "请写“结束后次月”或“第2个月”",
        "次月 in {text!r} can mean the month after the end, or its second month; write 结束后次月 "
        "or 第2个月",
    ),
    "length-of-its-own": (
        "“{text}”写了期间有多长，没有写从哪一天算；期满那天另有的，只写“期满”，从起算日数满的，写“满…”",
        "{text!r} says how long the period is and not from which day it runs: write 期满 alone "
        "where that day is given, 满 and the length where it is counted",
    ),
    "before-event": (
        "“{text}”含不含那一天没有写明；请写“当日”，或写提前多久，如“1日前”",
        "{text!r} does not say whether that day itself counts; write 当日, or how long before: "
        "1日前",
    ),
    "before-the-next-day": (
        "“{text}”可读作那一天开始以前，也可读作那一天之内；请写“内”，如“次日内”“1个工作日内”",
        "{text!r} can mean before that day begins, or by its end; write 内 (within)",
    ),
    "half-day": (
        "“{text}”没有写到几点；请写时刻，如12:00前",
        "{text!r} does not say up to what time; write one, such as 12:00前",
    ),
    "since-which-year": (
        "“{text}”没有写从哪年起，不知道轮到哪一年；请写“自2026年起{text}”",
        "{text!r} does not say from which year on: write 自2026年起{text}",
    ),
    "years-apart": (
        "“{text}”写了从哪年起、到哪年止；请只写“{core}”，年份写成“期间”",
        "{text!r} says from and to which year: write {core} alone, and the years as a period",
    ),
    "within-a-stretch": (
        "“{text}”没有写哪一天；有期间的可写 {{末日于: 期间名}}，从某件事数起的写多少日内",
        "{text!r} names no day: write {{last-day-of: PERIOD}} where it is a period of the file, "
        "or so many days after an event",
    ),
    "from-a-stretch": (
        "“{text}”不从某一天起算，从一段时间（次月、次年）起算，算不出；没有截止的只写“次月起”“次年起”，"
        "有截止的写“由文书指定”，截止那一天填在日期项里，写 日期取自: 那一项",
        "{text!r} runs from a month or year and not from a day: write 次月起 or 次年起 alone where "
        "it has no end; else 由文书指定, with the last day in a date field and day-from: NAME",
    ),
    "as-measured": (
        "“{text}”说的是以哪一天算办理，截止的日子不变",
        "{text!r} says which day counts as the act; the deadline stays",
    ),
    "of-two-days": (
        "“{text}”说的是从两件事里的哪一天起算，按所给的日期起算；方案里设一个日期项填那一天，"
        "写 起算: {{表单项: 那一项}}",
        "{text!r} says from which of two days it runs: counted from the day given; in a file, ask "
        "for that day in a date field and write counts-from: {{field: NAME}}",
    ),
    "rest-days-apart": (
        "“{text}”不写在期限里：期限只写“{core}”，顺延写在 约定，写明的日子用 写明日遇休息日，"
        "数出来的用 遇休息日",
        "{text!r} is no part of the limit: write {core} alone, and what becomes of rest days under "
        "conventions (named-rest-day for a day that is named, rest-day for one that is counted)",
    ),
    "pause-apart": (
        "“{text}”不写在期限里：期限只写“{core}”，不计入的时间写成应办的 中止，可由动作带动",
        "{text!r} is no part of the limit: write {core} alone, and what does not count as the "
        "duty's pause, which a move may bring about",
    ),
    "shown-for-all-of-it": (
        "公示、公告、征求意见、保存写明多久的，按至少持续这么久计",
        "what is shown, asked for or kept for so long is so for at least that long",
    ),
    "no-number": (
        "“{word}”没有数字，不能算出日期；不判逾期的可写“及时”“无期限”",
        "{word!r} carries no number; what is never overdue is written 及时 or 无期限",
    ),
    "not-understood": (
        "看不懂“{text}”；可写“2026年6月30日前”“每年11月底前”“收到之日起15个工作日内”",
        "{text!r} is not understood; write e.g. 2026-06-30前, 每年11月底前",
    ),
    # errors
    "empty": ("期限是空的", "the phrase is empty"),
    "too-long": ("期限不应超过{most}个字", "a phrase has at most {most} characters"),
    "odd-character": (
        "第{at}个字是不可见或不能用的字符（U+{point}）",
        "character {at} is invisible or not allowed (U+{point})",
    ),
    "no-such-day": ("{where}没有{day}日", "there is no day {day} in {where}"),
    "no-such-month": ("没有{month}月", "there is no month {month}"),
    "no-such-quarter": ("没有第{n}季度", "there is no quarter {n}"),
    "no-such-time": ("没有{clock}这个时刻", "there is no such time as {clock}"),
    "impossible": ("“{text}”不成立：{why}", "{text!r} cannot be: {why}"),
    "no-such-working-day": (
        "不是每个周期都有第{n}个工作日",
        "not every cycle has a working day number {n}",
    ),
    "not-every-month": (
        "不是每个月都有{day}日；可写“每月底前”",
        "not every month has a day {day}; write 每月底前",
    ),
    "wrong-weekday": ("{day}是星期{real}", "{day} falls on another day of the week (星期{real})"),
    "no-such-year": (
        "年份须在1900到2199之间：{year}",
        "the year must be between 1900 and 2199: {year}",
    ),
    "not-every-year": (
        "不是每年{month}月都有{day}日；可写“每年{month}月底前”",
        "not every year has a day {day} in month {month}; write 每年{month}月底前",
    ),
    "zero-amount": ("期限不能是0", "a limit cannot be 0"),
    "too-far": ("期限过长：{n}{unit}", "the limit is too long: {n} {unit}"),
    "ends-before-it-starts": ("终止早于起始：{text}", "it ends before it starts: {text}"),
    "no-stretch": (
        "“{text}”不是起止年份写全的一段时间，可写“2027年—2028年”",
        "{text!r} is not a stretch with both years, such as 2027年—2028年",
    ),
    "too-many-days": ("期限中的日子过多", "the phrase names too many days"),
}
"""Every text of the date layer: code to (Chinese, English)."""


def say(code: str, lang: Lang, **parts: object) -> str:
    """The text of a code in one language, its parts filled in."""
    return SAY[code][0 if lang == "zh" else 1].format(**parts)
