"""The fixed statements about who is reminded of what; built once a dialect."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, update

from states.tables import cases, duties, internal_days, unannounced_cases

_NAMED = (
    duties.c.status == "open",
    duties.c.paused_at.is_(None),
    duties.c.programme == bindparam("programme"),
    duties.c.duty == bindparam("duty"),
)
_KNOWN: ColumnElement[Any] = (
    select(unannounced_cases.c.state)
    .where(unannounced_cases.c.case_code == cases.c.code)
    .correlate(cases)
    .scalar_subquery()
)


def _of_parent(column: str) -> ColumnElement[Any]:
    """A column of the parent of the case of a duty."""
    case, parent = cases.alias(), cases.alias()
    return (
        select(parent.c[column])
        .join(case, case.c.parent == parent.c.code)
        .where(case.c.code == duties.c.case_code)
        .correlate(duties)
        .scalar_subquery()
    )


OF_PARENT = (
    _of_parent("title").label("parent_title"),
    _of_parent("unit_name").label("parent_unit"),
)
"""What a notice about a duty of a child case says of the parent."""
OF_CASE = (
    *(cases.c[name] for name in ("title", "unit_name", "unit_code", "joint")),
    *OF_PARENT,
    # no notice tells of what is not announced yet
    func.coalesce(_KNOWN, cases.c.state).label("state"),
)
"""What a notice about a duty says of its case, and what decides who hears it."""
_IN_ORDER = (duties.c.case_code, duties.c.n)


def _owed() -> Select:  # type: ignore[type-arg]
    """Open duties with what a notice says of their case."""
    return (
        select(duties, *OF_CASE)
        .join(cases, cases.c.code == duties.c.case_code)
        .where(*_NAMED)
        .order_by(*_IN_ORDER)
    )


class ReminderStatements:
    """Every attribute is a statement built once."""

    def __init__(self) -> None:
        not_yet = or_(duties.c.reminded.is_(None), duties.c.reminded > bindparam("days"))
        dated = (duties.c.due_at > bindparam("as_of"), duties.c.due_at <= bindparam("horizon"))
        undated = (
            duties.c.due_at.is_(None),
            duties.c.due_on >= bindparam("first"),
            duties.c.due_on <= bindparam("last"),
        )
        self.dated = _owed().where(*dated, not_yet)
        self.undated = _owed().where(*undated, not_yet)
        self.internal = _owed().where(
            duties.c.jurisdiction == bindparam("jurisdiction"),
            duties.c.due_on > bindparam("day"),
            or_(
                duties.c.reminded_internal.is_(None),
                duties.c.reminded_internal > bindparam("days"),
            ),
        )
        self.all_dated = _owed().where(*dated)
        self.all_undated = _owed().where(*undated)
        self.internal_days = (
            select(internal_days)
            .where(internal_days.c.programme == bindparam("programme"))
            .order_by(internal_days.c.duty, internal_days.c.jurisdiction)
        )
        this = (
            duties.c.case_code == bindparam("in_case"),
            duties.c.duty == bindparam("in_duty"),
            duties.c.n == bindparam("in_n"),
        )
        told = duties.c.told + bindparam("more")
        self.set_reminded = (
            update(duties).where(*this).values(reminded=bindparam("days"), told=told)
        )
        self.set_internal = (
            update(duties).where(*this).values(reminded_internal=bindparam("days"), told=told)
        )


@lru_cache(maxsize=1)
def reminder_statements() -> ReminderStatements:
    """The statements; the same on both databases."""
    return ReminderStatements()
