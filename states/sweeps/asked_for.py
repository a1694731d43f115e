"""Acts that were asked for in time and wait for a second person: the clock waits with them, since
whether they are in time goes by when they were asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from config.case_types import Move
from states.commands import DUTY_ACTS
from states.compiled import Compiled
from states.history import from_text, stamp
from states.office import Office
from states.record.request_statements import request_statements
from states.store import Tx

Row = dict[str, Any]


def asked_in_time(
    office: Office,
    tx: Tx,
    compiled: Compiled,
    kind: str,
    move: Move,
    fell: Mapping[str, str],
    at: datetime,
) -> set[str]:
    """Those of the cases of a kind, by code since when the system's move fell due, for which an act
    waits at an instant that was asked for before and would forestall the move."""
    if not fell:
        return set()
    statement = request_statements(office.store.dialect).asked_before
    return {
        asked["case_code"]
        for asked in tx.all(statement, codes=tx.listed(fell), now=stamp(at))
        if asked["received_at"] < fell[asked["case_code"]]
        and _forestalls(compiled, kind, move, asked)
    }


def _forestalls(compiled: Compiled, kind: str, move: Move, asked: Row) -> bool:
    """Whether an act would settle what lapses, put its day off, or lead the case away."""
    duty = compiled.programme.duties.get(move.lapse_of or "")
    if asked["move"] in DUTY_ACTS:
        fields = from_text(asked["command"])["fields"]
        return duty is not None and fields.get("duty") == move.lapse_of
    if duty is not None and asked["move"] in (*duty.bound_by, *duty.waived_by):
        return True
    declared = compiled.move(kind, asked["move"])
    return declared is not None and not declared.stays
