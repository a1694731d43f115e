"""What can come about at all, in all kinds of cases together: a parent that waits for its child and
a child that waits for its parent are seen here.

Time and the order of things within one case are left out, so that what is not possible here is
impossible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from config import vocabulary as v
from config.case_types import CaseKind, Guard, Move
from config.language.source import Place
from config.programme import Programme, Quota
from config.vocabulary import SYSTEM

Key = tuple[str, str]
"""A state or a move, with its kind."""


class Blocked(NamedTuple):
    """Why a move cannot be made: the code of the sentence, where it stands, what it names; a state
    where the move would begin, empty if it makes a case."""

    code: str
    place: Place
    say: Mapping[str, str]
    kind: str
    state: str
    move: str


@dataclass(slots=True)
class _Needs:
    """What one move asks for, looked up once."""

    kind: str
    name: str
    move: Move
    driven_by: list[Key]


class Possible:
    """The states that cases can be in, and the moves that can be made, in a whole programme."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.states: set[Key] = set()
        self.moves: set[Key] = set()
        self._waiting = [
            _Needs(kind, name, move, list(self._drivers(kind, name)))
            for kind, declared in programme.cases.items()
            for name, move in declared.moves.items()
        ]
        self._find()

    def _drivers(self, parent: str, name: str) -> Iterator[Key]:
        for kind, declared in self.programme.cases.items():
            for key, move in declared.moves.items():
                drives = any(e.do == "move-parent" and e.target == name for e in move.effects)
                if drives and declared.of == parent:
                    yield kind, key

    def _find(self) -> None:
        before = -1
        while before != len(self.states) + len(self.moves):
            before = len(self.states) + len(self.moves)
            for name, kind in self.programme.cases.items():
                if self._is_opened(name, kind):
                    self.states.add((name, kind.initial))
            self._waiting = [needs for needs in self._waiting if not self._make(needs)]

    def _make(self, needs: _Needs) -> bool:
        if not self._is_reached(needs) or next(self._why_not(needs), None) is not None:
            return False
        self.moves.add((needs.kind, needs.name))
        if not needs.move.stays:
            self.states.add((needs.kind, needs.move.to))
        return True

    def blocked(self) -> Iterator[Blocked]:
        """Why moves cannot be made although their cases come to where they begin."""
        for needs in self._waiting:
            if self._is_reached(needs):
                begins = (s for s in needs.move.from_ if (needs.kind, s) in self.states)
                state, title = next(begins, ""), needs.move.title
                for code, place, say in self._why_not(needs):
                    yield Blocked(code, place, {"move": title, **say}, needs.kind, state, title)

    def is_filled(self, kind: str, name: str) -> bool:
        """Whether anything ever writes a field of a kind."""
        declared = self.programme.cases[kind]
        if any((kind, key) in self.moves for key in declared.creating()):
            return True
        seeds = self.programme.seeds.values()
        if any(seed.case == kind and seed.fields.get(name) for seed in seeds):
            return True
        if any(name in m.settable for k, m in self._made() if k == kind):
            return True
        return any(
            effect.do == "set-parent" and name in effect.fields
            for child, move in self._made()
            if self.programme.cases[child].of == kind
            for effect in move.effects
        )

    def _made(self) -> Iterator[tuple[str, Move]]:
        return ((kind, self.programme.cases[kind].moves[name]) for kind, name in self.moves)

    def _is_reached(self, needs: _Needs) -> bool:
        if needs.move.from_:
            return any((needs.kind, state) in self.states for state in needs.move.from_)
        above = self.programme.cases[needs.kind].of
        return above is None or any(kind == above for kind, _ in self.states)

    def _is_opened(self, name: str, kind: CaseKind) -> bool:
        opening = kind.opened
        if any(seed.case == name for seed in self.programme.seeds.values()):
            return True
        if opening and opening.by:
            return (str(kind.of), opening.by) in self.moves
        if opening and kind.of is None:
            return True
        if opening:
            above = self.programme.cases[str(kind.of)].states
            wanted = opening.while_ or above
            return any((str(kind.of), state) in self.states for state in wanted)
        return any(e.do == "open" and e.target == name for _, m in self._made() for e in m.effects)

    def _why_not(self, needs: _Needs) -> Iterator[tuple[str, Place, Mapping[str, str]]]:
        place = ("cases", needs.kind, "moves", needs.name)
        move = needs.move
        for index, guard in enumerate(move.guards):
            if guard.strength == "hard":
                for code, say in self._guarded(needs, guard):
                    yield code, (*place, "guards", index), say
        for name in move.takes:
            quota = self.programme.quotas[name]
            if _is_nothing(self.programme, quota):
                yield "quota-nothing", (*place, "takes"), {"quota": quota.title}
        is_driven = SYSTEM in move.by and not (move.on or move.after or move.lapse_of)
        if is_driven and needs.driven_by and not self.moves & set(needs.driven_by):
            kind, name = needs.driven_by[0]
            child = self.programme.cases[kind]
            driver = child.moves[name].title
            yield "never-driven", (*place, "by"), {"child": child.title, "driver": driver}

    def _guarded(self, needs: _Needs, guard: Guard) -> Iterator[tuple[str, dict[str, str]]]:
        given = guard.parameters
        match given:
            case v.ChildIn(kind=kind, states=states):
                yield from self._waits("waits-for-child", kind, states)
            case v.ParentIn(states=states):
                above = self.programme.cases[needs.kind].of
                if above is not None:
                    yield from self._waits("waits-for-parent", above, states)
            case v.ChecklistPassed(list=listed):
                title = self.programme.checklists[listed].title
                moves = self.programme.cases[needs.kind].moves
                # a list that no move fills at all is found where the guards are looked at
                filling = {key for key, move in moves.items() if move.checklist == listed}
                made = {key for kind, key in self.moves if kind == needs.kind}
                if filling and not filling & {*made, needs.name}:
                    yield "waits-for-checklist", {"checklist": title}
            case v.AtMostTimes(times=0):
                yield "zero-times", {}
            case v.Condition(cel=cel) if cel.strip() == "false":
                yield "never-true", {"says": given.says}
            case v.FieldIs(field=name):
                own = name in needs.move.settable or not needs.move.from_
                if not own and not self.is_filled(needs.kind, name):
                    title = self.programme.cases[needs.kind].form[name].title
                    yield "waits-for-field", {"field": title}

    def _waits(
        self, code: str, kind: str, states: tuple[str, ...]
    ) -> Iterator[tuple[str, dict[str, str]]]:
        if not any((kind, state) in self.states for state in states):
            declared = self.programme.cases[kind]
            titles = "、".join(declared.states[state].title for state in states)
            reached = [s.title for key, s in declared.states.items() if (kind, key) in self.states]
            say = {"case": declared.title, "states": titles, "reached": "、".join(reached) or "—"}
            yield code, say


def _is_nothing(programme: Programme, quota: Quota) -> bool:
    """Whether nobody can ever take of a quota, whatever the case."""
    if quota.when or quota.groups or quota.case:
        return False
    if quota.per != "jurisdiction" or not programme.jurisdictions:
        return quota.at_most == 0
    kinds = {place.kind for place in programme.jurisdictions.values()}
    return all(quota.caps.get(kind, quota.at_most) == 0 for kind in kinds)
