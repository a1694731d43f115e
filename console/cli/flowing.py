"""Flows: run now, what runs when, what ran."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from console import places
from console.cli.desk import Desk, at_desk
from console.cli.options import SHOWN, WRITING, Many, Shown, Writing
from console.cli.parsing import pairs
from console.cli.verbs import nearest
from console.errors import Misuse

if TYPE_CHECKING:
    from config.programme import Programme


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
    from flows.errors import BadOrder, RunFailed

    name = flow.replace("-", "_")
    if name not in ORDERS:
        raise Misuse(
            "UnknownFlow", flow=flow, meant=nearest(name, list(ORDERS)), known="、".join(ORDERS)
        )
    params: dict[str, Any] = dict(_typed(pairs(param, "--param", "参数=值")))
    if as_of is not None:
        params["as_of"] = as_of
    with at_desk(options) as desk:
        try:
            found = start(name, key=options.id, database=places.database_url(options.db), **params)
        except (BadOrder, RunFailed) as error:
            raise _ours(error, options.lang) from error
        desk.out.data(found)
        _tell(desk, found)
    return 0


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


def _ours(error: Exception, lang: str) -> Misuse:
    said = getattr(error, "message", None)
    return Misuse("FlowRefused", detail=said(lang) if callable(said) else str(error))


def _tell(desk: Desk, found: dict[str, Any]) -> None:
    key = "run.there" if found.get("where") == "server" else "run.here"
    desk.out.say(key, flow=found["flow"], run=found["run"])
    for report in found.get("reports", ()):
        rows = [
            (name, _shown(value)) for name, value in report.items() if value not in ([], {}, None)
        ]
        desk.out.table(("head.item", "head.result"), rows)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{key} {inner}" for key, inner in value.items())
    if isinstance(value, list):
        return (
            str(len(value)) if value and isinstance(value[0], dict) else "、".join(map(str, value))
        )
    return str(value)


def schedule(*, options: Shown = SHOWN) -> None:
    """The rounds of the active programme and the sweep: when they open, close, ran last."""
    with at_desk(options) as desk:
        compiled = desk.compiled()
        rows = _rounds(desk, compiled.programme)
        desk.out.data(rows)
        table = [(r["flow"], r["title"], r["opens"], r["closes"], r["last"]) for r in rows]
        desk.out.table(("head.flow", "head.title", "head.opens", "head.closes", "head.last"), table)


def _rounds(desk: Desk, programme: "Programme") -> list[dict[str, Any]]:
    from states.queries.condition import health

    compiled = desk.compiled()
    found = []
    for name, declared in programme.rounds.items():
        opens = compiled.opening(declared.opens) if declared.opens else None
        closes = compiled.due(declared.closes) if declared.closes else None
        found.append(
            {
                "flow": name,
                "title": declared.title,
                "opens": desk.at(opens)[:10] if opens else None,
                "closes": closes.on.isoformat() if closes else None,
                "last": None,
            }
        )
    last = health(desk.office).last_sweep_at
    swept = desk.local(last) if last else None
    return [
        *found,
        {"flow": "deadline_sweep", "title": "", "opens": None, "closes": None, "last": swept},
    ]


def runs(*, limit: int = 20, options: Shown = SHOWN) -> None:
    """The latest sweeps and rounds that the database remembers."""
    with at_desk(options) as desk:
        from states.queries.condition import sweeps_of  # type: ignore[attr-defined]

        found = sweeps_of(desk.office, limit=limit)
        desk.out.data(found)
