"""A condition tried on made-up values of the right types: what compares a number with a text, or a
field with a word that it never holds, is found when the file is checked."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from config.language.shortforms import nearest
from config.problems import Problem

_ORGANISATION = {"name": "某单位", "code": "91330000000000000X"}
_SAMPLES: dict[str, Any] = {
    "number": 1.0,
    "money": 1.0,
    "year": 2026,
    "date": "2026-06-30",
    "yes-no": True,
    "organisation": _ORGANISATION,
    "organisations": [_ORGANISATION],
    "person": {"name": "某人", "code": "2026001"},
}
_NUMBERS = {"number", "money", "year"}
_COMPARED = re.compile(
    r"\bfields\s*(?:\.\s*(?P<a>\w+)|\[\s*['\"](?P<b>[^'\"]*)['\"]\s*\])\s*(?P<op>==|!=)\s*"
    r"(?P<value>'[^']*'|\"[^\"]*\"|-?[0-9][0-9.]*|(?:true|false)\b)"
)
Form = Mapping[str, Any]
"""The fields of a form as the file writes them."""


_WHOLE = re.compile(r"'[^']*'|\"[^\"]*\"|\[[^\]]*\]|(?<![\w.])[0-9]+(?![\w.])")


def in_decimals(text: str) -> str:
    """The condition with its whole numbers as decimals, since the language multiplies no number of
    a form, which may have decimals, by a whole one. Texts and lists stay as they are."""
    return _WHOLE.sub(lambda found: f"{found[0]}.0" if found[0].isdigit() else found[0], text)


def tried(text: str, program: Any, form: Form, line: int, key: str) -> Iterator[Problem]:
    """What shows that the condition can never be judged, or never hold."""
    yield from _words(text, form, line, key)
    if _clashes(program, form):
        import cel

        if _clashes(cel.compile(in_decimals(text)), form):
            yield Problem.of("condition-types", line, key, text=text)


def _clashes(program: Any, form: Form) -> bool:
    """Whether types speak against the condition; what values decide (an empty list, a missing key)
    cannot be tried here."""
    try:
        program.execute(_facts(form))
    except (TypeError, RuntimeError) as error:
        return isinstance(error, TypeError) or "Undefined" in str(error)
    except Exception:
        return False
    return False


def _facts(form: Form) -> dict[str, Any]:
    return {
        "fields": {name: _SAMPLES.get(_type(form, name), "文字") for name in form},
        **dict.fromkeys(("kind", "title", "jurisdiction", "jurisdiction_kind", "category"), "文字"),
        "unit": _ORGANISATION,
        "period": "2026",
        "opened_on": "2026-06-30",
        "state": "文字",
        "today": "2026-06-30",
        "children": [{"kind": "文字", "state": "文字"}],
        "parent": {"state": "文字"},
    }


def _type(form: Form, name: str) -> str:
    field = form.get(name)
    return str(field.get("type", "text")) if isinstance(field, dict) else "text"


def _words(text: str, form: Form, line: int, key: str) -> Iterator[Problem]:
    """Equality with a value that the field never has, which would quietly never hold."""
    for found in _COMPARED.finditer(text):
        name, value = found["a"] or found["b"], found["value"]
        kind, is_text = _type(form, name), value[0] in "'\""
        if name not in form:
            continue
        options = form[name].get("options") if kind == "choice" else None
        if isinstance(options, dict) and is_text and value[1:-1] not in options:
            near = nearest(value[1:-1], options) or _titled(options, value[1:-1])
            yield Problem.of(
                "condition-option",
                line,
                key,
                suggestion=near,
                name=name,
                value=value[1:-1],
                choices="、".join(map(str, options)),
            )
        elif is_text == (kind in _NUMBERS or kind == "yes-no"):
            yield Problem.of("condition-types", line, key, text=found[0])


def _titled(options: Mapping[str, Any], title: str) -> str:
    return next((str(option) for option, called in options.items() if called == title), "")
