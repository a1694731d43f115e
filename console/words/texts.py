"""What the console says beside the engine: Chinese first, English beside it."""

from functools import lru_cache
from typing import Any

from console.words.answers import ANSWERS
from console.words.labels import HEADS, LABELS
from states.words.joining import Texts, filling

_USUAL: Texts = {**ANSWERS, **HEADS, **LABELS}


def tables() -> tuple[Texts, ...]:
    """Every table; no two have a key in common."""
    from console.words.authoring import AUTHORING
    from console.words.bulk import BULK
    from console.words.calendars import CALENDARS
    from console.words.exports import EXPORTS
    from console.words.mistakes import MISTAKES
    from console.words.notices import NOTICES
    from console.words.options import OPTIONS
    from console.words.records import RECORDS
    from console.words.tables import TABLES

    others = (AUTHORING, BULK, CALENDARS, EXPORTS, MISTAKES, NOTICES, OPTIONS, RECORDS, TABLES)
    return (ANSWERS, HEADS, LABELS, *others)


@lru_cache(maxsize=1)
def _all() -> Texts:
    # what most commands never say is loaded once somebody does
    return {key: texts for table in tables() for key, texts in table.items()}


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
    texts = _USUAL.get(key) or _all().get(key)
    if texts is None:
        return ""
    if "what" in parameters:
        parameters["what"] = say(f"what.{parameters['what']}", lang) or parameters["what"]
    if "meant" in parameters:
        parameters["meant"] = _Hint(parameters["meant"])
    return texts[lang == "en"].format_map(_Blank(filling(parameters, lang)))


def known_keys() -> set[str]:
    """Every key that has a sentence."""
    return set(_all())
