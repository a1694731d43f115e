"""Amounts that clerks write otherwise: 5至7个工作日内, 一个半月内, 一年半内, 次月前5个工作日内."""

from __future__ import annotations

import re

from config.dates import rule_types as types
from config.dates.phrase_limits import limit
from config.dates.phrase_reading import Found, PhraseError, Reading, several

_UNIT = r"(?:个?(?:法定工作日|工作日|自然日|日历日|季度|月|周年|星期|礼拜|小时|分钟)|[日天周年])"
_RANGE = re.compile(
    rf"(?P<a>[0-9]{{1,4}})(?P<ua>{_UNIT})?(?:至|到|-)(?P<b>[0-9]{{1,4}})(?P<ub>{_UNIT})"
)
_MONTH_AND_HALF = re.compile(r"(?P<n>[0-9]{1,3})个半月")
_YEAR_AND_HALF = re.compile(r"(?P<n>[0-9]{1,2})年半")
_BY = r"(?:之前|以前|前)"
_IN = r"(?:之内|以内|内)"
_NEXT_CYCLE = r"(?:次|下1?个?)(?:(?P<month>月)|(?P<quarter>季度?)|(?P<year>年)度?)的?"
_NEXT = re.compile(
    rf"{_NEXT_CYCLE}(?:(?:前|头)(?P<n>[0-9]{{1,3}})个工作日{_IN}?"
    rf"|第(?P<nth>[0-9]{{1,3}})个工作日(?P<by>{_BY}|{_IN})?"
    rf"|(?P<in>[0-9]{{1,3}})个工作日{_IN})"
)
_NEXT_FIRST = re.compile(
    rf"{_NEXT_CYCLE}(?:首个?月|第1个月)的?(?P<d>[0-9]{{1,2}})[日号](?P<by>{_BY}|{_IN})?"
)


_MONTH_AFTER = re.compile(
    r"(?P<own>本|当|该)?(?:(?P<month>月)度?|(?P<quarter>季度?)|(?P<year>年)度?)"
    rf"(?:结束|终了|届满)(?:之后|以后|后)?的?(?:次月|下个?月)的?(?P<d>[0-9]{{1,2}})[日号](?P<by>{_BY}|{_IN})?"
)


def unusual(text: str) -> Found | None:
    """The limit, or the readings that it could have; None if there is no such amount. Raises
    PhraseError."""
    for read in (_next, _next_first, _month_after, _range, _halved):
        found = read(text)
        if found is not None:
            return found
    return None


def _next(text: str) -> Found | None:
    """The n-th working day of the next cycle is n working days after the end of this one."""
    match = _NEXT.fullmatch(text)
    if match is None:
        return None
    most = {"month": 20, "quarter": 60, "year": 245}[_unit(match)]
    n = int(match["n"] or match["nth"] or match["in"])
    if not 1 <= n <= most:
        raise PhraseError("no-such-working-day", n=n)
    return _after_this(match, n, "working-days")


def _next_first(text: str) -> Found | None:
    """A day of the first month of the next quarter or year: so many days after this one."""
    match = _NEXT_FIRST.fullmatch(text)
    if match is None or match["month"]:
        return None
    day = int(match["d"])
    if not 1 <= day <= (30 if match["quarter"] else 31):
        raise PhraseError("no-such-day", where=match[0], day=day)
    return _after_this(match, day, "days")


def _month_after(text: str) -> Found | None:
    """A day of the month after a cycle; whether of this one or of each, the text must say."""
    match = _MONTH_AFTER.fullmatch(text)
    if match is None:
        return None
    day = int(match["d"])
    if not 1 <= day <= 28:
        raise PhraseError("not-every-month", day=day)
    once = _after_this(match, day, "days")
    if match["own"] or once.rule is None:
        return once
    mark = types.Mark(month=None if match["month"] else 1, day=day, shift=1)
    bound: types.Bound = "convention" if re.fullmatch(_BY, match["by"] or "") else "included"
    every = types.Every(unit=_unit(match), marks=(mark,), bound=bound)
    readings = (Reading(every, "recurrence"), Reading(once.rule, "due"))
    return several("which-cycle", text, "due", *readings)


def _unit(match: re.Match[str]) -> types.SpanUnit:
    units: tuple[types.SpanUnit, ...] = ("month", "quarter", "year")
    return next(name for name in units if match[name])


def _after_this(match: re.Match[str], n: int, unit: types.Unit) -> Found:
    end = types.EndOf(span=types.Span(unit=_unit(match)))
    rule = types.After(n=n, unit=unit, start=end)
    if not re.fullmatch(_BY, match["by"] or ""):
        return Found("due", rule)
    named = types.Window(closes=rule, bound="convention")
    return Found("due", named).noting("inclusive-by-convention")


def _range(text: str) -> Found | None:
    """Two numbers, of which the text does not say which one binds."""
    match = _RANGE.search(text)
    if match is None:
        return None
    ends = (f"{match['b']}{match['ub']}", f"{match['a']}{match['ua'] or match['ub']}")
    found = [limit(text[: match.start()] + end + text[match.end() :]) for end in ends]
    readings = [Reading(one.rule, one.kind) for one in found if one and one.rule]
    if len(readings) < len(ends):
        return None
    if int(match["b"]) < int(match["a"]) and match["ua"] in (None, match["ub"]):
        raise PhraseError("ends-before-it-starts", text=text)
    return several("range-of-limits", text, "due", *readings)


def _halved(text: str) -> Found | None:
    years = _YEAR_AND_HALF.search(text)
    if years:
        months = f"{int(years['n']) * 12 + 6}个月"
        return limit(text[: years.start()] + months + text[years.end() :])
    match = _MONTH_AND_HALF.search(text)
    if match is None:
        return None
    days = f"{int(match['n']) * 30 + 15}日"
    found = limit(text[: match.start()] + days + text[match.end() :])
    if found is None or found.rule is None:
        return None
    return several("month-and-half", text, "due", Reading(found.rule, found.kind))
