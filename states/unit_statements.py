"""The fixed statements about undertaking units, built once for each dialect."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select

from states.statements import among
from states.tables import case_units, cases, history, register

_UNDERTAKEN = ("code", "programme", "kind", "ended", "unit_name", "unit_code", "unit_key", "joint")


class UnitStatements:
    """What is known of the units `:unit_codes` or `:unit_keys`: by the unit alone, for given the
    kind too, SQLite walks every case of that kind."""

    def __init__(self, dialect: str) -> None:
        def are(table: Any) -> ColumnElement[bool]:
            return or_(
                among(table.c.unit_code, "unit_codes", dialect),
                among(table.c.unit_key, "unit_keys", dialect),
            )

        self.earlier = select(register).where(are(register)).order_by(register.c.id)
        undertaken = select(cases.c.code).where(are(cases))
        undertaken_jointly = select(case_units.c.case_code).where(are(case_units))
        entered = (
            select(func.max(history.c.occurred_at))
            .where(
                history.c.case_code == cases.c.code,
                history.c.to_state == cases.c.state,
                or_(
                    history.c.from_state.is_(None),
                    history.c.from_state != history.c.to_state,
                ),
            )
            .scalar_subquery()
        )
        self.undertaken = (
            select(*(cases.c[name] for name in _UNDERTAKEN))
            .where(cases.c.code.in_(undertaken.union(undertaken_jointly)))
            .order_by(cases.c.code)
        )
        self.of_units = (
            select(cases, entered.label("since"))
            .where(cases.c.code.in_(undertaken.union(undertaken_jointly)))
            .order_by(cases.c.code)
        )
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
