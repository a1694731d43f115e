"""Who is told of a duty and when: before its day, when it is overdue, and step by step after that.

Everything goes into the outbox under a key of its own, so that nothing is told twice."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from config.declared import Length
from config.duty_types import Duty
from config.programme import Programme
from states.actions import retried
from states.by_clock import CHUNK, Only
from states.compiled import Compiled
from states.deadlines import add_period
from states.history import stamp
from states.instants import local_day
from states.limit_statements import limit_statements
from states.office import Office
from states.plan import Notice
from states.store import Tx

Row = Mapping[str, Any]


def recipients(programme: Programme, roles: Iterable[str], row: Row) -> list[str]:
    """Where a notice about a duty goes: role@jurisdiction, role@category, role@unit, or the role
    alone where it sees the whole programme."""
    columns = {"jurisdiction": "jurisdiction", "category": "category", "unit": "unit_code"}
    found = []
    for role in dict.fromkeys(roles):
        declared = programme.roles.get(role)
        column = columns.get(declared.scope) if declared else None
        found.append(f"{role}@{row.get(column) or ''}" if column else role)
    return found


def told_when_overdue(programme: Programme, duty: Duty, row: Row) -> list[str]:
    """Who hears at once that a duty is overdue: those who owe it, and those named for it."""
    return recipients(programme, (*row["owed_by"].split(","), *duty.escalate_to), row)


def overdue_key(row: Row, recipient: str) -> str:
    """The key under which a recipient hears of it: once for each day that the duty had."""
    day = row["due_on"]
    return f"overdue/{row['case_code']}/{row['duty']}/{row['n']}/{day}/{recipient}"


def overdue_notices(programme: Programme, duty: Duty, row: Row, title: str) -> Iterator[Notice]:
    """What is told when a duty is marked overdue."""
    for recipient in told_when_overdue(programme, duty, row):
        yield Notice(
            key=overdue_key(row, recipient),
            topic="overdue",
            recipient=recipient,
            case=row["case_code"],
            subject=f"{duty.title}：{row['due_on']} 已到期未办",
            body=f"{row['case_code']} {title}，{row['phrase']}，截至 {row['due_on']} 未办。",
        )


def escalate(office: Office, compiled: Compiled, at: datetime, only: Only | None) -> int:
    """Take every step after an overdue day that has come, each once; how many were taken."""
    taken = 0
    for name, duty in compiled.programme.duties.items():
        if only and name not in only.duties:
            continue
        for number, step in enumerate(duty.escalate):
            last = _latest_due(compiled, step.after, at)
            work = partial(_escalate_chunk, office, compiled, name, number, last, at)
            while done := retried(work):
                taken += done
    return taken


def _latest_due(compiled: Compiled, after: Length, at: datetime) -> date:
    """The latest day due from which so long has gone by: the step is taken the day after."""
    day = local_day(at, compiled.programme.zone) - timedelta(days=1)
    if after.unit == "working-days":
        back = compiled.calendar.add_working_days(day + timedelta(days=1), -after.n)
        return min(back, day)
    return add_period(day, -after.n, after.unit)


def _escalate_chunk(
    office: Office, compiled: Compiled, name: str, number: int, last: date, at: datetime
) -> int:
    statements = limit_statements(office.store.dialect)
    with office.store.write() as tx:
        rows = tx.all(
            statements.escalatable,
            as_of=stamp(at),
            last=last.isoformat(),
            programme=compiled.key,
            version=compiled.version,
            duty=name,
            escalated=number,
            limit=CHUNK,
        )
        if rows:
            now = office.recorded_at(tx)
            tx.many(office.statements.new_notice, list(_steps(compiled, name, number, rows, now)))
            done = [{**_this(row), "escalated": number + 1} for row in rows]
            tx.many(statements.escalate_duty, done)
    return len(rows)


def _steps(
    compiled: Compiled, name: str, number: int, rows: list[dict[str, Any]], now: str
) -> Iterator[dict[str, Any]]:
    duty = compiled.programme.duties[name]
    step = duty.escalate[number]
    for row in rows:
        for recipient in recipients(compiled.programme, step.to, row):
            place = f"{row['case_code']}/{row['duty']}/{row['n']}/{row['due_on']}/{number + 1}"
            how_long = step.after.phrase or f"{step.after.n} {step.after.unit}"
            yield {
                "key": f"escalate/{place}/{recipient}",
                "topic": "escalate",
                "recipient": recipient,
                "case_code": row["case_code"],
                "subject": f"{duty.title}：{row['due_on']} 到期，已逾期超过 {how_long}",
                "body": f"{row['case_code']} {row['title']}，{row['phrase']}，至今未办。",
                "created_at": now,
            }


def remind(office: Office, compiled: Compiled, at: datetime, only: Only | None) -> int:
    """Remind of every duty whose day comes near, once for each step of its ladder."""
    return retried(partial(_remind_all, office, compiled, at, only))


def _remind_all(office: Office, compiled: Compiled, at: datetime, only: Only | None) -> int:
    told = 0
    with office.store.write() as tx:
        for name, duty in compiled.programme.duties.items():
            for days in sorted(duty.remind) if not only or name in only.duties else ():
                told += _remind_at(office, tx, compiled, at, name, days)
    return told


def _remind_at(
    office: Office, tx: Tx, compiled: Compiled, at: datetime, name: str, days: int
) -> int:
    title = compiled.programme.duties[name].title
    wanted = {"programme": compiled.key, "duty": name, "days": days}
    until = at + timedelta(days=days)
    if compiled.programme.duties[name].unverified:
        zone = compiled.programme.zone
        first, last = local_day(at, zone).isoformat(), local_day(until, zone).isoformat()
        rows = tx.all(office.statements.remindable_unverified, first=first, last=last, **wanted)
    else:
        rows = tx.all(office.statements.remindable, as_of=stamp(at), horizon=stamp(until), **wanted)
    if rows:
        now = office.recorded_at(tx)
        notices = [_reminder(row, title, days, now) for row in rows]
        tx.many(office.statements.new_notice, notices)
        tx.many(office.statements.set_reminded, [{**_this(row), "days": days} for row in rows])
    return len(rows)


def _reminder(row: dict[str, Any], title: str, days: int, now: str) -> dict[str, Any]:
    mark = "" if row["due_at"] else "（待核）"
    # a duty that got another day is reminded of anew
    again = f"/{row['due_on']}" if row["first_due_on"] else ""
    return {
        "key": f"remind/{row['case_code']}/{row['duty']}/{row['n']}{again}/{days}",
        "topic": "remind",
        "recipient": f"{row['owed_by']}@{row['jurisdiction'] or ''}",
        "case_code": row["case_code"],
        "subject": f"{title}：{row['due_on']} 截止{mark}",
        "body": f"{row['case_code']} {row['title']}，{row['phrase']}{mark}，还剩不到 {days} 天。",
        "created_at": now,
    }


def _this(row: Row) -> dict[str, Any]:
    return {"in_case": row["case_code"], "in_duty": row["duty"], "in_n": row["n"]}
