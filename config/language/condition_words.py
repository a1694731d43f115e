"""Words that a condition compares with what a case is (c.kind == "异议", category in ["food"]):
each must exist, for the comparison would else quietly never hold."""

import re
from collections.abc import Iterable, Iterator

from config.language.references import Names, Target, check_name
from config.language.source import Place

_WORD = r"(?:'[^']*'|\"[^\"]*\")"
_SUBJECT = (
    r"(?<![\w.])(?:fields\s*\[\s*['\"](?P<field>[^'\"]*)['\"]\s*\]"
    r"|(?:(?P<of>[A-Za-z_]\w*)\s*\.\s*)?(?P<name>[A-Za-z_]\w*))"
)
_COMPARED = (
    re.compile(rf"{_SUBJECT}\s*(?P<words>(?:==|!=)\s*{_WORD}|in\s*\[[^\]]*\])"),
    re.compile(rf"(?P<words>{_WORD})\s*(?:==|!=)\s*{_SUBJECT}"),
)


def check_words(names: Names, text: str, kinds: list[str], place: Place) -> None:
    """Every word in a condition over cases of these kinds, as CEL has it; problems are added to
    `names.problems`."""
    targets = _targets(names, kinds)
    for subject, word in _compared(text):
        target = targets.get(subject)
        # "" asks whether anything is set at all
        if not word or target is None:
            continue
        if check_name(names, word, place, target) == "dropped":
            return  # what the setting leaves out has no states either


def _compared(text: str) -> Iterator[tuple[str, str]]:
    """What is compared (kind, parent.state, fields.NAME, children.kind, children.state, or
    children.KIND.state where the kind stands before it) and with which word."""
    for pattern in _COMPARED:
        for found in pattern.finditer(text):
            subject = _subject(found)
            for word in re.findall(_WORD, found["words"]):
                yield subject, word[1:-1]


def _subject(found: re.Match[str]) -> str:
    of, name = found["of"], found["name"]
    if found["field"]:
        return f"fields.{found['field']}"
    if of in (None, "fields", "parent"):
        return f"{of}.{name}" if of else name
    # any other name before the dot is the variable that stands for a child
    kind = rf"\b{of}\s*\.\s*kind\s*==\s*({_WORD})\s*&&\s*$"
    beside = re.search(kind, found.string[: found.start()]) if name == "state" else None
    return f"children.{beside[1][1:-1]}.state" if beside else f"children.{name}"


def _targets(names: Names, kinds: list[str]) -> dict[str, Target]:
    children = [k for k in names.section("cases") if names.text("cases", k, "of") in kinds]
    parents = [names.text("cases", kind, "of") for kind in kinds]
    by_type = {
        "category": Target(list(names.section("categories")), (("categories",),), "category"),
        "jurisdiction": Target(
            list(names.section("jurisdictions")), (("jurisdictions",),), "place"
        ),
    }
    fields = {
        f"fields.{name}": by_type[names.text("cases", kind, "form", name, "type")]
        for kind in kinds
        for name in names.section("cases", kind, "form")
        if names.text("cases", kind, "form", name, "type") in by_type
    }
    place_kinds = names.values("jurisdictions", "kind", "jurisdiction")
    return {
        **by_type,
        **fields,
        "jurisdiction_kind": Target(place_kinds, (), "place-kind"),
        "kind": Target(kinds, (("cases",),), "case"),
        "state": _states(names, kinds),
        "children.kind": Target(children, (("cases",),), "case"),
        "children.state": _states(names, children),
        **{f"children.{child}.state": _states(names, [child]) for child in children},
        "parent.state": _states(names, parents),
    }


def _states(names: Names, kinds: Iterable[str]) -> Target:
    places = tuple(("cases", kind, "states") for kind in kinds)
    return Target([state for place in places for state in names.section(*place)], places, "state")
