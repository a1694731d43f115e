"""What is due by now: marked, moved, opened, reminded. Idempotent, level-triggered, set-based.

A sweep finds everything that is due and not done, whenever it should have happened; it can be run
at any time, by anyone, twice, or months late, and gives the same result.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from config.case_types import Move
from config.vocabulary import SYSTEM
from states.actions import perform_all, retried
from states.commands import Command, Verdict
from states.compiled import Compiled
from states.deadlines import local_day
from states.decisions.consequences import by_system
from states.decisions.timing import falls
from states.errors import BadInput
from states.facts import Case
from states.history import as_text, from_text, instant, stamp
from states.instants import with_time
from states.intake import check_aware
from states.notices.reminders import escalate, overdue_notices
from states.notices.reminding import remind
from states.notices.wording import of_case
from states.office import Office
from states.plan import Draft, Plan
from states.record.limit_statements import limit_statements
from states.record.writing import Decided, append
from states.store import Tx
from states.sweeps.asked_for import asked_in_time
from states.sweeps.by_clock import BY_CLOCK, CHUNK, Only
from states.sweeps.counting import count_cases
from states.sweeps.effects_by_law import counted_from
from states.sweeps.moments import moments, timed_moves
from states.sweeps.openings import open_cases
from states.words.grounds import ground

MARK_OVERDUE = "mark-overdue"
MARKS = 2000
"""Duties marked in one transaction: each more reads and sorts what is left once again."""


@dataclass(slots=True)
class Swept:
    """What one sweep did."""

    as_of: str
    overdue: int = 0
    moved: dict[str, int] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)
    reminded: int = 0
    escalated: int = 0
    expired: int = 0

    def as_json(self) -> dict[str, Any]:
        """For programs and for the table sweeps."""
        return {
            "as_of": self.as_of,
            "overdue": self.overdue,
            "moved": self.moved,
            "opened": self.opened,
            "reminded": self.reminded,
            "escalated": self.escalated,
            "expired": self.expired,
        }


def sweep(
    office: Office,
    *,
    as_of: datetime | None = None,
    trigger: str = "python",
    run: str | None = None,
    programme: str | None = None,
    only: Only | None = None,
) -> Swept:
    """Do everything that is due at `as_of` (the present if None), what fell first before what fell
    later, and at one instant in the order of the law: counts of what came before, moves of the
    system, openings, overdue marks. Then tell people of it.

    `as_of` selects and never stamps. Raises BadInput if it lies after the office's clock."""
    check_aware("as_of", as_of)
    now = office.clock.now()
    at = as_of or now
    if at > now:
        raise BadInput("AsOfInFuture", at=stamp(at), now=stamp(now))
    swept = Swept(stamp(at))
    versions = _versions(office, programme)
    newest = {compiled.key: compiled for compiled in versions}
    for moment in moments(office, versions, at, programme):
        # one may call for the next; a file whose moves chase each other must not hold the sweep
        for _ in range(1 + sum(len(timed_moves(compiled)) for compiled in versions)):
            if not _act(office, versions, moment, swept, run, only):
                break
        for compiled in versions:
            is_only = sum(other.key == compiled.key for other in versions) == 1
            swept.overdue += _mark_overdue(office, compiled, moment, run, only, is_only)
    for compiled in versions:
        swept.escalated += escalate(office, compiled, at, only)
    for compiled in newest.values():
        swept.reminded += remind(office, compiled, at, only)
    if only is None and programme is None:
        _finish(office, at, swept, trigger, run)
    return swept


def remind_all(office: Office) -> int:
    """Only the reminders of a sweep, in every programme; how many duties were reminded of."""
    newest = {compiled.key: compiled for compiled in _versions(office, None)}
    return sum(remind(office, one, office.clock.now(), None) for one in newest.values())


def _versions(office: Office, programme: str | None) -> list[Compiled]:
    with office.store.read() as tx:
        return [
            office.compiled(tx, row["programme"], row["version"])
            for row in tx.all(office.statements.live_versions)
            if programme in (None, row["programme"])
        ]


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


def _act(
    office: Office,
    versions: Sequence[Compiled],
    at: datetime,
    swept: Swept,
    run: str | None,
    only: Only | None,
) -> bool:
    """Count, and make the moves and openings that are due; whether there were any, which may call
    for more."""
    newest = {compiled.key: compiled for compiled in versions}
    # what is moved on now had counted until then
    for compiled in newest.values():
        count_cases(office, compiled, at, run, only)
    is_moved = False
    for compiled in versions:
        is_moved |= _fire_moves(office, compiled, at, swept, run, only)
        is_newest = newest[compiled.key] is compiled
        opened = open_cases(office, compiled, at, run, only, is_newest=is_newest)
        for name, count in opened.items():
            swept.opened[name] = swept.opened.get(name, 0) + count
            is_moved |= count > 0
    return is_moved


def _fire_moves(
    office: Office,
    compiled: Compiled,
    at: datetime,
    swept: Swept,
    run: str | None,
    only: Only | None,
) -> bool:
    before = sum(swept.moved.values())
    for kind, name, move in timed_moves(compiled):
        if only and name not in only.moves:
            continue
        with office.store.read() as tx:
            rows = _movable(office, tx, compiled, kind, move, at)
            rows = _applicable(office, tx, compiled, move, rows)
            if move.stays:
                rows = _not_yet_made(office, tx, name, move, rows)
            fell = {row["code"]: row["fell"] for row in rows}
            asked = asked_in_time(office, tx, compiled, kind, move, fell, at)
            rows = [row for row in rows if row["code"] not in asked]
            since = counted_from(office, tx, fell, conditional=bool(move.when))
        commands = [
            Command(
                id=_move_id(name, move, row),
                actor=SYSTEM,
                move=name,
                case=row["code"],
                reason=_rule(compiled, move),
                received_at=since[row["code"]],
                via=BY_CLOCK,
                run=run,
            )
            for row in rows
        ]
        done = sum(1 for v in _in_chunks(office, commands) if v.receipt is not None)
        if done:
            swept.moved[name] = swept.moved.get(name, 0) + done
    return sum(swept.moved.values()) > before


def _move_id(name: str, move: Move, row: dict[str, Any]) -> str:
    """A move that leaves the state as it is could be made for ever: it is made once on a case."""
    again = "" if move.stays else f"/{row['seq'] + 1}"
    return f"system/{name}/{row['code']}{again}"


def _not_yet_made(
    office: Office, tx: Tx, name: str, move: Move, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    asked = tx.listed(_move_id(name, move, row) for row in rows)
    made = {row["command"] for row in tx.all(office.statements.receipts, commands=asked)}
    return [row for row in rows if _move_id(name, move, row) not in made]


def _applicable(
    office: Office, tx: Tx, compiled: Compiled, move: Move, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Those of the rows to whose cases the move applies."""
    if not move.when:
        return rows
    codes = tx.listed(row["code"] for row in rows)
    found = {row["code"]: row for row in tx.all(office.statements.cases_read, codes=codes)}
    return [r for r in rows if compiled.applies(move.when, Case.from_row(found[r["code"]]))]


def _movable(
    office: Office, tx: Tx, compiled: Compiled, kind: str, move: Move, at: datetime
) -> list[dict[str, Any]]:
    """The cases on which the system may now make one of its moves, and since when it fell due: all
    that stand there once a day of the programme has come, or those whose own duty has passed
    unsettled."""
    wanted = {"programme": compiled.key, "version": compiled.version, "kind": kind}
    states = tx.listed(move.from_)
    if move.lapse_of is not None:
        lapsed = limit_statements(office.store.dialect).lapsed
        return tx.all(lapsed, **wanted, states=states, duty=move.lapse_of, as_of=stamp(at))
    day = falls(compiled, move)
    if day is None or at < day:
        return []
    found = tx.all(office.statements.movable, **wanted, states=states)
    return [row | {"fell": stamp(day)} for row in found]


def _rule(compiled: Compiled, move: Move) -> str:
    if move.lapse_of is not None:
        return ground("lapsed", duty=compiled.programme.duties[move.lapse_of].title)
    day = move.on or move.after
    return ground("on-its-day", phrase=day.phrase if day else "")


def _in_chunks(office: Office, commands: Sequence[Command]) -> Iterator[Verdict]:
    for start in range(0, len(commands), CHUNK):
        yield from perform_all(
            office, commands[start : start + CHUNK], atomic=False, keep_refusals=False
        )


def _mark_overdue(
    office: Office,
    compiled: Compiled,
    at: datetime,
    run: str | None,
    only: Only | None,
    is_only: bool,
) -> int:
    marked = 0
    while found := retried(lambda: _mark_chunk(office, compiled, at, run, only, is_only)):
        marked += found
    return marked


def _mark_chunk(
    office: Office,
    compiled: Compiled,
    at: datetime,
    run: str | None,
    only: Only | None,
    is_only: bool,
) -> int:
    lapsing = [name for name, duty in compiled.programme.duties.items() if duty.late == "lapse"]
    if only:
        lapsing += [name for name in compiled.programme.duties if name not in only.duties]
    with office.store.write() as tx:
        wanted = {"as_of": stamp(at), "programme": compiled.key, "limit": MARKS}
        wanted["lapsing"] = tx.listed(lapsing)
        if is_only:
            rows = tx.all(office.statements.due_duties, **wanted)
        else:
            # each version says for itself what becomes of a duty whose day has passed
            due = limit_statements(office.store.dialect).due_of_version
            rows = tx.all(due, version=compiled.version, **wanted)
        if not rows:
            return 0
        codes = tx.listed(row["case_code"] for row in rows)
        cases = {
            row["code"]: Case.from_row(row) for row in tx.all(office.statements.cases, codes=codes)
        }
        # under the locks of the cases: who waited for another's act comes after it
        recorded_at = office.recorded_at(tx)
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
    last = with_time(row["due_on"], row["due_at"], compiled.programme.zone)
    command = Command(
        id=_overdue_id(after, row),
        actor=SYSTEM,
        move=MARK_OVERDUE,
        reason=ground("undone", phrase=row["phrase"], last=last),
        via=BY_CLOCK,
        run=run,
    )
    draft: Draft = by_system(after, MARK_OVERDUE, after.state, tuple(from_text(row["clause"])))
    draft.marks = [(row["duty"], row["n"])]
    plan = Plan(command.id, instant(recorded_at), [draft])
    duty = compiled.programme.duties.get(row["duty"])
    if duty is not None:
        told = {**row, **of_case(after)}
        today = local_day(plan.counts, compiled.programme.zone)
        plan.notices += overdue_notices(compiled, duty, told, today)
    return Decided(compiled, command, plan)


def _overdue_id(after: Case, row: dict[str, Any]) -> str:
    """Once for each day that the duty had: what got a later day may become overdue again."""
    again = f"/{after.seq}" if row["first_due_on"] else ""
    return f"system/overdue/{after.code}/{row['duty']}/{row['n']}{again}"
