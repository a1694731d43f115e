"""A phrase of a notice (每年11月底前, 收到之日起15个工作日内) read as a rule, never guessed.

What the grammar covers is in docs; what it cannot decide comes back with its readings.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from pydantic import ValidationError

from config.dates import rule_types as types
from config.dates.phrase_amounts import unusual
from config.dates.phrase_cycles import cycle
from config.dates.phrase_days import day_or_span, listed
from config.dates.phrase_events import roundabout, unfinished
from config.dates.phrase_idioms import aside, plainly
from config.dates.phrase_limits import VERBS, count, limit, on_the_day, opening
from config.dates.phrase_points import check_day
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
_SOFT = re.compile(r"^(力争|争取|原则上|尽量|尽可能|一般)")
_ABOUT = re.compile(r"^(大约|大概|约|预计|预期|估计|计划)|(左右|上下|前后|许)$")
_FOREIGN = re.compile(rf"([0-9]{{1,2}})[/.-]([0-9]{{1,2}})[/.-]([0-9]{{4}})(?P<by>{_BY})?")
_COMPACT = re.compile(rf"([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})日?(?P<by>{_BY})?")
_BARE_DAY = re.compile(rf"([0-9]{{1,2}})[日号](?P<by>{_BY})?")
_WORK_HOURS = re.compile(rf"(.+?)下班(?:时间)?{_BY}?")
_YEARS_APART = re.compile(
    r"(?:自|从)?(?:[0-9]{4}年?(?:度)?(?:起|开始|[-至到][0-9]{4}年(?:期间|内)?)|[^0-9,;。每]{0,8}次年(?:度)?(?:起|开始)),?(?=每)"
)
_MONTHS_WITHIN = re.compile(r"([0-9]{1,2})月(?:之内|以内|内)")


@lru_cache(maxsize=4096)
def parse(text: str) -> Phrase:
    """The phrase as read: its rule and how sure it is, or the readings it could have.

    Raises PhraseError (a ValueError, in Chinese and English) where a day does not exist or the
    text cannot be a phrase at all; text that is merely not understood comes back as unknown.
    """
    plain, said = plainly(normalised(text))
    try:
        found = _read(plain) or _unread(text.strip(), plain)
    except ValidationError as error:
        raise PhraseError("impossible", text=text.strip(), why=_reason(error)) from error
    return finished(text, replace(found, remarks=(*found.remarks, *said)))


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


def _unread(text: str, plain: str) -> Found:
    """Why the text has no rule, and how it can be written."""
    years = _YEARS_APART.match(plain)
    if years and (core := _read(plain[years.end() :])) and core.rule:
        remark = Remark("years-apart", text, plain[years.end() :])
        return Found("none", None, (remark,), core.as_readings())
    if (apart := aside(plain)) and (core := _read(apart.core)) and core.rule:
        return Found("none", None, (apart,), core.as_readings())
    lead = _LEAD.match(plain)
    for core_text in _cores(plain, lead.end() if lead else 0):
        if found := unfinished(core_text):
            return found
    return several("not-understood", text, "none")


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
        day_or_span,
        window,
        listed,
        cycle,
        count,
        unusual,
        roundabout,
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
    if isinstance(rule, types.Day | types.EndOf | types.Every | types.Before | types.Window):
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
        day_meant = day_or_span(hours[1])
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
