"""Tables in: a case for each row, with a verdict for each, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from console.cli.asked import creating, files_given, kind_of_rows
from console.cli.desk import Desk, at_desk
from console.cli.naming import Names
from console.cli.options import WRITING, Flag, Many, Writing
from console.cli.parsing import pairs
from console.cli.verdicts import told
from console.errors import Misuse

if TYPE_CHECKING:
    from console.imports.cases import Imported
    from console.imports.cells import Grid
    from console.imports.layout import Table

Set = Annotated[Many, Parameter(name="--set")]
Mapped = Annotated[Many, Parameter(name="--map")]


def import_(
    path: str,
    /,
    *,
    kind: str | None = None,
    move: str | None = None,
    set_: Set = (),
    map_: Mapped = (),
    file: Many = (),
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
    if as_record and file:
        raise Misuse("NoFilesAsRecord")
    with at_desk(options) as desk:
        if as_record:
            from console.cli.records import Elsewhere, as_recorded

            elsewhere = Elsewhere(path, kind, set_, map_, source, reference, occurred, state)
            return as_recorded(desk, elsewhere, programme, partial=partial, errors=errors)
        given = _Given(path, kind, move, set_, map_, file, programme, options.reason)
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
    file: Sequence[str]
    programme: str | None
    reason: str


def _brought_in(
    desk: Desk, given: _Given, *, partial: bool
) -> "tuple[Grid, Table, list[Imported]]":
    from console.imports.cases import Into, bring_in
    from console.imports.grids import read_grid
    from console.imports.layout import columns_of, table_of, with_aliases

    names = Names.that_has(desk, given.kind, given.programme)
    key = kind_of_rows(desk, names, given.kind)
    common = pairs(given.set_, "--set", "字段=值")
    grid = read_grid(given.path)
    columns = columns_of(names.declared, key, common)
    aliases = pairs(given.map_, "--map", "列=字段")
    table = table_of(grid, with_aliases(columns, aliases), given.path, key)
    if not table.rows:
        raise Misuse("TableEmpty", path=given.path)
    move = creating(names, key, given.move)
    declared = names.outline.move(key, move) or {}
    files = files_given(names, declared, given.file, keep=not desk.is_trial)
    into = Into(names.outline.key, key, move, desk.actor, desk.via, common, given.reason, files)
    found = bring_in(
        desk.office,
        table.rows,
        into,
        partial=partial,
        dry_run=desk.is_trial,
        lang=desk.lang,
    )
    return grid, table, found
