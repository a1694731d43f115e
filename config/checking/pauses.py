"""Checks on moves that let the limit of a duty stop running, or run on."""

from collections.abc import Iterator, Mapping

from config.case_types import Effect, Move
from config.checking.findings import Finding, error, warning
from config.checking.state_graph import StateGraph
from config.duty_types import Duty
from config.language.source import Place
from config.programme import Programme


def check_pauses(programme: Programme, graphs: Mapping[str, StateGraph]) -> Iterator[Finding]:
    """What is wrong with the pauses and resumptions that moves bring about."""
    for graph in graphs.values():
        for key, move in graph.kind.moves.items():
            for n, effect in enumerate(move.effects):
                duty = programme.duties.get(effect.target) if effect.paces else None
                if duty is not None:
                    place = ("cases", graph.name, "moves", key, "effects", n)
                    yield from _paces(graph, key, effect, duty, place)


def _paces(
    graph: StateGraph, key: str, effect: Effect, duty: Duty, place: Place
) -> Iterator[Finding]:
    move = graph.kind.moves[key]
    named = {"move": move.title, "duty": duty.title}
    if duty.pause is None:
        yield error("pauses-undeclared", place, **named)
        return
    if effect.do == "resume":
        return
    if not effect.for_:
        yield error("pauses-without-cause", place, **named)
    if duty.pause.four_eyes and not move.four_eyes:
        yield error("pauses-by-one", place, **named)
    if key in (*duty.bound_by, *duty.waived_by, *duty.opened):
        yield warning("pauses-what-it-touches", place, **named)
    if not _is_resumed(graph, move, effect):
        yield warning("never-resumed", place, **named)


def _is_resumed(graph: StateGraph, move: Move, paused: Effect) -> bool:
    """Whether some way from where a move leads has one that lets the limit run on."""
    reached = graph.reachable(move.from_ if move.stays else {move.to})
    ahead = (edge.move for state in reached for edge in graph.out_of(state))
    return any(
        effect.do == "resume"
        and effect.target == paused.target
        and effect.for_ in ("", paused.for_)
        for name in ahead
        for effect in graph.kind.moves[name].effects
    )
