"""Whether a stored pause or resumption is what the version and the history give: by which move, for
which cause, from which instant, with how much left. I12."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from states.compiled import Compiled
from states.decisions.pausing import left_of
from states.history import from_text, instant, stamp
from states.record.stored import Entry

PACES = {"paused": "pause", "resumed": "resume"}
"""The effect of a move that may bring such a change about."""


def is_paced_by(compiled: Compiled | None, kind: str, entry: Entry, change: dict[str, Any]) -> bool:
    """Whether a move brings the change about: that of the entry, or one of a later day that a fact
    recorded late makes up for."""
    name = change.get("by", entry.move)
    move = compiled.move(kind, name) if compiled and kind in compiled.programme.cases else None
    if move is None or ("by" in change and entry.entry != "record"):
        return False
    # the pause of a later day ends what a fact from before it began
    ways = {PACES[change["how"]]} | ({"pause"} if "by" in change else set())
    return any(
        effect.do in ways
        and effect.target == change["duty"]
        and effect.for_ in ("", change.get("for", effect.for_))
        for effect in move.effects
    )


def pace_broken(
    compiled: Compiled | None, entry: Entry, change: dict[str, Any], was: Any
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is wrong with a pause, or a resumption, of a duty that stood as `was` before."""
    at, now = change.get("on", entry.occurred_at), change["now"]
    if change["how"] == "paused":
        # of what was paused later than this the day is kept with what is left
        is_before = was.paused_at is not None and at < was.paused_at
        ran = {"on": was.due_on, "at": was.due_at, "basis": was.basis}
        ran = from_text(was.remainder) if is_before else ran
        if ran["at"] is None or at >= ran["at"]:
            yield "I12", "PausedAfterDue", {"due_at": ran["at"] or "—"}
            return
        kept = from_text(now.get("remainder") or "{}")
        right = {name: kept.get(name) for name in ("n", "unit")} | {n: ran[n] for n in ("on", "at")}
        if "basis" in kept:  # older records count a rest day at the end as left, and keep none
            right["basis"] = ran.get("basis")
        if compiled is not None and kept.get("unit") != "working-days":
            # which days are worked may have become known since
            right["n"] = left_of(compiled, right, instant(at), kept.get("unit")).n
        wrong = now.get("paused_at") != at or any(kept.get(key) != right[key] for key in right)
    else:
        kept = from_text(was.remainder or "{}")
        right = {"n": kept.get("n"), "unit": kept.get("unit")}
        wrong = was.paused_at is None or at < was.paused_at or change.get("left") != right
        if kept.get("unit") == "seconds":
            wrong = wrong or now["due_at"] != stamp(instant(at) + timedelta(seconds=kept["n"]))
        kept = change.get("left") or {}
    if wrong:
        yield "I12", "PauseWrong", {"stored": kept.get("n"), "right": right["n"]}
