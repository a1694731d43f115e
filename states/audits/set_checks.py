"""What must hold between the tables, checked set-based: I2, I4, I5, I8, I13, I17, I22."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import Executable, bindparam, func, select, text, union

from config.vocabulary import SYSTEM
from states.audits.events import OVERLAP, is_then, told
from states.audits.findings import Audit
from states.audits.requested import check_requests
from states.history import instant
from states.ledger import LEDGER
from states.record.stored import ENTRY_COLUMNS, Entry, rows
from states.registers.register import HELD, digest_of_rows
from states.tables import (
    FOREVER,
    case_units,
    cases,
    checkpoints,
    delivery_items,
    history,
    outbox,
    programmes,
    receipts,
    refusals,
    register,
    unannounced_cases,
    unannounced_entries,
)


def between_tables(audit: Audit) -> None:
    """Run every check of this module."""
    for check in CHECKS:
        check(audit)


def _guards(audit: Audit) -> None:
    lite = audit.office.store.dialect == "sqlite"
    there = {name for (name,) in rows(audit.office, audit.tx, _TRIGGERS[lite])}
    for table in FOREVER:
        names = [f"{table}_no_{verb}" for verb in ("UPDATE", "DELETE")]
        for name in names if lite else [f"{table}_append_only"]:
            if name not in there:
                audit.add("I2", "GuardMissing", table, None, table=table, trigger=name)


_TRIGGERS: dict[bool, Executable] = {
    True: text("SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    False: text(
        "SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
        "WHERE tgenabled <> 'D' AND c.relnamespace = current_schema()::regnamespace"
    ),
}


def _orphans(audit: Audit) -> None:
    for code, count in rows(audit.office, audit.tx, _ORPHANS):
        audit.add("I1", "HistoryWithoutCase", code, None, count=count)
    for code, parent in rows(audit.office, audit.tx, _PARENTLESS):
        audit.add("I1", "ParentMissing", code, None, parent=parent)


_ORPHANS = (
    select(history.c.case_code, func.count())
    .where(~select(cases.c.code).where(cases.c.code == history.c.case_code).exists())
    .group_by(history.c.case_code)
)
_parent = cases.alias("parent")
_PARENTLESS = select(cases.c.code, cases.c.parent).where(
    cases.c.parent.is_not(None),
    ~select(_parent.c.code).where(_parent.c.code == cases.c.parent).exists(),
)


def _commands(audit: Audit) -> None:
    for command, count in rows(audit.office, audit.tx, _TWICE):
        audit.add("I4", "CommandTwice", command, None, command=command, count=count)
    for row in rows(audit.office, audit.tx, _WITHOUT_RECEIPT):
        entry = Entry._make(row[:-1])
        audit.at("I4", "ReceiptMissing", entry, row[-1])


_TWICE = (
    select(history.c.command, func.count()).group_by(history.c.command).having(func.count() > 1)
)
_WITHOUT_RECEIPT = (
    select(*ENTRY_COLUMNS, cases.c.kind)
    .join(cases, cases.c.code == history.c.case_code)
    .where(
        history.c.actor != SYSTEM,
        cases.c.kind != LEDGER,
        ~select(receipts.c.command).where(receipts.c.command == history.c.command).exists(),
    )
)


def _receipts(audit: Audit) -> None:
    for command, receipt, given_at, *entry in rows(audit.office, audit.tx, _RECEIPTS):
        try:
            proved = orjson.loads(receipt)
            case, seq, digest = proved["case"], proved["seq"], proved["hash"]
        except (TypeError, KeyError, orjson.JSONDecodeError):
            audit.add("I4", "ReceiptUnreadable", command, None, command=command)
            continue
        if entry[0] is None:
            audit.add("I4", "ReceiptWithoutEntry", case, seq, command=command)
        elif (case, seq, digest, given_at) != tuple(entry):
            *row, kind = next(rows(audit.office, audit.tx, _ENTRY_OF, command=command))
            audit.at("I4", "ReceiptDiffers", Entry._make(row), kind, command=command)


_ENTRY_OF = (
    select(*ENTRY_COLUMNS, cases.c.kind)
    .outerjoin(cases, cases.c.code == history.c.case_code)
    .where(history.c.command == bindparam("command"))
)
_RECEIPTS = select(
    receipts.c.command,
    receipts.c.receipt,
    receipts.c.recorded_at,
    history.c.case_code,
    history.c.seq,
    history.c.hash,
    history.c.recorded_at,
).outerjoin(history, history.c.command == receipts.c.command)


def _time(audit: Audit) -> None:
    tolerated = OVERLAP if audit.office.store.dialect == "postgresql" else timedelta(0)
    for *row, before, kind in rows(audit.office, audit.tx, _BACKWARDS):
        entry = Entry._make(row)
        try:
            back = instant(before) - instant(entry.recorded_at)
        except (TypeError, ValueError):
            back = timedelta.max
        if back > tolerated:
            audit.at("I17", "TimeWentBack", entry, kind, before=before)


_stamps = select(
    history.c.id,
    history.c.recorded_at,
    func.lag(history.c.recorded_at).over(order_by=history.c.id).label("before"),
).subquery()
_BACKWARDS = (
    select(*ENTRY_COLUMNS, _stamps.c.before, cases.c.kind)
    .select_from(
        _stamps.join(history, history.c.id == _stamps.c.id).outerjoin(
            cases, cases.c.code == history.c.case_code
        )
    )
    .where(_stamps.c.recorded_at < _stamps.c.before)
)


def _notices(audit: Audit) -> None:
    for key, count in rows(audit.office, audit.tx, _NOTICE_TWICE):
        audit.add("I13", "NoticeTwice", key, None, key=key, count=count)
    for key, code in rows(audit.office, audit.tx, _NOTICE_WITHOUT):
        audit.add("I13", "NoticeWithoutEntry", code, None, key=key)
    for key, code in rows(audit.office, audit.tx, _NOTICE_LOST):
        audit.add("I14", "NoticeLost", code, None, key=key)


_NOTICE_TWICE = select(outbox.c.key, func.count()).group_by(outbox.c.key).having(func.count() > 1)
_command = func.substr(
    outbox.c.key,
    1,
    func.length(outbox.c.key)
    - func.length(outbox.c.case_code)
    - func.length(outbox.c.recipient)
    - 2,
)
_NOTICE_WITHOUT = select(outbox.c.key, outbox.c.case_code).where(
    outbox.c.topic == "move",
    ~select(history.c.id).where(history.c.command == _command).exists(),
)
_NOTICE_LOST = select(outbox.c.key, outbox.c.case_code).where(
    outbox.c.taken_at.is_not(None),
    outbox.c.dropped.is_(None),
    ~select(delivery_items.c.delivery).where(delivery_items.c.notice == outbox.c.id).exists(),
)


def _refusals(audit: Audit) -> None:
    for number, command, reasons in rows(audit.office, audit.tx, _REFUSALS):
        try:
            is_readable = all(reason["code"] for reason in orjson.loads(reasons))
        except (TypeError, KeyError, orjson.JSONDecodeError):
            is_readable = False
        if not is_readable:
            audit.add("I8", "RefusalUnreadable", "refusals", None, id=number, command=command)


_REFUSALS = select(refusals.c.id, refusals.c.command, refusals.c.reasons).order_by(refusals.c.id)


def _register(audit: Audit) -> None:
    """The register holds what was brought into it."""
    brought = told(audit, "import-register")
    held = [list(row) for row in rows(audit.office, audit.tx, _HELD)]
    recorded = sum(event.detail.get("rows", 0) for event in brought)
    if len(held) != recorded:
        audit.add("I2", "RegisterDiffers", "register", None, stored=len(held), folded=recorded)
        return
    for event in brought:
        part, held = held[: event.detail["rows"]], held[event.detail["rows"] :]
        digest = event.detail.get("digest")
        if digest and digest != digest_of_rows(part):
            named = {"source": event.detail.get("source"), "rows": len(part)}
            audit.add("I2", "RegisterChanged", "register", None, **named)


_HELD = select(*(register.c[name] for name in HELD)).order_by(register.c.id)


def _programmes(audit: Audit) -> None:
    activated = {(e.programme, e.detail.get("version")): e for e in told(audit, "activate")}
    for name, version, digest, source, compiled, at, by in rows(
        audit.office, audit.tx, _PROGRAMMES
    ):
        named = {"programme": name, "version": version}
        if hashlib.sha256(compiled.encode()).hexdigest() != digest:
            audit.add("I22", "ProgrammeChanged", name, None, **named)
        event = activated.get((name, version))
        if event is None or event.detail.get("digest") != digest:
            audit.add("I22", "ActivationUnrecorded", name, None, **named)
            continue
        # entries from before the file was part of them say nothing of it
        read = hashlib.sha256(source.encode()).hexdigest()
        if event.detail.get("source", read) != read:
            audit.add("I22", "SourceChanged", name, None, **named)
        if by != event.actor or not is_then(at, event.recorded_at):
            stored, folded = f"{by} {at}", f"{event.actor} {event.recorded_at}"
            audit.add("I22", "ActivationDiffers", name, None, stored=stored, folded=folded, **named)


_PROGRAMMES = select(
    programmes.c.programme,
    programmes.c.version,
    programmes.c.digest,
    programmes.c.source,
    programmes.c.compiled,
    programmes.c.activated_at,
    programmes.c.activated_by,
)


def _unannounced(audit: Audit) -> None:
    """What is kept from those who are not told is about cases that are there; whether it is what
    their histories ask for is seen where they are folded."""
    for (code,) in rows(audit.office, audit.tx, _KEPT_OF_NONE):
        audit.add("I1", "KeptUnasked", code)


_KEPT_OF_NONE = union(
    *(
        select(table.c.case_code).where(
            ~select(cases.c.code).where(cases.c.code == table.c.case_code).exists()
        )
        for table in (unannounced_cases, unannounced_entries)
    )
)


def _joint_units(audit: Audit) -> None:
    """The look-up of joint units says what the cases say."""
    kept: dict[str, list[list[str]]] = {}
    for code, name, unit_code, key in rows(audit.office, audit.tx, _CASE_UNITS):
        kept.setdefault(code, []).append([name, unit_code or "", key])
    for code, joint in rows(audit.office, audit.tx, _JOINT):
        if kept.pop(code, []) != _list_of(joint):
            audit.add("I1", "JointDiffers", code, None)
    for code in sorted(kept):
        audit.add("I1", "JointDiffers", code, None)


def _list_of(text: str) -> Any:
    try:
        return orjson.loads(text)
    except (TypeError, orjson.JSONDecodeError):
        return None


_CASE_UNITS = select(
    case_units.c.case_code, case_units.c.unit_name, case_units.c.unit_code, case_units.c.unit_key
).order_by(case_units.c.case_code, case_units.c.n)
_JOINT = select(cases.c.code, cases.c.joint).where(cases.c.joint != "[]")


def _checkpoints(audit: Audit) -> None:
    kept = {
        hashlib.sha256(body.encode()).hexdigest()
        for (body,) in rows(audit.office, audit.tx, _CHECKPOINTS)
    }
    for event in told(audit, "checkpoint"):
        if event.detail.get("digest") not in kept:
            named = {name: event.detail.get(name) for name in ("entries", "made_at")}
            audit.add("I16", "CheckpointMissing", event.programme, None, **named)


_CHECKPOINTS = select(checkpoints.c.body)


CHECKS: tuple[Callable[[Audit], None], ...] = (
    _guards,
    _orphans,
    _commands,
    _receipts,
    _time,
    _notices,
    _refusals,
    _programmes,
    check_requests,
    _register,
    _unannounced,
    _joint_units,
    _checkpoints,
)
