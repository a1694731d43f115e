"""The only writer of case state: plans become rows, in one order, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Executable

from states.calendars.years import mark_of
from states.commands import Command, Next, Receipt
from states.compiled import Compiled
from states.decisions.duty_news import news_of
from states.decisions.inherited import UNIT
from states.errors import Conflict
from states.facts import Case, DutyRow
from states.history import HASH_NAME, as_text, seal, stamp
from states.office import Office
from states.plan import Draft, NewDuty, Plan
from states.record.limit_statements import CHANGING_DUTY, limit_statements
from states.record.publishing import Publishing
from states.record.unit_statements import unit_statements
from states.registers.looking_up import REGISTER
from states.store import Row, Tx


class Decided(NamedTuple):
    """A plan together with the command and programme that it answers, ready to be written. `owed`:
    the duties of the case before; `received`: when the command had arrived, where it does not say
    so itself."""

    compiled: Compiled
    command: Command
    plan: Plan
    digest: str = ""
    owed: Sequence[DutyRow] = ()
    received: datetime | None = None


def write(office: Office, tx: Tx, decided: Sequence[Decided], recorded_at: str) -> list[Receipt]:
    """Write the plans set-based and give a receipt for each.

    Raises Conflict if a case was changed by somebody else since it was read."""
    batch = _Batch(office, tx, recorded_at)
    receipts = [batch.add_with_receipt(one) for one in decided]
    batch.flush()
    return receipts


def append(office: Office, tx: Tx, decided: Sequence[Decided], recorded_at: str) -> None:
    """Write plans that nobody waits for. Raises Conflict like `write`."""
    batch = _Batch(office, tx, recorded_at)
    for one in decided:
        batch.add(one)
    batch.flush()


class _Batch:
    def __init__(self, office: Office, tx: Tx, recorded_at: str) -> None:
        self.office, self.tx, self.recorded_at = office, tx, recorded_at
        self.entries: list[dict[str, Any]] = []
        self.cases: dict[str, dict[str, Any]] = {}
        self.new_duties: list[dict[str, Any]] = []
        self.settled: list[dict[str, Any]] = []
        self.marked: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []
        self.restarted: list[dict[str, Any]] = []
        self.quotas: dict[tuple[str, str], list[int]] = {}
        self.notices: list[dict[str, Any]] = []
        self.receipts: list[dict[str, Any]] = []
        self.units_of: list[dict[str, Any]] = []
        self.units: list[dict[str, Any]] = []
        self.heads: dict[str, str] = {}
        self.publicity = Publishing()

    def add(self, one: Decided) -> None:
        """Turn a plan into rows; nothing is sent to the database yet."""
        for n, draft in enumerate(one.plan.drafts):
            self._draft(one, draft, one.plan.command if n == 0 else f"{one.plan.command}.{n}")
        self.notices += [notice.row(self.recorded_at) for notice in one.plan.notices]

    def add_with_receipt(self, one: Decided) -> Receipt:
        """Like `add`; the receipt of a command is kept, so that it can be given again."""
        self.add(one)
        receipt = _receipt(one, self.recorded_at)
        if one.digest:
            self.receipts.append(
                {
                    "command": one.plan.command,
                    "digest": one.digest,
                    "receipt": as_text(receipt.as_json()),
                    "recorded_at": self.recorded_at,
                }
            )
        return receipt

    def flush(self) -> None:
        """Send everything, each table once. Raises Conflict if a case moved meanwhile."""
        tx, s = self.tx, self.office.statements
        if self._is_outdated():
            raise Conflict(detail="calendar")
        self.publicity.before(self.office, tx)
        # the versioned update comes before the history, so that a lost race is seen as one
        self._flush_cases()
        self.publicity.after(self.office, tx)
        if self.units_of or self.units:
            of_units = unit_statements(self.office.store.dialect)
            tx.many(of_units.drop_case_units, self.units_of)
            tx.many(of_units.new_case_unit, self.units)
        tx.many(s.new_entry, self.entries)
        tx.many(
            s.move_quota,
            [
                {"in_programme": p, "in_bucket": b, "more_used": used, "more_over": over}
                for (p, b), (used, over) in sorted(self.quotas.items())
            ],
        )
        # one entry may count a duty and settle it, or mark it as overdue and let it lapse; a
        # correction may open one that a later act has done
        tx.many(s.new_duty, self.new_duties)
        if self.changed:
            limits = limit_statements(self.office.store.dialect)
            self._change(limits.change_duty, self.changed, "duty")
            tx.many(limits.restart_duty, self.restarted)
        self._change(s.mark_overdue, self.marked, "overdue")
        self._change(s.settle_duty, self.settled, "duty")
        tx.many(s.new_notice, self.notices)
        tx.many(s.new_receipt, self.receipts)

    def _change(self, statement: Executable, rows: Sequence[Row], what: str) -> None:
        """Change rows that must stand as they were read. Raises Conflict if one does not."""
        if rows and self.tx.many(statement, rows) != len(rows):
            raise Conflict(detail=what)

    def _is_outdated(self) -> bool:
        """Whether a year has arrived since the days were counted: it would never reach them. Where
        a writer excludes all others, none can have come since the stamp was taken."""
        office = self.office
        if not office.store.has_many_writers:
            return False
        counted = any(row["basis"] for row in (*self.new_duties, *self.changed))
        return counted and not office.counts_by(mark_of(self.tx, holding=True))

    def _draft(self, one: Decided, draft: Draft, command_id: str) -> None:
        entry = self._entry(one, draft, command_id)
        self.heads[draft.after.code] = entry["hash"]
        draft.after = draft.after._replace(head=entry["hash"])
        self.entries.append(entry)
        self._case(draft)
        self._units(one, draft)
        self._duties(one, draft)
        if draft.publicity:
            self.publicity.add(draft, one.plan.drafts[0].after.code)
        for bucket, column in draft.takes.items():
            self._count(one.compiled.key, bucket, column, 1)
        for bucket, column in draft.gives.items():
            self._count(one.compiled.key, bucket, column, -1)

    def _flush_cases(self) -> None:
        s = self.office.statements
        rows: dict[Executable, list[dict[str, Any]]] = {}
        for row in self.cases.values():
            # a mark leaves the case as it is, and a sweep makes thousands
            left = s.move_case if "state" in row else s.note_entry
            changed = s.end_case if "ended" in row else left
            kept = s.change_case if "fields" in row else changed
            rows.setdefault(s.new_case if "code" in row else kept, []).append(row)
        for statement, asked in rows.items():
            self._change(statement, asked, "case")

    def _case(self, draft: Draft) -> None:
        case = draft.after
        row = {"seq": case.seq, "head": case.head, "changed_at": self.recorded_at}
        is_filled = draft.is_new or bool(draft.fields) or UNIT in draft.extra
        if draft.is_new or not draft.leaves_case:
            row |= _moved(draft)
            if is_filled or draft.was_ended != case.ended:
                row["ended"] = int(case.ended)
        if is_filled:
            row |= _filled(draft)
        if draft.is_new:
            row |= _born(draft, self.recorded_at)
        earlier = self.cases.get(case.code) or {"in_code": case.code, "in_seq": case.seq - 1}
        self.cases[case.code] = earlier | row

    def _units(self, one: Decided, draft: Draft) -> None:
        case = draft.after
        if not draft.is_new:
            if draft.fields.keys().isdisjoint(one.compiled.joint_fields(case.kind)):
                return
            self.units_of.append({"in_case": case.code})
        self.units = [row for row in self.units if row["case_code"] != case.code]
        self.units += [
            {
                "case_code": case.code,
                "n": n,
                "unit_name": unit.name,
                "unit_code": unit.code or None,
                "unit_key": unit.key,
            }
            for n, unit in enumerate(case.joint, 1)
        ]

    def _count(self, programme: str, bucket: str, column: str, by: int) -> None:
        counts = self.quotas.setdefault((programme, bucket), [0, 0])
        counts[column == "over"] += by

    def _entry(self, one: Decided, draft: Draft, command_id: str) -> dict[str, Any]:
        command, case = one.command, draft.after
        occurrence = command.occurrence
        arrived = command.received_at or one.received
        received = stamp(arrived) if arrived else self.recorded_at
        via = command.via
        extra = f" {via.user}@{via.host}" if via.user else ""
        return seal(
            {
                "case_code": case.code,
                "seq": case.seq,
                "entry": command.entry,
                "move": draft.move,
                "from_state": draft.from_state,
                "to_state": case.state,
                "actor": draft.actor,
                "actor_name": draft.actor_name,
                "role": draft.role,
                "scope": draft.scope,
                "via": f"{via.channel} {via.auth}{extra}",
                "received_at": received,
                "occurred_at": stamp(occurrence.at) if occurrence else received,
                "recorded_at": self.recorded_at,
                "source": as_text(
                    {
                        "system": occurrence.system,
                        "reference": occurrence.reference,
                        "digest": occurrence.digest,
                    }
                )
                if occurrence
                else None,
                "reason": command.reason or None,
                "clause": as_text(draft.clause),
                "flags": as_text(draft.flags),
                "fields": as_text(draft.fields),
                "documents": as_text(draft.documents),
                "checks": as_text(draft.checks),
                "effects": as_text(draft.effects()),
                "run": command.run,
                "programme": one.compiled.key,
                "programme_version": case.programme_version,
                "command": command_id,
                "prev_hash": self.heads.get(case.code, case.head),
                "hash_name": HASH_NAME,
            }
        )

    def _duties(self, one: Decided, draft: Draft) -> None:
        case = draft.after
        owing = partial(_owing, case, one.compiled.key, self.recorded_at)
        self.new_duties += map(owing, draft.opens)
        for done in draft.settles:
            self.settled.append(
                {
                    "in_case": case.code,
                    "in_duty": done.duty,
                    "in_n": done.n,
                    "status": done.status,
                    "settled_at": stamp(one.plan.counts),
                    "settled_seq": case.seq,
                }
            )
        for change in draft.changes:
            where = {"in_case": case.code, "in_duty": change.row.duty, "in_n": change.row.n}
            after = change.after()
            self.changed.append(where | {name: getattr(after, name) for name in CHANGING_DUTY})
            if change.moves_day:
                self.restarted.append(where | {"restarted_at": self.recorded_at})
        for duty, n in draft.marks:
            self.marked.append(
                {
                    "in_case": case.code,
                    "in_duty": duty,
                    "in_n": n,
                    "overdue_at": self.recorded_at,
                }
            )


def _owing(case: Case, programme: str, recorded_at: str, new: NewDuty) -> dict[str, Any]:
    return {
        "case_code": case.code,
        "duty": new.duty,
        "n": new.n,
        "programme": programme,
        "kind": case.kind,
        "jurisdiction": case.jurisdiction,
        "category": case.category,
        "period": case.period,
        "owed_by": new.owed_by,
        "phrase": new.phrase,
        "clause": as_text(new.clause),
        "due_on": new.due_on,
        "due_at": new.due_at,
        "provisional": int(new.provisional),
        "status": "open",
        "opened_at": recorded_at,
        "opened_seq": case.seq,
        "opens_at": new.opens_at,
        "basis": new.basis,
        "target": new.target,
    }


def _moved(draft: Draft) -> dict[str, Any]:
    case = draft.after
    checks = {
        item: {"verdict": c.verdict, "remark": c.remark, "on": c.on}
        for item, c in case.checks.items()
    }
    return {
        "state": case.state,
        "documents": as_text(dict(case.documents)),
        "checks": as_text(checks),
        "holds": as_text(dict(case.holds)),
        "unannounced": int(case.unannounced),
    }


def _filled(draft: Draft) -> dict[str, Any]:
    case = draft.after
    return {
        "title": case.title,
        "jurisdiction": case.jurisdiction,
        "category": case.category,
        "unit_name": case.unit_name,
        "unit_code": case.unit_code,
        "unit_key": case.unit_key,
        "fields": as_text(dict(case.fields)),
        "joint": as_text([list(unit) for unit in case.joint]),
    }


def _born(draft: Draft, recorded_at: str) -> dict[str, Any]:
    case = draft.after
    return {
        "code": case.code,
        "programme": case.programme,
        "programme_version": case.programme_version,
        "kind": case.kind,
        "parent": case.parent,
        "period": case.period,
        "opened_at": recorded_at,
    }


def _receipt(one: Decided, recorded_at: str) -> Receipt:
    """What became of a command; who is not told of a decision on the case learns from it, also when
    it is given again, no more than what he sees of the case."""
    draft = one.plan.drafts[0]
    is_told = draft.seen is None
    return Receipt(
        case=draft.after.code,
        state=(draft.seen or draft.after).state,
        seq=draft.after.seq,
        hash=draft.after.head,
        recorded_at=recorded_at,
        next=tuple(_next(one)) if is_told else (),
        command=one.plan.command,
        flags=tuple(str(flag["message"]) for flag in draft.flags),
        register=tuple(draft.extra.get(REGISTER, ())),
        duties=news_of(one.compiled, one.plan) if is_told else (),
        noted=tuple(draft.flags),
    )


def _next(one: Decided) -> list[Next]:
    """Who may act on the case and on the child cases that were just opened, and until when."""
    main, compiled = one.plan.drafts[0], one.compiled
    found = []
    for draft in one.plan.drafts:
        case = draft.after
        if (draft is not main and not draft.is_new) or case.kind not in compiled.programme.cases:
            continue
        dues = _dues(draft, one.owed if draft is main else ())
        for who, move, day, when, duties in compiled.ahead(case.kind, case.state):
            if not when or compiled.applies(when, case):
                found.append(Next(who, move, next(filter(None, map(dues.get, duties)), day)))
    return found


def _dues(draft: Draft, owed: Sequence[DutyRow]) -> dict[str, str]:
    """The first day of each duty that is owed once a draft is written."""
    ended = {(done.duty, done.n) for done in draft.settles}
    left = draft.left(owed) if draft.changes else owed
    found: dict[str, str] = {}
    owing: list[DutyRow | NewDuty] = [*left, *draft.opens]
    for one in owing:
        is_owed = isinstance(one, NewDuty) or one.is_unsettled
        if one.due_on and is_owed and (one.duty, one.n) not in ended:
            found[one.duty] = min(one.due_on, found.get(one.duty, one.due_on))
    return found
