"""--where: which cases are meant, as people write it."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.cli.naming import Names
from console.cli.parsing import pairs
from console.errors import Misuse
from states.queries.lists import CaseFilter

WHERE = {
    "kind": ("kind", "事项"),
    "state": ("state", "状态"),
    "jurisdiction": ("jurisdiction", "地区"),
    "category": ("category", "领域", "field"),
    "text": ("text", "文字"),
    "due": ("due", "到期"),
    "code": ("code", "编号"),
}
"""What --where may name, and how people write it."""


@dataclass(frozen=True, slots=True)
class Where:
    """A filter, and whether its kind was named rather than taken for granted."""

    filter: CaseFilter
    names_kind: bool


def where_of(names: Names, given: Sequence[str], unless: str | None = None) -> Where:
    """What the conditions say in the words of a programme; cases of the kind `unless` where none is
    named, else of the main kind. Raises Misuse for an unknown word."""
    found = _conditions(given)
    kind = names.kind(found["kind"]) if "kind" in found else unless or names.outline.main_kind()
    place, category, state = (found.get(name) for name in ("jurisdiction", "category", "state"))
    wanted = CaseFilter(
        programme=names.outline.key,
        kind=kind,
        state=names.state(kind, state) if state else None,
        jurisdiction=names.jurisdiction(place) if place else None,
        category=names.category(category) if category else None,
        text=found.get("text", ""),
        due=found.get("due"),
        codes=tuple(
            code.strip()
            for code in found.get("code", "").replace("，", ",").split(",")
            if code.strip()
        ),
    )
    return Where(wanted, "kind" in found)


def _conditions(given: Sequence[str]) -> dict[str, str]:
    named = {word: key for key, words in WHERE.items() for word in words}
    found = {}
    for word, value in pairs(given, "--where", "状态=已推荐").items():
        if word not in named:
            known = [words[1] for words in WHERE.values()]
            raise Misuse("NoSuchName", what="where", given=word, meant="", known=known)
        found[named[word]] = value
    return found
