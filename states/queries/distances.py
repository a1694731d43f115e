"""How far the states of a kind are from a normal end, in moves."""

from collections.abc import Iterable, Mapping
from typing import Any


def distances(
    states: Mapping[str, Mapping[str, Any]], moves: Iterable[Mapping[str, Any]]
) -> dict[str, int]:
    """Fewest moves from each state to a normal end; a state from which none leads there is left
    out."""
    ways = list(moves)
    far = {state: 0 for state, declared in states.items() if declared.get("end") == "normal"}
    edge = list(far)
    while edge:
        nearer = edge.pop(0)
        for move in ways:
            for source in move.get("from") or ():
                if move["to"] == nearer and source not in far:
                    far[source] = far[nearer] + 1
                    edge.append(source)
    return far


def is_only_way(
    states: Mapping[str, Mapping[str, Any]],
    moves: Iterable[Mapping[str, Any]],
    state: str,
    move: Mapping[str, Any],
) -> bool:
    """Whether a move that is there for certain cases alone leads on where the others like it out of
    that state, which are not there for those cases, are left out."""
    if not move.get("when"):
        return False
    others = [m for m in moves if m is move or not (m.get("when") and state in m.get("from", ()))]
    far = distances(states, others)
    return move["to"] in far and far[move["to"]] < far.get(state, len(states) + 1)
