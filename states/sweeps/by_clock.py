"""How the system acts when it acts by the clock, and what one run of it may be restricted to."""

from dataclasses import dataclass

from states.commands import Via

BY_CLOCK = Via("sweep", auth="system")
CHUNK = 500
"""Cases worked on in one transaction."""


@dataclass(frozen=True, slots=True)
class Only:
    """Restricts a sweep to the duties, moves and child kinds of one round."""

    duties: frozenset[str]
    moves: frozenset[str]
    kinds: frozenset[str]
