"""Accounts and the roles they hold; who may act at all."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from states.history import stamp
from states.queries.answers import Answer
from states.record.statements import ROLE, WITH_ROLES
from states.tables import accounts, grants

if TYPE_CHECKING:
    from states.office import Office


@dataclass(frozen=True, slots=True)
class RoleHeld(Answer):
    """A role that an account holds, and its reach; None means no bound. One that it holds on
    behalf of another is held from an instant until another; those that are over are left out."""

    role: str
    programme: str
    jurisdiction: str | None
    category: str | None
    unit: str | None
    on_behalf_of: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None


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
        *ROLE,
    )
    .select_from(WITH_ROLES)
    .order_by(accounts.c.account, grants.c.id)
)


def people(office: "Office") -> tuple[AccountRow, ...]:
    """Every account by name, with the roles that it holds now."""
    found: dict[str, AccountRow] = {}
    now = stamp(office.clock.now())
    with office.store.read() as tx:
        for row in tx.all(_ALL):
            is_over = row["valid_until"] is not None and row["valid_until"] <= now
            held = (_held(row),) if row["role"] and not is_over else ()
            known = found.get(row["account"])
            roles = (known.roles if known else ()) + held
            found[row["account"]] = AccountRow(
                row["account"], row["name"], row["created_at"], row["closed_at"], roles
            )
    return tuple(found.values())


def _held(row: Mapping[str, Any]) -> RoleHeld:
    return RoleHeld(**{field.name: row[field.name] for field in fields(RoleHeld)})
