"""A phrase of a notice (每年11月底前, 收到之日起15个工作日内) read as a rule, never guessed.

What the grammar covers is in docs; what it cannot decide comes back with its readings.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from pydantic import ValidationError

from config.dates import rule_types as types
from config.dates.phrase_amounts import unusual
from config.dates.phrase_cycles import cycle
from config.dates.phrase_limits import VERBS, count, limit, on_the_day, opening
from config.dates.phrase_points import Edge, Point, check_day, point_at
from config.dates.phrase_ranges import stretch_of, window
from config.dates.phrase_reading import (
    Found,
    Phrase,
    PhraseError,
    Reading,
    Remark,
    finished,
    several,
)
from config.dates.phrase_text import normalised

__all__ = ["Phrase", "PhraseError", "Reading", "Remark", "parse", "stretch"]

_NO_LIMIT = {
    "及时", "立即", "即时", "随时", "即刻", "当场", "实时", "第1时间", "第一时间", "及时报告",
    "及时处理", "长期", "常年", "未定日期", "无期限", "不限期", "日期未定",
}  # fmt: skip
_VAGUE = {
    "尽快", "尽早", "适时", "择期", "择机", "定期", "不定期", "近期", "近日", "抓紧", "按期",
    "按时", "早日", "条件成熟时", "经常", "常态化", "待定", "早日完成", "下班前",
}  # fmt: skip
_DOCUMENT = re.compile(
    r"(?:由|按|按照|依|依照|根据|以)?[^0-9;。]{0,16}(?:文书|通知书|决定书|公告|批复|通知|文件|另文)[^0-9;。]{0,4}"
    r"(?:指定|确定|规定|载明|要求|为准|明确)(?:的?(?:期限|时间|日期))?(?:内|之内|前)?"
    r"|(?:责令)?限期(?:改正|整改|完成|办理|提交)?|(?:在)?(?:规定|指定|要求|限定)的?(?:期限|时限|时间|日期)(?:之?内|前)?"
    r"|另行(?:通知|公告|规定|确定)"
)
_LEAD = re.compile(
    r"(?:请|须|应当|应|需|务必|务|原定|拟|将|均|全部|统一)*(?:于|在|自|从)?(?P<until>"
    r"(?:提交|报送|上报|申报|报名|完成)?(?:截止(?:日期|时间|日)?|截至)(?:日期|时间)?(?:为|是|到|至|于|在)?:?"
    r"|(?:不迟于|不晚于|不得迟于|不得晚于|最迟不超过|最迟不晚于|最迟|最晚|至迟|直到|直至|到|至|限于|限)"
    r"(?:于|在)?)?"
)
_DONE = (
    rf"(?:{VERBS}|办结|办理|答复|告知|施行|执行|结束|印发|公布|提出|反馈|备案|到位|落实|通知|受理"
    "|审核|改正|缴纳|缴清|送达|上传|汇总|决定|申请|生效|验收|整改|处理|寄出|寄达|启动|开始|出具|送|交)"
)
_TRAIL = re.compile(
    rf"(?:全部|全面|基本)?(?:予以|作出|提出|给予)?{_DONE}"
    r"(?:完毕|完成|到位|结束|工作|材料|申请|决定|总结)?$"
)
_INCLUDED = re.compile(
    r"\((?P<a>含|不含|包括|不包括|包含)(?:当日|当天|本日|该日|本数|首尾两?[日天]|[0-9年月]+[日号])?\)"
    r"|,?(?P<b>含|不含|包括|不包括)(?:当日|当天|本日|该日)"
)
_BY = r"(?:之前|以前|前)"
_REST = r"[^0-9每;。或前后内]"
_SENTENCE = re.compile(
    r"(?![^0-9每]*(?:力争|争取|原则|尽|左右|约))(?:"
    r"[^0-9每,;。或]{0,40}?(?:于|在|应当?|须)(?P<core>(?:[0-9每]|收到|自)[^;。]{1,40}?(?:前|内|止)),?"
    rf"(?:将|把|向|对|由)?{_REST}{{1,80}}"
    r"|(?P<bare>(?:[0-9每]|自)[^;。]{1,40}?(?:前|内|止)),?"
    rf"(?:一次性?|予以|作出|全面|将{_REST}{{1,40}})?{_DONE}{_REST}{{0,40}})"
)
_MODIFIER = re.compile(
    rf"(?P<by>{_BY})|(?P<within>之内|以内|内|期间|当日|当天|这天|止|为止|截止)|(?P<after>之后|以后|后)|(?P<on>起)"
)
_SOFT = re.compile(r"^(力争|争取|原则上|尽量|尽可能|一般)")
_ABOUT = re.compile(r"^(大约|大概|约|预计|预期|估计|计划)|(左右|上下|前后|许)$")
_FOREIGN = re.compile(rf"([0-9]{{1,2}})[/.-]([0-9]{{1,2}})[/.-]([0-9]{{4}})(?P<by>{_BY})?")
_COMPACT = re.compile(rf"([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})日?(?P<by>{_BY})?")
_BARE_DAY = re.compile(rf"([0-9]{{1,2}})[日号](?P<by>{_BY})?")
_WORK_HOURS = re.compile(rf"(.+?)下班(?:时间)?{_BY}?")
_MONTHS_WITHIN = re.compile(r"([0-9]{1,2})月(?:之内|以内|内)")


@lru_cache(maxsize=4096)
def parse(text: str) -> Phrase:
    """The phrase as read: its rule and how sure it is, or the readings it could have.

    Raises PhraseError (a ValueError, in Chinese and English) where a day does not exist or the
    text cannot be a phrase at all; text that is merely not understood comes back as unknown.
    """
    plain = normalised(text)
    try:
        found = _read(plain) or several("not-understood", text.strip(), "none")
    except ValidationError as error:
        raise PhraseError("impossible", text=text.strip(), why=_reason(error)) from error
    return finished(text, found)


def stretch(text: str) -> tuple[date, date]:
    """The first and last day of a stretch with both years (2027年—2028年), both included.

    Raises PhraseError if it is none.
    """
    found = parse(text).rule
    days = stretch_of(found) if found is not None else None
    if days is None:
        raise PhraseError("no-stretch", text=text.strip())
    return days


def _reason(error: ValidationError) -> str:
    return error.errors()[0]["msg"].removeprefix("Value error, ")


def _read(text: str) -> Found | None:
    fixed = _word(text)
    if fixed is not None:
        return fixed
    if "或" in text:
        # An event may hold the word (知道或者应当知道之日起60日内).
        return limit(text.removeprefix("自")) or _alternatives(text)
    for pattern, code in ((_SOFT, "soft"), (_ABOUT, "approximate")):
        mark = pattern.search(text)
        if mark:
            rest = _read(pattern.sub("", text, count=1)) if pattern.sub("", text) else None
            word = next(group for group in mark.groups() if group) if code == "soft" else text
            return several(code, word, "none", *(rest.as_readings() if rest else ()))
    bound, text = _inclusion(text)
    lead = _LEAD.match(text)
    until = bool(lead and lead["until"])
    for core in _cores(text, lead.end() if lead else 0):
        found = _core(core, bound or ("included" if until else None))
        if found is not None:
            return found
    sentence = _SENTENCE.fullmatch(text)
    return _core(sentence["core"] or sentence["bare"], bound) if sentence else None


def _cores(text: str, lead: int) -> list[str]:
    """The text as it stands, then without what merely introduces or follows the time."""
    bare = _TRAIL.sub("", text)
    found = [text, bare, text[lead:], _TRAIL.sub("", text[lead:])]
    return [core for core in dict.fromkeys(found) if core]


def _word(text: str) -> Found | None:
    if text in _NO_LIMIT:
        return Found("none", types.NoLimit(word=text))
    if _DOCUMENT.fullmatch(text):
        return Found("none", types.ByDocument(word=text))
    core = _TRAIL.sub("", text)
    if core in _NO_LIMIT:
        return Found("none", types.NoLimit(word=core))
    if text in _VAGUE or core in _VAGUE:
        return several("no-number", text, "none")
    return None


def _alternatives(text: str) -> Found:
    readings: list[Reading] = []
    for part in re.split(r"或者?", text):
        found = _read(part) if part else None
        readings.extend(found.as_readings() if found else ())
    return several("alternatives", text, "none", *readings)


def _inclusion(text: str) -> tuple[types.Bound | None, str]:
    found = _INCLUDED.search(text)
    text = re.sub(r"\(?北京时间\)?:?", "", text)
    if found is None:
        return None, text
    word = found["a"] or found["b"]
    return ("excluded" if word.startswith("不") else "included"), _INCLUDED.sub("", text)


def _core(text: str, bound: types.Bound | None) -> Found | None:
    for read in (
        _unclear,
        _point,
        window,
        _list,
        cycle,
        count,
        unusual,
        limit,
        opening,
        on_the_day,
    ):
        found = read(text)
        if found is not None:
            return _bounded(found, bound) if bound else found
    return None


def _bounded(found: Found, bound: types.Bound) -> Found:
    """The same limit with 含当日 or 不含当日 said, which leaves nothing to convention."""
    rule = found.rule
    if isinstance(rule, types.Day | types.EndOf | types.Every | types.Before) or (
        isinstance(rule, types.Window) and bound == "excluded"
    ):
        rule = rule.model_copy(update={"bound": bound})
    elif isinstance(rule, types.InSpan):
        return Found("due", types.EndOf(span=rule.span, bound=bound), found.remarks)
    remarks = tuple(r for r in found.remarks if r.code != "inclusive-by-convention")
    return Found(found.kind, rule, remarks, found.readings)


def _unclear(text: str) -> Found | None:
    """Spellings that people use and that do not say which day they mean."""
    months = _MONTHS_WITHIN.fullmatch(text)
    if months and int(months[1]) <= 12:
        month = types.InSpan(span=types.Span(unit="month", index=int(months[1])))
        in_months = types.After(n=int(months[1]), unit="months")
        return several(
            "in-month-or-months", text, "due", Reading(month, "due"), Reading(in_months, "due")
        )
    hours = _WORK_HOURS.fullmatch(text)
    if hours:
        day_meant = _point(hours[1])
        return several("no-clock", text, "due", *(day_meant.as_readings() if day_meant else ()))
    day = _BARE_DAY.fullmatch(text)
    if day:
        n = int(day[1])
        if not 1 <= n <= 31:
            return None
        named = types.Day(day=n, bound="convention" if day["by"] else "included")
        limits: type[types.Before | types.After] = types.Before if day["by"] else types.After
        length = limits(n=n, unit="days")
        return several("day-or-days", text, "due", Reading(named, "due"), Reading(length, "due"))
    return _foreign(text)


def _foreign(text: str) -> Found | None:
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, day = (int(part) for part in compact.groups()[:3])
        if not types.FIRST_YEAR <= year <= types.LAST_YEAR:
            raise PhraseError("no-such-year", year=year)
        check_day(year, month, day)
        return several("no-separator", text, "due", _on(year, month, day))
    foreign = _FOREIGN.fullmatch(text)
    if foreign is None:
        return None
    a, b, year = int(foreign[1]), int(foreign[2]), int(foreign[3])
    if not types.FIRST_YEAR <= year <= types.LAST_YEAR:
        raise PhraseError("no-such-year", year=year)
    orders = [(month, day) for day, month in ((a, b), (b, a)) if 1 <= month <= 12]
    readings = []
    for month, day in orders:
        check_day(year, month, day)
        readings.append(_on(year, month, day))
    if not readings:
        raise PhraseError("no-such-month", month=max(a, b))
    return several("foreign-order", text, "due", *readings)


def _on(year: int, month: int, day: int) -> Reading:
    return Reading(types.Day(year=year, month=month, day=day), "due")


def _point(text: str) -> Found | None:
    point = point_at(text)
    if point is None:
        return None
    rest = text[point.end :]
    modifier = _MODIFIER.fullmatch(rest) if rest else None
    if rest and modifier is None:
        return None
    if point.vague:
        return _vague(text, point)
    found = _modified(text, point, modifier).noting(*point.notes)
    return found if point.has_year or _is_current(point.edge) else found.noting("year-inferred")


def _is_current(edge: Edge) -> bool:
    """Whether the point is this month's or year's own, so that no year had to be inferred."""
    return edge.month is None if isinstance(edge, types.Day) else edge.span.index is None


def _modified(text: str, point: Point, modifier: re.Match[str] | None) -> Found:
    edge = point.edge
    if modifier is None or modifier["within"]:
        if isinstance(edge, types.InSpan):
            return Found("due" if modifier else "window", edge)
        return Found("due", edge)
    if modifier["on"] or modifier["after"]:
        return Found("window", types.Window(opens=edge, opens_after=bool(modifier["after"])))
    if isinstance(edge, types.InSpan):
        return _before_span(text, edge)
    if edge.clock:
        return Found("due", edge)
    return Found("due", edge.model_copy(update={"bound": "convention"})).noting(
        "inclusive-by-convention"
    )


def _before_span(text: str, edge: types.InSpan) -> Found:
    first = first_day(edge.span)
    end = types.EndOf(span=edge.span)
    readings = [Reading(first, "due")] if first else []
    return several("before-or-by-end", text, "due", *readings, Reading(end, "due"))


def first_day(span: types.Span) -> types.Day | None:
    """The day a span begins, as a bound that is not included; None for 本季度 and its like."""
    months = {"year": 12, "half": 6, "quarter": 3}.get(span.unit, 1)
    if span.index is None and span.unit != "year":
        return None
    month = ((span.index or 1) - 1) * months + 1
    day = 1 if span.third is None else (1, 11, 21)[span.third - 1]
    return types.Day(year=span.year, shift=span.shift, month=month, day=day, bound="excluded")


def _vague(text: str, point: Point) -> Found:
    assert isinstance(point.edge, types.InSpan)
    span = point.edge.span
    code = "vague-start" if point.vague == "初" else "vague-middle"
    if span.unit != "month" or span.index is None:
        first = first_day(span) if point.vague == "初" else None
        day = first and first.model_copy(update={"bound": "included"})
        return several(code, text, "due", *((Reading(day, "due"),) if day else ()))
    third = types.Span(
        unit="third",
        year=span.year,
        shift=span.shift,
        index=span.index,
        third=1 if point.vague == "初" else 2,
    )
    day = types.Day(
        year=span.year,
        shift=span.shift,
        month=span.index,
        day=1 if point.vague == "初" else 15,
        bound="included",
    )
    return several(code, text, "due", Reading(day, "due"), Reading(types.EndOf(span=third), "due"))


def _list(text: str) -> Found | None:
    """Several days in one phrase, each with its own due."""
    text = text.removeprefix("分别于").removeprefix("分别在").removeprefix("分别")
    parts = re.split(r"[、,;]|以及|和|及", text)
    if not 2 <= len(parts) <= 12 or not all(parts):
        return None
    tail = re.search(rf"(?:底|末)?{_BY}$", parts[-1])
    found: list[Found] = []
    for part in parts:
        whole = part if not tail or part.endswith(tail[0]) else _with_tail(part, tail[0])
        one = _point(whole)
        if one is None or one.rule is None:
            return None
        found.append(one)
    rules = _years_carried([one.rule for one in found if one.rule])
    remarks = tuple(remark for one in found for remark in one.remarks)
    if rules[0] != found[0].rule or any(_has_year(rule) for rule in rules):
        remarks = tuple(r for r in remarks if r.code != "year-inferred" or not _all_years(rules))
    return Found("due", types.Several(rules=tuple(rules)), remarks)


def _with_tail(part: str, tail: str) -> str:
    bare = re.sub(r"[底末前]+$", "", part)
    is_month = re.search(r"月份?$", bare) is not None
    return bare + (tail if is_month or tail[0] not in "底末" else tail[1:])


def _has_year(rule: types.Rule) -> bool:
    named = rule if isinstance(rule, types.Day) else getattr(rule, "span", None)
    return named is not None and named.year is not None


def _all_years(rules: list[types.Rule]) -> bool:
    return all(_has_year(rule) for rule in rules)


def _years_carried(rules: list[types.Rule]) -> list[types.Rule]:
    """A year written once holds for the days that follow it in the list."""
    carried: list[types.Rule] = []
    year: int | None = None
    for rule in rules:
        named = rule if isinstance(rule, types.Day) else getattr(rule, "span", None)
        if named is None or named.year is not None or named.shift is not None or year is None:
            year = named.year if named is not None and named.year is not None else year
            carried.append(rule)
            continue
        dated = named.model_copy(update={"year": year})
        is_day = isinstance(rule, types.Day)
        carried.append(dated if is_day else rule.model_copy(update={"span": dated}))
    return carried
