"""Names as people know them, in both languages, to fill a sentence."""

from collections.abc import Mapping
from typing import Any

NONE = "—"


def titled(**given: Any) -> dict[str, str]:
    """For each name the title of the thing that a programme declares, or the titles of several; and
    under `X_en` in English, where the programme has English titles."""
    found: dict[str, str] = {}
    for name, things in given.items():
        several = things if isinstance(things, list | tuple) else (things,)
        found[name] = "、".join(thing.title for thing in several) or NONE
        if any(getattr(thing, "title_en", "") for thing in several):
            english = [getattr(thing, "title_en", "") or thing.title for thing in several]
            found[f"{name}_en"] = ", ".join(english)
    return found


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
