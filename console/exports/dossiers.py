"""The history of cases, and the dossier (案卷) of each: facts, states, duties, documents, entries
with their hashes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from console.errors import Misuse
from console.exports.asked import PAGE, Asked
from console.exports.cells import Cell, Table
from console.exports.columns import day, typed
from console.standing import standing
from states.errors import UnknownCase
from states.history import stamp
from states.words.registers import programmes

if TYPE_CHECKING:
    from states.queries.answers import Duty
    from states.queries.dossiers import Dossier
    from states.queries.histories import Entry

MOST = 200
"""Dossiers in one file."""
Row = tuple[Cell, ...]
_OF_ENTRIES = (
    *("code", "seq", "when", "recorded", "entry", "move", "from", "to", "by", "account", "role"),
    *(
        "reason",
        "source",
        "rewritten",
        "changes",
        "documents",
        "clause",
        "flags",
        "register",
        "version",
        "prev-hash",
        "hash",
    ),
)

_OF_LIFE = (
    *("seq", "when", "recorded", "entry", "move", "from", "to", "by", "role", "reason"),
    *("source", "clause", "flags", "hash"),
)
"""What a dossier shows of an entry: files, moved days and what was changed in the form have tables
of their own there."""


def histories(asked: Asked) -> list[Table]:
    """Every entry of the cases that are meant; of all in reach if none are named."""
    found = _all_entries(asked) if not asked.is_narrow else _entries_of(asked, _codes(asked))
    return [_table(asked, "", _OF_ENTRIES, [_entry(asked, entry) for entry in found])]


def dossiers(asked: Asked) -> list[Table]:
    """All about each case that is named. Raises Misuse without a case, or for too many."""
    codes = _codes(asked) if asked.is_narrow else []
    if not codes:
        raise Misuse("WhichCase")
    if len(codes) > MOST:
        raise Misuse("TooManyMatch", total=len(codes), most=MOST)
    found: list[Table] = []
    for code in codes:
        found += _dossier(asked, code, f"{code} " if len(codes) > 1 else "")
    return found


def _codes(asked: Asked) -> list[str]:
    """The codes that are meant. One that is named and out of reach is unknown."""
    found = [row.code for row in asked.cases()]
    for code in asked.filter.codes:
        if code not in found:
            raise UnknownCase(case=code)
    return found


def _entries_of(asked: Asked, codes: Iterable[str]) -> "Iterator[Entry]":
    from states.queries.histories import history

    for code in codes:
        yield from history(asked.office, asked.who, code, as_of=asked.at, lang=asked.lang)


def _all_entries(asked: Asked) -> "Iterator[Entry]":
    from states.queries.audit import log

    found: list[Entry] = []
    page: str | None = None
    while True:
        rows = log(asked.office, asked.who, page=page, limit=PAGE, lang=asked.lang)
        found += rows.rows
        if (page := rows.next) is None:
            break
    until = stamp(asked.moment)
    return (entry for entry in reversed(found) if entry.occurred_at <= until)


def _dossier(asked: Asked, code: str, before: str) -> Iterator[Table]:
    from states.queries.dossiers import dossier
    from states.queries.past import dossier_at

    if asked.at is None:
        case = dossier(asked.office, asked.who, code, lang=asked.lang)
    else:
        case = dossier_at(asked.office, asked.who, code, asked.at, lang=asked.lang)
    entries = list(_entries_of(asked, [code]))
    parts: list[tuple[str, tuple[str, ...], list[Row]]] = [
        ("facts", ("fact", "says"), list(_facts(asked, case))),
        ("states", ("state", "when", "clause", "seq"), list(_states(asked, entries))),
        ("duties", _OF_DUTIES, [_duty(asked, duty) for duty in _duties(asked, case)]),
        ("changes", _OF_CHANGES, list(_changes(asked, entries))),
        (
            "rewritten",
            ("seq", "when", "rewritten", "by", "reason"),
            list(_rewritten(asked, entries)),
        ),
        (
            "documents",
            ("seq", "when", "document", "file", "size", "digest"),
            list(_files(asked, case, entries)),
        ),
        ("checks", ("item", "result", "day", "remark"), list(_checks(asked, case))),
        ("children", ("code", "title", "state", "due"), list(_children(case))),
        ("flags", ("seq", "when", "flags", "clause"), list(_flags(asked, case))),
        ("register", ("seq", "when", "register", "coverage"), list(_register(asked, case))),
        ("history", _OF_LIFE, [_short(_entry(asked, entry)) for entry in entries]),
    ]
    for name, head, rows in parts:
        if rows:
            yield _table(asked, before + asked.say(f"part.{name}"), head, rows)


def _facts(asked: Asked, case: "Dossier") -> Iterator[Row]:
    form = asked.outline.kinds.get(case.kind, {}).get("form", {})
    known: list[tuple[str, Cell]] = [
        ("code", case.code),
        ("kind", case.kind_title),
        ("title", case.title),
        ("state", case.state_title),
        ("place", case.jurisdiction_title),
        ("field", case.field_title),
        ("unit", case.unit),
        ("credit-code", case.unit_code),
        ("period", case.period),
        ("parent", f"{case.parent.code} {case.parent.title}" if case.parent else None),
        ("programme", case.programme_title),
        ("version", case.programme_version),
        ("opened", asked.local(case.opened_at)),
    ]
    for name, value in known:
        if value:
            yield case.unit_title if name == "unit" else asked.say(f"head.{name}"), value
    told = {value for _, value in known}
    for field in case.fields:
        # personal values stay in the system
        if not field.personal and field.shown not in told and field.key != "unit":
            yield field.title, typed(asked, form.get(field.key, {"type": "text"}), field.value)
    yield from ((asked.say("head.held"), held.title) for held in case.holds)


def _states(asked: Asked, entries: "Iterable[Entry]") -> Iterator[Row]:
    for e in entries:
        if e.from_state != e.to_state:
            yield e.to_title, asked.local(e.occurred_at), asked.listed(e.clause), e.seq


_OF_DUTIES = (
    *("code", "duty", "who", "phrase", "clause", "first-due", "due", "status", "met", "extended"),
)


def _duties(asked: Asked, case: "Dossier") -> "tuple[Duty, ...]":
    if asked.at is not None:
        return case.duties
    from states.queries.duties import calendar

    return calendar(asked.office, asked.who, case.code, lang=asked.lang)


def _duty(asked: Asked, duty: "Duty") -> Row:
    return (
        duty.case,
        duty.title,
        asked.listed(duty.owed_by_titles),
        duty.phrase,
        asked.listed(duty.clause),
        day(duty.first_due_on or duty.due_on),
        day(duty.due_on, duty.due_time),
        standing(duty, asked.lang),
        asked.local(duty.met_at),
        duty.extended,
    )


_OF_CHANGES = ("seq", "when", "duty", "how", "from-day", "to-day", "order", "by", "reason")


def _changes(asked: Asked, entries: "Iterable[Entry]") -> Iterator[Row]:
    for e in entries:
        for change in e.changes:
            yield (
                e.seq,
                asked.local(e.occurred_at),
                change["title"],
                e.move_title,
                day(change.get("from"), change.get("from_time", "")),
                day(change.get("to"), change.get("to_time", "")),
                change.get("order"),
                e.actor_name or e.actor,
                asked.apart(part for part in (change.get("cause"), e.reason) if part),
            )


def _rewritten(asked: Asked, entries: "Iterable[Entry]") -> Iterator[Row]:
    for e in entries:
        for wrote in e.rewritten:
            who = e.actor_name or e.actor
            yield e.seq, asked.local(e.occurred_at), wrote.says, who, e.reason


def _files(asked: Asked, case: "Dossier", entries: "Iterable[Entry]") -> Iterator[Row]:
    """Every file that was ever handed in, also those that a later one replaced."""
    titles = {document.slot: document.title for document in case.documents}
    for e in entries:
        for slot, file in e.documents.items():
            yield (
                e.seq,
                asked.local(e.occurred_at),
                titles.get(slot, slot),
                file["name"],
                file["size"],
                file["digest"],
            )


def _checks(asked: Asked, case: "Dossier") -> Iterator[Row]:
    for check in case.checks:
        yield check.title, asked.say(f"verdict.{check.verdict}"), day(check.on), check.remark


def _children(case: "Dossier") -> Iterator[Row]:
    for child in case.children:
        yield child.code, child.title, child.state_title, day(child.due_on, child.due_time)


def _flags(asked: Asked, case: "Dossier") -> Iterator[Row]:
    for flag in case.flags:
        yield flag.seq, asked.local(flag.on), flag.message, asked.listed(flag.clause)


def _register(asked: Asked, case: "Dossier") -> Iterator[Row]:
    """What the register of earlier pilots said when it was asked; what is ahead is no record."""
    for said in case.register:
        if said.on is not None:
            yield (
                said.seq,
                asked.local(said.on),
                said.says,
                asked.listed(programmes(said.answer, asked.lang)),
            )


def _entry(asked: Asked, e: "Entry") -> Row:
    source = e.source or {}
    return (
        e.case,
        e.seq,
        asked.local(e.occurred_at),
        asked.local(e.recorded_at),
        asked.say(f"entry.{e.entry}"),
        e.move_title,
        e.from_title,
        e.to_title,
        e.actor_name,
        e.actor,
        e.role_title,
        e.reason,
        f"{source.get('system', '')} {source.get('reference', '')}".strip(),
        asked.apart(wrote.says for wrote in e.rewritten),
        asked.apart(_moved(change) for change in e.changes),
        asked.apart(f"{file['name']} {file['digest']}" for file in e.documents.values()),
        asked.listed(e.clause),
        asked.apart(flag.get("message", "") for flag in e.flags),
        " ".join(said.says for said in e.register),
        e.programme_version,
        e.prev_hash,
        e.hash,
    )


def _short(row: Row) -> Row:
    return tuple(cell for name, cell in zip(_OF_ENTRIES, row, strict=True) if name in _OF_LIFE)


def _moved(change: dict[str, Any]) -> str:
    if "says" in change:
        return str(change["says"])
    days = f"{change.get('from') or '—'} → {change.get('to') or '—'}" if "from" in change else ""
    ground = change.get("order") or change.get("cause") or ""
    return " ".join(part for part in (change["title"], days, ground) if part)


def _table(asked: Asked, title: str, head: tuple[str, ...], rows: list[Row]) -> Table:
    return Table(title, tuple(asked.say(f"head.{name}") for name in head), rows)
