"""Who is told that a duty is overdue: at once, and step by step after that.

Everything goes into the outbox under a key of its own, so that nothing is told twice."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from config.declared import Length
from config.duty_types import Duty
from config.programme import Programme
from states.actions import retried
from states.compiled import Compiled
from states.deadlines import add_period
from states.history import stamp
from states.instants import local_day, with_time
from states.notices.wording import Row, about_duty, duty_key, duty_notice
from states.office import Office
from states.plan import Notice
from states.record.limit_statements import limit_statements
from states.sweeps.by_clock import CHUNK, Only

OVERDUE_RULE = "到期未办，记为逾期时即告知"


def recipients(programme: Programme, roles: Iterable[str], row: Row) -> list[str]:
    """Where a notice about a duty goes: role@jurisdiction, role@category, role@unit, or the role
    alone where it sees the whole programme. Units have no accounts where the legal acts happen in
    another system, so nothing is sent to them."""
    columns = {"jurisdiction": "jurisdiction", "category": "category", "unit": "unit_code"}
    found = []
    for role in dict.fromkeys(roles):
        declared = programme.roles.get(role)
        if declared and declared.scope == "unit" and programme.record == "elsewhere":
            continue
        column = columns.get(declared.scope) if declared else None
        found.append(f"{role}@{row.get(column) or ''}" if column else role)
    return found


def told_when_overdue(programme: Programme, duty: Duty, row: Row) -> list[str]:
    """Who hears at once that a duty is overdue: those who owe it, and those named for it."""
    return recipients(programme, (*row["owed_by"].split(","), *duty.escalate_to), row)


def overdue_key(row: Row, recipient: str, zone: str) -> str:
    """The key under which a recipient hears of it: once for each limit that the duty had."""
    return duty_key(row, "overdue", _limit(row, zone), recipient)


def _limit(row: Row, zone: str) -> str:
    """The day of a limit; with its time where it was extended within the day."""
    return with_time(row["due_on"], row["due_at"], zone) if row["extended"] else str(row["due_on"])


def overdue_notices(compiled: Compiled, duty: Duty, row: Row, today: date) -> Iterator[Notice]:
    """What is told when a duty is marked overdue; its row says also what a notice says of the
    case."""
    told = about_duty(compiled, "overdue", row, today)
    limit = _limit(row, compiled.programme.zone)
    for to in told_when_overdue(compiled.programme, duty, row):
        yield duty_notice(row, "overdue", limit, to, told, rule=OVERDUE_RULE)


def escalate(office: Office, compiled: Compiled, at: datetime, only: Only | None) -> int:
    """Take every step after an overdue day that has come, each once; how many were taken."""
    taken = 0
    for name, duty in compiled.programme.duties.items():
        if only and name not in only.duties:
            continue
        for number, step in enumerate(duty.escalate):
            due = _latest_due(compiled, step.after, at)
            work = partial(_escalate_chunk, office, compiled, name, number, due, at)
            while done := retried(work):
                taken += done
    return taken


def _latest_due(compiled: Compiled, after: Length, at: datetime) -> tuple[date, datetime]:
    """The latest day due, and the latest instant, from which so long has gone by: a step that
    counts in days is taken the day after."""
    today = local_day(at, compiled.programme.zone)
    if (spell := after.by_the_clock) is not None:
        return today, at - spell
    day = today - timedelta(days=1)
    if after.unit == "working-days":
        # the first of the last so many working days: a limit before it has them all behind it
        first = compiled.calendar.add_working_days(today, -after.n)
        return first - timedelta(days=1), at
    return add_period(day, -after.n, after.unit), at


def _escalate_chunk(
    office: Office,
    compiled: Compiled,
    name: str,
    number: int,
    due: tuple[date, datetime],
    at: datetime,
) -> int:
    statements = limit_statements(office.store.dialect)
    last, last_at = due
    with office.store.write() as tx:
        rows = tx.all(
            statements.escalatable,
            as_of=stamp(last_at),
            last=last.isoformat(),
            programme=compiled.key,
            version=compiled.version,
            duty=name,
            escalated=number,
            limit=CHUNK,
        )
        if rows:
            now = office.recorded_at(tx)
            notices = [one.row(now) for one in _steps(compiled, name, number, rows, at)]
            tx.many(office.statements.new_notice, notices)
            done = [{**_this(row), "escalated": number + 1} for row in rows]
            tx.many(statements.escalate_duty, done)
    return len(rows)


def _steps(
    compiled: Compiled, name: str, number: int, rows: list[dict[str, Any]], at: datetime
) -> Iterator[Notice]:
    duty, today = compiled.programme.duties[name], local_day(at, compiled.programme.zone)
    for row in rows:
        yield from step_notices(compiled, duty, number, row, today)


def step_notices(
    compiled: Compiled, duty: Duty, number: int, row: Row, today: date
) -> Iterator[Notice]:
    """What is told at one step after a duty is overdue."""
    step = duty.escalate[number]
    told = about_duty(compiled, "escalate", row, today)
    place = f"{_limit(row, compiled.programme.zone)}/{number + 1}"
    rule = f"逾期超过 {step.after.phrase or f'{step.after.n} {step.after.unit}'}，逐级上报"
    for to in recipients(compiled.programme, step.to, row):
        yield duty_notice(row, "escalate", place, to, told, rule=rule)


def _this(row: Row) -> dict[str, Any]:
    return {"in_case": row["case_code"], "in_duty": row["duty"], "in_n": row["n"]}
