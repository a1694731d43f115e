"""A programme file -> a Programme. Every complaint names its line, its key and the nearest word."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from config.language.complaints import problems_of
from config.language.conditional import check_conditions, split_needs
from config.language.guard_entries import check_guards
from config.language.keys import in_english
from config.language.overrides import split_defaults
from config.language.references import resolve
from config.language.shortforms import write_out
from config.language.source import Tree, dotted, parse, read_file
from config.problems import BadProgramme, Problem, errors_of, in_order
from config.programme import Programme

PROGRAMMES = Path(__file__).parent / "programmes"


def load(path: Path | str, settings: Mapping[str, str] | None = None) -> Programme:
    """The programme of a file, with other choices for its settings if given.

    Raises BadProgramme with every problem; warnings alone do not refuse a file."""
    path = Path(path)
    return load_text(read_file(path), path.name, settings)


def load_text(
    text: str, name: str = "programme.yaml", settings: Mapping[str, str] | None = None
) -> Programme:
    """The programme of a text. Raises BadProgramme."""
    programme, problems = _check(text, name, settings)
    if programme is None:
        raise BadProgramme(name, problems)
    return programme


def load_shipped(name: str, settings: Mapping[str, str] | None = None) -> Programme:
    """One of the programmes that come with shidian, by its key. Raises BadProgramme."""
    return load(PROGRAMMES / f"{name}.yaml", settings)


def check(
    source: Path | str, settings: Mapping[str, str] | None = None
) -> tuple[Programme | None, list[Problem]]:
    """The programme of a path (or of a text, if it holds a line break) and ALL problems, in the
    order of the file; no programme if one of them is an error. Never raises for a bad file."""
    is_text = isinstance(source, str) and "\n" in source
    name = "programme.yaml" if is_text else Path(source).name
    try:
        text = str(source) if is_text else read_file(source)
        return _check(text, name, settings)
    except BadProgramme as error:
        return None, in_order(error.problems)


def _check(
    text: str, name: str, settings: Mapping[str, str] | None
) -> tuple[Programme | None, list[Problem]]:
    translated = in_english(parse(text, name))
    written = write_out(translated.tree, settings or {})
    tree = written.out
    problems = translated.tree.problems + tree.problems
    split_defaults(tree)
    split_needs(tree)
    names = resolve(tree, written.dropped)
    check_guards(names)
    check_conditions(names)
    problems += names.problems
    problems += _one_zone(tree)
    programme = None
    try:
        programme = Programme.model_validate(tree.root, by_alias=True, by_name=False)
    except ValidationError as error:
        problems += problems_of(error, tree, Programme)
    if programme is not None and not errors_of(problems):
        # Static checks look at a whole programme, which only now exists.
        from config.checks import check_programme

        for found in check_programme(programme):
            problems.append(found.placed(tree.line(found.place), dotted(found.place)))
    if errors_of(problems):
        programme = None
    return programme, in_order(translated.in_its_words(problems))


def _one_zone(tree: Tree) -> list[Problem]:
    """The time zone is said once, at the top; the conventions of dates take it from there."""
    conventions = tree.root.setdefault("conventions", {})
    if not isinstance(conventions, dict):
        return []
    if "zone" in conventions:
        place = ("conventions", "zone")
        return [
            Problem.of(
                "unknown-key",
                tree.line(place),
                dotted(place),
                name="zone",
                known_keys="named-day、rest-day、named-rest-day",
                suggestion="zone",
            )
        ]
    if isinstance(tree.root.get("zone"), str):
        conventions["zone"] = tree.root["zone"]
    return []
