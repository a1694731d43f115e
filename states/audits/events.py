"""What the programmes' own histories tell of an office, in the order in which it happened."""

from datetime import timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import bindparam, select

from states.audits.findings import Audit
from states.history import instant
from states.ledger import LEDGER
from states.record.stored import rows
from states.tables import cases, history

OVERLAP = timedelta(minutes=2)
"""On PostgreSQL transactions that overlap take their numbers out of order; no transaction may last
longer than this."""


class Told(NamedTuple):
    """One entry: its number, the programme, what happened with its details, by whom and when, and
    the entry's place in the programme's own history."""

    id: int
    programme: str
    move: str
    detail: dict[str, Any]
    actor: str
    recorded_at: str
    seq: int


def told(audit: Audit, *moves: str) -> list[Told]:
    """What was done by such moves. A damaged entry is left out: the chain names it."""
    found = []
    for move in moves:
        for number, programme, effects, *who in rows(audit.office, audit.tx, _EVENTS, move=move):
            try:
                detail = orjson.loads(effects)["event"]
            except (TypeError, KeyError, orjson.JSONDecodeError):
                continue
            if isinstance(detail, dict):
                found.append(Told(number, programme, move, detail, *who))
    return sorted(found, key=lambda event: event.id)


_EVENTS = (
    select(
        history.c.id,
        history.c.case_code,
        history.c.effects,
        history.c.actor,
        history.c.recorded_at,
        history.c.seq,
    )
    .join(cases, cases.c.code == history.c.case_code)
    .where(cases.c.kind == LEDGER, history.c.move == bindparam("move"))
    .order_by(history.c.id)
)


def is_then(stored: Any, recorded_at: str) -> bool:
    """Whether an instant is that of an entry, which a transaction stamps a little later."""
    try:
        return abs(instant(stored) - instant(recorded_at)) <= OVERLAP
    except (TypeError, ValueError):
        return False
