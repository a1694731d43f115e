"""The duties of one case, folded from its history and compared with their table: I9, I11, I12."""

from dataclasses import dataclass
from typing import Any

from states.compiled import Compiled
from states.findings import Audit
from states.stored import Entry
from states.violations import COLUMNS

_COMPARED = (
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
)


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


class DutyFold:
    """Takes the effects of a case's entries in order."""

    def __init__(self, audit: Audit, code: str, kind: str, compiled: Compiled | None) -> None:
        self._audit, self._code, self._kind, self._compiled = audit, code, kind, compiled
        self._owed: dict[tuple[str, int], Owed] = {}

    def add(self, entry: Entry, effects: dict[str, Any]) -> None:
        """What one entry opened, settled and marked."""
        for duty, n, due_on, due_at, provisional, owed_by in effects.get("opens", ()):
            self._owed[duty, n] = Owed(
                due_on, due_at, provisional, owed_by, entry.recorded_at, entry.seq
            )
        for duty, n, status in effects.get("settles", ()):
            self._settle(entry, (duty, n), status)
        for duty, n in effects.get("overdue", ()):
            self._mark(entry, (duty, n))

    def close(self, stored: list[dict[str, Any]]) -> None:
        """Compare with the rows of the table."""
        rows = {(row["duty"], row["n"]): row for row in stored}
        for key in sorted(self._owed.keys() - rows.keys()):
            self._note("I1", "DutyMissing", key, None)
        for key in sorted(rows.keys() - self._owed.keys()):
            self._note("I1", "DutyUnrecorded", key, None)
        for key in sorted(rows.keys() & self._owed.keys()):
            self._compare(key, rows[key], self._owed[key])

    def _compare(self, key: tuple[str, int], row: dict[str, Any], owed: Owed) -> None:
        for column in _COMPARED:
            folded = getattr(owed, column)
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
