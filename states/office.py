"""An office: one database, one clock, and the programmes that run in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from states.clock import Clock, SystemClock, VirtualClock
from states.errors import BadInput, ClockWentBack, StoreGone
from states.history import instant, stamp
from states.keeping.making import MAKING
from states.record.statements import Statements, statements
from states.store import ALL_FACTS, Store, Tx, open_store

if TYPE_CHECKING:
    from config.calendar import Calendar
    from states.compiled import Compiled

Kind = Literal["real", "demo", "simulation"]
TOLERATED_SKEW = timedelta(seconds=2)


@dataclass
class Office:
    """What every act and query needs. Opened from a database's URL with `open_office`."""

    store: Store
    clock: Clock
    kind: Kind
    _compiled: dict[tuple[str, int], "Compiled"]
    _calendars: dict[str, "Calendar"] = field(default_factory=dict)
    _mark: str | None = None

    @classmethod
    def over(cls, store: Store, clock: Clock, kind: Kind) -> "Office":
        """An office over an open store."""
        return cls(store, clock, kind, {})

    @cached_property
    def statements(self) -> Statements:
        """The fixed statements in the words of this database, made once somebody acts."""
        return statements(self.store.dialect)

    def compiled(self, tx: Tx, programme: str, version: int) -> "Compiled":
        """An activated version of a programme, built once for each process.

        Raises BadInput if there is none."""
        known = self._compiled.get((programme, version))
        if known is None:
            row = tx.one(self.statements.programme, programme=programme, version=version)
            if row is None:
                raise BadInput("UnknownProgramme", programme=programme, known="—")
            # types, machines and deadlines cost more than a whole answer; reading needs none
            from config.programme import Programme
            from states.compiled import Compiled

            known = Compiled(Programme.model_validate_json(row["compiled"]), version, row["digest"])
            known.take_calendar(self.calendar(tx, known.programme.calendar))
            self._compiled[programme, version] = known
        return known

    def calendar(self, tx: Tx, name: str) -> "Calendar":
        """The calendar by which this database counts: with the years that it was given.

        Raises BadCalendar for an unknown name."""
        if name not in self._calendars:
            # reading a case needs neither the years nor their types
            from states.calendars.years import given_calendar, mark_of

            self._mark = self._mark or mark_of(tx)
            self._calendars[name] = given_calendar(tx, name)
        return self._calendars[name]

    def renew_calendars(self, tx: Tx, mark: str) -> None:
        """Count by the years that the database holds now, if it was given one meanwhile."""
        if self._mark in (None, mark):
            return
        self._calendars, self._mark = {}, mark
        for known in list(self._compiled.values()):
            known.take_calendar(self.calendar(tx, known.programme.calendar))

    def counts_by(self, mark: str) -> bool:
        """Whether days were counted by the years that a mark stands for."""
        return self._mark in (None, mark)

    def versions(self, tx: Tx) -> dict[str, int]:
        """The newest activated version of each programme, oldest programme first."""
        rows = tx.all(self.statements.current_programmes)
        return {row["programme"]: row["version"] for row in rows}

    def current(self, tx: Tx, programme: str | None = None) -> "Compiled":
        """The newest version of a programme; without a name, of the only or first one.

        Raises BadInput naming the programmes that there are."""
        versions = self.versions(tx)
        name = programme or next(iter(versions), None)
        if name is None:
            raise BadInput("NoProgramme")
        if name not in versions:
            raise BadInput("UnknownProgramme", programme=name, known=list(versions))
        return self.compiled(tx, name, versions[name])

    def recorded_at(self, tx: Tx) -> str:
        """The stamp of entries written now. It never decreases along the log.

        Raises ClockWentBack if the clock is more than two seconds behind the last entry."""
        rows = tx.rows(self.statements.last_recorded)
        now = self.clock.now()
        stamped = stamp(now)
        if not rows:
            return stamped
        last, mark = map(str, rows[0])
        if mark != self._mark:
            self.renew_calendars(tx, mark)
        if stamped >= last:
            return stamped
        if instant(last) - now > TOLERATED_SKEW:
            # only who is refused pays for what is needed to say why
            from states.record.ahead import recorded_after

            raise ClockWentBack(now=stamped, last=last, **recorded_after(tx, stamped))
        return last

    def close(self) -> None:
        """Give the database back."""
        self.store.close()


class StoredClock:
    """The virtual clock of a demonstration or simulation, read from its database at every look:
    any process may have moved it."""

    def __init__(self, store: Store, machine: Clock) -> None:
        self._store, self.machine = store, machine
        self._moving: VirtualClock | None = None

    def now(self) -> datetime:
        """The virtual instant in UTC."""
        return self.virtual().now()

    def virtual(self) -> VirtualClock:
        """The clock as stored now, or as it is being moved by this process."""
        if self._moving is not None:
            return self._moving
        with self._store.read() as tx:
            facts = {row["key"]: row["value"] for row in tx.all(ALL_FACTS)}
        start, real = instant(facts["virtual_start"]), instant(facts["real_start"])
        return VirtualClock(start, real, self.machine)

    @contextmanager
    def moving_to(self, to: datetime) -> Iterator[VirtualClock]:
        """The clock for the transaction that stores the new instant: it shows `to`, or what it
        showed already if it has run past that."""
        self._moving = self.virtual().reaching(to)
        try:
            yield self._moving
        finally:
            self._moving = None


def open_office(url: str, *, real: Clock | None = None) -> Office:
    """The office of an existing database, with the clock that its kind prescribes: the machine's
    for a real one, the stored virtual one for a demonstration.

    Raises StoreGone, StoreNewer, StoreOlder or Fault."""
    store, birth = open_store(url)
    if MAKING in birth:
        store.close()
        raise StoreGone("StoreUnfinished", url=store.shown())
    machine = real or SystemClock()
    if birth["kind"] == "real":
        return Office.over(store, machine, "real")
    kind: Kind = "demo" if birth["kind"] == "demo" else "simulation"
    return Office.over(store, StoredClock(store, machine), kind)
