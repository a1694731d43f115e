"""Duties as a calendar shows them: each with how often it changed and when it last did, so that who
has the calendar already learns of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, bindparam, or_, select

from states.history import from_text, instant
from states.queries.answers import Answer, Duty
from states.queries.duties import COLUMNS, IN_ORDER, JOINED, UNSETTLED, shaped
from states.queries.outline import outline
from states.queries.viewers import in_reach, seen
from states.record.statements import among
from states.store import Store, Tx
from states.tables import cases, duties, history
from states.words.entries import SAID, Lang

if TYPE_CHECKING:
    from states.office import Office

REMEMBERED = timedelta(days=400)
"""So long after its day a duty that is done or dropped stays in a subscribed calendar."""
MOST = 5000
"""Entries of one calendar; beyond them the farthest are left out."""


@dataclass(frozen=True, slots=True)
class Entry(Answer):
    """A duty on a day. `sequence` rises with every change of it, `changed_at` says when the last
    was; `clock` is set if it ends at a time of day, and `at` is then the instant; `is_off`: nobody
    owes it on that day any more although it was announced. `zone` is the programme's."""

    duty: Duty
    on: str
    at: str | None
    clock: str | None
    sequence: int
    changed_at: str
    is_off: bool
    zone: str


_CHANGES = ("moved", "renewed", "extended", "paused", "resumed", "recomputed", *SAID)


@lru_cache(maxsize=2)
def _changed(dialect: str) -> Executable:
    return (
        select(history.c.case_code, history.c.recorded_at, history.c.effects)
        .where(
            among(history.c.case_code, "codes", dialect),
            history.c.effects.like('%"changes":%'),
        )
        .order_by(history.c.case_code, history.c.seq)
    )


@lru_cache(maxsize=1)
def _of_viewer() -> Executable:
    return (
        select(*COLUMNS)
        .select_from(JOINED)
        .where(
            or_(duties.c.due_on.is_not(None), duties.c.paused_at.is_not(None)),
            or_(UNSETTLED, duties.c.due_on >= bindparam("since")),
            in_reach(),
        )
        .order_by(cases.c.ended, *IN_ORDER)
        .limit(bindparam("limit"))
    )


def subscribed(office: "Office", who: str, *, lang: Lang = "zh") -> tuple[Entry, ...]:
    """Everything dated that an account's roles reach: what is owed, and for some time what is done
    or dropped. Raises BadInput for an unknown or closed account."""
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        since = (now - REMEMBERED).date().isoformat()
        rows = viewer.all(tx, _of_viewer(), since=since, limit=MOST)
        found = shaped(office.store, tx, rows, now, lang)
        return _entries(office.store, tx, found)


def entries(office: "Office", owed: Iterable[Duty]) -> tuple[Entry, ...]:
    """Duties that somebody was shown, as entries of a calendar; without a day there is none."""
    with office.store.read() as tx:
        return _entries(office.store, tx, list(owed))


def _entries(store: Store, tx: Tx, owed: Sequence[Duty]) -> tuple[Entry, ...]:
    changes = _changes_of(store, tx, {duty.case for duty in owed})
    zones = _zones(store, tx, {duty.case for duty in owed})
    found = []
    for duty in owed:
        left = duty.remainder or {}
        on = duty.due_on or left.get("on")
        at = duty.due_at or left.get("at")
        if on is None:
            continue
        made = [duty.opened_at, *changes.get((duty.case, duty.duty, duty.n), ())]
        settled = not duty.is_unsettled
        last = max([*made, duty.met_at or ""]) if settled else max(made)
        zone = zones[duty.case]
        found.append(
            Entry(
                duty=duty,
                on=on,
                at=at,
                clock=_clock(at, zone),
                sequence=len(made) - 1 + settled,
                changed_at=last,
                is_off=duty.status == "waived" or duty.due_on is None,
                zone=zone,
            )
        )
    return tuple(found)


def _changes_of(
    store: Store, tx: Tx, codes: Iterable[str]
) -> dict[tuple[str, str, int], list[str]]:
    """When each duty was changed."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for row in tx.all(_changed(store.dialect), codes=tx.listed(codes)):
        for change in from_text(row["effects"]).get("changes", ()):
            if change["how"] in _CHANGES:
                key = (row["case_code"], change["duty"], change["n"])
                found.setdefault(key, []).append(row["recorded_at"])
    return found


@lru_cache(maxsize=2)
def _programmes(dialect: str) -> Executable:
    return select(cases.c.code, cases.c.programme, cases.c.programme_version).where(
        among(cases.c.code, "codes", dialect)
    )


def _zones(store: Store, tx: Tx, codes: Iterable[str]) -> dict[str, str]:
    return {
        row["code"]: outline(store, tx, row["programme"], row["programme_version"]).zone
        for row in tx.all(_programmes(store.dialect), codes=tx.listed(codes))
    }


def _clock(at: str | None, zone: str) -> str | None:
    """The time of day at which a duty ends; None if it is the end of its day."""
    if at is None:
        return None
    local = instant(at).astimezone(ZoneInfo(zone))
    return None if (local.hour, local.minute) == (0, 0) else f"{local:%H:%M}"
