"""Limits counted from or back from an event, minimum lengths, and counts (不少于4期)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from config.dates import rule_types as types
from config.dates.phrase_points import point_at
from config.dates.phrase_reading import Found, PhraseError, Reading, several

VERBS = (
    "召开|举办|开展|组织|进行|举行|报送|报告|发布|提交|检查|评估|复审|更新|调度|通报"
    "|完成|实施|培训|上报|报|抽查"
)
_UNITS: dict[str, tuple[types.Unit, int, tuple[str, ...]]] = {
    "工作日": ("working-days", 1, ()),
    "法定工作日": ("working-days", 1, ()),
    "自然日": ("days", 1, ()),
    "日历日": ("days", 1, ()),
    "日历天": ("days", 1, ()),
    "日": ("days", 1, ()),
    "天": ("days", 1, ()),
    "星期": ("days", 7, ("week-is-seven",)),
    "礼拜": ("days", 7, ("week-is-seven",)),
    "周": ("days", 7, ("week-is-seven",)),
    "季度": ("months", 3, ()),
    "月": ("months", 1, ()),
    "周年": ("years", 1, ()),
    "年": ("years", 1, ()),
    "小时": ("hours", 1, ()),
    "分钟": ("minutes", 1, ()),
}
_HALVES: dict[str, tuple[int, types.Unit, tuple[str, ...]]] = {
    "年": (6, "months", ()),
    "月": (15, "days", ("half-a-month",)),
    "天": (12, "hours", ()),
    "日": (12, "hours", ()),
    "小时": (30, "minutes", ()),
}
AMOUNT = (
    rf"(?:(?P<n>[0-9]{{1,5}})个?(?P<u>{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
    r"|半个?(?P<hu>小时|[年月天日]))(?![0-9])"
)
_IN = r"(?:之内|以内|内)"
_EVENT = r"(?P<ev>[^;,。!?]{1,40}?)"
_LEAST = r"(?:不少于|不得少于|不低于|不得低于|至少|最少|应不少于|>=|≥)"
_MOST = r"(?:不超过|不得超过|最长不超过|最长不得超过|最多|至多|不多于|<=|≤)"
_LABEL = (
    r"(?:(?:公示|公告|征求意见)(?:期限?|时间)?|期限|时限|时间|办理(?:时|期)限|整改期限|有效期|周期)"
)
_NOUN = (
    r"(?:(?:人次|班次|[期次场项篇批轮家件例条人份])"
    r"|个(?!工作日|自然日|日历|月|小时|分钟|半|季|星期|周|日))"
)
_PER = {
    "年": "year",
    "半年": "half",
    "季度": "quarter",
    "季": "quarter",
    "月": "month",
    "周": "week",
}
_SINCE = (
    rf"{_EVENT}(?:之日|之时|的?次日|当日|当天|日)?起(?:计算|算)?的?,?"
    rf"(?:最迟|应)?(?:在|于)?{_MOST}?{AMOUNT}{_IN}?"
)
_AFTER_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        _SINCE,
        rf"{_EVENT}(?:之后|以后|后)的?,?{_MOST}?{AMOUNT}{_IN}?",
        rf"(?P<ev>)(?:{_LABEL}:?为?)?(?:{_MOST}){AMOUNT}{_IN}?",
        rf"(?P<ev>)(?:{_LABEL}:?为?){AMOUNT}{_IN}?",
        rf"(?P<ev>)(?:在|于)?(?:接下来|今后|未来)?{AMOUNT}{_IN}",
    )
)
_BARE = re.compile(rf"(?P<ev>){AMOUNT}")
_BEGUN = rf"(?:{_EVENT}(?:之日|次日|当日|当天|日)?起,?)?"
_KEPT = r"(?:[^0-9;,。!?起]{0,8}(?:保存|保管|留存|存档)(?:期限?|时间)?)"
_MINIMUM = re.compile(rf"{_BEGUN}(?:(?:{_LABEL}|{_KEPT}):?)?(?:应?为|应)?{_LEAST}{AMOUNT}")
# what is shown, asked for or kept for N days is so for all of them: no limit within which to act
_SHOWN = re.compile(
    rf"{_BEGUN}(?:(?:公开|网上)?(?:公示|公告|征求意见)(?:期限?|时间)?|{_KEPT}):?"
    rf"(?:应?为|应)?{AMOUNT}(?:以上)?"
)
_AT_THE_LATEST = r"(?:最迟|至迟|最晚|不迟|不晚|不得迟|不得晚)"
_FULL = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_EVENT}(?:之日|次日|日)?起满?{AMOUNT}(?:之后|以后|后|届满后|期满后)",
        rf"(?P<ev>[^;,。!?]{{0,40}}?)(?:之后|后)?满{AMOUNT}(?:之后|以后|后|起)?",
    )
)
_LAST_FORM = re.compile(rf"{_EVENT}(?:之前|以前|前)的?(?:最后)?{AMOUNT}{_IN}")
_BEFORE_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_EVENT}(?:之前|以前|前)的?,?(?:提前|{_LEAST})?{AMOUNT}(?:之前|以前|前|以上)",
        rf"{_EVENT}(?:之前|以前|前)的?,?(?:提前|{_LEAST}|提前{_LEAST}|{_LEAST}提前){AMOUNT}",
        rf"(?P<ev>)(?:应|须)?(?:提前{_LEAST}?|{_LEAST}提前){AMOUNT}(?:以上|前|之前)?",
        rf"{_EVENT}(?:提前{_LEAST}?|{_LEAST}提前|不足){AMOUNT}(?:以上|前|之前)?",
        rf"(?:距离?){_EVENT}{_LEAST}{AMOUNT}",
        rf"{_EVENT}{AMOUNT}(?:之前|以前|前)",
    )
)
_WHICH_WAY = re.compile(rf"{_EVENT}(?:之前|以前|前)的?{AMOUNT}")
_OPENING = re.compile(
    r"(?P<ev>[^;,。!?]{0,40}?)(?P<how>的?次日起|(?<=.)(?:之后|以后|后|之日起|日起|起))"
)
_EVERY_FORM = (*_AFTER_FORMS, _LAST_FORM, *_BEFORE_FORMS, _WHICH_WAY)
FESTIVAL = re.compile(
    r"(?:[0-9]{4}年|今年|明年|每年)?(?:元旦|春节|元宵节?|清明节?|劳动节|[5五][1一]节?|端午节?|中秋节?|国庆节?"
    r"|[十1][一1]节?|除夕|双节|两节|节日|节假日|节|年|寒假|暑假|春季?开学|秋季?开学|开学)(?:假期|长假|放假|期间|结束|后1?个?|过)*"
    r"(?:之?前|以前|之?后|以后|期间|上班后)?"
)
_CYCLE_END = re.compile(
    r"(?P<own>本|当|该)?(?:会计|财政|预算)?(?P<u>半年|季度|季|年|月)(?:度|份)?"
    r"(?:结束|终了|届满|期满|末|底)"
)
_CYCLE = re.compile(r"(?P<own>本|当|该)?(?P<u>季度|季|月(?!日)|年(?=度))度?")
_NO_EVENT = re.compile(r"第$|(?:起|后)满$|^(?:旬|半年)$|[次下]1?个?工作$")
# 决定之日下月起, 批准之月起: counted from a stretch of the calendar, not from the day of the event
STRETCH = (
    r"[次下上本当该同隔今明来之的][1一]?个?"
    r"(?:月份?|季度?|年度?|半年度?|周|星期|旬|学期|学年)(?:[年月]?[底末终初])?"
)
_OF_A_STRETCH = re.compile(rf"{STRETCH}起?$")
_YEAR_END = re.compile(r"([0-9]{4})年度?(?:结束|终了|届满|期满|末|底)")
_ON_THE_DAY = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:至|截至|到)?(?P<ev>[^0-9;,。每]{0,12}?(?:届满|期满|到期|满期))"
        r"(?:之日|当日|当天|日|时)?(?:(?P<by>之前|以前|前)|为?止)?",
        r"(?P<ev>[^0-9;,。每]{2,12}?)(?P<by>)(?:当日|当天)(?:之内|内)?",
    )
)
_COUNTED = re.compile(
    r"(?P<label>[^0-9;,。每]{0,20}?)"
    r"(?P<per>每(?P<every>[0-9]{1,2})?个?(?P<unit>半年|季度?|年度?|月|周)|全年|年度?内|本年度?内?|年度)?的?"
    r"(?P<verb>[^0-9;,。每年月日天时]{0,12}?)"
    rf"(?P<least>{_LEAST}(?:{VERBS})?|达到)?(?P<a>[0-9]{{1,4}})(?:[-至到](?P<b>[0-9]{{1,4}}))?(?P<noun>{_NOUN})"
    r"(?P<over>以上|及以上)?(?:/(?P<slash>年|半年|季度|月|周))?(?P<what>[^0-9;,。每年月日前后内]{0,16})"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of units, and remarks on how the unit is taken."""

    n: int
    unit: types.Unit
    notes: tuple[str, ...]


def amount_of(found: re.Match[str]) -> Amount | None:
    """The amount of a match of AMOUNT; None where it is a year (2026年内), not a length."""
    parts = found.groupdict()
    if parts.get("hu"):
        n, unit, notes = _HALVES[parts["hu"]]
        return Amount(n, unit, notes)
    unit, times, notes = _UNITS[parts["u"]]
    n = int(parts["n"])
    if parts["u"] == "年" and len(parts["n"]) >= 4:
        return None
    if n == 0:
        raise PhraseError("zero-amount")
    if n * times > types.LONGEST[unit]:
        raise PhraseError("too-far", n=n, unit=parts["u"])
    return Amount(n * times, unit, notes)


def limit(text: str) -> Found | None:
    """The limit that the text names; None if it is none."""
    for read in (_unsaid, _minimum, _full, _last, _before, _after, _undecided):
        found = read(text)
        if found is not None:
            return found
    return None


def _event(label: str) -> dict[str, Any] | None:
    """What a limit counts from, as fields of the rule; None if the label cannot be an event."""
    label = re.sub(rf"^(?:{_AT_THE_LATEST}|应当|自|从|在|于|由|应|须)+", "", label)
    label = re.sub(r"(?:之日|之时|日期|之|(?<![目标])的)$", "", label)
    if year := _YEAR_END.fullmatch(label):
        return {"start": types.EndOf(span=types.Span(unit="year", year=int(year[1])))}
    if _NO_EVENT.search(label) or _CYCLE.fullmatch(label):
        return None
    if own := _CYCLE_END.fullmatch(label):
        return {"start": types.EndOf(span=types.Span(unit=_PER[own["u"]]))}
    if label in ("", "次", "次日", "即", "即日", "当", "提"):
        return {}
    if re.search(r"[月./-][0-9]{1,2}$", label):
        label += "日"
    point = point_at(label) if re.match(r"[0-9今明本次下当]", label) else None
    if point and point.end == len(label) and not point.vague:
        if isinstance(point.edge, types.InSpan):
            return None
        return {"start": point.edge}
    if _OF_A_STRETCH.search(label):
        return None
    if re.search(r"[0-9] *(?:[年月日号天时点季周]|个|[-./:])|每|左右", label):
        return None
    if not re.search(r"[一-鿿A-Za-z]", label):
        return None
    return {"of": label}


def _unsaid(text: str) -> Found | None:
    """A limit from a festival, or from the end of a cycle without saying which."""
    if FESTIVAL.fullmatch(text):
        return several("festival", text, "none")
    for form in _EVERY_FORM:
        match = form.fullmatch(text)
        label = re.sub(r"^[自从在于]|之日?$", "", match["ev"] or "") if match else ""
        if match and FESTIVAL.fullmatch(label):
            return several("festival", label, "none")
        cycle = _CYCLE_END.fullmatch(label) or _CYCLE.fullmatch(label)
        amount = amount_of(match) if match and cycle and not cycle["own"] else None
        if match and cycle and amount and match.re in _AFTER_FORMS:
            unit = _PER[cycle["u"]]
            mark = types.Mark(after=amount.n, after_unit=amount.unit)
            this = types.EndOf(span=types.Span(unit=unit))
            once = types.After(n=amount.n, unit=amount.unit, start=this)
            every = Reading(types.Every(unit=unit, marks=(mark,)), "recurrence")
            return several("which-cycle", text, "due", every, Reading(once, "due"))
    return None


def on_the_day(text: str) -> Found | None:
    """The day of an event itself: 届满之日, 受理当日."""
    for form in _ON_THE_DAY:
        match = form.fullmatch(text)
        event = _event(match["ev"]) if match else None
        if match and event and "of" in event:
            bound: types.Bound = "convention" if match["by"] else "included"
            found = Found("due", types.Window(closes=types.Event(of=event["of"]), bound=bound))
            return found.noting("inclusive-by-convention") if match["by"] else found
    return None


def _made(found: re.Match[str] | None, kind: type[Any], **more: Any) -> Found | None:
    if found is None:
        return None
    amount = amount_of(found)
    event = _event(found["ev"] or "")
    if amount is None or event is None:
        return None
    rule = kind(n=amount.n, unit=amount.unit, **event, **more)
    remarks = list(amount.notes)
    if not event:
        remarks.append("event-unnamed")
    start = event.get("start")
    if start is not None and _is_yearless(start):
        remarks.append("year-inferred")
    return Found("due", rule).noting(*remarks)


def _is_yearless(edge: types.Day | types.EndOf) -> bool:
    named = edge if isinstance(edge, types.Day) else edge.span
    return named.year is None and named.shift is None


def _after(text: str) -> Found | None:
    for form in _AFTER_FORMS:
        found = _made(form.fullmatch(text), types.After)
        if found is not None:
            return None if _is_by_the_clock(found) and "次日起" in text else found
    bare = _BARE.fullmatch(text)
    # A bare 30日 or 6月 may as well be a day or a month; 90日 and 6个月 are lengths.
    if bare is None:
        return None
    clear = bare["hu"] or bare["u"] not in ("日", "月") or "个" in text or int(bare["n"]) > 31
    return _made(bare, types.After) if clear else None


def _is_by_the_clock(found: Found) -> bool:
    return isinstance(found.rule, types.After) and found.rule.unit in types.BY_THE_CLOCK


def _minimum(text: str) -> Found | None:
    least = _MINIMUM.fullmatch(text)
    match = least or _SHOWN.fullmatch(text)
    if match is None or not (match["n"] or match["hu"]):
        return None
    found = _made(match, types.After, minimum=True)
    if found is None:
        return None
    found = Found("window", found.rule, found.remarks)
    return found if least else found.noting("shown-for-all-of-it")


def _full(text: str) -> Found | None:
    for form in _FULL:
        found = _made(form.fullmatch(text), types.After)
        if found is not None and isinstance(found.rule, types.After):
            window = types.Window(opens=found.rule, opens_after=True)
            return Found("window", window, found.remarks)
    return None


def _last(text: str) -> Found | None:
    found = _made(_LAST_FORM.fullmatch(text), types.Last)
    return found and Found("window", found.rule, found.remarks).noting("counted-back")


def _before(text: str) -> Found | None:
    for form in _BEFORE_FORMS:
        match = form.fullmatch(text)
        if match and match.re is _BEFORE_FORMS[-1] and not _is_event_word(match["ev"]):
            continue
        found = _made(match, types.Before)
        if found is not None:
            return found.noting("counted-back")
    return None


def _is_event_word(label: str) -> bool:
    """Whether “…30日前” after the label can only mean 30 days before it, not its 30th day."""
    return len(label) >= 2 and not label.endswith(("月", "年", "季度", "每", "度", "份"))


def _undecided(text: str) -> Found | None:
    match = _WHICH_WAY.fullmatch(text)
    before, last = _made(match, types.Before), _made(match, types.Last)
    if not (before and last and before.rule and last.rule):
        return None
    if re.match(rf"(?:应当|应|须)*{_AT_THE_LATEST}", text):
        return before.noting("counted-back")
    return several(
        "before-which-way",
        text,
        "due",
        Reading(before.rule, "due"),
        Reading(last.rule, "window"),
    )


def opening(text: str) -> Found | None:
    """A time that opens with an event and has no end: 建设期满后, 发布之日起, 发布次日起."""
    match = _OPENING.fullmatch(text)
    if match is None:
        return None
    event = _event("" if match["ev"] in ("即日", "即") else match["ev"])
    if event is None or "start" in event or re.search(r"[0-9]", match["ev"]):
        return None
    shift = 1 if match["how"].endswith(("后", "次日起")) else 0
    window = types.Window(opens=types.Event(of=event.get("of", ""), shift=shift))
    return Found("window", window)


def count(text: str) -> Found | None:
    """A number of times in a cycle: 每年不少于4次, ≥4期, 2-3份."""
    match = _COUNTED.fullmatch(text)
    if match is None or not any(match[name] for name in ("least", "over", "per", "b", "slash")):
        return None
    least, most = int(match["a"]), int(match["b"]) if match["b"] else None
    if least == 0:
        raise PhraseError("zero-amount")
    if most is not None and most < least:
        raise PhraseError("ends-before-it-starts", text=text)
    unit = (match["unit"] or match["slash"] or "年").removesuffix("度")
    unit = {"季": "季度"}.get(unit, unit)
    every = int(match["every"] or 1)
    if every == 0:
        raise PhraseError("zero-amount")
    rule = types.Count(
        at_least=least, at_most=most, noun=match["noun"], per=_PER[unit], interval=every
    )
    named = match["per"] or match["slash"]
    return Found("recurrence", rule).noting(
        "cycle-by-convention" if named else "year-by-convention"
    )
