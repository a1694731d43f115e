"""Accounts and the roles they hold; who may act at all."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from states.queries.answers import Answer
from states.tables import accounts, grants

if TYPE_CHECKING:
    from states.office import Office


@dataclass(frozen=True, slots=True)
class RoleHeld(Answer):
    """A role that an account holds now, and its reach; None means no bound."""

    role: str
    programme: str
    jurisdiction: str | None
    category: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class AccountRow(Answer):
    """An account; `closed_at` is set once it is closed."""

    account: str
    name: str
    created_at: str
    closed_at: str | None
    roles: tuple[RoleHeld, ...]


_ALL = (
    select(
        accounts.c.account,
        accounts.c.name,
        accounts.c.created_at,
        accounts.c.closed_at,
        grants.c.role,
        grants.c.programme,
        grants.c.jurisdiction,
        grants.c.category,
        grants.c.unit,
    )
    .select_from(
        accounts.outerjoin(
            grants, and_(grants.c.account == accounts.c.account, grants.c.revoked_at.is_(None))
        )
    )
    .order_by(accounts.c.account, grants.c.id)
)


def people(office: "Office") -> tuple[AccountRow, ...]:
    """Every account by name, with the roles that it holds now."""
    found: dict[str, AccountRow] = {}
    with office.store.read() as tx:
        for row in tx.all(_ALL):
            held = (
                (
                    RoleHeld(
                        row["role"],
                        row["programme"],
                        row["jurisdiction"],
                        row["category"],
                        row["unit"],
                    ),
                )
                if row["role"]
                else ()
            )
            known = found.get(row["account"])
            roles = (known.roles if known else ()) + held
            found[row["account"]] = AccountRow(
                row["account"], row["name"], row["created_at"], row["closed_at"], roles
            )
    return tuple(found.values())
