"""The rows of a list of cases, with what each case and its children owe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import Executable, func, or_, select

from states.commands import CORRECT
from states.history import from_text
from states.queries.answers import Answer, Child, Duty, DutyStatus
from states.queries.dossiers import child_of
from states.queries.duties import duties_of
from states.queries.outline import Outline, outline
from states.queries.persons import impersonal, unit_code
from states.queries.viewers import Viewer, in_reach
from states.record.cited import corrected
from states.record.statements import among
from states.store import Store, Tx
from states.tables import cases
from states.tables import history as entries
from states.words.entries import Lang

NOWHERE: tuple[str | None, str | None] = (None, None)
"""When a case came into its state, and when that was recorded, where nobody asks."""


class _Owed(NamedTuple):
    """The next day owed on a case or below it."""

    due_on: str | None = None
    due_time: str = ""
    status: DutyStatus | None = None
    days_left: int | None = None
    provisional: bool = False
    hours_left: int | None = None
    working_days_left: int | None = None

    def end(self) -> tuple[str, str]:
        """Sort key: by the day, then by the time of day; what has none ends with the day."""
        return str(self.due_on), self.due_time or "24:00"


@dataclass(frozen=True, slots=True)
class CaseRow(Answer):
    """A case in a list. `fields` holds no personal values; `due_on` is the next day owed on the
    case or on one of its children. `reached_at`: when it came into its state; `recorded_at`: when
    that was recorded, if it happened elsewhere."""

    code: str
    kind: str
    kind_title: str
    title: str
    state: str
    state_title: str
    end: Literal["normal", "exceptional"] | None
    jurisdiction: str | None
    jurisdiction_title: str
    field: str | None
    field_title: str
    unit: str | None
    unit_code: str | None
    period: str | None
    parent: str | None
    parent_title: str
    programme: str
    programme_version: int
    opened_at: str
    changed_at: str
    fields: dict[str, Any]
    duties: tuple[Duty, ...]
    children: tuple[Child, ...]
    due_on: str | None
    due_status: DutyStatus | None
    days_left: int | None
    unannounced: bool
    reached_at: str | None
    recorded_at: str | None
    due_time: str = ""
    hours_left: int | None = None
    working_days_left: int | None = None
    provisional: bool = False


@lru_cache(maxsize=2)
def _children(dialect: str) -> Executable:
    return (
        select(cases)
        .where(among(cases.c.parent, "codes", dialect), in_reach())
        .order_by(cases.c.opened_at, cases.c.code)
    )


@lru_cache(maxsize=2)
def _reached(dialect: str) -> Executable:
    """The entries by which cases came into the states in which they are, and what was put right."""
    moved = func.coalesce(entries.c.from_state, "") != entries.c.to_state
    return (
        select(
            entries.c.case_code,
            entries.c.seq,
            entries.c.move,
            entries.c.entry,
            entries.c.occurred_at,
            entries.c.recorded_at,
            entries.c.effects,
        )
        .where(among(entries.c.case_code, "codes", dialect), or_(moved, entries.c.move == CORRECT))
        .order_by(entries.c.case_code, entries.c.seq)
    )


def _came(store: Store, tx: Tx, codes: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """For each case when it came into its state, and when that was recorded if elsewhere."""
    by_case: dict[str, list[dict[str, Any]]] = {}
    for row in tx.all(_reached(store.dialect), codes=tx.listed(codes)):
        by_case.setdefault(row["case_code"], []).append(row)
    found: dict[str, tuple[str | None, str | None]] = {}
    for code, rows in by_case.items():
        last = next((row for row in reversed(rows) if row["move"] != CORRECT), None)
        if last is not None:
            at = corrected(rows).get(last["seq"], last["occurred_at"])
            found[code] = at, last["recorded_at"] if last["entry"] == "record" else None
    return found


def rows_of(
    store: Store,
    tx: Tx,
    viewer: Viewer,
    rows: Sequence[Mapping[str, Any]],
    now: datetime,
    lang: Lang,
) -> tuple[CaseRow, ...]:
    """Rows of cases as a list shows them, with their duties and children: three statements."""
    codes = [row["code"] for row in rows]
    if not codes:
        return ()
    children = viewer.all(tx, _children(store.dialect), codes=tx.listed(codes))
    family = [*codes, *(child["code"] for child in children)]
    duties_by = duties_of(store, tx, viewer, family, now, lang)
    came = _came(store, tx, codes)
    children_by: dict[str, list[dict[str, Any]]] = {}
    for child in children:
        children_by.setdefault(child["parent"], []).append(child)
    found = []
    for row in rows:
        o = outline(store, tx, row["programme"], row["programme_version"])
        mine = [
            child_of(o, child, tuple(duties_by.get(child["code"], ())), lang)
            for child in children_by.get(row["code"], ())
        ]
        owing = tuple(duties_by.get(row["code"], ()))
        found.append(case_row(o, row, owing, tuple(mine), lang, came.get(row["code"], NOWHERE)))
    return tuple(found)


def case_row(
    o: Outline,
    row: Mapping[str, Any],
    owed: tuple[Duty, ...],
    children: tuple[Child, ...],
    lang: Lang,
    came: tuple[str | None, str | None] = NOWHERE,
) -> CaseRow:
    """One row of a list, given the case's row and its duties and children."""
    first = _next_owed(owed, children)
    form = o.kinds[row["kind"]].get("form", {})
    shown = from_text(row["fields"])
    return CaseRow(
        code=row["code"],
        kind=row["kind"],
        kind_title=o.kind_title(row["kind"], lang),
        title=row["title"],
        state=row["state"],
        state_title=o.state_title(row["kind"], row["state"], lang),
        end=o.end(row["kind"], row["state"]),
        jurisdiction=row["jurisdiction"],
        jurisdiction_title=o.place(row["jurisdiction"]),
        field=row["category"],
        field_title=o.category_title(row["category"], lang),
        unit=row["unit_name"],
        unit_code=unit_code(o, row),
        period=row["period"],
        parent=row["parent"],
        parent_title=row["parent_title"] or "",
        programme=row["programme"],
        programme_version=row["programme_version"],
        opened_at=row["opened_at"],
        changed_at=row["changed_at"],
        fields=impersonal(form, shown),
        duties=owed,
        children=children,
        due_on=first.due_on,
        due_status=first.status,
        days_left=first.days_left,
        unannounced=bool(row["unannounced"]),
        reached_at=came[0],
        recorded_at=came[1],
        due_time=first.due_time,
        hours_left=first.hours_left,
        working_days_left=first.working_days_left,
        provisional=first.provisional,
    )


def _next_owed(owed: Iterable[Duty], children: Iterable[Child]) -> _Owed:
    dues = [_owed(d, d.status) for d in owed if d.is_unsettled and d.due_at]
    dues += [_owed(c, c.due_status) for c in children if c.due_on]
    return min(dues, key=_Owed.end, default=_Owed())


def _owed(one: Duty | Child, status: DutyStatus | None) -> _Owed:
    left = (one.hours_left, one.working_days_left)
    return _Owed(one.due_on, one.due_time, status, one.days_left, one.provisional, *left)
