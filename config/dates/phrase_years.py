"""A day of every second or third year: 自2026年起隔年12月20日前, 自2026年起逢单年….

Which years have their turn, the text must say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from config.dates import rule_types as types
from config.dates.phrase_limits import VERBS
from config.dates.phrase_reading import Found, several

_APART = re.compile(
    r"(?:(?:自|从)?(?P<since>[0-9]{4})年?度?(?:起|开始),?的?)?"
    r"(?:隔年|每?逢?(?P<which>[单双奇偶])数?年|每(?P<n>[2-9]|[1-9][0-9])个?年)度?,?的?(?P<rest>.*)"
)
_ONCE = re.compile(rf"(?:{VERBS}|至少|不少于|1次)*")


def years_apart(text: str, read: Callable[[str], Found | None]) -> Found | None:
    """Such a day; `read` reads what a phrase says of one year. Without a first year it is not
    decided which years have their turn. None if the text names no such day."""
    match = _APART.fullmatch(text)
    if match is None:
        return None
    is_once = _ONCE.fullmatch(match["rest"]) is not None
    if match["since"] is None:
        known = not is_once and read(match["rest"])
        return several("since-which-year", text, "none") if known else None
    found = read("" if is_once else match["rest"])
    if found is None:
        return None
    since = int(match["since"])
    if match["which"]:
        since += since % 2 != (match["which"] in "单奇")
    change = {"interval": int(match["n"] or 2), "since": since}

    def apart(rule: types.Rule) -> types.Rule:
        return rule.model_copy(update=change) if isinstance(rule, types.Every) else rule

    readings = tuple(replace(one, rule=apart(one.rule)) for one in found.readings)
    return replace(found, rule=apart(found.rule) if found.rule else None, readings=readings)
