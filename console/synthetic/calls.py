"""Who applies for what: the applications that a call brings in, filling quotas as declared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from console.population import Applicant, Population
from console.synthetic.foresight import Foresight
from console.synthetic.habits import MORNING
from console.synthetic.paths import Paths
from states.decisions.consequences import blank
from states.history import stamp
from states.instants import start_of_day

Slot = tuple[str | None, str | None]
"""A jurisdiction and a category."""
UNLIMITED = 1
"""How many applications a jurisdiction brings for a category that no quota limits."""
MOST = 20
"""And at most, however wide the quota."""
ALONE = 12
"""How many applications a programme gets that knows neither jurisdictions nor categories."""


@dataclass(frozen=True, slots=True)
class Call:
    """One application to come. `undertook`: its unit stands in the register of earlier pilots."""

    at: datetime
    kind: str
    move: str
    who: Applicant
    undertook: bool = False


class Calls:
    """The applications of a programme."""

    def __init__(self, paths: Paths, population: Population, places: Sequence[str]) -> None:
        self.paths, self.population, self.places = paths, population, places
        self.programme = paths.programme
        self.foresight = Foresight(paths)

    def full(self, first: datetime) -> list[Call]:
        """Applications that fill every quota exactly."""
        return [
            call
            for kind, move in self._sources()
            for call in self._calls(kind, move, first, self.slots(kind))
        ]

    def mixed(self, first: datetime) -> list[Call]:
        """More applications than slots here and there, fewer elsewhere; some from units that may
        not apply, some from units that undertook a project before."""
        found = []
        for kind, move in self._sources():
            slots = []
            every = self.slots(kind)
            for place in self._places(kind):
                chance = Random(f"{self.population.seed}/{kind}/{place}")
                filled = [slot for slot in every if slot[0] == place]
                kept = [slot for slot in filled if chance.random() > 0.12]
                slots += kept + chance.sample(filled, min(len(filled), chance.randint(0, 3)))
            found += self._calls(kind, move, first, slots, oddities=True)
        return found

    def slots(self, kind: str) -> list[Slot]:
        """(jurisdiction, category) of every slot that the quotas on the way leave free; categories
        take turns from place to place."""
        compiled = self.paths.compiled
        room = {b.key: b.cap for b in compiled.buckets.all() if b.cap is not None}
        takers = self.paths.takers(kind)
        issued = stamp(start_of_day(self.programme.source.issued, self.programme.zone))
        found: list[Slot] = []
        for turn, place in enumerate(self._places(kind)):
            for category in self._taking_turns(turn):
                case = blank(compiled, kind, None, issued)._replace(
                    jurisdiction=place, category=category
                )
                buckets = [b for b in compiled.buckets.taken(takers, case) if b in room]
                most = min((room[b] for b in buckets), default=UNLIMITED)
                for bucket in buckets:
                    room[bucket] -= min(most, MOST)
                found += [(place, category)] * min(most, MOST)
        return found if len(found) > 1 else found * ALONE

    def _taking_turns(self, turn: int) -> list[str | None]:
        """The categories, those of one group each taking its turn as the first."""
        groups: dict[str, list[str | None]] = {}
        for key, category in self.programme.categories.items():
            groups.setdefault(category.group, []).append(key)
        shifted = [
            keys[(2 * turn) % len(keys) :] + keys[: (2 * turn) % len(keys)]
            for keys in groups.values()
        ]
        return [key for keys in shifted for key in keys] or [None]

    def _sources(self) -> Iterator[tuple[str, str]]:
        for name, kind in self.programme.cases.items():
            if kind.of is None and (bearing := self.paths.bearing(kind)):
                yield name, bearing[0]

    def _places(self, kind: str) -> list[str | None]:
        form = self.programme.cases[kind].form.values()
        has_place = any(f.type == "jurisdiction" for f in form) or any(
            role.scope == "jurisdiction" for role in self.programme.roles.values()
        )
        return list(self.places) if has_place and self.places else [None]

    def _calls(
        self,
        kind: str,
        move: str,
        first: datetime,
        slots: Sequence[Slot],
        *,
        oddities: bool = False,
    ) -> list[Call]:
        """An application for each slot, numbered within each jurisdiction as they come in."""
        chance = Random(f"{self.population.seed}/{kind}/calls")
        start, bound = self._window(kind, move, first)
        timed = []
        for n, (place, category) in enumerate(slots):
            case = blank(self.paths.compiled, kind, None, stamp(start))._replace(
                jurisdiction=place, category=category
            )
            at = self._day(start, bound, chance)
            at = self.foresight.in_time(case, move, (), start, at)
            timed.append((at, n, (place, category)))
        counts: dict[str | None, int] = {}
        found = []
        for at, _, (place, category) in sorted(timed, key=lambda one: one[:2]):
            counts[place] = number = counts.get(place, 0) + 1
            odd = chance.random() if oddities else 1
            who = self.population.applicant(
                number, place, category, kind=kind, sole_trader=odd < 0.03
            )
            found.append(Call(at, kind, move, who, undertook=0.03 <= odd < 0.08))
        return found

    def _day(self, start: datetime, bound: datetime, chance: Random) -> datetime:
        room = max((bound - start).days, 1)
        day = start.astimezone(self.paths.zone) + timedelta(days=chance.randint(0, room))
        at = day.replace(hour=MORNING, minute=0, second=0, microsecond=0)
        return at if start <= at < bound else start

    def _window(self, kind: str, name: str, first: datetime) -> tuple[datetime, datetime]:
        """Between the call and two thirds of the time until the applications must be passed on."""
        declared = self.programme.cases[kind]
        move = declared.moves[name]
        start = self.paths.opening(kind, declared.initial, move, first)
        bounds = [self.paths.closing(name, move, [])]
        for onward in self.paths.forward(kind, move.to):
            bounds.append(self.paths.closing(onward, declared.moves[onward], []))
        bound = min((b for b in bounds if b is not None and b > start), default=None)
        if bound is None:
            return start, start + timedelta(days=60)
        return start, start + (bound - start) * 2 / 3
