"""The columns in which cases of a kind are written down, and the rows of a table under them."""

import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from console.errors import Misuse
from console.imports.cells import ACROSS, Cell, Grid, address
from states.forms import PARTED

CODE = "统一社会信用代码"
CODED = {"organisation": CODE, "person": "编号"}
"""The types whose values stand in two columns, and what the second is called."""
PARTS = ("name", "code")
_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template: the field that it fills, and which part of it (an organisation has
    a name and a code)."""

    field: str
    title: str
    type: str
    part: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """What stands at its top; a star marks what must be filled in."""
        return f"{self.title}{'*' if self.required else ''}"


@dataclass(frozen=True, slots=True)
class Row:
    """One case as written in a table. `line`: the row's number in the file; `places`: the cell of
    each field; `problems`: (cell, key of the sentence)."""

    line: int
    values: Mapping[str, Any]
    places: Mapping[str, str]
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read under the heading. `unknown`: headings that no field has; `notes`: lines under
    the table that are no cases."""

    columns: tuple[Column | None, ...]
    heading: int
    rows: tuple[Row, ...]
    unknown: tuple[str, ...]
    notes: tuple[int, ...]


def columns_of(declared: Mapping[str, Any], kind: str, given: Container[str] = ()) -> list[Column]:
    """The columns of a kind of case, in the order of its form; the fields that are `given` for all
    rows need none."""
    found = []
    for name, item in declared["cases"][kind].get("form", {}).items():
        title, of_type = item["title"], item.get("type", "text")
        # whoever acts for one jurisdiction need not name it
        filled = of_type == "jurisdiction" or item.get("default") or name in given
        needed = bool(item.get("required")) and not filled
        known = (name, item.get("title-en") or item.get("title_en") or "")
        if of_type in CODED:
            found.append(Column(name, title, of_type, "name", needed, names=known))
            code = f"{title}{CODED[of_type]}"
            found.append(Column(name, code, of_type, "code", names=(f"{name}-code",)))
            continue
        options = _options(declared, item, of_type)
        found.append(Column(name, title, of_type, "", needed, options, known))
    return found


def _options(declared: Mapping[str, Any], item: Mapping[str, Any], of_type: str) -> tuple[str, ...]:
    if of_type == "choice":
        return tuple(item.get("options", {}).values())
    if of_type == "category":
        return tuple(c["title"] for c in declared.get("categories", {}).values())
    if of_type == "jurisdiction":
        return tuple(p.get("short") or p["name"] for p in declared["jurisdictions"].values())
    return ("是", "否") if of_type == "yes-no" else ()


def with_aliases(columns: Sequence[Column], given: Mapping[str, str]) -> list[Column]:
    """The columns, known also under what another system calls them (heading to field). Raises
    Misuse for a field that there is not, and two headings for one field."""
    found = list(columns)
    taken: dict[int, str] = {}
    for heading, wanted in given.items():
        places = [n for n, c in enumerate(columns) if _plain(wanted) in _names(c)]
        if _plain(wanted) == _plain(CODE):
            places = [n for n, c in enumerate(columns) if c.part == "code"]
        if not places:
            known = [column.title for column in columns]
            raise Misuse("NoSuchName", what="field", given=wanted, meant="", known=known)
        n = places[0]
        if n in taken:
            raise Misuse("MappedTwice", field=columns[n].title, one=taken[n], other=heading)
        taken[n] = heading
        # what is said explicitly goes before what the heading looks like
        found[n] = replace(found[n], names=(heading,), title=heading)
    return found


def _names(column: Column) -> set[str]:
    return {_plain(name) for name in (column.title, *column.names, column.field) if name} - {""}


def table_of(grid: Grid, columns: Sequence[Column], path: str, template: str) -> Table:
    """The cases of a table. Raises Misuse if no row is a heading with every required column."""
    heading, places = _heading(grid, columns, path, template)
    found = tuple(columns[places[n]] if n in places else None for n in range(_wide(grid)))
    first = grid.rows[heading]
    unknown = [c.text for n, c in enumerate(first) if c.text and n not in places]
    unknown += _nameless(grid, heading, places)
    rows, notes = [], []
    for number in range(heading + 1, len(grid.rows)):
        cells = grid.rows[number]
        filled = [n for n, cell in enumerate(cells) if cell.text]
        if not filled:
            continue
        line = grid.lines[number]
        if len({cells[n].text for n in filled}) == 1 and _is_remark(cells[filled[0]].text):
            notes.append(line)
            continue
        row = _row(line, number, cells, found)
        if number in grid.hidden:
            row = replace(row, problems=((address(number, filled[0]), "row.hidden"),))
        rows.append(row)
    return Table(found, heading, tuple(rows), tuple(unknown), tuple(notes))


def _nameless(grid: Grid, heading: int, places: Container[int]) -> list[str]:
    """Columns that hold something and have no heading."""
    below = grid.rows[heading + 1 :]
    return [
        address(heading, n)
        for n, cell in enumerate(grid.rows[heading])
        if not cell.text and n not in places and any(row[n].text for row in below)
    ]


def _is_remark(text: str) -> bool:
    """One text alone in its row, below a table: 注：……, 填表人：……, 合计."""
    return text.startswith(("注", "说明", "备注", "填表", "合计", "联系人", "Note"))


def _wide(grid: Grid) -> int:
    return len(grid.rows[0]) if grid.rows else 0


def _heading(
    grid: Grid, columns: Sequence[Column], path: str, template: str
) -> tuple[int, dict[int, int]]:
    """The row that names the columns, and for each place the column that stands there."""
    best: tuple[int, dict[int, int]] = (0, {})
    for number, cells in enumerate(grid.rows[:_HEADER_WITHIN]):
        places = _places(cells, columns)
        if len(places) > len(best[1]):
            best = number, places
    _check_once(grid, best[0], columns, best[1], path)
    missing = [c.title for n, c in enumerate(columns) if c.required and n not in best[1].values()]
    if missing or not best[1]:
        titles = missing or [column.title for column in columns]
        raise Misuse("HeadingMissing", path=path, missing=titles, template=template)
    return best


def _check_once(
    grid: Grid, heading: int, columns: Sequence[Column], places: Mapping[int, int], path: str
) -> None:
    """Raises Misuse if two columns of the table stand for the same field: which one counts?"""
    known = _known(columns)
    for place, cell in enumerate(grid.rows[heading] if grid.rows else ()):
        n = known.get(_plain(cell.text)) if cell.text and cell.problem != ACROSS else None
        if n is not None and place not in places:
            one = next(at for at, m in places.items() if m == n)
            cells = [address(heading, one), address(heading, place)]
            raise Misuse("HeadingTwice", path=path, heading=cell.text, cells=cells)


def _known(columns: Sequence[Column]) -> dict[str, int]:
    return {
        _plain(name): n
        for n, column in enumerate(columns)
        for name in (column.title, *column.names)
        if name
    }


def _places(cells: Sequence[Cell], columns: Sequence[Column]) -> dict[int, int]:
    known = _known(columns)
    found: dict[int, int] = {}
    for place, cell in enumerate(cells):
        n = known.get(_plain(cell.text)) if cell.text else None
        if n is None and _plain(cell.text) == _plain(CODE):
            # the one code column of a table belongs to the unit named before it
            n = next((m for m, column in enumerate(columns) if column.part == "code"), None)
        if n is not None and n not in found.values():
            found[place] = n
    return found


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).rstrip("*").lower()
    return "".join(folded.split())


def _row(line: int, number: int, cells: Sequence[Cell], columns: Sequence[Column | None]) -> Row:
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    problems = []
    for n, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        if column is None:
            continue
        if cell.problem:
            problems.append((address(number, n), cell.problem))
        places.setdefault(column.field, address(number, n))
        if not column.part:
            values[column.field] = cell.text
        elif cell.text:
            values.setdefault(column.field, {})[column.part] = cell.text
    for column in filter(None, columns):
        told = values.get(column.field)
        if column.part == "name" and told and not told.get("code"):
            # both may have been written into the cell of the name
            values[column.field] = dict(zip(PARTS, PARTED[column.type](told["name"]), strict=True))
    return Row(line, values, places, tuple(problems))
