"""Demonstrations: marked so for ever, on a clock of their own that moves forward only."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.desk import Desk
from console.cli.founding import Founding
from console.cli.options import Shown
from console.cli.parsing import moment
from console.errors import Misuse
from console.printing import Out

NEXT = "next"
START_OF_WORK = time(9)


def is_there(url: str) -> bool:
    """Whether the URL leads to a database already."""
    from sqlalchemy import inspect

    from states.store import Store

    with closing(Store(url)) as store:
        if store.path is not None and not Path(store.path).exists():
            return False
        with store.translated(), store.engine.connect() as connection:
            return bool(inspect(connection).has_table("meta"))


def require(desk: Desk) -> None:
    """Raises Misuse for a real database."""
    if desk.office.kind == "real":
        raise Misuse("AlreadyReal", url=desk.office.store.shown())


def make(
    url: str, given: str, at: str | None, setting: Sequence[str], options: Shown, *, fill: bool
) -> None:
    """Make a demonstration that starts at 09:00 of the document's day, or at the time given, and
    fill it with invented data."""
    founding = Founding.read(given, (), (), setting)
    programme = founding.programme
    zone = ZoneInfo(programme.zone)
    issued = datetime.combine(programme.source.issued, START_OF_WORK, zone).astimezone(UTC)
    start = moment(at, "--at", zone) if at else issued
    out = Out(options.lang, options.json)
    shown = start.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    _make(founding, url, start, options, fill=fill)
    out.say("demo.made", url=url, at=shown)


def _make(founding: Founding, url: str, start: datetime, options: Shown, *, fill: bool) -> None:
    from states.office import open_office

    founding.make(url, "demo", options, virtual_start=start)
    with closing(open_office(url)) as office:
        desk = Desk(office, options)
        if fill and find_spec("console.demo") is not None:
            from console.demo import fill as fill_in

            fill_in(office)
        elif fill:
            desk.out.say("demo.unfilled")
        tell(desk)


def tell(desk: Desk) -> None:
    """What time it is there, and who may act."""
    from states.history import stamp
    from states.queries.staff import people

    now = desk.office.clock.now()
    accounts = [row.account for row in people(desk.office) if not row.closed_at]
    kind, url = desk.office.kind, desk.office.store.shown()
    desk.out.data({"kind": kind, "url": url, "now": stamp(now), "accounts": accounts})
    desk.out.say("demo.clock", at=desk.at(now, seconds=True))
    if accounts:
        desk.out.say("demo.accounts", accounts="、".join(accounts))


def advance(desk: Desk, given: str) -> None:
    """Move the clock to a moment, or to the next deadline; meanwhile the others act, and what is
    due happens."""
    # its people and their habits are no part of any other verb
    from console.demo import advance as live_on

    to = _next(desk) if given == NEXT else moment(given, "--advance", desk.zone)
    moved = live_on(desk.office, to)
    desk.out.data(moved.as_json())
    desk.out.say("demo.clock", at=desk.local(moved.now))


def tamper(desk: Desk, code: str) -> None:
    """Change an entry behind the system's back, for `audit verify` to find."""
    from dataclasses import asdict

    from console.demo import tamper as change
    from console.tour_words import say

    changed = change(desk.office, code)
    desk.out.data(asdict(changed))
    desk.out.line(say("tampered", desk.lang, **asdict(changed)))


def _next(desk: Desk) -> datetime:
    """The first instant ahead at which something falls due, opens or happens by itself."""
    from states.history import instant
    from states.queries.upcoming import next_instant

    found = next_instant(desk.office, lang=desk.lang)
    if found is None:
        raise Misuse("NothingAhead")
    desk.out.say("demo.next", on=found.on, title=found.title, phrase=found.phrase)
    return instant(found.at)
