"""Facts in the place of what the clock had made: each happened before the limit of that. I6."""

from dataclasses import dataclass, field
from typing import Any

from states.audits.duty_fold import DutyFold
from states.audits.findings import Audit
from states.compiled import Compiled
from states.decisions.timing import falls
from states.history import stamp
from states.record.stored import Entry


@dataclass(slots=True)
class Displaced:
    """Takes the entries of a case that put others right, in order. `_by_clock`: the moves that the
    clock made; `_in_place_of`: for each fact that stands in the place of one its number."""

    kind: str
    compiled: Compiled | None
    duties: DutyFold
    _by_clock: dict[int, str] = field(default_factory=dict)
    _in_place_of: dict[Any, int] = field(default_factory=dict)
    _too_late: dict[Any, tuple[Entry, str]] = field(default_factory=dict)

    def made(self, entry: Entry) -> None:
        """The clock made a move."""
        self._by_clock[entry.seq] = entry.move

    def put_right(self, entry: Entry, cited: dict[str, Any]) -> None:
        """An entry puts a fact right by its day, or is one that takes the place of an entry."""
        fact, at = cited["seq"], cited.get("now")
        if at is None:
            place, moved = self._in_place_of.get(fact, fact), cited.get("moved")
            for gone in (fact, moved):
                self._in_place_of.pop(gone, None)
                self._too_late.pop(gone, None)
            if place not in self._by_clock or fact == moved:
                return
            fact, at = entry.seq, entry.occurred_at
            self._in_place_of[fact] = place
        limit = self._limit(self._in_place_of.get(fact, 0))
        self._too_late.pop(fact, None)
        if limit is not None and at >= limit:
            self._too_late[fact] = entry, limit

    def close(self, audit: Audit) -> None:
        """Name those that by the day they have now came too late for that."""
        for fact, (entry, limit) in self._too_late.items():
            named = {"cited": self._in_place_of[fact], "limit": limit}
            audit.at("I6", "ClockWasRight", entry, self.kind, **named)

    def _limit(self, seq: int) -> str | None:
        """The instant at which a move of the clock fell due."""
        move = self.compiled.move(self.kind, self._by_clock.get(seq, "")) if self.compiled else None
        if move is None or self.compiled is None:
            return None
        if move.lapse_of is not None:
            return self.duties.limit_of(seq, move.lapse_of)
        fell = falls(self.compiled, move)
        return stamp(fell) if fell else None
