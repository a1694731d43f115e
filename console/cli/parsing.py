"""Reading what was typed: pairs, verdicts, numbers. Errors name the option."""

import re
from collections.abc import Collection, Iterable

from console.errors import Misuse
from console.moments import day
from states.commands import ALL, Check

_COLON = re.compile("[:：]")
_ID = re.compile(r"[A-Za-z0-9._/:-]{1,100}")
_VERDICTS = {"pass": "pass", "通过": "pass", "fail": "fail", "不通过": "fail"}
FIRST_YEAR, LAST_YEAR = 1900, 2199


def pairs(given: Iterable[str], option: str, form: str) -> dict[str, str]:
    """name=value options as a mapping. Raises Misuse for one without a name, or given twice."""
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise Misuse("BadPair", option=option, form=form, value=text)
        if name in found:
            raise Misuse("PairTwice", option=option, name=name)
        found[name] = value
    return found


def checks(given: Iterable[str], items: Collection[str], move: str) -> dict[str, Check]:
    """item=pass@DAY:remark options; `all` is left to the engine, which knows the items that apply.

    Raises Misuse for a verdict that is none, or `all` without a checklist."""
    read = pairs(given, "--check", "item=pass@2026-06-20:说明")
    if ALL in read and not items:
        raise Misuse("NoChecklist", move=move)
    return {item: _check(value) for item, value in read.items()}


def _check(text: str) -> Check:
    # an input method for Chinese types the wide colon
    head, *rest = _COLON.split(text, maxsplit=1)
    remark = "".join(rest)
    word, at, on = head.partition("@")
    verdict = _VERDICTS.get(word.strip().lower())
    if verdict is None:
        raise Misuse("BadVerdict", value=head)
    checked_on = day(on, "--check").isoformat() if at else ""
    return Check("pass" if verdict == "pass" else "fail", remark.strip(), checked_on)


def count(value: int, option: str, low: int, high: int) -> int:
    """A number within bounds. Raises Misuse."""
    if not low <= value <= high:
        raise Misuse("BadCount", option=option, low=low, high=high, value=value)
    return value


def command_id(given: str | None) -> str:
    """The id of a command: the one given, else a new one. Raises Misuse."""
    if given is None:
        from uuid import uuid4

        return str(uuid4())
    if not _ID.fullmatch(given):
        raise Misuse("BadCommandId", value=given)
    return given
