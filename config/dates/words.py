"""Rules, days and spans said in words, Chinese or English."""

from functools import lru_cache

from config.dates import rule_types as types
from config.dates.texts import SAY, Lang, say

_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_THIRDS = ("上", "中", "下")
_THIRDS_EN = ("first", "second", "last")


def day_name(rule: types.Day, lang: Lang) -> str:
    """A named day as people write it: 2026年6月30日, 30 June 2026."""
    if rule.month is None:
        which = say("next-month" if rule.shift else "this-month", lang)
        return f"{which}{rule.day}日" if lang == "zh" else f"day {rule.day} of {which}"
    year = str(rule.year) if rule.year else ""
    if rule.shift is not None and not rule.year:
        year = say("next-year" if rule.shift else "this-year", lang)
    if lang == "zh":
        mark = "年" if rule.year else ""
        return f"{year}{mark}{rule.month}月{rule.day}日"
    return f"{rule.day} {_MONTHS_EN[rule.month - 1]} {year}".strip()


def span_name(span: types.Span, lang: Lang) -> str:
    """A span as people write it: 2026年第一季度, 11月, the first half of 2026."""
    if span.index is None and not span.year:
        return say(f"{'next' if span.shift else 'this'}-{span.unit}", lang)
    year = str(span.year) if span.year else ""
    if span.shift is not None and not span.year:
        year = say("next-year" if span.shift else "this-year", lang)
    index = span.index or 0
    if lang == "zh":
        return f"{year}{'年' if span.year else ''}{_span_zh(span, index)}"
    return f"{_span_en(span, index)} {year}".strip().removesuffix(" of")


def _span_zh(span: types.Span, index: int) -> str:
    match span.unit:
        case "half":
            return f"{'上下'[index - 1]}半年"
        case "quarter":
            return f"第{'一二三四'[index - 1]}季度"
        case "month":
            return f"{index}月"
        case "third":
            return f"{index}月{_THIRDS[(span.third or 1) - 1]}旬"
        case _:
            return ""


def _span_en(span: types.Span, index: int) -> str:
    match span.unit:
        case "half" | "quarter":
            return f"{span.unit} {index} of"
        case "month":
            return _MONTHS_EN[index - 1]
        case "third":
            return f"the {_THIRDS_EN[(span.third or 1) - 1]} third of {_MONTHS_EN[index - 1]}"
        case _:
            return ""


def event_name(of: str, lang: Lang) -> str:
    """An event as people call it; a name of the file's own is shown as it stands."""
    if not of:
        return say("the-event", lang)
    return say(f"event-{of}", lang) if f"event-{of}" in SAY else of


def _edge_name(
    edge: types.Day | types.EndOf | types.InSpan | types.Event | types.After, lang: Lang
) -> str:
    if isinstance(edge, types.Day):
        clock = f"{edge.clock}" if edge.clock else ""
        return f"{day_name(edge, lang)}{clock if lang == 'zh' else (' ' + clock).rstrip()}"
    if isinstance(edge, types.EndOf):
        return say("last-day-of", lang, span=span_name(edge.span, lang))
    if isinstance(edge, types.InSpan):
        return span_name(edge.span, lang)
    if isinstance(edge, types.After):
        start = _edge_name(edge.start, lang) if edge.start else event_name(edge.of, lang)
        return say(
            "full", lang, event=start.removesuffix("起"), n=edge.n, unit=say(edge.unit, lang)
        )
    code = ("event-day", "event-after", "event-eve")[edge.shift]
    day = say(code, lang, event=event_name(edge.of, lang))
    return f"{day}{'' if lang == 'zh' else ' '}{edge.clock}" if edge.clock else day


def _mark_name(rule: types.Every, mark: types.Mark, lang: Lang) -> str:
    if mark.shift:
        within = _mark_name(rule, mark.model_copy(update={"shift": 0}), lang)
        return say("mark-next", lang, cycle=say(f"next-{rule.unit}", lang), mark=within)
    if mark.after is not None:
        return say("mark-after", lang, n=mark.after, unit=say(mark.after_unit, lang))
    if mark.nth is not None:
        return say("mark-last-working" if mark.nth < 0 else "mark-nth", lang, n=mark.nth)
    if rule.unit == "week":
        names = _WEEKDAYS if lang == "zh" else _WEEKDAYS_EN
        name = say("mark-weekday", lang, day=names[(mark.day or 7) - 1])
        return f"{name}{'' if lang == 'zh' else ' '}{mark.clock}" if mark.clock else name
    if mark == types.Mark():
        return say("cycle-end", lang)
    return _mark_in_months(rule, mark, lang)


def _mark_in_months(rule: types.Every, mark: types.Mark, lang: Lang) -> str:
    month = ""
    if rule.unit != "month":
        code = "mark-month-of-year" if rule.unit == "year" else "mark-month-of-cycle"
        month = say(code, lang, n=mark.month) if mark.month else say("mark-last-month", lang)
    if mark.third is not None:
        thirds = _THIRDS if lang == "zh" else _THIRDS_EN
        day = say("mark-third", lang, third=thirds[mark.third - 1])
    else:
        day = say("mark-day", lang, day=mark.day) if mark.day else say("mark-end", lang)
    name = f"{month}{day}" if lang == "zh" else ", ".join(filter(None, (month, day)))
    return f"{name}{'' if lang == 'zh' else ' '}{mark.clock}" if mark.clock else name


def _bounded(day: str, rule: types.Day | types.EndOf | types.Before, lang: Lang, out: bool) -> str:
    clock = None if isinstance(rule, types.Before) else rule.clock
    if clock and clock[:5] not in ("24:00", "23:59"):
        if isinstance(rule, types.Day) and rule.offset is not None:
            clock += f" (UTC{rule.offset // 60:+03}:{rule.offset % 60:02})"
        return say("by-clock", lang, day=day, clock=clock)
    excluded = rule.bound == "excluded" or (rule.bound == "convention" and out)
    return say("before" if excluded else "by", lang, day=day)


def _is_next(span: types.Span) -> bool:
    return span.year is None and span.index is not None and span.shift is None


@lru_cache(maxsize=4096)
def in_words(rule: types.Rule, lang: Lang = "zh", named_day: str = "included") -> str:
    """What the rule says, in words, under the programme's convention on the named day."""
    out = named_day == "excluded"
    match rule:
        case types.Day():
            later = rule.year is None and rule.month is not None and rule.shift is None
            tail = say("next-one", lang) if later else ""
            return _bounded(day_name(rule, lang), rule, lang, out) + tail
        case types.EndOf():
            span = say("last-day-of", lang, span=span_name(rule.span, lang))
            tail = say("next-one", lang) if _is_next(rule.span) else ""
            return _bounded(span, rule, lang, out) + tail
        case types.InSpan():
            return say("in", lang, span=span_name(rule.span, lang))
        case types.Window():
            return _window_words(rule, lang)
        case types.Every():
            return _every_words(rule, lang, out)
        case types.Count():
            return _count_words(rule, lang)
        case types.ByDocument() | types.NoLimit():
            return say(rule.kind, lang, word=rule.word)
        case types.Several():
            return say("join", lang).join(in_words(part, lang, named_day) for part in rule.rules)
        case _:
            return _limit_words(rule, lang)


def _window_words(rule: types.Window, lang: Lang) -> str:
    opens = _edge_name(rule.opens, lang) if rule.opens else ""
    closes = _edge_name(rule.closes, lang) if rule.closes else ""
    if rule.opens_after:
        opens = say("the-day-after", lang, day=opens)
    if not closes:
        return say("window-open", lang, opens=opens)
    return say("window" if opens else "window-shut", lang, opens=opens, closes=closes)


def _every_words(rule: types.Every, lang: Lang, out: bool) -> str:
    if rule.runs_from_event:
        unit = say(f"cycle-{rule.unit}", lang)
        return say("every-n", lang, event=say("the-event", lang), n=rule.interval, unit=unit)
    cycle = say(f"each-{rule.unit}", lang)
    if rule.since is not None:
        cycle = say("each-years-since", lang, n=rule.interval, year=rule.since)
    tail = ""
    if not any(mark.clock or mark.after for mark in rule.marks):
        excluded = rule.bound == "excluded" or (rule.bound == "convention" and out)
        tail = say("mark-before" if excluded else "mark-until", lang)
    marks = ("、" if lang == "zh" else ", ").join(
        _mark_name(rule, mark, lang) + tail for mark in rule.marks
    )
    if rule.opens:
        opens = _mark_name(rule, rule.opens, lang)
        return say("every-window", lang, cycle=cycle, opens=opens, mark=marks)
    return say("every", lang, cycle=cycle, mark=marks)


def _count_words(rule: types.Count, lang: Lang) -> str:
    cycle = say(f"each-{rule.per}", lang)
    if rule.interval > 1:
        space = "" if lang == "zh" else " "
        every = "每" if lang == "zh" else "every "
        cycle = f"{every}{rule.interval}{space}{say(f'cycle-{rule.per}', lang)}"
    code = "count" if rule.at_most is None else "count-most"
    return say(code, lang, cycle=cycle, n=rule.at_least, most=rule.at_most, noun=rule.noun)


_COUNTED = {
    **dict.fromkeys(types.BY_THE_CLOCK, "after-hours"),
    **dict.fromkeys(("months", "years"), "after-months"),
}


def _limit_words(rule: types.After | types.Before | types.Last, lang: Lang) -> str:
    event = event_name(rule.of, lang)
    if rule.start is not None:
        event = _edge_name(rule.start, lang)
    if isinstance(rule, types.Before):
        code = "ahead"
    elif isinstance(rule, types.Last):
        code = "last"
    elif rule.minimum:
        code = "lasting"
    else:
        code = _COUNTED.get(rule.unit, "after")
    return say(code, lang, event=event, n=rule.n, unit=say(rule.unit, lang))
