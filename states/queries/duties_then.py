"""The duties of a case as its entries up to an instant leave them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from states.history import from_text
from states.instants import hours_to, time_of
from states.queries.answers import Duty
from states.queries.duties import days_to, left_of, status_at, waited
from states.queries.outline import Outline
from states.queries.working_days import working_days_left
from states.words.entries import EXEMPT, Lang


def duties_then(
    o: Outline, case: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], at: datetime, lang: Lang
) -> tuple[Duty, ...]:
    """What was owed and done by then, judged at `at`; in the order in which it was opened."""
    found: dict[tuple[str, int], Duty] = {}
    for row in rows:
        effects = from_text(row["effects"])
        for opened in effects.get("opens", ()):
            found[opened[0], opened[1]] = _opened(o, case, opened, row["recorded_at"], at, lang)
        # what lapses is marked and ended by one entry
        for duty, n in effects.get("overdue", ()):
            if (duty, n) in found:
                found[duty, n] = replace(
                    found[duty, n], status="overdue", overdue_at=row["recorded_at"]
                )
        for duty, n, status in effects.get("settles", ()):
            if (duty, n) in found:
                found[duty, n] = _settled(found[duty, n], status, row)
        for change in effects.get("changes", ()):
            key = (change["duty"], change["n"])
            if key in found:
                found[key] = _moved(o, found[key], change["now"], at)
    return tuple(found.values())


def _settled(duty: Duty, status: Any, row: Mapping[str, Any]) -> Duty:
    at = row["occurred_at"]
    over = duty.due_at is not None and at >= duty.due_at
    waived, exempted = status == "waived", row["move"] == EXEMPT
    lapsed, exempted = waived and over and not exempted, waived and exempted
    return replace(duty, status=status, met_at=at, lapsed=lapsed, exempted=exempted)


_KEPT = ("due_on", "due_at", "overdue_at", "opens_at", "first_due_on", "paused_at")
_COUNTS = ("extended", "done")


def _moved(o: Outline, duty: Duty, now: Mapping[str, Any], at: datetime) -> Duty:
    """A duty with what an entry changed of it."""
    changed = {name: now[name] for name in (*_KEPT, *_COUNTS) if name in now}
    if "settled_at" in now:
        changed["met_at"] = now["settled_at"]
    if "status" in now:
        over = bool(duty.due_at and now.get("settled_at") and now["settled_at"] >= duty.due_at)
        changed["exempted"] = False
        changed["lapsed"] = now["status"] == "waived" and over and bool(now.get("settled_seq"))
    if "provisional" in now:
        changed["provisional"] = bool(now["provisional"])
    if "remainder" in now:
        changed["remainder"] = left_of(now["remainder"])
    moved = replace(duty, **changed)
    status = now.get("status", "open" if duty.is_unsettled else duty.status)
    left = days_to(o, moved.due_on, moved.due_at, at)
    time = time_of(moved.due_on, moved.due_at, o.zone)
    judged = status_at(status, moved.due_at, at)
    return replace(
        moved,
        status=judged,
        days_left=left,
        hours_left=hours_to(moved.due_on, moved.due_at, at, o.zone),
        working_days_left=working_days_left(o, moved.duty, moved.phrase, moved.due_on, at),
        due_time=time,
    )


def _opened(
    o: Outline, case: Mapping[str, Any], opened: list[Any], on: str, at: datetime, lang: Lang
) -> Duty:
    name, n, due_on, due_at, provisional, owed_by, *rest = opened
    more = rest[0] if rest else {}
    declared = o.duty(name)
    roles = tuple(owed_by.split(","))
    written = more.get("phrase") or declared.get("due", {}).get("phrase", "")
    return Duty(
        case=case["code"],
        duty=name,
        n=n,
        title=o.duty_title(name, lang),
        owed_by=roles,
        owed_by_titles=tuple(o.role_title(role, lang) for role in roles),
        phrase=written,
        clause=tuple(declared.get("clause", ())),
        due_on=due_on,
        due_at=due_at,
        status=status_at("open", due_at, at),
        met_at=None,
        provisional=bool(provisional),
        period=case["period"],
        opened_at=on,
        overdue_at=None,
        days_left=days_to(o, due_on, due_at, at),
        waited_days=waited(o, on, at),
        unverified=o.is_unverified(name, due_at),
        due_time=time_of(due_on, due_at, o.zone),
        hours_left=hours_to(due_on, due_at, at, o.zone),
        working_days_left=working_days_left(o, name, written, due_on, at),
    )
