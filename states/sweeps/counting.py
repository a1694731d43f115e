"""Duties that are done by a number of cases: opened on the programme's own history as each stretch
begins, counted again at every sweep, settled by the day of the case that completes the number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Executable, bindparam, select

from config.dates import rules
from config.duty_types import Counting, Duty
from config.vocabulary import SYSTEM
from states.actions import retried
from states.commands import Command
from states.compiled import Compiled
from states.dates.cycles import Stretch, in_words, stretches
from states.deadlines import start_of_day
from states.decisions.consequences import by_system
from states.facts import Case, DutyRow
from states.history import from_text, instant
from states.instants import local_day
from states.ledger import ledger_of
from states.office import Office
from states.plan import Changed, Draft, NewDuty, Plan, Settled
from states.record.statements import among
from states.record.writing import Decided, append
from states.store import Tx
from states.sweeps.by_clock import BY_CLOCK, Only
from states.tables import cases

COUNT = "count-case"
"""The entry with which the system opens a counted duty, counts it, or settles it."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """One counted duty of a programme version."""

    compiled: Compiled
    name: str
    duty: Duty
    count: Counting

    @property
    def zone(self) -> str:
        return self.compiled.programme.zone

    @property
    def target(self) -> int:
        """How many are owed in each stretch."""
        rule = self.duty.due.rule
        assert isinstance(rule, rules.Count)
        return rule.at_least

    def begun(self, at: datetime) -> Iterator[tuple[int, Stretch]]:
        """The stretches that have begun by an instant, numbered from 1."""
        period = self.compiled.programme.periods[str(self.duty.period)]
        found: Iterator[Stretch] = iter(((self.name, period.first, period.last),))
        if self.count.each != "period":
            found = stretches(self.count.each, period.first, period.last)
        for n, stretch in enumerate(found, 1):
            if at >= start_of_day(stretch[1], self.zone):
                yield n, stretch


def count_cases(
    office: Office, compiled: Compiled, at: datetime, run: str | None, only: Only | None
) -> int:
    """Bring every counted duty up to date; the number of entries written."""
    written = 0
    for name, duty in compiled.programme.duties.items():
        if duty.count is not None and (only is None or name in only.duties):
            one = _Counted(compiled, name, duty, duty.count)
            while changed := retried(partial(_count_once, office, one, at, run)):
                written += changed
    return written


def _count_once(office: Office, one: _Counted, at: datetime, run: str | None) -> int:
    begun = list(one.begun(at))
    if not begun:
        return 0
    with office.store.write() as tx:
        ledger = ledger_of(office, tx, one.compiled)
        recorded_at = office.recorded_at(tx)
        rows = tx.all(office.statements.duties_of, code=ledger.code)
        known = {row["n"]: DutyRow.from_row(row) for row in rows if row["duty"] == one.name}
        wanted = [(n, s) for n, s in begun if n not in known or known[n].is_unsettled]
        moments = _moments(office, tx, one, at) if wanted else []
        written = 0
        for n, stretch in wanted:
            within = [m for m in moments if stretch[1] <= local_day(m, one.zone) <= stretch[2]]
            draft = _entry(one, ledger, n, stretch, known.get(n), within)
            if draft is not None:
                ledger = _write(office, tx, one, draft, recorded_at, run, within)
                written += 1
    return written


def _entry(
    one: _Counted,
    ledger: Case,
    n: int,
    stretch: Stretch,
    row: DutyRow | None,
    within: Sequence[datetime],
) -> Draft | None:
    """What has changed with one stretch: it has begun, or another number is reached."""
    done = len(within)
    if row is not None and row.done == done:
        return None
    after = ledger._replace(seq=ledger.seq + 1, programme_version=one.compiled.version)
    draft = by_system(after, COUNT, ledger.state, one.duty.clause)
    if row is None:
        draft.opens = [_arising(one, n, stretch)]
        return draft
    draft.changes = [Changed(row, "counted", {"done": done})]
    if done >= one.target:
        # what came after its last day is of another stretch, so it is never done late
        draft.settles = [Settled(one.name, n, "met")]
    return draft


def _arising(one: _Counted, n: int, stretch: Stretch) -> NewDuty:
    label, _, last = stretch
    on, at = one.compiled.end_of_day(last.isoformat())
    words = "" if one.count.each == "period" else f"{in_words(label)}："
    phrase, owed_by = f"{words}{one.duty.due.phrase}", ",".join(one.duty.by)
    new = NewDuty(one.name, n, owed_by, phrase, one.duty.clause, on, at, False)
    new.target, new.is_exception = one.target, True
    return new


def _write(
    office: Office,
    tx: Tx,
    one: _Counted,
    draft: Draft,
    recorded_at: str,
    run: str | None,
    within: Sequence[datetime],
) -> Case:
    # the number was complete when its last case was, whenever somebody came to count
    counts = within[one.target - 1] if draft.settles else instant(recorded_at)
    name = f"system/count/{draft.after.code}/{draft.after.seq}"
    command = Command(name, SYSTEM, COUNT, received_at=counts, via=BY_CLOCK, run=run)
    append(office, tx, [Decided(one.compiled, command, Plan(name, counts, [draft]))], recorded_at)
    return draft.after


def _moments(office: Office, tx: Tx, one: _Counted, at: datetime) -> list[datetime]:
    """When each case that counts by now happened, oldest first: its day, or when it got there."""
    wanted = {"programme": one.compiled.key, "kind": one.count.cases}
    states = tx.listed(one.count.in_)
    rows = tx.all(_counting(office.store.dialect), **wanted, states=states)
    found = (_moment(one, row) for row in rows)
    return sorted(moment for moment in found if moment <= at)


def _moment(one: _Counted, row: Mapping[str, Any]) -> datetime:
    day = from_text(row["fields"]).get(one.count.day) if one.count.day else None
    if day:
        return start_of_day(date.fromisoformat(day), one.zone)
    return instant(row["changed_at"])


@lru_cache(maxsize=2)
def _counting(dialect: str) -> Executable:
    return select(cases.c.fields, cases.c.changed_at).where(
        cases.c.programme == bindparam("programme"),
        cases.c.kind == bindparam("kind"),
        among(cases.c.state, "states", dialect),
    )
