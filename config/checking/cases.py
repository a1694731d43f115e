"""Checks on one kind of case: its life as a graph, its moves, and where its cases come from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from config.case_types import CaseKind, Move
from config.checking.exclusive import exclude
from config.checking.findings import Finding, error, warning
from config.checking.state_graph import Edge, StateGraph
from config.dates.fixed_days import first_day, last_day
from config.language.source import Place
from config.programme import Programme
from config.vocabulary import SYSTEM

TRIGGERS = ("on", "after", "lapse-of")
PAIRS = 20
"""With how many moves of one instant each further one is compared."""
_CODE_PART = re.compile(r"\{(jurisdiction|year|opened|parent|period|number(?::0[1-9])?)\}")


def check_case(programme: Programme, graph: StateGraph) -> Iterator[Finding]:
    """What is wrong with one kind of case."""
    yield from _origin(programme, graph)
    yield from _code(graph)
    yield from _life(graph)
    yield from _time(graph)
    yield from _same_instant(programme, graph)
    yield from _circles(graph)
    for key, move in graph.kind.moves.items():
        place = ("cases", graph.name, "moves", key)
        yield from _move(programme, graph, key, move, place)
        yield from _effects(programme, graph, move, place)


def _origin(programme: Programme, graph: StateGraph) -> Iterator[Finding]:
    kind, place = graph.kind, ("cases", graph.name)
    if _is_own_ancestor(programme, graph.name):
        yield error("own-parent", (*place, "of"), case=kind.title)
    for key, move in kind.creating().items():
        if move.to != kind.initial:
            title = kind.states[kind.initial].title
            yield error("starts-elsewhere", (*place, "moves", key, "to"), initial=title)
    opening = kind.opened
    if opening and kind.of is None and not opening.as_it_begins:
        yield error("opened-without-parent", (*place, "opened"))
    if opening and not opening.as_it_begins and (opening.by is None) == (opening.on is None):
        yield error("opened-how", (*place, "opened"))
    if opening is None and not kind.creating() and not _is_opened(programme, graph.name):
        yield error("never-created", place, case=kind.title)


def _is_own_ancestor(programme: Programme, name: str) -> bool:
    seen, current = {name}, programme.cases[name].of
    while current is not None and current in programme.cases:
        if current in seen:
            return True
        seen.add(current)
        current = programme.cases[current].of
    return False


def _is_opened(programme: Programme, name: str) -> bool:
    if any(seed.case == name for seed in programme.seeds.values()):
        return True
    return any(
        effect.do == "open" and effect.target == name
        for kind in programme.cases.values()
        for move in kind.moves.values()
        for effect in move.effects
    )


def _code(graph: StateGraph) -> Iterator[Finding]:
    kind, place = graph.kind, ("cases", graph.name, "code")
    if re.search(r"[{}]", _CODE_PART.sub("", kind.code)):
        yield error("code-pattern", place, pattern=kind.code)
        return
    parts = {found.split(":")[0] for found in _CODE_PART.findall(kind.code)}
    cyclic = kind.opened is not None and kind.opened.cycle is not None
    once = kind.opened is not None and not cyclic and not kind.creating()
    is_unique = "number" in parts
    if kind.of is not None:
        is_unique = "parent" in parts and (is_unique or once or (cyclic and "period" in parts))
    elif kind.opened is not None and cyclic:
        by_place = kind.opened.per == "programme" or "jurisdiction" in parts
        is_unique = "period" in parts and by_place and (is_unique or not kind.creating())
    if not is_unique:
        yield error("code-not-unique", place, pattern=kind.code)


def _life(graph: StateGraph) -> Iterator[Finding]:
    states = graph.kind.states
    place = ("cases", graph.name, "states")
    reached = set(graph.ways)
    for name, state in states.items():
        if name not in reached:
            yield error("unreachable", (*place, name), state=state.title, reached=_seen(graph))
        elif name in graph.ends and graph.out_of(name):
            moves = _move_titles(graph, graph.out_of(name))
            yield error("end-left", (*place, name), state=state.title, moves=moves)
        elif name not in graph.ends and not graph.out_of(name):
            way = graph.in_words(graph.ways[name])
            yield error("no-way-out", (*place, name), state=state.title, way=way)
        elif name not in graph.can_end:
            round_about = graph.titles(graph.reachable([name]))
            way = graph.in_words(graph.ways[name])
            yield error("no-end", (*place, name), state=state.title, way=way, states=round_about)
    if graph.ends and not graph.kind.goes_well:
        yield warning("no-normal-end", place, case=graph.kind.title)


def _seen(graph: StateGraph) -> str:
    return graph.titles(graph.ways)


def _move_titles(graph: StateGraph, edges: list[Edge]) -> str:
    return "、".join(dict.fromkeys(graph.kind.moves[edge.move].title for edge in edges))


def _time(graph: StateGraph) -> Iterator[Finding]:
    """Moves that the calendar shuts out although the arrows lead there."""
    place = ("cases", graph.name)
    for edge in graph.edges:
        entered = graph.earliest.get(edge.source)
        if entered is not None and max(entered, edge.opens) > edge.until and _may_open(edge):
            move = graph.kind.moves[edge.move]
            yield error(
                "too-late-to-reach",
                (*place, "moves", edge.move, "until"),
                move=move.title,
                state=graph.kind.states[edge.source].title,
                entered=entered,
                until=edge.until,
            )


def _may_open(edge: Edge) -> bool:
    """A window that never opens at all is reported as such, and only once."""
    return edge.opens <= edge.until


def _same_instant(programme: Programme, graph: StateGraph) -> Iterator[Finding]:
    """Two automatic moves that one instant would fire in one state."""
    for state in graph.kind.states:
        timed = [
            (name, move)
            for name, move in graph.kind.moves_from(state)
            if SYSTEM in move.by and (move.on or move.after)
        ]
        seen: dict[object, list[Move]] = {}
        for name, second in timed:
            earlier = seen.setdefault(_instant(programme, second), [])
            # one finding a move, and none too many to compare
            first = next((move for move in earlier[:PAIRS] if not exclude(move, second)), None)
            earlier.append(second)
            if first is not None:
                undecided = _is_conditional(first) and _is_conditional(second)
                found = warning if undecided and first.when != second.when else error
                yield found(
                    "one-by-chance" if found is warning else "two-at-once",
                    ("cases", graph.name, "moves", name),
                    state=graph.kind.states[state].title,
                    first=first.title,
                    second=second.title,
                )


def _is_conditional(move: Move) -> bool:
    return bool(move.when or move.guards)


def _circles(graph: StateGraph) -> Iterator[Finding]:
    """Moves of the system that lead back to where they began: they would never come to rest."""
    moves = graph.kind.moves
    onward: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        move = moves[edge.move]
        is_timed = SYSTEM in move.by and (move.on or move.after) and edge.until == date.max
        # one that keeps the state is made once
        if is_timed and not move.stays and not _is_conditional(move):
            onward.setdefault(edge.source, []).append(edge)
    for start in onward:
        way = _way_back(onward, start)
        # a circle is said once, at the first of its states
        if way and start == min((edge.source for edge in way), key=list(onward).index):
            titles = "、".join(moves[edge.move].title for edge in way)
            place = ("cases", graph.name, "moves", way[0].move)
            state = graph.kind.states[start].title
            yield error("system-circle", place, moves=titles, state=state)


def _way_back(onward: Mapping[str, list[Edge]], start: str) -> list[Edge]:
    """The shortest way by such moves from a state to itself; empty if there is none."""
    ways: dict[str, list[Edge]] = {start: []}
    todo = [start]
    for state in todo:
        for edge in onward.get(state, ()):
            if edge.target == start:
                return [*ways[state], edge]
            if edge.target not in ways:
                ways[edge.target] = [*ways[state], edge]
                todo.append(edge.target)
    return []


def _instant(programme: Programme, move: Move) -> object:
    """The day on whose first instant the move fires, or the rule where a file cannot tell."""
    if move.on is not None:
        opens = first_day(move.on)
        return opens.toordinal() if opens else ("on", move.on.rule)
    assert move.after is not None
    day = last_day(move.after, programme)
    return day.toordinal() + 1 if day else ("after", move.after.rule)


def _move(
    programme: Programme, graph: StateGraph, key: str, move: Move, place: Place
) -> Iterator[Finding]:
    if not move.by:
        yield error("nobody-acts", (*place, "by"), move=move.title)
    opens = first_day(move.opens) or first_day(move.on)
    until = last_day(move.until, programme)
    if opens and until and until < opens:
        yield error("window-empty", (*place, "until"), opens=opens, until=until)
    if move.four_eyes and _is_of_units(programme, move.by):
        who = "、".join(programme.roles[role].title for role in move.by)
        yield warning("second-of-a-unit", (*place, "four-eyes"), move=move.title, roles=who)
    if move.stays and not move.from_:
        yield error("stays-from-nowhere", (*place, "to"), move=move.title)
    if SYSTEM in move.by:
        yield from _system_move(programme, graph.name, key, move, place)
    elif trigger := next((p for p in TRIGGERS if getattr(move, p.replace("-", "_"))), None):
        yield error("trigger-needs-system", (*place, trigger), move=move.title)


def _is_of_units(programme: Programme, roles: Iterable[str]) -> bool:
    """Whether each of the roles belongs to one unit, which may well have one account only."""
    scopes = [programme.roles[role].scope for role in roles if role in programme.roles]
    return bool(scopes) and set(scopes) == {"unit"}


def _system_move(
    programme: Programme, kind: str, key: str, move: Move, place: Place
) -> Iterator[Finding]:
    triggers = [part for part in ("on", "after") if getattr(move, part) is not None]
    if move.lapse_of is not None:
        if triggers:
            yield error("lapse-and-trigger", (*place, "lapse-of"), move=move.title)
        triggers = ["lapse-of"]
    is_effect = programme.is_moved_by_child(kind, key)
    if len(move.by) > 1:
        yield error("system-and-people", (*place, "by"), move=move.title)
    if not move.from_:
        yield error("system-creates", place, move=move.title)
    if len(triggers) > 1:
        yield error("two-triggers", (*place, "after"), move=move.title)
    if not triggers and not is_effect:
        yield error("no-trigger", place, move=move.title)
    given = ("needs", "needs_anew", "needs_when", "asks", "asks_anew", "checklist")
    asked = [part for part in given if getattr(move, part)]
    asked += ["reason"] if move.reason == "required" else []
    asked += ["four-eyes"] if move.four_eyes else []
    for part in asked:
        yield error(
            "system-cannot-give", (*place, part), move=move.title, part=part.replace("_", "-")
        )


def _effects(
    programme: Programme, graph: StateGraph, move: Move, place: Place
) -> Iterator[Finding]:
    parent = programme.cases.get(graph.kind.of or "")
    for index, effect in enumerate(move.effects):
        where = (*place, "effects", index)
        if effect.do in ("move-parent", "set-parent") and parent is None:
            yield error("no-parent", where, move=move.title)
        elif effect.do == "move-parent" and parent is not None:
            yield from _moves_parent(parent, effect.target, where)
        elif effect.do == "open":
            child = programme.cases.get(effect.target)
            if child is not None and child.of != graph.name:
                yield error("opens-stranger", where, case=child.title, parent=graph.kind.title)
        elif effect.do == "set-parent" and parent is not None:
            for name, source in effect.fields.items():
                theirs, ours = parent.form.get(name), graph.kind.form.get(source)
                if theirs and ours and theirs.type != ours.type:
                    yield error("types-differ", where, first=ours.title, second=theirs.title)
                if theirs and ours and ours.personal and not theirs.personal:
                    yield error("personal-copied", where, first=ours.title, second=theirs.title)


def _moves_parent(parent: CaseKind, name: str, place: Place) -> Iterator[Finding]:
    moved = parent.moves.get(name)
    if moved is not None and SYSTEM not in moved.by:
        yield error("moves-parent-of-people", place, move=moved.title)
