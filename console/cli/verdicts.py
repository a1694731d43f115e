"""What became of the rows of a table that came in, told one by one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from console.cli.desk import Desk
from console.files import write_bytes
from console.words.texts import say
from states.words.joining import apart, later

if TYPE_CHECKING:
    from console.imports.cases import Imported
    from console.imports.cells import Grid
    from console.imports.layout import Table

REFUSED = 1
SHOWN = 40
_OUTCOMES = ("new", "waits", "known", "wrong", "left")


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
        _mark(desk, grid, table.heading, found, errors)
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


def _mark(desk: Desk, grid: "Grid", heading: int, found: "list[Imported]", path: str) -> None:
    from console.exports.template import with_problems

    wrong = {
        one.row.line: (apart(one.says, desk.lang), one.marks)
        for one in found
        if one.outcome == "wrong"
    }
    write_bytes(path, with_problems(grid, heading, wrong, say("head.reason", desk.lang)))
    desk.out.say("import.marked", path=path)
