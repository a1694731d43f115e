"""Whether there is a second person at all who could approve what is asked for."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, or_, select

from states.facts import Grant, Placed
from states.record.statements import ROLE, WITH_ROLES
from states.store import Tx
from states.tables import accounts, grants

_HELD = (
    select(accounts.c.account, *ROLE)
    .select_from(WITH_ROLES)
    .where(
        accounts.c.closed_at.is_(None),
        grants.c.programme.in_([bindparam("programme"), "*"]),
        or_(grants.c.valid_until.is_(None), grants.c.valid_until > bindparam("now")),
    )
)


class SecondPersons:
    """The accounts that hold roles in a programme, read once for all that is asked for at once."""

    def __init__(self, tx: Tx, programme: str, now: str) -> None:
        rows = tx.all(_HELD, programme=programme, now=now)
        self._held = [(str(row["account"]), _grant(row)) for row in rows]

    def lacking(self, actor: str, roles: Collection[str], case: Placed) -> bool:
        """Whether nobody but the one who asks could approve in one of the roles."""
        return not any(
            grant.role in roles
            and grant.covers(case)
            and actor not in (account, grant.on_behalf_of)
            for account, grant in self._held
        )


def _grant(row: dict[str, Any]) -> Grant:
    reach = (row["jurisdiction"], row["category"], row["unit"])
    return Grant(row["role"], row["programme"], *reach, row["on_behalf_of"])
