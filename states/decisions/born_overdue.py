"""A case that comes into being after the day of its duty: said with the case. Pure."""

from states.compiled import Compiled
from states.decisions.duty_days import Around
from states.errors import Refusal
from states.history import stamp
from states.instants import local_day
from states.plan import Draft
from states.words.flags import flag_of
from states.words.titles import titled


def note_overdue(compiled: Compiled, around: Around, draft: Draft) -> None:
    """Flag the duties of a new case that were due before it could be there at all: before the
    programme was active, or before its parent was there."""
    since = around.since or around.counts
    for duty in draft.opens:
        if duty.due_at is None or duty.due_at > stamp(since):
            continue
        on = local_day(since, compiled.programme.zone).isoformat()
        declared = compiled.programme.duties[duty.duty]
        named = titled(duty=declared) | {"due": str(duty.due_on), "on": on}
        code = "BornOverdue" if declared.exempt else "BornOverdueForGood"
        late = Refusal(code, duty.clause, named, strength="warn")
        draft.flags.append(flag_of(late, "decision"))
