"""Lists of cases: filtered, sorted, paged by key, counted by state."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import (
    ColumnElement,
    Executable,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
)

from states.errors import BadInput
from states.history import stamp
from states.queries.answers import Answer
from states.queries.duties import UNSETTLED
from states.queries.list_rows import CaseRow, rows_of
from states.queries.outline import Outline, current_outlines
from states.queries.pages import bounded, keys_of, token
from states.queries.persons import unit_title
from states.queries.viewers import Viewer, in_reach, seen
from states.record.statements import among
from states.store import Store, Tx
from states.tables import cases, duties
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office

Due = Literal["overdue", "7", "30"]
DUES: tuple[Due, ...] = ("overdue", "7", "30")
SORTS = ("code", "-code", "changed", "-changed", "due", "-due")
MOST_WORDS = 5
NEVER = "9999"
AT_ONCE = 5_000
"""Rows that an export reads at a time."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows. Without a programme the first one, without a kind its main kind.

    `text` is looked for in code, title and unit, every word of it. `due`: the next day owed on the
    case or its children is over, or comes within so many days; `overdue_days`: over by more than
    so many days; `codes`: only these, if any are named. `sort` is one of SORTS."""

    programme: str | None = None
    kind: str | None = None
    state: str | None = None
    jurisdiction: str | None = None
    category: str | None = None
    text: str = ""
    due: str | None = None
    overdue_days: int | None = None
    sort: str = "code"
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateCount(Answer):
    """How many cases stand in a state."""

    state: str
    title: str
    count: int
    end: Literal["normal", "exceptional"] | None


@dataclass(frozen=True, slots=True)
class CasePage(Answer):
    """One page of a list. `unit_title`: what the form calls the unit or person that such a case is
    about; empty if it knows none. `total` counts all that match; `states` counts them by state with
    the filter by state left out; `next` is the token of the next page, None on the last one."""

    programme: str
    programme_title: str
    kind: str
    kind_title: str
    unit_title: str
    rows: tuple[CaseRow, ...]
    total: int
    states: tuple[StateCount, ...]
    next: str | None


def list_cases(
    office: "Office",
    who: str | Viewer,
    wanted: CaseFilter | None = None,
    *,
    page: str | None = None,
    limit: int = 50,
    lang: Lang = "zh",
) -> CasePage:
    """One page of the cases within the viewer's reach that match the filter.

    Raises BadInput for an unknown programme, kind, state, sort, or page."""
    wanted = wanted or CaseFilter()
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        o = chosen(office.store, tx, wanted.programme)
        _check(o, wanted)
        values = _parameters(tx, o, wanted, now)
        shape = frozenset(values)
        words = len(_words(wanted.text))
        counts = viewer.all(tx, _counts(office.store.dialect, shape - {"state"}, words), **values)
        rows, after = _rows(tx, viewer, wanted, shape, words, values, page, bounded(limit))
        states = _state_counts(o, str(values["kind"]), counts, lang)
        in_states = [s.count for s in states if wanted.state in (None, s.state)]
        return CasePage(
            programme=o.key,
            programme_title=o.title(lang),
            kind=str(values["kind"]),
            kind_title=o.kind_title(str(values["kind"]), lang),
            unit_title=unit_title(o, str(values["kind"]), lang),
            rows=rows_of(office.store, tx, viewer, rows, now, lang),
            total=sum(in_states),
            states=states,
            next=after,
        )


def every_case(
    office: "Office", who: str | Viewer, wanted: CaseFilter, *, lang: Lang = "zh"
) -> Iterator[CaseRow]:
    """All the cases that `list_cases` pages through, of one snapshot. Raises BadInput."""
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        o = chosen(office.store, tx, wanted.programme)
        _check(o, wanted)
        values = _parameters(tx, o, wanted, now)
        shape, words = frozenset(values), len(_words(wanted.text))
        page: str | None = None
        while True:
            rows, page = _rows(tx, viewer, wanted, shape, words, values, page, AT_ONCE)
            yield from rows_of(office.store, tx, viewer, rows, now, lang)
            if page is None:
                return


def _parameters(tx: Tx, o: Outline, wanted: CaseFilter, now: datetime) -> dict[str, Any]:
    listed = {"codes": tx.listed(wanted.codes)} if wanted.codes else {}
    return _values(o, wanted, now) | listed


def chosen(store: Store, tx: Tx, programme: str | None) -> Outline:
    """The newest version of the named programme, or of the first. Raises BadInput."""
    found = current_outlines(store, tx)
    if not found:
        raise BadInput("NoProgramme")
    if programme is None:
        return next(iter(found.values()))
    if programme not in found:
        raise BadInput("UnknownProgramme", programme=programme, known=list(found))
    return found[programme]


def _check(o: Outline, wanted: CaseFilter) -> None:
    if wanted.kind is not None and wanted.kind not in o.kinds:
        raise BadInput("UnknownKind", kind=wanted.kind, known=list(o.kinds))
    known = o.states(wanted.kind or o.main_kind())
    if wanted.state is not None and wanted.state not in known:
        _bad("state", wanted.state, known)
    if wanted.sort not in SORTS:
        _bad("sort", wanted.sort, SORTS)
    if wanted.due not in (None, *DUES):
        _bad("due", wanted.due, DUES)
    if wanted.overdue_days is not None and not 0 <= wanted.overdue_days <= 36_500:
        _bad("overdue", wanted.overdue_days, ["0–36500"])


def _bad(name: str, value: Any, known: Any) -> None:
    raise BadInput("BadFilter", name=name, value=value, known=list(known))


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFKC", text).split()[:MOST_WORDS]


def _values(o: Outline, wanted: CaseFilter, now: datetime) -> dict[str, Any]:
    """The parameters of the query; which ones there are is the query's shape."""
    found: dict[str, Any] = {
        "programme": o.key,
        "kind": wanted.kind or o.main_kind(),
    }
    for name in ("state", "jurisdiction", "category"):
        value = getattr(wanted, name)
        if value:
            found[name] = value
    for n, word in enumerate(_words(wanted.text)):
        plain = word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found[f"word{n}"] = f"%{plain}%"
    today = o.today(now)
    if wanted.due == "overdue":
        found |= {"low": "", "high": stamp(now)}
    elif wanted.due:
        days = int(wanted.due)
        found |= {"low": stamp(now), "high": o.midnight(today + timedelta(days=days + 1))}
    if wanted.overdue_days is not None:
        found["before"] = o.midnight(today - timedelta(days=wanted.overdue_days))
    return found


def _next_due() -> ColumnElement[Any]:
    """The earliest instant owed on the case or its children; NEVER if nothing is."""
    child = cases.alias()
    own = (
        select(func.coalesce(func.min(duties.c.due_at), NEVER))
        .where(duties.c.case_code == cases.c.code, UNSETTLED)
        .correlate(cases)
        .scalar_subquery()
    )
    theirs = (
        select(func.coalesce(func.min(duties.c.due_at), NEVER))
        .select_from(duties.join(child, child.c.code == duties.c.case_code))
        .where(child.c.parent == cases.c.code, UNSETTLED)
        .correlate(cases)
        .scalar_subquery()
    )
    return case((own <= theirs, own), else_=theirs)


_parents = cases.alias("parents")
_PARENT_TITLE = (
    select(_parents.c.title)
    .where(_parents.c.code == cases.c.parent)
    .correlate(cases)
    .scalar_subquery()
    .label("parent_title")
)


def _where(dialect: str, shape: frozenset[str], words: int) -> ColumnElement[bool]:
    found = [
        cases.c.programme == bindparam("programme"),
        cases.c.kind == bindparam("kind"),
        in_reach(),
    ]
    for name in ("state", "jurisdiction", "category"):
        if name in shape:
            found.append(cases.c[name] == bindparam(name))
    for n in range(words):
        pattern: Any = bindparam(f"word{n}")
        found.append(
            or_(
                *(
                    func.lower(column).like(pattern, escape="\\")
                    for column in (cases.c.code, cases.c.title, cases.c.unit_name)
                ),
                func.lower(cases.c.unit_code).like(pattern, escape="\\"),
            )
        )
    if "codes" in shape:
        found.append(among(cases.c.code, "codes", dialect))
    if "high" in shape:
        found += [_next_due() > bindparam("low"), _next_due() <= bindparam("high")]
    if "before" in shape:
        found.append(_next_due() <= bindparam("before"))
    return and_(true(), *found)


@lru_cache(maxsize=256)
def _counts(dialect: str, shape: frozenset[str], words: int) -> Executable:
    return (
        select(cases.c.state, func.count().label("n"))
        .where(_where(dialect, shape, words))
        .group_by(cases.c.state)
    )


@lru_cache(maxsize=512)
def _list(
    dialect: str, shape: frozenset[str], words: int, sort: str, following: bool
) -> Executable:
    down = sort.startswith("-")
    key: ColumnElement[Any]
    key = {"code": cases.c.code, "changed": cases.c.changed_at, "due": _next_due()}[
        sort.lstrip("-")
    ]
    found = select(*cases.c, _PARENT_TITLE, key.label("sort_key")).where(
        _where(dialect, shape, words)
    )
    if following:
        last_key: Any = bindparam("last_key")
        last_code: Any = bindparam("last_code")
        beyond = key < last_key if down else key > last_key
        found = found.where(or_(beyond, and_(key == last_key, cases.c.code > last_code)))
    order = [key.desc() if down else key]
    if sort.lstrip("-") != "code":
        order.append(cases.c.code)
    return found.order_by(*order).limit(bindparam("limit"))


def _rows(
    tx: Tx,
    viewer: Viewer,
    wanted: CaseFilter,
    shape: frozenset[str],
    words: int,
    values: dict[str, Any],
    page: str | None,
    limit: int,
) -> tuple[list[dict[str, Any]], str | None]:
    keys = keys_of(page, str, str)
    statement = _list(tx.store.dialect, shape, words, wanted.sort, keys is not None)
    values = {**values, "limit": limit + 1}
    if keys:
        values |= {"last_key": keys[0], "last_code": keys[1]}
    rows = viewer.all(tx, statement, **values)
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], token(last["sort_key"], last["code"])


def _state_counts(
    o: Outline, kind: str, rows: Sequence[Mapping[str, Any]], lang: Lang
) -> tuple[StateCount, ...]:
    """In the file's order; a state that only an older version knows comes last."""
    counted = {row["state"]: row["n"] for row in rows}
    names = [*o.states(kind), *(s for s in counted if s not in o.states(kind))]
    return tuple(
        StateCount(s, o.state_title(kind, s, lang), counted.get(s, 0), o.end(kind, s))
        for s in names
    )
