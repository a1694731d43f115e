"""The JSON Schema that editors complete and check programme files with, made from the shapes.

It allows what the loader allows, in both languages; what only a whole file can show (names that
exist, ways that lead somewhere) is left to `check`.
"""

import json
from pathlib import Path
from typing import Any

from config.language.closed_words import GUARD_NAMES
from config.language.limit_keys import SHORT_FORMS
from config.language.shapes import ONLY_IF, SETTING, Shape, guard_named, root
from config.vocabulary import GUARDS

FILE = Path(__file__).parent / "programme.schema.json"
Schema = dict[str, Any]
# An editor reads 8 as a number and true as a yes; the loader reads the text that was written.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_FREE: Schema = {"type": "object"}


def as_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(_schema(), ensure_ascii=False, indent=1) + "\n"


def _schema() -> Schema:
    definitions: dict[str, Schema] = {"by-setting": _by_setting(), "text": _TEXT}
    main = _object(root(), definitions, "#")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "shidian 方案文件 / programme file",
        "description": "写法见 docs/programmes.md / see docs/programmes.md",
        **main,
        "$defs": dict(sorted(definitions.items())),
    }


def _by_setting() -> Schema:
    words = [SETTING, SHORT_FORMS[SETTING][0]]
    says = _says(SHORT_FORMS[SETTING])
    required = [{"required": [word]} for word in words]
    return {"type": "object", "anyOf": required, "description": says}


def _part(shape: Shape, definitions: dict[str, Schema]) -> Schema:
    """What may stand at a place: one of the forms of its part, or a choice by a setting."""
    forms: list[Schema] = [{"$ref": "#/$defs/by-setting"}]
    if shape.is_text:
        forms.append(_text(shape))
    if shape.keys and shape.each is None:
        forms.append(_named(shape, definitions))
        if shape.name == "GuardEntry":
            forms += [_named(guard_named(name), definitions, name) for name in GUARDS]
    elif shape.each is not None:
        forms.append(_open(shape, definitions))
    if shape.is_list:
        forms.append({"type": "array", "items": {"anyOf": forms.copy()}})
    return {"anyOf": forms} if shape.name != "Programme" else forms[-1]


def _named(shape: Shape, definitions: dict[str, Schema], suffix: str = "") -> Schema:
    name = f"{shape.name}-{suffix}" if suffix else shape.name
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(shape, definitions, f"#/$defs/{name}")
        if suffix:
            words = [suffix, GUARD_NAMES.get(suffix, suffix)]
            definitions[name]["properties"]["name"]["enum"] = words
    return {"$ref": f"#/$defs/{name}"}


def _object(shape: Shape, definitions: dict[str, Schema], place: str) -> Schema:
    properties: dict[str, Schema] = {}
    for key, inner in shape.keys.items():
        properties[key] = {
            "description": _says(shape.texts.get(key)),
            **_part(inner, definitions),
        }
        if shape.chinese(key) != key:
            properties[shape.chinese(key)] = {"$ref": f"{place}/properties/{key}"}
    if shape.name not in ("Programme", "Deadline"):
        for name in (ONLY_IF, SHORT_FORMS[ONLY_IF][0]):
            properties[name] = {"description": _says(SHORT_FORMS[ONLY_IF]), **_FREE}
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    needed = [[key, shape.chinese(key)] for key in shape.required]
    if needed:
        made["allOf"] = [{"anyOf": [{"required": [name]} for name in pair]} for pair in needed]
    return made


def _open(shape: Shape, definitions: dict[str, Schema]) -> Schema:
    assert shape.each is not None
    made: Schema = {"type": "object", "additionalProperties": _part(shape.each, definitions)}
    if shape.keys:
        made["properties"] = {
            name: {"description": _says(shape.texts.get(key)), **_TEXT}
            for key in shape.keys
            for name in (key, shape.chinese(key))
        }
    return made


def _text(shape: Shape) -> Schema:
    if not shape.words:
        return {"$ref": "#/$defs/text"}
    words = [word for pair in shape.words.items() for word in pair if word]
    if shape.is_closed:
        return {"enum": [*words, True, False] if "yes" in words else words}
    return {"anyOf": [{"enum": words}, _TEXT]}


def _says(text: tuple[str, str, str] | None) -> str:
    return f"{text[1]} / {text[2]}" if text and text[2] else text[1] if text else ""
