"""Names in a programme file that point at other parts: each must exist, else the nearest is named.

Works on the plain tree, so that wrong names are reported together with wrong types. A name whose
part a setting has left out is taken out of lists.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from config.language.shortforms import SUGGESTIONS, nearest
from config.language.source import Place, Tree, dotted
from config.problems import Problem
from config.vocabulary import PUBLIC_PARTS, SYSTEM

CREATION = "creation"
STAYS = ("same", "不变", "=")

Known = dict[str, str]
"""Names that may stand at a place, each with its title."""


@dataclass(slots=True)
class Names:
    """What the plain tree declares, tolerant of wrong shapes."""

    tree: Tree
    dropped: set[Place]
    problems: list[Problem] = field(default_factory=list)

    def section(self, *place: str) -> dict[str, Any]:
        """The mapping at a place; empty if there is none."""
        found: Any = self.tree.root
        for key in place:
            found = found.get(key) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else {}

    def text(self, *place: str) -> str:
        """The text at a place; empty if there is none."""
        found = self.section(*place[:-1]).get(place[-1])
        return found if isinstance(found, str) else ""

    def family(self, kind: str) -> list[str]:
        """A kind, the kind it belongs to, and the kinds that belong to it."""
        parent = self.text("cases", kind, "of")
        children = [
            name for name in self.section("cases") if self.text("cases", name, "of") == kind
        ]
        siblings = [
            name
            for name in self.section("cases")
            if parent and name != kind and self.text("cases", name, "of") == parent
        ]
        return [kind, *([parent] if parent else []), *children, *siblings]

    def values(self, section: str, key: str, default: str) -> list[str]:
        """The values of one key in all parts of a section."""
        found = self.section(section)
        parts = [part.get(key, default) for part in found.values() if isinstance(part, dict)]
        return list(dict.fromkeys(part for part in parts if isinstance(part, str)))


@dataclass(frozen=True, slots=True)
class Target:
    """What a name may point at: the known names, where their parts stand, what they are called."""

    known: list[str]
    places: tuple[Place, ...]
    what: str


def _in(*place: str, what: str) -> Callable[[Names, Place], Target]:
    return lambda names, _: Target(list(names.section(*place)), (place,), what)


def _of_case(part: str, what: str, *extra: str) -> Callable[[Names, Place], Target]:
    """Parts of the case that the place belongs to: by its path, or by the `case` beside it."""

    def find(names: Names, place: Place) -> Target:
        kind = _kind_of(names, place)
        known = [*names.section("cases", kind, part), *extra]
        return Target(known, (("cases", kind, part),), what)

    return find


def _of_parent(part: str, what: str) -> Callable[[Names, Place], Target]:
    def find(names: Names, place: Place) -> Target:
        parent = names.text("cases", _kind_of(names, place), "of")
        return Target(list(names.section("cases", parent, part)), (("cases", parent, part),), what)

    return find


def _kind_of(names: Names, place: Place) -> str:
    if place[0] == "cases":
        return str(place[1])
    return names.text(str(place[0]), str(place[1]), "case")


def _family_moves(names: Names, place: Place) -> Target:
    kinds = names.family(_kind_of(names, place))
    known = [move for kind in kinds for move in names.section("cases", kind, "moves")]
    return Target(known, tuple(("cases", kind, "moves") for kind in kinds), "move")


def _family_kinds(names: Names, place: Place) -> Target:
    known = names.family(_kind_of(names, place))
    return Target([k for k in known if names.text("cases", k, "of")], (("cases",),), "case")


def _family_duties(names: Names, place: Place) -> Target:
    kinds = names.family(_kind_of(names, place))
    known = [
        name for name in names.section("duties") if names.text("duties", name, "case") in kinds
    ]
    return Target(known, (("duties",),), "duty")


def _own_duties(names: Names, place: Place) -> Target:
    kind = _kind_of(names, place)
    known = [name for name in names.section("duties") if names.text("duties", name, "case") == kind]
    return Target(known, (("duties",),), "duty")


def _causes(names: Names, place: Place) -> Target:
    """The causes for which the duty that an effect names may be paused; of one that may not be, no
    cause is wrong."""
    effect = at(names.tree.root, place[:-1])
    named = (effect.get(key) for key in ("pause", "resume", "target"))
    duty = next((name for name in named if isinstance(name, str)), "")
    causes = names.section("duties", duty, "pause").get("for", effect["for"])
    known = [str(cause) for cause in ([causes] if isinstance(causes, str) else causes)]
    return Target(known, (("duties", duty, "pause", "for"),), "cause")


def _of_counted(part: str, what: str) -> Callable[[Names, Place], Target]:
    def find(names: Names, place: Place) -> Target:
        kind = names.text("duties", str(place[1]), "count", "cases")
        return Target(list(names.section("cases", kind, part)), (("cases", kind, part),), what)

    return find


def _places(names: Names, _: Place) -> Target:
    """Jurisdictions as an exception may name them: by code, name, short name, or `kind:KIND`."""
    found = names.section("jurisdictions")
    parts = [part for part in found.values() if isinstance(part, dict)]
    titles = [part.get(key) for part in parts for key in ("name", "short")]
    kinds = [f"kind:{kind}" for kind in names.values("jurisdictions", "kind", "jurisdiction")]
    known = [*found, *(title for title in titles if isinstance(title, str)), *kinds]
    return Target(known, (("jurisdictions",),), "place")


def _of_any_case(part: str, what: str) -> Callable[[Names, Place], Target]:
    def find(names: Names, _: Place) -> Target:
        places = tuple(("cases", kind, part) for kind in names.section("cases"))
        return Target([key for place in places for key in names.section(*place)], places, what)

    return find


def _roles_and_system(names: Names, _: Place) -> Target:
    return Target([*names.section("roles"), SYSTEM], (("roles",),), "role")


def _groups(names: Names, _: Place) -> Target:
    return Target(names.values("categories", "group", "general"), (), "group")


def _place_kinds(names: Names, _: Place) -> Target:
    return Target(names.values("jurisdictions", "kind", "jurisdiction"), (), "place-kind")


REFERENCES: dict[str, Callable[[Names, Place], Target]] = {
    "cases.*.of": _in("cases", what="case"),
    "cases.*.opened.by": _of_parent("moves", "move"),
    "cases.*.opened.while": _of_parent("states", "state"),
    "cases.*.opened.each-year-of": _in("periods", what="period"),
    "cases.*.opened.each-half-of": _in("periods", what="period"),
    "cases.*.opened.each-quarter-of": _in("periods", what="period"),
    "cases.*.opened.each-month-of": _in("periods", what="period"),
    "cases.*.progress": _of_case("states", "state"),
    "cases.*.public.states": _of_case("states", "state"),
    "cases.*.public.fields": _of_case("form", "field", *PUBLIC_PARTS),
    "cases.*.moves.*.from": _of_case("states", "state"),
    "cases.*.moves.*.to": _of_case("states", "state", *STAYS),
    "cases.*.moves.*.by": _roles_and_system,
    "cases.*.moves.*.announced-by": _in("roles", what="role"),
    "cases.*.moves.*.announced-by.by": _in("roles", what="role"),
    "cases.*.moves.*.needs": _in("documents", what="document"),
    "cases.*.moves.*.needs-anew": _in("documents", what="document"),
    "cases.*.moves.*.sets": _of_case("form", "field"),
    "cases.*.moves.*.asks": _of_case("form", "field"),
    "cases.*.moves.*.asks-anew": _of_case("form", "field"),
    "cases.*.moves.*.checklist": _in("checklists", what="checklist"),
    "cases.*.moves.*.takes": _in("quotas", what="quota"),
    "cases.*.moves.*.gives-back.quotas": _in("quotas", what="quota"),
    "cases.*.moves.*.effects.*.move-parent": _of_parent("moves", "move"),
    "cases.*.moves.*.effects.*.open": _in("cases", what="case"),
    "cases.*.moves.*.effects.*.notify": _in("roles", what="role"),
    **{f"cases.*.moves.*.effects.*.{do}": _own_duties for do in ("renew", "pause", "resume")},
    "cases.*.moves.*.effects.*.for": _causes,
    "cases.*.moves.*.lapse-of": _own_duties,
    "cases.*.moves.*.effects.*.set-parent.*": _of_case("form", "field"),
    "document-templates.*.case": _in("cases", what="case"),
    "document-templates.*.in": _of_case("states", "state"),
    "quotas.*.case": _in("cases", what="case"),
    "quotas.*.year-from": _of_any_case("form", "field"),
    "quotas.*.groups": _groups,
    "duties.*.case": _in("cases", what="case"),
    "duties.*.opened": _of_case("moves", "move", CREATION),
    "duties.*.by": _in("roles", what="role"),
    "duties.*.day-from": _of_case("form", "field"),
    "duties.*.period": _in("periods", what="period"),
    "duties.*.bound-by": _of_case("moves", "move"),
    "duties.*.waived-by": _of_case("moves", "move"),
    "duties.*.escalate-to": _in("roles", what="role"),
    "duties.*.escalate.*.to": _in("roles", what="role"),
    "duties.*.counts-from.field": _of_case("form", "field"),
    "duties.*.counts-from.parent-field": _of_parent("form", "field"),
    "duties.*.counts-from.move": _of_case("moves", "move"),
    "duties.*.counts-from.parent": _of_parent("moves", "move"),
    "duties.*.counts-from.settled": _own_duties,
    "duties.*.extension.by": _in("roles", what="role"),
    "duties.*.pause.by": _in("roles", what="role"),
    "duties.*.exempt.by": _in("roles", what="role"),
    "duties.*.count.cases": _in("cases", what="case"),
    "duties.*.count.in": _of_counted("states", "state"),
    "duties.*.count.day": _of_counted("form", "field"),
    "rounds.*.case": _in("cases", what="case"),
    "rounds.*.lists": _of_case("states", "state"),
    "rounds.*.duties": _family_duties,
    "rounds.*.moves": _family_moves,
    "rounds.*.opens-children": _family_kinds,
    "rounds.*.releases": _of_case("moves", "move"),
    "rounds.*.judges": _in("quotas", what="quota"),
    "notices.*.duties": _in("duties", what="duty"),
    "notices.*.moves": _of_any_case("moves", "move"),
    "applies.by-field": _of_any_case("form", "field"),
    "seeds.*.case": _in("cases", what="case"),
}
"""Where names stand, and what they point at. `*` is any key or place in a list."""

KEYS: dict[str, Callable[[Names, Place], Target]] = {
    "duties.*.due-by": _places,
    "duties.*.extension.longest-by": _places,
    "quotas.*.caps": _place_kinds,
    "cases.*.moves.*.effects.*.set-parent": _of_parent("form", "field"),
    "cases.*.moves.*.needs-when": _in("documents", what="document"),
    "seeds.*.fields": _of_case("form", "field"),
}
"""Mappings whose keys are names of other parts."""

MAY_BE_EMPTY = {
    "needs",
    "needs-anew",
    "sets",
    "asks",
    "asks-anew",
    "takes",
    "quotas",
    "duties",
    "moves",
    "opens-children",
    "releases",
    "judges",
    "waived-by",
    "escalate-to",
    "progress",
    "clause",
}
"""Lists that mean nothing special when a setting has left all their names out."""


def resolve(tree: Tree, dropped: set[Place]) -> Names:
    """Every name looked up. Dropped names are taken out of the tree's lists; `problems` holds the
    unknown ones."""
    names = Names(tree, dropped)
    for pattern, target in REFERENCES.items():
        for place in places_of(tree.root, pattern.split(".")):
            _look_up(names, place, target(names, place))
    for pattern, target in KEYS.items():
        for place in places_of(tree.root, pattern.split(".")):
            found = at(tree.root, place)
            for key in found if isinstance(found, dict) else ():
                check_name(names, str(key), (*place, key), target(names, place))
    _clauses(names)
    return names


def places_of(root: Any, pattern: list[str], place: Place = ()) -> Iterator[Place]:
    """The places of a tree that a pattern fits."""
    if not pattern:
        yield place
        return
    head, rest = pattern[0], pattern[1:]
    keys: list[Any] = []
    if isinstance(root, dict):
        keys = list(root) if head == "*" else [head] if head in root else []
    elif isinstance(root, list) and head == "*":
        keys = list(range(len(root)))
    for key in keys:
        yield from places_of(root[key], rest, (*place, key))


def at(root: Any, place: Place) -> Any:
    """The part at a place that exists."""
    for key in place:
        root = root[key]
    return root


def _look_up(names: Names, place: Place, target: Target) -> None:
    value = at(names.tree.root, place)
    if isinstance(value, str):
        if check_name(names, value, place, target) == "dropped":
            if place[-1] in MAY_BE_EMPTY:
                at(names.tree.root, place[:-1])[place[-1]] = []
            else:
                complain(names, "name-left-out", place, target, value)
    elif isinstance(value, list):
        _look_up_list(names, value, place, target)


def _look_up_list(names: Names, value: list[Any], place: Place, target: Target) -> None:
    kept = []
    for index, name in enumerate(value):
        is_name = isinstance(name, str)
        if is_name and check_name(names, name, (*place, index), target) == "dropped":
            continue
        kept.append(name)
        if is_name and value.index(name) < index:
            complain(names, "name-twice", (*place, index), target, name)
    if value and not kept and place[-1] not in MAY_BE_EMPTY:
        complain(names, "name-left-out", place, target, "、".join(map(str, value)))
    value[:] = kept


def check_name(names: Names, name: str, place: Place, target: Target) -> str:
    """known, dropped, or unknown (which is then a problem)."""
    if name in target.known:
        return "known"
    if any((*where, name) in names.dropped for where in target.places):
        return "dropped"
    complain(names, "unknown-name", place, target, name)
    return "unknown"


def complain(names: Names, code: str, place: Place, target: Target, name: str) -> None:
    """A problem about one name."""
    if code == "unknown-name" and any(mark in name for mark in "，、；"):
        code = "wide-comma"
    choices = "、".join(list(dict.fromkeys(target.known))[:12]) or "—"
    is_wanted = code == "unknown-name" and len(names.problems) < SUGGESTIONS
    names.problems.append(
        Problem.of(
            code,
            names.tree.line(place),
            dotted(place),
            suggestion=_meant(names, name, target) if is_wanted else "",
            name=name,
            what=target.what,
            choices=choices,
        )
    )


def _meant(names: Names, name: str, target: Target) -> str:
    """The known name that is called so, or nearly so."""
    for where in target.places:
        for key, part in names.section(*map(str, where)).items():
            called = (
                [part.get(k) for k in ("title", "name", "short")] if isinstance(part, dict) else []
            )
            if key in target.known and name in (part, *called):
                return key
    return nearest(name, target.known)


def _clauses(names: Names) -> None:
    declared = list(names.section("clauses"))
    if not declared:
        return
    target = Target(declared, (("clauses",),), "clause")
    for place in _keys_named("clause", names.tree.root):
        _look_up(names, place, target)


def _keys_named(name: str, root: Any, place: Place = ()) -> Iterator[Place]:
    parts: list[tuple[Any, Any]] = []
    if isinstance(root, dict):
        parts = list(root.items())
    elif isinstance(root, list):
        parts = list(enumerate(root))
    for key, part in parts:
        if key == name and isinstance(part, str | list):
            yield (*place, key)
        else:
            yield from _keys_named(name, part, (*place, key))
