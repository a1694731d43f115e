"""Tables in: a case for each row, with a verdict for each, all or none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from states.words.joining import apart, later

if TYPE_CHECKING:
    from console.imports.cases import Imported
    from console.imports.cells import Grid
    from console.imports.layout import Table

Set = Annotated[Many, Parameter(name="--set")]
Mapped = Annotated[Many, Parameter(name="--map")]
REFUSED = 1
SHOWN = 40


def import_(
    path: str,
    /,
    *,
    kind: str | None = None,
    move: str | None = None,
    set_: Set = (),
    map_: Mapped = (),
    as_record: Flag = False,
    source: str = "",
    reference: str = "",
    occurred: str | None = None,
    state: Many = (),
    partial: Flag = False,
    errors: str | None = None,
    programme: str | None = None,
    options: Writing = WRITING,
) -> int:
    """A case for each row of a table: all or none, or with `partial` those that can be."""
    if errors and Path(errors).suffix.lower() != ".xlsx":
        raise Misuse("SheetSuffix", path=errors, known=".xlsx")
    if not as_record and (source or reference or occurred or state):
        raise Misuse("OnlyAsRecord")
    with at_desk(options) as desk:
        if as_record:
            from console.cli.records import Elsewhere, as_recorded

            elsewhere = Elsewhere(path, kind, set_, map_, source, reference, occurred, state)
            return as_recorded(desk, elsewhere, programme, partial=partial, errors=errors)
        given = _Given(path, kind, move, set_, map_, programme, options.reason)
        grid, table, found = _brought_in(desk, given, partial=partial)
        return told(desk, grid, table, found, errors)


@dataclass(frozen=True, slots=True)
class _Given:
    """A table of new cases, as typed."""

    path: str
    kind: str | None
    move: str | None
    set_: Sequence[str]
    map_: Sequence[str]
    programme: str | None
    reason: str


def _brought_in(
    desk: Desk, given: _Given, *, partial: bool
) -> "tuple[Grid, Table, list[Imported]]":
    from console.imports.cases import Into, bring_in
    from console.imports.cells import read_grid
    from console.imports.layout import columns_of, table_of, with_aliases

    names = Names.of(desk, given.programme)
    key = names.kind(given.kind) if given.kind else names.outline.main_kind()
    common = pairs(given.set_, "--set", "字段=值")
    grid = read_grid(given.path)
    columns = columns_of(names.declared, key, common)
    aliases = pairs(given.map_, "--map", "列=字段")
    table = table_of(grid, with_aliases(columns, aliases), given.path, key)
    if not table.rows:
        raise Misuse("TableEmpty", path=given.path)
    move = creating(names, key, given.move)
    into = Into(names.outline.key, key, move, desk.actor, desk.via, common, given.reason)
    found = bring_in(
        desk.office,
        table.rows,
        into,
        partial=partial,
        dry_run=desk.is_trial,
        lang=desk.lang,
    )
    return grid, table, found


def told(
    desk: Desk,
    grid: "Grid",
    table: "Table",
    found: "list[Imported]",
    errors: str | None,
    more: Mapping[str, Any] | None = None,
) -> int:
    """Tell what became of the rows, mark what is wrong in a table of its own if asked; the exit
    code."""
    _tell(desk, grid, table, found, more or {})
    if not any(one.outcome == "wrong" for one in found):
        return 0
    if errors:
        _mark(desk, grid, found, errors)
    return REFUSED


def _tell(
    desk: Desk,
    grid: "Grid",
    table: "Table",
    found: "list[Imported]",
    more: Mapping[str, Any],
) -> None:
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
    shown: dict[str, Any] = {**counts, "rows": rows, "unknown": list(table.unknown), **more}
    desk.out.data(shown | ({"dry_run": True} if desk.is_trial else {}))
    say_notes(desk, grid)
    if table.unknown:
        desk.out.say("import.unknown", columns=table.unknown)
    if table.notes:
        desk.out.say("import.notes", lines=table.notes)
    tried = say("dry-run", desk.lang) if desk.is_trial else ""
    done = "import.asked" if counts["waits"] else "import.done"
    desk.out.line(tried + say(done, desk.lang, **counts))
    _verdicts(desk, found)
    if counts["wrong"] and counts["left"]:
        desk.out.say("import.none")


def _verdicts(desk: Desk, found: "list[Imported]") -> None:
    usual = usual_of([one.says for one in found if one.outcome in ("new", "waits", "left")])
    rows = [
        (
            one.row.line,
            one.row.values.get("title", ""),
            one.case or say(f"import.{one.outcome}", desk.lang),
            apart([text for text in one.says if text not in usual], desk.lang),
        )
        for one in found
        if one.outcome != "known" or one.says
    ]
    desk.out.table(("head.line", "head.title", "head.result", "head.reason"), rows[:SHOWN])
    if len(rows) > SHOWN:
        desk.out.say("import.more", count=len(rows) - SHOWN)
    if usual:
        desk.out.say("import.usual", flags=later(apart, usual))


def say_notes(desk: Desk, grid: "Grid") -> None:
    """How the file was read, as far as somebody should know it."""
    for key, about in grid.notes:
        desk.out.say(key, sheet=about[:1], others=about[1:])


def usual_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """What is noted against most rows, to be said once."""
    counted = Counter(text for row in rows for text in dict.fromkeys(row))
    return [text for text, n in counted.items() if n > max(1, len(rows) // 2)]


_OUTCOMES = ("new", "waits", "known", "wrong", "left")


def _mark(desk: Desk, grid: "Grid", found: "list[Imported]", path: str) -> None:
    from console.exports.template import with_problems

    wrong = {
        one.row.line: (apart(one.says, desk.lang), one.marks)
        for one in found
        if one.outcome == "wrong"
    }
    write_bytes(path, with_problems(grid, wrong, say("head.reason", desk.lang)))
    desk.out.say("import.marked", path=path)
