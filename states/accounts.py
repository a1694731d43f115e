"""Accounts and what they may do: a role within a programme, and its reach."""

import re

from sqlalchemy import bindparam, insert, select, update

from states.commands import PYTHON, Via
from states.compiled import Compiled
from states.errors import BadInput
from states.history import instant
from states.ledger import Event, note
from states.office import Office
from states.reading import Reader
from states.store import Tx
from states.tables import accounts, grants

_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
_NEW_ACCOUNT = insert(accounts).values(
    {name: bindparam(name) for name in ("account", "name", "created_at")}
)
_NEW_GRANT = insert(grants).values(
    {
        name: bindparam(name)
        for name in (
            "account",
            "programme",
            "role",
            "jurisdiction",
            "category",
            "unit",
            "granted_at",
        )
    }
)
_ACCOUNT = select(accounts.c.account).where(accounts.c.account == bindparam("account"))
_CLOSE = (
    update(accounts)
    .where(accounts.c.account == bindparam("in_account"), accounts.c.closed_at.is_(None))
    .values(closed_at=bindparam("closed_at"))
)


def add_account(
    office: Office,
    tx: Tx,
    account: str,
    name: str,
    *,
    role: str,
    programme: str | None = None,
    jurisdiction: str | None = None,
    category: str | None = None,
    unit: str | None = None,
    by: str = "system",
    via: Via = PYTHON,
) -> None:
    """Add an account that holds one role, or give an existing account one more role.

    Raises BadInput for an unusable name, an unknown role or scope, or a unit account where the
    legal acts happen in another system."""
    if not _NAME.fullmatch(account) or account == "system":
        raise BadInput("BadAccountName", account=account)
    compiled = office.current(tx, programme)
    scope = _scope(compiled, role, jurisdiction, category, unit)
    now = office.recorded_at(tx)
    if tx.one(_ACCOUNT, account=account) is None:
        tx.run(_NEW_ACCOUNT, account=account, name=name or account, created_at=now)
    tx.run(_NEW_GRANT, account=account, programme=compiled.key, role=role, granted_at=now, **scope)
    detail = {"account": account, "name": name, "role": role, **scope}
    note(office, tx, compiled, [Event("grant", detail)], actor=by, via=via)


def close_account(office: Office, account: str, *, by: str, via: Via) -> None:
    """Close an account; its acts stay in the history under its name. Raises BadInput if unknown."""
    with office.store.write() as tx:
        Reader(office, tx, instant(office.recorded_at(tx))).account(account)
        tx.run(_CLOSE, in_account=account, closed_at=office.recorded_at(tx))
        event = Event("close-account", {"account": account})
        note(office, tx, office.current(tx), [event], actor=by, via=via)


def _scope(
    compiled: Compiled, role: str, jurisdiction: str | None, category: str | None, unit: str | None
) -> dict[str, str | None]:
    declared = compiled.programme
    if role not in declared.roles:
        raise BadInput("UnknownRole", role=role, known="、".join(declared.roles))
    scope = declared.roles[role].scope
    if scope == "unit" and declared.record == "elsewhere":
        raise BadInput("UnitAccountsOff", system=declared.record_system or declared.title)
    found: dict[str, str | None] = {"jurisdiction": None, "category": None, "unit": None}
    if scope == "programme":
        return found
    given = {"jurisdiction": jurisdiction, "category": category, "unit": unit}[scope]
    if not given:
        raise BadInput("ScopeMissing", role=role, needed=f"--{scope}")
    found[scope] = {
        "jurisdiction": lambda: jurisdiction_code(compiled, given),
        "category": lambda: category_key(compiled, given),
        "unit": lambda: given,
    }[scope]()
    return found


def jurisdiction_code(compiled: Compiled, given: str) -> str:
    """The code of a jurisdiction named by code, name, short name or letters. Raises BadInput."""
    for code, place in compiled.programme.jurisdictions.items():
        if given in (code, place.name, place.label, place.abbr):
            return code
    known = next((p.label for p in compiled.programme.jurisdictions.values()), "—")
    raise BadInput("UnknownJurisdiction", jurisdiction=given, known=known)


def category_key(compiled: Compiled, given: str) -> str:
    """The key of a category named by key or title. Raises BadInput."""
    for key, category in compiled.programme.categories.items():
        if given in (key, category.title):
            return key
    known = "、".join(c.title for c in compiled.programme.categories.values())
    raise BadInput("UnknownCategory", category=given, known=known)
