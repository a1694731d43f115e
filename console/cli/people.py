"""Accounts: who may act, in which role, and how far."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.cli.desk import Desk, at_desk
from console.cli.options import SHOWN, WRITING, Shown, Writing
from console.words.texts import say
from states.words.joining import apart, beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from states.queries.outline import Outline
    from states.queries.staff import RoleHeld

FIRST = "system"
"""Who makes the first account that may give every role: nobody else is there who could."""


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
        reach = Reach(role, jurisdiction, category, unit, programme)
        _give(desk, account, name, reach, is_new=True)


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
        reach = Reach(role, jurisdiction, category, unit, programme)
        _give(desk, account, "", reach, is_new=False)


@dataclass(frozen=True, slots=True)
class Reach:
    """A role and how far it reaches, as typed."""

    role: str
    jurisdiction: str | None
    category: str | None
    unit: str | None
    programme: str | None


def _give(desk: Desk, account: str, name: str, reach: Reach, *, is_new: bool) -> None:
    from console.cli.naming import Names
    from states.accounts import grant_role

    names = Names.of(desk, reach.programme)
    role = names.role(reach.role)
    place = names.jurisdiction(reach.jurisdiction) if reach.jurisdiction else None
    field = names.category(reach.category) if reach.category else None
    grant_role(
        desk.office,
        account,
        name,
        role=role,
        by=_by(desk, names.outline.key, role),
        via=desk.via,
        is_new=is_new,
        programme=names.outline.key,
        jurisdiction=place,
        category=field,
        unit=reach.unit,
        dry_run=desk.is_trial,
    )
    given = {"account": account, "role": role, "jurisdiction": place, "category": field}
    parts = [
        names.outline.role_title(role, desk.lang),
        names.outline.place(place) or names.outline.category_title(field, desk.lang) or reach.unit,
    ]
    shown = " ".join(part for part in parts if part)
    desk.done(given | {"unit": reach.unit}, "user.added", account=account, role=shown)


def _by(desk: Desk, programme: str, role: str) -> str:
    """The account that acts; the first one, and the first that may give every role, are the
    system's to make."""
    from states.accounts import may_found
    from states.queries.staff import people

    if desk.named is None:
        nobody = all(row.closed_at for row in people(desk.office))
        if nobody or may_found(desk.office, programme, role):
            return FIRST
    return desk.actor


def close(account: str, /, *, options: Writing = WRITING) -> None:
    """Close an account. What it did stays in the history under its name."""
    with at_desk(options) as desk:
        from states.accounts import close_account

        close_account(desk.office, account, by=desk.actor, via=desk.via, dry_run=options.dry_run)
        desk.done({"account": account, "closed": True}, "user.closed", account=account)


def listed(*, options: Shown = SHOWN) -> None:
    """Every account with its roles."""
    with at_desk(options) as desk:
        from states.queries.outline import current_outlines
        from states.queries.staff import people

        found = people(desk.office)
        with desk.office.store.read() as tx:
            outlines = current_outlines(desk.office.store, tx)
        desk.out.data([row.as_json() for row in found])
        rows = []
        for row in found:
            roles = apart([_role(desk, outlines, held) for held in row.roles], desk.lang)
            closed = say("closed", desk.lang) if row.closed_at else ""
            rows.append((row.account, row.name, roles, closed))
        head = ("head.account", "head.name", "head.role", "head.status")
        desk.out.table(head, rows, empty="user.none")


def _role(desk: Desk, outlines: "Mapping[str, Outline]", held: "RoleHeld") -> str:
    """A role and how far it reaches; where there are several programmes, in which."""
    o = outlines.get(held.programme)
    if o is None:
        return held.role
    reach = o.place(held.jurisdiction) or o.category_title(held.category, desk.lang)
    role = " ".join(part for part in (o.role_title(held.role, desk.lang), reach, held.unit) if part)
    role = beside(role, held.programme, desk.lang) if len(outlines) > 1 else role
    if held.on_behalf_of is None:
        return role
    since, until = desk.local(held.valid_from), desk.local(held.valid_until)
    whole = {"role": role, "principal": held.on_behalf_of, "since": since, "until": until}
    return say("user.on-behalf", desk.lang, **whole)
