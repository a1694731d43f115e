"""Conditions in CEL, as far as a file alone can judge: they compile, and name what there is."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import cel

from config.checking.condition_trial import tried
from config.language.shortforms import nearest
from config.problems import Problem
from config.vocabulary import COHORT

LONGEST = 2_000
_TEXTS = {"size", "contains", "startsWith", "endsWith", "matches", "string", "bytes"}
_NUMBERS = {"int", "uint", "double", "type", "dyn", "duration", "timestamp"}
_TIMES = {"getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"}
FUNCTIONS = _TEXTS | _NUMBERS | _TIMES | {"getHours", "getMinutes", "getSeconds"}
_OPERATOR = re.compile(r"^[^A-Za-z]")
_BOUND = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(\s*([A-Za-z_]\w*)\s*,")
_SLIPS = (
    (re.compile(r"[“”‘’＂＇]"), "' 或 \""),
    (re.compile(r"[（）]"), "( )"),
    (re.compile(r"[＞＜＝！]"), "> < = !"),
    (re.compile(r"[，、]"), ","),
    (re.compile(r"(?<![=!<>])=(?!=)"), "=="),
    (re.compile(r"≤|≥|≠"), "<= >= !="),
    (re.compile(r"并且|而且|\band\b|且", re.I), "&&"),
    (re.compile(r"或者|\bor\b|或", re.I), "||"),
    (re.compile(r"\bnot\b|不是|非", re.I), "!"),
)
"""What people write for what the language writes, tried only where it cannot be read."""
_HAN_FIELD = re.compile(r"\bfields\s*\.\s*(?=\w*[^\x00-\x7f])(\w+)")
_FIELD = re.compile(r"\bfields\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*(?:'([^']*)'|\"([^\"]*)\")\s*\])")


def as_cel(text: str) -> str:
    """The condition as the language takes it, whose names are ASCII and hold no hyphen: fields.金额
    is written out, opened-on becomes opened_on."""
    for name in COHORT:
        if "_" in name:
            text = text.replace(name.replace("_", "-"), name)
    return _HAN_FIELD.sub(r'fields["\1"]', text)


def fields_in(text: str) -> list[str]:
    """The fields of the form that a condition names, once each."""
    return list(dict.fromkeys("".join(found) for found in _FIELD.findall(as_cel(text))))


def is_for_no(text: str, field: str) -> bool:
    """Whether a condition asks that a field of yes or no is no, which it is not while empty."""
    named = rf'fields(?:\.{field}\b|\["{field}"\])'
    return re.search(rf"{named}\s*==\s*false|!\s*{named}", as_cel(text)) is not None


def problems_in(
    text: str, form: Mapping[str, Any], line: int, key: str, facts: Collection[str]
) -> Iterator[Problem]:
    """What is wrong with a condition over the facts of a case and the fields of its form."""
    if len(text) > LONGEST:
        yield Problem.of("condition-too-long", line, key, limit=LONGEST)
        return
    text = as_cel(text)
    try:
        program = cel.compile(text)
    except Exception as error:
        for spelling, right in _SLIPS:
            if found := spelling.search(text):
                wrong = found[0].strip()
                yield Problem.of("condition-spelling", line, key, wrong=wrong, right=right)
                return
        reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
        yield Problem.of("condition-unreadable", line, key, reason=reason)
        return
    bound = set(_BOUND.findall(text))
    used: list[tuple[str, Collection[str]]]
    used = [(name, facts) for name in program.variables() if name not in bound]
    used += [(n, FUNCTIONS) for n in program.functions() if not _OPERATOR.match(n)]
    used += [("".join(found), form) for found in _FIELD.findall(text)]
    unknown = [(name, known) for name, known in used if name not in known]
    if not unknown:
        yield from tried(text, program, form, line, key)
    for name, known in unknown:
        yield Problem.of(
            "condition-unknown",
            line,
            key,
            suggestion=nearest(name, known),
            name=name,
            choices="、".join(sorted(known)),
        )
