"""What an act makes of duties, as its receipt says it. Pure."""

from collections.abc import Iterator
from typing import Any

from states.commands import CORRECT, DUTY_ACTS
from states.compiled import Compiled
from states.plan import Changed, Draft, Plan
from states.words.entries import DONE_BEFORE, RIGHTED, RIGHTS


def news_of(compiled: Compiled, plan: Plan) -> tuple[dict[str, Any], ...]:
    """Each duty that becomes another with a correction by another move, or with an end that is none
    any more, case by case; of any other act those that it had done before an end, and of a move
    those whose limits it pauses or lets run on."""
    acting = plan.drafts[0] if plan.drafts else None
    if acting is None or not (acting.extra or any(draft.changes for draft in plan.drafts)):
        return ()
    if acting.move == CORRECT or not acting.puts_right:
        done = (change.row for change in acting.changes if change.how == DONE_BEFORE)
        said = (_said(compiled, acting, row.duty, row.n, DONE_BEFORE, row.due_on) for row in done)
        by_hand = acting.move in DUTY_ACTS
        return (*said, *(() if by_hand else _paced(compiled, plan)))
    return tuple(one for draft in plan.drafts for one in _of(compiled, draft))


def _paced(compiled: Compiled, plan: Plan) -> Iterator[dict[str, Any]]:
    """The duties whose limits stop running or run on, as the last change leaves each of them."""
    for draft in plan.drafts:
        last = {(change.row.duty, change.row.n): change for change in draft.changes}
        paced = {(c.row.duty, c.row.n) for c in draft.changes if c.how in ("paused", "resumed")}
        for duty, n in sorted(paced):
            row = last[duty, n].after()
            how = "paused" if row.paused_at else "resumed"
            yield _said(compiled, draft, duty, n, how, row.due_on)


def _of(compiled: Compiled, draft: Draft) -> Iterator[dict[str, Any]]:
    ends = {(done.duty, done.n): done.status for done in draft.settles}
    for new in draft.opens:
        if (new.duty, new.n) not in ends:
            yield _said(compiled, draft, new.duty, new.n, "opened", new.due_on)
    for change in draft.changes:
        row = change.after()
        if (row.duty, row.n) not in ends:
            yield _said(compiled, draft, row.duty, row.n, _how(change), row.due_on)
    for (duty, n), status in ends.items():
        yield _said(compiled, draft, duty, n, status, None)


def _how(change: Changed) -> str:
    """A day that moves with a value of the right act is due as the corrected course has it."""
    return change.how if change.how in RIGHTS else RIGHTED


def _said(
    compiled: Compiled, draft: Draft, duty: str, n: int, how: str, due_on: str | None
) -> dict[str, Any]:
    declared = compiled.programme.duties[duty]
    titles = {"title": declared.title, "title_en": declared.title_en or duty}
    known = {"case": draft.after.code, "duty": duty, "n": n, "how": how, "due_on": due_on}
    return known | titles
