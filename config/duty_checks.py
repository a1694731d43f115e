"""Checks on duties: somebody can settle each of them, in time, by a move of the right kind."""

from collections.abc import Iterator, Mapping
from datetime import date

from config import rules
from config.duty_types import Duty
from config.findings import Finding, error, warning
from config.fixed_days import first_day, last_day
from config.programme import Move, Programme
from config.references import CREATION
from config.state_graph import StateGraph
from config.vocabulary import SYSTEM


def check_duties(programme: Programme, graphs: Mapping[str, StateGraph]) -> Iterator[Finding]:
    """What is wrong with the duties of a programme."""
    for name, duty in programme.duties.items():
        if duty.count is not None:
            continue  # it has no case of its own
        graph = graphs[duty.case]
        yield from _settled(programme, name, duty, graph)
        yield from _limit(programme, name, duty, graph)
        yield from _late(programme, name, duty, graph)


def _settled(programme: Programme, name: str, duty: Duty, graph: StateGraph) -> Iterator[Finding]:
    place = ("duties", name)
    moves = graph.kind.moves
    bound = {key: moves[key] for key in duty.bound_by if key in moves}
    if not duty.by or not bound:
        yield error("duty-of-nobody", place, duty=duty.title)
        return
    for key, move in bound.items():
        if move.by == (SYSTEM,):
            yield error("bound-by-system", (*place, "bound-by"), duty=duty.title, move=move.title)
        elif move.stays:
            yield warning("bound-by-stay", (*place, "bound-by"), move=moves[key].title)
    able = {role for move in bound.values() for role in move.by}
    for role in duty.by:
        if role not in able and role in programme.roles:
            titles = "、".join(move.title for move in bound.values())
            title = programme.roles[role].title
            yield error("owed-by-unable", (*place, "by"), role=title, moves=titles)
    yield from _within_reach(programme, name, duty, graph, bound)


def _within_reach(
    programme: Programme, name: str, duty: Duty, graph: StateGraph, bound: Mapping[str, Move]
) -> Iterator[Finding]:
    """After the duty has arisen, some way leads to a move that settles it."""
    settled = programme.duties.get((duty.counts_from and duty.counts_from.settled) or "")
    for opener in settled.bound_by if settled else duty.opened:
        state = _state_after(graph, opener)
        reachable = graph.reachable([state]) if state else set(graph.kind.states)
        sources = {source for move in bound.values() for source in move.from_}
        if not sources & reachable:
            yield error(
                "never-settled",
                ("duties", name, "bound-by"),
                duty=duty.title,
                state=graph.kind.states[state].title if state else "",
                moves="、".join(move.title for move in bound.values()),
                reached=graph.titles(reachable),
            )


def _state_after(graph: StateGraph, opener: str) -> str | None:
    if opener == CREATION:
        return graph.kind.initial
    move = graph.kind.moves.get(opener)
    return None if move is None or move.stays else move.to


def _limit(programme: Programme, name: str, duty: Duty, graph: StateGraph) -> Iterator[Finding]:
    place = ("duties", name, "due")
    opening = graph.kind.opened
    yearly = opening is not None and opening.cycle is not None
    if isinstance(duty.due.rule, rules.Every | rules.Count) and not (duty.period or yearly):
        yield error("recurs-for-ever", place, phrase=duty.due.phrase)
    if duty.day_from and (field := graph.kind.form.get(duty.day_from)) and field.type != "date":
        yield error("day-from-no-date", ("duties", name, "day-from"), field=field.title)
    due = last_day(duty.due, programme)
    if due is None:
        return
    if due < programme.source.issued:
        issued = programme.source.issued
        yield warning("due-before-issue", place, due=due, issued=issued)
    opens = _opens(duty, graph)
    if opens is not None and due < opens[0]:
        yield error("due-before-opening", place, due=due, opens=opens[0], move=opens[1])


def _opens(duty: Duty, graph: StateGraph) -> tuple[date, str] | None:
    """The first day on which any move that settles the duty can be made."""
    days = []
    for key in duty.bound_by:
        move = graph.kind.moves.get(key)
        if move is None:
            return None
        entered = [graph.earliest[s] for s in move.from_ if s in graph.earliest]
        own = first_day(move.opens)
        days.append((max(min(entered), own) if own and entered else own, move.title))
    known = [(day, title) for day, title in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def _late(programme: Programme, name: str, duty: Duty, graph: StateGraph) -> Iterator[Finding]:
    place = ("duties", name, "late")
    if duty.unverified and duty.late != "accept":
        yield error("unverified-binds", place, duty=duty.title)
    if duty.late == "lapse":
        lapses = [move for move in graph.kind.moves.values() if move.after and SYSTEM in move.by]
        named = any(move.lapse_of == name for move in graph.kind.moves.values())
        if not named and not any(m.after and m.after.rule == duty.due.rule for m in lapses):
            yield error("no-lapse", place, duty=duty.title)
    dated = duty.day_from or duty.due_by
    said = "remind" in duty.model_fields_set and duty.remind
    if said and not dated and isinstance(duty.due.rule, rules.NoLimit):
        yield warning("reminds-without-day", ("duties", name, "remind"), duty=duty.title)
