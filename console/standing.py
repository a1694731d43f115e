"""How a duty stands, in a word."""

from typing import TYPE_CHECKING

from console.words.texts import say

if TYPE_CHECKING:
    from states.queries.answers import Duty


def standing(duty: "Duty", lang: str) -> str:
    """未到期, 按期办结, 逾期失效; of a paused one how much of its limit is left."""
    if duty.stands_as == "paused":
        kept = duty.remainder or {}
        unit = say(f"unit.{kept.get('unit', 'days')}", lang)
        return say("status.paused", lang, n=kept.get("n", "—"), unit=unit)
    return say(f"status.{duty.stands_as}", lang)
