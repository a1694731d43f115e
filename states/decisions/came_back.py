"""Which slots of quotas came back by an entry, read from its effects alone. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any


def given_back(effects: Mapping[str, Any], corrections: Iterable[Mapping[str, Any]]) -> set[str]:
    """The slots whose coming back is the doing of an entry, by its effects and by what its
    corrections by the same move say."""
    given = {*effects.get("gives", {})} - {*undoing(effects).get("freed", ())}
    for about in corrections:
        given = set(about.get("gives", given))
    return given


def undoing(effects: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of the slots that an entry takes and gives back only undoes what another one did."""
    about = effects.get("corrects", effects.get("reopens", {}))
    found: Mapping[str, Any] = about.get("undoes", {})
    return found
