"""One kind of case as a graph of states: what can be reached, by which way, and from which day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from config.case_types import CaseKind
from config.dates.fixed_days import first_day, last_day
from config.programme import Programme

ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class Edge:
    """A move out of one state. `opens`: the first day it can happen; `until`: the last."""

    move: str
    source: str
    target: str
    opens: date
    until: date


class StateGraph:
    """The states of one kind and the moves between them."""

    def __init__(self, programme: Programme, name: str) -> None:
        self.name = name
        self.kind: CaseKind = programme.cases[name]
        self.edges = list(self._edges(programme))
        self._out: dict[str, list[Edge]] = {state: [] for state in self.kind.states}
        self._into: dict[str, list[Edge]] = {state: [] for state in self.kind.states}
        for edge in self.edges:
            self._out[edge.source].append(edge)
            self._into[edge.target].append(edge)

    def _edges(self, programme: Programme) -> Iterator[Edge]:
        for name, move in self.kind.moves.items():
            after = last_day(move.after, programme)
            opens = [first_day(move.opens), first_day(move.on)]
            opens += [after + timedelta(days=1) if after and after < date.max else None]
            begins = max((day for day in opens if day is not None), default=ALWAYS)
            until = last_day(move.until, programme) or date.max
            if until < (first_day(move.opens) or first_day(move.on) or ALWAYS):
                # an empty window is said of the move itself, not of all that it would keep out
                begins, until = ALWAYS, date.max
            for state in move.from_:
                target = state if move.stays else move.to
                yield Edge(name, state, target, begins, until)

    def out_of(self, state: str) -> list[Edge]:
        """The moves out of a state."""
        return self._out[state]

    @cached_property
    def ends(self) -> set[str]:
        """The states in which a life ends."""
        return {name for name, state in self.kind.states.items() if state.end is not None}

    def reachable(self, sources: Iterable[str]) -> set[str]:
        """The states that some way leads to, the sources among them."""
        seen = set(sources)
        todo = list(seen)
        while todo:
            for edge in self._out[todo.pop()]:
                if edge.target not in seen:
                    seen.add(edge.target)
                    todo.append(edge.target)
        return seen

    @cached_property
    def can_end(self) -> set[str]:
        """The states from which some way leads to an end."""
        return self.leading_to(self.ends)

    def leading_to(self, targets: Iterable[str]) -> set[str]:
        """The states from which some way leads to one of these, and these."""
        seen = set(targets)
        todo = list(seen)
        while todo:
            for edge in self._into[todo.pop()]:
                if edge.source not in seen:
                    seen.add(edge.source)
                    todo.append(edge.source)
        return seen

    @cached_property
    def ways(self) -> dict[str, list[Edge]]:
        """A shortest way to every state that can be reached."""
        found: dict[str, list[Edge]] = {self.kind.initial: []}
        todo = [self.kind.initial]
        for state in todo:
            for edge in self._out[state]:
                if edge.target not in found:
                    found[edge.target] = [*found[state], edge]
                    todo.append(edge.target)
        return found

    @cached_property
    def earliest(self) -> dict[str, date]:
        """The first day on which each state can be entered; a state that time shuts out is left
        out."""
        return self.earliest_from({self.kind.initial: ALWAYS})

    def earliest_from(self, starts: Mapping[str, date]) -> dict[str, date]:
        """The first day on which each state can be entered by a case that stands in one of the
        given ones from its day on."""
        found = dict(starts)
        todo = list(found)
        while todo:
            state = todo.pop()
            for edge in self._out[state]:
                day = max(found[state], edge.opens)
                if day <= edge.until and day < found.get(edge.target, date.max):
                    found[edge.target] = day
                    todo.append(edge.target)
        return found

    def in_words(self, way: Iterable[Edge]) -> str:
        """申报 →（推荐）推荐 →（复核通过）复核."""
        states, moves = self.kind.states, self.kind.moves
        text = states[self.kind.initial].title
        for edge in way:
            text += f" →（{moves[edge.move].title}）{states[edge.target].title}"
        return text

    def titles(self, states: Iterable[str]) -> str:
        """The titles of states, in the file's order."""
        wanted = set(states)
        return "、".join(s.title for name, s in self.kind.states.items() if name in wanted)
