"""Recurrences: 每年11月底前, 每季度结束后10日内, 每月第5个工作日前, 每五年一次."""

from __future__ import annotations

import re
from dataclasses import replace

from config.dates import rule_types as types
from config.dates.phrase_limits import AMOUNT, VERBS, amount_of, count
from config.dates.phrase_lists import in_cycle, month_after, odd_or_even, thirds
from config.dates.phrase_points import Point, clock_of, point_at
from config.dates.phrase_reading import Found, PhraseError, Reading, several
from config.dates.phrase_text import spelt_as_each
from config.dates.phrase_years import years_apart

_UNITS: dict[str, types.CycleUnit] = {
    "年": "year",
    "半年": "half",
    "季度": "quarter",
    "月": "month",
    "周": "week",
}
_HEAD = re.compile(
    r"每(?P<k>[0-9]{1,3})?个?(?:自然)?(?P<u>半年|季度?|年|月份?|周|星期|礼拜)度?(?!内)"
)
_BY = r"(?:之前|以前|前)"
_CLOCK = (
    r"(?:(?P<ap>上午|早上|中午|下午|晚上)?(?P<h>[0-9]{1,2})"
    r"(?::(?P<m>[0-9]{1,2})(?::(?P<s>[0-9]{1,2}))?|[时点](?:(?P<m2>[0-9]{1,2})分?(?P<s2>(?!))?|(?P<half>半)|整)?))?"
)
_END = re.compile(
    rf"(?:[年月季周]度?)?(?:底|末|终|结束时|最后1[日天])?(?:之内|以内|内|(?P<by>{_BY})|为?止)?"
)
_AFTER_END = re.compile(
    rf"(?:度|自?然?[年月季]度?)?(?:结束|终了|届满|期满|度?末|底)?(?:之日起|之后|以后|后)的?{AMOUNT}(?:之内|以内|内)?"
)
_NEXT_WORKING = re.compile(
    r"(?:结束)?后?(?:次月|下个?月)的?(?:前|头|第)(?P<n>[0-9]{1,2})个工作日(?:之内|以内|内)?"
)
_WORKING = re.compile(
    rf"的?(?:第(?P<n>[0-9]{{1,3}})个|(?P<first>首个)|(?P<last>最后1个)|前(?P<lead>[0-9]{{1,3}})个)"
    rf"工作日(?P<by>{_BY})?(?:之内|以内|内)?"
)
_MONTH_OF = re.compile(
    r"的?(?:第(?P<n>[0-9])个月|(?P<first>首个?月|头1?个?月)|(?P<last>末月|最后1个月))的?"
    rf"(?:(?P<d>[0-9]{{1,2}})[日号]|(?P<end>底|末)|(?P<third>[上中下])旬)?{_CLOCK}(?P<by>{_BY})?(?:之内|内)?"
)
_DAY_OF = re.compile(rf"的?(?P<d>[0-9]{{1,2}})[日号]?{_CLOCK}(?P<by>{_BY})?(?:之内|内)?")
_DAYS_OF = re.compile(
    r"的?(?P<d>[0-9]{1,2})[日号]?起?[-至到]"
    r"(?:(?P<next>次月|下个?月)?(?P<e>[0-9]{1,2})[日号]|当?月?[底末])(?:之?[间内]|止)?"
)
_THIRD_OF = re.compile(rf"的?(?P<third>[上中下])旬(?P<end>末|底)?(?P<by>{_BY})?(?:之内|内)?")
_WEEKDAY = re.compile(rf"(?P<wd>[一二三四五六日天1-6])的?{_CLOCK}(?P<by>{_BY})?")
_MONTHS_AND_DAY = re.compile(
    r"(?P<months>(?:[0-9]{1,2}月份?(?:[、,和及与]|以及))+)(?P<last>(?:次年)?[0-9]{1,2}月)份?(?P<of>的|各自?的?)?"
    rf"(?P<day>[0-9]{{1,2}}[日号].*?)(?P<tail>{_BY}|(?:之内|以内|内|为?止)?)"
)
_THIRDS = {"上": 1, "中": 2, "下": 3}


def cycle(text: str) -> Found | None:
    """The recurrence that the text names; None if it names none. Raises PhraseError."""
    if found := years_apart(text, lambda rest: _end("year", rest) or _in_year(rest)):
        return found
    text = spelt_as_each(text)
    head = _HEAD.match(text)
    if head is None:
        return thirds(text) or odd_or_even(text, _points_in_year)
    name = {"季": "季度", "月份": "月", "星期": "周", "礼拜": "周"}.get(head["u"], head["u"])
    unit, every = _UNITS[name], int(head["k"] or 1)
    if every == 0:
        raise PhraseError("zero-amount")
    rest = text[head.end() :].removeprefix(",").removeprefix("的")
    if every > 1:
        return _interval(text, rest, unit, every)
    for read in (_end, _after_end, _working_day, _inside, _listed, _counted, _verb):
        found = read(unit, rest)
        if found is not None:
            return _about_all(found, text)
    return None


def _about_all(found: Found, text: str) -> Found:
    """What is said of a part of the phrase, said of the whole."""
    if found.rule is not None:
        return found
    remarks = tuple(replace(one, text=text) if one.text else one for one in found.remarks)
    return replace(found, remarks=remarks)


def _listed(unit: types.CycleUnit, rest: str) -> Found | None:
    def one(text: str) -> Found | None:
        return _end(unit, text) or _working_day(unit, text) or _inside(unit, text)

    return None if unit == "year" else in_cycle(unit, rest, one)


def _interval(text: str, rest: str, unit: types.CycleUnit, every: int) -> Found | None:
    verbs = rf"(?:(?:{VERBS})*)?(?:至少|不少于)?(?:1次)?(?:{VERBS})*"
    if re.fullmatch(verbs, rest):
        return Found("recurrence", types.Every(unit=unit, interval=every)).noting(
            "cycle-from-event"
        )
    return count(text)


def _every(unit: types.CycleUnit, mark: types.Mark, by: str | None, *notes: str) -> Found:
    rule = types.Every(unit=unit, marks=(mark,), bound="convention" if by else "included")
    found = Found("recurrence", rule).noting(*notes)
    return found.noting("inclusive-by-convention") if by else found


def _end(unit: types.CycleUnit, rest: str) -> Found | None:
    match = _END.fullmatch(rest)
    if match is None or rest in ("前", "之前", "以前"):
        return None
    named = re.search(r"底|末|终|最后|结束", rest)
    return _every(unit, types.Mark(), match["by"], *(() if named else ("cycle-by-convention",)))


def _after_end(unit: types.CycleUnit, rest: str) -> Found | None:
    next_month = month_after(unit, rest)
    if next_month is not None:
        return next_month
    working = _NEXT_WORKING.fullmatch(rest)
    if working:
        n = int(working["n"])
        if not 1 <= n <= 20:
            raise PhraseError("no-such-working-day", n=n)
        return _every(unit, types.Mark(after=n, after_unit="working-days"), None)
    match = _AFTER_END.fullmatch(rest)
    amount = amount_of(match) if match else None
    if amount is None or amount.unit in types.BY_THE_CLOCK:
        return None
    mark = types.Mark(after=amount.n, after_unit=amount.unit)
    return _every(unit, mark, None, *amount.notes)


def _working_day(unit: types.CycleUnit, rest: str) -> Found | None:
    match = _WORKING.fullmatch(rest)
    if match is None:
        return None
    nth = -1 if match["last"] else 1 if match["first"] else int(match["n"] or match["lead"])
    most = {"week": 5, "month": 20, "quarter": 60, "half": 120, "year": 245}[unit]
    if nth > most or nth == 0:
        raise PhraseError("no-such-working-day", n=nth)
    return _every(unit, types.Mark(nth=nth), match["by"])


def _inside(unit: types.CycleUnit, rest: str) -> Found | None:
    if unit == "year":
        return _in_year(rest)
    if unit == "month":
        return _in_month(rest)
    if unit == "week":
        match = _WEEKDAY.fullmatch(rest)
        if match is None:
            return None
        day = "一二三四五六日".find(match["wd"].replace("天", "日")) + 1 or int(match["wd"])
        clock, notes = clock_of(match)
        return _every(
            unit, types.Mark(day=day, clock=clock), None if clock else match["by"], *notes
        )
    return _in_quarter(unit, rest)


def _in_month(rest: str) -> Found | None:
    span = _DAYS_OF.fullmatch(rest)
    if span:
        return _window_in_month(rest, span)
    match = _DAY_OF.fullmatch(rest)
    if match and (match["by"] or re.search(r"[日号]", rest)):
        clock, notes = clock_of(match)
        mark = types.Mark(day=_day_number(match["d"]), clock=clock)
        if int(match["d"]) > 28:
            notes = (*notes, "month-end-instead")
        return _every("month", mark, None if clock else match["by"], *notes)
    match = _THIRD_OF.fullmatch(rest)
    return _third("month", None, match) if match else None


def _window_in_month(rest: str, span: re.Match[str]) -> Found:
    """每月1日至5日, 每月25日至月底, 每月25日至次月5日."""
    first = _day_number(span["d"])
    last = _day_number(span["e"]) if span["e"] else None
    shift = 1 if span["next"] else 0
    if last is not None and (last < first) != bool(shift):
        raise PhraseError("ends-before-it-starts", text=rest)
    rule = types.Every(
        unit="month",
        marks=(types.Mark(day=last, shift=shift),),
        opens=types.Mark(day=first),
        bound="included",
    )
    return Found("recurrence", rule)


def _third(unit: types.CycleUnit, month: int | None, match: re.Match[str]) -> Found:
    mark = types.Mark(month=month, third=_THIRDS[match["third"]])
    if match["by"] and not match.groupdict().get("end"):
        rule = types.Every(unit=unit, marks=(mark,), bound="included")
        return several("before-or-by-end", match[0], "recurrence", Reading(rule, "recurrence"))
    return _every(unit, mark, match["by"])


def _in_quarter(unit: types.CycleUnit, rest: str) -> Found | None:
    match = _MONTH_OF.fullmatch(rest)
    if match is None:
        return None
    months = {"quarter": 3, "half": 6}[unit]
    month = months if match["last"] else 1 if match["first"] else int(match["n"])
    if not 1 <= month <= months:
        raise PhraseError("no-such-month", month=month)
    if match["third"]:
        return _third(unit, month, match)
    clock, notes = clock_of(match)
    if match["d"]:
        mark = types.Mark(month=month, day=_day_number(match["d"]), clock=clock)
        return _every(unit, mark, None if clock else match["by"], *notes)
    rule = types.Every(
        unit=unit,
        marks=(types.Mark(month=month, clock=clock),),
        bound="convention" if match["by"] else "included",
    )
    if match["by"] and not match["end"]:
        return several("before-or-by-end", rest, "recurrence", Reading(rule, "recurrence"))
    notes = (*notes, *(("inclusive-by-convention",) if match["by"] else ()))
    return Found("recurrence", rule).noting(*notes)


def _day_number(digits: str) -> int:
    if not 1 <= int(digits) <= 31:
        raise PhraseError("no-such-day", where="一个月", day=digits)
    return int(digits)


def _in_year(rest: str) -> Found | None:
    # 1、4、7、10月10日前: months that share the word share the day as well
    rest, shared_word = re.subn(
        r"(?<![0-9日月:时点分])([0-9]{1,2})(?=[、,和及与][0-9、,]*[0-9]{1,2}月)", r"\1月", rest
    )
    shared = _MONTHS_AND_DAY.fullmatch(rest)
    return _shared_day(rest, shared, bool(shared_word)) if shared else _points_in_year(rest)


def _shared_day(rest: str, match: re.Match[str], of_all: bool) -> Found | None:
    """One day said for several months: of each (1月和7月的15日前), or so it may be."""
    months = re.findall(r"(?:次年)?[0-9]{1,2}月", match["months"])
    days = "、".join(f"{month}{match['day']}" for month in (*months, match["last"]))
    each = _points_in_year(days + match["tail"])
    if match["of"] or of_all or each is None or each.rule is None:
        return each
    alone = _points_in_year(rest)
    others = alone.as_readings() if alone else ()
    return several(
        "day-of-which-months", rest, "recurrence", Reading(each.rule, "recurrence"), *others
    )


def _points_in_year(rest: str) -> Found | None:
    rest = re.sub(r"(?:之前|以前|前)(?=[、,和及与以])", "", rest)
    rest = re.sub(
        r"([0-9]{1,2}月)([0-9]{1,2})[日号]?[-至到](?=[0-9]{1,2}[日号])", r"\1\2日至\1", rest
    )
    points: list[Point] = []
    at = 0
    ranged = False
    while (point := point_at(rest, at)) is not None:
        if point.vague and not points and point.end == len(rest):
            return several("vague-start" if point.vague == "初" else "vague-middle", rest, "none")
        if point.vague or (point.has_year and _shift(point.edge) != 1):
            return None
        points.append(point)
        tail = re.match(r"[、,和及与]|以及|起?[-至到]", rest[point.end :])
        if tail is None:
            break
        ranged = ranged or tail[0][-1] in "-至到"
        at = point.end + tail.end()
    if not points or len(points) > 12:
        return None
    ending = re.fullmatch(
        rf"(?P<by>{_BY})?(?:止|为止|之内|以内|期?间?内|期间)?", rest[points[-1].end :]
    )
    if ending is None:
        return None
    if ranged:
        return _yearly_window(points) if len(points) == 2 and not ending["by"] else None
    return _yearly(points, ending["by"], rest)


def _shift(edge: types.Day | types.EndOf | types.InSpan) -> int:
    """How many years on the point lies (次年1月底); -1 where its year is written."""
    named = edge if isinstance(edge, types.Day) else edge.span
    return -1 if named.year is not None else named.shift or 0


def _out_of_turn(marks: tuple[types.Mark, ...]) -> bool:
    """Whether a day of the next year comes later in it than another of this year does."""
    own = [_place(mark) for mark in marks if not mark.shift]
    return any(_place(mark) >= min(own) for mark in marks if mark.shift and own)


def _place(mark: types.Mark) -> tuple[int, int]:
    return mark.month or 12, mark.day or 31


def _yearly(points: list[Point], by: str | None, text: str) -> Found | None:
    notes = tuple(note for point in points for note in point.notes)
    last = points[-1].edge
    edges = [point.edge for point in points]
    if isinstance(last, types.EndOf):
        edges = [
            types.EndOf(span=edge.span) if isinstance(edge, types.InSpan) else edge
            for edge in edges
        ]
    marks = tuple(_mark(edge) for edge in edges)
    if _out_of_turn(marks):
        return None
    if marks[-1].clock and len(marks) > 1 and not any(mark.clock for mark in marks[:-1]):
        return _one_clock(marks, text)
    open_span = isinstance(last, types.InSpan)
    timed = all(mark.clock for mark in marks)
    rule = types.Every(
        unit="year", marks=marks, bound="convention" if by and not timed else "included"
    )
    if open_span and by:
        early = tuple(_start(edge) for edge in edges)
        before = types.Every(unit="year", marks=early, bound="excluded")
        return several(
            "before-or-by-end",
            text,
            "recurrence",
            Reading(before, "recurrence"),
            Reading(rule, "recurrence"),
        )
    if open_span and len(points) == 1:
        rule = types.Every(unit="year", marks=marks, opens=_start(edges[0]), bound="included")
    found = Found("recurrence", rule).noting(*notes)
    return found.noting("inclusive-by-convention") if by and not timed else found


def _one_clock(marks: tuple[types.Mark, ...], text: str) -> Found:
    """A time of day after the last of several days may be that of all."""
    each = tuple(mark.model_copy(update={"clock": marks[-1].clock}) for mark in marks)
    rules = (types.Every(unit="year", marks=ms, bound="included") for ms in (each, marks))
    readings = [Reading(rule, "recurrence") for rule in rules]
    return several("clock-of-which-days", text, "recurrence", *readings)


def _yearly_window(points: list[Point]) -> Found:
    opens, closes = (point.edge for point in points)
    first = _start(opens) if isinstance(opens, types.InSpan) else _mark(opens)
    rule = types.Every(unit="year", marks=(_mark(closes),), opens=first, bound="included")
    return Found("recurrence", rule)


def _mark(edge: types.Day | types.EndOf | types.InSpan) -> types.Mark:
    """Where in the year a point lies: a span by its last day. Raises PhraseError for 2月29日."""
    if isinstance(edge, types.Day):
        if (edge.month, edge.day) == (2, 29):
            raise PhraseError("not-every-year", month=2, day=29)
        return types.Mark(month=edge.month, day=edge.day, clock=edge.clock, shift=_shift(edge))
    months = {"year": 12, "half": 6, "quarter": 3}.get(edge.span.unit, 1)
    month = (edge.span.index or 1) * months
    return types.Mark(month=month, third=edge.span.third, shift=_shift(edge))


def _start(edge: types.Day | types.EndOf | types.InSpan) -> types.Mark:
    mark = _mark(edge)
    if isinstance(edge, types.Day):
        return mark
    months = {"year": 12, "half": 6, "quarter": 3}.get(edge.span.unit, 1)
    return _first_of(mark, months)


def _first_of(mark: types.Mark, months: int) -> types.Mark:
    month = (mark.month or 1) - months + 1
    day = 1 if mark.third is None else (1, 11, 21)[mark.third - 1]
    return types.Mark(month=month, day=day, shift=mark.shift)


def _counted(unit: types.CycleUnit, rest: str) -> Found | None:
    name = next(chinese for chinese, english in _UNITS.items() if english == unit)
    found = count(f"每{name}{rest}")
    if found and isinstance(found.rule, types.Count):
        rule = found.rule
        if rule.at_least == 1 and rule.at_most is None and rule.noun == "次":
            return replace(found, rule=types.Count(at_least=1, per=unit))
    return found


def _verb(unit: types.CycleUnit, rest: str) -> Found | None:
    if not re.fullmatch(rf"(?:{VERBS})[^0-9;,。每年月日天时前后内底末]{{0,16}}", rest):
        return None
    return _every(unit, types.Mark(), None, "cycle-by-convention")
