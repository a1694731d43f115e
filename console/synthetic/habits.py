"""How synthetic people behave: diligently, or as people do. Pure, seeded by case and entry, so that
the same case in the same place always meets the same behaviour."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from config.case_types import Move
from console.synthetic.foresight import Foresight
from console.synthetic.paths import Paths
from states.facts import Case, DutyRow

MORNING = 10
"""The local hour at which synthetic people act."""
RELEASE_DAY = 15
"""The day on which batches are released, in the last month of a quarter."""
RENEWING = 0.5
"""The part of the cases that renew what may be renewed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person sees of a case before acting."""

    case: Case
    since: datetime
    duties: Sequence[DutyRow] = ()
    children: Sequence[Case] = ()
    parent: Case | None = None
    tries: int = 0
    refused: frozenset[str] = frozenset()
    soft: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What a person means to do with a case, when, and what is wrong with it if anything."""

    move: str
    at: datetime
    creates: str = ""
    leaves_out: str = ""
    fails: str = ""
    is_by_stranger: bool = False
    is_sent_twice: bool = False
    override: tuple[str, ...] = ()
    happened_at: datetime | None = None


class Diligent:
    """Everything that the programme asks for, once, in time, and nothing else.

    Where several moves lead to normal ends, about one case in eight takes the first of them (the
    exemplars); the others stay where they are, since nothing asks for more. One is made where a
    duty asks for one of them."""

    def __init__(self, paths: Paths, seed: int) -> None:
        self.paths, self.seed = paths, seed
        self.foresight = Foresight(paths)
        self.zone = paths.zone

    def chance(self, seen: Seen) -> Random:
        """The dice of a case at its present entry."""
        return Random(f"{self.seed}/{seen.case.code}/{seen.case.seq}/{seen.tries}")

    def act(self, seen: Seen) -> Act | None:
        """What is done next with the case; None if nobody has anything to do."""
        if seen.tries > 2:
            return None
        return self._forward(seen, self.chance(seen))

    def approves(self, request: str) -> bool:
        """Whether the second person agrees."""
        return True

    def _forward(self, seen: Seen, chance: Random) -> Act | None:
        """What brings the case on, or what it owes as it stands, if that is due before."""
        onward = self._onward(seen, chance)
        # dice of their own: whether a case renews is the same at each of its entries
        renews = Random(f"{self.seed}/{seen.case.code}/renews").random() < RENEWING
        name = self.paths.standing(seen.case, seen.duties, renews=renews)
        if name is None:
            return onward
        move = self.paths.programme.cases[seen.case.kind].moves[name]
        first = Act(name, self.when(seen, name, move, chance))
        return first if onward is None or first.at < onward.at else onward

    def _onward(self, seen: Seen, chance: Random) -> Act | None:
        case = seen.case
        moves = self.paths.forward(case.kind, case.state, case)
        name = self.paths.preparing(case) or self.chosen(seen, moves, chance)
        if name is None:
            return None
        move = self.paths.programme.cases[case.kind].moves[name]
        lacking = self.paths.lacks(move, case, seen.children, seen.parent)
        if lacking == "parent":
            return None
        if lacking:
            return self._bear(seen, lacking, chance)
        return Act(name, self.when(seen, name, move, chance))

    def chosen(self, seen: Seen, moves: list[str], chance: Random) -> str | None:
        """One of the moves that lead on; None if the case stays where it is."""
        if len(moves) < 2 or not self.paths.ends(seen.case.kind, moves):
            return moves[0] if moves else None
        owed = [move for move in moves if self.paths.owed(move, seen.duties)]
        if owed:
            return chance.choice(owed)
        return moves[0] if chance.random() < 0.125 else None

    def _bear(self, seen: Seen, kind: str, chance: Random) -> Act | None:
        bearing = self.paths.bearing(self.paths.programme.cases[kind])
        if not bearing or any(c.kind == kind and not c.ended for c in seen.children):
            return None
        return Act(bearing[0], self._after(seen.since, chance.randint(2, 20)), creates=kind)

    def when(self, seen: Seen, name: str, move: Move, chance: Random) -> datetime:
        """An instant within the move's window and before what is owed is due, by it or later."""
        bound = self.paths.closing(name, move, seen.duties)
        first = self._first(seen, name, move, bound)
        at = self._within(seen, name, first, bound, chance)
        return self.foresight.in_time(seen.case, name, seen.duties, first, at)

    def _within(
        self, seen: Seen, name: str, first: datetime, bound: datetime | None, chance: Random
    ) -> datetime:
        if self.paths.round_of(seen.case.kind, name):
            return self._release_day(first, bound)
        if bound is None:
            return self._after(first, chance.randint(2, 75 if self._is_many(seen) else 20))
        start = max(first, bound - timedelta(days=40))
        room = max((bound - start).days - 1, 1)
        at = self._after(start, chance.randint(1, room))
        return at if first <= at < bound else first + (bound - first) / 2

    def _first(self, seen: Seen, name: str, move: Move, bound: datetime | None) -> datetime:
        opened = self.paths.opened(name, seen.duties)
        case = seen.case
        return self.paths.opening(case.kind, case.state, move, seen.since, bound, opened)

    def _is_many(self, seen: Seen) -> bool:
        """Whether a round lists the case: whoever handles a round has many and takes longer."""
        rounds = self.paths.programme.rounds.values()
        return any(
            r.case == seen.case.kind and seen.case.state in r.lists and not r.opens for r in rounds
        )

    def _after(self, start: datetime, days: int) -> datetime:
        day = (start.astimezone(self.zone) + timedelta(days=days)).date()
        return datetime(day.year, day.month, day.day, MORNING, tzinfo=self.zone)

    def _release_day(self, first: datetime, bound: datetime | None) -> datetime:
        """The first release day that leaves three weeks to decide; if that is too late, the last
        days on which it may be."""
        day = self._after(first, 21)
        while day.month % 3 or day.day > RELEASE_DAY:
            day = self._after(day.replace(day=28), 4).replace(day=1)
        day = day.replace(day=RELEASE_DAY)
        return day if bound is None or day < bound else max(first, self._after(bound, -2))


class Mixed(Diligent):
    """As people are: early, at the last second, late, never; with papers missing, checks failed,
    strangers trying, second thoughts, children in trouble; and what they do when refused."""

    def act(self, seen: Seen) -> Act | None:
        """What is done next with the case; None if nobody does anything."""
        chance = self.chance(seen)
        if seen.refused:
            return self._after_refusal(seen, chance)
        act = self._trouble(seen, chance) or self._aside(seen, chance)
        if act is not None:
            return act
        act = self._forward(seen, chance)
        if act is None or act.creates:
            return act
        if self.paths.is_together(seen.case.kind, act.move):
            return act
        move = self.paths.programme.cases[seen.case.kind].moves[act.move]
        at = self._people_time(seen, act, move, chance)
        return None if at is None else self._flawed(replace(act, at=at), seen, move, chance)

    def approves(self, request: str) -> bool:
        """Whether the second person agrees."""
        return Random(f"{self.seed}/{request}").random() < 0.8

    def chosen(self, seen: Seen, moves: list[str], chance: Random) -> str | None:
        """One of the moves that lead on; None if the case stays where it is."""
        if len(moves) < 2:
            return super().chosen(seen, moves, chance)
        dice = chance.random()
        return moves[0] if dice < 0.15 else moves[-1] if dice < 0.8 else None

    def _trouble(self, seen: Seen, chance: Random) -> Act | None:
        for kind in self.paths.children(seen.case.kind):
            if chance.random() < 0.03 and not any(c.kind == kind for c in seen.children):
                declared = self.paths.programme.cases[kind]
                bearing = self.paths.bearing(declared)[0]
                move = declared.moves[bearing]
                child_sees_parent = self.paths.lacks(move, seen.case, [], seen.case)
                if not child_sees_parent:
                    return Act(bearing, self._after(seen.since, chance.randint(1, 90)), kind)
        return None

    def _aside(self, seen: Seen, chance: Random) -> Act | None:
        for name in self.paths.aside(seen.case.kind, seen.case.state):
            move = self.paths.programme.cases[seen.case.kind].moves[name]
            depends = any(guard.name == "child-in" for guard in move.guards)
            if self.paths.lacks(move, seen.case, seen.children, seen.parent):
                continue
            if chance.random() < (0.6 if depends else 0.04):
                first = self.paths.opening(seen.case.kind, seen.case.state, move, seen.since)
                return Act(name, self._after(first, chance.randint(1, 45)))
        return None

    def _people_time(self, seen: Seen, act: Act, move: Move, chance: Random) -> datetime | None:
        bound = self.paths.closing(act.move, move, list(seen.duties))
        first = self.paths.opening(seen.case.kind, seen.case.state, move, seen.since)
        dice = chance.random()
        if dice < 0.70:
            return act.at
        if dice > 0.96:
            return None
        if dice < 0.82:
            return self._after(first, 1)
        if bound is None or bound <= first:
            return self._after(first, chance.randint(20, 200))
        if dice < 0.86:
            return bound - timedelta(seconds=1)
        return bound if dice < 0.88 else self._after(bound, chance.randint(1, 40))

    def _flawed(self, act: Act, seen: Seen, move: Move, chance: Random) -> Act:
        dice = chance.random()
        missing = [slot for slot in move.needs if slot not in seen.case.documents]
        if dice < 0.05 and missing:
            return replace(act, leaves_out=missing[-1])
        if 0.05 <= dice < 0.10 and move.checklist:
            items = self.paths.programme.checklists[move.checklist].items
            return replace(act, fails=chance.choice(list(items)))
        if 0.10 <= dice < 0.12:
            return replace(act, is_by_stranger=True)
        return replace(act, is_sent_twice=0.12 <= dice < 0.14)

    def _after_refusal(self, seen: Seen, chance: Random) -> Act | None:
        act = self._forward(seen, chance)
        if act is None or seen.tries > 3:
            return None
        move = self.paths.programme.cases[seen.case.kind].moves.get(act.move)
        soon = self._after(seen.since, 0) + timedelta(days=chance.randint(1, 6) + 7 * seen.tries)
        act = replace(act, at=soon)
        if seen.soft and seen.refused <= {"UndertookBefore", "UnitTwice"}:
            return replace(act, override=seen.soft) if chance.random() < 0.8 else None
        if "TooLate" in seen.refused or "QuotaFull" in seen.refused:
            return self._record(act, seen, move, chance)
        if seen.refused & {"NotLegalPerson", "CreditCodeWrong"}:
            return self._give_up(seen, chance)
        return act if chance.random() < 0.85 else self._give_up(seen, chance)

    def _record(self, act: Act, seen: Seen, move: Move | None, chance: Random) -> Act | None:
        """Where the legal act happens elsewhere it may have happened all the same."""
        if self.paths.programme.record != "elsewhere" or chance.random() > 0.3 or move is None:
            return self._give_up(seen, chance)
        bound = self.paths.closing(act.move, move, list(seen.duties))
        happened = min(act.at, bound) - timedelta(hours=2) if bound else act.at
        return replace(act, happened_at=max(happened, seen.since - timedelta(days=1)))

    def _give_up(self, seen: Seen, chance: Random) -> Act | None:
        kind, state = seen.case.kind, seen.case.state
        ends = [m for m in self.paths.aside(kind, state) if self.paths.ends_badly(kind, m)]
        ends = [m for m in ends if not self._lacks(seen, m)]
        if not ends or chance.random() < 0.3:
            return None
        return Act(chance.choice(ends), self._after(seen.since, chance.randint(2, 9)))

    def _lacks(self, seen: Seen, name: str) -> bool:
        move = self.paths.programme.cases[seen.case.kind].moves[name]
        return bool(self.paths.lacks(move, seen.case, seen.children, seen.parent))
