"""What must be written on the duties of a case, so that what its two courses disagree about is as
the true one has it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from states.decisions.replaying import STANDS, Replay, row_of
from states.facts import DutyRow
from states.history import stamp
from states.plan import Changed, Draft, Righted, Settled
from states.words.entries import REOPENED, RIGHTED, STRUCK

_DAY = (
    "due_on",
    "due_at",
    "provisional",
    "basis",
    "opens_at",
    "paused_at",
    "remainder",
    "extended",
)


def difference(
    believed: Replay, true: Replay, rows: Sequence[DutyRow], seq: int, counts: datetime
) -> Righted:
    """What must be written on duties that stand as `rows`, so that what differs between the two
    courses is as the true one has it."""
    found = Righted()
    stored = {(row.duty, row.n): row for row in rows}
    for key, row in true.rows.items():
        was, now = believed.rows.get(key), stored.get((row.duty, row.n))
        if was == row:
            continue
        if now is None:
            new = true.born[key]
            found.opens.append(new)
            found.opened.append((key.duty, new.n, key.place, key.which))
            now = was = row_of(true.case, new)
        _become(found, was or now, row, now, seq)
    for key in believed.rows.keys() - true.rows.keys():
        gone = stored.get((key.duty, believed.rows[key].n))
        if gone is not None and not gone.is_struck:
            never = {"status": "waived", "settled_at": stamp(counts), "settled_seq": None}
            found.changes.append(Changed(gone, STRUCK, never))
    return found


def _become(found: Righted, was: DutyRow, row: DutyRow, now: DutyRow, seq: int) -> None:
    """Let a duty that stands as `now` differ from that no more where `was` and `row` differ."""
    moved = any(getattr(was, name) != getattr(row, name) for name in _DAY)
    stands = moved or any(getattr(was, name) != getattr(row, name) for name in STANDS)
    names = [*(_DAY if moved else ()), *(STANDS if stands else ())]
    changed = {
        name: getattr(row, name) for name in names if getattr(row, name) != getattr(now, name)
    }
    if "due_at" in changed or "due_on" in changed:
        first = row.first_due_on or now.first_due_on or now.due_on
        changed |= {"due_on": row.due_on, "due_at": row.due_at, "first_due_on": first}
    by_this = now.is_unsettled and not row.is_unsettled and row.settled_seq == seq
    if by_this:
        found.settles.append(Settled(row.duty, row.n, row.status))
        changed = {name: value for name, value in changed.items() if name not in STANDS}
    if changed:
        again = row.is_unsettled and not now.is_unsettled
        how = REOPENED if again else RIGHTED
        found.changes.append(Changed(now, how, changed, {"due": row.due_on}))


def write_righted(draft: Draft, righted: Righted) -> None:
    """Put into a draft what becomes of the duties of its case."""
    draft.opens, draft.settles = righted.opens, righted.settles
    draft.changes = righted.changes
    say_opened(draft, righted.opened)


def say_opened(draft: Draft, opened: Sequence[tuple[str, int, int, int]]) -> None:
    """Say in the entry which duties it opens in the places of a course."""
    if opened:
        about = {**draft.extra[draft.puts_right], "opened": [list(one) for one in opened]}
        draft.extra = {**draft.extra, draft.puts_right: about}
