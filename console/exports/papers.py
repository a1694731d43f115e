"""Documents that a programme declares: a letter or a list about many cases, written from a Word
template that the agency can replace."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from console import places
from console.archives import check_document
from console.errors import Misuse
from console.exports.asked import Asked
from console.exports.word import put_mark
from console.files import require_plain
from states.errors import UnknownCase
from states.queries.answers import Duty
from states.queries.form_values import shown_value
from states.queries.list_rows import CaseRow
from states.words.joining import listed

Json = Mapping[str, Any]
SHIPPED = places.ROOT / "config" / "templates"


def document_named(asked: Asked, given: str) -> Json:
    """A declared document by its name or title. Raises Misuse naming those that there are."""
    declared: Json = asked.outline.declared.get("document-templates", {})
    for key, found in declared.items():
        if given in (key, found["title"], found.get("title-en")):
            return found  # type: ignore[no-any-return]
    if not declared:
        raise Misuse("DocumentNone", programme=asked.outline.title(asked.lang))
    from console.meant import nearest

    near = nearest(given, list(declared))
    raise Misuse("NoSuchName", what="document", given=given, meant=near, known=list(declared))


def template_of(declared: Json, instead: str | None = None) -> tuple[str, bytes]:
    """The template of a document: the one given, the agency's own, or the shipped one. Raises
    Misuse if there is none, or it is no document that can be trusted."""
    name = f"{declared['file']}.docx"
    own = places.templates() / name
    path = Path(instead) if instead else own if own.is_file() else SHIPPED / name
    try:
        require_plain(path)
        data = path.read_bytes()
    except OSError as error:
        if instead:
            raise Misuse("FileUnreadable", path=path, detail=error.strerror or "") from error
        known = sorted(found.stem for found in SHIPPED.glob("*.docx"))
        raise Misuse("PaperMissing", file=name, own=own.parent, known=known) from error
    check_document(path.name, data)
    return path.name, data


def document(asked: Asked, declared: Json, instead: str | None = None) -> bytes:
    """The document about the cases that are meant, as the bytes of a Word file. Raises Misuse for
    cases that do not belong into it, or a template that is wrong."""
    from console.exports.filling import fill
    from console.exports.word import saved

    name, template = template_of(declared, instead)
    made = fill(name, template, values_of(asked, declared, _rows(asked, declared)))
    if asked.warning:
        put_mark(made.docx, asked.warning)
    return saved(made.docx)


def _rows(asked: Asked, declared: Json) -> list[CaseRow]:
    title, kind = _title(asked, declared), declared["case"]
    rows = list(asked.cases())
    found = {row.code for row in rows}
    for code in asked.filter.codes:
        if code not in found:
            raise UnknownCase(case=code)
    named = bool(asked.filter.codes)
    if wrong := [row.code for row in rows if row.kind != kind] if named else []:
        shown_kind = asked.outline.kind_title(kind, asked.lang)
        raise Misuse("DocumentKind", title=title, kind=shown_kind, codes=wrong)
    rows = [row for row in rows if row.kind == kind]
    states = declared.get("in") or ()
    if wrong := [row.code for row in rows if states and row.state not in states]:
        if named:
            listed = [asked.outline.state_title(kind, s, asked.lang) for s in states]
            raise Misuse("DocumentState", title=title, states=listed, codes=wrong)
        rows = [row for row in rows if row.state in states]
    if not rows:
        raise Misuse("DocumentNothing", title=title)
    at = list(dict.fromkeys(row.jurisdiction_title for row in rows))
    if declared.get("per") == "jurisdiction" and len(at) > 1:
        raise Misuse("DocumentMixed", title=title, places=at)
    return rows


def _title(asked: Asked, declared: Json) -> str:
    title = declared.get("title-en") if asked.lang == "en" else ""
    return str(title or declared["title"])


def values_of(asked: Asked, declared: Json, rows: list[CaseRow]) -> dict[str, Any]:
    """What a template can name, each under its Chinese and its English name."""
    o = asked.outline
    source = o.declared["source"]
    office = o.declared.get("jurisdictions", {}).get(rows[0].jurisdiction or "", {})
    overdue = _overdue(asked, rows)
    items = [_item(asked, n, row, overdue) for n, row in enumerate(rows, 1)]
    programme = _both(
        ("名称", "title", o.title(asked.lang)),
        ("文号", "document", source["document"]),
        ("文件标题", "source_title", source.get("title", "")),
        ("发文机关", "issuer", source.get("issuer", "")),
        ("发文日", "issued", long_day(source["issued"])),
    )
    return _both(
        ("文书", "document", _title(asked, declared)),
        ("方案", "programme", programme),
        ("机关", "office", office.get("name", "")),
        ("地区", "place", rows[0].jurisdiction_title),
        ("日期", "today", long_day(o.today(asked.moment).isoformat())),
        ("件数", "count", len(items)),
        ("各项", "cases", items),
        ("各领域", "fields", _by_field(items)),
        ("逾期", "overdue", [duty for found in overdue.values() for duty in found]),
        ("演示", "mark", asked.mark),
    )


def _item(asked: Asked, n: int, row: CaseRow, overdue: dict[str, list[Json]]) -> dict[str, Any]:
    form = asked.outline.kinds[row.kind].get("form", {})
    found: dict[str, Any] = {}
    for key, field in form.items():
        # personal values stay in the system
        if not field.get("personal"):
            value = row.fields.get(key)
            text = "" if value is None else shown_value(asked.outline, field, value, asked.lang)
            found |= {key: text, key.replace("-", "_"): text, field["title"]: text}
    return found | _both(
        ("序号", "n", n),
        ("编号", "code", row.code),
        ("名称", "title", row.title),
        ("状态", "state", row.state_title),
        ("领域", "field", row.field_title),
        ("地区", "place", row.jurisdiction_title),
        ("承担单位", "unit", row.unit or ""),
        ("统一社会信用代码", "credit_code", row.unit_code or ""),
        ("期限", "due", long_day(row.due_on, row.due_time)),
        ("逾期", "overdue", overdue.get(row.code, [])),
    )


def _overdue(asked: Asked, rows: list[CaseRow]) -> dict[str, list[Json]]:
    """What is overdue on the cases and their children, by the case that is written about."""
    meant = {row.code for row in rows}
    found: dict[str, list[Json]] = {}
    for duty in asked.owed():
        case = duty.case if duty.case in meant else duty.parent
        if duty.status == "overdue" and case in meant:
            found.setdefault(str(case), []).append(_late(duty, asked.lang))
    return found


def _late(duty: Duty, lang: str) -> dict[str, Any]:
    return _both(
        ("编号", "code", duty.case),
        ("名称", "title", duty.case_title),
        ("应办", "duty", duty.title),
        ("由谁", "who", listed(duty.owed_by_titles, lang)),
        ("承担单位", "unit", duty.unit or ""),
        ("地区", "place", duty.jurisdiction_title),
        ("期限", "due", long_day(duty.due_on, duty.due_time)),
        ("逾期天数", "days", -(duty.days_left or 0)),
        ("条款", "clause", listed(duty.clause, lang)),
    )


def _by_field(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        found.setdefault(item["field"], []).append(item)
    return [
        _both(("领域", "field", field), ("件数", "count", len(mine)), ("各项", "cases", mine))
        for field, mine in found.items()
        if field
    ]


def _both(*named: tuple[str, str, Any]) -> dict[str, Any]:
    return {name: value for chinese, english, value in named for name in (chinese, english)}


def long_day(text: str | None, at: str = "") -> str:
    """A day as documents write it, with its time of day if it has one: 2026年6月30日17:00."""
    if not text:
        return ""
    on = date.fromisoformat(text)
    return f"{on.year}年{on.month}月{on.day}日{at}"
