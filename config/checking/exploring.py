"""What a search over states, days, duties and counts shows: ways on which a case gets stuck, and
automatic moves that fall together.

A case is followed from every day on which it can begin. Where only a calendar, an event or a
condition could tell, the search allows the move, so that what it calls impossible is impossible.
It stops at MOST steps and says so. docs/decisions/0008-exploration.md tells what is not proved.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from config.case_types import Move
from config.checking.findings import Finding, error, warning
from config.checking.state_graph import ALWAYS, Edge, StateGraph
from config.dates.fixed_days import last_day, runs_out
from config.duty_types import Duty
from config.programme import Programme
from config.vocabulary import SYSTEM, AtMostTimes

MOST = 20_000
_DAY = timedelta(days=1)
SOME_DAY = date(9999, 12, 30)
"""The last day of a limit that runs from an event: after everything that the file dates itself."""


class Node(NamedTuple):
    """A case at a moment. `day`: which of the critical days has come; `owed`: the open duties that
    lapse or shut a way; `done`: how often each counted move was made."""

    state: str
    day: int
    owed: frozenset[str]
    done: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """How a node was reached: by a move, or by a day going by."""

    source: Node | None
    move: str = ""


def explore(programme: Programme, graphs: Mapping[str, StateGraph]) -> Iterator[Finding]:
    """What is wrong on some way through a life, with that way in words."""
    for graph in graphs.values():
        # what cannot be reached or ended at all is said of the states alone
        if set(graph.kind.states) <= graph.can_end and set(graph.kind.states) <= set(graph.ways):
            search = _Search(programme, graph)
            if search.is_cut:
                place = ("cases", graph.name)
                yield warning("explored-part", place, case=graph.kind.title, most=MOST)
                # with less to tell apart more of the life can be seen
                search = _Search(programme, graph, is_coarse=True)
            yield from search.findings()


class _Search:
    """Follows a case. A coarse search forgets what shuts a way by its number or by a late duty."""

    def __init__(self, programme: Programme, graph: StateGraph, *, is_coarse: bool = False) -> None:
        self.programme, self.graph, self.kind = programme, graph, graph.kind
        self.duties = programme.duties_of(graph.name)
        moves = self.kind.moves.values()
        lapsing = {move.lapse_of for move in moves}
        self.telling = {
            name
            for name, duty in self.duties.items()
            if name in lapsing or (duty.late == "refuse" and name in self.lasts and not is_coarse)
        }
        self.limits = {} if is_coarse else _limits(self.kind.moves)
        self.counted = sorted({limited for limited, _ in self.limits.values()})
        self.caps = {
            name: max(times for limited, times in self.limits.values() if limited == name)
            for name in self.counted
        }
        self.steps: dict[Node, Step] = {}
        self.after: dict[Node, list[tuple[str, Node]]] = {}
        self.taken: set[str] = set()
        self.together: dict[tuple[str, str], Node] = {}
        self.is_cut = False
        self._search()

    @cached_property
    def days(self) -> list[date]:
        """The days on which something begins to be possible, or ceases to be."""
        found = {ALWAYS}
        for edge in self.graph.edges:
            found |= {edge.opens} | ({edge.until + _DAY} if edge.until < date.max else set())
        found |= {self.lasts[name] + _DAY for name in self.telling & self.lasts.keys()}
        for move in self.kind.creating().values():
            until = last_day(move.until, self.programme)
            found |= {until + _DAY} if until else set()
        return sorted(found)

    @cached_property
    def lasts(self) -> dict[str, date]:
        """The last days of duties where the file alone tells them, for every case alike. A limit
        from an event that shuts a way has one too, some day."""
        found = {}
        lapsing = {move.lapse_of for move in self.kind.moves.values()}
        for name, duty in self.duties.items():
            changes = duty.due_by or duty.day_from or duty.period or duty.extension or duty.pause
            last = last_day(duty.due, self.programme)
            shuts = duty.late == "refuse" and name not in lapsing and runs_out(duty.due.rule)
            if shuts and not self._is_dated_by_its_act(duty):
                last = last or SOME_DAY
            if last and not (changes or duty.when or duty.unverified):
                found[name] = last
        return found

    def _is_dated_by_its_act(self, duty: Duty) -> bool:
        """Whether only the act that settles the duty names the day it counts from (举行7日前通知):
        a later day is always to be had."""
        source = duty.day_field
        if source is None or self.kind.form[source].required:
            return False
        naming = {name for name, move in self.kind.moves.items() if source in move.settable}
        return bool(naming) and naming <= set(duty.bound_by)

    def findings(self) -> Iterator[Finding]:
        """What the search has shown; of one that was cut, only what it has seen."""
        yield from self._stuck()
        for (first, second), node in self.together.items():
            yield error(
                "due-together",
                ("cases", self.graph.name, "moves", second),
                way=self._in_words(node),
                first=self.kind.moves[first].title,
                second=self.kind.moves[second].title,
            )
        if not self.is_cut:
            yield from self._never()

    def _never(self) -> Iterator[Finding]:
        """The moves that no way takes, although cases come to where they begin."""
        stood: dict[str, Node] = {}
        for node in self.steps:
            stood.setdefault(node.state, node)
        for name, move in self.kind.moves.items():
            begins = [s for s in move.from_ if s in stood and s not in self.graph.ends]
            if name in self.taken or not begins or not self._is_open(name):
                continue
            way = f"{self._in_words(stood[begins[0]])} →（{move.title}）"
            place = ("cases", self.graph.name, "moves", name)
            if move.lapse_of in self.duties:
                duty = self.duties[str(move.lapse_of)].title
                yield warning("never-lapses", place, move=move.title, duty=duty, way=way)
            else:
                yield warning("never-possible", place, move=move.title, way=way)

    def _is_open(self, name: str) -> bool:
        """Whether the windows of a move alone would let it happen; else that is said of them."""
        edges = [edge for edge in self.graph.edges if edge.move == name]
        entered = [(edge, self.graph.earliest.get(edge.source, date.max)) for edge in edges]
        limited = self.limits.get(name, ("", 1))[1] > 0
        return limited and all(max(day, edge.opens) <= edge.until for edge, day in entered)

    def _search(self) -> None:
        for begun in self._beginnings():
            if begun not in self.steps and not self.is_cut:
                self.steps[begun] = Step(None)
                self._search_from(begun)

    def _search_from(self, begun: Node) -> None:
        todo = deque([begun])
        while todo:
            node = todo.popleft()
            self.after[node] = list(self._next(node))
            for move, found in self.after[node]:
                self.taken.add(move)
                if found in self.steps:
                    continue
                if len(self.steps) >= MOST:
                    self.is_cut = True
                    return
                self.steps[found] = Step(node, move)
                todo.append(found)

    def _beginnings(self) -> list[Node]:
        """The case as it can come into being, as early as possible first."""
        creating = self.kind.creating().items()
        names = [name for name, _ in creating] or [""]
        found = []
        for day, at in enumerate(self.days):
            for name in names:
                until = last_day(self.kind.moves[name].until, self.programme) if name else None
                if until is None or at <= until:
                    owed = self._arisen(frozenset(), name, at, creation=True)
                    found.append(Node(self.kind.initial, day, owed, self._counted((), name)))
        return list(dict.fromkeys(found))

    def _next(self, node: Node) -> Iterator[tuple[str, Node]]:
        """What may happen next. Where the system must act, nothing else happens first."""
        if node.state in self.graph.ends:
            return
        forced: dict[date, list[Edge]] = {}
        for edge in self.graph.out_of(node.state):
            if fires := self._fires(edge, node):
                forced.setdefault(fires, []).append(edge)
        if forced:
            # the sweep does what fell first before what fell later
            first = forced[min(forced)]
            if len(first) > 1 and any(self.kind.moves[edge.move].lapse_of for edge in first):
                self.together.setdefault((first[0].move, first[1].move), node)
                self.taken.add(first[1].move)
            yield first[0].move, self._after(node, first[0])
            return
        for edge in self.graph.out_of(node.state):
            if self._may(edge, node):
                yield edge.move, self._after(node, edge)
        if node.day + 1 < len(self.days):
            yield "", node._replace(day=node.day + 1)

    def _fires(self, edge: Edge, node: Node) -> date | None:
        """The day on which the system makes the move by itself, once it has come."""
        move = self.kind.moves[edge.move]
        if SYSTEM not in move.by or move.when or move.guards or move.stays:
            return None
        if not self._in_time(edge, node):
            return None
        if move.lapse_of is not None:
            last = self.lasts.get(move.lapse_of) if move.lapse_of in node.owed else None
            return last + _DAY if last and self.days[node.day] > last else None
        # a trigger whose day the file alone does not tell may come at any time
        return edge.opens if (move.on or move.after) and edge.opens > ALWAYS else None

    def _may(self, edge: Edge, node: Node) -> bool:
        move = self.kind.moves[edge.move]
        limited, times = self.limits.get(edge.move, ("", 0))
        if limited and node.done[self.counted.index(limited)] >= times:
            return False
        if move.lapse_of in self.duties:
            last = self.lasts.get(str(move.lapse_of))
            if move.lapse_of not in node.owed or (last and self.days[node.day] <= last):
                return False
        return self._in_time(edge, node) and not self._refused_late(edge.move, node)

    def _in_time(self, edge: Edge, node: Node) -> bool:
        return edge.opens <= self.days[node.day] <= edge.until

    def _refused_late(self, move: str, node: Node) -> bool:
        return any(
            move in self.duties[name].bound_by
            and self.duties[name].late == "refuse"
            and (last := self.lasts.get(name)) is not None
            and self.days[node.day] > last
            for name in node.owed
        )

    def _after(self, node: Node, edge: Edge) -> Node:
        owed = frozenset(name for name in node.owed if not _settles(self.duties[name], edge.move))
        if edge.move and self.kind.moves[edge.move].lapse_of:
            owed -= {str(self.kind.moves[edge.move].lapse_of)}
        owed = self._arisen(owed, edge.move, self.days[node.day], creation=False)
        return Node(edge.target, node.day, owed, self._counted(node.done, edge.move))

    def _arisen(
        self, owed: frozenset[str], move: str, at: date, *, creation: bool
    ) -> frozenset[str]:
        """What is owed with what the move brings about. A limit from an event that arises after
        SOME_DAY has a later one: it shuts nothing yet, even if an earlier one has passed."""
        effects = self.kind.moves[move].effects if move else ()
        renewed = {effect.target for effect in effects if effect.do == "renew"}
        arisen = {
            name
            for name in self.telling
            if move in self.duties[name].opened
            or name in renewed
            or (creation and "creation" in self.duties[name].opened)
        }
        later = {n for n in arisen if at > SOME_DAY and self.lasts.get(n) == SOME_DAY}
        return (owed | arisen) - later

    def _counted(self, done: tuple[int, ...], move: str) -> tuple[int, ...]:
        before = done or (0,) * len(self.counted)
        return tuple(
            min(count + (name == move), self.caps[name])
            for name, count in zip(self.counted, before, strict=True)
        )

    def _stuck(self) -> Iterator[Finding]:
        """The states in which some way leaves a case for ever, each with the shortest such way."""
        good = self._ending()
        bad = [] if self.is_cut else [node for node in self.steps if node not in good]
        # where nothing more can happen; else, where a case goes round on the last day
        where = [node for node in bad if not self.after[node]]
        where = where or [node for node in bad if node.day + 1 == len(self.days)][:1]
        said: set[str] = set()
        for node in where:
            if node.state in said:
                continue
            said.add(node.state)
            place = ("cases", self.graph.name, "states", node.state)
            words = {"state": self.kind.states[node.state].title, "way": self._in_words(node)}
            used = [self.kind.moves[m].title for m in self._used_up(node)]
            if used:
                yield error("stuck-by-count", place, moves="、".join(used), **words)
            else:
                yield warning("stuck-by-time", place, **words)

    def _used_up(self, node: Node) -> list[str]:
        """The moves out of the state that only their number forbids."""
        moves = dict.fromkeys(edge.move for edge in self.graph.out_of(node.state))
        return [
            name
            for name in moves
            if name in self.limits
            and node.done[self.counted.index(self.limits[name][0])] >= self.limits[name][1]
        ]

    def _ending(self) -> set[Node]:
        """The nodes from which some way leads to an end."""
        into: dict[Node, list[Node]] = {}
        for node in self.steps:
            for _, found in self.after.get(node, ()):
                into.setdefault(found, []).append(node)
        good = {node for node in self.steps if node.state in self.graph.ends}
        todo = list(good)
        while todo:
            for node in into.get(todo.pop(), ()):
                if node not in good:
                    good.add(node)
                    todo.append(node)
        return good

    def _in_words(self, node: Node) -> str:
        """申报 →（推荐）推荐 → @2026-07-01: the way, with the days that go by on it."""
        path: list[tuple[str, Node]] = []
        at: Node | None = node
        while at is not None:
            step = self.steps[at]
            path.append((step.move, at))
            at = step.source
        text = self.kind.states[path[-1][1].state].title
        if (begun := self.days[path[-1][1].day]) > ALWAYS:
            text = f"@{begun} → {text}"
        passed = ALWAYS
        for move, reached in reversed(path[:-1]):
            if move:
                text += f" → @{passed}" if passed > ALWAYS else ""
                title = self.kind.states[reached.state].title
                text += f" →（{self.kind.moves[move].title}）{title}"
                passed = ALWAYS
            else:
                passed = self.days[reached.day]
        return text + (f" → @{passed}" if passed > ALWAYS else "")


def _limits(moves: Mapping[str, Move]) -> dict[str, tuple[str, int]]:
    """The moves that may be made only so often: which move is counted, and how often."""
    found = {}
    for name, move in moves.items():
        for guard in move.guards:
            if guard.name == "at-most-times" and guard.strength == "hard":
                given = guard.parameters
                assert isinstance(given, AtMostTimes)
                found[name] = (given.move, given.times)
    return found


def _settles(duty: Duty, move: str) -> bool:
    return move in duty.bound_by or move in duty.waived_by
