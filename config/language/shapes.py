"""What may stand where in a programme file: the keys and closed words of every part, from the
types. Chinese names come from key_texts and closed_words; what is not there has none.
"""

import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from config.case_types import Effect, Guard, Move
from config.dates import rules
from config.declared import Deadline
from config.duty_types import CountsFrom
from config.language.closed_words import GUARD_NAMES, LIMIT_WORDS, NAMED_WORDS, WORDS, YES_NO
from config.language.key_texts import GUARD_TEXTS, KEY_TEXTS, Text
from config.language.limit_keys import LIMIT_TEXTS, SHORT_FORMS
from config.programme import Period, Programme
from config.vocabulary import GUARDS

DAYS = ("due-of", "first-day-of", "last-day-of", "day-after")
SETTING, ONLY_IF = "setting", "only-if"
GUARD_ENTRY = "GuardEntry"


@dataclass(slots=True)
class Shape:
    """One part: its keys (if they are closed), the shape of what stands under free names, and the
    words of ours that it may be (`is_closed`: only those). A list has the shape of its parts."""

    name: str = ""
    keys: "dict[str, Shape]" = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    each: "Shape | None" = None
    words: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    is_text: bool = False
    is_list: bool = False
    is_closed: bool = False
    english: dict[str, str] = field(default_factory=dict)

    def known(self, key: str) -> str | None:
        """The English key that a key of either language stands for; None if there is none."""
        return key if key in self.keys else self.english.get(key)

    def chinese(self, key: str) -> str:
        """The Chinese name of an English key; the key itself if it has none."""
        return self.texts[key][0] if key in self.texts else key

    def word(self, word: str) -> str:
        """The English word that a word of either language stands for."""
        return self.words_english.get(word, word)

    @property
    def words_english(self) -> dict[str, str]:
        """Chinese word -> English word."""
        return {chinese: english for english, chinese in self.words.items()}


def _closed(
    name: str,
    keys: dict[str, Shape],
    texts: dict[str, Text],
    required: tuple[str, ...] = (),
    **more: Any,
) -> Shape:
    english = {texts[key][0]: key for key in keys if key in texts}
    return Shape(name, keys, texts, required=required, english=english, **more)


@cache
def root() -> Shape:
    """The shape of a whole programme file."""
    shape = _model(Programme)
    places = shape.keys["jurisdictions"]
    listed = KEY_TEXTS["Jurisdictions"]
    places.name, places.texts = "Jurisdictions", listed
    places.keys, places.english = {"list": Shape(is_text=True)}, {listed["list"][0]: "list"}
    conventions = _model(rules.Conventions)
    del conventions.keys["zone"]
    shape.keys["conventions"] = conventions
    return shape


@cache
def _model(model: type[BaseModel]) -> Shape:
    name = model.__name__
    special = {Deadline: _deadline, Guard: _guard, Effect: _effect}.get(model)
    if special is not None:
        return special()
    keys, required = {}, []
    for attribute, info in model.model_fields.items():
        key = (info.alias or attribute).replace("_", "-")
        if key == ONLY_IF:
            continue  # it may stand in any part
        keys[key] = _annotation(info.annotation, f"{name}.{key}")
        if info.is_required():
            required.append(key)
    if model is Move:
        keys["needs"].each = Shape(is_text=True)  # a document with its condition
    if model is Period:
        keys, required = {"days": Shape(is_text=True), **keys}, []
    texts = KEY_TEXTS.get(name, {})
    if model is CountsFrom:
        keys |= {key: Shape(is_text=True) for key in DAYS[1:]}
        texts = texts | {key: SHORT_FORMS[key] for key in DAYS[1:]}
    # the event alone may stand for its mapping
    words = keys["event"].words if model is CountsFrom else {}
    is_text = name in ("State", "Period", "Length", "CountsFrom", "Announcement")
    return _closed(name, keys, texts, tuple(required), words=words, is_text=is_text)


def _annotation(annotation: Any, place: str) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotation(arguments[0], place)
    if origin in (Union, types.UnionType):
        (rest,) = (a for a in arguments if a is not type(None))
        return _annotation(rest, place)
    if origin is Literal:
        chinese = {word: WORDS[word] for word in arguments if word in WORDS}
        return Shape(
            place, words={**dict.fromkeys(arguments, ""), **chinese}, is_text=True, is_closed=True
        )
    if annotation is bool:
        return Shape(place, words=YES_NO, is_text=True, is_closed=True)
    if origin is tuple:
        return _listed(_annotation(arguments[0], place))
    if origin is dict:
        return Shape(place, each=_annotation(arguments[1], place))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation)
    return Shape(place, words=NAMED_WORDS.get(place, {}), is_text=True)


def _listed(shape: Shape) -> Shape:
    listed = Shape(**{name: getattr(shape, name) for name in Shape.__slots__})
    listed.is_list = True
    return listed


@cache
def _deadline() -> Shape:
    texts: dict[str, Text] = {
        key: (rules.FORM_KEYS[key], *says) for key, says in LIMIT_TEXTS.items()
    }
    texts |= {key: SHORT_FORMS[key] for key in DAYS}
    keys = {
        key: Shape(f"Deadline.{key}", words=LIMIT_WORDS.get(key, {}), is_text=True)
        for key in (*rules.FORM_KEYS, *DAYS)
    }
    return _closed("Deadline", keys, texts, is_text=True)


@cache
def parameters(guard: str) -> Shape:
    """The shape of a guard's parameters."""
    model = GUARDS[guard].parameters
    keys, required = {}, []
    for attribute, info in model.model_fields.items():
        key = info.alias or attribute.replace("_", "-")
        keys[key] = _annotation(info.annotation, f"{model.__name__}.{key}")
        if info.is_required():
            required.append(key)
    return _closed(guard, keys, GUARD_TEXTS, tuple(required))


@cache
def _guard() -> Shape:
    """A guard under its name; `guard_named` is the long form."""
    texts: dict[str, Text] = {
        name: (GUARD_NAMES.get(name, name), spec.help, "") for name, spec in GUARDS.items()
    }
    keys = {name: _rest(name) for name in GUARDS}
    return _closed(GUARD_ENTRY, keys, texts, words=GUARD_NAMES, is_text=True)


@cache
def _rest(guard: str) -> Shape:
    """What stands under the name of a guard: its own keys, and its parameters without `with`."""
    named = {key: shape for key, shape in guard_named(guard).keys.items() if key != "name"}
    keys = parameters(guard).keys | named
    texts = GUARD_TEXTS | KEY_TEXTS["Guard"]
    words = named["strength"].words
    return _closed(f"GuardShort-{guard}", keys, texts, words=words, is_text=True)


@cache
def guard_named(guard: str) -> Shape:
    """The long form of a guard, with `name`; an unknown name has free parameters."""
    keys: dict[str, Shape] = {}
    for attribute, info in Guard.model_fields.items():
        key = info.alias or attribute
        keys[key] = _annotation(info.annotation, f"Guard.{key}")
    keys["name"] = Shape("Guard.name", words=GUARD_NAMES, is_text=True)
    keys["with"] = parameters(guard) if guard in GUARDS else Shape(each=Shape(is_text=True))
    return _closed("Guard", keys, KEY_TEXTS["Guard"], ("name",))


@cache
def _effect() -> Shape:
    text = Shape(is_text=True)
    fields = Shape(each=text)
    acts = dict.fromkeys(get_args(Effect.model_fields["do"].annotation), text)
    acts["set-parent"] = fields
    do = Shape("Effect.do", words={name: WORDS[name] for name in acts}, is_text=True)
    keys = {"do": do, "target": text, "fields": fields, **acts, "for": text}
    return _closed("Effect", keys, KEY_TEXTS["Effect"])


def at(shape: Shape, value: Any) -> Shape:
    """The shape that fits a mapping: a guard in its long form is known by its name."""
    if shape.name != GUARD_ENTRY or not isinstance(value, dict):
        return shape
    key = KEY_TEXTS["Guard"]["name"][0]
    name = value.get("name", value.get(key))
    return guard_named(shape.word(name)) if isinstance(name, str) else shape
