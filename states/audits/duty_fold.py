"""The duties of one case, folded from its history and compared with their table: I9, I11, I12."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from config.vocabulary import SYSTEM
from states.audits.calendars import recount_broken
from states.audits.change_rulings import Breach, change_broken, rights_broken
from states.audits.columns import COLUMNS
from states.audits.findings import Audit
from states.compiled import Compiled
from states.decisions.duty_acts import EXEMPT, PARTS
from states.duties import MARK_OVERDUE
from states.history import as_text
from states.notices.reminders import overdue_key, told_when_overdue
from states.record.stored import Entry

COMPARED = (
    "due_on",
    "due_at",
    "provisional",
    "owed_by",
    "status",
    "opened_at",
    "opened_seq",
    "settled_at",
    "settled_seq",
    "overdue_at",
    "opens_at",
    "first_due_on",
    "basis",
    "paused_at",
    "remainder",
    "extended",
    "target",
    "done",
)
"""The columns of a duty that its history gives."""


@dataclass(slots=True)
class Owed:
    """A duty as its history has it."""

    due_on: str | None
    due_at: str | None
    provisional: int
    owed_by: str
    opened_at: str
    opened_seq: int
    status: str = "open"
    settled_at: str | None = None
    settled_seq: int | None = None
    overdue_at: str | None = None
    opens_at: str | None = None
    first_due_on: str | None = None
    basis: str | None = None
    paused_at: str | None = None
    remainder: str | None = None
    extended: int = 0
    target: int | None = None
    done: int = 0
    version: tuple[str, int] = ("", 0)
    phrase: str | None = None
    first_day: str | None = None


class DutyFold:
    """Takes the effects of a case's entries in order."""

    def __init__(
        self, audit: Audit, code: str, kind: str, compiled: Compiled | None, unit: str | None = None
    ) -> None:
        self._audit, self._code, self._kind, self._compiled = audit, code, kind, compiled
        self._unit = unit
        self._owed: dict[tuple[str, int], Owed] = {}
        self._lapsed: dict[int, list[tuple[str, int]]] = {}
        self._marks: list[tuple[Entry, tuple[str, int], dict[str, Any]]] = []

    def add(self, entry: Entry, effects: dict[str, Any]) -> None:
        """What one entry opened, settled and marked."""
        for duty, n, due_on, due_at, provisional, owed_by, *more in effects.get("opens", ()):
            owed = Owed(due_on, due_at, provisional, owed_by, entry.recorded_at, entry.seq)
            owed.version, owed.first_day = (entry.programme, entry.programme_version), due_on
            for name in ("opens_at", "basis", "target", "phrase") if more else ():
                setattr(owed, name, more[0].get(name))
            self._owed[duty, n] = owed
        for duty, n in effects.get("overdue", ()):
            self._mark(entry, (duty, n))
        for change in effects.get("changes", ()):
            self._change(entry, effects, change)
        for duty, n, status in effects.get("settles", ()):
            self._settle(entry, (duty, n), status)
            if entry.move == EXEMPT:
                self._broken(entry, (duty, n), rights_broken(self._compiled, entry, effects, duty))

    def limit_of(self, seq: int, duty: str) -> str | None:
        """The end, as it is by now, of the limit of a duty that lapsed with an entry."""
        lapsed = (self._owed[key] for key in self._lapsed.get(seq, ()) if key[0] == duty)
        return min((owed.due_at for owed in lapsed if owed.due_at), default=None)

    def close(self, stored: list[dict[str, Any]]) -> None:
        """Compare with the rows of the table."""
        rows = {(row["duty"], row["n"]): row for row in stored}
        for key in sorted(self._owed.keys() - rows.keys()):
            self._note("I1", "DutyMissing", key, None)
        for key in sorted(rows.keys() - self._owed.keys()):
            self._note("I1", "DutyUnrecorded", key, None)
        for key in sorted(rows.keys() & self._owed.keys()):
            self._compare(key, rows[key], self._owed[key])
        for entry, key, then in self._marks:
            if key in rows:
                self._told(entry, rows[key] | then)

    def _compare(self, key: tuple[str, int], row: dict[str, Any], owed: Owed) -> None:
        given = {column: getattr(owed, column) for column in COMPARED}
        for column, folded in (given | self._declared(key[0], row, owed)).items():
            if row[column] != folded:
                self._note(
                    "I1",
                    "DutyDiffers",
                    key,
                    None,
                    column=COLUMNS[column],
                    column_en=column,
                    stored=row[column],
                    folded=folded,
                )

    def _declared(self, name: str, row: dict[str, Any], owed: Owed) -> dict[str, str]:
        """What the version under which a duty arose says of it, in the words that its row has."""
        compiled = self._audit.version(*owed.version)
        duty = compiled.programme.duties.get(name) if compiled else None
        if compiled is None or duty is None:
            return {}
        limit = compiled.limit_of(duty, row["jurisdiction"])
        said = [owed.phrase] if owed.phrase is not None else [duty.due.phrase, limit.phrase]
        if owed.phrase is None and duty.day_from and owed.first_day:
            said.append(f"{owed.first_day}前")
        phrase = row["phrase"] if row["phrase"] in said else said[0]
        return {"phrase": str(phrase), "clause": as_text(duty.clause)}

    def _settle(self, entry: Entry, key: tuple[str, int], status: str) -> None:
        owed = self._owed.get(key)
        if owed is None:
            self._at("I1", "DutyNeverOpened", entry, key)
            return
        if status != "waived":
            is_late = owed.due_at is not None and entry.occurred_at >= owed.due_at
            right = "late" if is_late else "met"
            if right != status:
                self._at(
                    "I11",
                    "LatenessWrong",
                    entry,
                    key,
                    due_at=owed.due_at,
                    decided_at=entry.occurred_at,
                    right=right,
                    status=status,
                )
        elif entry.actor == SYSTEM:
            self._lapsed.setdefault(entry.seq, []).append(key)
        owed.status, owed.settled_at, owed.settled_seq = status, entry.occurred_at, entry.seq

    def _mark(self, entry: Entry, key: tuple[str, int]) -> None:
        owed = self._owed.get(key)
        if owed is None:
            self._at("I1", "DutyNeverOpened", entry, key)
            return
        if owed.overdue_at is not None:
            self._at("I9", "OverdueTwice", entry, key)
        if owed.due_at is None or entry.recorded_at < owed.due_at:
            self._at("I11", "OverdueEarly", entry, key, due_at=owed.due_at or "—")
        owed.status, owed.overdue_at = "overdue", entry.recorded_at
        then = {name: getattr(owed, name) for name in ("due_on", "due_at", "extended")}
        self._marks.append((entry, key, then))

    def _told(self, entry: Entry, row: dict[str, Any]) -> None:
        """Whoever must hear that a duty is overdue has a notice of it."""
        declared = self._compiled.programme.duties.get(row["duty"]) if self._compiled else None
        if self._compiled is None or declared is None or entry.move != MARK_OVERDUE:
            return
        row = {**row, "unit_code": self._unit}
        zone = self._compiled.programme.zone
        for recipient in told_when_overdue(self._compiled.programme, declared, row):
            if overdue_key(row, recipient, zone) not in self._audit.notices:
                key = (row["duty"], row["n"])
                self._at("I13", "NoticeMissing", entry, key, recipient=recipient)

    def _change(self, entry: Entry, effects: dict[str, Any], change: dict[str, Any]) -> None:
        key = (change["duty"], change["n"])
        owed = self._owed.get(key)
        if owed is None:
            self._at("I1", "DutyNeverOpened", entry, key)
            return
        if entry.move in PARTS:
            self._broken(entry, key, rights_broken(self._compiled, entry, effects, key[0]))
        self._broken(entry, key, change_broken(self._compiled, self._kind, entry, change, owed))
        if change.get("how") == "recomputed":
            years = self._audit.years
            found = recount_broken(years, self._compiled, entry, effects, change, owed)
            self._broken(entry, key, found)
        for name, value in change["now"].items():
            setattr(owed, name, value)
        if owed.status in ("met", "late") and owed.due_at and owed.settled_at:
            right = "late" if owed.settled_at >= owed.due_at else "met"
            if right != owed.status:
                named = {"due_at": owed.due_at, "decided_at": owed.settled_at}
                self._at("I11", "LatenessWrong", entry, key, right=right, **named)

    def _broken(self, entry: Entry, key: tuple[str, int], found: Iterator[Breach]) -> None:
        for invariant, code, parameters in found:
            self._at(invariant, code, entry, key, **parameters)

    def _note(
        self, invariant: str, code: str, key: tuple[str, int], seq: int | None, **more: Any
    ) -> None:
        self._audit.add(invariant, code, self._code, seq, **self._named(key), **more)

    def _at(
        self, invariant: str, code: str, entry: Entry, key: tuple[str, int], **more: Any
    ) -> None:
        self._audit.at(invariant, code, entry, self._kind, **self._named(key), **more)

    def _named(self, key: tuple[str, int]) -> dict[str, Any]:
        duty, n = key
        declared = self._compiled.programme.duties.get(duty) if self._compiled else None
        return {"duty": declared.title if declared else duty, "duty_en": duty, "n": n}
