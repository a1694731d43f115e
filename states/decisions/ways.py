"""By which moves of people a case comes from one state to another. Pure."""

from collections.abc import Collection, Iterator

from config.case_types import CaseKind, Move
from states.compiled import is_by_system

Way = tuple[str, ...]
MOST_MOVES = 12


def ways(kind: CaseKind, start: str | None, target: str) -> list[Way]:
    """Every way from a state (None: from nothing) to another that passes no state twice, the
    shortest first. Moves of the system and moves that change no state are on none."""
    return sorted(_onward(kind, start, target, ()), key=len)


def chosen(found: Collection[Way], named: Collection[str]) -> list[Way]:
    """The ways that hold all the named moves; of these the shortest ones. More than one: the table
    does not say which."""
    able = [way for way in found if set(named) <= set(way)]
    return [way for way in able if len(way) == min(map(len, able))]


def people_moves(kind: CaseKind) -> dict[str, Move]:
    """The moves by which people bring a case into another state."""
    return {
        name: move for name, move in kind.moves.items() if not (is_by_system(move) or move.stays)
    }


def _onward(kind: CaseKind, here: str | None, target: str, passed: Way) -> Iterator[Way]:
    if here == target:
        yield ()
        return
    if len(passed) == MOST_MOVES:
        return
    for name, move in people_moves(kind).items():
        starts = not move.from_ if here is None else here in move.from_
        if starts and move.to not in passed:
            seen = (*passed, move.to, *([here] if here else []))
            for rest in _onward(kind, move.to, target, seen):
                yield (name, *rest)
