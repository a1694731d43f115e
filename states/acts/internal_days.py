"""Internal days: a jurisdiction's own earlier day for a duty. It reminds; the legal day stays."""

from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert, null, update

from states.accounts import jurisdiction_code
from states.acts.refused import refusals_kept
from states.commands import Via
from states.compiled import Compiled
from states.errors import BadInput, Refusal, Refused
from states.facts import Account, Grant
from states.history import instant
from states.ledger import Event, ledger_of, note
from states.office import Office
from states.record.reading import Reader
from states.tables import duties, internal_days
from states.words.titles import NONE, titled

_KEYS = ("programme", "duty", "jurisdiction")
_SET = ("day", "due_on", "set_at", "seq")
_NEW = insert(internal_days).values({name: bindparam(name) for name in (*_KEYS, *_SET)})
_THIS = [internal_days.c[name] == bindparam(f"in_{name}") for name in _KEYS]
_CHANGE = update(internal_days).where(*_THIS).values({name: bindparam(name) for name in _SET})
_REVOKE = delete(internal_days).where(*_THIS)
EVENT: Final = "internal-day"

_REMIND_ANEW = (
    update(duties)
    .where(*(duties.c[name] == bindparam(f"in_{name}") for name in _KEYS))
    .values(reminded_internal=null())
)


def set_internal_day(
    office: Office,
    duty: str,
    day: date,
    *,
    actor: str,
    via: Via,
    jurisdiction: str | None = None,
    programme: str | None = None,
    reason: str = "",
    dry_run: bool = False,
) -> tuple[str, date | None]:
    """Set the day by which a jurisdiction wants a duty done; its code is returned, and the legal
    day that the internal one comes before, if the file names it. Without a jurisdiction, that of
    the actor. With `dry_run` it is only judged.

    Raises Refused if the day is not earlier than the legal one, or for an actor whose roles do not
    owe the duty there; BadInput for unknown names or a duty without a day of its own."""
    with (
        refusals_kept(office, EVENT, actor=actor, via=via, dry_run=dry_run),
        office.store.write(keep=not dry_run) as tx,
    ):
        compiled = office.current(tx, programme)
        account = Reader(office, tx, instant(office.recorded_at(tx))).account(actor)
        place = _place(compiled, account, jurisdiction)
        grant = _allowed(compiled, account, duty, place, day)
        keys = {"programme": compiled.key, "duty": duty, "jurisdiction": place}
        legal = [on for on in _legal_days(compiled, duty, place) if on > day]
        detail = {**keys, "day": day.isoformat()}
        if legal:
            detail["due-on"] = legal[0].isoformat()
        clause = compiled.programme.duties[duty].clause
        event = Event(EVENT, detail, tuple(clause))
        note(office, tx, compiled, [event], actor=actor, via=via, reason=reason, grant=grant)
        now = office.recorded_at(tx)
        seq = ledger_of(office, tx, compiled).seq
        found = {"day": detail["day"], "due_on": detail.get("due-on"), "set_at": now}
        if not tx.run(_CHANGE, **found, seq=seq, **_in(keys)):
            tx.run(_NEW, **found, seq=seq, **keys)
        tx.run(_REMIND_ANEW, **_in(keys))
    return place, legal[0] if legal else None


def revoke_internal_day(
    office: Office,
    duty: str,
    *,
    actor: str,
    via: Via,
    jurisdiction: str | None = None,
    programme: str | None = None,
    reason: str = "",
    dry_run: bool = False,
) -> str:
    """Take the internal day of a duty back; the jurisdiction's code is returned. The legal day was
    never touched by it.

    Raises Refused for an actor whose roles do not owe the duty there, BadInput if none is set."""
    with (
        refusals_kept(office, EVENT, actor=actor, via=via, dry_run=dry_run),
        office.store.write(keep=not dry_run) as tx,
    ):
        compiled = office.current(tx, programme)
        account = Reader(office, tx, instant(office.recorded_at(tx))).account(actor)
        place = _place(compiled, account, jurisdiction)
        grant = _allowed(compiled, account, duty, place, None)
        keys = {"programme": compiled.key, "duty": duty, "jurisdiction": place}
        if not tx.run(_REVOKE, **_in(keys)):
            title = compiled.programme.duties[duty].title
            raise BadInput("NoInternalDay", duty=title, jurisdiction=place)
        event = Event(EVENT, {**keys, "revoked": True})
        note(office, tx, compiled, [event], actor=actor, via=via, reason=reason, grant=grant)
    return place


def _in(keys: dict[str, str]) -> dict[str, str]:
    return {f"in_{name}": value for name, value in keys.items()}


def _place(compiled: Compiled, account: Account, given: str | None) -> str:
    if given is not None:
        return jurisdiction_code(compiled, given)
    own = {g.jurisdiction for g in account.grants if g.jurisdiction and g.programme == compiled.key}
    if len(own) != 1:
        raise BadInput("ScopeMissing", role=account.account, needed="--jurisdiction")
    return own.pop()


def _allowed(
    compiled: Compiled, account: Account, duty: str, place: str, day: date | None
) -> Grant:
    """The role in which the account may set the day, or take one back. Raises Refused or
    BadInput."""
    declared = compiled.programme.duties.get(duty)
    if declared is None:
        known = list(compiled.programme.duties) or NONE
        raise BadInput("UnknownDuty", duty=duty, known=known)
    refusals = []
    roles = compiled.programme.roles
    grant = _grant(compiled, account, place)
    if grant is None:
        acting = (role for role in roles.values() if not role.read_only)
        able = [role for role in acting if role.scope in ("jurisdiction", "programme")]
        parameters = {"account": account.account, **titled(who=able, duty=declared)}
        refusals.append(Refusal("MayNotSetDay", declared.clause, parameters))
    legal = _legal_days(compiled, duty, place)
    if legal and day is not None and day >= legal[-1]:
        parameters = {"day": day.isoformat(), "due": legal[-1].isoformat()}
        refusals.append(Refusal("InternalDayLate", declared.clause, parameters))
    if refusals or grant is None:
        raise Refused(refusals)
    return grant


def _grant(compiled: Compiled, account: Account, place: str) -> Grant | None:
    roles = compiled.programme.roles
    for grant in account.grants:
        role = roles.get(grant.role)
        if role is None or role.read_only or grant.programme != compiled.key:
            continue
        if grant.jurisdiction == place or role.scope == "programme":
            return grant
    return None


def _legal_days(compiled: Compiled, duty: str, place: str) -> list[date]:
    """The legal days of a duty in a jurisdiction, if it names its days; none if it counts from an
    event or has no limit: then the day is shown only beside duties whose own day is not earlier."""
    declared = compiled.programme.duties[duty]
    limit = compiled.limit_of(declared, place)
    if declared.day_from or compiled.runs_from(limit, declared)[0]:
        return []
    issued = compiled.programme.source.issued
    noon = datetime(issued.year, issued.month, issued.day, 12, tzinfo=UTC)
    return [found.due.on for found in compiled.dated(declared, limit, None, noon)]
