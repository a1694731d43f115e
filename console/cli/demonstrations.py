"""Demonstrations: marked so for ever, on a clock of their own that moves forward only."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from console import places
from console.cli.desk import Desk
from console.cli.founding import Founding
from console.cli.options import Shown
from console.cli.progress import counting
from console.errors import Misuse
from console.moments import moment

if TYPE_CHECKING:
    from states.office import Office

NEXT: Literal["next"] = "next"
SHOWN_ACCOUNTS = 12
START_OF_WORK = time(9)


def is_there(url: str) -> bool:
    """Whether the URL leads to a database already; one that was left half made is none. Raises
    StoreGone where none can be made."""
    from sqlalchemy import inspect

    from states.errors import StoreGone
    from states.keeping.making import is_half_made
    from states.mishaps import require_file
    from states.store import Store

    with closing(Store(url)) as store:
        try:
            if store.path is not None:
                require_file(Path(store.path))
        except StoreGone as error:
            if not error.is_free:
                raise
            return False
        with store.translated(), store.engine.connect() as connection:
            has_tables = inspect(connection).has_table("meta")
        return has_tables and not is_half_made(store)


def require(desk: Desk) -> None:
    """Raises Misuse for a real database."""
    if desk.office.kind == "real":
        raise Misuse("AlreadyReal", url=desk.office.store.shown())


def make(
    url: str, given: str, at: str | None, setting: Sequence[str], options: Shown, *, fill: bool
) -> None:
    """Make a demonstration whose clock shows the time given, and fill it with invented data from
    09:00 of the document's day on. On an error nothing is left behind."""
    from console.new_databases import in_whole
    from states.office import open_office
    from states.setup import create_office

    founding = Founding.read(given, (), (), setting)
    programme = founding.programme
    zone = ZoneInfo(programme.zone)
    issued = datetime.combine(programme.source.issued, START_OF_WORK, zone).astimezone(UTC)
    shown = moment(at, "--at", zone) if at else None
    start = (min(issued, shown) if fill else shown) if shown else issued
    with (
        in_whole(url) as making,
        closing(create_office(making, "demo", virtual_start=start, unfinished=True)) as office,
    ):
        founding.found(Desk(office, options))
        if fill:
            _fill(office, shown)
    with closing(open_office(url)) as office:
        desk = Desk(office, options)
        desk.out.say("demo.made", url=office.store.shown())
        tell(desk)


def _fill(office: "Office", until: datetime | None) -> None:
    # invented people and their habits are no part of any other verb
    from console.demo import fill

    with counting() as progress:
        fill(office, until=until, settings=places.settings(), progress=progress)


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
        more = len(accounts) > SHOWN_ACCOUNTS
        key = "demo.some-accounts" if more else "demo.accounts"
        desk.out.say(key, accounts=accounts[:SHOWN_ACCOUNTS], count=len(accounts))


def advance(desk: Desk, given: str) -> None:
    """Move the clock to a moment, or to the next deadline; meanwhile the others act, and what is
    due happens."""
    # its people and their habits are no part of any other verb
    from console.demo import advance as live_on

    if given == NEXT:
        _say_next(desk)
    to = NEXT if given == NEXT else moment(given, "--advance", desk.zone)
    # a year and a half of other people's acts and letters takes some seconds
    with counting() as progress:
        moved = live_on(desk.office, to, places.settings(), progress)
    desk.out.data(moved.as_json())
    desk.out.say("demo.clock", at=desk.local(moved.now))


def tamper(desk: Desk, code: str) -> None:
    """Change an entry behind the system's back, for `audit verify` to find."""
    from dataclasses import asdict

    from console.demo import tamper as change
    from console.words.tour import say

    changed = change(desk.office, code)
    desk.out.data(asdict(changed))
    desk.out.line(say("tampered", desk.lang, **asdict(changed)))


def _say_next(desk: Desk) -> None:
    from states.queries.upcoming import next_instant

    found = next_instant(desk.office, lang=desk.lang)
    if found is not None:
        desk.out.say("demo.next", on=found.on, title=found.title, phrase=found.phrase)
