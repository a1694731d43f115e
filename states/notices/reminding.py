"""Who is reminded of what on which day: the ladder of each duty, and of internal days.

The sweep and the preview use the same steps, so that what is shown is what goes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from config.dates import rules
from config.duty_types import Duty
from states.actions import retried
from states.compiled import Compiled
from states.deadlines import local_day, start_of_day
from states.history import instant, stamp
from states.instants import DAY, with_time
from states.notices.ladder import Basis, Rung, last_due, may_remind, rung, to_come
from states.notices.reminder_statements import reminder_statements
from states.notices.reminders import recipients
from states.notices.wording import Row, about_duty, duty_notice
from states.office import Office
from states.plan import Notice
from states.store import Tx
from states.sweeps.by_clock import Only

FORESEEN = timedelta(days=365)
"""How long before the legal day an internal day may lie: one of another year is not meant."""


@dataclass(frozen=True, slots=True)
class Due:
    """A duty that a step of its ladder has reached."""

    row: Row
    duty: Duty
    step: Rung


def remind(office: Office, compiled: Compiled, at: datetime, only: Only | None) -> int:
    """Put a reminder of every duty whose step has come into the outbox, once each; how many duties
    were reminded of."""
    return retried(partial(_remind_all, office, compiled, at, only))


def _remind_all(office: Office, compiled: Compiled, at: datetime, only: Only | None) -> int:
    told = 0
    with office.store.write() as tx:
        for name, duty in compiled.programme.duties.items():
            if only and name not in only.duties:
                continue
            for days in sorted(set(duty.remind)) if may_have_day(duty) else ():
                told += _keep(office, tx, compiled, at, _legal(tx, compiled, at, name, days))
        for day in _internal_days(tx, compiled, only):
            for days in sorted(set(compiled.programme.duties[day["duty"]].remind)):
                told += _keep(office, tx, compiled, at, _internal(tx, compiled, at, day, days))
    return told


def may_have_day(duty: Duty) -> bool:
    """Whether a case may ever have a day of this duty to be reminded of."""
    return bool(duty.day_from or duty.due_by) or not isinstance(duty.due.rule, rules.NoLimit)


def owed(tx: Tx, compiled: Compiled, at: datetime, name: str, last: date) -> list[dict[str, Any]]:
    """The open duties of a name that are due by a day and not yet over."""
    return _rows(tx, compiled, at, name, last, None)


def _rows(
    tx: Tx, compiled: Compiled, at: datetime, name: str, last: date, days: int | None
) -> list[dict[str, Any]]:
    s, zone = reminder_statements(), compiled.programme.zone
    wanted: dict[str, Any] = {"programme": compiled.key, "duty": name}
    wanted |= {} if days is None else {"days": days}
    if compiled.programme.duties[name].unverified:
        span = {"first": local_day(at, zone).isoformat(), "last": last.isoformat()}
        return tx.all(s.all_undated if days is None else s.undated, **span, **wanted)
    horizon = stamp(start_of_day(last + DAY, zone))
    statement = s.all_dated if days is None else s.dated
    return tx.all(statement, as_of=stamp(at), horizon=horizon, **wanted)


def _legal(tx: Tx, compiled: Compiled, at: datetime, name: str, days: int) -> list[Due]:
    last = last_due(compiled.calendar, local_day(at, compiled.programme.zone), days)
    rows = _rows(tx, compiled, at, name, last, days)
    duty = compiled.programme.duties[name]
    return [Due(row, duty, rung(compiled.calendar, _day(row), days)) for row in rows]


def _internal_days(tx: Tx, compiled: Compiled, only: Only | None) -> Iterator[dict[str, Any]]:
    rows = tx.all(reminder_statements().internal_days, programme=compiled.key)
    for row in rows:
        if row["duty"] in compiled.programme.duties and not (
            only and row["duty"] not in only.duties
        ):
            yield row


def _internal(tx: Tx, compiled: Compiled, at: datetime, internal: Row, days: int) -> list[Due]:
    day, today = date.fromisoformat(internal["day"]), local_day(at, compiled.programme.zone)
    step = rung(compiled.calendar, day, days, "internal")
    if not step.on <= today <= day:
        return []
    named = {name: internal[name] for name in ("programme", "duty", "jurisdiction", "day")}
    rows = tx.all(reminder_statements().internal, days=days, **named)
    duty = compiled.programme.duties[internal["duty"]]
    return [Due(row, duty, step) for row in rows if _day(row) - day <= FORESEEN]


def _keep(office: Office, tx: Tx, compiled: Compiled, at: datetime, found: list[Due]) -> int:
    """Write the notices, and that the steps are used; a step that came before the duty did is used
    without a notice."""
    if not found:
        return 0
    now, notices = office.recorded_at(tx), []
    today = local_day(at, compiled.programme.zone)
    marks: dict[Basis, list[dict[str, Any]]] = {"legal": [], "internal": []}
    told = 0
    for due in found:
        is_told = _is_told(compiled, due, today)
        told += is_told
        if is_told:
            notices += [one.row(now) for one in reminders(compiled, due, today)]
        this = {f"in_{key}": due.row[name] for key, name in _KEYS}
        marks[due.step.basis].append(this | {"days": due.step.days, "more": int(is_told)})
    tx.many(office.statements.new_notice, notices)
    tx.many(reminder_statements().set_reminded, marks["legal"])
    tx.many(reminder_statements().set_internal, marks["internal"])
    return told


_KEYS = (("case", "case_code"), ("duty", "duty"), ("n", "n"))


def _is_told(compiled: Compiled, due: Due, today: date) -> bool:
    if due.step.on <= born(compiled, due.row):
        return False
    left = sum(1 for step in _legal_left(compiled, due.duty, due.row) if step.on > today)
    return may_remind(due.row["told"], left, due.duty.reminders_at_most, due.step.basis)


def _legal_left(compiled: Compiled, duty: Duty, row: Row) -> Iterator[Rung]:
    after = born(compiled, row)
    return to_come(compiled.calendar, duty.remind, _day(row), row["reminded"], after)


def born(compiled: Compiled, row: Row) -> date:
    """The day on which a duty arose, or was given the day that it has."""
    return local_day(instant(row["restarted_at"] or row["opened_at"]), compiled.programme.zone)


def planned(
    compiled: Compiled, duty: Duty, row: Row, internal: date | None, today: date
) -> list[Due]:
    """Every reminder of a duty that is to come if nothing happens meanwhile, in order of days; what
    is due already stands on today."""
    after = born(compiled, row)
    steps = _reached(_legal_left(compiled, duty, row), today)
    if internal is not None and today <= internal < _day(row) <= internal + FORESEEN:
        used = row["reminded_internal"]
        inner = to_come(compiled.calendar, duty.remind, internal, used, after, "internal")
        steps += _reached(inner, today)
    found, told = [], row["told"]
    for step in sorted(steps, key=lambda step: (step.on, step.basis == "internal")):
        left = sum(1 for other in steps if other.basis == "legal" and other.on > step.on)
        if may_remind(told, left, duty.reminders_at_most, step.basis):
            told += 1
            found.append(Due(row, duty, step))
    return found


def _reached(steps: Iterable[Rung], today: date) -> list[Rung]:
    """The steps to come; of those whose day has passed only the last, now."""
    listed = list(steps)
    passed = [step for step in listed if step.on <= today]
    now = [Rung(s.days, s.due, today, s.was, s.basis) for s in passed[-1:]]
    return now + [step for step in listed if step.on > today]


def reminders(compiled: Compiled, due: Due, today: date) -> Iterator[Notice]:
    """The notices of one step, one for each who owes the duty."""
    row, step = due.row, due.step
    shown = {**row, "due_on": step.due.isoformat()}
    heading, text = about_duty(compiled, "remind", shown, today)
    if step.basis == "internal":
        legal = with_time(row["due_on"], row["due_at"], compiled.programme.zone)
        heading, text = f"{heading}（内部截止）", f"{text}法定截止 {legal}。"
    mark = "i" if step.basis == "internal" else ""
    place, rule = f"{step.due}/{step.days}{mark}", rung_rule(compiled, step)
    on = step.due.isoformat()
    for to in recipients(compiled.programme, row["owed_by"].split(","), row):
        yield duty_notice(
            row, "remind", place, to, (heading, text), rule=rule, due_on=on, basis=step.basis
        )


def rung_rule(compiled: Compiled, step: Rung) -> str:
    """Why a reminder goes out when it does; a step that was missed says its own day."""
    return rung(compiled.calendar, step.due, step.days, step.basis).rule()


def _day(row: Row) -> date:
    return date.fromisoformat(row["due_on"])
