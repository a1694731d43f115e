"""History as it is stored, in bulk: rows as tuples, read in order, without holding the whole."""

from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Executable, bindparam, select

from states.history import CHAINED, hash_of_bytes
from states.office import Office
from states.store import Tx
from states.tables import (
    cases,
    duties,
    history,
    outbox,
    unannounced_cases,
    unannounced_entries,
)

CHUNK = 4000
BODY = len(CHAINED)
_numbers = count(1)


class Entry(NamedTuple):
    """A row of the history; the columns under the hash come first, in the order of hashing."""

    case_code: str
    seq: int
    entry: str
    move: str
    from_state: str | None
    to_state: str
    actor: str
    actor_name: str
    role: str
    scope: str
    via: str
    received_at: str
    occurred_at: str
    recorded_at: str
    source: str | None
    reason: str | None
    clause: str
    flags: str
    fields: str
    documents: str
    checks: str
    effects: str
    run: str | None
    programme: str
    programme_version: int
    command: str
    prev_hash: str
    hash_name: str
    hash: str
    id: int


def hash_of(entry: tuple[Any, ...], hash_name: str) -> str | None:
    """The hash that a stored row ought to carry: empty if a value is not one that shidian writes,
    None if the algorithm is not known."""
    try:
        return hash_of_bytes(orjson.dumps(entry[:BODY]), hash_name)
    except orjson.JSONEncodeError:
        return ""
    except (TypeError, ValueError):
        return None


ENTRY_COLUMNS = [history.c[name] for name in Entry._fields]
CASES_PAGE = (
    select(cases)
    .where(cases.c.code > bindparam("after"))
    .order_by(cases.c.code)
    .limit(bindparam("count"))
)
ENTRIES_BETWEEN = (
    select(*ENTRY_COLUMNS)
    .where(history.c.case_code > bindparam("after"), history.c.case_code <= bindparam("upto"))
    .order_by(history.c.case_code, history.c.seq, history.c.id)
)
DUTIES_BETWEEN = select(duties).where(
    duties.c.case_code > bindparam("after"), duties.c.case_code <= bindparam("upto")
)
NOTICES_BETWEEN = select(outbox.c.key).where(
    outbox.c.case_code > bindparam("after"), outbox.c.case_code <= bindparam("upto")
)
KEPT_BETWEEN = select(unannounced_cases).where(
    unannounced_cases.c.case_code > bindparam("after"),
    unannounced_cases.c.case_code <= bindparam("upto"),
)
_waiting = unannounced_entries.c
_WAITING_BETWEEN = select(_waiting.case_code, _waiting.seq, _waiting.root).where(
    _waiting.case_code > bindparam("after"), _waiting.case_code <= bindparam("upto")
)
HIDDEN_BETWEEN = _WAITING_BETWEEN.where(_waiting.state.is_(None))
SHOWN_BETWEEN = _WAITING_BETWEEN.add_columns(_waiting.state).where(_waiting.state.is_not(None))


def rows(office: Office, tx: Tx, statement: Executable, **parameters: Any) -> Iterator[Any]:
    """The rows of a statement as tuples, fetched in chunks."""
    # a client-side cursor of PostgreSQL would fetch everything before the first row
    lite = office.store.dialect == "sqlite"
    cursor = (
        tx.driver.cursor() if lite else tx.driver.cursor(name=f"shidian_audit_{next(_numbers)}")
    )
    made = office.store.prepared[statement]
    try:
        with office.store.translated():
            cursor.execute(made.sql, made.bind(parameters))
            while chunk := cursor.fetchmany(CHUNK):
                yield from chunk
    finally:
        cursor.close()
