"""The fixed statements about undertaking units, built once for each dialect."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select

from states.kept_tables import unannounced_cases
from states.statements import among
from states.tables import case_units, cases, history, register

_UNDERTAKEN = ("code", "programme", "kind", "ended", "unit_name", "unit_code", "unit_key", "joint")


class AboutUnits:
    """What the register and the record know of the units that a comparison names."""

    def __init__(self, named: Callable[[Any], ColumnElement[bool]]) -> None:
        self.earlier = select(register).where(named(register)).order_by(register.c.id)
        undertaken = select(cases.c.code).where(named(cases))
        undertaken_jointly = select(case_units.c.case_code).where(named(case_units))
        # what is not announced yet is not to be found out by asking for another case of the unit
        kept = unannounced_cases
        known = cases.outerjoin(kept, kept.c.case_code == cases.c.code)
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
        self.undertaken = (
            select(*(cases.c[name] for name in _UNDERTAKEN if name != "ended"), ended)
            .select_from(known)
            .where(cases.c.code.in_(undertaken.union(undertaken_jointly)))
            .order_by(cases.c.code)
        )
        self.of_units = (
            select(
                *(c for c in cases.c if c.name not in ("state", "ended")),
                state.label("state"),
                ended,
                entered.label("since"),
            )
            .select_from(known)
            .where(cases.c.code.in_(undertaken.union(undertaken_jointly)))
            .order_by(cases.c.code)
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
