"""Checks on the codes of cases: no two cases of a programme may get the same one."""

import re
from collections.abc import Iterator

from config.case_types import CaseKind
from config.checking.findings import Finding, error
from config.programme import Programme

_NUMBER = re.compile(r"\{number:[^{}]*\}")


def check_codes(programme: Programme) -> Iterator[Finding]:
    """Kinds whose codes would be the same, and places that would share theirs."""
    yield from _of_kinds(programme)
    yield from _of_places(programme)


def _of_kinds(programme: Programme) -> Iterator[Finding]:
    # a child's code has its parent's, which no other case has
    seen: dict[tuple[str | None, str], CaseKind] = {}
    for name, kind in programme.cases.items():
        pattern = _NUMBER.sub("{number}", kind.code)
        first = seen.setdefault((kind.of, pattern), kind)
        if first is not kind:
            named = {"first": first.title, "second": kind.title, "pattern": kind.code}
            yield error("code-of-two-kinds", ("cases", name), **named)


def _of_places(programme: Programme) -> Iterator[Finding]:
    if not any("{jurisdiction}" in kind.code for kind in programme.cases.values()):
        return
    seen: dict[str, str] = {}
    for key, place in programme.jurisdictions.items():
        letters = place.abbr or key
        first = seen.setdefault(letters, key)
        if first != key:
            other = programme.jurisdictions[first].label
            named = {"first": other, "second": place.label, "letters": letters}
            yield error("code-of-two-places", ("jurisdictions", key, "abbr"), **named)
