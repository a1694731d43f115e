"""From when what the clock brings about counts: the instant that the law names, however late a
sweep comes.

What follows from it (30 days from the tacit consent) runs from then, so that an office whose
machine stood still for a week owes, and is owed, what it would without that.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, func, or_, select

from states.history import instant
from states.office import Office
from states.record.statements import among
from states.store import Tx
from states.tables import history


def counted_from(
    office: Office, tx: Tx, fell: Mapping[str, str], *, conditional: bool = False
) -> dict[str, datetime]:
    """For each case on which something `fell` due from when that counts: from then, but not from
    before the case came into the state in which it stands or, if that depends on a condition, was
    given what the condition may ask for."""
    statement = _came(office.store.dialect, conditional)
    came = dict(tx.rows(statement, codes=tx.listed(fell))) if fell else {}
    return {code: instant(max(at, came.get(code, ""))) for code, at in fell.items()}


@cache
def _came(dialect: str, conditional: bool) -> Executable:
    changed = [history.c.from_state.is_(None), history.c.from_state != history.c.to_state]
    if conditional:
        given = (history.c.fields, history.c.documents, history.c.checks)
        changed += [column != "{}" for column in given]
    return (
        select(history.c.case_code, func.max(history.c.occurred_at))
        .where(among(history.c.case_code, "codes", dialect), or_(*changed))
        .group_by(history.c.case_code)
    )
