"""Signed checkpoints: what the record held at an instant, kept where its administrator is not.

A checkpoint names every case with its last entry's number and hash, the versions of the programmes,
and how many rows the tables held. Whoever holds one can later tell whether anything that it names
was changed or taken away. Entries written after the last checkpoint that left the house, whose
holders show no receipt, are not protected by it.

The text is a C2SP signed note: lines, an empty line, `— name base64(key id, signature)`.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, bindparam, func, insert, select

from config.vocabulary import SYSTEM
from states import tables
from states.audits.findings import Audit
from states.audits.violations import Violation
from states.commands import SYSTEM_VIA, Via
from states.errors import BadInput, Refusal, Refused
from states.history import as_text
from states.keeping.keys import PublicKey, SigningKey, read_public
from states.keeping.naming import give_name
from states.keeping.notes import Checkpoint, Unreadable, is_signed, read, sign
from states.ledger import Event, note
from states.office import Office
from states.record.reading import Reader
from states.record.statements import among
from states.record.stored import ENTRY_COLUMNS, Entry, rows
from states.store import Tx
from states.words.titles import titled

COUNTED = (
    "accounts",
    "cases",
    "checkpoints",
    "duties",
    "grants",
    "history",
    "programmes",
    "receipts",
    "refusals",
    "requests",
)
"""Tables from which no row is ever deleted."""
KEY_FACT = "checkpoint_key"
_BIRTH = ("created_at", "kind", "office")
_CHUNK = 500


def make(
    office: Office,
    key: SigningKey,
    out: Path | None = None,
    *,
    by: str = SYSTEM,
    via: Via = SYSTEM_VIA,
) -> str:
    """A checkpoint of everything committed so far: signed, kept in the database, recorded in the
    programme's own history, and written to `out` if given. `by`: who asks, if not whoever keeps the
    database.

    Raises Refused for an account that does not see every case, since the checkpoint names them all;
    BadInput if `out` exists already; OSError if it cannot be written: then the checkpoint is in the
    database all the same."""
    if out is not None and out.exists():
        raise BadInput("CheckpointExists", path=str(out))
    with office.store.write() as tx:
        _check_sees_all(office, tx, by)
        made = _present(office, tx, office.recorded_at(tx))
        text = sign(made, key)
        tx.run(_KEEP, made_at=made.made_at, entries=made.entries, body=text)
        _name_key(office, tx, key)
        if made.programmes:
            digest = hashlib.sha256(text.encode()).hexdigest()
            detail = {"made_at": made.made_at, "entries": made.entries, "digest": digest}
            event = Event("checkpoint", detail)
            note(office, tx, office.current(tx), [event], actor=by, via=via)
    if out is not None:
        write_new(out, text)
    return text


def _check_sees_all(office: Office, tx: Tx, account: str) -> None:
    grants = Reader(office, tx, office.clock.now()).account(account).grants
    everywhere = {g.programme for g in grants if not (g.jurisdiction or g.category or g.unit)}
    for programme in office.versions(tx):
        if account != SYSTEM and not {programme, "*"} & everywhere:
            roles = office.current(tx, programme).programme.roles.values()
            able = [role for role in roles if role.scope == "programme"]
            raise Refused(
                [Refusal("MayNotCheckpoint", (), {"account": account, **titled(who=able)})]
            )


def verify_against(
    office: Office, text: str, public_key: PublicKey | str | None = None
) -> list[Violation]:
    """Whether what the checkpoint says is still there: every case it names with at least that many
    entries, the entry of that number with that hash, the same programmes, no fewer rows.

    Empty if all is. Without a key the one that the database names is used: good against accidents,
    not against an administrator, who may have changed it. Raises BadInput if the key is none."""
    with office.store.read() as tx:
        return _against(office, tx, text, public_key)


def verify_receipt(office: Office, receipt: Mapping[str, Any]) -> list[Violation]:
    """Whether the entry that a receipt proves is still there as it was. Receipts are kept by those
    who acted, so they show what was taken away even before any checkpoint.

    `receipt` is its JSON: case, seq, hash and command. Empty if it holds."""
    case, seq, command = receipt["case"], receipt["seq"], receipt["command"]
    with office.store.read() as tx:
        row = next(rows(office, tx, _ENTRY, code=case, seq=seq), None)
        if row is None:
            return [Violation("I2", case, seq, "ReceiptWithoutEntry", {"command": command})]
        entry = Entry._make(row[:-1])
        if entry.hash == receipt["hash"]:
            return []
        named = {**Audit(office, tx).named(entry, row[-1]), "command": command}
        return [Violation("I2", case, seq, "ReceiptDiffers", named)]


def against_own(office: Office, tx: Tx) -> list[Violation]:
    """What the newest checkpoint of the database itself has to say."""
    row = tx.one(_NEWEST)
    return _against(office, tx, row["body"], None) if row else []


def newest(office: Office) -> str | None:
    """The newest checkpoint that the database keeps; None if it has none."""
    with office.store.read() as tx:
        row = tx.one(_NEWEST)
    return str(row["body"]) if row else None


def named_key(office: Office) -> PublicKey | None:
    """The key that the database names; None before its first checkpoint."""
    with office.store.read() as tx:
        return _named_key(office, tx)


def write_new(path: Path, text: str) -> None:
    """Write a file in whole or not at all. Raises BadInput if there is one of that name."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        give_name(part, path)
    except FileExistsError as error:
        raise BadInput("CheckpointExists", path=str(path)) from error
    finally:
        part.unlink(missing_ok=True)


_KEEP = insert(tables.checkpoints).values(
    {name: bindparam(name) for name in ("made_at", "entries", "body")}
)
_NEWEST = select(tables.checkpoints.c.body).order_by(tables.checkpoints.c.id.desc()).limit(1)
_HEADS = select(tables.cases.c.code, tables.cases.c.seq, tables.cases.c.head)
_PROGRAMMES = select(
    tables.programmes.c.programme, tables.programmes.c.version, tables.programmes.c.digest
)
_FACTS = tables.meta.select()
_COUNTS: dict[str, Executable] = {
    name: select(func.count()).select_from(tables.metadata.tables[name]) for name in COUNTED
}
_LAST = select(func.max(tables.history.c.recorded_at), func.count(tables.history.c.id))
_ENTRY = (
    select(*ENTRY_COLUMNS, tables.cases.c.kind)
    .outerjoin(tables.cases, tables.cases.c.code == tables.history.c.case_code)
    .where(
        tables.history.c.case_code == bindparam("code"), tables.history.c.seq == bindparam("seq")
    )
)


@lru_cache(maxsize=2)
def _hashes(dialect: str) -> Executable:
    h = tables.history.c
    return select(h.case_code, h.seq, h.hash).where(among(h.case_code, "codes", dialect))


def _present(office: Office, tx: Tx, made_at: str) -> Checkpoint:
    facts = dict(rows(office, tx, _FACTS))
    # one statement for all heads: on PostgreSQL each statement sees an instant of its own
    cases = {code: (seq, head) for code, seq, head in rows(office, tx, _HEADS)}
    return Checkpoint(
        office=facts.get("office", ""),
        genesis=_genesis(facts),
        made_at=made_at,
        entries=sum(seq for seq, _ in cases.values()),
        counts=_counts(office, tx),
        programmes={(name, n): digest for name, n, digest in rows(office, tx, _PROGRAMMES)},
        cases=cases,
    )


def _genesis(facts: dict[str, str]) -> str:
    birth = {name: facts.get(name) for name in _BIRTH}
    return hashlib.sha256(as_text(birth).encode()).hexdigest()


def _counts(office: Office, tx: Tx) -> dict[str, int]:
    return {name: next(rows(office, tx, query))[0] for name, query in _COUNTS.items()}


def name_key(office: Office, key: SigningKey) -> None:
    """Write down whose checkpoints are this database's, before there is one: a copy made today can
    then be held against a checkpoint of tomorrow."""
    with office.store.write() as tx:
        _name_key(office, tx, key)


def _name_key(office: Office, tx: Tx, key: SigningKey) -> None:
    tx.run(office.statements.set_fact, key=KEY_FACT, value=key.public.text())


def _named_key(office: Office, tx: Tx) -> PublicKey | None:
    row = tx.one(office.statements.fact, key=KEY_FACT)
    return read_public(row["value"]) if row else None


def _against(office: Office, tx: Tx, text: str, public: PublicKey | str | None) -> list[Violation]:
    try:
        known = read_public(public) if isinstance(public, str) else public or _named_key(office, tx)
    except BadInput:
        if public is not None:
            raise
        known = None
    if known is None or not is_signed(text, known):
        named = {"key": known.text() if known else "—"}
        return [Violation("I16", "checkpoint", None, "CheckpointSignature", named)]
    try:
        kept = read(text)
    except Unreadable as error:
        where = {"line": error.line, "detail": error.detail}
        return [Violation("I16", "checkpoint", None, "CheckpointUnreadable", where)]
    return list(_Comparison(office, tx, kept).differences())


class _Comparison:
    """A checkpoint held against the present log."""

    def __init__(self, office: Office, tx: Tx, kept: Checkpoint) -> None:
        self.office, self.tx, self.kept = office, tx, kept
        self.facts: dict[str, str] = dict(rows(office, tx, _FACTS))
        self.audit = Audit(office, tx)

    def differences(self) -> Iterator[Violation]:
        """What is not as the checkpoint says. A checkpoint of another database is only that."""
        kept = self.kept
        if kept.office != self.facts.get("office"):
            here = self.facts.get("office", "—")
            self._add("CheckpointForeign", "checkpoint", office=kept.office, here=here)
            return iter(self.audit.found)
        if kept.genesis != _genesis(self.facts):
            self._add("CheckpointGenesis", "checkpoint")
        self._compare_counts()
        self._compare_programmes()
        codes = list(kept.cases)
        for start in range(0, len(codes), _CHUNK):
            self._compare_cases(codes[start : start + _CHUNK])
        self._compare_age()
        return iter(self.audit.found)

    def _add(self, code: str, subject: str, seq: int | None = None, **more: Any) -> None:
        self.audit.add("I16", code, subject, seq, made_at=self.kept.made_at, **more)

    def _compare_counts(self) -> None:
        for table, has in _counts(self.office, self.tx).items():
            had = self.kept.counts.get(table, 0)
            if has < had:
                self._add("CountFell", table, table=table, had=had, has=has)

    def _compare_programmes(self) -> None:
        present = {(p, n): digest for p, n, digest in rows(self.office, self.tx, _PROGRAMMES)}
        for (programme, version), digest in self.kept.programmes.items():
            if present.get((programme, version)) != digest:
                self._add("ProgrammeRewritten", programme, programme=programme, version=version)

    def _compare_cases(self, codes: list[str]) -> None:
        lasts: dict[str, int] = {}
        hashes: dict[str, str] = {}
        found = rows(
            self.office,
            self.tx,
            _hashes(self.office.store.dialect),
            codes=self.tx.listed(codes),
        )
        for code, seq, digest in found:
            lasts[code] = max(seq, lasts.get(code, 0))
            if seq == self.kept.cases[code][0]:
                hashes[code] = digest
        for code in codes:
            had, digest = self.kept.cases[code]
            if code not in lasts:
                self._add("CaseGone", code, had=had)
            elif lasts[code] < had:
                self._add("TailCut", code, had=had, has=lasts[code])
            elif hashes.get(code) != digest:
                self._rewritten(code, had)

    def _rewritten(self, code: str, seq: int) -> None:
        row = next(rows(self.office, self.tx, _ENTRY, code=code, seq=seq), None)
        named = self.audit.named(Entry._make(row[:-1]), row[-1]) if row else {}
        self._add("ChainRewritten", code, seq, **named)

    def _compare_age(self) -> None:
        """Nothing differs, but the end is missing everywhere: an old copy, not a forgery."""
        last, entries = next(rows(self.office, self.tx, _LAST))
        codes = {violation.code for violation in self.audit.found}
        is_short = entries < self.kept.entries and (last is None or last < self.kept.made_at)
        if is_short and not codes & {"ChainRewritten", "ProgrammeRewritten", "CheckpointGenesis"}:
            missing = self.kept.entries - entries
            self._add("OlderThanCheckpoint", "checkpoint", missing=missing)
