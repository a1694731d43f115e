"""What would go to whom and when, if nobody did anything meanwhile: the same steps, merging, quiet
hours and words as of what really goes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select

from config.declared import Length
from config.duty_types import Duty
from states.compiled import Compiled
from states.deadlines import add_period
from states.history import instant, stamp
from states.instants import DAY, local_day, start_of_day
from states.notices.deliveries import Rules, Waiting, holders_of
from states.notices.messages import Message, merged, written
from states.notices.moot import ended_by_clock
from states.notices.reminder_statements import OF_CASE, reminder_statements
from states.notices.reminders import overdue_notices, step_notices
from states.notices.reminding import owed, planned, reminders
from states.office import Office
from states.plan import Notice
from states.store import Tx
from states.tables import cases, duties

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A message to come: when it may go out at the earliest, and what it says."""

    at: datetime
    message: Message
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class _Told:
    """A notice to come and the instant at which it arises, with the row of its duty."""

    at: datetime
    notice: Notice
    row: Row


_UNSETTLED = (
    select(duties, *OF_CASE)
    .join(cases, cases.c.code == duties.c.case_code)
    .where(
        or_(duties.c.status == "open", duties.c.status == "overdue"),
        duties.c.paused_at.is_(None),
        duties.c.programme == bindparam("programme"),
        duties.c.due_at <= bindparam("until"),
    )
    .order_by(duties.c.case_code, duties.c.duty, duties.c.n)
)


def foreseen(office: Office, rules: Rules, days: int) -> list[Foreseen]:
    """Every message of the present and the days to come, in order: what waits already, reminders,
    overdue marks and escalation."""
    now = office.clock.now()
    until = start_of_day(local_day(now, rules.frame.zone) + (days + 1) * DAY, rules.frame.zone)
    with office.store.read() as tx:
        told = [
            one
            for name, version in office.versions(tx).items()
            for one in _of_programme(office, tx, office.compiled(tx, name, version), now, until)
            if one.at < until
        ]
        waiting = Waiting.read(office, tx, now, rules.frame.zone)
        by_day: dict[datetime, list[Row]] = {}
        first = rules.quiet.until(now) or now
        by_day[first] = [dict(row) for row in waiting.true]
        for number, one in enumerate(sorted(told, key=lambda one: one.at), 1):
            at = max(one.at, now)
            by_day.setdefault(rules.quiet.until(at) or at, []).append(_as_waiting(one, -number))
        holders = holders_of(office, tx, now)
    return [
        _foreseen(at, message, rules)
        for at, rows in sorted(_days(by_day, rules).items())
        for message in merged(rows, holders).values()
    ]


def _days(by_instant: dict[datetime, list[Row]], rules: Rules) -> dict[datetime, list[Row]]:
    """What goes on one day goes together, at its first instant."""
    found: dict[date, tuple[datetime, list[Row]]] = {}
    for at, rows in sorted(by_instant.items()):
        day = rules.frame.today(at)
        known = found.setdefault(day, (at, []))
        known[1].extend(rows)
    return {at: rows for at, rows in found.values() if rows}


def _foreseen(at: datetime, message: Message, rules: Rules) -> Foreseen:
    return Foreseen(at, message, *written(message, rules.frame, at, "—"))


def _of_programme(
    office: Office, tx: Tx, compiled: Compiled, now: datetime, until: datetime
) -> Iterator[_Told]:
    zone, today = compiled.programme.zone, local_day(now, compiled.programme.zone)
    internal = {
        (row["duty"], row["jurisdiction"]): date.fromisoformat(row["day"])
        for row in tx.all(reminder_statements().internal_days, programme=compiled.key)
    }
    last = local_day(until, zone)
    for name, duty in compiled.programme.duties.items():
        ahead = timedelta(days=2 * max(duty.remind, default=0) + 400)
        for row in owed(tx, compiled, now, name, last + ahead) if duty.remind else ():
            day = internal.get((name, row["jurisdiction"] or ""))
            for due in planned(compiled, duty, row, day, today):
                at = start_of_day(due.step.on, zone)
                yield from (_Told(at, n, row) for n in reminders(compiled, due, due.step.on))
    yield from _overdue(office, tx, compiled, now, until)


def _overdue(
    office: Office, tx: Tx, compiled: Compiled, now: datetime, until: datetime
) -> Iterator[_Told]:
    zone, declared = compiled.programme.zone, compiled.programme.duties
    rows = tx.all(_UNSETTLED, programme=compiled.key, until=stamp(until))
    rows = [row for row in rows if row["duty"] in declared and row["due_on"] is not None]
    moot = ended_by_clock(office, tx, compiled, rows)
    for row in rows:
        duty, at = declared[row["duty"]], instant(row["due_at"])
        if row["status"] == "open":
            if duty.late == "lapse" or (row["case_code"], row["duty"], row["n"]) in moot:
                continue
            day = local_day(max(at, now), zone)
            yield from (_Told(at, n, row) for n in overdue_notices(compiled, duty, row, day))
        yield from _steps(compiled, duty, row, now)


def _steps(compiled: Compiled, duty: Duty, row: Row, now: datetime) -> Iterator[_Told]:
    zone = compiled.programme.zone
    for number in range(row["escalated"], len(duty.escalate)):
        after = duty.escalate[number].after
        at = taken_at(compiled, date.fromisoformat(row["due_on"]), instant(row["due_at"]), after)
        day = local_day(max(at, now), zone)
        yield from (_Told(at, n, row) for n in step_notices(compiled, duty, number, row, day))


def taken_at(compiled: Compiled, due: date, due_at: datetime, after: Length) -> datetime:
    """When a step after an overdue day is taken: so long after its instant, or at the beginning of
    the day after so many days."""
    if (spell := after.by_the_clock) is not None:
        return due_at + spell
    if after.unit == "working-days":
        on = compiled.calendar.add_working_days(due, after.n)
    else:
        on = add_period(due, after.n, after.unit)
    return start_of_day(on + DAY, compiled.programme.zone)


def _as_waiting(one: _Told, number: int) -> Row:
    """A notice to come as one that waits."""
    row, notice = one.row, one.notice
    return {
        **notice.row(stamp(one.at)),
        "id": number,
        "programme": row["programme"],
        "kind": row["kind"],
        "jurisdiction": row["jurisdiction"],
        "category": row["category"],
        "unit_code": row["unit_code"],
        "joint": row["joint"],
    }
