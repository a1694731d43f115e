"""The fixed statements about limits that move, lapse, escalate or are counted; built once a
dialect."""

from functools import lru_cache

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from states.notices.reminder_statements import OF_PARENT
from states.record.statements import among
from states.tables import cases, duties, history

CHANGING_DUTY = (
    "due_on",
    "due_at",
    "status",
    "provisional",
    "overdue_at",
    "opens_at",
    "first_due_on",
    "basis",
    "paused_at",
    "remainder",
    "extended",
    "done",
    "settled_at",
    "settled_seq",
)
"""The columns of a duty that may change once it has arisen."""


_NAMED = ("title", "unit_name", "unit_code", "state")


def _this_duty() -> list[ColumnElement[bool]]:
    keys = {"case_code": "in_case", "duty": "in_duty", "n": "in_n"}
    return [duties.c[name] == bindparam(given) for name, given in keys.items()]


class LimitStatements:
    """One object for each dialect; every attribute is a statement built once."""

    def __init__(self, dialect: str) -> None:
        self.change_duty = (
            update(duties)
            .where(*_this_duty())
            .values({name: bindparam(name) for name in CHANGING_DUTY})
        )
        self.restart_duty = (
            update(duties)
            .where(*_this_duty())
            .values(
                reminded=null(),
                reminded_internal=null(),
                escalated=0,
                told=0,
                restarted_at=bindparam("restarted_at"),
            )
        )
        self.escalate_duty = (
            update(duties)
            .where(*_this_duty(), duties.c.status == "overdue")
            .values(escalated=bindparam("escalated"))
        )
        of_duties = duties.join(cases, cases.c.code == duties.c.case_code)
        # a duty that arose after its day has lapsed with that
        arose = history.c.occurred_at
        fell = case((duties.c.due_at > arose, duties.c.due_at), else_=arose)
        opened = and_(
            history.c.case_code == duties.c.case_code, history.c.seq == duties.c.opened_seq
        )
        self.lapsed = (
            select(cases.c.code, cases.c.seq, func.min(fell).label("fell"))
            .select_from(of_duties.join(history, opened))
            .where(
                or_(duties.c.status == "open", duties.c.status == "overdue"),
                duties.c.due_at <= bindparam("as_of"),
                duties.c.programme == bindparam("programme"),
                duties.c.duty == bindparam("duty"),
                cases.c.programme_version == bindparam("version"),
                cases.c.kind == bindparam("kind"),
                among(cases.c.state, "states", dialect),
                cases.c.ended == 0,
            )
            .group_by(cases.c.code, cases.c.seq)
            .order_by(cases.c.code)
        )
        self.due_of_version = (
            select(duties, *OF_PARENT)
            .select_from(of_duties)
            .where(
                duties.c.status == "open",
                duties.c.due_at <= bindparam("as_of"),
                duties.c.programme == bindparam("programme"),
                cases.c.programme_version == bindparam("version"),
                ~among(duties.c.duty, "lapsing", dialect),
            )
            .order_by(duties.c.due_at, duties.c.case_code, duties.c.duty, duties.c.n)
            .limit(bindparam("limit"))
        )
        self.escalatable = (
            select(duties, *(cases.c[name] for name in _NAMED), *OF_PARENT)
            .select_from(of_duties)
            .where(
                duties.c.status == "overdue",
                duties.c.due_at <= bindparam("as_of"),
                duties.c.due_on <= bindparam("last"),
                duties.c.programme == bindparam("programme"),
                cases.c.programme_version == bindparam("version"),
                duties.c.duty == bindparam("duty"),
                duties.c.escalated == bindparam("escalated"),
            )
            .order_by(duties.c.due_at, duties.c.case_code, duties.c.n)
            .limit(bindparam("limit"))
        )
        child = cases.alias()
        self.without_child = (
            select(cases)
            .where(
                cases.c.programme == bindparam("programme"),
                cases.c.programme_version == bindparam("version"),
                cases.c.kind == bindparam("kind"),
                among(cases.c.state, "states", dialect),
                cases.c.ended == 0,
                ~exists().where(
                    child.c.parent == cases.c.code,
                    child.c.kind == bindparam("child_kind"),
                    child.c.period == bindparam("period"),
                ),
            )
            .order_by(cases.c.code)
            .limit(bindparam("limit"))
            .with_for_update(of=cases)
        )
        self.standing_alone = select(cases.c.period, cases.c.jurisdiction).where(
            cases.c.programme == bindparam("programme"),
            cases.c.kind == bindparam("kind"),
            cases.c.period.is_not(None),
        )
        self.computed = (
            select(duties, cases.c.seq)
            .select_from(of_duties)
            .where(
                duties.c.programme == bindparam("programme"),
                duties.c.basis.is_not(None),
                duties.c.status != "waived",
                duties.c.paused_at.is_(None),
                duties.c.basis.like(bindparam("mentions")),
                or_(
                    duties.c.case_code > bindparam("after_case"),
                    and_(
                        duties.c.case_code == bindparam("after_case"),
                        duties.c.duty > bindparam("after_duty"),
                    ),
                ),
            )
            .order_by(duties.c.case_code, duties.c.duty, duties.c.n)
        )


@lru_cache(maxsize=2)
def limit_statements(dialect: str) -> LimitStatements:
    """The statements in the words of a dialect."""
    return LimitStatements(dialect)
