"""How words are put together in a sentence, in each language; nothing else knows the marks.

What a sentence is filled with may be a list, a title in two languages, or words to be put together
`later`: it becomes text once the language is known."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from config.settings import as_typed, called
from states.words.system import of_system

Texts = Mapping[str, tuple[str, str]]
"""Sentences by their keys: Chinese, and English beside it."""
_SHOWN, _LONG = 80, 1000
PROGRAM, BARE = "shidian", "program"
"""By these names a sentence that tells what to type calls the program: with the database that the
command line named, and without."""


@dataclass(frozen=True, slots=True)
class Titled:
    """The title of a thing in both languages; the Chinese one where there is no other."""

    title: str
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Words to be put together by a function that takes them and the language."""

    by: Callable[..., str]
    words: tuple[Any, ...]


def later(by: Callable[..., str], *words: Any) -> Unsaid:
    """What one of the functions below would say, once the language is known."""
    return Unsaid(by, words)


def listed(words: Iterable[Any], lang: str) -> str:
    """A list: 甲、乙."""
    return (", " if lang == "en" else "、").join(in_words(word, lang) for word in words)


def apart(parts: Iterable[Any], lang: str) -> str:
    """Remarks that are sentences of their own: 甲；乙."""
    return ("; " if lang == "en" else "；").join(in_words(part, lang) for part in parts)


def spaced(parts: Iterable[Any], lang: str) -> str:
    """Short remarks of one cell: 甲　乙."""
    return ("  " if lang == "en" else "　").join(in_words(part, lang) for part in parts)


def either(words: Iterable[Any], lang: str) -> str:
    """Several of which any will do: 甲或乙."""
    return (" or " if lang == "en" else "或").join(in_words(word, lang) for word in words)


def beside(word: Any, remark: Any, lang: str) -> str:
    """A word with a remark behind it: 甲（乙）; alone if there is none, or if it is the same."""
    said, more = in_words(word, lang), in_words(remark, lang)
    if not more or more == said:
        return said
    return f"{said} ({more})" if lang == "en" else f"{said}（{more}）"


def lacking(fields: Iterable[Any], lang: str) -> str:
    """That fields are empty: 甲、乙没有填."""
    said = listed(fields, lang)
    return f"{said} not filled in" if lang == "en" else f"{said}没有填"


def headed(head: Any, text: Any, lang: str) -> str:
    """A text behind its head: 甲：乙."""
    first, rest = in_words(head, lang), in_words(text, lang)
    return f"{first}: {rest}" if lang == "en" else f"{first}：{rest}"


def in_words(part: Any, lang: str) -> str:
    """Whatever a sentence names, as text."""
    match part:
        case Titled():
            return part.title_en if lang == "en" and part.title_en else part.title
        case Unsaid():
            return part.by(*part.words, lang)
        case list() | tuple():
            return listed(part, lang)
    return str(part)


def worded(parameters: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Parameters with all of it as text that is not a plain value, and what the system said in the
    language asked for."""
    found = {
        name: in_words(value, lang) if isinstance(value, list | tuple | Titled | Unsaid) else value
        for name, value in parameters.items()
    }
    if isinstance(detail := found.get("detail"), str):
        # what went wrong below, of which the system's own words are a part
        found["detail"] = of_system(detail, lang)
    return found


def brief(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters with any text that nobody would read to its end cut short."""
    return {
        name: f"{value[:_SHOWN]}…" if isinstance(value, str) and len(value) > _LONG else value
        for name, value in parameters.items()
    }


def of_program() -> dict[str, str]:
    """This program as it is typed, and its bare name."""
    return {PROGRAM: as_typed(), BARE: called()}


def filling(parameters: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What fills a sentence: the parameters in words, and this program as it is typed."""
    return {**worded(parameters, lang), **of_program()}
