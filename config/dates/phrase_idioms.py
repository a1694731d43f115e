"""Idioms that say in other words what the grammar knows: 上半年结束前, 十五五末, 上下半年各1次."""

from __future__ import annotations

import re

from config.dates.phrase_reading import Remark

_YEARS_OF_A_PLAN = 5
_PLAN = re.compile(
    r"十(?P<n>[三四五六七])五(?:规划)?(?:时期|期)?(?P<edge>期?末期?|期?间|之内|以内|内)?"
)
_MEASURED = re.compile(r"\((?:以|按|按照)?[^()]{1,20}为准\)")
_OF_TWO = re.compile(
    r"(?P<p>\()?,?(?P<said>(?:以|按|按照)?[^(),]{0,8}(?:[较孰最][早晚迟后]|[先后]到|在[先后])[^(),]{0,8}为准)(?(p)\))"
)
_ASIDES = (
    (
        "rest-days-apart",
        re.compile(
            r"[,(](?:如?[遇逢])?[^0-9,()]{0,6}(?:节假日|休息日|公休日|周末|双休日)[^0-9()]{0,8}"
            r"(?:顺延|后延|延后|提前)[^()]{0,20}\)?$"
        ),
    ),
    (
        "pause-apart",
        re.compile(
            r"[,(](?![^()]*(?:节|假|休息|周末))[^0-9,()]{0,30}"
            r"(?:不计(?:算)?(?:入|在)?|不算|不包括在?|扣除|除外)[^0-9()]{0,12}\)?$"
        ),
    ),
)
"""What belongs elsewhere in a programme file and follows a limit in the notice."""
_ENDS = re.compile(r"(?<=[年度季月])(?:结束|终了)(?:之前|以前|前)")
_BOTH_HALVES = re.compile(
    r"(?:每年)?(?:的)?上(?:半年)?[、,和及与]?下半年(?:均|都|至少|不少于)*各(?:至少|不少于)?[^0-9]{0,6}?"
    r"(?P<n>[0-9]{1,2})(?P<noun>[次期场份])[^0-9]{0,8}"
)
_WORKED = re.compile(
    r"(?<=[0-9])[日天](?P<within>之内|以内|内)?\((?:均|都)?(?:指|为|按|以)?工作日(?:计算?)?\)"
)
_UNTIL_HOUR = re.compile(r"(?<=日)起?([至到-].*(?:[0-9][时点]|[0-9]:[0-9]{2}))[之以]?前$")
_YEAR_IN = re.compile(r"(?<=[0-9])年年(?=之内|以内|内)")


def plainly(text: str) -> tuple[str, tuple[Remark, ...]]:
    """The text as the grammar has it, and what is to be said about that."""
    remarks: tuple[Remark, ...] = ()
    if of_two := _OF_TWO.search(text):
        remarks = (Remark("of-two-days", of_two["said"]),)
        text = _OF_TWO.sub("", text, count=1)
    elif measured := _MEASURED.search(text):
        remarks = (Remark("as-measured", measured[0].strip("()")),)
        text = _MEASURED.sub("", text)
    halves = _BOTH_HALVES.fullmatch(text)
    if halves:
        text = f"每半年不少于{halves['n']}{halves['noun']}"
    text = _WORKED.sub(lambda found: f"个工作日{found['within'] or ''}", text)
    text = _PLAN.sub(_in_years, text, count=1)
    # it ends when its last day does: nothing is left to the convention on 前
    text = _ENDS.sub("末", text)
    text = _UNTIL_HOUR.sub(r"\1", text)
    return _YEAR_IN.sub("年", text), remarks


def aside(text: str) -> Remark | None:
    """What follows the limit and is written elsewhere; with it the limit alone."""
    for code, pattern in _ASIDES:
        if found := pattern.search(text):
            return Remark(code, found[0].strip(",()"), text[: found.start()])
    return None


def _in_years(found: re.Match[str]) -> str:
    """A five-year plan as its years: the fifteenth runs from 2026 to 2030."""
    number = 10 + "一二三四五六七".index(found["n"]) + 1
    # the plans run on without a gap since the third, which began in 1966
    first = 1966 + (number - 3) * _YEARS_OF_A_PLAN
    last = first + _YEARS_OF_A_PLAN - 1
    edge = found["edge"] or ""
    return f"{last}年末" if "末" in edge else f"{first}年至{last}年"
