"""The fixed statements about undertaking units, built once for each dialect."""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
)

from states.facts import Unit
from states.record.statements import among
from states.store import Tx
from states.tables import case_units, cases, history, register, unannounced_cases

_UNDERTAKEN = (
    *("code", "programme", "kind", "jurisdiction", "category"),
    *("unit_name", "unit_code", "unit_key", "joint"),
)


class AboutUnits:
    """What the register and the record know of the units that a comparison names. A case comes
    twice if one of them leads it and another, or the same, is joint with it."""

    def __init__(self, named: Callable[[Any], ColumnElement[bool]]) -> None:
        # one row even where nothing is found: it says how far the register goes
        last = select(func.max(register.c.id).label("through")).subquery("last")
        self.earlier = (
            select(last.c.through, register)
            .select_from(last.outerjoin(register, named(register)))
            .order_by(register.c.id)
        )
        # what is not announced yet is not to be found out by asking for another case of the unit
        kept = unannounced_cases
        state = func.coalesce(kept.c.state, cases.c.state)
        ended = func.coalesce(kept.c.ended, cases.c.ended).label("ended")
        entered = (
            select(func.max(history.c.occurred_at))
            .where(
                history.c.case_code == cases.c.code,
                history.c.to_state == state,
                or_(
                    history.c.from_state.is_(None),
                    history.c.from_state != history.c.to_state,
                ),
            )
            .correlate(cases, kept)
            .scalar_subquery()
        )

        def undertaken(*columns: ColumnElement[Any]) -> Executable:
            known = select(*columns).outerjoin_from(cases, kept, kept.c.case_code == cases.c.code)
            jointly = known.join(case_units, case_units.c.case_code == cases.c.code)
            # an arm for each: with both in one condition SQLite makes a list of codes first
            return union_all(known.where(named(cases)), jointly.where(named(case_units)))

        self.undertaken = undertaken(*(cases.c[name] for name in _UNDERTAKEN), ended)
        self.of_units = undertaken(
            *(c for c in cases.c if c.name not in ("state", "ended")),
            state.label("state"),
            ended,
            entered.label("since"),
        )


class UnitStatements:
    """What is known of the units `:unit_codes` or `:unit_keys`, or of the one `:unit_code` or
    `:unit_key`: by the unit alone, for given the kind too, SQLite walks every case of that kind."""

    def __init__(self, dialect: str) -> None:
        def are(table: Any) -> ColumnElement[bool]:
            return or_(
                among(table.c.unit_code, "unit_codes", dialect),
                among(table.c.unit_key, "unit_keys", dialect),
            )

        def is_one(table: Any) -> ColumnElement[bool]:
            code = table.c.unit_code == bindparam("unit_code")
            return or_(code, table.c.unit_key == bindparam("unit_key"))

        self.of_many = AboutUnits(are)
        # most acts concern a case of one unit, and unpacking a list costs as much as looking it up
        self.of_one = AboutUnits(is_one)
        self.made = select(
            history.c.case_code,
            history.c.move,
            history.c.actor,
            history.c.scope,
            history.c.effects,
        ).where(among(history.c.case_code, "codes", dialect), history.c.entry == "decision")
        self.new_case_unit = insert(case_units).values(
            {column.name: bindparam(column.name) for column in case_units.columns}
        )
        self.drop_case_units = delete(case_units).where(
            case_units.c.case_code == bindparam("in_case")
        )


@lru_cache(maxsize=2)
def unit_statements(dialect: str) -> UnitStatements:
    """The statements of a dialect."""
    return UnitStatements(dialect)


def naming(tx: Tx, units: Collection[Unit]) -> tuple[AboutUnits, dict[str, Any]]:
    """The statements about the units, and what names these units in them."""
    about = unit_statements(tx.store.dialect)
    if len(units) == 1:
        (unit,) = units
        return about.of_one, {"unit_code": unit.code or None, "unit_key": unit.key or None}
    codes = tx.listed(unit.code for unit in units if unit.code)
    keys = tx.listed(unit.key for unit in units if unit.key)
    return about.of_many, {"unit_codes": codes, "unit_keys": keys}
