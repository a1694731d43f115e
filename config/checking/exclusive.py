"""Conditions that can never hold together, as far as their words show it: !(a) beside a, one value
beside another, a number below a bound beside one above it."""

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from config.case_types import Move
from config.vocabulary import Condition, FieldIs, JurisdictionKind, ParentIn

Value = float | str
_VALUE = r"""-?[0-9]+(?:\.[0-9]+)?|'[^']*'|"[^"]*"|true|false"""
_ATOM = re.compile(rf"(?P<what>[^=!<>&|]+?) *(?P<op>==|!=|<=|>=|<|>) *(?P<value>{_VALUE})")
_LISTED = re.compile(rf"(?P<what>[^=!<>&|]+?) +in +\[ *(?P<values>(?:{_VALUE}|[ ,])+)\]")
_HOLDS: dict[str, Callable[[Value, Value], bool]] = {
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Demand:
    """What a condition asks of one thing: to be one of some values, or to stand beside a bound."""

    what: str
    values: frozenset[Value]
    op: str = ""

    def allows(self, value: Value) -> bool:
        """Whether the thing may have the value."""
        if not self.op:
            return value in self.values
        (bound,) = self.values
        return type(value) is type(bound) and _HOLDS[self.op](value, bound)

    def excludes(self, other: "Demand") -> bool:
        """Whether no value meets both."""
        if self.what != other.what or "!=" == self.op == other.op:
            return False
        if self.op and other.op:
            return self._beside(other)
        one, two = (other, self) if self.op else (self, other)
        return not any(two.allows(value) for value in one.values)

    def _beside(self, other: "Demand") -> bool:
        """Of two bounds: whether one ends before the other begins."""
        (mine,), (theirs,) = self.values, other.values
        if type(mine) is not type(theirs) or self.op[0] == other.op[0] or "!" in self.op + other.op:
            return False
        between = (mine, theirs) if self.op[0] == ">" else (theirs, mine)
        if between[0] == between[1]:
            return not (self.op[1:] and other.op[1:])
        return between[0] > between[1]  # type: ignore[operator]


def exclude(first: Move, second: Move) -> bool:
    """Whether two moves can never be possible at once, by their conditions and guards."""
    ours, theirs = list(_conditions(first)), list(_conditions(second))
    if any(contradict(one, other) for one in ours for other in theirs):
        return True
    asked = list(_asked(first))
    return any(one.excludes(other) for one in asked for other in _asked(second))


def contradict(one: str, other: str) -> bool:
    """Whether two conditions in CEL can never hold together."""
    ours, theirs = [_bare(one), *_parts(one)], [_bare(other), *_parts(other)]
    return any(_denies(a, b) or _denies(b, a) for a in ours for b in theirs) or any(
        a.excludes(b) for a in _demands(one) for b in _demands(other)
    )


def _conditions(move: Move) -> Iterator[str]:
    if move.when:
        yield move.when
    for guard in move.guards:
        if isinstance(guard.parameters, Condition) and guard.strength == "hard":
            yield guard.parameters.cel


def _asked(move: Move) -> Iterator[Demand]:
    for condition in _conditions(move):
        yield from _demands(condition)
    for guard in move.guards:
        given = guard.parameters
        if guard.strength != "hard":
            continue
        if isinstance(given, FieldIs):
            yield Demand(f"fields.{given.field}", frozenset(given.one_of))
        elif isinstance(given, JurisdictionKind):
            yield Demand("jurisdiction_kind", frozenset(given.one_of))
        elif isinstance(given, ParentIn):
            yield Demand("parent.state", frozenset(given.states))


def _demands(condition: str) -> Iterator[Demand]:
    for part in _parts(condition):
        if found := _ATOM.fullmatch(part):
            op = found["op"].replace("==", "")
            yield Demand(_thing(found["what"]), frozenset([_value(found["value"])]), op)
        elif found := _LISTED.fullmatch(part):
            values = frozenset(_value(text) for text in re.findall(_VALUE, found["values"]))
            yield Demand(_thing(found["what"]), values)


def _thing(text: str) -> str:
    """fields["金额"] and fields.金额 are one thing."""
    return re.sub(r"\[['\"](.+?)['\"]\]", r".\1", text.replace("-", "_")).strip()


def _value(text: str) -> Value:
    if text[0] in "'\"":
        return text[1:-1]
    return text if text in ("true", "false") else float(text)


def _parts(condition: str) -> list[str]:
    """The conditions that && joins; the whole where || joins some of them."""
    text = _bare(condition)
    if len(_split(text, "||")) > 1:
        return [text]
    return [_bare(part) for part in _split(text, "&&")]


def _split(text: str, mark: str) -> list[str]:
    """The text at its marks, those within brackets and quotes left alone."""
    found, depth, start = [], 0, 0
    for token in re.finditer(r"""'[^']*'|"[^"]*"|[(\[{]|[)\]}]|&&|\|\|""", text):
        if token[0] in "([{":
            depth += 1
        elif token[0] in ")]}":
            depth -= 1
        elif token[0] == mark and not depth:
            found.append(text[start : token.start()])
            start = token.end()
    return [*found, text[start:]]


def _bare(text: str) -> str:
    """Without space around it and without brackets around the whole."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and _is_one(text[1:-1]):
        text = text[1:-1].strip()
    return text


def _is_one(inner: str) -> bool:
    depth = 0
    for character in re.sub(r"""'[^']*'|"[^"]*\"""", "", inner):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return True


def _denies(one: str, other: str) -> bool:
    """Whether the one is written as the other with ! before it."""
    if not one.startswith("!"):
        return False
    plain = one[1:].strip()
    # without brackets ! binds to the first part alone
    whole = re.fullmatch(r"[\w.]*(?:\((.*)\))?", plain, re.DOTALL)
    same = "".join(_bare(plain).split()) == "".join(other.split())
    return same and whole is not None and _is_one(whole[1] or "")
