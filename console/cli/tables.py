"""Tables that come in: a case for each row, with a verdict; and calendars that go out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from console.cli.asked import creating
from console.cli.desk import Desk, at_desk
from console.cli.naming import Names
from console.cli.options import WRITING, Flag, Many, Writing
from console.cli.parsing import pairs
from console.errors import Misuse
from console.files import write_bytes
from console.texts import say

if TYPE_CHECKING:
    from console.imports.cases import Imported
    from console.imports.cells import Grid
    from console.imports.layout import Table

Set = Annotated[Many, Parameter(name="--set")]
REFUSED = 1
SHOWN = 40


def import_(
    path: str,
    /,
    *,
    kind: str | None = None,
    move: str | None = None,
    set_: Set = (),
    partial: Flag = False,
    errors: str | None = None,
    programme: str | None = None,
    options: Writing = WRITING,
) -> int:
    """A case for each row of a table: all or none, or with `partial` those that can be."""
    if errors and Path(errors).suffix.lower() != ".xlsx":
        raise Misuse("SheetSuffix", path=errors, known=".xlsx")
    with at_desk(options) as desk:
        from console.imports.cases import Into, bring_in
        from console.imports.cells import read_grid
        from console.imports.layout import columns_of, table_of

        names = Names.of(desk, programme)
        key = names.kind(kind) if kind else names.outline.main_kind()
        common = pairs(set_, "--set", "字段=值")
        grid = read_grid(path)
        table = table_of(grid, columns_of(names.declared, key, common), path)
        if not table.rows:
            raise Misuse("TableEmpty", path=path)
        into = Into(
            names.outline.key,
            key,
            creating(names, key, move),
            desk.actor,
            desk.via,
            common,
            options.reason,
        )
        found = bring_in(
            desk.office,
            table.rows,
            into,
            partial=partial,
            dry_run=desk.is_trial,
            lang=desk.lang,
        )
        _tell(desk, grid, table, found)
        if errors and any(one.outcome == "wrong" for one in found):
            _mark(desk, grid, found, errors)
        return REFUSED if any(one.outcome == "wrong" for one in found) else 0


def _tell(desk: Desk, grid: "Grid", table: "Table", found: "list[Imported]") -> None:
    counts = {name: sum(one.outcome == name for one in found) for name in _OUTCOMES}
    rows = [
        {
            "line": one.row.line,
            "outcome": one.outcome,
            "case": one.case,
            "says": list(one.says),
            "cells": sorted(one.marks),
        }
        for one in found
    ]
    shown: dict[str, Any] = {**counts, "rows": rows, "unknown": list(table.unknown)}
    desk.out.data(shown | ({"dry_run": True} if desk.is_trial else {}))
    if grid.note:
        desk.out.say(grid.note)
    if table.unknown:
        desk.out.say("import.unknown", columns="、".join(table.unknown))
    if table.notes:
        desk.out.say("import.notes", lines="、".join(map(str, table.notes)))
    tried = say("dry-run", desk.lang) if desk.is_trial else ""
    desk.out.line(tried + say("import.done", desk.lang, **counts))
    told = [one for one in found if one.outcome != "known"][:SHOWN]
    desk.out.table(
        ("head.line", "head.title", "head.result", "head.reason"),
        [
            (
                one.row.line,
                one.row.values.get("title", ""),
                one.case or say(f"import.{one.outcome}", desk.lang),
                "；".join(one.says),
            )
            for one in told
        ],
    )
    if counts["wrong"] and counts["left"]:
        desk.out.say("import.none")


_OUTCOMES = ("new", "known", "wrong", "left")


def _mark(desk: Desk, grid: "Grid", found: "list[Imported]", path: str) -> None:
    from console.exports.template import with_problems

    wrong = {
        one.row.line: ("；".join(one.says), one.marks) for one in found if one.outcome == "wrong"
    }
    write_bytes(path, with_problems(grid, wrong, say("head.reason", desk.lang)))
    desk.out.say("import.marked", path=path)


def write_calendar(desk: Desk, owed: Any, output: str) -> None:
    """Write duties as an iCalendar file. Raises Misuse if the place cannot be written to."""
    from console.exports.calendars import as_ics
    from states.store import ALL_FACTS

    with desk.office.store.read() as tx:
        facts = {row["key"]: row["value"] for row in tx.all(ALL_FACTS)}
    name = desk.outline.title(desk.lang) if desk.outline else "shidian"
    mark = "" if desk.office.kind == "real" else say(desk.office.kind, desk.lang).strip()
    now = desk.office.clock.now()
    calendar = as_ics(owed, f"{mark}{name}", office=facts.get("office", "shidian"), made_at=now)
    write_bytes(output, calendar)
