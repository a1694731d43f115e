"""What the record and the register know of units and persons: read once for a whole batch."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Executable

from states.facts import Case, Facts, Past, Undertaken, Unit, behalf_of, units_of
from states.history import from_text
from states.needs import MoveNeeds
from states.office import Office
from states.record.unit_statements import naming, unit_statements
from states.registers.coverage import Coverage, coverage
from states.registers.looking_up import matching, parted
from states.store import Tx


class _Rows:
    """Rows by the codes and names of their units: comparing each with each command of a batch would
    take the square of the batch."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows
        self._places: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            for unit in _units(row):
                for name in {unit.code, unit.key} - {""}:
                    self._places.setdefault(name, []).append(place)

    def near(self, units: Iterable[Unit]) -> list[dict[str, Any]]:
        """The rows that have a code or a name in common with one of the units, in their order."""
        names = {name for unit in units for name in (unit.code, unit.key)}
        places = {place for name in names for place in self._places.get(name, ())}
        return [self._rows[place] for place in sorted(places)]


class LookBack:
    """Rows that concern some of the given units, ready to be dealt out to each decision."""

    def __init__(self, office: Office, tx: Tx, units: Iterable[Unit]) -> None:
        known = set(units)
        self._office, self._tx = office, tx
        self._statements, self._wanted = naming(tx, known)
        self._earlier: _Rows | None = None
        self._same: _Rows | None = None
        self._past: _Rows | None = None
        self._covers: Coverage | None = None

    def add(self, facts: Facts, case: Case, needs: MoveNeeds) -> None:
        """What the move's guards ask for."""
        if needs.register:
            self._add_earlier(facts, case)
        if needs.same_unit:
            self._add_same(facts, case)
        if needs.past:
            self._add_past(facts, case)

    def _add_earlier(self, facts: Facts, case: Case) -> None:
        """The rows of the register that may be one of the case's units, by code or by name, and
        what it covers."""
        if self._earlier is None:
            through, rows = parted(self._tx.all(self._statements.earlier, **self._wanted))
            self._earlier, self._covers = _Rows(rows), coverage(self._tx, through)
        facts.register = self._covers
        for unit in case.units:
            facts.earlier = [*facts.earlier, *matching(self._earlier.near((unit,)), unit)]

    def _add_same(self, facts: Facts, case: Case) -> None:
        """The twins of the case."""
        if self._same is None:
            self._same = self._cases(self._statements.undertaken)
        alike = (case.programme, case.kind)
        facts.same_unit = [
            _as_undertaken(row)
            for row in self._same.near(case.units)
            if (row["programme"], row["kind"]) == alike
            and row["code"] != case.code
            and not row["ended"]
            and _shared(case.units, _units(row))
        ]

    def _add_past(self, facts: Facts, case: Case) -> None:
        """The other cases of the units, of any programme, without the case's own family."""
        if self._past is None:
            self._past = self._cases(self._statements.of_units)
        facts.past = [
            self._as_past(row)
            for row in self._past.near(case.units)
            if row["code"] not in (case.code, case.parent)
            and (row["parent"] != case.code or not case.code)
            and _shared(case.units, _units(row))
        ]

    def _cases(self, statement: Executable) -> _Rows:
        """Each case once, in the order of the codes."""
        found = {row["code"]: row for row in self._tx.all(statement, **self._wanted)}
        return _Rows([found[code] for code in sorted(found)])

    def _as_past(self, row: dict[str, Any]) -> Past:
        declared = self._office.compiled(self._tx, row["programme"], row["programme_version"])
        kind = declared.programme.cases.get(row["kind"])
        state = kind.states.get(row["state"]) if kind else None
        return Past(
            code=row["code"],
            programme=row["programme"],
            jurisdiction=row["jurisdiction"],
            category=row["category"],
            kind=row["kind"],
            state=row["state"],
            state_title=state.title if state else row["state"],
            title=row["title"],
            since=row["since"],
            fields=from_text(row["fields"]),
            units=_units(row),
        )


def _as_undertaken(row: dict[str, Any]) -> Undertaken:
    return Undertaken(
        row["code"], row["programme"], row["jurisdiction"], row["category"], _units(row)
    )


def who_made(office: Office, tx: Tx, cases: Iterable[str]) -> dict[str, frozenset[tuple[str, str]]]:
    """Which moves of the cases were made here by whom: the one who acted, the one on whose behalf,
    and the one who approved."""
    codes = [code for code in cases if code]
    if not codes:
        return {}
    found: dict[str, set[tuple[str, str]]] = {}
    made_by = unit_statements(office.store.dialect).made
    for row in tx.all(made_by, codes=tx.listed(codes)):
        approval = from_text(row["effects"]).get("approval") or {}
        persons = (row["actor"], behalf_of(row["scope"]), approval.get("by"))
        made = found.setdefault(row["case_code"], set())
        made.update((row["move"], person) for person in persons if person)
    return {code: frozenset(made) for code, made in found.items()}


def _units(row: dict[str, Any]) -> tuple[Unit, ...]:
    # a row of the register names one unit and nobody jointly
    joint = units_of(row.get("joint", "[]"))
    if not (row["unit_name"] or row["unit_code"]):
        return joint
    lead = Unit(row["unit_name"] or "", row["unit_code"] or "", row["unit_key"] or "")
    return (lead, *joint)


def _shared(ours: tuple[Unit, ...], theirs: tuple[Unit, ...]) -> bool:
    return any(one.is_same(other) for one in ours for other in theirs)
