"""The columns of a table of cases: what every case has, and what its form asks for."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from config.vocabulary import PUBLIC_PARTS
from console.errors import Misuse
from console.exports.asked import Asked
from console.exports.cells import Cell
from states.queries.form_values import shown_value
from states.queries.list_rows import CaseRow

_DIGITS = 15
"""More digits than these a spreadsheet does not keep."""
_APART = re.compile("[,，、;；]")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what stands under it."""

    heading: str
    of: Callable[[CaseRow], Cell]


def day(text: str | None, at: str = "") -> date | None:
    """A stored day as a day, with its time of day if it has one; None for none."""
    if not text:
        return None
    return datetime.fromisoformat(f"{text}T{at}") if at else date.fromisoformat(text)


def split(given: Iterable[str]) -> tuple[str, ...]:
    """The names in one or several lists such as 编号,名称."""
    return tuple(name.strip() for text in given for name in _APART.split(text) if name.strip())


STANDARD = ("code", "kind", "title", "state", "place", "field", "unit", "credit-code", "due")
"""The columns of a table of cases if nobody chooses others."""


def columns_of(asked: Asked) -> list[Column]:
    """The columns that are asked for. Raises Misuse naming those that there are, or saying that a
    personal value is kept out."""
    known = _of_all(asked)
    by_name = {
        name: column
        for key, column in known.items()
        for name in (key, asked.say(f"head.{key}"), column.heading)
    }
    of_forms = _of_forms(asked)
    found = []
    for name in asked.columns or STANDARD:
        column = by_name.get(name) or of_forms.get(name)
        if column is None:
            _refuse(asked, name, [c.heading for c in (*known.values(), *of_forms.values())])
        else:
            found.append(column)
    return found


def _refuse(asked: Asked, name: str, known: list[str]) -> None:
    from console.meant import nearest

    for _, field in _fields(asked):
        if field.get("personal") and name in (_, field.get("title"), field.get("title-en")):
            raise Misuse("ColumnPersonal", column=name)
    listed = list(dict.fromkeys(known))
    raise Misuse(
        "NoSuchName",
        what="column",
        given=name,
        meant=nearest(name, listed),
        known=listed,
    )


def _of_all(asked: Asked) -> dict[str, Column]:
    read: dict[str, Callable[[CaseRow], Cell]] = {
        "code": lambda row: row.code,
        "kind": lambda row: row.kind_title,
        "title": lambda row: row.title,
        "state": lambda row: row.state_title,
        "place": lambda row: row.jurisdiction_title,
        "field": lambda row: row.field_title,
        "unit": lambda row: row.unit,
        "credit-code": lambda row: row.unit_code,
        "due": lambda row: day(row.due_on, row.due_time),
        "days-left": lambda row: row.days_left,
        "working-days-left": lambda row: row.working_days_left,
        "parent": lambda row: row.parent,
        "period": lambda row: row.period,
        "opened": lambda row: asked.local(row.opened_at),
        "changed": lambda row: asked.local(row.changed_at),
        "version": lambda row: row.programme_version,
    }
    return {key: Column(asked.heading(key), of) for key, of in read.items()}


def _fields(asked: Asked) -> list[tuple[str, Mapping[str, Any]]]:
    """Every field of the kinds that are meant."""
    o = asked.outline
    kinds = asked.kinds or tuple(o.kinds)
    return [item for kind in kinds for item in o.kinds[kind].get("form", {}).items()]


def _of_forms(asked: Asked) -> dict[str, Column]:
    """The fields by key, title and English title; personal values are kept out."""
    found: dict[str, Column] = {}
    for key, field in _fields(asked):
        if field.get("personal"):
            continue
        column = Column(_title(asked, field), _reader(asked, key))
        for name in (key, field["title"], field.get("title-en")):
            if name:
                found.setdefault(name, column)
    return found


def _title(asked: Asked, field: Mapping[str, Any]) -> str:
    return str((field.get("title-en") if asked.lang == "en" else "") or field["title"])


def column_of(asked: Asked, kind: str, name: str) -> Column:
    """The column of one kind of case by the name that a programme file gives it."""
    field = asked.outline.kinds[kind].get("form", {}).get(name)
    heading = _title(asked, field) if field else ""
    if name in PUBLIC_PARTS:
        column = _of_all(asked)[{"jurisdiction": "place", "category": "field"}.get(name, name)]
        return replace(column, heading=heading) if field else column
    return Column(heading, _reader(asked, name))


def _reader(asked: Asked, key: str) -> Callable[[CaseRow], Cell]:
    def read(row: CaseRow) -> Cell:
        field = asked.outline.kinds[row.kind].get("form", {}).get(key)
        return typed(asked, field, row.fields.get(key)) if field else None

    return read


def typed(asked: Asked, field: Mapping[str, Any], value: Any) -> Cell:
    """The value of a form as a cell of its own type."""
    if value is None:
        return None
    kind = field["type"]
    if kind == "date":
        return day(str(value))
    if kind in ("number", "year", "money"):
        return number(value)
    return shown_value(asked.outline, field, value, asked.lang)


def number(value: Any) -> Cell:
    """A number that a spreadsheet keeps whole; otherwise its text."""
    text = str(value)
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) or sum(c.isdigit() for c in text) > _DIGITS:
        return text
    return float(text) if "." in text else int(text)
