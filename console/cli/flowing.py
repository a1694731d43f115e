"""Flows: run now, what runs when, what ran."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from console import places
from console.cli.desk import Desk, at_desk
from console.cli.options import SHOWN, WRITING, Many, Shown, Writing
from console.cli.parsing import pairs
from console.errors import Misuse
from console.meant import nearest
from console.words.texts import known_keys, say

if TYPE_CHECKING:
    from flows.remote import Remote


Row = Mapping[str, Any]
FOUND_WRONG = 1


def run(
    flow: str,
    /,
    *,
    param: Many = (),
    as_of: str | None = None,
    options: Writing = WRITING,
) -> int:
    """Run a flow: as a flow run of its deployment where our server runs, else in this process."""
    from flows.dispatch import ORDERS, start

    name = flow.replace("-", "_")
    if name not in ORDERS:
        raise Misuse(
            "UnknownFlow", flow=flow, meant=nearest(name, list(ORDERS)), known=list(ORDERS)
        )
    params: dict[str, Any] = dict(_typed(pairs(param, "--param", "参数=值")))
    if options.dry_run:
        if "dry_run" not in ORDERS[name].model_fields:
            raise Misuse("NoTrial", verb=f"run {name}")
        params["dry_run"] = True
    if as_of is not None:
        params["as_of"] = as_of
    with at_desk(options) as desk:
        found = start(name, key=options.id, database=places.database_url(options.db), **params)
        desk.out.data(found)
        _tell(desk, found)
    return 0 if all(report.get("ok", True) for report in found["reports"]) else FOUND_WRONG


def _typed(given: Mapping[str, str]) -> Mapping[str, Any]:
    """Values that are JSON as such (numbers, lists), all others as texts."""
    import orjson

    found: dict[str, Any] = {}
    for name, text in given.items():
        try:
            found[name] = orjson.loads(text) if text[:1] in '[{"' else text
        except orjson.JSONDecodeError:
            found[name] = text
    return found


def _tell(desk: Desk, found: dict[str, Any]) -> None:
    from flows.reports import page, tables

    key = "run.there" if found.get("where") == "server" else "run.here"
    desk.out.say(key, flow=found["flow"], run=found["run"])
    for report in found["reports"]:
        # the page that an engineer sees in Markdown, as plain lines
        shown = {**report, "as_of": desk.local(report.get("as_of"), seconds=True)}
        for line in page(shown, desk.lang).splitlines():
            desk.out.line(line.removeprefix("## ").replace("**", ""))
        for rows in tables(report, desk.lang).values():
            desk.out.line()
            cells = [[str(cell or "") for cell in row.values()] for row in rows]
            desk.out.columns(list(rows[0]), list(rows[0]), cells)


def schedule(*, options: Shown = SHOWN) -> None:
    """What runs when: every schedule of every flow, when it comes next, when the flow ran last."""
    from console.cli.schedules import Planned, planned

    with at_desk(options) as desk:
        last, server = _last_runs(desk)
        found = list(planned(last))
        desk.out.data([row.as_json() for row in found])

        def shown(row: Planned) -> tuple[str, ...]:
            return (row.flow, row.title, row.slug, desk.local(row.next), desk.local(row.last))

        head = ("head.flow", "head.title", "head.occasion", "head.next", "head.last")
        desk.out.table(head, [shown(row) for row in found])
        if desk.office.kind != "real":
            desk.out.say("schedule.real-clock", now=desk.at(desk.office.clock.now()))
        if not server:
            desk.out.say("schedule.asleep")


def _last_runs(desk: Desk) -> tuple[dict[str, str], bool]:
    """When each flow ran last, and whether the server that runs them is up."""
    from states.queries.sweepings import sweepings

    last: dict[str, str] = {}
    server = _server(desk)
    for run in server.recent(200) if server else ():
        last.setdefault(run["flow"].replace("-", "_"), run["started_at"])
    for swept in sweepings(desk.office, limit=1):
        last["deadline_sweep"] = max(swept.started_at, last.get("deadline_sweep", ""))
    return last, server is not None


def _server(desk: Desk) -> "Remote | None":
    from flows.remote import remote

    return remote(places.settings(), places.database_url(desk.options.db))


def runs(*, limit: int = 20, options: Shown = SHOWN) -> None:
    """The latest flow runs and sweeps, and how many entries of the history each left."""
    from console.cli.parsing import count

    with at_desk(options) as desk:
        from states.queries.sweepings import sweepings, written

        most = count(limit, "--limit", 1, 200)
        server = _server(desk)
        of_server = server.recent(most) if server else []
        swept = [row.as_json() for row in sweepings(desk.office, limit=most)]
        wrote = [row.as_json() for row in written(desk.office, limit=most)]
        desk.out.data(
            {"server": server is not None, "runs": of_server, "sweeps": swept, "written": wrote}
        )
        head = ("head.when", "head.flow", "head.status", "head.entries", "head.run")
        rows = [
            (desk.local(at), flow, _state(state, desk.lang), left, run)
            for at, flow, state, left, run in _merged(of_server, swept, wrote)
        ]
        desk.out.table(head, sorted(rows, reverse=True)[:most], empty="runs.none")


Listed = tuple[str, str, str, str, str]


def _state(state: str, lang: str) -> str:
    """A flow run's state as the server names it; of a sweep in this process, what brought it on."""
    return say(state, lang) if state in known_keys() else state


def _merged(
    of_server: Sequence[Row], swept: Sequence[Row], wrote: Sequence[Row]
) -> Iterator[Listed]:
    """Every run once: instant, flow, how it went, entries that it left, id."""
    from flows.dispatch import LOCAL

    left = {row["run"]: str(row["entries"]) for row in wrote}
    known = {run["run"] for run in of_server}
    for run in of_server:
        yield run["started_at"], run["flow"], run["state"], left.get(run["run"], ""), run["run"]
    for row in swept:
        if row["run"] not in known:
            known.add(row["run"])
            of_flow = str(row["run"] or "")
            entries = left.get(of_flow, "")
            yield row["started_at"], "deadline_sweep", f"swept.{row['trigger']}", entries, of_flow
    for row in wrote:
        if row["run"] not in known:
            name = row["run"].removeprefix(LOCAL).partition("-")[0]
            flow = name if row["run"].startswith(LOCAL) else ""
            yield row["recorded_at"], flow, "", left[row["run"]], row["run"]
