"""The fixed statements of the to-do, built once for each dialect."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    select,
)

from states.queries.duties import COLUMNS, IN_ORDER, JOINED, OF_CASES, UNSETTLED
from states.queries.viewers import in_reach
from states.record.statements import among
from states.tables import cases, duties

_parents = cases.alias("parents")
_WITH_PARENT = select(*cases.c, _parents.c.title.label("parent_title")).select_from(
    cases.outerjoin(_parents, _parents.c.code == cases.c.parent)
)


class InboxStatements:
    """Statements over what the roles `:roles` of the account `:viewer` owe or may do."""

    def __init__(self, dialect: str) -> None:
        names_role = func.instr if dialect == "sqlite" else func.strpos

        def owes(role: ColumnElement[Any]) -> ColumnElement[bool]:
            listed = literal(",") + duties.c.owed_by + literal(",")
            named = literal(",") + role + literal(",")
            return and_(names_role(listed, named) > 0, among(role, "roles", dialect))

        mine = in_reach(role=owes)
        self.counts = (
            select(duties.c.due_at, func.count().label("n"))
            .select_from(OF_CASES)
            .where(UNSETTLED, mine)
            .group_by(duties.c.due_at)
        )
        dated = (
            select(*COLUMNS, cases.c.joint)
            .select_from(JOINED)
            .where(
                UNSETTLED,
                duties.c.due_at > bindparam("low"),
                duties.c.due_at <= bindparam("high"),
                mine,
            )
            .order_by(*IN_ORDER)
            .limit(bindparam("limit"))
        )
        self.owed = dated
        self.owed_without_day = (
            select(*COLUMNS, cases.c.joint)
            .select_from(JOINED)
            .where(UNSETTLED, duties.c.due_at.is_(None), mine)
            .order_by(duties.c.opened_at, duties.c.case_code)
            .limit(bindparam("limit"))
        )
        self.cases = select(cases).where(among(cases.c.code, "codes", dialect), in_reach())
        self.upcoming = (
            select(*COLUMNS)
            .select_from(JOINED)
            .where(UNSETTLED, duties.c.due_at > bindparam("low"), in_reach())
            .order_by(*IN_ORDER)
            .limit(1)
        )
        self.alike = (
            select(func.count().label("n"))
            .select_from(OF_CASES)
            .where(
                UNSETTLED,
                duties.c.due_at == bindparam("at"),
                duties.c.duty == bindparam("duty"),
                in_reach(),
            )
        )
        waiting = and_(
            cases.c.programme == bindparam("programme"),
            cases.c.programme_version == bindparam("version"),
            cases.c.kind == bindparam("kind"),
            cases.c.state == bindparam("state"),
            cases.c.ended == 0,
            in_reach(role=lambda role: among(role, "roles", dialect)),
            ~exists().where(
                duties.c.case_code == cases.c.code,
                UNSETTLED,
                among(duties.c.duty, "bound", dialect),
            ),
        )
        decided = and_(
            cases.c.programme == bindparam("programme"),
            cases.c.programme_version == bindparam("version"),
            cases.c.unannounced == 1,
            cases.c.ended == 1,
            cases.c.kind == bindparam("kind"),
            in_reach(role=lambda role: among(role, "roles", dialect)),
        )
        self.count_decided = select(func.count().label("n")).select_from(cases).where(decided)
        self.decided = _longest_first(decided)
        self.count_waiting = select(func.count().label("n")).select_from(cases).where(waiting)
        self.waiting = _longest_first(waiting)
        waived = exists().where(
            duties.c.case_code == cases.c.code,
            duties.c.status == literal_column("'waived'"),
            among(duties.c.duty, "bound", dialect),
        )
        self.waived = select(cases.c.code).where(waiting, waived)


def _longest_first(condition: ColumnElement[bool]) -> Select[Any]:
    """The cases that have stood as they are for longest."""
    found = _WITH_PARENT.where(condition).order_by(cases.c.changed_at, cases.c.code)
    return found.limit(bindparam("limit"))


@lru_cache(maxsize=2)
def statements_of(dialect: str) -> InboxStatements:
    """The statements of a dialect."""
    return InboxStatements(dialect)
