"""What those who are not told see until a decision is announced: every statement of the read side,
asked of rows in which such decisions have not happened.

The case stands as before, the entries are not there, the duties that they opened or settled are as
they were. Every other statement stays as it is, and costs nothing more.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Alias,
    Column,
    ColumnElement,
    Executable,
    FromClause,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.sql import visitors

from states.publishing import SEEN
from states.queries.viewers import in_reach
from states.statements import among
from states.tables import cases, duties, history, unannounced_cases, unannounced_entries

_KEPT = (*SEEN, "seq", "head")


@lru_cache(maxsize=1024)
def veiled(statement: Executable, dialect: str) -> Executable:
    """The statement over what the account `:viewer`, told in the roles `:told`, may know by now."""
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


def _is_untold(subject: Any, dialect: str) -> ColumnElement[bool]:
    """The condition that no role of the viewer that is told reaches the case."""
    at = literal("@") + subject.c.programme
    return ~in_reach(subject, role=lambda role: among(role + at, "told", dialect))


def _hidden(code: ColumnElement[Any], seq: ColumnElement[Any], dialect: str) -> ColumnElement[bool]:
    """The condition that an entry is not announced to the viewer yet."""
    about, entries = cases.alias(), unannounced_entries.alias()
    return exists(
        select(entries.c.seq)
        .select_from(entries.join(about, about.c.code == entries.c.case_code))
        .where(entries.c.case_code == code, entries.c.seq == seq, _is_untold(about, dialect))
        .correlate_except(about, entries)
    )


def _cases(dialect: str) -> FromClause:
    before, real = unannounced_cases.alias(), cases.alias()
    columns: list[Any] = [
        func.coalesce(before.c[c.name], c).label(c.name) if c.name in _KEPT else c
        for c in real.c
        if c.name != "unannounced"
    ]
    kept = and_(before.c.case_code == real.c.code, _is_untold(real, dialect))
    return (
        select(*columns, literal(0).label("unannounced"))
        .select_from(real.outerjoin(before, kept))
        .subquery("known_cases")
    )


def _duties(dialect: str) -> FromClause:
    real = duties.alias()
    unsettled = _hidden(real.c.case_code, real.c.settled_seq, dialect)
    open_ = case((real.c.overdue_at.is_not(None), "overdue"), else_="open")
    changed = {
        "status": case((unsettled, open_), else_=real.c.status),
        "settled_at": case((unsettled, null()), else_=real.c.settled_at),
        "settled_seq": case((unsettled, null()), else_=real.c.settled_seq),
    }
    return (
        select(*(changed[c.name].label(c.name) if c.name in changed else c for c in real.c))
        .where(~_hidden(real.c.case_code, real.c.opened_seq, dialect))
        .subquery("known_duties")
    )


def _history(dialect: str) -> FromClause:
    real, before, about = history.alias(), unannounced_cases.alias(), cases.alias()
    untold = exists(
        select(about.c.code)
        .where(about.c.code == before.c.case_code, _is_untold(about, dialect))
        .correlate_except(about)
    )
    since = and_(before.c.case_code == real.c.case_code, real.c.seq > before.c.seq, untold)
    states = ("from_state", "to_state")
    columns: list[Any] = [
        func.coalesce(before.c.state, c).label(c.name) if c.name in states else c for c in real.c
    ]
    return (
        select(*columns)
        .select_from(real.outerjoin(before, since))
        .where(~_hidden(real.c.case_code, real.c.seq, dialect))
        .subquery("known_history")
    )
