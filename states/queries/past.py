"""Lists as they were at an instant, folded from the history by what is recorded now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Executable, bindparam, or_, select

from states.errors import UnknownCase
from states.history import as_text, stamp
from states.queries.answers import Duty
from states.queries.case_rows import require
from states.queries.dossiers import Dossier, Reading, child_of
from states.queries.histories import Standing, standings
from states.queries.list_rows import CaseRow, case_row
from states.queries.lists import CaseFilter, chosen
from states.queries.outline import Outline, outline
from states.queries.viewers import Viewer, in_reach, seen
from states.record.statements import among
from states.store import Store, Tx
from states.tables import cases, duties
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office

AT_ONCE = 500
_parents = cases.alias("parents")
_TITLED = (*cases.c, _parents.c.title.label("parent_title"))
_FROM = cases.outerjoin(_parents, _parents.c.code == cases.c.parent)
_OF_KIND = (
    select(*_TITLED)
    .select_from(_FROM)
    .where(
        cases.c.programme == bindparam("programme"), cases.c.kind == bindparam("kind"), in_reach()
    )
    .order_by(cases.c.code)
)
_OWING = (
    select(*_TITLED)
    .select_from(_FROM)
    .where(
        in_reach(),
        cases.c.code.in_(
            select(duties.c.case_code).where(
                or_(duties.c.settled_at.is_(None), duties.c.settled_at > bindparam("at"))
            )
        ),
    )
    .order_by(cases.c.code)
)


@lru_cache(maxsize=2)
def _children(dialect: str) -> Executable:
    return (
        select(cases)
        .where(among(cases.c.parent, "codes", dialect), in_reach())
        .order_by(cases.c.opened_at, cases.c.code)
    )


def cases_at(
    office: "Office", who: str | Viewer, wanted: CaseFilter, at: datetime, *, lang: Lang = "zh"
) -> Iterator[CaseRow]:
    """The cases that were there at an instant, in order of their codes; the filter looks at kind,
    state, jurisdiction, category and codes. Raises BadInput."""
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        o = chosen(office.store, tx, wanted.programme)
        kind = wanted.kind or o.main_kind()
        rows = [
            row
            for row in viewer.all(tx, _OF_KIND, programme=o.key, kind=kind)
            if row["jurisdiction"] == (wanted.jurisdiction or row["jurisdiction"])
            and row["category"] == (wanted.category or row["category"])
            and (not wanted.codes or row["code"] in wanted.codes)
        ]
        for n in range(0, len(rows), AT_ONCE):
            for row in _stood(office.store, tx, viewer, rows[n : n + AT_ONCE], at, lang):
                if wanted.state in (None, row.state):
                    yield row


def _stood(
    store: Store,
    tx: Tx,
    viewer: Viewer,
    rows: Sequence[dict[str, Any]],
    at: datetime,
    lang: Lang,
) -> Iterator[CaseRow]:
    codes = tx.listed(row["code"] for row in rows)
    children = viewer.all(tx, _children(store.dialect), codes=codes)
    stood = standings(store, tx, viewer, [*rows, *children], at, lang)
    for row in rows:
        if standing := stood.get(row["code"]):
            o = outline(store, tx, row["programme"], row["programme_version"])
            mine = tuple(
                child_of(o, {**child, "state": there.state}, there.duties, lang)
                for child in children
                if child["parent"] == row["code"] and (there := stood.get(child["code"]))
            )
            owed = tuple(_about(o, duty, row) for duty in standing.duties)
            yield case_row(o, _then(row, standing), owed, mine, lang)


def _then(row: Mapping[str, Any], standing: Standing) -> dict[str, Any]:
    """The row of a case as it was: its state, its form, and what stands in columns of its own."""
    fields = standing.fields
    found = {**row, "state": standing.state, "seq": standing.seq, "fields": as_text(fields)}
    found |= {"documents": as_text(standing.documents), "checks": as_text(standing.checks)}
    found |= {"holds": "{}"}
    if isinstance(fields.get("title"), str):
        found["title"] = fields["title"]
    if isinstance(unit := fields.get("unit"), Mapping):
        found |= {"unit_name": unit.get("name"), "unit_code": unit.get("code")}
    return found


def _about(o: Outline, duty: Duty, row: Mapping[str, Any]) -> Duty:
    return replace(
        duty,
        case_title=row["title"],
        parent=row["parent"],
        parent_title=row["parent_title"] or "",
        jurisdiction=row["jurisdiction"],
        jurisdiction_title=o.place(row["jurisdiction"]),
        unit=row["unit_name"],
    )


def duties_at(
    office: "Office", who: str | Viewer, at: datetime, *, lang: Lang = "zh"
) -> tuple[Duty, ...]:
    """What was owed at an instant, the oldest day first and what had no day last."""
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        rows = {r["code"]: r for r in viewer.all(tx, _OWING, at=stamp(at))}
        stood = standings(office.store, tx, viewer, list(rows.values()), at, lang)
        found = []
        for code, standing in stood.items():
            row = rows[code]
            o = outline(office.store, tx, row["programme"], row["programme_version"])
            owed = (_about(o, d, _then(row, standing)) for d in standing.duties if d.is_unsettled)
            found += [replace(d, state_title=standing.state_title) for d in owed]
        return tuple(sorted(found, key=lambda d: (d.due_at or "9999", d.case, d.duty, d.n)))


def dossier_at(
    office: "Office", who: str | Viewer, code: str, at: datetime, *, lang: Lang = "zh"
) -> Dossier:
    """All about a case as it was at an instant; `hash` is that of its last entry then. Raises
    UnknownCase outside the viewer's reach, and for a case that was not there yet."""
    bound = stamp(at)
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        row = require(tx, viewer, code)
        o = outline(office.store, tx, row["programme"], row["programme_version"])
        reading = Reading(office.store, tx, viewer, o, row, at, lang)
        stood = standings(office.store, tx, viewer, [row, *reading.children], at, lang)
        if code not in stood or row["kind"] not in o.kinds:
            raise UnknownCase(case=code)
        entries = [entry for entry in reading.entries if entry["occurred_at"] <= bound]
        ended = int(o.end(row["kind"], stood[code].state) is not None)
        reading.case = {
            **_then(row, stood[code]),
            "ended": ended,
            "head": entries[-1]["hash"],
            "changed_at": entries[-1]["occurred_at"],
        }
        there = [child for child in reading.children if child["code"] in stood]
        reading.children = [_then(child, stood[child["code"]]) for child in there]
        reading.entries = entries
        reading.duties = tuple(
            _about(o, duty, one)
            for one in (
                {**row, "parent_title": ""},
                *({**c, "parent_title": row["title"]} for c in there),
            )
            for duty in stood[one["code"]].duties
        )
        found = reading.dossier()
        # what the register says now, it did not say then
        register = tuple(said for said in found.register if said.seq is not None)
        return replace(found, holds=stood[code].holds, requests=(), register=register)
