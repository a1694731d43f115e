"""Making databases: a real one, a demonstration (marked so for ever), a simulation's."""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from config.programme import Programme
from config.vocabulary import SYSTEM
from states.accounts import over_all, over_any, roles_over_all, roles_over_any
from states.buckets import Bucket
from states.clock import Clock, SystemClock
from states.commands import SYSTEM_VIA, Via
from states.compiled import Compiled
from states.errors import BadInput, Refusal, Refused, StoreGone
from states.history import stamp
from states.keeping.making import MAKING
from states.ledger import Event, ledger_of, note
from states.office import Kind, Office, StoredClock
from states.record.reading import Reader
from states.store import Store, Tx
from states.versions import check_succession
from states.words.titles import titled


def create_office(
    url: str,
    kind: Kind,
    *,
    real: Clock | None = None,
    virtual_start: datetime | None = None,
    unfinished: bool = False,
) -> Office:
    """A new database of the given kind. A real one runs on the machine's clock; the others start at
    a virtual instant, run on with real time, and can be moved forward only. An `unfinished` one can
    be opened by nobody until it is said to be whole.

    Raises BadInput if the database already is one of shidian, StoreForeign if it is another's."""
    store = Store(url)
    if store.path:
        _make_folder(Path(store.path))
    machine = real or SystemClock()
    facts = {"kind": kind, "office": str(uuid4()), "created_at": stamp(machine.now())}
    start, now = virtual_start or machine.now(), machine.now()
    if kind != "real":
        facts |= {"virtual_start": stamp(start), "real_start": stamp(now)}
    if unfinished:
        facts[MAKING] = str(os.getpid())
    try:
        store.create(**facts)
    except BaseException:
        store.close()
        raise
    clock = machine if kind == "real" else StoredClock(store, machine)
    return Office.over(store, clock, kind)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreGone("StoreUnopened", url=str(path), detail=error.strerror) from error


def activate(
    office: Office,
    programme: Programme,
    source: str,
    *,
    actor: str = "system",
    via: Via = SYSTEM_VIA,
    reason: str = "",
    dry_run: bool = False,
) -> int:
    """Make a checked programme the version on which new cases start; its number is returned. With
    `dry_run` it is only judged.

    Running cases stay on their version. The first activation of a database is the system's; a new
    version needs an account that may act for the whole programme, a further programme one that may
    for any. Raises Refused or BadInput."""
    text = programme.model_dump_json(by_alias=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with office.store.write(keep=not dry_run) as tx:
        versions = office.versions(tx)
        version = versions.get(programme.programme, 0)
        if versions:
            _may_activate(office, tx, programme, actor, is_new=not version)
        if version:
            earlier = office.compiled(tx, programme.programme, version)
            if earlier.digest == digest:
                raise BadInput("SameProgramme", programme=programme.programme, version=version)
            check_succession(earlier, Compiled(programme, version + 1, digest))
        version += 1
        compiled = Compiled(programme, version, digest)
        if version == 1 and ledger_of(office, tx, compiled).seq:
            raise BadInput("ProgrammeNameTaken", programme=programme.programme)
        compiled.take_calendar(office.calendar(tx, programme.calendar))
        tx.run(
            office.statements.new_programme,
            programme=programme.programme,
            version=version,
            digest=digest,
            source=source,
            compiled=text,
            activated_at=office.recorded_at(tx),
            activated_by=actor,
        )
        _add_buckets(office, tx, compiled)
        read = hashlib.sha256(source.encode()).hexdigest()
        event = Event("activate", {"version": version, "digest": digest, "source": read})
        note(office, tx, compiled, [event], actor=actor, via=via, reason=reason)
        if programme.seeds:
            # only programmes that list cases need the machinery that opens them
            from states.sweeps.seeds import open_seeds

            open_seeds(office, tx, compiled, via, office.recorded_at(tx))
    return version


def _may_activate(
    office: Office, tx: Tx, programme: Programme, actor: str, *, is_new: bool
) -> None:
    account = Reader(office, tx, office.clock.now()).account(actor)
    if not is_new:
        able, may = roles_over_all(programme), over_all(programme, account) is not None
    else:
        able = roles_over_any(office, tx)
        may = actor == SYSTEM or over_any(office, tx, account) is not None
    if not may:
        named = {"account": actor, **titled(who=able)}
        raise Refused([Refusal("MayNotActivate", (), named)])


def _add_buckets(office: Office, tx: Tx, compiled: Compiled) -> None:
    """The quota rows of a version; caps of rows that are there follow it. Raises Refused for each
    cap that would lie below what is used."""
    there = tx.all(office.statements.quotas_of, programme=compiled.key)
    arisen = (compiled.buckets.arising(row["bucket"]) for row in there)
    wanted = {bucket.key: bucket for bucket in (*compiled.buckets.all(), *filter(None, arisen))}
    found = {row["bucket"]: row for row in there if row["bucket"] in wanted}
    new = [bucket for key, bucket in wanted.items() if key not in found]
    tx.many(office.statements.new_bucket, [bucket.row(compiled.key) for bucket in new])
    below = [
        _below_use(compiled.programme, wanted[key], row["used"])
        for key, row in found.items()
        if wanted[key].is_below(row["used"])
    ]
    if below:
        raise Refused(below)
    tx.many(
        office.statements.set_cap,
        [
            {"in_programme": compiled.key, "in_bucket": key, "cap": b.cap, "minimum": b.minimum}
            for key, b in wanted.items()
            if key in found
        ],
    )


def _below_use(programme: Programme, bucket: Bucket, used: int) -> Refusal:
    quota = programme.quotas[bucket.quota]
    place = programme.jurisdictions.get(bucket.jurisdiction or "")
    unit = bucket.key.partition("/")[2].partition("/")[0] if quota.per == "unit" else ""
    named = {
        "holder": place.label if place else unit or programme.title,
        **titled(quota=programme.categories.get(bucket.category or "") or quota),
        "cap": bucket.cap,
        "used": used,
    }
    return Refusal("CapBelowUse", quota.clause, named)


def advance(
    office: Office, to: datetime, *, actor: str = "system", via: Via = SYSTEM_VIA
) -> datetime:
    """Move a demonstration's or simulation's clock forward; recorded in the programme's history.

    Raises BadInput for a real database or a step back."""
    before = _virtual(office).now()
    if to < before:
        raise BadInput("NotForward", now=stamp(before), to=stamp(to))
    return reach(office, to, actor=actor, via=via)


def reach(
    office: Office, to: datetime, *, actor: str = "system", via: Via = SYSTEM_VIA
) -> datetime:
    """As `advance`, but a clock that has run past the instant meanwhile is left where it is.

    Raises BadInput for a real database."""
    clock = _virtual(office)
    before = clock.now()
    with clock.moving_to(to) as moved, office.store.write() as tx:
        tx.run(office.statements.set_fact, key="virtual_start", value=stamp(moved.virtual_start))
        tx.run(office.statements.set_fact, key="real_start", value=stamp(moved.real_start))
        event = Event("advance-clock", {"from": stamp(before), "to": stamp(to)})
        note(office, tx, office.current(tx), [event], actor=actor, via=via)
    return clock.now()


def _virtual(office: Office) -> StoredClock:
    if not isinstance(office.clock, StoredClock):
        raise BadInput("NotADemo")
    return office.clock
