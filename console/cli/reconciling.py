"""Another system's table against ours: read-only, with the act that would mend each difference."""

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from config.settings import as_typed
from console.cli.desk import Desk, at_desk
from console.cli.imports import Mapped, Set
from console.cli.options import READING, Many, Reading
from console.cli.records import Elsewhere, read_elsewhere
from console.cli.verdicts import say_notes
from console.exports import tables as sheets
from console.words.texts import say
from states.words.joining import listed

if TYPE_CHECKING:
    from console.imports.cells import Grid
    from console.imports.reconciling import Finding

SHOWN = 60
HEAD = ("verdict", "line", "code", "title", "unit", "field", "theirs", "ours", "act")


def reconcile(
    path: str,
    /,
    *,
    kind: str | None = None,
    map_: Mapped = (),
    set_: Set = (),
    state: Many = (),
    source: str = "",
    output: Annotated[str | None, Parameter(name=("--output", "-o"))] = None,
    programme: str | None = None,
    options: Reading = READING,
) -> int:
    """Hold a table of another system against the cases in reach; nothing is changed."""
    sheet = sheets.check_suffix(output) if output else None
    with at_desk(options) as desk:
        from console.imports.mending import Mending
        from console.imports.reconciling import Reconciling
        from states.queries.viewers import viewer

        given = Elsewhere(path, kind, set_, map_, source, "", None, state)
        read = read_elsewhere(desk, given, programme)
        with desk.office.store.read() as tx:
            who = viewer(tx, desk.actor, desk.office.clock.now())
        mending = Mending(read.placing, read.common, options.as_)
        found = Reconciling(read.placing, mending, who, _importing(given, options.as_)).findings(
            read.told
        )
        _tell(desk, found, read.table.unknown, read.grid)
        if sheet:
            head = [say(f"head.{name}", desk.lang) for name in HEAD]
            sheets.write_sheet(sheet, head, [row for one in found for row in _rows(one, desk.lang)])
            desk.out.say("export.done", path=output)
    return 0


def _importing(given: Elsewhere, account: str | None) -> str:
    """The act that takes in what is only there: the same table, read in the same way."""
    words = ["import", given.path, "--as-record"]
    words += ["--kind", given.kind] if given.kind else []
    for option, values in (("--map", given.map_), ("--set", given.set_), ("--state", given.state)):
        for value in values:
            words += [option, value]
    words += ["--source", given.source] if given.source else []
    words += ["--partial"]
    by = ("--as", account) if account else ()
    return f"{as_typed()} {shlex.join([*words, *by])}"


def _tell(desk: Desk, found: "Sequence[Finding]", unknown: Sequence[str], grid: "Grid") -> None:
    from console.imports.reconciling import VERDICTS

    counted = Counter(one.verdict for one in found)
    counts = {name: counted[name] for name in VERDICTS}
    desk.out.data(
        {
            **counts,
            "unknown": list(unknown),
            "findings": [
                {
                    "verdict": one.verdict,
                    "line": one.line,
                    "case": one.case,
                    "title": one.title,
                    "unit": one.unit,
                    "theirs": one.theirs,
                    "ours": one.ours,
                    "differs": [
                        {"field": field, "theirs": theirs, "ours": ours}
                        for field, theirs, ours in one.differs
                    ],
                    "acts": list(one.acts),
                    "near": list(one.near),
                }
                for one in found
            ],
        }
    )
    say_notes(desk, grid)
    if unknown:
        desk.out.say("import.unknown", columns=unknown)
    desk.out.say("reconcile.done", **counts)
    for verdict in VERDICTS:
        _part(desk, verdict, [one for one in found if one.verdict == verdict])


def _part(desk: Desk, verdict: str, found: "Sequence[Finding]") -> None:
    if not found or verdict == "same":
        return
    desk.out.line()
    desk.out.say(f"reconcile.{verdict}", count=len(found))
    if verdict == "outside":
        desk.out.line("  " + listed([one.line for one in found], desk.lang))
        return
    for one in found[:SHOWN]:
        place = say("reconcile.line", desk.lang, line=one.line) if one.line else ""
        desk.out.line(
            "  " + " ".join(part for part in (place, one.case, one.title, one.unit) if part)
        )
        for field, theirs, ours in one.differs:
            desk.out.line("      " + say("reconcile.differs", desk.lang, field=field,
                                         theirs=theirs or "—", ours=ours or "—"))  # fmt: skip
        if one.near:
            desk.out.line("      " + say("reconcile.near", desk.lang, codes=one.near))
        if verdict != "there":
            desk.out.lines([f"      {act}" for act in one.acts])
    if verdict == "there":
        desk.out.line("  " + say("reconcile.take-in", desk.lang))
        desk.out.lines([f"      {act}" for act in dict.fromkeys(a for o in found for a in o.acts)])
    if len(found) > SHOWN:
        desk.out.say("import.more", count=len(found) - SHOWN)


def _rows(one: "Finding", lang: str) -> list[tuple[str, ...]]:
    """A finding as rows of a sheet: one for each difference, the acts in the first."""
    verdict = say(f"verdict.{one.verdict}", lang)
    start = (verdict, str(one.line or ""), one.case, one.title, one.unit)
    acts = "\n".join(one.acts)
    if not one.differs:
        near = say("reconcile.near", lang, codes=one.near) if one.near else ""
        return [(*start, near, one.theirs, one.ours, acts)]
    return [
        (*start, field, theirs, ours, acts if n == 0 else "")
        for n, (field, theirs, ours) in enumerate(one.differs)
    ]
