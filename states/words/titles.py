"""Names as people know them, in both languages, to fill a sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.words.joining import Titled, listed

NONE = "—"
NO_ROLE = Titled("这个方案里没有角色的", "without a role in this programme")
UNQUOTED = "…"
"""What is said instead of a personal value where others read it too."""


def titled(**given: Any) -> dict[str, str]:
    """For each name the title of the thing that a programme declares, or the titles of several; and
    under `X_en` in English, where the programme has English titles."""
    found: dict[str, str] = {}
    for name, things in given.items():
        several = things if isinstance(things, list | tuple) else (things,)
        named = titles(several)
        found[name] = listed(named, "zh") or NONE
        if any(title.title_en for title in named):
            found[f"{name}_en"] = listed(named, "en")
    return found


def in_year(title: str, year: str | None, lang: str) -> str:
    """The title of what is counted anew each year."""
    return f"{title} · {year}{'' if lang == 'en' else '年'}" if year else title


def titles(things: Iterable[Any]) -> list[Titled]:
    """The titles of things that a programme declares, for a list of them."""
    return [Titled(thing.title, getattr(thing, "title_en", "")) for thing in things]


def spoken(parameters: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The parameters as a sentence of that language takes them: in English, `X_en` for `X`."""
    if lang != "en":
        return dict(parameters)
    english = {
        name.removesuffix("_en"): value
        for name, value in parameters.items()
        if name.endswith("_en") and value
    }
    return {**parameters, **english}
