"""Whether a stored change of a duty's day was allowed by the version that its entry names: who, how
often, how far, with what. I5, I11, I12."""

from collections.abc import Iterable, Iterator
from typing import Any

from config.calendar import Calendar
from config.duty_types import Duty, Extension, Pausing
from states.audits.pace_rulings import PACES, is_paced_by, pace_broken
from states.compiled import Compiled
from states.decisions.consequences import FOLLOW_FIELD
from states.decisions.duty_acts import EXTEND, PARTS, PAUSE, RESUME, extended_until, right_of
from states.history import from_text
from states.plan import PUTTING_RIGHT
from states.record.stored import Entry
from states.words.entries import DONE_BEFORE, DROPPED, RIGHTS, SAID

HOW = {
    "extended": EXTEND,
    "paused": PAUSE,
    "resumed": RESUME,
    "recomputed": "recompute-due",
    "corrected": "correct-record",
}
"""The entry that may bring each change about; `moved` and `renewed` come with declared moves."""
BY_MOVES = ("moved", "renewed", "counted")
Breach = tuple[str, str, dict[str, Any]]


def rights_broken(
    compiled: Compiled | None, entry: Entry, effects: dict[str, Any], duty: str
) -> Iterator[Breach]:
    """What an act on a duty lacks: the right, the reason, the second person."""
    declared = compiled.programme.duties.get(duty) if compiled else None
    right = right_of(declared, entry.move) if declared and entry.move in PARTS else None
    if right is None:
        yield "I12", "ChangeNotProvided", {}
        return
    if entry.entry == "record":
        return
    if entry.role not in right.by:
        yield "I5", "RoleMayNot", {"role": entry.role}
    if not entry.reason:
        yield "I12", "ChangeWithoutReason", {}
    if getattr(right, "four_eyes", False) and "approval" not in effects:
        yield "I5", "ApprovalMissing", {}


def change_broken(
    compiled: Compiled | None, kind: str, entry: Entry, change: dict[str, Any], was: Any
) -> Iterator[Breach]:
    """What is wrong with a change of a duty that stood as `was` before, on a case of the kind."""
    how, now = change.get("how"), change.get("now", {})
    if not _is_provided(compiled, kind, entry, change, was):
        yield "I12", "ChangeNotProvided", {}
        if how not in SAID:
            return
    if "was" in change and change["was"] != [was.due_on, was.due_at]:
        yield "I12", "OldDayDiffers", {"stored": change["was"][0], "folded": was.due_on}
    if was.status == "overdue" and now.get("status") == "open":
        if not entry.reason and HOW.get(str(how)) == entry.move:
            yield "I12", "ChangeWithoutReason", {}
        if now.get("due_at") is not None and now["due_at"] <= entry.occurred_at:
            yield "I12", "OverdueRevoked", {"due_at": now["due_at"]}
    if how == "extended" and entry.entry == "decision":
        yield from _extension_broken(compiled, change, was, passed=_OVERRIDDEN in entry.flags)
    if how == "paused" and entry.entry == "decision":
        yield from _cause_broken(compiled, change)
    if how in PACES:
        yield from pace_broken(compiled, entry, change, was)


def _is_provided(
    compiled: Compiled | None, kind: str, entry: Entry, change: dict[str, Any], was: Any
) -> bool:
    """Whether an entry may bring such a change about at all."""
    how = change.get("how")
    if how in RIGHTS:
        return any(f'"{key}"' in entry.effects for key in PUTTING_RIGHT)
    if how == DROPPED:
        return _may_drop(compiled, str(change.get("duty")), entry)
    if how == DONE_BEFORE:
        done_at = change.get("now", {}).get("settled_at")
        is_fact = entry.entry == "record" and done_at == entry.occurred_at
        return bool(is_fact and was.status == "waived" and done_at < was.settled_at)
    if how in HOW and HOW[how] != entry.move:
        return how in PACES and is_paced_by(compiled, kind, entry, change)
    return how in (*HOW, *BY_MOVES)


def _may_drop(compiled: Compiled | None, name: str, entry: Entry) -> bool:
    """Whether with the entry a duty may be owed no longer: it gives a value by which the duty
    applies, or a date that it runs from, or is, or follows, the move from which it runs."""
    duty = compiled.programme.duties.get(name) if compiled else None
    if compiled is None or duty is None:
        return False
    fields, origin = from_text(entry.fields), duty.counts_from
    if not compiled.applied_by(name).isdisjoint(fields):
        return True
    if origin is None:
        return False
    if origin.parent or origin.parent_field:
        return entry.move == FOLLOW_FIELD
    return entry.move == origin.move or origin.field in fields


def _declared(compiled: Compiled | None, change: dict[str, Any]) -> Duty | None:
    return compiled.programme.duties.get(str(change.get("duty"))) if compiled else None


def _extension_broken(
    compiled: Compiled | None, change: dict[str, Any], was: Any, *, passed: bool
) -> Iterator[Breach]:
    now, duty = change["now"], _declared(compiled, change)
    right = duty.extension if duty else None
    if compiled is None or not isinstance(right, Extension):
        return  # said already
    if not was.due_at or not now.get("due_at") or now["due_at"] <= was.due_at:
        yield "I12", "DueShortened", {"due_at": was.due_at, "to": now.get("due_at")}
        return
    if right.order == "required" and not change.get("order"):
        yield "I12", "ChangeWithoutOrder", {}
    passed = passed and right.strength == "soft"
    if now.get("extended") != was.extended + 1:
        yield "I12", "ExtendedBeyond", {"times": right.times}
    if passed:
        return
    if was.extended + 1 > right.times:
        yield "I12", "ExtendedBeyond", {"times": right.times}
    if _is_too_far(compiled, right, was, now["due_at"]):
        yield "I12", "ExtendedBeyond", {"times": right.times}


def _is_too_far(compiled: Compiled, right: Extension, was: Any, due_at: str) -> bool:
    """Whether a limit was moved beyond what the version allows: by the calendar as it is, and as it
    was before the years in question were published."""
    lengths = [right.longest, *right.longest_by.values()]
    known = [length for length in lengths if length is not None]
    first = was.first_due_on or was.due_on

    def lasts(by: Calendar) -> Iterator[str]:
        ends = [extended_until(compiled, was.due_on, was.due_at, one, by)[1] for one in known]
        yield from [max(ends)] if ends else []
        if right.in_all is not None:
            yield extended_until(compiled, first, was.due_at, right.in_all, by)[1]

    calendars = _calendars(compiled.calendar, range(int(first[:4]), int(due_at[:4]) + 1))
    return all(due_at > min(lasts(by), default=due_at) for by in calendars)


def _calendars(calendar: Calendar, years: Iterable[int]) -> Iterator[Calendar]:
    """The calendar as it is, and as it was before any of the years was published."""
    yield calendar
    for year in years:
        calendar = calendar.with_year(calendar.guessed(year))
    yield calendar


def _cause_broken(compiled: Compiled | None, change: dict[str, Any]) -> Iterator[Breach]:
    duty = _declared(compiled, change)
    right = duty.pause if duty else None
    if isinstance(right, Pausing) and change.get("for") not in right.for_:
        yield "I12", "ChangeNotProvided", {}


_OVERRIDDEN = '"kind":"overridden"'
"""As it stands in the stored text; within a text that somebody wrote its marks are escaped."""
