"""Guards as a file writes them: the name is one of ours, its parameters fit, its names exist."""

from typing import Any

from pydantic import ValidationError

from config.complaints import problems_of
from config.problems import Problem
from config.references import Names, Target, at, check_name, complain, places_of
from config.shortforms import nearest
from config.source import Place, dotted
from config.vocabulary import FACTS, GUARDS

LONGEST_CONDITION = 2_000


def check_guards(names: Names) -> None:
    """Every guard of every move; problems are added to `names.problems`."""
    for place in places_of(names.tree.root, ["cases", "*", "moves", "*", "guards", "*"]):
        found = _entry(at(names.tree.root, place), place)
        if found is None:
            continue  # its type is wrong, which the types say
        name, parameters, where = found
        if name in GUARDS:
            _check_parameters(names, name, parameters, where)
        else:
            _unknown(names, name, place)


def _entry(value: Any, place: Place) -> tuple[str, dict[str, Any], Place] | None:
    """(name, parameters, where the parameters stand) of a guard in any of its forms."""
    if isinstance(value, str):
        return value, {}, place
    if not isinstance(value, dict):
        return None
    if "name" not in value and len(value) == 1:
        ((name, rest),) = value.items()
        place = (*place, name)
        value = {"name": name, **(rest if isinstance(rest, dict) else {})}
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
        read = model.model_validate(given)
    except ValidationError as error:
        names.problems.extend(problems_of(error, names.tree, model, place))
        return
    for key, value in read:
        for target in _targets(names, name, key, dict(read), place):
            for word in value if isinstance(value, tuple) else (value,):
                if check_name(names, str(word), (*place, key), target) == "dropped":
                    complain(names, "name-left-out", (*place, key), target, str(word))
    if name == "condition":
        _check_condition(names, given, place)


def _targets(
    names: Names, guard: str, key: str, read: dict[str, Any], place: Place
) -> list[Target]:
    kind = str(place[1])
    parent = names.text("cases", kind, "of")
    match guard, key:
        case "checklist-passed", "list":
            return [_section(names, "checklist", "checklists")]
        case "field-is", "field":
            return [_section(names, "field", "cases", kind, "form")]
        case "child-in", "kind":
            children = [k for k in names.section("cases") if names.text("cases", k, "of") == kind]
            return [Target(children, (("cases",),), "case")]
        case "child-in", "states":
            return [_section(names, "state", "cases", str(read["kind"]), "states")]
        case "parent-in", "states":
            return [_section(names, "state", "cases", parent, "states")]
        case "category-hint", "categories":
            return [_section(names, "category", "categories")]
        case "jurisdiction-kind", "one_of":
            kinds = names.values("jurisdictions", "kind", "jurisdiction")
            return [Target(kinds, (), "place-kind")]
        case _:
            return []


def _section(names: Names, what: str, *place: str) -> Target:
    return Target(list(names.section(*place)), (place,), what)


def _check_condition(names: Names, given: dict[str, Any], place: Place) -> None:
    """The expression compiles, and names only facts of a case and fields of its form."""
    import cel  # conditions are rare, and the library is only needed for them

    text, where = str(given["cel"]), (*place, "cel")
    line, key = names.tree.line(where), dotted(where)
    if len(text) > LONGEST_CONDITION:
        names.problems.append(Problem.of("condition-too-long", line, key, limit=LONGEST_CONDITION))
        return
    try:
        program = cel.compile(text)
    except Exception as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        names.problems.append(Problem.of("condition-unreadable", line, key, reason=reason))
        return
    for variable in program.variables():
        if variable not in FACTS:
            names.problems.append(
                Problem.of(
                    "condition-unknown",
                    line,
                    key,
                    suggestion=nearest(variable, FACTS),
                    name=variable,
                    choices="、".join(FACTS),
                )
            )
