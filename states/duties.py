"""What is due by now: marked, moved, opened, reminded. Idempotent, level-triggered, set-based.

A sweep finds everything that is due and not done, whenever it should have happened; it can be run
at any time, by anyone, twice, or months late, and gives the same result.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from config.programme import CaseKind, Move
from config.vocabulary import SYSTEM
from states.actions import Verdict, perform_all, retried
from states.commands import Command, Via
from states.compiled import Compiled, is_by_system
from states.consequences import by_system, open_child
from states.errors import BadInput
from states.facts import Case
from states.history import as_text, from_text, instant, stamp
from states.instants import local_day
from states.intake import check_aware
from states.office import Office
from states.plan import Draft, Plan
from states.store import Tx
from states.writing import Decided, append

MARK_OVERDUE = "mark-overdue"
CHUNK = 500
MARKS = 2000
"""Duties marked in one transaction: each more reads and sorts what is left once again."""
BY_CLOCK = Via("sweep", auth="system")


@dataclass(slots=True)
class Swept:
    """What one sweep did."""

    as_of: str
    overdue: int = 0
    moved: dict[str, int] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)
    reminded: int = 0
    expired: int = 0

    def as_json(self) -> dict[str, Any]:
        """For programs and for the table sweeps."""
        return {
            "as_of": self.as_of,
            "overdue": self.overdue,
            "moved": self.moved,
            "opened": self.opened,
            "reminded": self.reminded,
            "expired": self.expired,
        }


@dataclass(frozen=True, slots=True)
class Only:
    """Restricts a sweep to the duties, moves and child kinds of one round."""

    duties: frozenset[str]
    moves: frozenset[str]
    kinds: frozenset[str]


def sweep(
    office: Office,
    *,
    as_of: datetime | None = None,
    trigger: str = "python",
    run: str | None = None,
    programme: str | None = None,
    only: Only | None = None,
) -> Swept:
    """Do everything that is due at `as_of` (the present if None) in the order of the law: moves of
    the system, openings, overdue marks, reminders.

    `as_of` selects and never stamps. Raises BadInput if it lies after the office's clock."""
    check_aware("as_of", as_of)
    now = office.clock.now()
    at = as_of or now
    if at > now:
        raise BadInput("AsOfInFuture", at=stamp(at), now=stamp(now))
    swept = Swept(stamp(at))
    for compiled in _versions(office, programme):
        _fire_moves(office, compiled, at, swept, run, only)
        _open_children(office, compiled, at, swept, run, only)
    for compiled in _newest(office, programme):
        swept.overdue += _mark_overdue(office, compiled, at, run, only)
        swept.reminded += _remind(office, compiled, at, only)
    if only is None and programme is None:
        _finish(office, at, swept, trigger, run)
    return swept


def _versions(office: Office, programme: str | None) -> list[Compiled]:
    with office.store.read() as tx:
        return [
            office.compiled(tx, row["programme"], row["version"])
            for row in tx.all(office.statements.live_versions)
            if programme in (None, row["programme"])
        ]


def _newest(office: Office, programme: str | None) -> list[Compiled]:
    newest = {compiled.key: compiled for compiled in _versions(office, programme)}
    return list(newest.values())


def _finish(office: Office, at: datetime, swept: Swept, trigger: str, run: str | None) -> None:
    with office.store.write() as tx:
        now = office.recorded_at(tx)
        swept.expired = tx.run(office.statements.expire_requests, as_of=stamp(at), decided_at=now)
        tx.run(
            office.statements.new_sweep,
            started_at=now,
            as_of=stamp(at),
            trigger=trigger,
            result=as_text(swept.as_json()),
            run=run,
        )


def _fire_moves(
    office: Office,
    compiled: Compiled,
    at: datetime,
    swept: Swept,
    run: str | None,
    only: Only | None,
) -> None:
    for kind, name, move in _timed_moves(compiled):
        if (only and name not in only.moves) or not _has_come(compiled, move, at):
            continue
        with office.store.read() as tx:
            rows = tx.all(
                office.statements.movable,
                programme=compiled.key,
                version=compiled.version,
                kind=kind,
                states=tx.listed(move.from_),
            )
        commands = [
            Command(
                id=f"system/{name}/{row['code']}/{row['seq'] + 1}",
                actor=SYSTEM,
                move=name,
                case=row["code"],
                reason=_rule(move),
                via=BY_CLOCK,
                run=run,
            )
            for row in rows
        ]
        done = sum(1 for v in _in_chunks(office, commands) if v.receipt is not None)
        if done:
            swept.moved[name] = swept.moved.get(name, 0) + done


def _timed_moves(compiled: Compiled) -> Iterator[tuple[str, str, Move]]:
    for kind, declared in compiled.programme.cases.items():
        for name, move in declared.moves.items():
            if is_by_system(move) and (move.on is not None or move.after is not None):
                yield kind, name, move


def _has_come(compiled: Compiled, move: Move, at: datetime) -> bool:
    if move.on is not None:
        return at >= compiled.opening(move.on)
    assert move.after is not None
    due = compiled.due(move.after)
    return due is not None and at >= due.at


def _rule(move: Move) -> str:
    phrase = (move.on or move.after).phrase if (move.on or move.after) else ""  # type: ignore[union-attr]
    return f"按期限自动办理：{phrase}"


def _in_chunks(office: Office, commands: Sequence[Command]) -> Iterator[Verdict]:
    for start in range(0, len(commands), CHUNK):
        yield from perform_all(office, commands[start : start + CHUNK], atomic=False)


def _open_children(
    office: Office,
    compiled: Compiled,
    at: datetime,
    swept: Swept,
    run: str | None,
    only: Only | None,
) -> None:
    for name, kind in compiled.programme.cases.items():
        opening = kind.opened
        if opening is None or opening.on is None or kind.of is None:
            continue
        if (only and name not in only.kinds) or at < compiled.opening(opening.on):
            continue
        while opened := retried(partial(_open_chunk, office, compiled, name, kind, run)):
            swept.opened[name] = swept.opened.get(name, 0) + opened


def _open_chunk(
    office: Office, compiled: Compiled, name: str, kind: CaseKind, run: str | None
) -> int:
    opening = kind.opened
    assert opening is not None
    with office.store.write() as tx:
        recorded_at = office.recorded_at(tx)
        rows = tx.all(
            office.statements.childless,
            programme=compiled.key,
            version=compiled.version,
            kind=kind.of,
            states=tx.listed(opening.while_ or compiled.kind(str(kind.of)).states),
            child_kind=name,
            limit=CHUNK,
        )
        decided = []
        for row in rows:
            parent = Case.from_row(row)
            for number, period in enumerate(compiled.periods_of(kind), 1):
                plan = Plan("", instant(recorded_at))
                plan.drafts = [open_child(compiled, plan, parent, name, period, number)]
                plan.command = f"system/open/{plan.drafts[0].after.code}"
                command = Command(plan.command, SYSTEM, "open", via=BY_CLOCK, run=run)
                decided.append(Decided(compiled, command, plan))
        append(office, tx, decided, recorded_at)
    return len(rows)


def _mark_overdue(
    office: Office, compiled: Compiled, at: datetime, run: str | None, only: Only | None
) -> int:
    marked = 0
    while found := retried(lambda: _mark_chunk(office, compiled, at, run, only)):
        marked += found
    return marked


def _mark_chunk(
    office: Office, compiled: Compiled, at: datetime, run: str | None, only: Only | None
) -> int:
    lapsing = [name for name, duty in compiled.programme.duties.items() if duty.late == "lapse"]
    if only:
        lapsing += [name for name in compiled.programme.duties if name not in only.duties]
    with office.store.write() as tx:
        rows = tx.all(
            office.statements.due_duties,
            as_of=stamp(at),
            programme=compiled.key,
            lapsing=tx.listed(lapsing),
            limit=MARKS,
        )
        if not rows:
            return 0
        recorded_at = office.recorded_at(tx)
        codes = tx.listed(row["case_code"] for row in rows)
        cases = {
            row["code"]: Case.from_row(row) for row in tx.all(office.statements.cases, codes=codes)
        }
        decided = []
        for row in rows:
            case = cases[row["case_code"]]
            cases[case.code] = case._replace(seq=case.seq + 1)
            decided.append(_overdue(compiled, cases[case.code], row, recorded_at, run))
        append(office, tx, decided, recorded_at)
    return len(rows)


def _overdue(
    compiled: Compiled, after: Case, row: dict[str, Any], recorded_at: str, run: str | None
) -> Decided:
    command = Command(
        id=f"system/overdue/{after.code}/{row['duty']}/{row['n']}",
        actor=SYSTEM,
        move=MARK_OVERDUE,
        reason=f"{row['phrase']}：截至 {row['due_on']} 未办",
        via=BY_CLOCK,
        run=run,
    )
    draft: Draft = by_system(after, MARK_OVERDUE, after.state, tuple(from_text(row["clause"])))
    draft.marks = [(row["duty"], row["n"])]
    return Decided(compiled, command, Plan(command.id, instant(recorded_at), [draft]))


def _remind(office: Office, compiled: Compiled, at: datetime, only: Only | None) -> int:
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
        tx.many(office.statements.set_reminded, list(_reminded(rows, days)))
    return len(rows)


def _reminder(row: dict[str, Any], title: str, days: int, now: str) -> dict[str, Any]:
    mark = "" if row["due_at"] else "（待核）"
    return {
        "key": f"remind/{row['case_code']}/{row['duty']}/{row['n']}/{days}",
        "topic": "remind",
        "recipient": f"{row['owed_by']}@{row['jurisdiction'] or ''}",
        "case_code": row["case_code"],
        "subject": f"{title}：{row['due_on']} 截止{mark}",
        "body": f"{row['case_code']} {row['title']}，{row['phrase']}{mark}，还剩不到 {days} 天。",
        "created_at": now,
    }


def _reminded(rows: Iterable[dict[str, Any]], days: int) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            "in_case": row["case_code"],
            "in_duty": row["duty"],
            "in_n": row["n"],
            "days": days,
        }
