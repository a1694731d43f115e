"""What the console says beside the engine: Chinese first, English beside it."""

from typing import Any

from console.words.answers import ANSWERS
from console.words.authoring import AUTHORING
from console.words.bulk import BULK
from console.words.calendars import CALENDARS
from console.words.exports import EXPORTS
from console.words.labels import HEADS, LABELS
from console.words.mistakes import MISTAKES
from console.words.notices import NOTICES
from console.words.options import OPTIONS
from console.words.records import RECORDS
from console.words.tables import TABLES
from states.words.joining import filling

_ALL: dict[str, tuple[str, str]] = {
    **MISTAKES,
    **HEADS,
    **LABELS,
    **ANSWERS,
    **OPTIONS,
    **AUTHORING,
    **BULK,
    **CALENDARS,
    **TABLES,
    **RECORDS,
    **EXPORTS,
    **NOTICES,
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


class _Hint(str):
    """A word that may be missing: `{meant:Did you mean *?}` says nothing without it."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        if not form:
            return str(self)
        return form.replace("*", str(self)) if self else ""


def say(key: str, lang: str, **parameters: Any) -> str:
    """The sentence of a key; empty if there is none."""
    texts = _ALL.get(key)
    if texts is None:
        return ""
    if "what" in parameters:
        parameters["what"] = say(f"what.{parameters['what']}", lang) or parameters["what"]
    if "meant" in parameters:
        parameters["meant"] = _Hint(parameters["meant"])
    return texts[lang == "en"].format_map(_Blank(filling(parameters, lang)))


def known_keys() -> set[str]:
    """Every key that has a sentence."""
    return set(_ALL)
