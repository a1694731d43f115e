"""A whole programme on a virtual clock, in a scratch database of its own.

Everything goes through the code that flows and people use. Nothing asks for the real time, so the
same seed gives the same history, to the last hash.
"""

import hashlib
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from config.programme import Programme
from console.population import NOTICE, Population
from console.synthetic.calls import Calls
from console.synthetic.cast import Cast
from console.synthetic.crowd import Crowd, Progress
from console.synthetic.habits import Diligent, Mixed
from console.synthetic.messenger import Messenger
from console.synthetic.paths import Paths
from console.synthetic.register import add_undertaken
from console.synthetic.stopped import stopped
from console.tally import Tally, tally
from states.clock import FixedClock
from states.compiled import Compiled
from states.office import Office
from states.setup import activate, create_office

NEVER_MIND = datetime(2026, 1, 1, tzinfo=UTC)
"""What a simulation's machine clock shows, for ever."""


@dataclass(frozen=True, slots=True)
class Report:
    """What happened in a simulation. `without_normal_end`: the kinds of cases of which
    nothing says where they should go, so that most stay where they began. `stopped`: which
    conditions kept cases where they stand, `n` of them each."""

    programme: str
    title: str
    first: str
    last: str
    jurisdictions: int
    seed: int
    full: bool
    seconds: float
    tally: Tally
    without_normal_end: list[str]
    stopped: list[dict[str, Any]]
    heads: str
    violations: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For programs; the keys of the tally stand beside the others."""
        values = asdict(self)
        counted = values.pop("tally")
        return {**values, **counted, "synthetic": NOTICE}


@dataclass(frozen=True, slots=True)
class World:
    """A scratch office with everything that a simulation needs."""

    office: Office
    compiled: Compiled
    paths: Paths
    population: Population
    cast: Cast


def simulate(
    programme: Programme,
    *,
    first: date | None = None,
    last: date | None = None,
    jurisdictions: int | None = None,
    seed: int = 1,
    full: bool = False,
    progress: Progress = lambda now: None,
) -> Report:
    """Run a programme from the day of its document to the end of the year of its last declared day
    (or between the given days, both included) and audit what it left behind.

    `full`: every quota slot used, everything in time; otherwise people behave as people do.
    `jurisdictions`: only so many of them. Raises BadInput if the days are out of order."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="shidian-simulation-") as folder:
        begin = first or _begin(programme)
        world = _world(programme, Path(folder) / "scratch.db", begin, seed)
        end = last or date(world.paths.last_declared.astimezone(world.paths.zone).year, 12, 31)
        places = list(programme.jurisdictions)[:jurisdictions]
        crowd = _live(world, end, places, seed, full, progress)
        counted, heads, violations = _judge(world)
        world.office.close()
    return Report(
        programme=programme.programme,
        title=programme.title,
        first=begin.isoformat(),
        last=end.isoformat(),
        jurisdictions=len(places),
        seed=seed,
        full=full,
        seconds=round(time.perf_counter() - started, 3),
        tally=counted,
        stopped=stopped(world.paths, [seen.case for seen in crowd.sight.known.values()]),
        without_normal_end=[k for k, kind in programme.cases.items() if not kind.goes_well],
        heads=heads,
        violations=violations,
    )


def _begin(programme: Programme) -> date:
    """The day of the document, or the first day for which this version holds."""
    applies = programme.applies
    return max(programme.source.issued, (applies and applies.from_) or date.min)


def _world(programme: Programme, path: Path, begin: date, seed: int) -> World:
    start = datetime.combine(begin, clock_time(9), tzinfo=_zone(programme))
    office = create_office(
        f"sqlite:///{path}", "simulation", real=FixedClock(NEVER_MIND), virtual_start=start
    )
    activate(office, programme, "simulation", reason=NOTICE)
    with office.store.read() as tx:
        compiled = office.current(tx)
    paths = Paths(compiled)
    return World(office, compiled, paths, Population(programme, seed), Cast(programme))


def _live(
    world: World,
    end: date,
    places: Sequence[str],
    seed: int,
    full: bool,
    progress: Progress,
) -> Crowd:
    with world.office.store.write() as tx:
        world.cast.hire(world.office, tx, set(places))
    calls = Calls(world.paths, world.population, places)
    start = world.office.clock.now()
    expected = calls.full(start) if full else calls.mixed(start)
    add_undertaken(world.office, expected)
    habits = Diligent(world.paths, seed) if full else Mixed(world.paths, seed)
    messenger = Messenger(world.paths, world.population, world.cast)
    crowd = Crowd(world.office, world.compiled, habits, messenger, progress=progress)
    crowd.expect(expected)
    crowd.run(datetime.combine(end, clock_time(23, 59), tzinfo=_zone(world.compiled.programme)))
    return crowd


def _judge(world: World) -> tuple[Tally, str, list[dict[str, Any]]]:
    from states.audits.oracle import check

    with world.office.store.read() as tx:
        counted, heads = tally(tx, world.compiled)
    violations = [violation.as_json() for violation in check(world.office)]
    return counted, hashlib.sha256("\n".join(heads).encode()).hexdigest(), violations


def _zone(programme: Programme) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(programme.zone)
