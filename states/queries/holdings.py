"""The cases of a kind as another system's table would name them: by code, or by unit and title."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from states.facts import Unit
from states.history import from_text
from states.queries.form_values import sees_personal
from states.queries.viewers import Viewer, in_reach
from states.record.cited import corrected
from states.registers.organisations import name_key, normal_code
from states.store import Tx
from states.tables import cases
from states.tables import history as entries

if TYPE_CHECKING:
    from states.office import Office

_CASES = (
    select(cases)
    .where(
        cases.c.programme == bindparam("programme"), cases.c.kind == bindparam("kind"), in_reach()
    )
    .order_by(cases.c.code)
)
_ENTRIES = (
    select(
        entries.c.case_code,
        entries.c.seq,
        entries.c.entry,
        entries.c.move,
        entries.c.from_state,
        entries.c.to_state,
        entries.c.actor,
        entries.c.occurred_at,
        entries.c.recorded_at,
        entries.c.source,
        entries.c.effects,
    )
    .select_from(entries.join(cases, cases.c.code == entries.c.case_code))
    .where(
        cases.c.programme == bindparam("programme"), cases.c.kind == bindparam("kind"), in_reach()
    )
    .order_by(entries.c.case_code, entries.c.seq)
)


@dataclass(frozen=True, slots=True)
class Made:
    """A move as the history has it, with what a later correction says of it."""

    seq: int
    move: str
    from_state: str | None
    to_state: str
    is_record: bool
    by_system: bool
    occurred_at: str
    recorded_at: str
    source: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Here:
    """A case of ours, with the moves made on it from the first. `shows_personal`: whether whoever
    asks may see what is personal."""

    code: str
    title: str
    state: str
    jurisdiction: str | None
    category: str | None
    unit: Unit
    fields: Mapping[str, Any]
    is_ended: bool
    shows_personal: bool
    made: tuple[Made, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a row of a table says of which case it means."""

    title: str
    unit_name: str
    unit_code: str
    code: str = ""

    @property
    def unit(self) -> Unit:
        """The unit as it compares."""
        return Unit(self.unit_name, normal_code(self.unit_code), name_key(self.unit_name))

    @property
    def key(self) -> str:
        """One text for those that mean the same case; empty if the row says too little."""
        title, unit = name_key(self.title), self.unit
        return f"{title}\n{unit.code or unit.key}" if title and (unit.code or unit.key) else ""


def sought_of(here: Here) -> Sought:
    """How a table would name a case of ours."""
    return Sought(here.title, here.unit.name, here.unit.code)


class Holdings:
    """What there is of a kind within somebody's reach."""

    def __init__(self, held: Iterable[Here]) -> None:
        self.all = tuple(held)
        self._by_code = {here.code: here for here in self.all}
        self._by_title: dict[str, list[Here]] = {}
        self._by_unit: dict[str, list[Here]] = {}
        for here in self.all:
            self._by_title.setdefault(name_key(here.title), []).append(here)
            if here.unit.code:
                self._by_unit.setdefault(here.unit.code, []).append(here)

    def find(self, sought: Sought) -> list[Here]:
        """The cases that are meant: the one of the code, else all of the title and the unit."""
        if sought.code:
            found = self._by_code.get(sought.code.strip())
            return [found] if found else []
        if not sought.key:
            return []
        same = self._by_title.get(name_key(sought.title), [])
        return [here for here in same if here.unit.is_same(sought.unit)]

    def near(self, sought: Sought) -> list[Here]:
        """Cases of the unit under another title, or of the title under another unit: perhaps
        meant, which only a person can say."""
        unit = self._by_unit.get(sought.unit.code, []) if sought.unit.code else []
        titled = self._by_title.get(name_key(sought.title), []) if sought.title else []
        return list({here.code: here for here in (*titled, *unit)}.values())


def holdings(tx: Tx, who: Viewer, programme: str, kind: str) -> Holdings:
    """What there is of a kind within the viewer's reach: two statements, however much it is."""
    wanted = {"programme": programme, "kind": kind}
    made: dict[str, list[dict[str, Any]]] = {}
    for row in who.all(tx, _ENTRIES, **wanted):
        made.setdefault(row["case_code"], []).append(row)
    return Holdings(
        _here(row, made.get(row["code"], []), sees_personal(tx.store, tx, who, row))
        for row in who.all(tx, _CASES, **wanted)
    )


def _here(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], shows_personal: bool) -> Here:
    name, code = row["unit_name"] or "", row["unit_code"] or ""
    really = corrected(rows)
    return Here(
        code=row["code"],
        title=row["title"],
        state=row["state"],
        jurisdiction=row["jurisdiction"],
        category=row["category"],
        unit=Unit(name, code, row["unit_key"] or name_key(name)),
        fields=from_text(row["fields"]),
        is_ended=bool(row["ended"]),
        shows_personal=shows_personal,
        made=tuple(_made(row, really) for row in rows),
    )


def _made(row: Mapping[str, Any], really: Mapping[int, str]) -> Made:
    return Made(
        seq=row["seq"],
        move=row["move"],
        from_state=row["from_state"],
        to_state=row["to_state"],
        is_record=row["entry"] == "record",
        by_system=row["actor"] == "system",
        occurred_at=really.get(row["seq"], row["occurred_at"]),
        recorded_at=row["recorded_at"],
        source=from_text(row["source"]) if row["source"] else {},
    )


def holdings_of(office: "Office", account: str, programme: str, kind: str) -> Holdings:
    """What an account reaches of a kind, in a transaction of its own."""
    from states.queries.viewers import viewer

    with office.store.read() as tx:
        return holdings(tx, viewer(tx, account, office.clock.now()), programme, kind)
