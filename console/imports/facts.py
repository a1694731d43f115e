"""Rows of a table as facts that happened in another system: which moves, when, by which paper."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from console.errors import Misuse
from console.imports.layout import Column, Row
from console.moments import moment
from console.words.texts import say
from states.commands import Via
from states.decisions.ways import people_moves
from states.queries.holdings import Sought

if TYPE_CHECKING:
    from config.case_types import CaseKind
    from states.compiled import Compiled

CODE, STATE, ON, SOURCE, REFERENCE = "@code", "@state", "@occurred", "@source", "@reference"
MOVED = "@on:"
"""What a column is called that is no field of the form; `@on:MOVE` holds the day of a move."""
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?))?")


def columns_of_facts(compiled: "Compiled", kind: str) -> list[Column]:
    """The columns beside the form: code, state reached, days of moves, source and reference."""
    declared = compiled.kind(kind)
    states = tuple(state.title for state in declared.states.values())
    found = [
        Column(CODE, "编号", "text", names=("本系统编号", "code")),
        Column(STATE, "所处状态", "text", options=states, names=("状态", "当前状态", "state")),
        Column(ON, "发生日期", "date", names=("发生日", "办理日期", "occurred")),
        Column(SOURCE, "来源系统", "text", names=("来源", "source")),
        Column(REFERENCE, "回执号", "text", names=("文号", "回执编号", "受理号", "reference")),
    ]
    for name, move in people_moves(declared).items():
        names = (f"{move.title}日", f"{move.title}时间", f"{name}-on", f"{move.title_en} on")
        found.append(Column(f"{MOVED}{name}", f"{move.title}日期", "date", names=names))
    return found


def on_progress(compiled: "Compiled", kind: str, columns: Sequence[Column]) -> list[Column]:
    """The columns of an empty table: of the days only those of moves along the progress line."""
    declared = compiled.kind(kind)
    line = {*declared.progress} or set(declared.states)
    shown = {name for name, move in people_moves(declared).items() if move.to in line}
    return [
        column
        for column in columns
        if not column.field.startswith(MOVED) or column.field.removeprefix(MOVED) in shown
    ]


@dataclass(frozen=True, slots=True)
class Common:
    """What holds for every row that does not say otherwise, and who reads the table. `states`: how
    the other system calls our states."""

    actor: str
    via: Via
    zone: ZoneInfo
    source: str = ""
    reference: str = ""
    occurred: datetime | None = None
    state: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of its case: the way from its birth, when each move was made as far as the
    row says it, and the values of the form. `wrong`: (field, sentence)."""

    row: Row
    sought: Sought
    state: str = ""
    days: Mapping[str, datetime] = field(default_factory=dict)
    occurred: datetime | None = None
    source: str = ""
    reference: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    wrong: tuple[tuple[str, str], ...] = ()


def told_by(row: Row, compiled: "Compiled", kind: str, common: Common, lang: str) -> Told:
    """What a row says, read; what cannot be read is said with its field."""
    values, wrong = dict(row.values), []
    days: dict[str, datetime] = {}
    occurred = common.occurred
    for name in [n for n in values if n == ON or n.startswith(MOVED)]:
        text = values.pop(name)
        if not text:
            continue
        at = read_day(text, common.zone)
        if at is None:
            wrong.append((name, say("facts.day", lang, value=text)))
        elif name == ON:
            occurred = at
        else:
            days[name.removeprefix(MOVED)] = at
    given = {name: values.pop(name, "") for name in (CODE, STATE, SOURCE, REFERENCE)}
    state = _state(compiled.kind(kind), given[STATE], common)
    if given[STATE] and not state:
        wrong.append((STATE, say("facts.state", lang, value=given[STATE])))
    fields = {**common.fields, **{name: value for name, value in values.items() if value}}
    return Told(
        row=row,
        sought=sought_by(fields, given[CODE]),
        state=state or ("" if given[STATE] else common.state),
        days=days,
        occurred=occurred,
        source=given[SOURCE] or common.source,
        reference=given[REFERENCE] or common.reference,
        fields=fields,
        wrong=tuple(wrong),
    )


def sought_by(fields: Mapping[str, Any], code: str = "") -> Sought:
    """Which case the values of a form mean."""
    given = fields.get("unit")
    unit = given if isinstance(given, Mapping) else {"name": given or ""}
    title = str(fields.get("title") or "")
    return Sought(title, str(unit.get("name") or ""), str(unit.get("code") or ""), code)


def read_day(text: str, zone: ZoneInfo) -> datetime | None:
    """A day or an instant as tables write it: 2026-06-28, 2026.6.28, 2026年6月28日 14:30."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    year, month, day, clock = found.groups()
    written = f"{year}-{int(month):02}-{int(day):02}"
    try:
        return moment(f"{written}T{clock.zfill(5)}" if clock else written, "", zone)
    except Misuse:
        return None


def _state(kind: "CaseKind", given: str, common: Common) -> str:
    text = common.states.get(given, given).strip()
    named = {name: name for name in kind.states}
    for name, state in kind.states.items():
        # 推荐 and 已推荐, 报送 and 已报送 are one state
        bare = state.title.removeprefix("已")
        named |= {state.title: name, bare: name, f"已{bare}": name, state.title_en: name}
    return named.get(text, "") if text else ""
