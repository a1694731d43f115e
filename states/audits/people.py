"""Accounts and what they may do, held against the acts that gave and took it: I5."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from sqlalchemy import select

from states.audits.columns import COLUMNS
from states.audits.events import Told, is_then, told
from states.audits.findings import Audit
from states.record.stored import rows
from states.tables import accounts, grants

Key = tuple[str | None, ...]
"""A programme with everything that makes two grants the same."""
_REACH = (
    *("account", "role", "jurisdiction", "category", "unit"),
    *("on_behalf_of", "valid_from", "valid_until"),
)
_GRANTS = select(
    *(grants.c[name] for name in ("programme", *_REACH)),
    grants.c.granted_at,
    grants.c.revoked_at,
).order_by(grants.c.id)
_ACCOUNTS = select(
    accounts.c.account, accounts.c.name, accounts.c.created_at, accounts.c.closed_at
).order_by(accounts.c.account)


class _Recorded:
    """The accounts and grants that follow from the acts: each with what its row must say."""

    def __init__(self, events: list[Told]) -> None:
        self.accounts: dict[str, dict[str, str | None]] = {}
        self.grants: dict[Key, list[dict[str, str | None]]] = {}
        for event in events:
            self._follow(event)

    def _follow(self, event: Told) -> None:
        said, at = event.detail, event.recorded_at
        account = str(said.get("account"))
        if event.move in ("grant", "delegate"):
            key = (event.programme, *(said.get(part) for part in _REACH))
            self.grants.setdefault(key, []).append({"granted_at": at, "revoked_at": None})
        if event.move == "grant":
            new = {"name": said.get("name") or account, "created_at": at, "closed_at": None}
            self.accounts.setdefault(account, new)
        elif event.move == "recall":
            here = {"account": account, "role": said.get("role")}
            for grant in self._standing_in(said.get("on_behalf_of"), at, event.programme, **here):
                grant["revoked_at"] = at
        elif event.move == "close-account":
            if known := self.accounts.get(account):
                known["closed_at"] = known["closed_at"] or at
            # nobody stands in for one who is gone
            for grant in self._standing_in(account):
                grant["revoked_at"] = at

    def _standing_in(
        self, principal: Any, at: str = "", programme: str | None = None, **named: Any
    ) -> Iterator[dict[str, str | None]]:
        for key, held in self.grants.items():
            part = dict(zip(_REACH, key[1:], strict=True))
            is_one = part["on_behalf_of"] == principal and programme in (None, key[0])
            if is_one and named.items() <= part.items() and str(part["valid_until"]) > at:
                yield from (grant for grant in held if grant["revoked_at"] is None)


def check_people(audit: Audit) -> None:
    """Name what was given, taken or renamed by hand."""
    moves = ("grant", "delegate", "recall", "close-account")
    recorded = _Recorded(told(audit, *moves))
    _accounts(audit, recorded.accounts)
    _grants(audit, recorded.grants)


def _accounts(audit: Audit, recorded: dict[str, dict[str, str | None]]) -> None:
    for account, *values in rows(audit.office, audit.tx, _ACCOUNTS):
        known = recorded.pop(account, None)
        if known is None:
            audit.add("I5", "AccountUnrecorded", account, None, actor=account)
            continue
        stored = dict(zip(("name", "created_at", "closed_at"), values, strict=True))
        for what in _differing(stored, known):
            audit.add("I5", "AccountDiffers", account, None, actor=account, **what)
    for account in recorded:
        audit.add("I5", "AccountGone", account, None, actor=account)


def _grants(audit: Audit, recorded: dict[Key, list[dict[str, str | None]]]) -> None:
    stored: dict[Key, list[dict[str, str | None]]] = {}
    for *key, since, until in rows(audit.office, audit.tx, _GRANTS):
        row = {"granted_at": since, "revoked_at": until}
        stored.setdefault(tuple(key), []).append(row)
    for key in dict.fromkeys((*recorded, *stored)):
        account, role = key[1], key[2]
        named = {"actor": account, "role": role}
        for row, known in zip_longest(stored.get(key, ()), recorded.get(key, ())):
            if known is None or row is None:
                code = "GrantUnrecorded" if known is None else "GrantGone"
                audit.add("I5", code, str(account), None, **named)
                continue
            for what in _differing(row, known):
                audit.add("I5", "GrantDiffers", str(account), None, **named, **what)


def _differing(
    stored: dict[str, str | None], recorded: dict[str, str | None]
) -> Iterator[dict[str, Any]]:
    for name, folded in recorded.items():
        kept = stored[name]
        is_same = kept == folded
        if name.endswith("_at") and folded is not None:
            is_same = is_then(kept, folded)
        if not is_same:
            yield {
                "column": COLUMNS[name],
                "column_en": name,
                "stored": kept,
                "folded": folded,
            }
