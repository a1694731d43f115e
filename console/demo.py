"""The demonstration: a database marked so for ever, its synthetic people, and its clock.

The newcomer plays one province; everybody else acts by themselves whenever the clock is moved. All
of it goes through the same acts, rounds and sweep as in a real database.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from config.loader import load_shipped
from config.settings import Settings
from config.vocabulary import SYSTEM
from console.new_databases import in_whole
from console.population import NOTICE, Population
from console.synthetic.calls import Call, Calls
from console.synthetic.cast import Cast
from console.synthetic.crowd import Away, Crowd, Progress
from console.synthetic.habits import Diligent, Mixed
from console.synthetic.messenger import Messenger
from console.synthetic.paths import Paths
from console.synthetic.postman import Postman
from console.synthetic.register import add_undertaken
from console.synthetic.showcase import HOME, PLACES, Home, Showcase, leader_of
from console.tour import Shown, Thing, accounts_to_show, things_to_try
from states.compiled import Compiled
from states.duties import sweep
from states.errors import BadInput, ClockWentBack, Conflict, StoreGone, UnknownCase
from states.history import instant, stamp
from states.office import Office, open_office
from states.queries.upcoming import next_instant
from states.registers.register import add_earlier, read_register
from states.setup import activate, create_office
from states.tables import accounts, guards_of_forever, history

__all__ = [
    "Advanced",
    "Shown",
    "Tampered",
    "Thing",
    "accounts_to_show",
    "advance",
    "fill",
    "open_demo",
    "tamper",
    "things_to_try",
]
PROGRAMME = "national-pilots-2026"
REGISTER = Path(__file__).resolve().parent.parent / "config" / "registers" / "earlier-pilots.csv"
SEED = 23
ZONE = ZoneInfo("Asia/Shanghai")
ISSUED = datetime(2026, 4, 9, 9, tzinfo=ZONE)
START = datetime(2026, 6, 29, 9, tzinfo=ZONE)
"""What the clock of a new demonstration shows."""
SHORTLY = timedelta(days=1)
PEOPLED = "synthetic"
"""The fact by which a demonstration knows that synthetic people live in it."""
QUARTER = timedelta(days=91)
_ENTRIES = select(func.count().label("n")).select_from(history)
_ACCOUNTS = select(accounts.c.account).limit(1)

Why = Literal["asked", "due", "quarter"]


@dataclass(frozen=True, slots=True)
class Advanced:
    """How far the clock was moved, and why so far: asked for, to what is due next, or, with nothing
    due any more, by a quarter. `entries`: how many entries were written on the way."""

    before: str
    now: str
    why: Why
    entries: int

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)


def open_demo(
    url: str, *, settings: Settings | None = None, progress: Progress = lambda now: None
) -> Office:
    """The demonstration at a database's URL, made and filled if there is none. With `settings`,
    letters go out by them as the clock moves.

    Raises BadInput if the database is a real one, Fault if it cannot be opened."""
    try:
        return _demo_only(open_office(url))
    except StoreGone as error:
        if not error.is_free:
            raise
    with (
        in_whole(url) as making,
        closing(create_office(making, "demo", virtual_start=ISSUED, unfinished=True)) as office,
    ):
        fill(office, settings=settings, progress=progress)
    return open_office(url)


def fill(
    office: Office,
    *,
    until: datetime | None = None,
    settings: Settings | None = None,
    progress: Progress = lambda now: None,
) -> None:
    """Fill a demonstration with synthetic people and their cases, and move its clock to `until`;
    if none is given, to START, or with another programme to shortly before its first limit. With
    `settings`, letters go out by them on the way.

    An empty database gets the national programme first. Raises BadInput unless it is a
    demonstration without accounts."""
    _demo_only(office)
    with office.store.read() as tx:
        is_empty = not office.versions(tx)
        if tx.one(_ACCOUNTS):
            raise BadInput("StoreExists", url=office.store.shown())
    if is_empty:
        programme = load_shipped(PROGRAMME)
        activate(office, programme, f"{PROGRAMME}.yaml", reason=NOTICE)
        add_earlier(office, read_register(REGISTER), source=REGISTER.name)
    scene = _Scene(office, settings, progress)
    with office.store.write() as tx:
        scene.cast.hire(office, tx)
    if scene.has_home and office.clock.now() < START - timedelta(days=55):
        _fill_with_home(scene, until or START)
    else:
        _fill_plainly(scene, until)
    with office.store.write() as tx:
        tx.run(office.statements.set_fact, key=PEOPLED, value=str(SEED))
    sweep(office, trigger="advance")


def _fill_plainly(scene: "_Scene", until: datetime | None) -> None:
    now = scene.office.clock.now()
    places = list(scene.compiled.programme.jurisdictions)
    calls = Calls(scene.paths, scene.population, places).mixed(now)
    add_undertaken(scene.office, calls)
    scene.crowd.expect(calls)
    ahead = next_instant(scene.office)
    soon = instant(ahead.at) - SHORTLY if ahead else now
    scene.crowd.run(until or (soon if soon > now else now + QUARTER))


def _fill_with_home(scene: "_Scene", until: datetime) -> None:
    start = scene.office.clock.now()
    others = [code for code in scene.compiled.programme.jurisdictions if code != HOME]
    calls = Calls(scene.paths, scene.population, others).mixed(start)
    home = Home(scene.office, scene.compiled, scene.population, scene.messenger)
    own = home.calls(max(start, ISSUED) + timedelta(days=9))
    add_undertaken(scene.office, [*calls, *own])
    scene.crowd.expect(calls)
    _play_home(scene.crowd, home, own, until)


def _play_home(crowd: Crowd, home: Home, own: list[Call], until: datetime) -> None:
    """The newcomer's province between the others' doings."""
    acts: list[tuple[datetime, Callable[[], None]]] = [
        (calls[-1].at, partial(home.apply, calls)) for calls in (own[:7], own[7:])
    ]
    for day, numbers in ((10, range(1, 6)), (18, range(6, 9)), (24, range(10, 11))):
        at = datetime(2026, 6, day, 10, tzinfo=ZONE)
        acts.append((at, partial(home.recommend, numbers)))
    acts.append((datetime(2026, 6, 26, 16, tzinfo=ZONE), home.ask_exception))
    for at, act in acts:
        if at <= until:
            crowd.run(at)
            act()
    crowd.run(until)


def advance(
    office: Office,
    to: datetime | Literal["next"],
    settings: Settings | None = None,
    progress: Progress = lambda now: None,
) -> Advanced:
    """Move the clock forward; on the way what is due happens, with `settings` letters go out by
    them, and in a filled demonstration the others act. `next`: to the next instant at which
    something changes by time alone. `progress` is told each instant on the way.

    Raises BadInput for a real database or a step back, Conflict where somebody else moves the clock
    at the same time."""
    _demo_only(office)
    with office.store.read() as tx:
        is_peopled = tx.one(office.statements.fact, key=PEOPLED) is not None
    scene = _Scene(office, settings, progress, is_peopled=is_peopled)
    before = office.clock.now()
    goal, why = _goal(office, to)
    if goal < before:
        raise BadInput("NotForward", now=stamp(before), to=stamp(goal))
    written = _entries(office)
    try:
        scene.crowd.run(goal)
        sweep(office, trigger="advance")
    except ClockWentBack as error:
        # only here can one of these clocks be behind: somebody else has moved it meanwhile
        raise Conflict("ClockIsMoving") from error
    return Advanced(stamp(before), stamp(office.clock.now()), why, _entries(office) - written)


def _goal(office: Office, to: datetime | Literal["next"]) -> tuple[datetime, Why]:
    if to != "next":
        return to, "asked"
    ahead = next_instant(office)
    if ahead is None:
        return office.clock.now() + QUARTER, "quarter"
    return instant(ahead.at), "due"


class _Scene:
    """The people of the demonstration around its office."""

    def __init__(
        self,
        office: Office,
        settings: Settings | None,
        progress: Progress = lambda now: None,
        *,
        is_peopled: bool = True,
    ) -> None:
        self.office, self.is_peopled = office, is_peopled
        with office.store.read() as tx:
            self.compiled: Compiled = office.current(tx)
        programme = self.compiled.programme
        self.has_home = programme.programme == PROGRAMME
        self.paths = Paths(self.compiled)
        self.population = Population(programme, SEED)
        self.cast = Cast(programme, PLACES if self.has_home else {})
        self.crowd, self.messenger = self._people(settings, progress)

    def _people(self, settings: Settings | None, progress: Progress) -> tuple[Crowd, Messenger]:
        habits: Diligent = Mixed(self.paths, SEED)
        away: Away = _nobody_away
        messenger = Messenger(self.paths, self.population, self.cast)
        if self.has_home:
            habits = home = Showcase(self.paths, SEED, leader_of(self.compiled))
            away = home.is_away
            messenger = Messenger(self.paths, self.population, self.cast, home.stand_in)
        if not self.is_peopled:
            away = _everybody_away
        crowd = Crowd(self.office, self.compiled, habits, messenger, away=away, progress=progress)
        if settings is not None:
            crowd.post = Postman(self.office, settings)
        return crowd, messenger


def _nobody_away(account: str, case: str) -> bool:
    return False


def _everybody_away(account: str, case: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Tampered:
    """What was changed behind the system's back."""

    case: str
    seq: int
    column: str
    before: str
    after: str


def tamper(office: Office, code: str) -> Tampered:
    """Change the last entry that a person made on a case in the database itself, as somebody with
    the file in hand could, taking down the triggers for it and putting them back.

    Raises BadInput for a real database or an unknown case."""
    _demo_only(office)
    statement = select(history.c.id, history.c.seq, history.c.actor_name).where(
        history.c.case_code == code, history.c.actor != SYSTEM
    )
    with office.store.engine.begin() as connection:
        row = connection.execute(statement.order_by(history.c.seq.desc())).first()
        if row is None:
            raise UnknownCase(case=code)
        changed = Tampered(code, row.seq, "actor_name", row.actor_name, f"{row.actor_name}（被改）")
        _without_guards(office.store.dialect, connection)
        connection.execute(
            history.update().where(history.c.id == row.id).values(actor_name=changed.after)
        )
        for guard in guards_of_forever(office.store.dialect):
            connection.exec_driver_sql(guard)
    return changed


def _without_guards(dialect: str, connection: Any) -> None:
    if dialect == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS history_no_{verb}")
    else:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS history_append_only ON history")


def _entries(office: Office) -> int:
    with office.store.read() as tx:
        row = tx.one(_ENTRIES)
    return int(row["n"]) if row else 0


def _demo_only(office: Office) -> Office:
    if office.kind != "demo":
        raise BadInput("NotADemo")
    return office
