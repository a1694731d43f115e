"""`when`: rules that apply to some cases only. Short forms told apart, conditions checked.

`needs: [application, {official-letter: "category == 'judicial'"}]` is `needs: [application]` with
`needs-when: {official-letter: …}` beside it, and may be written so just as well.
"""

from collections.abc import Callable, Collection

from config.language.condition_words import check_words
from config.language.references import Names, at, places_of
from config.language.source import Place, Tree, dotted
from config.vocabulary import COHORT

_NEEDS = "cases.*.moves.*.needs"


def split_needs(tree: Tree) -> None:
    """Rewrite the needs of moves in the tree, lines included."""
    for place in list(places_of(tree.root, _NEEDS.split("."))):
        listed = at(tree.root, place)
        if isinstance(listed, dict):
            listed = [listed]
        if isinstance(listed, list) and any(isinstance(part, dict) for part in listed):
            _split(tree, place, listed)


def _split(tree: Tree, place: Place, listed: list[object]) -> None:
    move, beside = at(tree.root, place[:-1]), (*place[:-1], "needs-when")
    conditional = move.setdefault("needs-when", {})
    if not isinstance(conditional, dict):
        return  # its type is wrong, which the types say
    kept: list[object] = []
    for index, part in enumerate(listed):
        if not isinstance(part, dict):
            tree.lines[*place, len(kept)] = tree.line((*place, index))
            kept.append(part)
            continue
        for slot, condition in part.items():
            conditional[slot] = condition
            tree.lines[*beside, slot] = tree.line((*place, index, slot))
    move["needs"] = kept


def check_conditions(names: Names) -> None:
    """Every condition compiles and names what the cases that it may judge have; problems are added
    to `names.problems`."""
    for pattern, kinds_of in _JUDGED.items():
        for place in places_of(names.tree.root, pattern.split(".")):
            text = at(names.tree.root, place)
            if isinstance(text, str):
                check_condition(names, text, kinds_of(names, place), place, COHORT)


def check_condition(
    names: Names, text: str, kinds: list[str], place: Place, facts: Collection[str]
) -> None:
    """One condition over cases of these kinds, which may name these facts."""
    # Conditions are rare, and only they need the expression language.
    from config.conditions import as_cel, problems_in

    form = {k: f for kind in kinds for k, f in names.section("cases", kind, "form").items()}
    problems = list(problems_in(text, form, names.tree.line(place), dotted(place), facts))
    names.problems.extend(problems)
    if not problems:
        check_words(names, as_cel(text), kinds, place)


def _own(names: Names, place: Place) -> list[str]:
    return [str(place[1])]


def _of_duty(names: Names, place: Place) -> list[str]:
    return [names.text("duties", str(place[1]), "case")]


def _naming(key: str) -> Callable[[Names, Place], list[str]]:
    """The kinds with a move that names the part at the place."""

    def find(names: Names, place: Place) -> list[str]:
        found = []
        for kind in names.section("cases"):
            for move in names.section("cases", kind, "moves").values():
                named = move.get(key) if isinstance(move, dict) else None
                if named == place[1] or (isinstance(named, list) and place[1] in named):
                    found.append(kind)
        return found

    return find


_JUDGED: dict[str, Callable[[Names, Place], list[str]]] = {
    "cases.*.moves.*.when": _own,
    "cases.*.moves.*.needs-when.*": _own,
    "duties.*.when": _of_duty,
    "quotas.*.when": _naming("takes"),
    "checklists.*.items.*.when": _naming("checklist"),
}
