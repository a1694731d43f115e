"""A programme file in Chinese, English or both -> the same file with English keys and words.

Only keys and closed words are translated, and only where they mean something: a state that the
author calls 名额 stays 名额. Problems found later are told in the words of the file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from config.language.closed_words import GUARD_NAMES
from config.language.limit_keys import SHORT_FORMS
from config.language.shapes import GUARD_ENTRY, ONLY_IF, SETTING, Shape, at, root
from config.language.shortforms import slips
from config.language.source import Place, Tree, dotted
from config.problems import Problem

_HAN = re.compile(r"[\u4e00-\u9fff]")
CHINESE_SETTING, CHINESE_ONLY_IF = SHORT_FORMS[SETTING][0], SHORT_FORMS[ONLY_IF][0]


Pair = tuple[str, str]
"""A key or word of ours: in English, in Chinese."""


@dataclass(slots=True)
class Translated:
    """A file with English keys; `keys` and `words` hold ours, by the place as written."""

    tree: Tree = field(default_factory=Tree)
    written: dict[str, Place] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    settings: dict[str, list[str]] = field(default_factory=dict)
    is_chinese: bool = False
    keys: dict[Place, Pair] = field(default_factory=dict)
    words: dict[Place, Pair] = field(default_factory=dict)

    def in_its_words(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems with the places and words that the author wrote."""
        return [_in_words(self, problem) for problem in problems]


def in_english(source: Tree) -> Translated:
    """The file as the loader reads it. Never raises; what is unknown stays as it is."""
    done = Translated()
    done.tree.problems = source.problems
    done.settings = _settings(source.root)
    done.is_chinese = sum(key in root().english for key in source.root) * 2 > len(source.root)
    done.tree.root = _part(done, source, source.root, root(), (), ())
    return done


def _settings(value: Any) -> dict[str, list[str]]:
    """The settings that the file declares, each with the names of its options."""
    shape = root()
    found = value if isinstance(value, dict) else {}
    declared = found.get("settings", found.get(shape.chinese("settings")))
    options = shape.keys["settings"].each
    assert options is not None
    word = options.chinese("options")
    made: dict[str, list[str]] = {}
    for name, setting in (declared if isinstance(declared, dict) else {}).items():
        given = setting if isinstance(setting, dict) else {}
        named = given.get("options", given.get(word))
        made[name] = list(named) if isinstance(named, dict) else []
    return made


def _part(done: Translated, source: Tree, value: Any, shape: Shape, old: Place, new: Place) -> Any:
    done.tree.lines[new] = source.line(old)
    if isinstance(value, str):
        return _word(done, value, shape, old)
    if isinstance(value, list):
        return [
            _part(done, source, part, shape, (*old, index), (*new, index))
            for index, part in enumerate(value)
        ]
    if old[:1] not in (("settings",), (root().chinese("settings"),)) and (
        name := _setting_of(done, value)
    ):
        return _by_setting(done, source, value, shape, name, old, new)
    return _mapping(done, source, value, at(shape, value), old, new)


def _word(done: Translated, value: str, shape: Shape, old: Place) -> str:
    english = shape.word(value)
    if chinese := shape.words.get(english):
        done.words[old] = (english, chinese)
    return english


def _setting_of(done: Translated, value: dict[str, Any]) -> str:
    """The setting that decides about a part; empty if none does."""
    name = value.get(SETTING, value.get(CHINESE_SETTING))
    is_chinese = SETTING not in value
    return name if isinstance(name, str) and (not is_chinese or name in done.settings) else ""


def _by_setting(
    done: Translated,
    source: Tree,
    value: dict[str, Any],
    shape: Shape,
    name: str,
    old: Place,
    new: Place,
) -> dict[str, Any]:
    made: dict[str, Any] = {SETTING: name}
    for key, part in value.items():
        if key in (SETTING, CHINESE_SETTING):
            _noted(done, source, (*old, key), (*new, SETTING))
            done.keys[*old, key] = (SETTING, CHINESE_SETTING)
        else:
            _noted(done, source, (*old, key), (*new, key))
            made[key] = _part(done, source, part, shape, (*old, key), (*new, key))
    options = done.settings.get(name, [])
    if len(made) == 1 and any(option in shape.words_english for option in options):
        # the chosen option's own name is the value, and it is one of our words
        made |= {option: shape.word(option) for option in options}
    return made


def _noted(done: Translated, source: Tree, old: Place, new: Place) -> None:
    done.tree.lines[new] = source.line(old)
    if old != new:
        done.written[dotted(new)] = old


def _mapping(
    done: Translated, source: Tree, value: dict[str, Any], shape: Shape, old: Place, new: Place
) -> dict[str, Any]:
    if shape.name == GUARD_ENTRY:
        value = _one_guard(done, source, value, shape, old)
    made: dict[str, Any] = {}
    done.shapes[dotted(new)] = shape
    for key, part in value.items():
        english = _english_key(shape, key, part)
        place: Place = (*new, english)
        if english in made:
            done.tree.problems.append(_twice(source, done, key, (*old, key), place))
            continue
        _noted(done, source, (*old, key), place)
        if chinese := _chinese_of(shape, english, key):
            done.keys[*old, key] = (english, chinese)
        inner = shape.keys.get(english) or shape.each or Shape()
        made[english] = _part(done, source, part, inner, (*old, key), place)
    return made


def _one_guard(
    done: Translated, source: Tree, value: dict[str, Any], shape: Shape, old: Place
) -> dict[str, Any]:
    """A guard with nothing beside its name; what stands there is complained of once."""
    guard = next(filter(shape.known, value), None)
    if guard is None or len(value) == 1:
        return value
    beside = [key for key in value if key != guard]
    place = (*old, beside[0])
    line, keys = source.line(place), "、".join(beside)
    found = Problem.of("guard-in-parts", line, dotted(place), guard=guard, keys=keys)
    done.tree.problems.append(found)
    return {guard: value[guard]}


def _english_key(shape: Shape, key: str, part: Any) -> str:
    if shape.each is not None:
        # free names, beside at most a key that holds a text
        return (shape.known(key) or key) if isinstance(part, str) else key
    if key == CHINESE_ONLY_IF and isinstance(part, dict):
        return ONLY_IF
    return shape.known(key) or key


def _chinese_of(shape: Shape, english: str, key: str) -> str:
    """The Chinese name of a key of ours; empty for a name of the author's."""
    if english == ONLY_IF and english not in shape.keys:
        return CHINESE_ONLY_IF if shape.each is None else ""
    return shape.texts[english][0] if english in shape.keys and english in shape.texts else ""


def _twice(source: Tree, done: Translated, key: str, old: Place, new: Place) -> Problem:
    first = done.tree.lines[new]
    return Problem.of("duplicate-key", source.line(old), dotted(old), name=key, first=first)


def _in_words(done: Translated, problem: Problem) -> Problem:
    parameters = dict(problem.parameters)
    parent, _, last = problem.key.rpartition(".")
    shape = done.shapes.get(parent, Shape())
    suggestion = problem.suggestion
    choices = _chinese_choices(problem, parameters, shape, last)
    if choices is not None:
        kind = "known_keys" if problem.code == "unknown-key" else "choices"
        parameters[kind] = "、".join(choices)
        suggestion = nearest_chinese(parameters.get("name") or parameters["value"], choices)
    elif problem.code == "missing-key" and done.is_chinese:
        parameters["name"] = shape.chinese(last)
    elif suggestion and done.is_chinese and problem.code == "unknown-key":
        suggestion = shape.chinese(suggestion)
    key = _as_written(done, problem.key)
    if problem.code == "missing-key" and done.is_chinese:
        key = key.removesuffix(last) + parameters["name"]
    return Problem(
        problem.code,
        problem.severity,
        problem.line,
        key,
        tuple(parameters.items()),
        suggestion,
        problem.clause,
    )


def _chinese_choices(
    problem: Problem, parameters: dict[str, str], shape: Shape, last: str
) -> list[str] | None:
    """What could stand there in Chinese, if the author wrote Chinese that is not known."""
    written = parameters.get("name") or parameters.get("value", "")
    if not _HAN.search(written):
        return None
    if problem.code == "unknown-key":
        return [shape.chinese(key) for key in shape.keys]
    if problem.code == "unknown-guard":
        return list(GUARD_NAMES.values())
    if problem.code == "not-an-option":
        inner = shape.keys.get(re.sub(r"\[\d+\]$", "", last), Shape())
        return list(inner.words.values()) or None
    return None


def nearest_chinese(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; of short words one character in common is near."""
    names = list(known)
    found = slips(word, names) or get_close_matches(word[:20], names, 1, 0.5)
    return found[0] if found else ""


def _as_written(done: Translated, key: str) -> str:
    head, rest = key, ""
    while head:
        if head in done.written:
            return dotted(done.written[head]) + rest
        cut = max(head.rfind("."), head.rfind("["))
        if cut < 0:
            break
        head, rest = head[:cut], head[cut:] + rest
    return key
