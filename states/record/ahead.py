"""What was recorded at instants which the clock has not reached."""

from typing import Any

from sqlalchemy import bindparam, func, select

from states.store import Tx
from states.tables import history

_AFTER = (
    select(
        history.c.case_code.label("case"),
        history.c.seq,
        history.c.recorded_at.label("since"),
        func.count().over().label("count"),
    )
    .where(history.c.recorded_at > bindparam("now"))
    .order_by(history.c.id)
    .limit(1)
)


def recorded_after(tx: Tx, now: str) -> dict[str, Any]:
    """The first entry recorded after an instant, by case, seq and since when; and how many."""
    return tx.one(_AFTER, now=now) or {}
