"""Limits around an event said in a roundabout way: 满一年后10个工作日内, 次日10时前, 开工前."""

from __future__ import annotations

import re
from typing import Any

from config.dates import rule_types as types
from config.dates.phrase_limits import AMOUNT, FESTIVAL, STRETCH, limit, on_the_day, opening
from config.dates.phrase_points import CLOCK, clock_of
from config.dates.phrase_reading import Found, Reading, Remark, several

_BY = r"(?:之前|以前|前)"
_IN = r"(?:之内|以内|内)"
_FULL = re.compile(rf"(?P<head>(?:[^0-9;,。]{{0,40}})(?<![期届])满{AMOUNT})(?P<rest>.*)")
_THEN = re.compile(rf"(?:之后|以后|届满后|期满后|后|之日起|起)的?,?(?P<then>.*[0-9半].*{_IN}?)")
_OWN_LENGTH = re.compile(
    rf"(?P<lead>自|从)?(?P<length>{AMOUNT})的?(?P<noun>[^0-9;,。每内前后满底末]{{0,10}}?)"
    r"(?P<full>届满|期满|满|到期)(?P<rest>[^满]{0,30})"
)
_DAY = re.compile(rf"(?P<which>当[日天]|次日|第2[日天])(?:的?{CLOCK})?(?P<end>{_BY}|{_IN})?")
_NEXT_WORKING = re.compile(rf"(?:下1?个?|次1?个?|第1个)工作日(?P<end>{_BY}|{_IN})?")
_BEFORE_EVENT = re.compile(rf"(?P<ev>[^0-9;,。、每或日内后]{{2,16}}?){_BY}")
_NO_EVENT = re.compile(r"[目日此以之先事从提届空年月季度旬周]$|左右|上午|下午|[上中下]旬")
_WITHIN = re.compile(rf"(?:在)?(?P<ev>[^0-9;,。、每或年月]{{1,16}}?期)(?:限)?(?:期间|{_IN}|间)")
_FROM_A_STRETCH = re.compile(rf"[^每]*{STRETCH}(?:之?日)?(?:起|开始|之?后|以后)[^每]*")
_HALF_DAY = re.compile(rf".*(?:上午|下午|早上|晚上|中午)(?:{_BY}|{_IN})?")


def roundabout(text: str) -> Found | None:
    """The limit, or the readings that it could have; None if the text is nothing of the kind."""
    for read in (_full, _own_length, _day, _next_working_day):
        found = read(text)
        if found is not None:
            return found
    return None


def _full(text: str) -> Found | None:
    """What counts from, or back from, the day on which a length is full."""
    match = _FULL.fullmatch(text)
    full = opening_of(match["head"]) if match else None
    if match is None or full is None or not match["rest"]:
        return None
    rule, remarks = full
    if re.fullmatch(_BY, match["rest"]):
        return Found("due", rule, remarks)
    then = _THEN.fullmatch(match["rest"])
    counted = limit(then["then"] if then else f"期满{match['rest']}")
    if counted is None or not _hangs_on(counted.rule, "" if then else "期满"):
        return None
    made = counted.rule.model_copy(update={"of": "", "start": rule})  # type: ignore[union-attr]
    kept = tuple(r for r in counted.remarks if r.code != "event-unnamed")
    return Found(counted.kind, made, (*remarks, *kept))


def opening_of(head: str) -> tuple[types.After, tuple[Remark, ...]] | None:
    """The length that must be full (自认定之日起满三年), as a limit, with its remarks."""
    found = limit(f"{head}后")
    edge = found.rule.opens if found and isinstance(found.rule, types.Window) else None
    return (edge, found.remarks) if found and isinstance(edge, types.After) else None


def _hangs_on(rule: Any, event: str) -> bool:
    limits = types.After | types.Before | types.Last
    return isinstance(rule, limits) and rule.start is None and rule.of == event


def _own_length(text: str) -> Found | None:
    """A period said with its length (2年建设期满后): its last day is given, or it is counted."""
    match = _OWN_LENGTH.fullmatch(text)
    if match is None or not (match["noun"] or match["full"] in ("届满", "期满")):
        return None
    given = _any(f"{match['noun']}{match['full']}{match['rest']}")
    counted = _any(f"满{match['length']}{match['rest']}")
    if given is None or counted is None:
        return None
    return several("length-of-its-own", text, "due", *given.as_readings(), *counted.as_readings())


def _any(text: str) -> Found | None:
    return _full(text) or limit(text) or opening(text) or on_the_day(text)


def _day(text: str) -> Found | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    clock, notes = clock_of(match)
    shift = 0 if match["which"].startswith("当") else 1
    rule = types.Window(closes=types.Event(shift=shift, clock=clock))
    if not clock and re.fullmatch(_BY, match["end"] or ""):
        before = types.Window(closes=types.Event(shift=shift - 1))
        readings = (Reading(before, "due"), Reading(rule, "due"))
        return several("before-the-next-day", text, "due", *readings) if shift else None
    return Found("due", rule).noting("event-unnamed", *notes)


def _next_working_day(text: str) -> Found | None:
    match = _NEXT_WORKING.fullmatch(text)
    if match is None:
        return None
    rule = types.After(n=1, unit="working-days")
    if re.fullmatch(_BY, match["end"] or ""):
        before = types.Window(closes=types.Event())
        readings = (Reading(before, "due"), Reading(rule, "due"))
        return several("before-the-next-day", text, "due", *readings)
    return Found("due", rule).noting("event-unnamed")


def unfinished(text: str) -> Found | None:
    """What leaves out how long, until when or from which day: 开工前, 建设期内, 决定之日次月起."""
    if FESTIVAL.fullmatch(text):
        return None
    if _HALF_DAY.fullmatch(text) and re.search(r"[0-9]|当[日天]|次日", text):
        return several("half-day", text, "due")
    if _FROM_A_STRETCH.fullmatch(text):
        return several("from-a-stretch", text, "none")
    match = _BEFORE_EVENT.fullmatch(text)
    if match and not _NO_EVENT.search(match["ev"]):
        event = re.sub(r"^(?:在|于|须|应)+", "", match["ev"])
        days = (types.Event(of=event, shift=shift) for shift in (-1, 0))
        readings = [Reading(types.Window(closes=day), "due") for day in days]
        return several("before-event", text, "due", *readings)
    if _WITHIN.fullmatch(text):
        return several("within-a-stretch", text, "none")
    return None
