"""When moves were made on cases: what was put right by another move was never made."""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Executable, literal_column, or_, select

from states.decisions.courses import course_of
from states.decisions.duty_days import Events
from states.facts import Step
from states.history import from_text
from states.office import Office
from states.record.statements import among
from states.store import Tx
from states.tables import history


def events_of(office: Office, tx: Tx, codes: Iterable[str], moves: Iterable[str]) -> Events:
    """When each of the moves was last made on each of the cases, as far as is known by now, and
    how often."""
    wanted, asked = sorted(set(codes)), sorted(set(moves))
    if not wanted or not asked:
        return {}
    listed = {"codes": tx.listed(wanted), "moves": tx.listed(asked)}
    steps: dict[str, list[Step]] = {}
    for code, *plain, effects in tx.rows(_entries(office.store.dialect), **listed):
        step = Step._make((*plain, {}, from_text(effects)))
        steps.setdefault(code, []).append(step)
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for code, entries in steps.items():
        for step in course_of(entries).steps:
            if step.move in asked:
                at, times = found.get((code, step.move), ("", 0))
                found[code, step.move] = (max(at, step.at), times + 1)
    return found


@cache
def _entries(dialect: str) -> Executable:
    h = history.c
    named = (h.seq, h.move, h.from_state, h.to_state, h.occurred_at, h.recorded_at, h.command)
    corrects = h.effects.like(literal_column("'%\"corrects\"%'"))
    return (
        select(h.case_code, *named, h.effects)
        .where(among(h.case_code, "codes", dialect), or_(among(h.move, "moves", dialect), corrects))
        .order_by(h.case_code, h.seq)
    )
