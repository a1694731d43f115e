"""Where the moves of a programme lead: which of them bring a case nearer to a normal end."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from config.case_types import CaseKind, FormField, Guard, Move
from config.dates.rules import After
from config.declared import Deadline
from config.vocabulary import SYSTEM, AtMostTimes, as_list
from states.compiled import Compiled
from states.dates.cycles import stretches
from states.deadlines import add_period
from states.decisions.past_days import may_be_planned
from states.facts import Case, DutyRow
from states.history import instant
from states.instants import start_of_day

FAR = 10_000
_CHANGING = ("today", "state", "children", "parent")
"""What a condition may name that is not the case's own, or changes by itself."""


class Paths:
    """The graph of one programme version, for whoever must choose what to do next."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.programme = compiled.programme
        self.zone = ZoneInfo(self.programme.zone)
        self._distance: dict[tuple[str, frozenset[str]], dict[str, int]] = {}
        self._releasing = {
            (r.case, move): name for name, r in self.programme.rounds.items() for move in r.releases
        }

    def forward(self, kind: str, state: str, case: Case | None = None) -> list[str]:
        """People's moves out of a state that bring a case nearer to a normal end; none where the
        next step is the system's or a child's. Given the case, those that its fields allow."""
        moves = self.programme.cases[kind].moves.items()
        shut = frozenset(name for name, move in moves if case and not self._fits(move, case))
        distance = self._distances(kind, shut)
        here = distance.get(state, FAR)
        nearer = [
            (distance.get(move.to, FAR), name, move)
            for name, move in self.programme.cases[kind].moves_from(state)
            if distance.get(move.to, FAR) < here and name not in shut
        ]
        best = min((far for far, _, _ in nearer), default=FAR)
        return [name for far, name, move in nearer if far == best and is_by_people(move)]

    def nearer(self, kind: str, state: str) -> dict[str, Move]:
        """People's moves out of a state that bring some case nearer to a normal end: by the ways
        that are there for all, or by those that are there for certain cases only."""
        declared = self.programme.cases[kind]
        special = frozenset(name for name, move in declared.moves.items() if move.when)
        found: dict[str, Move] = {}
        for shut in (special, frozenset[str]()):
            distance = self._distances(kind, shut)
            for name, move in declared.moves_from(state):
                nearer = distance.get(move.to, FAR) < distance.get(state, FAR)
                if nearer and name not in shut and is_by_people(move):
                    found[name] = move
        return found

    def preparing(self, case: Case) -> str | None:
        """A people's move that leaves the case where it stands and fills in what is still empty and
        some move onward looks at."""
        declared = self.programme.cases[case.kind]
        looked_at = {
            name
            for onward in self.nearer(case.kind, case.state).values()
            for name in _looked_at(onward, declared.form)
            if name not in (*onward.asks, *onward.asks_anew)
        }
        empty = {name for name in looked_at if case.fields.get(name) is None}
        for name, move in declared.moves_from(case.state):
            if move.stays and is_by_people(move) and empty & set(move.settable):
                return name
        return None

    def unmet(self, case: Case) -> Iterator[tuple[Move, Guard | None]]:
        """Each move that would lead on and is not there for such a case, with the condition that
        speaks against it; None for that of the move itself (`when`)."""
        if self.forward(case.kind, case.state, case):
            return
        for move in self.nearer(case.kind, case.state).values():
            if not self.compiled.applies(move.when, case):
                yield move, None
            for guard in move.guards:
                alone = move.model_copy(update={"guards": (guard,), "when": ""})
                if guard.strength == "hard" and not self._fits(alone, case):
                    yield move, guard

    def _fits(self, move: Move, case: Case) -> bool:
        """Whether the move is there for such a case, and nothing that neither it nor an earlier
        move can change speaks against it."""
        declared = self.programme.cases[case.kind]
        if not fits(move, case, declared.form) or not self.compiled.applies(move.when, case):
            return False
        texts = _conditions(move)
        if not texts:
            return True
        others = {name for other in declared.moves.values() for name in other.settable}
        to_come = [name for name in others if case.fields.get(name) is None]
        return all(
            any(name in text for name in (*move.settable, *to_come, *_CHANGING))
            or self.compiled.applies(text, case)
            for text in texts
        )

    def _distances(self, kind: str, shut: frozenset[str]) -> dict[str, int]:
        if (kind, shut) not in self._distance:
            self._distance[kind, shut] = _distances(self.programme.cases[kind], shut)
        return self._distance[kind, shut]

    def aside(self, kind: str, state: str) -> list[str]:
        """People's moves out of a state that lead elsewhere: returning, declining, withdrawing."""
        ahead = set(self.forward(kind, state))
        return [
            name
            for name, move in self.programme.cases[kind].moves_from(state)
            if is_by_people(move) and name not in ahead
        ]

    def ends(self, kind: str, moves: list[str]) -> bool:
        """Whether each of the moves ends the case."""
        declared = self.programme.cases[kind]
        targets = [declared.states.get(declared.moves[move].to) for move in moves]
        return all(target is not None and target.end is not None for target in targets)

    def ends_badly(self, kind: str, move: str) -> bool:
        """Whether the move leads to an exceptional end."""
        declared = self.programme.cases[kind]
        target = declared.states.get(declared.moves[move].to)
        return target is not None and target.end == "exceptional"

    def terms(self, kind: CaseKind) -> set[str]:
        """The days of the form with which something ends that may be renewed; no day of receipt."""
        effects = (effect for move in kind.moves.values() for effect in move.effects)
        renewed = {effect.target for effect in effects if effect.do == "renew"}
        counted = (self.programme.duties[duty] for duty in renewed)
        origins = {(d.case, d.counts_from.field) for d in counted if d.counts_from}
        return {n for case, n in origins if n and may_be_planned(self.programme, case, n)}

    def ripe(self, kind: CaseKind, day: date) -> dict[str, str]:
        """The days of the form from which so long must have gone by before something may be done:
        so far back that it may be done from a day on."""
        found = {}
        for duty in self.programme.duties.values():
            rule, origin = duty.due.rule, duty.counts_from
            name = origin.field if origin else None
            full = rule.start if isinstance(rule, After) else None
            if duty.early != "refuse" or name not in kind.form or not isinstance(full, After):
                continue
            if full.unit == "working-days":
                begun = self.compiled.calendar.add_working_days(day, -full.n)
            else:
                begun = add_period(day, -full.n, full.unit)
            found[str(name)] = begun.isoformat()
        return found

    def takers(self, kind: str) -> tuple[str, ...]:
        """The quotas that a case takes on the way to its normal end."""
        moves = self.programme.cases[kind].moves.values()
        return tuple(dict.fromkeys(quota for move in moves for quota in move.takes))

    def round_of(self, kind: str, move: str) -> str | None:
        """The round that performs the move for a whole batch, where one does."""
        return self._releasing.get((kind, move))

    def is_together(self, kind: str, move: str) -> bool:
        """Whether the move is made for all listed cases at once or for none."""
        return (kind, move) in self.compiled.together

    def standing(self, case: Case, duties: Sequence[DutyRow], *, renews: bool) -> str | None:
        """The people's move that leaves the case where it is and settles what it owes first; none
        where it may be made but a number of times. `renews`: whether it may set a duty going again,
        as often as the file lets it, or once."""
        owed = [duty for duty in duties if duty.is_unsettled and duty.due_at]
        moves = self.programme.cases[case.kind].moves
        for duty in sorted(owed, key=lambda one: str(one.due_at)):
            declared = self.programme.duties.get(duty.duty)
            for name in declared.bound_by if declared else ():
                move = moves.get(name)
                if move is None or not (move.stays and case.state in move.from_):
                    continue
                if is_by_people(move) and _may_again(name, move, duty, renews=renews):
                    return name
        return None

    def opening(
        self,
        kind: str,
        state: str,
        move: Move,
        now: datetime,
        bound: datetime | None = None,
        opened: Sequence[datetime] = (),
    ) -> datetime:
        """The first instant, not before now, at which a move is open; a round that has yet to open
        holds back the cases that it lists, the stage before those that need not be done before it
        ends. `opened`: when what the case owes may be done."""
        instants = [now, *opened]
        instants += [self.compiled.opening(d) for d in (move.opens, move.on) if d is not None]
        if move.after is not None and (due := self.compiled.due(move.after)):
            instants.append(due.at)
        for declared in self.programme.rounds.values():
            if declared.case == kind and state in declared.lists and declared.opens is not None:
                instants.append(self.compiled.opening(declared.opens))
        before = self._stage_before(kind, state, move)
        instants += [at for at in before if bound is None or at < bound]
        return max(instants)

    def _stage_before(self, kind: str, state: str, move: Move) -> Iterator[datetime]:
        """Somebody else's next stage begins once the window of the stage before has closed."""
        for before in self.programme.cases[kind].moves.values():
            if before.to != state or before.until is None or set(before.by) & set(move.by):
                continue
            if self._leads_back(kind, before):
                continue
            if due := self.compiled.due(before.until):
                yield due.at

    def _leads_back(self, kind: str, move: Move) -> bool:
        """Whether the move takes a case away from its normal end (a return for correction)."""
        far = self._distances(kind, frozenset())
        return any(far.get(state, FAR) < far.get(move.to, FAR) for state in move.from_)

    def closing(self, move_name: str, move: Move, duties: Sequence[DutyRow]) -> datetime | None:
        """The exclusive bound until which the move is in time; None if there is none."""
        bounds = []
        if move.until is not None and (due := self.compiled.due(move.until)):
            bounds.append(due.at)
        for duty in duties:
            declared = self.programme.duties.get(duty.duty)
            if declared and move_name in declared.bound_by and duty.is_unsettled and duty.due_at:
                bounds.append(instant(duty.due_at))
        return min(bounds, default=None)

    def opened(self, move_name: str, duties: Sequence[DutyRow]) -> list[datetime]:
        """When the windows of what is owed open, where the file refuses the move before."""
        declared = self.programme.duties
        return [
            instant(duty.opens_at)
            for duty in duties
            if duty.opens_at
            and duty.is_unsettled
            and duty.duty in declared
            and declared[duty.duty].early == "refuse"
            and move_name in declared[duty.duty].bound_by
        ]

    def owed(self, move_name: str, duties: Sequence[DutyRow]) -> bool:
        """Whether the move settles something that is still owed."""
        return any(
            duty.is_unsettled and move_name in self.programme.duties[duty.duty].bound_by
            for duty in duties
            if duty.duty in self.programme.duties
        )

    def lacks(self, move: Move, case: Case, children: Sequence[Case], parent: Case | None) -> str:
        """What stops a move whatever the person does: "parent" for a parent in another state, the
        kind of a child that is not where it must be; empty if nothing."""
        for guard in move.guards:
            if guard.strength != "hard":
                continue
            if guard.name == "parent-in" and parent is not None:
                if parent.state not in guard.with_["states"]:
                    return "parent"
            elif guard.name == "child-in":
                kind, states = guard.with_["kind"], guard.with_["states"]
                if not any(c.kind == kind and c.state in states for c in children):
                    return str(kind)
        return ""

    def bearing(self, kind: CaseKind) -> list[str]:
        """The moves by which people bring a case of the kind into being."""
        return [name for name, move in kind.creating().items() if is_by_people(move)]

    def children(self, kind: str) -> list[str]:
        """The kinds of children that people bring into being."""
        return [n for n, child in self.compiled.children_of(kind) if self.bearing(child)]

    @cached_property
    def instants(self) -> list[datetime]:
        """Every instant that the file itself fixes: rounds, the system's moves, openings."""
        return sorted(self._opening_instants | self._closing_instants)

    @cached_property
    def last_declared(self) -> datetime:
        """The last instant that the file names, periods included."""
        issued = self.programme.source.issued
        lasts = [issued, *(period.last for period in self.programme.periods.values())]
        if (applies := self.programme.applies) and applies.from_:
            lasts.append(applies.from_)
        ends = {instant(self.compiled.end_of_day(last.isoformat())[1]) for last in lasts}
        # an end is the first instant that no longer belongs to its day
        within = {end - timedelta(microseconds=1) for end in ends | self._closing_instants}
        return max(within | self._opening_instants)

    @cached_property
    def _opening_instants(self) -> set[datetime]:
        named = {self.compiled.opening(deadline) for deadline in self._openings()}
        return named | set(self._begins())

    @cached_property
    def _closing_instants(self) -> set[datetime]:
        return {due.at for limit in self._limits() if (due := self.compiled.due(limit))}

    def _begins(self) -> Iterator[datetime]:
        """When a stretch begins that gets cases, or a count, of its own."""
        openings = [kind.opened for kind in self.programme.cases.values()]
        cycles = [opening.cycle for opening in openings if opening and opening.cycle]
        for duty in self.programme.duties.values():
            if duty.count and duty.period and duty.count.each != "period":
                cycles.append((duty.count.each, duty.period))
        for unit, name in cycles:
            period = self.programme.periods[name]
            for _, first, _ in stretches(unit, period.first, period.last):
                yield start_of_day(first, self.programme.zone)

    def _openings(self) -> Iterator[Deadline]:
        yield from (r.opens for r in self.programme.rounds.values() if r.opens is not None)
        for kind in self.programme.cases.values():
            if kind.opened is not None and kind.opened.on is not None:
                yield kind.opened.on
            for move in kind.moves.values():
                yield from (d for d in (move.opens, move.on) if d is not None)

    def _limits(self) -> Iterator[Deadline]:
        yield from (r.closes for r in self.programme.rounds.values() if r.closes is not None)
        for kind in self.programme.cases.values():
            for move in kind.moves.values():
                yield from (d for d in (move.until, move.after) if d is not None)


def _may_again(name: str, move: Move, duty: DutyRow, *, renews: bool) -> bool:
    """Whether the move may settle a duty once more; each renewal has opened another of its name."""
    told = [guard.parameters for guard in move.guards if guard.name == "at-most-times"]
    limits = [limit for limit in told if isinstance(limit, AtMostTimes)]
    if all(effect.do != "renew" for effect in move.effects):
        return not limits
    times = [limit.times for limit in limits if limit.move == name]
    return renews and duty.n <= min(times, default=1)


def fits(move: Move, case: Case, form: Mapping[str, FormField]) -> bool:
    """Whether the fields of the case, as far as the move cannot change them, are those asked."""
    for guard in move.guards:
        if guard.name == "field-is" and guard.strength == "hard":
            name, wanted = guard.with_["field"], as_list(guard.with_["one-of"])
            if name in move.settable:
                continue
            if not form[name].is_one_of(case.fields.get(name), wanted):
                return False
    return True


_UNDERTAKING_GUARDS = ("legal-person", "not-undertaken-before", "unit-once", "not-own-unit")


def _looked_at(move: Move, form: Mapping[str, FormField]) -> set[str]:
    """The fields that the move's conditions look at."""
    texts = [move.when, *_conditions(move)]
    found = {name for name in form for text in texts if name in text}
    hard = [guard for guard in move.guards if guard.strength == "hard"]
    found |= {str(guard.with_["field"]) for guard in hard if guard.name == "field-is"}
    if "unit" in form and any(guard.name in _UNDERTAKING_GUARDS for guard in hard):
        found.add("unit")
    return found


def _conditions(move: Move) -> list[str]:
    """The conditions without which the move is refused."""
    guards = (g for g in move.guards if g.name == "condition" and g.strength == "hard")
    return [str(guard.with_["cel"]) for guard in guards]


def is_by_people(move: Move) -> bool:
    """Whether a person may make the move."""
    return any(role != SYSTEM for role in move.by)


def _distances(kind: CaseKind, shut: frozenset[str]) -> dict[str, int]:
    """For each state the fewest moves to a normal end; where no end is normal, to a state that
    nothing leaves."""
    goals = {name for name, state in kind.states.items() if state.end == "normal"}
    if not goals:
        left = {state for move in kind.moves.values() for state in move.from_}
        goals = {n for n, s in kind.states.items() if n not in left and s.end is None}
    distance = dict.fromkeys(goals, 0)
    for _ in kind.states:
        for name, move in kind.moves.items():
            if move.to in distance and name not in shut:
                for source in move.from_:
                    far = distance[move.to] + 1
                    distance[source] = min(distance.get(source, FAR), far)
    return distance
