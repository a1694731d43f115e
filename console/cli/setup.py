"""Making and keeping databases: real ones, demonstrations, upgrades, backups."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from console import places
from console.cli.desk import at_desk
from console.cli.options import READING, SHOWN, WRITING, Many, Reading, Shown, Writing
from console.errors import Misuse
from console.printing import Out

STANDARD = "national-pilots-2026"


def init(
    *,
    programme: str = STANDARD,
    account: Many = (),
    each: Many = (),
    setting: Many = (),
    options: Writing = WRITING,
) -> None:
    """A real database with an active programme, the register of earlier pilots, first accounts."""
    from console.cli.founding import Founding, require_room

    founding = Founding.read(programme, account, each, setting)
    url = places.database_url(options.db)
    require_room(url)
    if options.dry_run:
        founding.say_plan(Out(options.lang, options.json), url)
        return
    founding.make(url, options)


def demo(
    *,
    at: str | None = None,
    advance: str | None = None,
    tamper: str | None = None,
    programme: str = STANDARD,
    empty: Annotated[bool, Parameter(negative=())] = False,
    setting: Many = (),
    options: Shown = SHOWN,
) -> None:
    """Make a demonstration where there is none; move its clock forward, or tamper with it."""
    from console.cli import demonstrations

    url = places.database_url(options.db)
    if demonstrations.is_there(url):
        with at_desk(options) as desk:
            demonstrations.require(desk)
            if at is not None:
                raise Misuse("ClockIsSet")
            if advance is not None:
                demonstrations.advance(desk, advance)
            elif tamper is not None:
                demonstrations.tamper(desk, tamper)
            else:
                demonstrations.tell(desk)
        return
    demonstrations.make(url, programme, at, setting, options, fill=not empty)
    if advance is not None:
        with at_desk(options) as desk:
            demonstrations.advance(desk, advance)


def up(
    *,
    demo: Annotated[bool, Parameter(negative=())] = False,
    open_: Annotated[bool, Parameter(name="--open", negative=())] = False,
    host: str | None = None,
    port: int | None = None,
    prefect: Annotated[bool, Parameter(negative="--no-prefect")] = True,
    options: Reading = READING,
) -> int:
    """Start everything on one machine and stay until it is stopped."""
    from console.cli.parts import part

    run = part("console.up", "up").run
    found = run(
        database=options.db,
        demo=demo,
        open_browser=open_,
        host=host,
        port=port,
        account=options.as_,
        prefect=prefect,
        lang=options.lang,
    )
    return int(found or 0)


def doctor(*, options: Shown = SHOWN) -> int:
    """Look over the installation, the database, the clock and the sweep."""
    from console.cli.doctoring import examine

    return examine(options)


def upgrade(*, options: Shown = SHOWN) -> None:
    """Bring a database's tables to this program's version."""
    from states.keeping.upgrade import upgrade as bring

    out = Out(options.lang, options.json)
    url = places.database_url(options.db)
    found = bring(url)
    out.data({"before": found.before, "after": found.after})
    done = "upgraded" if found.after != found.before else "upgrade.none"
    out.say(done, url=_shown(url), before=found.before, after=found.after)


def allow(role: str, /, *, options: Shown = SHOWN) -> None:
    """Let a role of the server use this database without power over what was written."""
    from states.keeping.powers import allow as let

    out = Out(options.lang, options.json)
    url = places.database_url(options.db)
    kept = let(url, role)
    out.data({"role": role, "append_only": kept})
    out.say("allowed", role=role, tables=kept)


def _shown(url: str) -> str:
    from states.store import Store

    with closing(Store(url)) as store:
        return store.shown()


def backup(path: str, /, *, options: Shown = SHOWN) -> None:
    """Copy the running database into one file."""
    from states.keeping.backup import backup as copy

    out = Out(options.lang, options.json)
    found = copy(places.database_url(options.db), Path(path))
    size = f"{found.size / 1024:.0f}"
    out.data({"path": str(found.path), "entries": found.entries, "size": found.size})
    out.say("backup.made", path=found.path, entries=found.entries, size=size)


def restore(
    path: str,
    /,
    *,
    checkpoint: str | None = None,
    replace: Annotated[bool, Parameter(negative=())] = False,
    older: Annotated[bool, Parameter(negative=())] = False,
    options: Shown = SHOWN,
) -> None:
    """Verify a backup and put it in the place of the database."""
    from console.files import text_of
    from console.serving.exported import forget
    from states.keeping.backup import restore as put
    from states.keeping.keys import FILE, load_key
    from states.office import open_office

    out = Out(options.lang, options.json)
    url = places.database_url(options.db)
    against = text_of(checkpoint) if checkpoint else None
    own = places.keys() / FILE
    found = put(
        Path(path),
        url,
        checkpoint=against,
        unnamed_key=load_key(own).public if own.is_file() else None,
        replace=replace,
        older=older,
    )
    if found.lost:
        with closing(open_office(url)) as office:
            forget(places.keys(), office)
    lost = [violation.message(options.lang) for violation in found.lost]
    kept = str(found.kept) if found.kept else None
    tables = {"before": found.tables.before, "after": found.tables.after}
    out.data(
        {
            "path": str(found.path),
            "entries": found.entries,
            "tables": tables,
            "kept": kept,
            "lost": lost,
        }
    )
    out.say("restored", url=_shown(url), entries=found.entries)
    if found.tables.before != found.tables.after:
        out.say("restored.tables", **tables)
    if kept:
        out.say("restored.kept", path=kept)
    for line in lost:
        out.say("restored.lost", what=line)
