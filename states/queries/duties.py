"""Duties: who owes what by when, with the status that the office's clock gives them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Case,
    ColumnElement,
    Executable,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from states.errors import BadInput
from states.history import from_text, instant, stamp
from states.instants import hours_to, time_of
from states.queries.answers import Answer, Duty, DutyStatus
from states.queries.case_rows import require
from states.queries.outline import Outline, current_outlines, outline
from states.queries.pages import bounded, keys_of, token
from states.queries.viewers import Viewer, in_reach, seen
from states.queries.working_days import working_days_left
from states.record.statements import among
from states.store import Store, Tx
from states.tables import cases, duties, history, internal_days
from states.words.entries import EXEMPT, Lang

if TYPE_CHECKING:
    from states.office import Office

# written out, since a partial index serves only a condition that holds no parameters
UNSETTLED = duties.c.status.in_([literal_column("'open'"), literal_column("'overdue'")])
_parents = cases.alias("parents")
_ending = history.alias("ending")
_WAIVED = duties.c.status == literal_column("'waived'")
_BY_EXEMPTION = (
    select(_ending.c.seq)
    .where(
        _ending.c.case_code == duties.c.case_code,
        _ending.c.seq == duties.c.settled_seq,
        _ending.c.move == literal_column(f"'{EXEMPT}'"),
    )
    .correlate_except(_ending)
    .exists()
)


def _flag(*conditions: ColumnElement[bool]) -> Case[int]:
    return case((and_(*conditions), literal_column("1")), else_=literal_column("0"))


LAPSED = _flag(
    _WAIVED,
    duties.c.settled_at >= duties.c.due_at,
    duties.c.settled_seq.is_not(None),
    ~_BY_EXEMPTION,
)
"""Whether a duty ended undone after its day, by no exemption. One that no act ended never arose:
only a wrong act had opened it."""
EXEMPTED = _flag(_WAIVED, _BY_EXEMPTION)
COLUMNS = (
    *duties.c,
    LAPSED.label("lapsed"),
    EXEMPTED.label("exempted"),
    cases.c.title.label("case_title"),
    cases.c.state.label("case_state"),
    cases.c.unit_name,
    cases.c.unit_code,
    cases.c.parent,
    cases.c.programme_version,
    _parents.c.title.label("parent_title"),
    internal_days.c.day.label("internal_day"),
    internal_days.c.seq.label("internal_seq"),
    internal_days.c.set_at.label("internal_at"),
)
OF_CASES = duties.join(cases, cases.c.code == duties.c.case_code)
JOINED = OF_CASES.outerjoin(_parents, _parents.c.code == cases.c.parent).outerjoin(
    internal_days,
    and_(
        internal_days.c.programme == duties.c.programme,
        internal_days.c.duty == duties.c.duty,
        internal_days.c.jurisdiction == cases.c.jurisdiction,
        or_(
            internal_days.c.due_on.is_(None),
            internal_days.c.due_on == func.coalesce(duties.c.first_due_on, duties.c.due_on),
        ),
        or_(duties.c.due_on.is_(None), internal_days.c.day <= duties.c.due_on),
    ),
)
IN_ORDER = (duties.c.due_at, duties.c.case_code, duties.c.duty, duties.c.n)
BY_DAY = (func.coalesce(duties.c.due_at, duties.c.opens_at, "9999"), *IN_ORDER[1:])
"""In the order of their days; what must only last so long stands where it may be done."""


@dataclass(frozen=True, slots=True)
class DutyPage(Answer):
    """Duties in order of their day; `total` counts all that match."""

    rows: tuple[Duty, ...]
    total: int
    next: str | None


def overdue(
    office: "Office",
    who: str | Viewer,
    *,
    more_than: int = 0,
    page: str | None = None,
    limit: int = 50,
    lang: Lang = "zh",
) -> DutyPage:
    """Duties whose day is over and that nobody has done, oldest first; `more_than`: over by more
    than so many days. Raises BadInput."""
    if more_than < 0:
        raise BadInput("BadFilter", name="overdue", value=more_than, known="≥ 0")
    now = office.clock.now()
    with office.store.read() as tx:
        until = stamp(now) if not more_than else _days_from(office.store, tx, now, -more_than)
        return _page(office.store, tx, seen(tx, who, now), "", until, now, page, limit, lang)


def due(
    office: "Office",
    who: str | Viewer,
    *,
    days: int = 30,
    page: str | None = None,
    limit: int = 50,
    lang: Lang = "zh",
) -> DutyPage:
    """Duties that fall due within the next days, today included, the next first. Overdue ones are
    in `overdue`. Raises BadInput."""
    if not 0 <= days <= 36_500:
        raise BadInput("BadFilter", name="days", value=days, known="0–36500")
    now = office.clock.now()
    with office.store.read() as tx:
        until = _days_from(office.store, tx, now, days + 1)
        return _page(
            office.store, tx, seen(tx, who, now), stamp(now), until, now, page, limit, lang
        )


def calendar(
    office: "Office", who: str | Viewer, code: str, *, lang: Lang = "zh"
) -> tuple[Duty, ...]:
    """Every duty of a case and of its children, from the first day to the end of the programme.
    Raises UnknownCase."""
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        require(tx, viewer, code)
        rows = viewer.all(tx, _OF_FAMILY, code=code)
        return shaped(office.store, tx, rows, now, lang)


@lru_cache(maxsize=2)
def _of_cases(dialect: str) -> Executable:
    return (
        select(*COLUMNS)
        .select_from(JOINED)
        .where(among(cases.c.code, "codes", dialect), in_reach())
        .order_by(duties.c.due_at.is_(None), *IN_ORDER)
    )


def duties_of(
    store: Store, tx: Tx, viewer: Viewer, codes: Sequence[str], now: datetime, lang: Lang
) -> dict[str, list[Duty]]:
    """Every duty of cases, by their codes."""
    found: dict[str, list[Duty]] = {}
    rows = viewer.all(tx, _of_cases(store.dialect), codes=tx.listed(codes))
    for duty in shaped(store, tx, rows, now, lang):
        found.setdefault(duty.case, []).append(duty)
    return found


_OF_FAMILY = (
    select(*COLUMNS)
    .select_from(JOINED)
    .where(or_(cases.c.code == bindparam("code"), cases.c.parent == bindparam("code")), in_reach())
    .order_by(*BY_DAY)
)


def _between(source: FromClause, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(source)
        .where(
            UNSETTLED,
            duties.c.due_at > bindparam("low"),
            duties.c.due_at <= bindparam("high"),
            in_reach(),
        )
    )


_COUNT = _between(OF_CASES, func.count().label("n"))
_FIRST = _between(JOINED, *COLUMNS).order_by(*IN_ORDER).limit(bindparam("limit"))


@lru_cache(maxsize=1)
def _after() -> Executable:
    at, code, duty, n = IN_ORDER
    last: list[Any] = [bindparam(name) for name in ("last_at", "last_code", "last_duty", "last_n")]
    return _FIRST.where(
        or_(
            at > last[0],
            and_(at == last[0], code > last[1]),
            and_(at == last[0], code == last[1], duty > last[2]),
            and_(at == last[0], code == last[1], duty == last[2], n > last[3]),
        )
    )


def _page(
    store: Store,
    tx: Tx,
    viewer: Viewer,
    low: str,
    high: str,
    now: datetime,
    page: str | None,
    limit: int,
    lang: Lang,
) -> DutyPage:
    keys = keys_of(page, str, str, str, int)
    bounds = {"low": low, "high": high}
    counted = viewer.one(tx, _COUNT, **bounds)
    wanted: dict[str, Any] = {**bounds, "limit": bounded(limit) + 1}
    if keys:
        last = dict(zip(("last_at", "last_code", "last_duty", "last_n"), keys, strict=True))
        rows = viewer.all(tx, _after(), **wanted, **last)
    else:
        rows = viewer.all(tx, _FIRST, **wanted)
    more, rows = len(rows) > limit, rows[:limit]
    end = rows[-1] if more else None
    after = token(end["due_at"], end["case_code"], end["duty"], end["n"]) if end else None
    total = int(counted["n"]) if counted else 0
    return DutyPage(shaped(store, tx, rows, now, lang), total, after)


def _days_from(store: Store, tx: Tx, now: datetime, days: int) -> str:
    """The first instant of the day so many days from today, in the first programme's zone."""
    found = next(iter(current_outlines(store, tx).values()), None)
    if found is None:
        return stamp(now + timedelta(days=days))
    return found.midnight(found.today(now) + timedelta(days=days))


def shaped(
    store: Store, tx: Tx, rows: Iterable[Mapping[str, Any]], now: datetime, lang: Lang
) -> tuple[Duty, ...]:
    """Rows of COLUMNS as answers."""
    return tuple(
        shape(outline(store, tx, r["programme"], r["programme_version"]), r, now, lang)
        for r in rows
    )


def shape(o: Outline, row: Mapping[str, Any], now: datetime, lang: Lang) -> Duty:
    """One row of COLUMNS as an answer."""
    owed_by = tuple(row["owed_by"].split(","))
    return Duty(
        case=row["case_code"],
        duty=row["duty"],
        n=row["n"],
        title=o.duty_title(row["duty"], lang),
        owed_by=owed_by,
        owed_by_titles=tuple(o.role_title(role, lang) for role in owed_by),
        phrase=row["phrase"],
        clause=tuple(from_text(row["clause"])),
        due_on=row["due_on"],
        due_at=row["due_at"],
        status=status_at(row["status"], row["due_at"], now),
        met_at=row["settled_at"],
        # what is done is no longer in doubt, whatever the calendar says later
        provisional=bool(row["provisional"]) and row["status"] in ("open", "overdue"),
        period=row["period"],
        opened_at=row["opened_at"],
        overdue_at=row["overdue_at"],
        days_left=days_to(o, row["due_on"], row["due_at"], now),
        waited_days=waited(o, row["opened_at"], now),
        internal_day=row["internal_day"],
        case_title=row["case_title"],
        parent=row["parent"],
        parent_title=row["parent_title"] or "",
        state_title=o.state_title(row["kind"], row["case_state"], lang),
        jurisdiction=row["jurisdiction"],
        jurisdiction_title=o.place(row["jurisdiction"]),
        unit=row["unit_name"],
        unverified=o.is_unverified(row["duty"], row["due_at"]),
        first_due_on=row["first_due_on"],
        extended=row["extended"],
        paused_at=row["paused_at"],
        remainder=left_of(row["remainder"]),
        opens_at=row["opens_at"],
        target=row["target"],
        done=row["done"],
        internal_seq=row["internal_seq"] or 0,
        internal_at=row["internal_at"],
        lapsed=bool(row["lapsed"]),
        exempted=bool(row["exempted"]),
        due_time=time_of(row["due_on"], row["due_at"], o.zone),
        hours_left=hours_to(row["due_on"], row["due_at"], now, o.zone),
        working_days_left=working_days_left(o, row["duty"], row["phrase"], row["due_on"], now),
    )


def status_at(status: str, due_at: str | None, now: datetime) -> DutyStatus:
    """The status at an instant: what no sweep has marked yet is overdue all the same."""
    if status == "open" and due_at is not None and stamp(now) >= due_at:
        return "overdue"
    return status  # type: ignore[return-value]


def days_left(o: Outline, due_on: str | None, now: datetime) -> int | None:
    """Civil days from today to the day; negative once it is over."""
    return (date.fromisoformat(due_on) - o.today(now)).days if due_on else None


def days_to(o: Outline, due_on: str | None, due_at: str | None, now: datetime) -> int | None:
    """Civil days to the day of a duty. An unverified day that is over says nothing: None."""
    days = days_left(o, due_on, now)
    return None if days is not None and days < 0 and due_at is None else days


def left_of(remainder: str | None) -> dict[str, Any] | None:
    """What is left of a paused limit, as people are told it: what its day was counted from is not
    for them."""
    kept: dict[str, Any] = from_text(remainder) if remainder else {}
    return {name: value for name, value in kept.items() if name != "basis"} or None


def waited(o: Outline, since: str, now: datetime) -> int:
    """Civil days since an instant."""
    return max(0, (o.today(now) - o.today(instant(since))).days)
