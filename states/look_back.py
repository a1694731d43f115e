"""What the record and the register know of units: read once for all commands of a batch."""

from collections.abc import Iterable
from typing import Any

from states.compiled import MoveNeeds
from states.facts import Case, Earlier, Facts, Past, Unit, units_of
from states.history import from_text
from states.office import Office
from states.store import Tx


class LookBack:
    """Rows that concern some of the given units, ready to be dealt out to each decision."""

    def __init__(self, office: Office, tx: Tx, units: Iterable[Unit]) -> None:
        known = set(units)
        self._office, self._tx = office, tx
        self._wanted = {
            "unit_codes": tx.listed(u.code for u in known if u.code),
            "unit_keys": tx.listed(u.key for u in known if u.key),
        }
        self._earlier: list[dict[str, Any]] | None = None
        self._same: list[dict[str, Any]] | None = None
        self._past: list[dict[str, Any]] | None = None

    def add(self, facts: Facts, case: Case, needs: MoveNeeds) -> None:
        """What the move's guards ask for."""
        if needs.register:
            self._add_earlier(facts, case)
        if needs.same_unit:
            self._add_same(facts, case)
        if needs.past:
            self._add_past(facts, case)

    def _add_earlier(self, facts: Facts, case: Case) -> None:
        """The rows of the register that may be one of the case's units, by code or by name."""
        if self._earlier is None:
            self._earlier = self._tx.all(self._office.statements.earlier, **self._wanted)
        for unit in case.units:
            facts.earlier += [
                Earlier(
                    r["project"],
                    r["unit_name"],
                    r["batch"],
                    r["level"],
                    r["year"],
                    bool(unit.code) and r["unit_code"] == unit.code,
                    unit.name,
                )
                for r in self._earlier
                if (unit.code and r["unit_code"] == unit.code)
                or (unit.key and r["unit_key"] == unit.key)
            ]

    def _add_same(self, facts: Facts, case: Case) -> None:
        """The other open cases of the same programme and kind that one of the units undertakes."""
        if self._same is None:
            self._same = self._tx.all(self._office.statements.undertaken, **self._wanted)
        alike = (case.programme, case.kind)
        facts.same_unit = [
            row["code"]
            for row in self._same
            if (row["programme"], row["kind"]) == alike
            and row["code"] != case.code
            and not row["ended"]
            and _shared(case.units, _units(row))
        ]

    def _add_past(self, facts: Facts, case: Case) -> None:
        """The other cases of the units, of any programme, without the case's own family."""
        if self._past is None:
            self._past = self._tx.all(self._office.statements.of_units, **self._wanted)
        facts.past = [
            self._as_past(row)
            for row in self._past
            if row["code"] not in (case.code, case.parent)
            and (row["parent"] != case.code or not case.code)
            and _shared(case.units, _units(row))
        ]

    def _as_past(self, row: dict[str, Any]) -> Past:
        declared = self._office.compiled(self._tx, row["programme"], row["programme_version"])
        kind = declared.programme.cases.get(row["kind"])
        state = kind.states.get(row["state"]) if kind else None
        return Past(
            code=row["code"],
            programme=row["programme"],
            kind=row["kind"],
            state=row["state"],
            state_title=state.title if state else row["state"],
            title=row["title"],
            since=row["since"],
            fields=from_text(row["fields"]),
            units=_units(row),
        )


def _units(row: dict[str, Any]) -> tuple[Unit, ...]:
    joint = units_of(row["joint"])
    if not (row["unit_name"] or row["unit_code"]):
        return joint
    lead = Unit(row["unit_name"] or "", row["unit_code"] or "", row["unit_key"] or "")
    return (lead, *joint)


def _shared(ours: tuple[Unit, ...], theirs: tuple[Unit, ...]) -> bool:
    return any(one.is_same(other) for one in ours for other in theirs)
