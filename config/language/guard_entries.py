"""Guards as a file writes them: the name is one of ours, its parameters fit, its names exist."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from config.case_types import in_full
from config.language.complaints import problems_of
from config.language.conditional import check_condition
from config.language.references import Names, Target, at, check_name, complain, places_of
from config.language.shortforms import nearest
from config.language.source import Place, dotted
from config.problems import Problem
from config.vocabulary import FACTS, GUARDS


def check_guards(names: Names) -> None:
    """Every guard of every move; problems are added to `names.problems`."""
    for place in _places(names):
        found = _entry(at(names.tree.root, place), place)
        if found is None:
            continue  # its type is wrong, which the types say
        name, parameters, where = found
        if name in GUARDS:
            _check_parameters(names, name, parameters, where)
        else:
            _unknown(names, name, place)


def _places(names: Names) -> Iterator[Place]:
    for place in places_of(names.tree.root, ["cases", "*", "moves", "*", "guards"]):
        value = at(names.tree.root, place)
        if isinstance(value, list):
            yield from ((*place, index) for index in range(len(value)))
        else:
            yield place


def _entry(value: Any, place: Place) -> tuple[str, dict[str, Any], Place] | None:
    """(name, parameters, where the parameters stand) of a guard in any of its forms."""
    if isinstance(value, str):
        return value, {}, place
    if not isinstance(value, dict):
        return None
    if "name" not in value and len(value) == 1:
        ((name, rest),) = value.items()
        place = (*place, name)
        value = {"name": name, **(in_full(rest) if isinstance(rest, dict) else {})}
        if isinstance(rest, dict) and "with" not in rest:
            return name, value.get("with", {}), place
    name, parameters = value.get("name"), value.get("with", {})
    if not isinstance(name, str) or not isinstance(parameters, dict):
        return None
    return name, parameters, (*place, "with")


def _unknown(names: Names, name: str, place: Place) -> None:
    names.problems.append(
        Problem.of(
            "unknown-guard",
            names.tree.line(place),
            dotted(place),
            suggestion=nearest(name, GUARDS),
            name=name,
            choices="、".join(GUARDS),
        )
    )


def _check_parameters(names: Names, name: str, given: dict[str, Any], place: Place) -> None:
    model = GUARDS[name].parameters
    try:
        read = model.model_validate(given, by_alias=True, by_name=False)
    except ValidationError as error:
        names.problems.extend(problems_of(error, names.tree, model, place))
        return
    for key, value in read:
        where = (*place, key.replace("_", "-"))
        for target in _targets(names, name, key, dict(read), place):
            for word in value if isinstance(value, tuple) else (value,):
                if check_name(names, str(word), where, target) == "dropped":
                    complain(names, "name-left-out", where, target, str(word))
    if name == "condition":
        check_condition(names, str(given["cel"]), [str(place[1])], (*place, "cel"), FACTS)


def _targets(
    names: Names, guard: str, key: str, read: dict[str, Any], place: Place
) -> list[Target]:
    kind = str(place[1])
    parent = names.text("cases", kind, "of")
    match guard, key:
        case "other-person", "moves":
            return [_section(names, "move", "cases", kind, "moves")]
        case "checklist-passed", "list":
            return [_section(names, "checklist", "checklists")]
        case "field-is" | "not-recused", "field":
            return [_section(names, "field", "cases", kind, "form")]
        case "child-in", "kind":
            children = [k for k in names.section("cases") if names.text("cases", k, "of") == kind]
            return [Target(children, (("cases",),), "case")]
        case "child-in", "states":
            return [_section(names, "state", "cases", str(read["kind"]), "states")]
        case "at-most-times", "move":
            return [_section(names, "move", "cases", kind, "moves")]
        case "parent-in", "states":
            return [_section(names, "state", "cases", parent, "states")]
        case "category-hint", "categories":
            return [_section(names, "category", "categories")]
        case "jurisdiction-kind", "one_of":
            kinds = names.values("jurisdictions", "kind", "jurisdiction")
            return [Target(kinds, (), "place-kind")]
        case "no-earlier-outcome" | "not-banned", _:
            return _looked_back_at(names, key, read)
        case _:
            return []


def _looked_back_at(names: Names, key: str, read: dict[str, Any]) -> list[Target]:
    """Only the names of this programme can be looked up; those of another are in its own file."""
    part = {"states": "states", "field": "form"}.get(key)
    if set(read["programmes"]) - {names.text("programme")} or (part is None and key != "kinds"):
        return []
    kinds = list(names.section("cases"))
    if part is None:
        return [Target(kinds, (("cases",),), "case")]
    places = tuple(("cases", kind, part) for kind in kinds if kind in (read["kinds"] or kinds))
    known = [name for place in places for name in names.section(*place)]
    return [Target(known, places, "state" if part == "states" else "field")]


def _section(names: Names, what: str, *place: str) -> Target:
    return Target(list(names.section(*place)), (place,), what)
