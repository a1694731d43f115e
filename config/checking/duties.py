"""Checks on duties: somebody can settle each of them, in time, by a move of the right kind."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from config.case_types import Move, Opening
from config.checking.findings import Finding, error, warning
from config.checking.state_graph import ALWAYS, Edge, StateGraph
from config.dates import rules
from config.dates.fixed_days import MONTHS, first_day, last_day
from config.duty_types import Duty
from config.language.references import CREATION
from config.programme import Programme
from config.vocabulary import SYSTEM


def check_duties(programme: Programme, graphs: Mapping[str, StateGraph]) -> Iterator[Finding]:
    """What is wrong with the duties of a programme."""
    for name, duty in programme.duties.items():
        if duty.count is not None:
            continue  # it has no case of its own
        graph = graphs[duty.case]
        yield from _settled(programme, name, duty, graph)
        yield from _limit(programme, name, duty, graph)
        yield from _late(name, duty, graph)


def _settled(programme: Programme, name: str, duty: Duty, graph: StateGraph) -> Iterator[Finding]:
    place = ("duties", name)
    moves = graph.kind.moves
    bound = {key: moves[key] for key in duty.bound_by if key in moves}
    if not duty.by or not bound:
        yield error("duty-of-nobody", place, duty=duty.title)
        return
    for move in bound.values():
        if move.by == (SYSTEM,):
            yield error("bound-by-system", (*place, "bound-by"), duty=duty.title, move=move.title)
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
    """After the duty has arisen, some way leads in time to a move that settles it, and each role
    that owes it comes to one of its own."""
    settled = programme.duties.get((duty.counts_from and duty.counts_from.settled) or "")
    reached: set[str] = set()
    for opener in settled.bound_by if settled else duty.opened:
        starts = starts_of(graph, opener)
        reachable = graph.reachable(starts)
        reached |= reachable
        edges = [edge for edge in graph.edges if edge.move in bound and edge.source in reachable]
        ends = settled is not None and set(starts) <= graph.ends
        if starts and not edges and not ends:
            yield error(
                "never-settled",
                ("duties", name, "bound-by"),
                duty=duty.title,
                state=graph.titles(starts),
                moves="、".join(move.title for move in bound.values()),
                reached=graph.titles(reachable),
            )
        elif edges:
            yield from _in_time(programme, name, duty, graph, starts, edges)
    yield from _own_turn(programme, name, duty, bound, reached)


def starts_of(graph: StateGraph, opener: str) -> dict[str, date]:
    """Where a case stands right after the opener, and from which day on at the earliest."""
    creating = graph.kind.creating()
    if opener == CREATION or opener in creating:
        moves = [creating[opener]] if opener in creating else list(creating.values())
        opens = [first_day(move.opens) or ALWAYS for move in moves]
        return {graph.kind.initial: min(opens, default=ALWAYS)}
    found: dict[str, date] = {}
    for edge in graph.edges:
        entered = graph.earliest.get(edge.source)
        if edge.move == opener and entered is not None:
            day = max(entered, edge.opens)
            if day <= edge.until:
                found[edge.target] = min(day, found.get(edge.target, day))
    return found


def _in_time(
    programme: Programme,
    name: str,
    duty: Duty,
    graph: StateGraph,
    starts: Mapping[str, date],
    edges: Iterable[Edge],
) -> Iterator[Finding]:
    arrives = graph.earliest_from(starts)
    days = [
        (max(arrives[edge.source], edge.opens), edge.move)
        for edge in edges
        if edge.source in arrives and max(arrives[edge.source], edge.opens) <= edge.until
    ]
    if not days:
        moves = "、".join(dict.fromkeys(graph.kind.moves[edge.move].title for edge in edges))
        place = ("duties", name, "bound-by")
        comes = [arrives[edge.source] for edge in edges if edge.source in arrives]
        turn = min(comes, default=max(arrives.values()))
        yield error("settled-too-late", place, duty=duty.title, turn=turn, moves=moves)
        return
    opens, move = min(days)
    due = last_day(duty.due, programme)
    is_one_day = not (duty.day_from or duty.due_by or duty.counts_from)
    if due is not None and is_one_day and due < opens:
        title = graph.kind.moves[move].title
        yield error("due-before-opening", ("duties", name, "due"), due=due, opens=opens, move=title)


def _own_turn(
    programme: Programme, name: str, duty: Duty, bound: Mapping[str, Move], reached: set[str]
) -> Iterator[Finding]:
    for role in duty.by:
        own = [move for move in bound.values() if role in move.by]
        if own and role in programme.roles and not any(reached & set(m.from_) for m in own):
            moves = "、".join(move.title for move in own)
            named = {"role": programme.roles[role].title, "duty": duty.title, "moves": moves}
            yield error("owed-out-of-turn", ("duties", name, "by"), **named)


def _limit(programme: Programme, name: str, duty: Duty, graph: StateGraph) -> Iterator[Finding]:
    place = ("duties", name, "due")
    opening = graph.kind.opened
    yearly = opening is not None and opening.cycle is not None
    if isinstance(duty.due.rule, rules.Every | rules.Count) and not (duty.period or yearly):
        yield error("recurs-for-ever", place, phrase=duty.due.phrase)
    if duty.day_from and (field := graph.kind.form.get(duty.day_from)) and field.type != "date":
        yield error("day-from-no-date", ("duties", name, "day-from"), field=field.title)
    due = last_day(duty.due, programme)
    if due is not None and due < programme.source.issued:
        yield warning("due-before-issue", place, due=due, issued=programme.source.issued)
    if rules.is_of_a_month(duty.due.rule) and not (duty.period or yearly or duty.counts_from):
        named = {"phrase": duty.due.phrase, "issued": programme.source.issued}
        yield warning("month-of-the-notice", place, **named)
    if _is_repeated(programme, duty, opening) and not _can_repeat(duty, graph):
        bound = "、".join(graph.kind.moves[key].title for key in duty.bound_by)
        yield error("recurs-but-once", place, duty=duty.title, moves=bound)
    elif _is_repeated(programme, duty, opening):
        yield from _met_by_the_first(programme, duty, graph)


def _met_by_the_first(programme: Programme, duty: Duty, graph: StateGraph) -> Iterator[Finding]:
    """Moves that settle one stretch after another, with a document that was attached once."""
    for key in duty.bound_by:
        move = graph.kind.moves[key]
        papers = [programme.documents[slot] for slot in move.needs if slot not in move.needs_anew]
        if own := "、".join(paper.title for paper in papers if not paper.shared):
            place = ("cases", duty.case, "moves", key, "needs")
            yield warning("needs-once", place, duty=duty.title, move=move.title, documents=own)


def _is_repeated(programme: Programme, duty: Duty, opening: Opening | None) -> bool:
    """Whether one case owes the duty more than once, as far as its period tells."""
    rule = duty.due.rule
    if isinstance(rule, rules.Several):
        return True
    if not isinstance(rule, rules.Every):
        return False
    if rule.unit == "week" or len(rule.marks) > 1:
        return True
    if opening is not None and opening.cycle is not None:
        return MONTHS[opening.cycle[0]] > MONTHS[rule.unit]
    if duty.period is None:
        return False
    period = programme.periods[duty.period]
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    return months >= MONTHS[rule.unit] * rule.interval


def _can_repeat(duty: Duty, graph: StateGraph) -> bool:
    edges = [edge for edge in graph.edges if edge.move in duty.bound_by]
    sources = {edge.source for edge in edges}
    return not edges or any(sources & graph.reachable([edge.target]) for edge in edges)


def _late(name: str, duty: Duty, graph: StateGraph) -> Iterator[Finding]:
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
