"""Accounts and what they may do: a role within a programme, and its reach."""

import re
from collections.abc import Collection

from sqlalchemy import bindparam, insert, select, update

from config.programme import Programme, Role
from config.vocabulary import SYSTEM
from states.acts.refused import refusals_kept
from states.commands import PYTHON, Via
from states.compiled import Compiled
from states.errors import BadInput, Refusal, Refused
from states.facts import Account, Grant
from states.forms import clean_line, name_and_code, name_and_number
from states.history import instant
from states.ledger import Event, note
from states.office import Office
from states.record.reading import Reader
from states.registers.organisations import normal_code
from states.store import Tx
from states.tables import accounts, grants
from states.words.titles import titled, titles

_LONGEST_NAME = 100
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

_HELD = (
    select(grants.c.role)
    .join(accounts, accounts.c.account == grants.c.account)
    .where(
        grants.c.programme == bindparam("programme"),
        grants.c.revoked_at.is_(None),
        accounts.c.closed_at.is_(None),
    )
)
_END = (
    update(grants)
    .where(grants.c.on_behalf_of == bindparam("in_account"), grants.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"))
)
"""Nobody stands in for one who is gone."""


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
    name = clean_line(name, "name")
    if len(name) > _LONGEST_NAME:
        raise BadInput("TextTooLong", field="name", limit=_LONGEST_NAME, length=len(name))
    compiled = office.current(tx, programme)
    scope = _scope(compiled, role, jurisdiction, category, unit)
    # judged before the grant exists, or anyone could give himself the right to give it
    manager = manager_of(office, tx, compiled, by, [scope], {role})
    now = office.recorded_at(tx)
    if tx.one(_ACCOUNT, account=account) is None:
        tx.run(_NEW_ACCOUNT, account=account, name=name or account, created_at=now)
    tx.run(_NEW_GRANT, account=account, programme=compiled.key, role=role, granted_at=now, **scope)
    detail = {"account": account, "name": name, "role": role, **scope}
    note(office, tx, compiled, [Event("grant", detail)], actor=by, via=via, grant=manager)


def grant_role(
    office: Office,
    account: str,
    name: str,
    *,
    role: str,
    by: str,
    via: Via,
    is_new: bool,
    programme: str | None = None,
    jurisdiction: str | None = None,
    category: str | None = None,
    unit: str | None = None,
    dry_run: bool = False,
) -> None:
    """Add a new account with a role, or give an account that is open one more. What lies outside
    the reach of the one who gives it is refused, and the refusal recorded.

    Raises Refused, or BadInput like `add_account` and for an account that exists or does not."""
    with (
        refusals_kept(office, "grant", actor=by, via=via, dry_run=dry_run),
        office.store.write(keep=not dry_run) as tx,
    ):
        known = tx.one(_ACCOUNT, account=account)
        if is_new and known is not None:
            raise BadInput("AccountExists", account=account)
        if not is_new:
            name = Reader(office, tx, instant(office.recorded_at(tx))).account(account).name
        add_account(
            office,
            tx,
            account,
            name,
            role=role,
            programme=programme,
            jurisdiction=jurisdiction,
            category=category,
            unit=unit,
            by=by,
            via=via,
        )


def close_account(
    office: Office, account: str, *, by: str, via: Via, dry_run: bool = False
) -> None:
    """Close an account; its acts stay in the history under its name.

    Raises BadInput if unknown, Refused (recorded) outside the reach of the one who closes it."""
    with (
        refusals_kept(office, "close-account", actor=by, via=via, dry_run=dry_run),
        office.store.write(keep=not dry_run) as tx,
    ):
        now = office.recorded_at(tx)
        closed = Reader(office, tx, instant(now)).account(account)
        compiled = office.current(tx)
        reaches = [
            {"jurisdiction": g.jurisdiction, "category": g.category, "unit": g.unit}
            for g in closed.grants
        ]
        manager = manager_of(office, tx, compiled, by, reaches, _held_in(compiled, closed))
        tx.run(_CLOSE, in_account=account, closed_at=now)
        tx.run(_END, in_account=account, at=now)
        reach = {name: value for name, value in (reaches or [{}])[0].items() if value}
        event = Event("close-account", {"account": account, **reach})
        note(office, tx, compiled, [event], actor=by, via=via, grant=manager)


def manager_of(
    office: Office,
    tx: Tx,
    compiled: Compiled,
    by: str,
    reaches: list[dict[str, str | None]],
    given: Collection[str] = (),
) -> Grant | None:
    """The role in which an account may give or take those of others, or their calendars, all of
    which lie within its reach; None for the system. Below the whole programme it is the `given`
    role itself, or that one only reads: who recommends for a place appoints no reviewer there. As
    long as nobody may act for the whole of a new programme, those who may for another one give its
    roles. Raises Refused."""
    if by == SYSTEM:
        return None
    roles = compiled.programme.roles
    account = Reader(office, tx, office.clock.now()).account(by)
    for grant in account.grants:
        if grant.programme != compiled.key or grant.role not in roles or grant.on_behalf_of:
            continue  # whoever stands in for another does not give that one's powers away
        own = roles[grant.role]
        if own.read_only or not all(_within(reach, grant) for reach in reaches):
            continue
        # a role that a later version has no more gives nothing
        others = [roles[role] for role in given if role in roles and role != grant.role]
        if own.scope == "programme" or all(role.read_only for role in others):
            return grant
    able = roles_over_all(compiled.programme)
    if not _is_led(tx, compiled):
        if founder := over_any(office, tx, account):
            return founder
        able = roles_over_any(office, tx)
    code = "MayNotGrant" if _has_lead(office, tx) else "NobodyToGrant"
    raise Refused([Refusal(code, (), {"account": by, **titled(who=able)})])


def may_found(office: Office, programme: str, role: str) -> bool:
    """Whether an account is for whoever keeps the database to make: nobody may act for the whole of
    a programme yet, and the role may, or no role can."""
    with office.store.read() as tx:
        declared = office.current(tx, programme).programme
        able = roles_over_all(declared)
        return not _has_lead(office, tx) and (not able or declared.roles.get(role) in able)


def _has_lead(office: Office, tx: Tx) -> bool:
    return any(_is_led(tx, office.current(tx, name)) for name in office.versions(tx))


def _held_in(compiled: Compiled, account: Account) -> set[str]:
    """The roles of a programme that an account holds."""
    held = {g.role for g in account.grants if g.programme == compiled.key}
    return held & compiled.programme.roles.keys()


def _is_led(tx: Tx, compiled: Compiled) -> bool:
    """Whether anybody may act for the whole programme yet; of a new one nobody can."""
    roles, able = compiled.programme.roles, roles_over_all(compiled.programme)
    held = tx.rows(_HELD, programme=compiled.key)
    return any(roles.get(role) in able for (role,) in held)


def over_any(office: Office, tx: Tx, account: Account) -> Grant | None:
    """The role in which an account may act for the whole of some programme of the office; None if
    it has none."""
    programmes = [office.current(tx, name).programme for name in office.versions(tx)]
    return next((grant for p in programmes if (grant := over_all(p, account))), None)


def roles_over_any(office: Office, tx: Tx) -> list[Role]:
    """The roles that may act for the whole of some programme of the office."""
    programmes = [office.current(tx, name).programme for name in office.versions(tx)]
    found = {role.title: role for p in programmes for role in roles_over_all(p)}
    return list(found.values())


def over_all(programme: Programme, account: Account) -> Grant | None:
    """The role in which an account may act for a whole programme; None if it has none."""
    able = roles_over_all(programme)
    held = (g for g in account.grants if g.programme == programme.programme)
    return next((grant for grant in held if programme.roles.get(grant.role) in able), None)


def roles_over_all(programme: Programme) -> list[Role]:
    """The roles that may act for a whole programme."""
    roles = programme.roles.values()
    return [role for role in roles if role.scope == "programme" and not role.read_only]


def _within(reach: dict[str, str | None], grant: Grant) -> bool:
    return all(getattr(grant, part) in (None, value) for part, value in reach.items())


def _scope(
    compiled: Compiled, role: str, jurisdiction: str | None, category: str | None, unit: str | None
) -> dict[str, str | None]:
    declared = compiled.programme
    if role not in declared.roles:
        raise BadInput("UnknownRole", role=role, known=list(declared.roles))
    scope = declared.roles[role].scope
    parts = {"jurisdiction": jurisdiction, "category": category, "unit": unit}
    others = [f"--{part}" for part, value in parts.items() if value and part != scope]
    if others:
        raise unkept_limit(declared.roles[role], others[0])
    if scope == "unit" and declared.record == "elsewhere":
        raise BadInput("UnitAccountsOff", system=declared.record_system or declared.title)
    found: dict[str, str | None] = {"jurisdiction": None, "category": None, "unit": None}
    if scope == "programme":
        return found
    given = parts[scope]
    if not given:
        raise BadInput("ScopeMissing", role=role, needed=f"--{scope}")
    found[scope] = {
        "jurisdiction": lambda: jurisdiction_code(compiled, given),
        "category": lambda: category_key(compiled, given),
        "unit": lambda: _unit_code(compiled, given),
    }[scope]()
    return found


def unkept_limit(role: Role, given: str) -> BadInput:
    """Why a limit of another kind than the role's is refused: it would not be kept."""
    code = "ScopeTooNarrow" if role.scope == "programme" else "ScopeOfAnother"
    return BadInput(code, given=given, needed=f"--{role.scope}", **titled(role=role))


def _unit_code(compiled: Compiled, given: str) -> str:
    """The code of a unit, or the number of a person, given alone or as “名称 代码”. Raises BadInput
    for a name alone, which would reach no case."""
    code = normal_code(name_and_code(given.strip())[1])
    if not code and compiled.programme.is_about_persons:
        code = name_and_number(given)[1]
    if not code:
        raise BadInput("UnitWithoutCode", given=given)
    return code


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
    known = titles(compiled.programme.categories.values())
    raise BadInput("UnknownCategory", category=given, known=known)


def reach_of(account: Account, programme: str) -> dict[str, str]:
    """How far an account reaches in its first role of a programme: whom an event about it
    concerns."""
    first = next((g for g in account.grants if g.programme == programme), None)
    if first is None:
        return {}
    parts = {name: getattr(first, name) for name in ("jurisdiction", "category", "unit")}
    return {name: value for name, value in parts.items() if value}


def manager_over(
    office: Office, tx: Tx, compiled: Compiled, by: str, account: Account
) -> Grant | None:
    """The role in which `by` may decide for another account, all of whose roles lie within its
    reach; None for the system. Raises Refused."""
    reaches: list[dict[str, str | None]] = [
        {"jurisdiction": g.jurisdiction, "category": g.category, "unit": g.unit}
        for g in account.grants
    ]
    return manager_of(office, tx, compiled, by, reaches, _held_in(compiled, account))
