"""Duties that a case leaves behind: it may go on, without having done them, to where the moves that
settle them are never within reach again."""

from collections.abc import Iterator, Mapping
from datetime import date

from config.checking.duties import starts_of
from config.checking.findings import Finding, warning
from config.checking.state_graph import Edge, StateGraph
from config.dates.fixed_days import last_day
from config.duty_types import Duty
from config.programme import Programme
from config.vocabulary import SYSTEM


def check_lost_duties(programme: Programme, graphs: Mapping[str, StateGraph]) -> Iterator[Finding]:
    """The duties that a case can leave behind, each with the move by which it does."""
    for name, duty in programme.duties.items():
        if duty.count is None:
            graph = graphs[duty.case]
            edge = _leaving(programme, name, duty, graph)
            if edge is not None:
                moves = graph.kind.moves
                yield warning(
                    "left-behind",
                    ("duties", name, "bound-by"),
                    duty=duty.title,
                    move=moves[edge.move].title,
                    state=graph.kind.states[edge.target].title,
                    moves="、".join(moves[key].title for key in duty.bound_by),
                )


def _leaving(programme: Programme, name: str, duty: Duty, graph: StateGraph) -> Edge | None:
    """The first move after which the duty is owed for as long as the case lives."""
    ending = _ending(name, duty, graph)
    able = graph.leading_to(edge.source for edge in graph.edges if edge.move in ending)
    settled = programme.duties.get((duty.counts_from and duty.counts_from.settled) or "")
    todo = [
        state
        for opener in (settled.bound_by if settled else duty.opened)
        for state in starts_of(graph, opener)
        if state in able
    ]
    seen = set(todo)
    over = last_day(duty.due, programme) if duty.late == "refuse" else None
    for state in todo:
        for edge in graph.out_of(state):
            if (
                edge.move in ending
                or edge.target in graph.ends
                or not _owed(duty, graph, edge, over)
            ):
                continue
            if edge.target not in able:
                return edge
            if edge.target not in seen:
                seen.add(edge.target)
                todo.append(edge.target)
    return None


def _ending(name: str, duty: Duty, graph: StateGraph) -> set[str]:
    """The moves with which the duty is no longer owed."""
    lapses = {
        key
        for key, move in graph.kind.moves.items()
        if move.lapse_of == name
        or (SYSTEM in move.by and move.after and move.after.rule == duty.due.rule)
    }
    return {*duty.bound_by, *duty.waived_by, *lapses}


def _owed(duty: Duty, graph: StateGraph, edge: Edge, over: date | None) -> bool:
    """Whether the duty may still be owed, and done, when the move is made; conditions may keep them
    apart."""
    apart = bool(duty.when and graph.kind.moves[edge.move].when)
    return not apart and (over is None or edge.opens <= over)
