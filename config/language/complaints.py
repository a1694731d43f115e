"""pydantic's errors -> problems in sentences, at the line of the part that is wrong."""

import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from config.language.shortforms import SUGGESTIONS, nearest
from config.language.source import Place, Tree, dotted
from config.problems import Problem

Near = Callable[[str, Iterable[Any]], str]
_TYPES = {
    "missing": "missing-key",
    "string_type": "not-text",
    "dict_type": "not-mapping",
    "model_type": "not-mapping",
    "model_attributes_type": "not-mapping",
    "tuple_type": "not-list",
    "list_type": "not-list",
    "int_type": "not-a-count",
    "int_parsing": "not-a-count",
    "int_from_float": "not-a-count",
    "less_than_equal": "too-large",
    "greater_than_equal": "not-a-count",
    "string_pattern_mismatch": "bad-key-pattern",
    "literal_error": "not-an-option",
}
_OURS = {
    "count": "not-a-count",
    "yes-no": "not-yes-no",
    "day": "not-a-day",
    "no-such-day": "no-such-day",
}


def problems_of(
    error: ValidationError, tree: Tree, model: type[BaseModel], base: Place = ()
) -> Iterator[Problem]:
    """One problem for each thing that the types refuse. `base`: where the model's part stands."""
    for number, found in enumerate(error.errors(include_url=False)):
        loc = tuple(found["loc"])
        place: Place = (*base, *loc)
        near = nearest if number < SUGGESTIONS else _nothing
        yield _problem(dict(found), place, loc, tree, model, near)


def _nothing(_word: str, _known: Iterable[Any]) -> str:
    return ""


def _problem(
    found: dict[str, Any],
    place: Place,
    loc: Sequence[Any],
    tree: Tree,
    model: type[BaseModel],
    near: Near,
) -> Problem:
    kind = found["type"]
    value = _short(found.get("input"))
    line, key = tree.line(place), dotted(place)
    if kind == "extra_forbidden":
        return _unknown_key(tree, place, loc, model, near)
    if kind == "missing":
        return Problem.of("missing-key", line, key, name=place[-1])
    if kind == "value_error":
        return _own_words(found, line, key, value)
    if kind == "literal_error":
        options = _options(model, loc)
        return Problem.of(
            "not-an-option",
            line,
            key,
            suggestion=near(str(found.get("input")), options),
            value=value,
            choices="、".join(options),
        )
    code = _TYPES.get(kind, "")
    if code in ("not-mapping", "not-list") and isinstance(found.get("input"), str):
        code = "full-width-colon" if "：" in found["input"] else code
    if code:
        return Problem.of(code, line, key, value=value)
    return Problem.of("not-valid", line, key, value=value, reason=found["msg"])


def _own_words(found: dict[str, Any], line: int, key: str, value: str) -> Problem:
    error = found.get("ctx", {}).get("error")
    said = str(error) if error is not None else found["msg"]
    if said in _OURS:
        return Problem.of(_OURS[said], line, key, value=value)
    # types say both languages at once, the Chinese first
    chinese, _, english = said.removeprefix("Value error, ").partition(" / ")
    return Problem.of("said", line, key, reason=chinese, reason_en=english or chinese)


def _unknown_key(
    tree: Tree, place: Place, loc: Sequence[Any], model: type[BaseModel], near: Near
) -> Problem:
    name = str(place[-1])
    known = keys_at(model, loc[:-1])
    return Problem.of(
        "unknown-key",
        tree.line(place),
        dotted(place),
        suggestion=near(name, known),
        name=_short(name),
        known_keys="、".join(known),
    )


def keys_at(model: type[BaseModel], loc: Sequence[Any]) -> list[str]:
    """The keys that a file may write at a place of a model."""
    found = _annotation_at(model, loc)
    return _keys(found) if isinstance(found, type) and issubclass(found, BaseModel) else []


def _keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _options(model: type[BaseModel], loc: Sequence[Any]) -> list[str]:
    return [str(option) for option in _literals(_annotation_at(model, loc))]


def _literals(annotation: Any) -> Iterator[Any]:
    for argument in get_args(annotation):
        if isinstance(argument, str):
            yield argument
        else:
            yield from _literals(argument)


def _annotation_at(model: type[BaseModel], loc: Sequence[Any]) -> Any:
    current: Any = model
    for part in loc:
        current = _step(_bare(current), part)
        if current is None:
            return None
    return _bare(current)


def _step(current: Any, part: Any) -> Any:
    if isinstance(current, type) and issubclass(current, BaseModel):
        for name, info in current.model_fields.items():
            if part in (name, info.alias):
                return info.annotation
        return None
    arguments = [a for a in get_args(current) if a is not Ellipsis]
    return arguments[-1] if arguments else None


def _bare(annotation: Any) -> Any:
    """The type without Annotated and None around it."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, types.UnionType):
            rest = [a for a in get_args(annotation) if a is not type(None)]
            if len(rest) != 1:
                return annotation
            annotation = rest[0]
        else:
            return annotation


def _short(value: Any) -> str:
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
