"""The chain of one case, verified from stored bytes: I2, I3 and I15."""

from typing import Any

from states.audits.findings import Audit
from states.history import genesis
from states.record.stored import BODY, Entry, hash_of

_SEQ, _PREV, _HASH_NAME, _HASH = 1, BODY - 2, BODY - 1, BODY


class Chain:
    """Takes a case's rows in order and notes the first thing wrong with each."""

    __slots__ = ("_audit", "_code", "_expected", "_kind", "head")

    def __init__(self, audit: Audit, code: str, kind: str | None) -> None:
        self._audit, self._code, self._kind = audit, code, kind
        self._expected = 1
        self.head: str | None = None

    def link(self, row: tuple[Any, ...]) -> None:
        """Verify one row's number, its hash, and that it follows from the one before."""
        seq, hash_name = row[_SEQ], row[_HASH_NAME]
        found = hash_of(row, hash_name)
        if found != row[_HASH]:
            self._note("HashUnknown" if found is None else "EntryChanged", "I2", row)
        if seq != self._expected:
            self._number(row)
        elif row[_PREV] != (self.head or self._start(hash_name)):
            self._note("ChainBroken", "I15", row)
        self._expected = seq + 1 if isinstance(seq, int) else self._expected + 1
        self.head = row[_HASH]

    def close(self, stored: dict[str, Any], last: Entry) -> None:
        """Compare the end of the chain with what the case row says."""
        if stored["seq"] != last.seq:
            parameters = {"stored": stored["seq"], "folded": last.seq}
            self._audit.add("I1", "LastEntryDiffers", self._code, last.seq, **parameters)
        elif stored["head"] != last.hash:
            self._audit.at("I2", "HeadDiffers", last, self._kind)

    def _start(self, hash_name: str) -> str:
        try:
            return genesis(self._code, hash_name)
        except (TypeError, ValueError):
            return genesis(self._code)

    def _number(self, row: tuple[Any, ...]) -> None:
        entry = Entry._make(row)
        if not isinstance(entry.seq, int) or entry.seq < self._expected:
            self._audit.at("I3", "EntryTwice", entry, self._kind)
            return
        named = self._audit.named(entry, self._kind)
        for missing in range(self._expected, min(entry.seq, self._expected + 20)):
            self._audit.add("I3", "EntryMissing", self._code, missing, **named)

    def _note(self, code: str, invariant: str, row: tuple[Any, ...]) -> None:
        entry = Entry._make(row)
        self._audit.at(invariant, code, entry, self._kind, hash_name=entry.hash_name)
