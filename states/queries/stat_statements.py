"""The fixed statements of the statistics, built once for each dialect."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Float,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)

from states.queries.duties import LAPSED
from states.queries.viewers import in_reach
from states.record.statements import among
from states.tables import cases, duties
from states.tables import history as entries

BUCKETS = ("7", "30", "90", "more")
"""Days for which something is overdue: up to 7, up to 30, up to 90, more."""
PUTS_RIGHT = ("corrects", "reopens", "follows")
"""What the effects of an entry name that puts another right, or follows one that does."""
_OURS = and_(cases.c.programme == bindparam("programme"), in_reach())
_IS_MOVED = or_(duties.c.first_due_on.is_not(None), duties.c.paused_at.is_not(None))
_COUNT: ColumnElement[Any] = func.count().label("n")
_PLACE = entries.c.case_code + literal_column("' '") + cast(entries.c.seq, Text)


class StatStatements:
    """Statements over the cases of `:programme` that `:viewer` reaches. Those that look back see
    what had happened by `:at`; duties whose day was moved since are left to the history there.
    `:gone`: entries that led a case nowhere by what is known now, as their case and number."""

    def __init__(self, dialect: str) -> None:
        self._lite = dialect == "sqlite"
        self._holds = ~among(_PLACE, "gone", dialect)
        self.righted = (
            select(
                entries.c.case_code,
                entries.c.seq,
                entries.c.move,
                entries.c.from_state,
                entries.c.to_state,
                entries.c.flags,
                entries.c.effects,
            )
            .select_from(_MOVED)
            .where(_OURS, entries.c.case_code.in_(_righted()))
            .order_by(entries.c.case_code, entries.c.seq)
        )
        self.counts = _by_place(cases, cases.c.state, _OURS)
        self.counts_at = self._counts_at()
        self.reached = self._reached(None)
        self.reached_at = self._reached(entries.c.occurred_at <= bindparam("at"))
        self.dwell = self._dwell(None)
        self.dwell_at = self._dwell(entries.c.occurred_at <= bindparam("at"))
        self.duties = self._duties(None)
        self.duties_at = self._duties(~_IS_MOVED)
        self.moved = (
            select(duties.c.case_code, duties.c.duty, duties.c.n)
            .select_from(_OWED)
            .where(_OURS, _IS_MOVED)
        )
        self.moved_cases = (
            select(*cases.c)
            .where(_OURS, cases.c.code.in_(select(duties.c.case_code).where(_IS_MOVED)))
            .order_by(cases.c.code)
        )

    def _counts_at(self) -> Select[Any]:
        last = (
            select(entries.c.case_code, func.max(entries.c.seq).label("seq"))
            .where(entries.c.occurred_at <= bindparam("at"))
            .group_by(entries.c.case_code)
            .subquery()
        )
        stood = cases.join(last, last.c.case_code == cases.c.code).join(
            entries, and_(entries.c.case_code == last.c.case_code, entries.c.seq == last.c.seq)
        )
        return _by_place(stood, entries.c.to_state, _OURS)

    def _reached(self, when: ColumnElement[bool] | None) -> Select[Any]:
        """How many cases reached which states: every state that a case was in, once."""
        been = (
            select(cases.c.kind, entries.c.case_code, entries.c.to_state)
            .distinct()
            .select_from(_MOVED)
            .where(*_moves(when), self._holds)
            .subquery()
        )
        states = func.group_concat if self._lite else func.string_agg
        joined = states(been.c.to_state, literal_column("' '"))
        ways = select(been.c.kind, joined.label("states")).group_by(been.c.kind, been.c.case_code)
        found = ways.subquery()
        return select(found.c.kind, found.c.states, _COUNT).group_by(found.c.kind, found.c.states)

    def _dwell(self, when: ColumnElement[bool] | None) -> Select[Any]:
        """The median stay in each state; `stands` 1 for the cases that stand there still."""
        following = func.lead(entries.c.occurred_at).over(
            partition_by=entries.c.case_code, order_by=entries.c.seq
        )
        stay = (
            select(
                cases.c.kind,
                entries.c.to_state.label("state"),
                entries.c.occurred_at.label("since"),
                following.label("until"),
            )
            .select_from(_MOVED)
            .where(*_moves(when), self._holds)
            .subquery()
        )
        stands = case((stay.c.until.is_(None), 1), else_=0)
        end = func.coalesce(stay.c.until, bindparam("at"))
        days = self._days(end) - self._days(stay.c.since)
        measured = select(
            stay.c.kind,
            stay.c.state,
            stands.label("stands"),
            case((days < 0, 0.0), else_=days).label("days"),
        ).subquery()
        alike = (measured.c.kind, measured.c.state, measured.c.stands)
        ranked = select(
            *alike,
            measured.c.days,
            func.row_number().over(partition_by=alike, order_by=measured.c.days).label("rank"),
            func.count().over(partition_by=alike).label("n"),
        ).subquery()
        middle = (2 * ranked.c.rank).between(ranked.c.n, ranked.c.n + 2)
        shown = (ranked.c.kind, ranked.c.state, ranked.c.stands, ranked.c.n)
        median = func.avg(ranked.c.days).label("median")
        return select(*shown, median).where(middle).group_by(*shown)

    def _days(self, at: ColumnElement[Any]) -> ColumnElement[Any]:
        if self._lite:
            return func.julianday(at)
        epoch = func.date_part(literal_column("'epoch'"), cast(at, DateTime(timezone=True)))
        return cast(epoch, Float) / 86_400.0

    def _duties(self, which: ColumnElement[bool] | None) -> Select[Any]:
        """Duties by name, status and how long they are overdue."""
        owed: FromClause = _OWED
        conditions: list[ColumnElement[bool]] = [_OURS]
        late_by = _late_by()
        status: ColumnElement[Any]
        if which is None:
            is_over = and_(duties.c.status == "open", duties.c.due_at <= bindparam("at"))
            status = case((is_over, "overdue"), (LAPSED == 1, "lapsed"), else_=duties.c.status)
        else:
            opened = entries.alias()
            owed = owed.join(
                opened,
                and_(opened.c.case_code == duties.c.case_code, opened.c.seq == duties.c.opened_seq),
            )
            conditions += [which, opened.c.occurred_at <= bindparam("at")]
            status = case(
                (and_(LAPSED == 1, duties.c.settled_at <= bindparam("at")), "lapsed"),
                (duties.c.settled_at <= bindparam("at"), duties.c.status),
                (duties.c.due_at <= bindparam("at"), "overdue"),
                else_="open",
            )
        undated = case((duties.c.due_at.is_(None), 1), else_=0)
        found = (
            select(
                duties.c.duty,
                status.label("status"),
                undated.label("undated"),
                case((status == "overdue", late_by), else_="").label("bucket"),
            )
            .select_from(owed)
            .where(*conditions)
            .subquery()
        )
        columns = tuple(found.c)
        return select(*columns, _COUNT).group_by(*columns)


_OWED = duties.join(cases, cases.c.code == duties.c.case_code)
_MOVED = entries.join(cases, cases.c.code == entries.c.case_code)


def _righted() -> Select[Any]:
    """The cases in which an entry says that another holds no longer."""
    wrong, whose = entries.alias(), cases.alias()
    says = or_(*(wrong.c.effects.contains(f'"{name}"') for name in PUTS_RIGHT))
    ours = whose.c.programme == bindparam("programme")
    source = wrong.join(whose, whose.c.code == wrong.c.case_code)
    return select(wrong.c.case_code).select_from(source).where(ours, says)


def _moves(when: ColumnElement[bool] | None) -> list[ColumnElement[bool]]:
    changed = or_(entries.c.from_state.is_(None), entries.c.from_state != entries.c.to_state)
    return [_OURS, changed, *([] if when is None else [when])]


def _by_place(source: FromClause, state: ColumnElement[Any], *where: Any) -> Select[Any]:
    alike = (cases.c.kind, state.label("state"), cases.c.jurisdiction, cases.c.category)
    grouped = (cases.c.kind, state, cases.c.jurisdiction, cases.c.category)
    return select(*alike, _COUNT).select_from(source).where(*where).group_by(*grouped)


def _late_by() -> ColumnElement[Any]:
    """Which of BUCKETS the days since `due_at` fall into; each bound is the last instant of it."""
    return case(
        (duties.c.due_at <= bindparam("over_90"), "more"),
        (duties.c.due_at <= bindparam("over_30"), "90"),
        (duties.c.due_at <= bindparam("over_7"), "30"),
        else_="7",
    )


@lru_cache(maxsize=2)
def statements_of(dialect: str) -> StatStatements:
    """The statements of a dialect."""
    return StatStatements(dialect)
