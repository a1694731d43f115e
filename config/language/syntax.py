"""What is wrong with a text that is no YAML, in the words of somebody who never heard of it."""

import re
from collections.abc import Iterator

from ruamel.yaml.error import MarkedYAMLError

from config.problems import Problem

WIDE_COLON = re.compile(r"^\s*(?:- +)?[\w -]{1,40}：")
_TIGHT_COLON = re.compile(r"^\s*(?:- +)?(?P<key>[\w-]{1,40}):(?=[^\s/])")
_WIDE_COMMA = re.compile(r"[\[{][^\"'#]*?(?P<at>.{0,8}[，、；].{0,8})")
_TWO_COLONS = re.compile(r"^\s*(?:- +)?[^\s\"'{\[][^\"':]*: +[^\"'{\[]+:(?: |$)")
LONGEST = 60


def syntax_problem(text: str, error: MarkedYAMLError) -> Problem:
    """The likeliest slip at the place where reading stopped; else what the reader says of it."""
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
    numbers = [mark.line for mark in marks] or [0]
    lines = text.split("\n")
    near = sorted({line for number in numbers for line in (number, number - 1)})
    around = [number for number in near if 0 <= number < len(lines)]
    said = str(error.problem or error.context or type(error).__name__)
    if found := next(_slips(lines, around, said), None):
        return found
    if "%" in said or "directive" in said:
        return Problem.of("directive", numbers[0] + 1)
    if "expected <block end>" in said or "mapping values are not allowed" in said:
        return _indentation(lines, numbers[0])
    if "expected ',' or" in said:
        return _bracket(lines, marks[-1].line, numbers[0])
    column = marks[0].column + 1 if marks else 0
    return Problem.of("not-yaml", numbers[0] + 1, column=column, reason=shown(said))


def _slips(lines: list[str], around: list[int], said: str) -> Iterator[Problem]:
    """Slips of the pen that stop the reader only somewhat later."""
    for number in around:
        if WIDE_COLON.match(lines[number]):
            yield Problem.of("full-width-colon", number + 1)
    if "expected ','" in said:
        for number in around:
            if comma := _WIDE_COMMA.search(lines[number]):
                yield Problem.of("wide-comma", number + 1, name=comma["at"].strip())
    if "mapping values" in said:
        for number in around:
            if _TWO_COLONS.match(lines[number]):
                yield Problem.of("colon-in-text", number + 1)
    if "could not find expected ':'" in said or "mapping values" in said:
        for number in around:
            if tight := _TIGHT_COLON.match(lines[number]):
                yield Problem.of("colon-without-space", number + 1, name=tight["key"])


def _indentation(lines: list[str], number: int) -> Problem:
    line = lines[number] if number < len(lines) else ""
    before = [text for text in lines[:number] if text.strip() and not text.lstrip().startswith("#")]
    above = before[-1] if before else ""
    if line.lstrip().startswith("- ") != above.lstrip().startswith("- ") and _depth(line) == _depth(
        above
    ):
        return Problem.of("list-among-keys", number + 1)
    return Problem.of("indentation", number + 1, depth=_depth(line), above=_depth(above))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _bracket(lines: list[str], opened: int, stopped: int) -> Problem:
    """A list or mapping in one line that is not closed, or with a colon too many."""
    line = lines[opened] if opened < len(lines) else ""
    plain = re.sub(r"\"[^\"]*\"|'[^']*'", "", line)
    if any(plain.count(a) > plain.count(b) for a, b in ("{}", "[]")):
        return Problem.of("bracket-open", opened + 1)
    return Problem.of("comma-missing", stopped + 1)


def shown(text: str) -> str:
    """A bounded part of what a stranger wrote, for a message."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
