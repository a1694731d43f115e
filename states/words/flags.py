"""What is noted against an act, and why others were refused, as it is kept: the Chinese sentence,
and what fills it, so that it can be told in English too."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from states.commands import Entry
from states.errors import BadInput, Refusal, Refused
from states.intake import printable
from states.words.joining import in_words
from states.words.texts import names_in


def flag_of(refusal: Refusal, entry: Entry) -> dict[str, Any]:
    """A reason that did not stop the act, as it is shown ever after."""
    kind = "warning"
    if refusal.strength != "warn":
        kind = "recorded-against-rule" if entry == "record" else "overridden"
    flag = {
        "code": refusal.code,
        "kind": kind,
        "clause": list(refusal.clause),
        "message": refusal.message(),
    }
    parameters = kept(refusal.code, refusal.parameters)
    return flag | ({"parameters": parameters} if parameters else {})


def as_kept(error: Refused | BadInput) -> list[dict[str, Any]]:
    """Every reason why a command was not done, as it is kept beside what was done."""
    if isinstance(error, Refused):
        return [
            found | {"parameters": {**found["parameters"], **kept(one.code, one.parameters)}}
            for one in error.refusals
            for found in (one.as_json(),)
        ]
    return [_kept_mistake(mistake) for mistake in error.mistakes]


def _kept_mistake(mistake: BadInput) -> dict[str, Any]:
    parameters, message = kept(mistake.code, mistake.parameters), printable(mistake.message())
    found: dict[str, Any] = {"code": mistake.code, "message": message, "clause": []}
    return {**found, **({"parameters": parameters} if parameters else {})}


def kept(code: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What the sentence of a code names, in Chinese, and under `X_en` where English differs."""
    found: dict[str, Any] = {}
    for name in _named(code):
        if name in parameters:
            said = parameters[name]
            found[name] = _plain(said, "zh")
            english = _plain(parameters.get(f"{name}_en") or said, "en")
            if english != found[name]:
                found[f"{name}_en"] = english
    return found


@lru_cache(maxsize=512)
def _named(code: str) -> tuple[str, ...]:
    names = (names_in(code, "zh") or frozenset()) | (names_in(code, "en") or frozenset())
    return tuple(sorted(names))


def _plain(value: Any, lang: str) -> Any:
    return value if isinstance(value, int | float | None) else printable(in_words(value, lang))
