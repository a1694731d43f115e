"""What the tasks do, without Prefect: an office in, one thing asked of states, plain values out.

`flows.dispatch` calls these directly where no Prefect server runs, so a round never depends on one.
"""

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from config.settings import Settings, load_settings
from states.actions import perform_all
from states.audits.oracle import check
from states.clock import aware
from states.commands import Command
from states.duties import sweep
from states.errors import BadInput, Refused
from states.history import stamp
from states.notices.deliveries import deliver, rules_of
from states.office import Office, open_office
from states.sweeps.rounds import FLOW, Release, run_round
from states.words.titles import NONE, titled

Values = dict[str, Any]

ZONE = "Asia/Shanghai"
"""The zone of a day where no programme says another."""

RESULT = "shidian-result"
"""The type of the artifact in which a flow run keeps its plain result."""

NAMED_FINDINGS = 200
"""How many findings of a check are carried in full; all are counted."""


@contextmanager
def opened(url: str | None = None) -> Iterator[Office]:
    """The office of a database; without a URL, of the one that the settings name.

    Raises StoreGone, StoreNewer, StoreOlder or Fault."""
    office = open_office(url or load_settings().database_url)
    try:
        yield office
    finally:
        office.close()


def programmes_with(office: Office, name: str, programme: str | None) -> list[str]:
    """The programmes that declare the round: the one named, or every one that does.

    Raises BadInput if the one named does not declare it or does not exist."""
    with office.store.read() as tx:
        if programme is not None:
            rounds = office.current(tx, programme).programme.rounds
            if name not in rounds:
                raise BadInput("UnknownRound", round=name, known=list(rounds) or NONE)
            return [programme]
        known = office.versions(tx).items()
        return [key for key, n in known if name in office.compiled(tx, key, n).programme.rounds]


def rounds_done(
    office: Office,
    name: str,
    programmes: Sequence[str],
    as_of: str | None,
    release: Values | None,
    run: str,
) -> list[Values]:
    """One run of a round in each programme. Raises BadInput, Conflict or a Fault."""
    batch = _release(release, run) if release else None
    reports = []
    for programme in programmes:
        at = moment(office, programme, as_of)
        done = run_round(office, name, programme=programme, as_of=at, release=batch, run=run)
        titles = _titles(office, {*done.moved, *done.opened_children})
        reports.append({"kind": "round", **done.as_json(), "titles": titles})
    return reports


def release_tried(office: Office, name: str, programme: str, release: Values, run: str) -> Values:
    """What a release would do to each of its cases; nothing is written.

    Raises BadInput if the round does not release the move."""
    batch = _release(release, run)
    with office.store.read() as tx:
        declared = office.current(tx, programme).programme.rounds[name]
    if batch.move not in declared.releases:
        known = list(declared.releases) or NONE
        raise BadInput("UnknownMove", move=batch.move, known=known, kind=declared.title)
    verdicts = perform_all(office, _commands(batch), atomic=False, dry_run=True)
    return {
        "kind": "preview",
        "round": name,
        "title": declared.title,
        "programme": programme,
        "as_of": stamp(office.clock.now()),
        "would_release": [v.command.case for v in verdicts if v.error is None],
        "refused": [
            {"case": v.command.case, **_why(v.error)} for v in verdicts if v.error is not None
        ],
    }


def swept(
    office: Office, programme: str | None, as_of: str | None, occasion: str, run: str
) -> Values:
    """One sweep over everything that is due. Raises BadInput, Conflict or a Fault."""
    at = moment(office, programme, as_of)
    done = sweep(office, as_of=at, trigger="flow", run=run, programme=programme)
    titles = _titles(office, {*done.moved, *done.opened})
    return {"kind": "sweep", "occasion": occasion, **done.as_json(), "titles": titles}


def _titles(office: Office, keys: Set[str]) -> Values:
    """What people call these moves and kinds of cases."""
    found: Values = {}
    with office.store.read() as tx:
        for programme, version in office.versions(tx).items() if keys else ():
            for key, kind in office.compiled(tx, programme, version).programme.cases.items():
                for name, declared in {key: kind, **kind.moves}.items():
                    if name in keys:
                        named = titled(title=declared)
                        found.setdefault(name, {"title_en": named["title"], **named})
    return found


def history_checked(office: Office) -> Values:
    """What does not hold in the whole record. Changes nothing."""
    found = check(office)
    return {
        "kind": "check",
        "as_of": stamp(office.clock.now()),
        "ok": not found,
        "count": len(found),
        "found": [one.as_json() for one in found[:NAMED_FINDINGS]],
    }


def moment(office: Office, programme: str | None, as_of: str | None) -> datetime | None:
    """The instant meant by an ISO text: an aware instant as it is; a day as its end (24:00 in the
    programme's zone), or the present if that day is not over. None means the present.

    Raises BadInput for an instant after the office's clock, ValueError for a naive one."""
    if as_of is None:
        return None
    now = office.clock.now()
    if len(as_of) > len("2026-06-30"):
        at = aware(datetime.fromisoformat(as_of), "as_of")
    else:
        at = _end_of(date.fromisoformat(as_of), _zone(office, programme), now)
    if at > now:
        raise BadInput("AsOfInFuture", at=stamp(at), now=stamp(now))
    return at


def _end_of(day: date, zone: ZoneInfo, now: datetime) -> datetime:
    if day == now.astimezone(zone).date():
        return now
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)


def _zone(office: Office, programme: str | None) -> ZoneInfo:
    with office.store.read() as tx:
        if programme is None and not office.versions(tx):
            return ZoneInfo(ZONE)
        return ZoneInfo(office.current(tx, programme).programme.zone)


def _release(values: Values, run: str) -> Release:
    """The batch; without a number of its own it takes the run's, so that a retried run is safe."""
    return Release(
        actor=values["actor"],
        move=values["move"],
        cases=tuple(values["cases"]),
        reason=values["reason"],
        id=values.get("batch") or run,
        via=FLOW,
    )


def _commands(batch: Release) -> Sequence[Command]:
    return [
        Command(
            id=f"{batch.id}/{code}",
            actor=batch.actor,
            move=batch.move,
            case=code,
            reason=batch.reason,
            via=batch.via,
        )
        for code in batch.cases
    ]


def _why(error: BadInput | Refused) -> Values:
    if isinstance(error, Refused):
        return error.as_json()
    return {"refused": [{"code": error.code, "message": error.message()}]}


def delivered(office: Office, settings: Settings | None = None) -> Values:
    """One delivery of what waits in the outbox. Raises Conflict or a Fault."""
    # mail is imported only by those who send
    from tasks.carriers import Post

    known = settings or load_settings()
    done = deliver(office, Post.of(office, known), rules_of(office, known))
    return {"kind": "delivery", "part": "delivery", **done.as_json()}
