"""The entries of cases as far as their course depends on them: read where another move takes the
place of a wrong one."""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Executable, select

from states.history import from_text
from states.office import Office
from states.record.statements import among
from states.steps import Step
from states.store import Tx
from states.tables import history


def lives_of(office: Office, tx: Tx, codes: Iterable[str]) -> dict[str, tuple[Step, ...]]:
    """The entries of each of the cases, in the order in which they were written."""
    found: dict[str, list[Step]] = {}
    rows = tx.rows(_entries(office.store.dialect), codes=tx.listed(sorted(set(codes))))
    for code, *plain, fields, effects in rows:
        step = Step._make((*plain, from_text(fields), from_text(effects)))
        found.setdefault(code, []).append(step)
    return {code: tuple(steps) for code, steps in found.items()}


@cache
def _entries(dialect: str) -> Executable:
    h = history.c
    asked = (h.seq, h.move, h.from_state, h.to_state, h.occurred_at, h.recorded_at, h.command)
    return (
        select(h.case_code, *asked, h.fields, h.effects)
        .where(among(h.case_code, "codes", dialect))
        .order_by(h.case_code, h.seq)
    )
