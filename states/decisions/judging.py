"""What guards look at."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from config.case_types import Move
from config.programme import Programme
from states.compiled import Compiled
from states.facts import Case, Facts
from states.instants import local_day


class Asked(NamedTuple):
    """What a guard judges: the case as it would be after the move, the move, and the facts.
    `persons`: whose act it is; nobody's here if it happened elsewhere."""

    compiled: Compiled
    case: Case
    move: Move
    facts: Facts
    documents: Mapping[str, Mapping[str, Any]]
    counts: datetime
    persons: frozenset[str] = frozenset()

    @property
    def programme(self) -> Programme:
        """The programme as its file declares it."""
        return self.compiled.programme

    @property
    def today(self) -> date:
        """The day of the act by the programme's clock."""
        return local_day(self.counts, self.programme.zone)


Found = Iterator[tuple[str, dict[str, Any]]]
Judge = Callable[[Asked, Any], Found]
"""Every reason against the move: the code of its sentence, and what fills it."""
