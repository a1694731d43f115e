"""Entries that put earlier ones right, as they are stored: which is meant, and what they say."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select

from states.facts import Cited
from states.history import from_text
from states.store import Tx
from states.tables import history

CORRECT = "correct-record"
"""The entry that says of an earlier one how it really was; no file declares it."""
_ENTRIES = (
    select(
        history.c.seq,
        history.c.move,
        history.c.actor,
        history.c.entry,
        history.c.from_state,
        history.c.occurred_at,
        history.c.effects,
    )
    .where(history.c.case_code == bindparam("code"))
    .order_by(history.c.seq)
)


def corrected(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """For each entry of a case that was put right, when it really happened."""
    found = {}
    for row in rows:
        if row["move"] == CORRECT and row["effects"] != "{}":
            cited = from_text(row["effects"]).get("corrects", {})
            if cited.get("now"):
                found[cited["seq"]] = str(cited["now"])
    return found


def replaced(rows: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    """For each entry of a case that was put right, and for each correction that another one
    followed, the entry that holds now."""
    last: dict[int, int] = {}
    found: dict[int, int] = {}
    for row in rows:
        if row["effects"] == "{}":
            continue
        cited = from_text(row["effects"]).get("corrects")
        if cited:
            for seq in [seq for seq, root in last.items() if root == cited["seq"]]:
                found[seq] = row["seq"]
            last[row["seq"]] = cited["seq"]
            found[cited["seq"]] = row["seq"]
    return found


def cited_by(tx: Tx, code: str, seq: int) -> Cited | None:
    """The entry that is meant; one that is a correction itself leads to what it corrects."""
    rows = {row["seq"]: row for row in tx.all(_ENTRIES, code=code)}
    row = rows.get(seq)
    if row is not None and row["move"] == CORRECT:
        row = rows.get(from_text(row["effects"])["corrects"]["seq"])
    if row is None:
        return None
    at = corrected(rows.values()).get(row["seq"], row["occurred_at"])
    is_record = row["entry"] == "record"
    return Cited(row["seq"], row["move"], row["actor"], is_record, row["from_state"], at)
