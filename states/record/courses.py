"""The course of a case: what people did on it in which order, and when it really happened."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Executable, select

from config.vocabulary import SYSTEM
from states.commands import CORRECT
from states.decisions.courses import place_of_entry
from states.history import from_text
from states.office import Office
from states.record.cited import corrected, gone
from states.record.statements import among
from states.steps import Made
from states.store import Tx
from states.tables import history


def courses_of(office: Office, tx: Tx, codes: Iterable[str]) -> dict[str, tuple[Made, ...]]:
    """What people did on each of the cases, in the order of its entries."""
    rows = tx.all(_entries(office.store.dialect), codes=tx.listed(sorted(set(codes))))
    grouped = groupby(rows, key=itemgetter("case_code"))
    return {code: tuple(_course(list(entries))) for code, entries in grouped}


@cache
def _entries(dialect: str) -> Executable:
    h = history.c
    named = (h.case_code, h.seq, h.move, h.entry, h.actor, h.from_state, h.to_state)
    return (
        select(*named, h.occurred_at, h.effects)
        .where(among(h.case_code, "codes", dialect))
        .order_by(h.case_code, h.seq)
    )


def _course(rows: list[Mapping[str, Any]]) -> Iterator[Made]:
    really, left = corrected(rows), gone(rows)
    place: dict[int, int] = {}
    for row in rows:
        is_act = row["move"] != CORRECT and '"corrects"' in row["effects"]
        cited = from_text(row["effects"])["corrects"] if is_act else None
        place[row["seq"]] = place_of_entry(place, row["seq"], cited)
    for row in rows:
        if row["actor"] != SYSTEM and row["seq"] not in left:
            at = really.get(row["seq"], row["occurred_at"])
            turns = row["from_state"] != row["to_state"]
            is_record = row["entry"] == "record"
            yield Made(row["seq"], place[row["seq"]], row["move"], at, turns, is_record)
