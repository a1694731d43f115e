"""Several days of each cycle: 每月10日、20日前, 每周一和周四, 逢双月10日前, 每旬末前."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from config.dates import rule_types as types
from config.dates.phrase_reading import Found, PhraseError, Reading, Remark, several

Read = Callable[[str], Found | None]
"""Reads one day of the cycle; None if the text is none."""

_SEPARATOR = re.compile(r"以及|[、,和及与]")
_BY = r"(?:之前|以前|前)"
_TAIL = re.compile(rf"{_BY}|(?:之内|以内|内|为?止)")
_CLOCK = re.compile(
    r"(?P<of>的)?(?P<clock>(?:上午|早上|中午|下午|晚上)?[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2})?|[时点](?:[0-9]{1,2}分?|半|整)?))"
)
_MONTH_OF_CYCLE = re.compile(r"的?(?:第[0-9]个月|首个?月|末月|最后1个月)的?")
_MOST = 12


def in_cycle(unit: types.CycleUnit, rest: str, read: Read) -> Found | None:
    """Several days in each cycle of the unit, each read by itself; None if it names no such list.

    What is said once at the end (前, a time of day) holds for all, where the text leaves no doubt.
    """
    parts = _SEPARATOR.split(rest)
    if not 2 <= len(parts) <= _MOST or not all(parts):
        return None
    tail = _tail_of(parts[-1])
    bare = [part.removesuffix(_tail_of(part)) for part in parts]
    clocks = [_CLOCK.search(part) for part in bare]
    last = clocks[-1]
    if last and not any(clocks[:-1]):
        days = [*bare[:-1], bare[-1].replace(last[0], "")]
        each = _merged(_spelt(unit, days, last["clock"] + tail), read)
        if last["of"] or each is None or each.rule is None:
            return each
        alone = _merged(_spelt(unit, bare, tail), read)
        others = alone.as_readings() if alone else ()
        return several("clock-of-which-days", rest, "recurrence", *each.as_readings(), *others)
    return _merged(_spelt(unit, bare, tail), read)


def _tail_of(part: str) -> str:
    found = re.search(rf"(?:{_TAIL.pattern})$", part)
    return found[0] if found else ""


def _spelt(unit: types.CycleUnit, parts: list[str], tail: str) -> Iterator[str]:
    """Each day in full: 周 before a weekday is left out, a month said once holds until the next."""
    month = ""
    for part in parts:
        own = _MONTH_OF_CYCLE.match(part)
        month = own[0] if own else month
        if unit == "week":
            yield re.sub(r"^(?:每?(?:周|星期|礼拜))", "", part) + tail
        else:
            yield (part if own else f"{month}{part}") + tail


def _merged(days: Iterator[str], read: Read) -> Found | None:
    found: list[types.Every] = []
    remarks: list[Remark] = []
    for day in days:
        one = read(day)
        if one is None or not isinstance(one.rule, types.Every) or one.rule.opens:
            return None
        found.append(one.rule)
        remarks.extend(one.remarks)
    marks = tuple(dict.fromkeys(mark for rule in found for mark in rule.marks))
    bound = found[-1].bound
    rule = types.Every(unit=found[0].unit, marks=marks, bound=bound)
    return Found("recurrence", rule, tuple(dict.fromkeys(remarks)))


_PARITY = re.compile(
    r"(?P<how>每逢|逢|每)?(?P<which>[双单])(?:数)?月份?的?,?(?P<rest>[0-9]{1,2}[日号].*|[底末].*|)"
)


def odd_or_even(text: str, read: Read) -> Found | None:
    """A day of every odd or even month of the year (逢双月10日前), read as days of the year."""
    match = _PARITY.fullmatch(text)
    if match is None or (not match["rest"] and match["how"] in (None, "每")):
        # 每双月 alone may as well be every two months.
        return None
    first = 2 if match["which"] == "双" else 1
    tail = _tail_of(match["rest"])
    day = match["rest"].removesuffix(tail)
    if _SEPARATOR.search(day):
        return None
    return read("、".join(f"{month}月{day}" for month in range(first, 13, 2)) + tail)


_THIRDS = re.compile(
    rf"每(?:1?个)?旬(?:(?:末|底|结束时)?(?P<by>{_BY})?(?:之内|内)?"
    r"|(?:结束|终了)?(?:之后|以后|后)(?P<n>[1-8])[日天](?:之内|以内|内))"
)


def thirds(text: str) -> Found | None:
    """Every third of a month (每旬末前, 每旬结束后2日内): days of each month."""
    match = _THIRDS.fullmatch(text)
    if match is None or text.endswith(("旬前", "旬之前", "旬以前")):
        return None
    if match["n"]:
        n = int(match["n"])
        first, second = types.Mark(day=10 + n), types.Mark(day=20 + n)
        marks = (first, second, types.Mark(day=n, shift=1))
        return Found("recurrence", types.Every(unit="month", marks=marks, bound="included"))
    bound: types.Bound = "convention" if match["by"] else "included"
    ends = tuple(types.Mark(third=third) for third in (1, 2, 3))
    found = Found("recurrence", types.Every(unit="month", marks=ends, bound=bound))
    if not re.search("末|底|结束", text):
        found = found.noting("cycle-by-convention")
    return found.noting("inclusive-by-convention") if match["by"] else found


_NEXT_MONTH = re.compile(rf"(?:次月|下个?月)的?(?P<d>[0-9]{{1,2}})[日号](?P<by>{_BY})?(?:内)?")


_LAST_DAY = {"month": 28, "quarter": 30}


def month_after(unit: types.CycleUnit, rest: str) -> Found | None:
    """A day of the month after each cycle; 每季度次月10日前 may as well be its second month."""
    ended = re.match(r"(?:结束|终了|期?满)?(?:之?后|以后)?的?", rest)
    core = rest[ended.end() :] if ended else rest
    match = _NEXT_MONTH.fullmatch(core)
    if match is None or unit == "week":
        return None
    if not 1 <= int(match["d"]) <= _LAST_DAY.get(unit, 31):
        raise PhraseError("not-every-month", day=match["d"])
    bound: types.Bound = "convention" if match["by"] else "included"
    month = None if unit == "month" else 1
    after = types.Mark(month=month, day=int(match["d"]), shift=1)
    rule = types.Every(unit=unit, marks=(after,), bound=bound)
    if unit != "month" and core == rest:
        second = types.Mark(month=2, day=int(match["d"]))
        within = types.Every(unit=unit, marks=(second,), bound=bound)
        readings = (Reading(rule, "recurrence"), Reading(within, "recurrence"))
        return several("month-after-or-second", rest, "recurrence", *readings)
    found = Found("recurrence", rule)
    return found.noting("inclusive-by-convention") if match["by"] else found
