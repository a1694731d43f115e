"""How things stand as a whole: counts, and whether time is being kept."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import bindparam, case, func, select

from states.history import instant, stamp
from states.queries.answers import Answer
from states.queries.duties import OF_CASES, UNSETTLED
from states.queries.lists import StateCount
from states.queries.outline import Outline, current_outlines
from states.queries.viewers import Viewer, in_reach, seen
from states.tables import cases, duties, sweeps
from states.tables import history as entries
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office

SWEEP_LIMIT = timedelta(hours=2)
TOLERATED_SKEW = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class KindBoard(Answer):
    """Counts of one kind of cases, states in the programme's order."""

    programme: str
    kind: str
    title: str
    total: int
    states: tuple[StateCount, ...]


@dataclass(frozen=True, slots=True)
class Board(Answer):
    """Counts in the viewer's reach: cases by kind and state; unsettled duties `overdue`, `open`
    (with a day to come) and `undated`."""

    kinds: tuple[KindBoard, ...]
    duties: dict[str, int]


@dataclass(frozen=True, slots=True)
class Health(Answer):
    """Whether time is being kept. `ok` is False when the last good sweep is older than its limit,
    or the clock is behind what is recorded; `problems` name which (sweep-never, sweep-stale,
    clock-went-back)."""

    ok: bool
    kind: Literal["real", "demo", "simulation"]
    now: str
    last_sweep_at: str | None
    sweep_age_seconds: int | None
    sweep_limit_seconds: int
    clock_went_back: bool
    problems: tuple[str, ...]


_STATES = (
    select(cases.c.kind, cases.c.state, func.count().label("n"))
    .where(cases.c.programme == bindparam("programme"), in_reach())
    .group_by(cases.c.kind, cases.c.state)
)
_bucket = case(
    (duties.c.due_at.is_(None), "undated"),
    (duties.c.due_at <= bindparam("now"), "overdue"),
    else_="open",
)
_OWED = (
    select(_bucket.label("bucket"), func.count().label("n"))
    .select_from(OF_CASES)
    .where(UNSETTLED, in_reach())
    .group_by(_bucket)
)
_LAST_SWEEP = select(sweeps.c.started_at).order_by(sweeps.c.id.desc()).limit(1)
_LAST_ENTRY = select(entries.c.recorded_at).order_by(entries.c.id.desc()).limit(1)


def board(
    office: "Office", who: str | Viewer, *, programme: str | None = None, lang: Lang = "zh"
) -> Board:
    """Counts of everything in the viewer's reach. Raises BadInput for an unknown account."""
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        kinds: list[KindBoard] = []
        for o in current_outlines(office.store, tx).values():
            if programme in (None, o.key):
                rows = viewer.all(tx, _STATES, programme=o.key)
                counted = {(r["kind"], r["state"]): r["n"] for r in rows}
                kinds += [_kind(o, kind, counted, lang) for kind in o.kinds]
        owed = viewer.all(tx, _OWED, now=stamp(now))
        found = {"overdue": 0, "open": 0, "undated": 0} | {r["bucket"]: r["n"] for r in owed}
        return Board(tuple(kinds), found)


def _kind(o: Outline, kind: str, counted: dict[tuple[str, str], int], lang: Lang) -> KindBoard:
    states = tuple(
        StateCount(s, o.state_title(kind, s, lang), counted.get((kind, s), 0), o.end(kind, s))
        for s in o.states(kind)
    )
    total = sum(n for (k, _), n in counted.items() if k == kind)
    return KindBoard(o.key, kind, o.kind_title(kind, lang), total, states)


def health(office: "Office", *, limit: timedelta = SWEEP_LIMIT) -> Health:
    """Whether the last good sweep is recent and the clock runs forward. Only good sweeps are kept
    in the record, so one that fails shows as age. Asks for no account: it shows no case."""
    now = office.clock.now()
    with office.store.read() as tx:
        swept, entered = tx.one(_LAST_SWEEP), tx.one(_LAST_ENTRY)
    last = swept["started_at"] if swept else None
    age = int((now - instant(last)).total_seconds()) if last else None
    went_back = bool(entered) and now < instant(entered["recorded_at"]) - TOLERATED_SKEW  # type: ignore[index]
    problems = []
    if age is None:
        problems.append("sweep-never")
    elif age > limit.total_seconds():
        problems.append("sweep-stale")
    if went_back:
        problems.append("clock-went-back")
    return Health(
        ok=not problems,
        kind=office.kind,
        now=stamp(now),
        last_sweep_at=last,
        sweep_age_seconds=age,
        sweep_limit_seconds=int(limit.total_seconds()),
        clock_went_back=went_back,
        problems=tuple(problems),
    )
