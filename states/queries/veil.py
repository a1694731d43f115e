"""What those who are not told see until a decision is announced: every statement of the read side,
asked of rows in which the decisions on the cases `:veiled` have not happened.

Such a case stands as before, the entries are not there, the duties that they opened or settled are
as they were. Every other viewer is asked the plain statements, which cost nothing more.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Alias,
    Column,
    ColumnElement,
    Executable,
    FromClause,
    Table,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.sql import visitors

from states.record.statements import among
from states.store import Tx
from states.tables import SEEN, cases, duties, history, unannounced_cases, unannounced_entries

_KEPT = (*SEEN, "seq", "head")


@lru_cache(maxsize=1024)
def under_veil(statement: Executable, dialect: str) -> Executable:
    """The statement over what is known without the decisions on the cases `:veiled`."""
    instead = _instead(dialect)

    def replaced(element: Any, **_given: Any) -> Any:
        if isinstance(element, Alias):
            return element  # parents and children beside a case lend no more than their names
        if isinstance(element, Table):
            return instead.get(element)
        if isinstance(element, Column) and element.table in instead:
            return instead[element.table].c[element.name]
        return None

    traversed: Any = visitors.replacement_traverse
    found: Executable = traversed(statement, {}, replaced)
    return found


@lru_cache(maxsize=2)
def _instead(dialect: str) -> dict[FromClause, FromClause]:
    return {cases: _cases(dialect), duties: _duties(dialect), history: _history(dialect)}


def decided_since(code: ColumnElement[Any]) -> ColumnElement[Any]:
    """When a case was first decided that is not announced yet; NULL for any other."""
    entries, about = unannounced_entries.alias(), history.alias()
    at: ColumnElement[Any] = (
        select(func.min(about.c.recorded_at))
        .select_from(
            entries.join(
                about,
                and_(about.c.case_code == entries.c.case_code, about.c.seq == entries.c.seq),
            )
        )
        .where(entries.c.case_code == code, entries.c.state.is_(None))
        .correlate_except(entries, about)
        .scalar_subquery()
    )
    return at


def hidden_since(tx: Tx, veiled: Collection[str], code: str) -> str:
    """From when on a viewer, for whom there is a veil on these cases, is not to know what becomes
    of a case; empty if it may know all."""
    if code not in veiled:
        return ""
    row = tx.one(_SINCE, code=code)
    return str(row["since"] or "") if row else ""


_SINCE = select(decided_since(bindparam("code", type_=Text)).label("since"))


def _hidden(
    entries: Any, code: ColumnElement[Any], seq: ColumnElement[Any], dialect: str
) -> ColumnElement[bool]:
    """The condition on which an entry that is not announced to the viewer yet is joined."""
    return and_(
        entries.c.case_code == code,
        entries.c.seq == seq,
        entries.c.state.is_(None),
        among(entries.c.case_code, "veiled", dialect),
    )


def _cases(dialect: str) -> FromClause:
    before, real = unannounced_cases.alias(), cases.alias()
    columns: list[Any] = [
        func.coalesce(before.c[c.name], c).label(c.name) if c.name in _KEPT else c
        for c in real.c
        if c.name != "unannounced"
    ]
    kept = and_(before.c.case_code == real.c.code, among(before.c.case_code, "veiled", dialect))
    return (
        select(*columns, literal(0).label("unannounced"))
        .select_from(real.outerjoin(before, kept))
        .subquery("known_cases")
    )


def _duties(dialect: str) -> FromClause:
    real = duties.alias()
    opening, settling = unannounced_entries.alias(), unannounced_entries.alias()
    unsettled = settling.c.seq.is_not(None)
    open_ = case((real.c.overdue_at.is_not(None), "overdue"), else_="open")
    changed = {
        "status": case((unsettled, open_), else_=real.c.status),
        "settled_at": case((unsettled, null()), else_=real.c.settled_at),
        "settled_seq": case((unsettled, null()), else_=real.c.settled_seq),
    }
    opened = _hidden(opening, real.c.case_code, real.c.opened_seq, dialect)
    settled = _hidden(settling, real.c.case_code, real.c.settled_seq, dialect)
    return (
        select(*(changed[c.name].label(c.name) if c.name in changed else c for c in real.c))
        .select_from(real.outerjoin(opening, opened).outerjoin(settling, settled))
        .where(opening.c.seq.is_(None))
        .subquery("known_duties")
    )


def _history(dialect: str) -> FromClause:
    real, before, entries = history.alias(), unannounced_cases.alias(), unannounced_entries.alias()
    since = and_(
        before.c.case_code == real.c.case_code,
        real.c.seq > before.c.seq,
        among(before.c.case_code, "veiled", dialect),
    )
    hidden = _hidden(entries, real.c.case_code, real.c.seq, dialect)
    stood = {
        "from_state": _seen(real, before, or_equal=False),
        "to_state": _seen(real, before, or_equal=True),
    }
    columns: list[Any] = [
        func.coalesce(stood[c.name], c).label(c.name) if c.name in stood else c for c in real.c
    ]
    return (
        select(*columns)
        .select_from(real.outerjoin(before, since).outerjoin(entries, hidden))
        .where(entries.c.seq.is_(None))
        .subquery("known_history")
    )


def _seen(real: Any, before: Any, *, or_equal: bool) -> ColumnElement[Any]:
    """Where the viewer saw a case stand before an entry or, with `or_equal`, after it; NULL for an
    entry that is older than what is kept from the viewer."""
    own, last = unannounced_entries.alias(), history.alias()
    until = own.c.seq <= real.c.seq if or_equal else own.c.seq < real.c.seq
    led: Any = (
        select(own.c.state)
        .where(own.c.case_code == before.c.case_code, own.c.state.is_not(None), until)
        .order_by(own.c.seq.desc())
        .limit(1)
        .correlate_except(own)
        .scalar_subquery()
    )
    decided_in: Any = (
        select(last.c.to_state)
        .where(last.c.case_code == before.c.case_code, last.c.seq == before.c.seq)
        .correlate_except(last)
        .scalar_subquery()
    )
    return func.coalesce(led, decided_in)
