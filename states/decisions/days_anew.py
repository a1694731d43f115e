"""The duties of a case once what their limits run from is known, or is another day, and once they
apply to it or do so no longer. Pure.

A duty gets its day, or another one. One that recurs may have other turns than before: those that
are missing arise, and those that are none any longer are dropped."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from config.dates.rules import Count, Every, Several, counts_from_event
from config.duty_types import Duty
from states.compiled import Compiled
from states.decisions.duty_days import Around, moved, new_duties, on_another_day, when
from states.facts import Case, DutyRow
from states.history import stamp
from states.plan import Changed, NewDuty
from states.words.entries import DROPPED

MOVED = "moved"
"""How a duty changes that gets another day."""
Pair = tuple[DutyRow | None, NewDuty | None]
"""A turn as it stands, and as it is by what is known now; None where there is none."""


@dataclass(slots=True)
class DaysAnew:
    """What becomes of the duties of a case, `rows`. `ruled`: those of which the same entry says
    already what becomes of them; `arising`: the names of those that arise with it."""

    compiled: Compiled
    around: Around
    case: Case
    rows: Sequence[DutyRow]
    ruled: Collection[tuple[str, int]] = ()
    arising: Collection[str] = ()
    changes: list[Changed] = field(default_factory=list)
    opens: list[NewDuty] = field(default_factory=list)

    def by_own(self, fields: Mapping[str, Any]) -> "DaysAnew":
        """Dates in the form of the case are others, and the move of `around` is made on it."""
        for name, duty in self.compiled.duties_of(self.case.kind).items():
            origin = duty.counts_from
            by_values = not self.compiled.applied_by(name).isdisjoint(fields)
            if by_values and not self.compiled.applies(duty.when, self.case):
                self._drop(name)
            elif {duty.day_from, origin.field if origin else None} & fields.keys():
                self._count(name, duty)
            elif by_values and not self._own(name):
                self._arise(name, duty)
            elif origin and origin.move == self.around.making[1]:
                self._arrive(name, duty)
        return self

    def by_parent(self, fields: Mapping[str, Any], move: str) -> "DaysAnew":
        """Dates in the form of the parent are others, and a move is made there; `around` has the
        parent as it is then."""
        for name, duty in self.compiled.duties_of(self.case.kind).items():
            origin = duty.counts_from
            if origin and origin.parent_field in fields:
                self._count(name, duty)
            elif origin and origin.parent == move:
                self._arrive(name, duty)
        return self

    def __bool__(self) -> bool:
        return bool(self.changes or self.opens)

    def _arrive(self, name: str, duty: Duty) -> None:
        """What has a day keeps it: only an effect lets it run anew from a move made once more."""
        if not any(_days(row) or row.opens_at for row in self._own(name)):
            self._count(name, duty)

    def _own(self, name: str) -> list[DutyRow]:
        return [row for row in self.rows if row.duty == name and not row.is_struck]

    def _count(self, name: str, duty: Duty) -> None:
        own = self._own(name)
        if not isinstance(self._rule(duty), Every | Count | Several):
            owed = [row for row in own if (name, row.n) not in self.ruled]
            self.changes += moved(self.compiled, self.around, self.case, name, owed, MOVED)
        elif name not in self.arising and (own or self._arose(duty)):
            self._count_turns(name, duty, sorted(own, key=lambda row: row.n))

    def _rule(self, duty: Duty) -> Any:
        return self.compiled.limit_of(duty, self.case.jurisdiction).rule

    def _arose(self, duty: Duty) -> bool:
        """Whether a duty that is not there would have arisen before, had it had a turn, or had it
        applied."""
        if duty.counts_from and duty.counts_from.settled:
            first = (row for row in self.rows if row.duty == duty.counts_from.settled)
            has_arisen = any(row.status in ("met", "late") for row in first)
        else:
            code = self.case.code
            opened = (name == "creation" or self.around.made(code, name) for name in duty.opened)
            has_arisen = any(opened)
        return has_arisen and self.compiled.applies(duty.when, self.case)

    def _arise(self, name: str, duty: Duty) -> None:
        if name in self.arising or self._is_over or not self._arose(duty):
            return
        taken = self._last(name)
        self.opens += new_duties(self.compiled, self.around, self.case, name, taken)

    def _drop(self, name: str) -> None:
        for row in self._own(name):
            if row.is_unsettled and (name, row.n) not in self.ruled:
                self.changes += self._become(row, None)

    def _last(self, name: str) -> int:
        return max((row.n for row in self.rows if row.duty == name), default=0)

    @property
    def _is_over(self) -> bool:
        state = self.compiled.kind(self.case.kind).states[self.case.state]
        return self.case.ended or state.end is not None

    def _count_turns(self, name: str, duty: Duty, own: Sequence[DutyRow]) -> None:
        fresh = new_duties(self.compiled, self.around, self.case, name, 0)
        if fresh and fresh[0].due_on is None:
            return  # what it runs from is known no longer: what is owed keeps its days
        last = self._last(name)
        for row, turn in self._pairs(duty, own, fresh):
            if row is not None:
                if row.is_unsettled and (name, row.n) not in self.ruled:
                    self.changes += self._become(row, turn)
            elif turn is not None and not self._is_over:
                last = turn.n = last + 1
                self.opens.append(turn)

    def _pairs(self, duty: Duty, own: Sequence[DutyRow], fresh: list[NewDuty]) -> Iterable[Pair]:
        rule = self._rule(duty)
        if isinstance(rule, Every | Count) and not counts_from_event(rule):
            return _by_day(own, fresh)
        if fresh and len(own) > len(fresh) and duty.opened != ("creation",):
            # it arose several times, each time with all its turns
            return ((row, fresh[(row.n - 1) % len(fresh)]) for row in own)
        return _in_order(own, fresh)

    def _become(self, row: DutyRow, turn: NewDuty | None) -> Iterator[Changed]:
        """What becomes of a turn that is owed, once it is this one, or none."""
        at = self.around.counts
        if turn is None:
            if self._is_over:
                return  # with the end all that is owed is waived
            never = {"status": "waived", "settled_at": stamp(at), "settled_seq": None}
            yield Changed(row, DROPPED, never, {"due": row.due_on})
        elif not row.paused_at and when(turn) != when(row):
            yield on_another_day(row, MOVED, turn, at)


def _by_day(own: Sequence[DutyRow], fresh: list[NewDuty]) -> Iterator[Pair]:
    """Turns on days of the calendar: one of a day that is still one stays as it is; one without a
    day stands for the first of those that are missing."""
    known, wanted = {day for row in own for day in _days(row)}, {turn.due_on for turn in fresh}
    for row in own:
        if _days(row) and wanted.isdisjoint(_days(row)):
            yield row, None
    undated = [row for row in own if not _days(row)]
    yield from _in_order(undated, [turn for turn in fresh if turn.due_on not in known])


def _in_order(own: Sequence[DutyRow], fresh: list[NewDuty]) -> Iterator[Pair]:
    """The first turn is the first, whatever its day."""
    return zip_longest(own, fresh)


def _days(row: DutyRow) -> list[str]:
    """The day of a turn, and the one that it had before it was put off."""
    return [day for day in (row.first_due_on, row.due_on) if day]
