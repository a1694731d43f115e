"""What a correction makes of duties, as its receipt says it. Pure."""

from collections.abc import Iterator
from typing import Any

from states.compiled import Compiled
from states.plan import Draft, Plan


def news_of(compiled: Compiled, plan: Plan) -> tuple[dict[str, Any], ...]:
    """Each duty that becomes another with a correction by another move, case by case; nothing for
    any other act."""
    if not plan.drafts or "corrects" not in plan.drafts[0].extra:
        return ()
    return tuple(one for draft in plan.drafts for one in _of(compiled, draft))


def _of(compiled: Compiled, draft: Draft) -> Iterator[dict[str, Any]]:
    ends = {(done.duty, done.n): done.status for done in draft.settles}
    for new in draft.opens:
        if (new.duty, new.n) not in ends:
            yield _said(compiled, draft, new.duty, new.n, "opened", new.due_on)
    for change in draft.changes:
        row = change.after()
        if (row.duty, row.n) not in ends:
            yield _said(compiled, draft, row.duty, row.n, change.how, row.due_on)
    for (duty, n), status in ends.items():
        yield _said(compiled, draft, duty, n, status, None)


def _said(
    compiled: Compiled, draft: Draft, duty: str, n: int, how: str, due_on: str | None
) -> dict[str, Any]:
    declared = compiled.programme.duties[duty]
    titles = {"title": declared.title, "title_en": declared.title_en or duty}
    known = {"case": draft.after.code, "duty": duty, "n": n, "how": how, "due_on": due_on}
    return known | titles
