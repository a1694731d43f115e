"""Addresses under which an account's calendar is subscribed to: a secret in each, of which only the
digest is kept, so that nobody who reads the database can follow one."""

import hashlib
import secrets
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from states.accounts import manager_over
from states.acts.refused import refusals_kept
from states.commands import Via
from states.compiled import Compiled
from states.facts import Account, Grant
from states.history import instant
from states.ledger import Event, note
from states.office import Office
from states.record.reading import Reader
from states.store import Tx
from states.tables import accounts, feeds

EVENT: Final = "calendar-feed"
_NEW = insert(feeds).values({n: bindparam(n) for n in ("account", "digest", "made_at", "made_by")})
_REVOKE = (
    update(feeds)
    .where(feeds.c.account == bindparam("of"), feeds.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"))
)
_OF_TOKEN = (
    select(feeds.c.account)
    .select_from(feeds.join(accounts, accounts.c.account == feeds.c.account))
    .where(
        feeds.c.digest == bindparam("digest"),
        feeds.c.revoked_at.is_(None),
        accounts.c.closed_at.is_(None),
    )
)


def make_feed(office: Office, account: str, *, actor: str, via: Via, dry_run: bool = False) -> str:
    """A new secret for the calendar of an account, told once; an earlier one ends with it.

    For the account itself, or for who may manage it. Raises Refused (recorded) or BadInput."""
    token = secrets.token_urlsafe(24)
    _change(office, account, actor, via, token, dry_run=dry_run)
    return token


def revoke_feeds(
    office: Office, account: str, *, actor: str, via: Via, dry_run: bool = False
) -> int:
    """End every address of an account's calendar; how many there were. Raises as `make_feed`."""
    return _change(office, account, actor, via, None, dry_run=dry_run)


def account_of(office: Office, token: str) -> str | None:
    """Whose calendar a secret opens; None for one that is unknown or revoked, or whose account is
    closed."""
    with office.store.read() as tx:
        row = tx.one(_OF_TOKEN, digest=_digest(token))
    return row["account"] if row else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _change(
    office: Office, account: str, actor: str, via: Via, token: str | None, *, dry_run: bool
) -> int:
    with (
        refusals_kept(office, EVENT, actor=actor, via=via, dry_run=dry_run),
        office.store.write(keep=not dry_run) as tx,
    ):
        now = office.recorded_at(tx)
        reader = Reader(office, tx, instant(now))
        owner = reader.account(account)
        compiled = _programme(office, tx, owner)
        grant = _grant(office, tx, compiled, owner, reader.account(actor))
        ended = tx.run(_REVOKE, of=account, at=now)
        if token is not None:
            tx.run(_NEW, account=account, digest=_digest(token), made_at=now, made_by=actor)
        if token is not None or ended:
            detail: dict[str, Any] = {"account": account, "revoked": token is None}
            event = Event(EVENT, detail | _bounds(grant))
            note(office, tx, compiled, [event], actor=actor, via=via, grant=grant)
        return ended


def _programme(office: Office, tx: Tx, owner: Account) -> Compiled:
    """The programme in whose history it is noted: the account's first one."""
    known = office.versions(tx)
    named = next((g.programme for g in owner.grants if g.programme in known), None)
    return office.current(tx, named)


def _grant(
    office: Office, tx: Tx, compiled: Compiled, owner: Account, actor: Account
) -> Grant | None:
    if owner.account == actor.account:
        return next((g for g in owner.grants if g.programme == compiled.key), None)
    return manager_over(office, tx, compiled, actor.account, owner)


def _bounds(grant: Grant | None) -> dict[str, str]:
    bounds = ("jurisdiction", "category", "unit")
    return {n: value for n in bounds if grant and (value := getattr(grant, n))}
