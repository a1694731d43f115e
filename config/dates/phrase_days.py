"""Days and spans that a phrase names, alone or in a list: 6月30日前, 2026年3月底、6月底前."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from config.dates import rule_types as types
from config.dates.phrase_points import Edge, Point, point_at
from config.dates.phrase_reading import Found, Reading, several

_BY = r"(?:之前|以前|前)"
_MODIFIER = re.compile(
    rf"(?P<by>{_BY})|(?P<within>之内|以内|内|期间|当日|当天|这天|止|为止|截止)|(?P<after>之后|以后|后)|(?P<on>起)"
)


def day_or_span(text: str) -> Found | None:
    """The one day or span that the text names; None if it names none. Raises PhraseError."""
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


def listed(text: str) -> Found | None:
    """Several days in one phrase, each with its own due."""
    text = text.removeprefix("分别于").removeprefix("分别在").removeprefix("分别")
    parts = re.split(r"[、,;]|以及|和|及", text)
    if not 2 <= len(parts) <= 12 or not all(parts):
        return None
    tail = re.search(rf"(?:底|末)?{_BY}$", parts[-1])
    found: list[Found] = []
    for part in _months_carried(parts):
        whole = part if not tail or part.endswith(tail[0]) else _with_tail(part, tail[0])
        one = day_or_span(whole)
        if one is None or one.rule is None:
            return None
        found.append(one)
    if clock := _only_clock([one.rule for one in found]):
        return _clock_of_which(text, [one.rule for one in found if one.rule], clock)
    rules = _years_carried([one.rule for one in found if one.rule])
    remarks = tuple(remark for one in found for remark in one.remarks)
    if rules[0] != found[0].rule or any(_has_year(rule) for rule in rules):
        remarks = tuple(r for r in remarks if r.code != "year-inferred" or not _all_years(rules))
    return Found("due", types.Several(rules=tuple(rules)), remarks)


def _months_carried(parts: list[str]) -> Iterator[str]:
    """A month written once holds for the days that follow it: 6月10日、20日前."""
    month = ""
    for part in parts:
        own = re.match(r".*月(?=[0-9])", part)
        month = own[0] if own else month
        yield f"{month}{part}" if re.match(r"[0-9]{1,2}[日号]", part) else part


def _only_clock(rules: Sequence[types.Rule | None]) -> str | None:
    """The time of day that the last day of a list has alone, which may be that of all."""
    clocks = [rule.clock if isinstance(rule, types.Day) else None for rule in rules]
    return None if any(clocks[:-1]) else clocks[-1]


def _clock_of_which(text: str, rules: list[types.Rule], clock: str) -> Found:
    alone = _years_carried(rules)
    each = [rule.model_copy(update={"clock": clock}) for rule in alone]
    readings = [Reading(types.Several(rules=tuple(days)), "due") for days in (each, alone)]
    return several("clock-of-which-days", text, "due", *readings)


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
