"""Amounts that clerks write otherwise: 5至7个工作日内, 一个半月内, 一年半内, 次月前5个工作日内."""

from __future__ import annotations

import re

from config.dates import rule_types as types
from config.dates.phrase_limits import limit
from config.dates.phrase_reading import Found, PhraseError, Reading, several

_UNIT = r"(?:个?(?:法定工作日|工作日|自然日|日历日|季度|月|周年|星期|礼拜|小时)|[日天周年])"
_RANGE = re.compile(
    rf"(?P<a>[0-9]{{1,4}})(?P<ua>{_UNIT})?(?:至|到|-)(?P<b>[0-9]{{1,4}})(?P<ub>{_UNIT})"
)
_MONTH_AND_HALF = re.compile(r"(?P<n>[0-9]{1,3})个半月")
_YEAR_AND_HALF = re.compile(r"(?P<n>[0-9]{1,2})年半")
_NEXT = re.compile(
    r"(?:次|下1?个?)(?:(?P<month>月)|(?P<quarter>季度?)|(?P<year>年)度?)的?"
    r"(?:第|前|头)(?P<n>[0-9]{1,3})个工作日(?:之内|以内|内)?"
)


def unusual(text: str) -> Found | None:
    """The limit, or the readings that it could have; None if there is no such amount. Raises
    PhraseError."""
    for read in (_next, _range, _halved):
        found = read(text)
        if found is not None:
            return found
    return None


def _next(text: str) -> Found | None:
    """The n-th working day of the next cycle is n working days after the end of this one."""
    match = _NEXT.fullmatch(text)
    if match is None:
        return None
    units: tuple[types.SpanUnit, ...] = ("month", "quarter", "year")
    unit = next(name for name in units if match[name])
    most = {"month": 20, "quarter": 60, "year": 245}[unit]
    n = int(match["n"])
    if not 1 <= n <= most:
        raise PhraseError("no-such-working-day", n=n)
    end = types.EndOf(span=types.Span(unit=unit))
    return Found("due", types.After(n=n, unit="working-days", start=end))


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
