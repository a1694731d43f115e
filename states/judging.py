"""What guards look at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.programme import Move, Programme
from states.facts import Case, Facts


@dataclass(frozen=True, slots=True)
class Asked:
    """What a guard judges: the case as it would be after the move, the move, and the facts."""

    programme: Programme
    case: Case
    move: Move
    facts: Facts
    documents: Mapping[str, Mapping[str, Any]]
    counts: datetime


Found = Iterator[tuple[str, dict[str, Any]]]
Judge = Callable[[Asked, Any], Found]
"""Every reason against the move: the code of its sentence, and what fills it."""
