"""Standing in for somebody on leave: roles held on behalf of another for a time, given by that
person or by one whose reach covers them; they end by themselves and can be recalled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from config.vocabulary import SYSTEM
from states.accounts import manager_of
from states.acts.refused import refusals_kept
from states.commands import Via
from states.compiled import Compiled
from states.deadlines import start_of_day
from states.errors import Refusal, Refused
from states.facts import Account, Grant
from states.history import instant, stamp
from states.ledger import Event, EventName, note
from states.office import Office
from states.record.reading import Reader
from states.store import Tx
from states.tables import grants

_REACH = ("jurisdiction", "category", "unit")
_NEW = insert(grants).values(
    {
        name: bindparam(name)
        for name in (
            "account",
            "programme",
            "role",
            *_REACH,
            "granted_at",
            "on_behalf_of",
            "valid_from",
            "valid_until",
        )
    }
)
_STANDING = select(grants).where(
    grants.c.account == bindparam("deputy"),
    grants.c.on_behalf_of == bindparam("principal"),
    grants.c.programme == bindparam("programme"),
    grants.c.revoked_at.is_(None),
    grants.c.valid_until > bindparam("at"),
)
_RECALL = update(grants).where(grants.c.id == bindparam("in_id")).values(revoked_at=bindparam("at"))


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who stands in for whom, from the first to the last day, both included; without a role in all
    roles in which the principal may act."""

    principal: str
    deputy: str
    since: date
    until: date
    role: str | None = None
    programme: str | None = None


def delegate(
    office: Office,
    asked: Delegation,
    *,
    by: str,
    via: Via,
    reason: str = "",
    dry_run: bool = False,
) -> tuple[Grant, ...]:
    """Let one account act on behalf of another for a time; the roles that it then holds so.

    Raises Refused (recorded), or BadInput for an account that is unknown or closed."""

    def work(tx: Tx, reader: Reader, compiled: Compiled, recorded_at: str) -> tuple[Grant, ...]:
        principal = reader.account(asked.principal)
        reader.account(asked.deputy)
        given = _delegable(compiled, principal, asked.role)
        first, last = _stretch(compiled, asked)
        refusals = list(_refusals(asked, given, first, last, recorded_at))
        if refusals:
            raise Refused(refusals)
        grant = _governing(office, tx, compiled, principal, by, given)
        standing = tx.all(_STANDING, **_named(compiled, asked), at=max(first, recorded_at))
        for one in given:
            for row in standing:
                if row["role"] == one.role and row["valid_from"] < last:
                    parameters = {"account": asked.deputy, "principal": asked.principal}
                    refusal = Refusal("DelegatedAlready", (), {**parameters, "role": one.role})
                    raise Refused([refusal])
        whole = {"on_behalf_of": principal.account, "valid_from": first, "valid_until": last}
        tx.many(_NEW, [{**_row(asked.deputy, one, recorded_at), **whole} for one in given])
        _note(office, tx, compiled, "delegate", asked, given, by, via, reason, grant, first, last)
        return given

    return _governed(office, asked, "delegate", work, by, via, dry_run)


def recall(
    office: Office,
    asked: Delegation,
    *,
    by: str,
    via: Via,
    reason: str = "",
    dry_run: bool = False,
) -> None:
    """End a delegation before its last day; the days of `asked` do not matter.

    Raises Refused (recorded), or BadInput for an account that is unknown or closed."""

    def work(tx: Tx, reader: Reader, compiled: Compiled, recorded_at: str) -> tuple[Grant, ...]:
        principal = reader.account(asked.principal)
        rows = tx.all(_STANDING, **_named(compiled, asked), at=recorded_at)
        rows = [row for row in rows if asked.role in (None, row["role"])]
        if not rows:
            named = {"account": asked.deputy, "principal": asked.principal}
            raise Refused([Refusal("NoDelegation", (), named)])
        held = tuple(
            Grant(row["role"], row["programme"], *(row[name] for name in _REACH)) for row in rows
        )
        grant = _governing(office, tx, compiled, principal, by, held)
        tx.many(_RECALL, [{"in_id": row["id"], "at": recorded_at} for row in rows])
        _note(office, tx, compiled, "recall", asked, held, by, via, reason, grant)
        return held

    _governed(office, asked, "recall", work, by, via, dry_run)


def _governed(
    office: Office, asked: Delegation, act: EventName, work: Any, by: str, via: Via, dry_run: bool
) -> tuple[Grant, ...]:
    with (
        refusals_kept(office, act, actor=by, via=via, dry_run=dry_run),
        office.store.write(keep=not dry_run) as tx,
    ):
        recorded_at = office.recorded_at(tx)
        compiled = office.current(tx, asked.programme)
        reader = Reader(office, tx, instant(recorded_at))
        done: tuple[Grant, ...] = work(tx, reader, compiled, recorded_at)
        return done


def _delegable(compiled: Compiled, principal: Account, role: str | None) -> tuple[Grant, ...]:
    """The roles that a person holds in its own right and may act in."""
    roles = compiled.programme.roles
    return tuple(
        grant
        for grant in principal.grants
        if grant.on_behalf_of is None
        and grant.programme == compiled.key
        and grant.role in roles
        and not roles[grant.role].read_only
        and role in (None, grant.role)
    )


def _stretch(compiled: Compiled, asked: Delegation) -> tuple[str, str]:
    zone = compiled.programme.zone
    first = start_of_day(asked.since, zone)
    return stamp(first), stamp(start_of_day(asked.until + timedelta(days=1), zone))


def _refusals(
    asked: Delegation, given: Sequence[Grant], first: str, last: str, now: str
) -> list[Refusal]:
    found = []
    if asked.principal == asked.deputy:
        found.append(Refusal("SelfDelegation", (), {}))
    if not given:
        named = {"account": asked.principal, "role": asked.role or ""}
        found.append(Refusal("NothingToDelegate", (), named))
    if last <= first or last <= now:
        named = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
        found.append(Refusal("DelegationPast", (), named))
    return found


def _governing(
    office: Office,
    tx: Tx,
    compiled: Compiled,
    principal: Account,
    by: str,
    given: Sequence[Grant],
) -> Grant | None:
    """The role in which somebody arranges it: the principal's own, or one that covers all given."""
    if by == SYSTEM:
        return None
    if by == principal.account:
        return given[0]
    reaches = [{name: getattr(one, name) for name in _REACH} for one in given]
    try:
        return manager_of(office, tx, compiled, by, reaches, {one.role for one in given})
    except Refused as refused:
        named = {"account": by}
        raise Refused([Refusal("MayNotDelegate", (), named)]) from refused


def _named(compiled: Compiled, asked: Delegation) -> dict[str, str]:
    return {
        "deputy": asked.deputy,
        "principal": asked.principal,
        "programme": compiled.key,
    }


def _row(deputy: str, grant: Grant, recorded_at: str) -> dict[str, Any]:
    reach = {name: getattr(grant, name) for name in _REACH}
    found = {"account": deputy, "programme": grant.programme, "role": grant.role, **reach}
    return {**found, "granted_at": recorded_at}


def _note(
    office: Office,
    tx: Tx,
    compiled: Compiled,
    name: EventName,
    asked: Delegation,
    given: Sequence[Grant],
    by: str,
    via: Via,
    reason: str,
    grant: Grant | None,
    first: str = "",
    last: str = "",
) -> None:
    """One event for each role, saying whom it concerns."""
    events = []
    for one in given:
        reach = {part: getattr(one, part) for part in _REACH if getattr(one, part)}
        detail = {"account": asked.deputy, "on_behalf_of": asked.principal, "role": one.role}
        days = {"valid_from": first, "valid_until": last} if first else {}
        events.append(Event(name, detail | reach | days))
    note(office, tx, compiled, events, actor=by, via=via, reason=reason, grant=grant)
