"""What a move does to the duties of its own case: settles, lets lapse, opens, moves days. Pure."""

from collections.abc import Sequence

from config.case_types import Move
from config.dates.rules import Every, Several
from config.duty_types import Duty
from states.compiled import Compiled, runs_from_duty
from states.decisions.days_anew import MOVED, DaysAnew
from states.decisions.duty_days import Around, moved, new_duties
from states.facts import Case, DutyRow
from states.history import stamp
from states.plan import Changed, Draft, Plan, Settled


def on_own_duties(
    compiled: Compiled,
    around: Around,
    plan: Plan,
    draft: Draft,
    move: Move,
    rows: Sequence[DutyRow],
) -> None:
    """Add to the draft of a move what it does to the duties of its case, `rows` before it."""
    settle(compiled, around, plan, draft, rows)
    lapse(compiled, draft, rows, move)
    is_over = compiled.kind(draft.after.kind).states[draft.after.state].end is not None
    if not (is_over or draft.after.ended):
        open_duties(compiled, around, draft, rows, creation=draft.is_new)
    move_days(compiled, around, draft, rows)


def in_turn(
    compiled: Compiled, case: Case, duty: Duty, rows: Sequence[DutyRow], at: str
) -> list[DutyRow]:
    """The rows of a duty that one act concerns: all that are owed; of one that recurs the earliest,
    or where late ones are refused the earliest that is still in time."""
    owed = [r for r in rows if compiled.programme.duties.get(r.duty) is duty and r.is_unsettled]
    if len(owed) < 2:
        return owed
    if not isinstance(compiled.limit_of(duty, case.jurisdiction).rule, Every | Several):
        return owed
    owed.sort(key=lambda row: (row.due_at or "", row.n))
    open_ = [row for row in owed if duty.late != "refuse" or not row.due_at or at < row.due_at]
    return [*open_, *owed][:1]


def settle(
    compiled: Compiled, around: Around, plan: Plan, draft: Draft, rows: Sequence[DutyRow]
) -> None:
    """Duties that the move meets, in time or late, or waives."""
    at = stamp(plan.counts)
    for row in rows:
        duty = compiled.programme.duties.get(row.duty)
        if duty is None or not row.is_unsettled:
            continue
        if draft.move in duty.bound_by and row in in_turn(compiled, draft.after, duty, rows, at):
            if dated := day_given(compiled, around, draft.after, row):
                draft.changes.append(dated)
            judged = dated.after() if dated else row
            draft.settles.append(Settled(row.duty, row.n, settled_as(judged, at)))
        elif draft.move in duty.waived_by:
            draft.settles.append(Settled(row.duty, row.n, "waived"))


def day_given(compiled: Compiled, around: Around, case: Case, row: DutyRow) -> Changed | None:
    """The day of a duty that had none before the act which settles it named what it counts from, as
    a notice of a hearing names its day (举行7日前通知). A day that it had already stays."""
    if row.due_on is not None:
        return None
    duty = compiled.programme.duties[row.duty]
    source = duty.day_field
    if source is None or not case.fields.get(source):
        return None
    return next(moved(compiled, around, case, row.duty, [row], MOVED), None)


def settled_as(row: DutyRow, at: str) -> str:
    """How a duty is done at an instant: in time or late."""
    return "late" if row.due_at is not None and at >= row.due_at else "met"


def open_duties(
    compiled: Compiled, around: Around, draft: Draft, rows: Sequence[DutyRow], *, creation: bool
) -> None:
    """Duties that the move, or the coming into being of the case, lets arise."""
    done = {settled.duty for settled in draft.settles if settled.status != "waived"}
    for name, duty in compiled.arising(draft.after.kind, draft.move, creation=creation):
        before = runs_from_duty(duty)
        if (not before or before in done) and compiled.applies(duty.when, draft.after):
            taken = sum(1 for row in rows if row.duty == name)
            draft.opens += new_duties(compiled, around, draft.after, name, taken)


def lapse(compiled: Compiled, draft: Draft, rows: Sequence[DutyRow], move: Move) -> None:
    """The duty that lapses ends unsettled: recorded as overdue, unless the file calls its passing
    no fault of anybody, and owed no longer."""
    if move.lapse_of is None:
        return
    excused = compiled.programme.duties[move.lapse_of].late == "lapse"
    for row in rows:
        if row.duty == move.lapse_of and row.is_unsettled:
            if row.status == "open" and row.due_at and not excused:
                draft.marks.append((row.duty, row.n))
            draft.settles.append(Settled(row.duty, row.n, "waived"))


def move_days(compiled: Compiled, around: Around, draft: Draft, rows: Sequence[DutyRow]) -> None:
    """Days that run from a date of the form which the draft changes, or from the move itself if it
    was not made before."""
    if not (draft.fields or draft.move in compiled.starts(draft.after.kind)):
        return
    ruled = {(settled.duty, settled.n) for settled in draft.settles}
    arising = {new.duty for new in draft.opens}
    anew = DaysAnew(compiled, around, draft.after, rows, ruled, arising).by_own(draft.fields)
    draft.changes += anew.changes
    draft.opens += anew.opens
