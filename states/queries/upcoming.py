"""What time will bring next, to whomever: where a demonstration's clock may be moved to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, literal_column, select

from states.history import stamp
from states.instants import time_of
from states.queries.answers import Answer
from states.queries.outline import Outline, all_outlines
from states.tables import duties
from states.words.entries import Lang

if TYPE_CHECKING:
    from states.office import Office

MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Upcoming(Answer):
    """An instant at which something changes by time alone; `on` is its civil day. `is_last_day`:
    the morning of a last day, when everything can still be done. `until`: the time of day at which
    a limit ends, empty where something begins."""

    at: str
    on: str
    title: str
    phrase: str
    is_last_day: bool
    until: str = ""


_DUE = (
    select(duties.c.due_at, duties.c.due_on, duties.c.duty, duties.c.phrase, duties.c.programme)
    .where(duties.c.status == literal_column("'open'"), duties.c.due_at > bindparam("now"))
    .order_by(duties.c.due_at)
    .limit(1)
)


def next_instant(office: "Office", *, lang: Lang = "zh") -> Upcoming | None:
    """The next instant at which something falls due, opens or moves by itself: first the morning of
    a last day, then the instant at which that day is over. None if nothing is to come. It counts
    for the whole office and names no case."""
    now = office.clock.now()
    with office.store.read() as tx:
        outlines = all_outlines(office.store, tx)
        found = [up for o in outlines for up in _declared(o, now, lang)]
        row = tx.one(_DUE, now=stamp(now))
        if row is not None:
            o = next(o for o in outlines if o.key == row["programme"])
            title = o.duty_title(row["duty"], lang)
            found += _last_day(o, row["due_on"], row["due_at"], title, row["phrase"], now)
    return min(found, key=lambda up: up.at, default=None)


def _declared(o: Outline, now: datetime, lang: Lang) -> Iterator[Upcoming]:
    for kind, declared in o.kinds.items():
        for name in declared["moves"]:
            window = o.window(kind, name)
            title = o.move_title(kind, name, lang)
            if window.opens_at and window.opens_on and window.opens_at > stamp(now):
                phrase = window.opening_phrase
                yield Upcoming(window.opens_at, window.opens_on, title, phrase, False)
            if window.due_at and window.due_on:
                yield from _last_day(o, window.due_on, window.due_at, title, window.phrase, now)
        opens = (declared.get("opened") or {}).get("on")
        if opens:
            on, _, _ = o.due(opens)
            at = o.midnight(date.fromisoformat(on)) if on else ""
            if on and at > stamp(now):
                yield Upcoming(at, on, o.kind_title(kind, lang), opens["phrase"], False)


def _last_day(
    o: Outline, on: str, at: str, title: str, phrase: str, now: datetime
) -> Iterator[Upcoming]:
    morning = stamp(datetime.combine(date.fromisoformat(on), MORNING, o.tz))
    until = time_of(on, at, o.zone) or "24:00"
    if stamp(now) < morning < at:
        yield Upcoming(morning, on, title, phrase, True, until)
    elif at > stamp(now):
        yield Upcoming(at, on, title, phrase, False, until)
