"""What was noted against an act, or why it was refused, told later: in Chinese as it was written,
in English from the code and what fills its sentence.

Entries of the first version kept the Chinese sentence alone; those stay Chinese if theirs names
anything."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from states.errors import Refusal
from states.words.texts import names_in

if TYPE_CHECKING:
    from states.commands import Receipt

Noted = Mapping[str, Any]
"""A flag or a refusal as stored: `code`, `clause`, `message`, `parameters`."""


def retold(noted: Noted, lang: str) -> str:
    """The sentence of what was noted, in the language asked for if it can be said in that."""
    message = str(noted.get("message", noted.get("code", "")))
    if lang != "en":
        return message
    parameters = noted.get("parameters") or {}
    needed = names_in(str(noted.get("code")), lang)
    if needed is None or needed - parameters.keys():
        return message
    return Refusal(noted["code"], tuple(noted["clause"]), parameters).message(lang)


def told(noted: Noted, lang: str) -> dict[str, Any]:
    """What was noted, with its sentence in the language asked for."""
    return {**noted, "message": retold(noted, lang)}


def flags_of(receipt: "Receipt", lang: str) -> tuple[str, ...]:
    """What was noted against the act of a receipt."""
    return tuple(retold(flag, lang) for flag in receipt.noted) or receipt.flags


def receipt_as_json(receipt: "Receipt", lang: str) -> dict[str, Any]:
    """A receipt for programs, its flags in the language asked for."""
    return receipt.as_json() | {"flags": list(flags_of(receipt, lang))}
