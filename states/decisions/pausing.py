"""A limit that stops running and runs on. Pure."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from config.dates import rules
from states.compiled import Compiled
from states.dates.dated import again, dated
from states.deadlines import Due, is_late, local_day, start_of_day
from states.decisions import extensions
from states.decisions.own_duties import settled_as
from states.facts import Case, DutyRow
from states.history import as_text, from_text, instant, stamp
from states.plan import Changed

Against = tuple[str, dict[str, Any]]
"""The code of what keeps a limit from stopping or running on, and what fills its sentence."""


def pause(
    compiled: Compiled, case: Case, row: DutyRow, at: datetime, why: str
) -> Changed | Against:
    """The duty once its limit has stopped running at an instant, with what is left of it. What is
    called overdue, or done late, by that limit is so no longer: it had not run out."""
    zone = compiled.programme.zone
    if row.paused_at:
        since = local_day(instant(row.paused_at), zone).isoformat()
        return "DutyIsPaused", {"since": since, "cause": cause_of(row) or "—", "given": why}
    if row.due_on is None or row.due_at is None:
        return "NoDayToMove", {}
    if is_late(instant(row.due_at), at):
        return "PausedTooLate", {"due": row.due_on}
    ran: dict[str, Any] = {"on": row.due_on, "at": row.due_at}
    if row.basis:
        ran["basis"] = row.basis
    left = left_of(compiled, ran, at, _unit(compiled, case, row))
    kept = {"n": left.n, "unit": left.unit, **ran, "for": why}
    now: dict[str, Any] = {
        "due_on": None,
        "due_at": None,
        "provisional": 0,
        "basis": None,
        "first_due_on": row.first_due_on or row.due_on,
        "paused_at": stamp(at),
        "remainder": as_text(kept),
    }
    if row.status == "overdue":
        now |= {"status": "open", "overdue_at": None}
    elif row.status == "late":
        now["status"] = "met"
    return Changed(row, "paused", now, {"for": why})


def left_of(
    compiled: Compiled, ran: dict[str, Any], at: datetime, unit: str
) -> extensions.Remainder:
    """What is left at an instant of a limit as it `ran`, in a unit of limits or of what is left."""
    counted: rules.Unit = "hours" if unit == "seconds" else cast(rules.Unit, unit)
    due, zone = _due_at(compiled, ran["on"], ran["at"]), compiled.programme.zone
    if counted == "days" and "basis" in ran and due.clock is None:
        # a rest day that its end fell on only put off that end: it is none of its days
        stays = compiled.programme.conventions.model_copy(update=_STAYS)
        due = replace(due, on=again(ran["basis"], stays, compiled.calendar).due.on)
    return extensions.pause(due, at, unit=counted, zone=zone, calendar=compiled.calendar)


_STAYS = {"rest_day": "keep", "named_rest_day": "keep"}


def resume(compiled: Compiled, row: DutyRow, at: datetime) -> Changed | Against:
    """The duty once what was left of its limit runs on from an instant."""
    if not row.paused_at or not row.remainder:
        return "DutyNotPaused", {}
    if stamp(at) < row.paused_at:
        return "ResumedBeforePause", {"paused": row.paused_at}
    kept = from_text(row.remainder)
    now = _resumed(compiled, at, kept) | {"paused_at": None, "remainder": None}
    if row.status in ("met", "late") and row.settled_at:
        now["status"] = settled_as(row._replace(due_at=now["due_at"]), row.settled_at)
    return Changed(row, "resumed", now, {"left": {"n": kept["n"], "unit": kept["unit"]}})


def cause_of(row: DutyRow) -> str | None:
    """What the duty is paused for; None if it is not, or an older record does not tell."""
    kept = from_text(row.remainder) if row.paused_at and row.remainder else {}
    return kept.get("for")


def as_it_ran(row: DutyRow, at: str) -> DutyRow:
    """The duty as it ran at an instant: one that was paused after that had its day still."""
    if not row.paused_at or not row.remainder or row.paused_at <= at:
        return row
    kept = from_text(row.remainder)
    day = {"due_on": kept["on"], "due_at": kept["at"], "basis": kept.get("basis")}
    return row._replace(**day, paused_at=None, remainder=None)


def stands_still(row: DutyRow) -> bool:
    """Whether the duty has no limit that runs: it is paused, or has no day."""
    return bool(row.paused_at) or row.due_on is None or row.due_at is None


def _unit(compiled: Compiled, case: Case, row: DutyRow) -> rules.Unit:
    """The unit in which what is left is kept: that of the limit as it runs now."""
    if row.basis:
        rule: Any = rules.from_json(from_text(row.basis)["rule"])
    else:
        duty = compiled.programme.duties[row.duty]
        rule = compiled.limit_of(duty, case.jurisdiction).rule
    unit = rule.unit if isinstance(rule, rules.After) else "days"
    return unit if unit in ("working-days", *rules.BY_THE_CLOCK) else "days"


def _resumed(compiled: Compiled, at: datetime, kept: dict[str, Any]) -> dict[str, Any]:
    """The day on which what was left ends: counted like any limit from the day of resuming."""
    declared, calendar, basis = compiled.programme, compiled.calendar, None
    before = _due_at(compiled, kept["on"], kept["at"])
    left = extensions.Remainder(kept["n"], kept["unit"])
    if left.unit in ("days", "working-days") and before.clock is None:
        # with no day left it is due on the day of resuming: one day from the day before it
        unit: rules.Unit = "days" if left.unit == "days" else "working-days"
        rule = rules.After(n=max(left.n, 1), unit=unit)
        anchor = local_day(at, declared.zone) - timedelta(days=not left.n)
        (found,) = dated(rule, anchor, None, declared.conventions, calendar)
        due, basis = found.due, found.basis
    else:
        due = extensions.resume(before, left, at, zone=declared.zone, calendar=calendar)
    day = {"due_on": due.on.isoformat(), "due_at": stamp(due.at)}
    return day | {"provisional": int(due.provisional), "basis": basis}


def _due_at(compiled: Compiled, on: str, at: str) -> Due:
    """A stored day as a due: its clock is what its instant says beyond the end of the day."""
    zone = compiled.programme.zone
    day, moment = date.fromisoformat(on), instant(at)
    is_whole = moment == start_of_day(day + timedelta(days=1), zone)
    clock = None if is_whole else f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"
    return Due(day, moment, "", "", "", False, True, None, compiled.calendar.name, clock)
