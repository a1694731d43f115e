"""How a duty or a request stands, and what was noted against an act, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from console.words.texts import say
from states.words.joining import headed

if TYPE_CHECKING:
    from states.queries.answers import Duty, Request
    from states.queries.histories import Entry


def standing(duty: "Duty", lang: str) -> str:
    """未到期, 按期办结, 逾期失效; of a paused one how much of its limit is left."""
    if duty.stands_as == "paused":
        return paused(duty.remainder, lang)
    return say(f"status.{duty.stands_as}", lang)


def paused(remainder: Mapping[str, Any] | None, lang: str) -> str:
    """That a limit is paused, and how much of it is left."""
    kept = remainder or {}
    unit = kept.get("unit", "days")
    parts = _by_the_clock(kept["n"]) if unit == "seconds" else [(kept.get("n", "—"), unit)]
    left = " ".join(f"{n} {say(f'unit.{unit}', lang)}" for n, unit in parts)
    return say("status.paused", lang, left=left)


def _by_the_clock(seconds: int) -> list[tuple[int, str]]:
    """Hours and minutes, without those that are none; the seconds where it is less than both."""
    minutes, rest = divmod(seconds, 60)
    parts = [(minutes // 60, "hours"), (minutes % 60, "minutes")]
    return [part for part in parts if part[0]] or [(rest, "seconds")]


def barred(request: "Request", lang: str) -> str:
    """Why nobody can approve what waits; empty if somebody can."""
    if not request.is_open:
        return say("requests.moved-on", lang)
    return say("requests.nobody", lang) if request.lacks_approver else ""


def allowed(message: str, name: str | None, lang: str) -> str:
    """A rule that somebody allowed to pass, or what else was noted."""
    return headed(say("flag.allowed", lang, name=name), message, lang) if name else message


def noted(entry: "Entry", lang: str) -> list[str]:
    """What was noted against an entry."""
    name = (entry.approval or {}).get("name")
    return [
        allowed(str(flag["message"]), name if flag.get("kind") == "overridden" else None, lang)
        for flag in entry.flags
    ]
