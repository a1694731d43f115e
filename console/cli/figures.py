"""Statistics, and what the programme asked of the units."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from console.cli.desk import Desk, at_desk
from console.cli.exporting import asked_of
from console.cli.options import READING, Flag, Reading
from console.errors import Misuse
from console.exports.asked import Asked
from console.exports.cells import Cell, Table, shown
from console.exports.figures import of_burdens, of_statistics

if TYPE_CHECKING:
    from states.queries.statistics import Count, Statistics

SHOWN = 20


def stats(
    *,
    as_of: str | None = None,
    burden: Flag = False,
    programme: str | None = None,
    options: Reading = READING,
) -> None:
    """Counts, funnel, rates, stays and ageing; or with `burden` what was asked of each unit."""
    if burden and as_of:
        raise Misuse("NotAsOf", what="--burden")
    with at_desk(options) as desk:
        asked = asked_of(desk, (), (), (), as_of, programme)
        if burden:
            _burden(desk, asked)
        else:
            _statistics(desk, asked)


def _statistics(desk: Desk, asked: Asked) -> None:
    from states.queries.statistics import statistics

    found = statistics(
        desk.office, desk.actor, programme=asked.outline.key, at=asked.at, lang=desk.lang
    )
    desk.out.data(found.as_json())
    if desk.out.as_json:
        return
    desk.out.say("stats.head", programme=found.programme_title, at=desk.local(found.at))
    if not found.counts:
        desk.out.say("stats.none")
        return
    for table in (*_by_state(asked, found), *of_statistics(asked, found)[1:]):
        _show(desk, table, "stats")


def _by_state(asked: Asked, found: "Statistics") -> list[Table]:
    """The cases of each kind, states across: one table by jurisdiction, one by field."""
    tables = []
    for kind in dict.fromkeys(count.kind for count in found.counts):
        counts = [count for count in found.counts if count.kind == kind]
        for name, title_of in (("place", _place), ("field", _field)):
            if any(title_of(count) for count in counts):
                tables.append(_crossed(asked, name, counts, title_of))
    return tables


def _place(count: "Count") -> str:
    return count.jurisdiction_title


def _field(count: "Count") -> str:
    return count.field_title


def _crossed(
    asked: Asked, name: str, counts: "list[Count]", title_of: "Callable[[Count], str]"
) -> Table:
    states = list(dict.fromkeys(count.state_title for count in counts))
    cells: dict[str, Counter[str]] = {}
    for count in counts:
        cells.setdefault(title_of(count) or "—", Counter())[count.state_title] += count.count
    order = sorted(cells, key=lambda title: _rank(asked, name, title))
    rows: list[Sequence[Cell]] = [
        (title, *(cells[title][s] or "" for s in states), cells[title].total()) for title in order
    ]
    sums = sum(cells.values(), Counter[str]())
    total = asked.say("stats.total")
    rows.append((total, *(sums[state] for state in states), sums.total()))
    kind = counts[0].kind_title
    title = f"{kind} · {asked.say(f'part.by-{name}')}"
    return Table(title, (asked.say(f"head.{name}"), *states, total), rows)


def _rank(asked: Asked, name: str, title: str) -> int:
    o = asked.outline
    if name == "place":
        known = [o.place(code) for code in o.declared.get("jurisdictions", {})]
    else:
        known = [o.category_title(key, asked.lang) for key in o.declared.get("categories", {})]
    return known.index(title) if title in known else len(known)


def _burden(desk: Desk, asked: Asked) -> None:
    from states.queries.burden import burdens

    found = burdens(desk.office, desk.actor, programme=asked.outline.key, lang=desk.lang)
    desk.out.data(found.as_json())
    if desk.out.as_json:
        return
    at = desk.at(asked.moment)
    desk.out.say("stats.head", programme=found.programme_title, at=at)
    if not found.total.cases:
        desk.out.say("stats.burden-none")
        return
    places, units, *twice = of_burdens(asked, found)
    _show(desk, places, "burden")
    _show(desk, units, "burden", SHOWN)
    for table in twice:
        _show(desk, table, "burden")
    desk.out.say("stats.twice", count=found.total.twice)


def _show(desk: Desk, table: Table, view: str, most: int | None = None) -> None:
    desk.out.line()
    desk.out.line(table.title)
    lines = [[shown(cell) for cell in row] for row in table.rows[:most]]
    desk.out.columns(table.names or table.head, table.head, lines)
    if len(table.rows) > len(lines):
        desk.out.say("stats.more", count=len(table.rows) - len(lines), view=view)
