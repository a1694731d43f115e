"""What a form is filled with, so that the conditions of the file can hold: where a made-up value
stands against one of them, others of its kind are tried. No dice: the same form is filled alike."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, product
from typing import Any, NamedTuple

from config.case_types import FormField, Move
from config.dates.rules import FIRST_YEAR, LAST_YEAR
from console.synthetic.paths import Paths
from states.conditions import holds
from states.facts import Case

MOST = 500
"""How many ways to fill a form are tried at most."""
MONTH = timedelta(days=30)
DAY = timedelta(days=1)
Option = list[str]
"""The conditions of one move."""
_NUMBER = re.compile(r"(?<![\w'\".-])[0-9]+(?:\.[0-9]+)?(?![\w'\"-])")
_DAY = re.compile(r"[\"']([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8]))[\"']")


class Named(NamedTuple):
    """What the conditions name, to try beside it."""

    numbers: Sequence[float]
    days: Sequence[date]


class Answers:
    """Values for the forms of one programme."""

    def __init__(self, paths: Paths) -> None:
        self.paths, self.compiled = paths, paths.compiled

    def fitted(
        self,
        given: dict[str, Any],
        case: Case,
        move: Move,
        today: date,
        family: Mapping[str, Any],
    ) -> dict[str, Any]:
        """The given values, some of them changed if the case comes further then: through this move,
        and on from each state by one of the moves that lead on. `family`: what conditions may name
        of its relatives."""
        stages = [stage for stage in self._stages(case.kind, move) if stage and all(stage)]
        texts = [text for stage in stages for option in stage for text in option]
        about = [name for name in given if any(name in text for text in texts)]
        if not about:
            return given
        around = {"today": today.isoformat(), "state": case.state, **family}

        def met(values: Mapping[str, Any]) -> float:
            filled = case._replace(fields={**case.fields, **values})
            known = self.compiled.cohort(filled) | around
            return sum(max(_share(option, known) for option in stage) for stage in stages)

        best, most = given, met(given)
        for values in self._others(given, about, case.kind, texts, today):
            if most == len(stages):
                break
            if (share := met(values)) > most:
                best, most = values, share
        return best

    def _stages(self, kind: str, move: Move) -> Iterator[list[Option]]:
        """The move itself, then of each state the moves of which one must be possible."""
        declared = self.paths.programme.cases[kind]
        yield [_conditions(move)]
        for state in declared.states:
            yield [_conditions(onward) for onward in self.paths.nearer(kind, state).values()]

    def _others(
        self,
        given: dict[str, Any],
        about: Sequence[str],
        kind: str,
        wanted: Sequence[str],
        today: date,
    ) -> Iterator[dict[str, Any]]:
        """Other ways to fill in what the conditions name, the nearest first."""
        form = self.paths.programme.cases[kind].form
        numbers = sorted({float(n) for text in wanted for n in _NUMBER.findall(text)})
        days = sorted({date.fromisoformat(d) for text in wanted for d in _DAY.findall(text)})
        beside = [day + n * DAY for day in days for n in (0, 1, -1)]
        named = Named(numbers, [*beside, *(today + n * MONTH for n in (-1, 1))])
        tried = [[given[n], *_alternatives(form[n], given[n], named)] for n in about]
        for values in islice(product(*tried), MOST):
            yield {**given, **dict(zip(about, values, strict=True))}


def _conditions(move: Move) -> Option:
    """What must hold for the move to be there and to be allowed."""
    guards = (g for g in move.guards if g.name == "condition" and g.strength != "warn")
    return [*([move.when] if move.when else []), *(str(guard.with_["cel"]) for guard in guards)]


def _share(option: Option, known: dict[str, Any]) -> float:
    """How many of the conditions hold, as a part of them all."""
    return sum(holds(text, known) for text in option) / len(option)


def _alternatives(field: FormField, value: Any, named: Named) -> list[Any]:
    """Other values of the field's type; of numbers and days, those that the conditions name and
    beside."""
    if field.type == "yes-no":
        return [not value]
    if field.type == "choice":
        return [option for option in field.options if option != value]
    if field.type == "date":
        return [day.isoformat() for day in named.days]
    if field.type == "money":
        return [f"{n:.2f}" for n in named.numbers if n >= 0]
    beside = [int(n) + more for n in named.numbers for more in (0, 1, -1)]
    if field.type == "number":
        return beside
    if field.type == "year":
        return [str(year) for year in beside if FIRST_YEAR <= year <= LAST_YEAR]
    return []
