"""All about one case."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, bindparam, or_, select

from states.errors import UnknownCase
from states.history import from_text
from states.queries import asked
from states.queries.answers import (
    Answer,
    CheckShown,
    Child,
    Document,
    Duty,
    Held,
    HeldBack,
    NextMove,
    Request,
    Waiting,
)
from states.queries.case_rows import CASE, require
from states.queries.duties import BY_DAY, COLUMNS, JOINED, shaped
from states.queries.form_values import FieldValue, fields_of
from states.queries.held_back import held_back
from states.queries.hindered import warned
from states.queries.looked_up import LookedUp, ahead, kept_by
from states.queries.outline import Outline, outline
from states.queries.papers import checks_of, documents_of
from states.queries.persons import unit_code, unit_title
from states.queries.quotas import held
from states.queries.told import Told, last_told
from states.queries.veil import hidden_since
from states.queries.viewers import Viewer, in_reach, seen
from states.queries.waiting import in_order, moves_for, waiting_of
from states.record.cited import corrected, kept, leading_on, replaced
from states.store import Store, Tx
from states.tables import cases
from states.tables import history as entries
from states.words.entries import Lang
from states.words.retelling import retold

if TYPE_CHECKING:
    from states.office import Office

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step(Answer):
    """One state of the progress line, when and by which clause reached, and when recorded."""

    state: str
    title: str
    position: Literal["done", "current", "ahead", "skipped"]
    on: str | None
    clause: tuple[str, ...]
    seq: int | None
    recorded_on: str | None = None


@dataclass(frozen=True, slots=True)
class Flag(Answer):
    """Something shown for ever: an override, a fact recorded against a rule, a warning.
    `corrected_by`: the entry that puts right the one that it was noted against; `approved_by`: who
    allowed the override."""

    code: str
    kind: str
    clause: tuple[str, ...]
    message: str
    seq: int
    on: str
    corrected_by: int | None = None
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier(Answer):
    """All about one case that the viewer may see. `unit_title`: what the programme calls the unit
    or person that it is about. `unannounced`: it was decided, and those who are not told see it
    still as it was before. `register`: what the register of earlier pilots said of its units, and
    says where a move ahead asks for it. `held_back`: what the system ought to have done by now and
    may not."""

    code: str
    kind: str
    kind_title: str
    title: str
    state: str
    state_title: str
    end: Literal["normal", "exceptional"] | None
    unannounced: bool
    jurisdiction: str | None
    jurisdiction_title: str
    field: str | None
    field_title: str
    unit: str | None
    unit_title: str
    unit_code: str | None
    period: str | None
    programme: str
    programme_title: str
    programme_version: int
    zone: str
    seq: int
    hash: str
    opened_at: str
    changed_at: str
    parent: Child | None
    fields: tuple[FieldValue, ...]
    documents: tuple[Document, ...]
    checks: tuple[CheckShown, ...]
    duties: tuple[Duty, ...]
    children: tuple[Child, ...]
    waiting: tuple[Waiting, ...]
    moves: tuple[NextMove, ...]
    steps: tuple[Step, ...]
    requests: tuple[Request, ...]
    flags: tuple[Flag, ...]
    holds: tuple[Held, ...]
    told: Told | None = None
    register: tuple[LookedUp, ...] = ()
    held_back: tuple[HeldBack, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """`show --json`: `fields` as key and value, the rest as declared."""
        return Answer.as_json(self) | {"fields": {f.key: f.value for f in self.fields}}


_CHILDREN = (
    select(cases)
    .where(cases.c.parent == bindparam("code"), in_reach())
    .order_by(cases.c.opened_at, cases.c.code)
)
_DUTIES = (
    select(*COLUMNS)
    .select_from(JOINED)
    .where(or_(cases.c.code == bindparam("code"), cases.c.parent == bindparam("code")), in_reach())
    .order_by(*BY_DAY)
)
_REACHED = (
    select(
        entries.c.seq,
        entries.c.entry,
        entries.c.move,
        entries.c.from_state,
        entries.c.to_state,
        entries.c.occurred_at,
        entries.c.recorded_at,
        entries.c.clause,
        entries.c.flags,
        entries.c.effects,
        entries.c.hash,
    )
    .select_from(entries.join(cases, cases.c.code == entries.c.case_code))
    .where(and_(entries.c.case_code == bindparam("code"), in_reach()))
    .order_by(entries.c.seq)
)


def dossier(office: "Office", who: str | Viewer, code: str, *, lang: Lang = "zh") -> Dossier:
    """All about a case. Raises UnknownCase outside the viewer's reach."""
    now = office.clock.now()
    with office.store.read() as tx:
        reading = _reading(office, tx, who, code, now, lang)
        found, around = reading.dossier(), (office, tx, reading.viewer, reading.o, reading.case)
        moves = warned(*around, found.moves, now, lang)
        stuck = held_back(*around, found.duties, now, lang)
        return replace(found, moves=moves, held_back=stuck)


def awaited(
    office: "Office", tx: Tx, who: str | Viewer, code: str, *, lang: Lang = "zh"
) -> tuple[tuple[Waiting, ...], bool, str | None]:
    """Whom a case waits for as it stands in a transaction, whether it has ended there, and below
    which case it stands. Raises UnknownCase outside the viewer's reach."""
    reading = _reading(office, tx, who, code, office.clock.now(), lang)
    return reading.waiting(), bool(reading.case["ended"]), reading.case["parent"]


def _reading(
    office: "Office", tx: Tx, who: str | Viewer, code: str, now: datetime, lang: Lang
) -> "Reading":
    viewer = seen(tx, who, now)
    case = require(tx, viewer, code)
    o = outline(office.store, tx, case["programme"], case["programme_version"])
    if case["kind"] not in o.kinds:
        raise UnknownCase(case=code)
    return Reading(office.store, tx, viewer, o, case, now, lang)


class Reading:
    """The rows around one case within one snapshot; whoever looks back puts others in place."""

    def __init__(
        self,
        store: Store,
        tx: Tx,
        viewer: Viewer,
        o: Outline,
        case: Json,
        now: datetime,
        lang: Lang,
    ) -> None:
        self.store, self.tx, self.viewer = store, tx, viewer
        self.o, self.case, self.now, self.lang = o, case, now, lang
        code = case["code"]
        self.children = viewer.all(tx, _CHILDREN, code=code)
        self.duties = shaped(store, tx, viewer.all(tx, _DUTIES, code=code), now, lang)
        rows = viewer.all(tx, _REACHED, code=code)
        really, self.replaced = corrected(rows), replaced(rows)
        self.hidden_since = hidden_since(tx, viewer.veiled, code)
        self.entries = [r | {"occurred_at": really.get(r["seq"], r["occurred_at"])} for r in rows]

    def dossier(self) -> Dossier:
        """Everything put together."""
        case, o, lang = self.case, self.o, self.lang
        return Dossier(
            **_facts(o, case, lang),
            seq=case["seq"],
            hash=case["head"],
            opened_at=case["opened_at"],
            changed_at=case["changed_at"],
            parent=self._parent(),
            fields=fields_of(o, self.viewer, case, lang),
            documents=documents_of(o, case, lang),
            checks=checks_of(o, case, lang),
            duties=tuple(d for d in self.duties if d.case == case["code"]),
            children=tuple(child_of(o, row, self.duties, lang) for row in self.children),
            waiting=self.waiting(),
            moves=moves_for(o, self.viewer, case, self.now, lang),
            steps=self._steps(),
            requests=asked.of_case(self.store, self.tx, self.viewer, case["code"], self.now, lang),
            flags=tuple(self._flags()),
            holds=held(o, from_text(case["holds"]), lang),
            told=last_told(self.tx, case["code"], before=self.hidden_since),
            register=(
                *kept_by(o, case["kind"], self.entries, lang),
                *ahead(o, self.tx, self.viewer, case, self.now, lang),
            ),
        )

    def _parent(self) -> Child | None:
        if self.case["parent"] is None:
            return None
        row = self.viewer.one(self.tx, CASE, code=self.case["parent"])
        return child_of(self.o, row, (), self.lang) if row else None

    def waiting(self) -> tuple[Waiting, ...]:
        """Whom the case and its children wait for."""
        found = []
        for row in (self.case, *self.children):
            owed = [d for d in self.duties if d.case == row["code"]]
            found += waiting_of(self.o, row, owed, self.now, self.lang)
        return tuple(sorted(found, key=in_order))

    def _steps(self) -> tuple[Step, ...]:
        kind, state = self.case["kind"], self.case["state"]
        reached = {row["to_state"]: row for row in leading_on(self.entries)}
        line = list(self.o.progress(kind))
        if state not in line:
            known = [n for n, name in enumerate(line) if name in reached]
            line.insert(max(known, default=-1) + 1, state)
        here = line.index(state)
        if self.case["ended"] and self.o.end(kind, state) == "exceptional":
            line = line[: here + 1]
        return tuple(self._step(name, n, here, reached.get(name)) for n, name in enumerate(line))

    def _step(self, state: str, n: int, here: int, row: Json | None) -> Step:
        position: Literal["done", "current", "ahead", "skipped"] = "current"
        if n > here:
            position, row = "ahead", None
        elif n < here:
            position = "done" if row else "skipped"
        return Step(
            state=state,
            title=self.o.state_title(self.case["kind"], state, self.lang),
            position=position,
            on=row["occurred_at"] if row else None,
            clause=tuple(from_text(row["clause"])) if row else (),
            seq=row["seq"] if row else None,
            recorded_on=row["recorded_at"] if row and row["entry"] == "record" else None,
        )

    def _flags(self) -> list[Flag]:
        found = []
        still = kept(self.entries)
        for row in self.entries:
            by = self.replaced.get(row["seq"])
            if not (flags := from_text(row["flags"])):
                continue
            approval = from_text(row["effects"]).get("approval") or {}
            for f in flags:
                righted = None if f["message"] in still.get(by or 0, ()) else by
                said = (f["code"], f["kind"], tuple(f["clause"]), retold(f, self.lang))
                allowed = approval.get("name") if f["kind"] == "overridden" else None
                found.append(Flag(*said, row["seq"], row["occurred_at"], righted, allowed))
        return found


def _facts(o: Outline, case: Json, lang: Lang) -> dict[str, Any]:
    return {
        "code": case["code"],
        "kind": case["kind"],
        "kind_title": o.kind_title(case["kind"], lang),
        "title": case["title"],
        "state": case["state"],
        "state_title": o.state_title(case["kind"], case["state"], lang),
        "end": o.end(case["kind"], case["state"]),
        "unannounced": bool(case["unannounced"]),
        "jurisdiction": case["jurisdiction"],
        "jurisdiction_title": o.place(case["jurisdiction"]),
        "field": case["category"],
        "field_title": o.category_title(case["category"], lang),
        "unit": case["unit_name"],
        "unit_title": unit_title(o, case["kind"], lang),
        "unit_code": unit_code(o, case),
        "period": case["period"],
        "programme": case["programme"],
        "programme_title": o.title(lang),
        "programme_version": case["programme_version"],
        "zone": o.zone,
    }


def child_of(o: Outline, row: Json, owed: tuple[Duty, ...], lang: Lang) -> Child:
    """A case as its family shows it, with the next day owed on it."""
    mine = [d for d in owed if d.case == row["code"] and d.is_unsettled and d.due_at]
    first = min(mine, key=lambda d: str(d.due_at), default=None)
    return Child(
        code=row["code"],
        kind=row["kind"],
        title=row["title"],
        state=row["state"],
        state_title=o.state_title(row["kind"], row["state"], lang),
        end=o.end(row["kind"], row["state"]),
        period=row["period"],
        due_on=first.due_on if first else None,
        due_status=first.status if first else None,
        days_left=first.days_left if first else None,
        due_time=first.due_time if first else "",
        hours_left=first.hours_left if first else None,
        working_days_left=first.working_days_left if first else None,
        provisional=first.provisional if first else False,
    )
