"""Whether a move, made at an instant, leaves time for those after it: for what has to be waited for
in between, and before what binds them is due."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from console.synthetic.paths import Paths
from states.decisions.duty_days import Around, new_duties
from states.decisions.replaying import row_of
from states.facts import Case, DutyRow

SECOND_LOOK = timedelta(days=2)
"""How long a second person takes to decide."""
SOONER = (1, 0.5, 0.25, 0.1, 0)
"""Which parts of the delay before a move are tried, one after the other."""


class Foresight:
    """Looks ahead along the way that is there for every case."""

    def __init__(self, paths: Paths) -> None:
        self.paths, self.compiled = paths, paths.compiled
        self._next: dict[tuple[str, str], str | None] = {}

    def in_time(
        self, case: Case, name: str, duties: Sequence[DutyRow], first: datetime, at: datetime
    ) -> datetime:
        """The instant at which a move is meant to be made, or one so much nearer to the first that
        what comes after it can be in time; as it was meant where none leaves that much."""
        for part in SOONER:
            sooner = first + (at - first) * part
            if self._leaves_time(case, name, duties, sooner):
                return sooner
        return at

    def _leaves_time(self, case: Case, name: str, duties: Sequence[DutyRow], at: datetime) -> bool:
        """Whether the moves onward, each made as soon as it can be, are in time."""
        kind, moves = case.kind, self.compiled.kind(case.kind).moves
        after = case if moves[name].stays else case._replace(state=moves[name].to)
        onward = self._onward(kind, after.state)
        if onward is None:
            return True
        owed = [*self._still_owed(name, duties), *self._arising(after, name, at)]
        done = at + SECOND_LOOK if moves[name].four_eyes else at
        bound = self.paths.closing(onward, moves[onward], owed)
        opened = self.paths.opened(onward, owed)
        first = self.paths.opening(kind, after.state, moves[onward], done, bound, opened)
        is_late = bound is not None and first >= bound
        return not is_late and self._leaves_time(after, onward, owed, first)

    def _onward(self, kind: str, state: str) -> str | None:
        if (kind, state) not in self._next:
            self._next[kind, state] = next(iter(self.paths.nearer(kind, state)), None)
        return self._next[kind, state]

    def _still_owed(self, name: str, duties: Sequence[DutyRow]) -> Iterator[DutyRow]:
        declared = self.compiled.programme.duties
        return (d for d in duties if d.duty in declared and name not in declared[d.duty].bound_by)

    def _arising(self, case: Case, name: str, at: datetime) -> Iterator[DutyRow]:
        creates = not self.compiled.kind(case.kind).moves[name].from_
        around = Around(at, (case.code, name))
        for duty, declared in self.compiled.arising(case.kind, name, creation=creates):
            if declared.bound_by and self.compiled.applies(declared.when, case):
                for new in new_duties(self.compiled, around, case, duty, 0):
                    yield row_of(case, new)
