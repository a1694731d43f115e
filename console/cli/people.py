"""Accounts: who may act, in which role, and how far."""

from typing import TYPE_CHECKING

from console import places
from console.cli.desk import Desk, at_desk
from console.cli.options import SHOWN, WRITING, Shown, Writing

if TYPE_CHECKING:
    from states.queries.staff import RoleHeld

FIRST = "system"
"""Who makes the first account of a database: nobody else is there."""


def add(
    account: str,
    /,
    *,
    role: str,
    name: str = "",
    jurisdiction: str | None = None,
    category: str | None = None,
    unit: str | None = None,
    programme: str | None = None,
    options: Writing = WRITING,
) -> None:
    """Add an account with a role."""
    with at_desk(options) as desk:
        from states.queries.staff import people

        if any(known.account == account for known in people(desk.office)):
            from states.errors import BadInput

            raise BadInput("AccountExists", account=account)
        _give(desk, account, name, role, jurisdiction, category, unit, programme)


def grant(
    account: str,
    /,
    *,
    role: str,
    jurisdiction: str | None = None,
    category: str | None = None,
    unit: str | None = None,
    programme: str | None = None,
    options: Writing = WRITING,
) -> None:
    """Give an account one more role."""
    with at_desk(options) as desk:
        from states.queries.staff import people

        known = next((p for p in people(desk.office) if p.account == account), None)
        if known is None or known.closed_at:
            from states.errors import BadInput

            raise BadInput("UnknownAccount", account=account)
        _give(desk, account, known.name, role, jurisdiction, category, unit, programme)


def _give(
    desk: Desk,
    account: str,
    name: str,
    role: str,
    jurisdiction: str | None,
    category: str | None,
    unit: str | None,
    programme: str | None,
) -> None:
    from console.cli.naming import Names
    from states.accounts import add_account

    names = Names.of(desk, programme)
    key = names.role(role)
    place = names.jurisdiction(jurisdiction) if jurisdiction else None
    field = names.category(category) if category else None
    by = _by(desk)
    with desk.office.store.write() as tx:
        add_account(
            desk.office,
            tx,
            account,
            name,
            role=key,
            programme=names.outline.key,
            jurisdiction=place,
            category=field,
            unit=unit,
            by=by,
            via=desk.via,
        )
    desk.out.data({"account": account, "role": key, "jurisdiction": place, "category": field})
    scope = names.outline.place(place) or names.outline.category_title(field, desk.lang)
    title = names.outline.role_title(key, desk.lang)
    desk.out.say("user.added", account=account, role=title, scope=scope or unit or "")


def _by(desk: Desk) -> str:
    """The account that acts; the first account of a database is the system's to make."""
    from states.queries.staff import people

    given = getattr(desk.options, "as_", None) or places.account()
    if given is None and not people(desk.office):
        return FIRST
    return desk.actor


def close(account: str, /, *, options: Writing = WRITING) -> None:
    """Close an account. What it did stays in the history under its name."""
    with at_desk(options) as desk:
        from states.accounts import close_account

        close_account(desk.office, account, by=desk.actor, via=desk.via)
        desk.out.data({"account": account, "closed": True})
        desk.out.say("user.closed", account=account)


def listed(*, options: Shown = SHOWN) -> None:
    """Every account with its roles."""
    with at_desk(options) as desk:
        from console.texts import say
        from states.queries.staff import people

        found = people(desk.office)
        desk.out.data([row.as_json() for row in found])
        rows = []
        for row in found:
            roles = "；".join(_role(desk, held) for held in row.roles)
            closed = say("closed", desk.lang) if row.closed_at else ""
            rows.append((row.account, row.name, roles, closed))
        head = ("head.account", "head.name", "head.role", "head.status")
        desk.out.table(head, rows, empty="user.none")


def _role(desk: Desk, held: "RoleHeld") -> str:
    o = desk.outline
    if o is None:
        return held.role
    reach = o.place(held.jurisdiction) or o.category_title(held.category, desk.lang)
    return " ".join(part for part in (o.role_title(held.role, desk.lang), reach, held.unit) if part)
