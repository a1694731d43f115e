"""What a verb works with: the open office, who acts, and where to answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypedDict
from zoneinfo import ZoneInfo

from console import places
from console.actor import keyboard, nobody_named
from console.cli.options import Reading, Shown, Writing
from console.errors import Misuse
from console.printing import Out
from console.words.texts import say
from states.history import instant

if TYPE_CHECKING:
    from states.commands import Via
    from states.compiled import Compiled
    from states.office import Office
    from states.queries.outline import Outline

SYSTEM = "system"
STANDARD_ZONE = "Asia/Shanghai"


class Signed(TypedDict):
    """What stands under an act: how it came in, why, and whether it was meant."""

    via: "Via"
    reason: str
    dry_run: bool


class Desk:
    """One verb's work at an open office."""

    def __init__(self, office: "Office", options: Shown) -> None:
        self.office = office
        self.options = options
        self.lang = options.lang
        self.out = Out(options.lang, options.json, options.wide)

    @cached_property
    def actor(self) -> str:
        """The account that acts. Raises Misuse naming the candidates if nobody is named."""
        if self.named is None:
            raise nobody_named(self._candidates())
        return self.named

    @cached_property
    def named(self) -> str | None:
        """The account that was named, by --as or by a setting. Raises Misuse for the system, and
        where a variable of a script left the name empty."""
        given = self.options.as_ if isinstance(self.options, Reading) else None
        account = places.account() if given is None else given
        if account == SYSTEM:
            raise Misuse("SystemActs")
        if account == "":
            raise nobody_named(self._candidates())
        return account

    @cached_property
    def via(self) -> "Via":
        """How the command came in: this keyboard."""
        return keyboard()

    @property
    def signed(self) -> Signed:
        """What stands under an act of this verb."""
        reason = self.options.reason if isinstance(self.options, Writing) else ""
        return {"via": self.via, "reason": reason, "dry_run": self.is_trial}

    @cached_property
    def outline(self) -> "Outline | None":
        """The light reading of the first programme; None if no programme is active."""
        from states.queries.outline import current_outlines

        with self.office.store.read() as tx:
            return next(iter(current_outlines(self.office.store, tx).values()), None)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which days and times are read and shown."""
        return ZoneInfo(self.outline.zone if self.outline else STANDARD_ZONE)

    def compiled(self, programme: str | None = None) -> "Compiled":
        """The current version of a programme. Raises BadInput."""
        with self.office.store.read() as tx:
            return self.office.current(tx, programme)

    @property
    def is_trial(self) -> bool:
        """Whether nothing is to be written."""
        return isinstance(self.options, Writing) and self.options.dry_run

    def done(self, value: dict[str, Any], key: str, **parameters: Any) -> None:
        """Tell of something done, or that was only tried."""
        self.out.data(value | ({"dry_run": True} if self.is_trial else {}))
        tried = say("dry-run", self.lang) if self.is_trial else ""
        self.out.line(tried + say(key, self.lang, **parameters))

    def local(self, stamped: str | None, *, seconds: bool = False) -> str:
        """A stored instant as it is read in the programme's zone; empty for none."""
        if not stamped:
            return ""
        return self.at(instant(stamped), seconds=seconds)

    def at(self, moment: datetime, *, seconds: bool = False) -> str:
        """An instant as it is read in the programme's zone."""
        return moment.astimezone(self.zone).strftime(f"%Y-%m-%d %H:%M{':%S' if seconds else ''}")

    def mark(self) -> None:
        """Say at the top of an answer that a demonstration or simulation is no real database."""
        if self.office.kind != "real":
            self.out.line(say(self.office.kind, self.lang).strip())

    def _candidates(self) -> list[str]:
        from states.queries.staff import people

        return [found.account for found in people(self.office) if not found.closed_at]


@contextmanager
def at_desk(options: Shown) -> Iterator[Desk]:
    """A desk at the database that the options name. Raises what `open_office` raises."""
    from states.office import open_office

    office = open_office(places.database_url(options.db))
    try:
        desk = Desk(office, options)
        desk.mark()
        yield desk
    finally:
        office.close()
