"""What a case has by its birth and no form of its own says: its parent, its stretch, its title, and
what it inherits. I1."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import and_, bindparam, select

from config.case_types import CaseKind
from config.vocabulary import UNDERTAKING
from states.audits.columns import COLUMNS
from states.audits.findings import Audit
from states.compiled import Compiled
from states.decisions.consequences import title_of
from states.decisions.inherited import UNIT, says_unit
from states.ledger import LEDGER
from states.record.stored import rows
from states.registers.organisations import name_key
from states.tables import cases, duties, history

_TOLD = ("parent", "period")
_UNIT = ("unit_name", "unit_code", "unit_key")
_SHOWN = ("jurisdiction", "category")
_SEEN = (*("code", "programme", "programme_version", "kind", "parent", "period", "title"), "fields")
_parent = cases.alias("parent")
_CASES = (
    select(
        *(cases.c[name] for name in (*_SEEN, *_SHOWN, *_UNIT)),
        *(_parent.c[name] for name in ("kind", *_SHOWN, *_UNIT)),
        history.c.scope,
    )
    .outerjoin(_parent, _parent.c.code == cases.c.parent)
    .outerjoin(history, and_(history.c.case_code == cases.c.code, history.c.seq == 1))
    .where(cases.c.kind != LEDGER)
    .order_by(cases.c.code)
)
_SAID = select(history.c.fields, history.c.effects).where(history.c.case_code == bindparam("code"))
_ABOVE = select(cases.c.programme, cases.c.programme_version, cases.c.kind, cases.c.parent).where(
    cases.c.code == bindparam("code")
)
_LIKE_THE_CASE = ("programme", "kind", "period", *_SHOWN)
_DUTIES = (
    select(
        duties.c.case_code,
        duties.c.duty,
        duties.c.n,
        *(duties.c[name] for name in _LIKE_THE_CASE),
        *(cases.c[name] for name in _LIKE_THE_CASE),
    )
    .join(cases, cases.c.code == duties.c.case_code)
    .order_by(duties.c.case_code, duties.c.duty, duties.c.n)
)


def check_birthright(audit: Audit) -> None:
    """Name the cases, and the duties, that say otherwise than their birth gave them."""
    for row in rows(audit.office, audit.tx, _CASES):
        case = dict(zip((*_SEEN, *_SHOWN, *_UNIT), row, strict=False))
        above = dict(zip(("kind", *_SHOWN, *_UNIT, "scope"), row[len(case) :], strict=True))
        if above["jurisdiction"] is None:
            # whoever made it made it for the place that it acts for, if it acts for one
            above["jurisdiction"] = _place_of(above["scope"] or "") or case["jurisdiction"]
        compiled = audit.version(case["programme"], case["programme_version"])
        kind = compiled.programme.cases.get(case["kind"]) if compiled else None
        if compiled and kind:
            for column, folded in _wrong(audit, compiled, kind, case, above):
                _differs(audit, case["code"], column, case[column], folded)
    for code, duty, n, *values in rows(audit.office, audit.tx, _DUTIES):
        half = len(_LIKE_THE_CASE)
        for column, stored, folded in zip(
            _LIKE_THE_CASE, values[:half], values[half:], strict=True
        ):
            # what was put right since keeps in a duty what the form said when it arose
            if stored != folded and stored not in _ever(audit, code, column):
                named = {"duty": duty, "duty_en": duty, "n": n}
                _differs(audit, code, column, stored, folded, "DutyDiffers", **named)


def _wrong(
    audit: Audit,
    compiled: Compiled,
    kind: CaseKind,
    case: dict[str, Any],
    above: dict[str, Any],
) -> Iterator[tuple[str, Any]]:
    if case["parent"] is not None and above["kind"] is None:
        return  # a parent that is gone is named by itself
    if above["kind"] != kind.of:
        yield "parent", compiled.kind(kind.of).title if kind.of else None
        return
    if not _is_coded(kind, case):
        yield "parent" if kind.of else "code", None
        return
    if case["period"] not in (None, *compiled.periods_of(kind)):
        yield "period", None
    said = _json(case["fields"])
    title = title_of(kind, case["period"])
    if not said.get("title") and case["title"] not in (kind.title, title):
        yield "title", title
    yield from _inherited(audit, kind, said, case, above)


def _inherited(
    audit: Audit, kind: CaseKind, said: Mapping[str, Any], case: dict[str, Any], above: Any
) -> Iterator[tuple[str, Any]]:
    by_type: dict[str, Any] = {field.type: said.get(name) for name, field in kind.form.items()}
    is_placed = kind.opened is not None and kind.opened.per == "jurisdiction"
    for column in _SHOWN:
        is_own = by_type.get(column) is not None or (column == "jurisdiction" and is_placed)
        stored = case[column]
        if is_own or stored == above[column]:
            continue
        if stored is None or stored not in _ever(audit, case["parent"], column):
            yield column, above[column]
    if says_unit(kind):
        name, code = case["unit_name"], case["unit_code"]
        if name and case["unit_key"] not in (name_key(name), f"{name_key(name)}/{code}"):
            yield "unit_key", name_key(name)
    elif case["unit_name"] != above["unit_name"] or case["unit_code"] != above["unit_code"]:
        unit = (case["unit_name"], case["unit_code"])
        if unit not in _ever(audit, case["parent"], UNIT):
            yield ("unit_name", above["unit_name"])
    elif case["unit_key"] != above["unit_key"]:
        yield "unit_key", above["unit_key"]


def _place_of(scope: str) -> str | None:
    parts = dict(part.partition(":")[::2] for part in scope.split(" "))
    return parts.get("jurisdiction")


def _is_coded(kind: CaseKind, case: dict[str, Any]) -> bool:
    """Whether the code is one that the kind gives to a child of this parent and stretch."""
    told = "\0".join((case["code"], case["parent"] or "", case["period"] or ""))
    return _coding(kind.code).fullmatch(told) is not None


@lru_cache(maxsize=64)
def _coding(pattern: str) -> re.Pattern[str]:
    """What a code, its parent and its stretch look like, one after the other."""
    found, seen = "", set()
    for text, name in re.findall(r"([^{]*)(?:\{(\w+)[^}]*\})?", pattern):
        found += re.escape(text)
        if name in seen:
            found += f"(?P={name})"
        elif name in _TOLD:
            seen.add(name)
            found += f"(?P<{name}>.*)"
        elif name:
            found += ".+"
    return re.compile(found + "".join(f"\0(?P={n})" if n in seen else "\0.*" for n in _TOLD))


def _ever(audit: Audit, code: str | None, column: str) -> set[Any]:
    """Every value of a column that a case, or one above it, ever had. Asked of the few that differ
    from their parent today."""
    found: set[Any] = set()
    while code is not None:
        row = next(rows(audit.office, audit.tx, _ABOVE, code=code), None)
        compiled = audit.version(row[0], row[1]) if row else None
        if row is None or compiled is None or row[2] not in compiled.programme.cases:
            return found
        form = compiled.programme.cases[row[2]].form
        types = UNDERTAKING if column == UNIT else (column,)
        names = [n for n, f in form.items() if f.type in types and (column != UNIT or n == UNIT)]
        for fields, effects in rows(audit.office, audit.tx, _SAID, code=code):
            said = [_json(fields).get(name) for name in names]
            if column == UNIT and isinstance(moved := _json(effects).get(UNIT), dict):
                said += moved.values()
            found.update(_kept(value, column) for value in said)
        code = row[3]
    return found - {None}


def _kept(value: Any, column: str) -> Any:
    if column != UNIT:
        return value if isinstance(value, str) else None
    if not isinstance(value, dict):
        return None
    return value.get("name"), value.get("code") or None


def _json(text: str) -> Mapping[str, Any]:
    try:
        found = orjson.loads(text)
    except (TypeError, orjson.JSONDecodeError):
        return {}  # named where the entries are folded
    return found if isinstance(found, dict) else {}


def _differs(
    audit: Audit,
    subject: str,
    column: str,
    stored: Any,
    folded: Any,
    code: str = "ColumnDiffers",
    **named: Any,
) -> None:
    known = ((v.code, v.subject, v.parameters.get("column_en")) for v in audit.found)
    if (code, subject, column) in known:
        return  # its own entries have named it already
    about = {"column": COLUMNS[column], "column_en": column, "stored": stored, "folded": folded}
    audit.add("I1", code, subject, None, **named, **about)
