"""Rows of another system beside what is here: which case each means, what is still to record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from console.imports.facts import CODE, MOVED, ON, STATE, Common, Told
from console.words.texts import say
from states.acts.opening_balance import Course
from states.commands import Command, Occurrence
from states.decisions.ways import Way, chosen, ways
from states.errors import BadInput
from states.forms import read_fields
from states.history import instant
from states.queries.holdings import Here, Holdings, Made
from states.registers.organisations import name_key
from states.words.joining import apart, later
from states.words.titles import titles

if TYPE_CHECKING:
    from config.case_types import CaseKind
    from states.compiled import Compiled

Wrong = tuple[str, str]
"""The field, and the sentence that says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a row says otherwise than we: the field (as in columns), both values, our entry."""

    field: str
    theirs: str
    ours: str
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A row beside what is here: the case that it means, by which moves it is further than ours,
    what differs, and what cannot be read."""

    told: Told
    here: Here | None = None
    way: Way = ()
    differs: tuple[Difference, ...] = ()
    wrong: tuple[Wrong, ...] = ()


class Placing:
    """Places rows among the cases of one kind."""

    def __init__(
        self, compiled: "Compiled", kind: str, there: Holdings, zone: ZoneInfo, lang: str
    ) -> None:
        self.compiled, self.kind, self.there = compiled, kind, there
        self.zone, self.lang = zone, lang
        self.declared: CaseKind = compiled.kind(kind)

    def place(self, told: Told) -> Placed:
        """A row beside the case that it means."""
        found = self.there.find(told.sought)
        if told.wrong:
            return Placed(told, found[0] if len(found) == 1 else None, wrong=told.wrong)
        if told.sought.code and not found:
            return Placed(told, wrong=(self.wrong(CODE, "facts.code", code=told.sought.code),))
        if len(found) > 1:
            codes = [one.code for one in found]
            return Placed(told, wrong=(self.wrong("title", "facts.several", codes=codes),))
        here = found[0] if found else None
        try:
            differs = tuple(self._differs(told, here)) if here else ()
        except BadInput as error:
            field = str(error.parameters.get("key", ""))
            return Placed(told, here, wrong=((field, error.message(self.lang)),))
        return self._on_its_way(told, here, differs)

    def _on_its_way(self, told: Told, here: Here | None, differs: tuple[Difference, ...]) -> Placed:
        made = {one.move for one in here.made} if here else set()
        named = [move for move in told.days if move not in made]
        target = told.state or (self.declared.moves[named[-1]].to if named else "")
        if not target:
            if here is None:
                return Placed(told, wrong=(self.wrong(STATE, "facts.stateless"),))
            return Placed(told, here, differs=differs)
        target = self._by_people(target)
        if here is not None and _has_reached(here, target) and not named:
            return Placed(told, here, differs=(*differs, *self._ahead(here, target)))
        start = here.state if here else None
        if here is not None and here.made and here.made[-1].by_system:
            start = self._by_people(start or "")
        able = chosen(ways(self.declared, start, target), named)
        if len(able) == 1:
            to_come = {name for move in able[0] for name in self.asked(told, move)}
            still = tuple(one for one in differs if one.field not in to_come)
            return Placed(told, here, able[0], still)
        known = {"state": self._title(target), "here": self._title(start or "") or "—"}
        if len(able) > 1:
            several = later(apart, [titles(self.declared.moves[m] for m in way) for way in able])
            return Placed(told, here, wrong=(self.wrong(STATE, "facts.ways", ways=several),))
        if here is not None:
            last = next((m for m in reversed(here.made) if not m.by_system), None)
            state = Difference(STATE, self._title(target), self._title(here.state), last)
            return Placed(told, here, differs=(*differs, state))
        return Placed(told, wrong=(self.wrong(STATE, "facts.no-way", **known),))

    def asked(self, told: Told, move: str) -> dict[str, Any]:
        """What a step asks for, as far as the row says it."""
        declared = self.declared.moves[move]
        names = (*declared.asks, *declared.asks_anew)
        return {name: told.fields[name] for name in names if name in told.fields}

    def columns(self, told: Told) -> dict[str, Any]:
        """The jurisdiction and the category that a row names, by their keys."""
        form = self.declared.form
        found: dict[str, Any] = {}
        for name, value in told.fields.items():
            if name in form and form[name].type in ("jurisdiction", "category"):
                read = read_fields(self.compiled.programme, self.declared, {name: value}, set(form))
                found[form[name].type] = read[name]
        return found

    def _ahead(self, here: Here, target: str) -> Iterator[Difference]:
        """Ours is further, if people brought it there."""
        after = [one for one in here.made if one.from_state != one.to_state]
        while after and after[-1].to_state != target:
            last = after.pop()
            if not last.by_system:
                yield Difference(STATE, self._title(target), self._title(here.state), last)
                return

    def _by_people(self, state: str) -> str:
        """The state to which people bring a case before the system takes it further by the clock
        into the one that is named."""
        seen = {state}
        while not any(way for way in ways(self.declared, None, state)):
            before = [
                source
                for move in self.declared.moves.values()
                if move.to == state and (move.on or move.after)
                for source in move.from_
            ]
            if len(before) != 1 or before[0] in seen:
                return state
            state = before[0]
            seen.add(state)
        return state

    def _differs(self, told: Told, here: Here) -> Iterator[Difference]:
        form = self.declared.form
        given = {name: value for name, value in told.fields.items() if name in form}
        values = read_fields(self.compiled.programme, self.declared, given, set(form))
        for name, value in values.items():
            ours = _ours(here, form[name].type, name)
            if value is not None and not is_same(value, ours):
                yield Difference(name, self.text(name, value), self.text(name, ours), here.made[0])
        last = {one.move: one for one in here.made}
        for move, at in told.days.items():
            if move in last and not self._is_same_day(at, instant(last[move].occurred_at)):
                ours = instant(last[move].occurred_at).astimezone(self.zone)
                theirs = str(at.astimezone(self.zone).date())
                yield Difference(f"{MOVED}{move}", theirs, str(ours.date()), last[move])

    def text(self, name: str, value: Any) -> str:
        """A value as a person types it."""
        declared, programme = self.declared.form[name], self.compiled.programme
        if isinstance(value, Mapping):
            return f"{value.get('name', '')} {value.get('code', '')}".strip()
        if isinstance(value, list):
            return apart([self.text(name, item) for item in value], self.lang)
        if declared.type == "category" and value in programme.categories:
            return programme.categories[value].title
        if declared.type == "jurisdiction" and value in programme.jurisdictions:
            return programme.jurisdictions[value].label
        if isinstance(value, bool):
            return "是" if value else "否"
        return "" if value is None else declared.options.get(str(value), str(value))

    def _is_same_day(self, told: datetime, ours: datetime) -> bool:
        """A day without a clock time means any instant of it."""
        told, ours = told.astimezone(self.zone), ours.astimezone(self.zone)
        at_midnight = (told.hour, told.minute, told.second) == (0, 0, 0)
        return told.date() == ours.date() if at_midnight else told == ours

    def _title(self, state: str) -> str:
        declared = self.declared.states.get(state)
        return declared.title if declared else state

    def wrong(self, field: str, key: str, **parameters: Any) -> Wrong:
        """What is wrong with a field, in words."""
        return field, say(key, self.lang, **parameters)


def _has_reached(here: Here, state: str) -> bool:
    return here.state == state or any(one.to_state == state for one in here.made)


def _ours(here: Here, of_type: str, name: str) -> Any:
    # who acts for one jurisdiction need not write it down
    return {"jurisdiction": here.jurisdiction, "category": here.category}.get(
        of_type, here.fields.get(name)
    )


def is_all_there(compiled: "Compiled", kind: str, here: Here, given: Mapping[str, Any]) -> bool:
    """Whether a case of ours says all that a row says; an unreadable row says something else."""
    declared = compiled.kind(kind)
    try:
        values = read_fields(compiled.programme, declared, given, set(declared.form))
    except BadInput:
        return False
    return all(
        value is None or is_same(value, _ours(here, declared.form[name].type, name))
        for name, value in values.items()
    )


def is_same(theirs: Any, ours: Any) -> bool:
    """Whether two values are one but for spelling: width, spaces, brackets. A table that gives no
    code of a unit does not say that there is none."""
    if isinstance(theirs, str) and isinstance(ours, str):
        return name_key(theirs) == name_key(ours)
    if isinstance(theirs, Mapping) and isinstance(ours, Mapping):
        return all(is_same(part, ours.get(k, "")) for k, part in theirs.items() if part)
    if isinstance(theirs, list) and isinstance(ours, list):
        return len(theirs) == len(ours) and all(map(is_same, theirs, ours))
    return bool(theirs == ours)


def course_of(placed: Placed, placing: Placing, common: Common) -> Course | tuple[Wrong, ...]:
    """What of a row is still to be recorded, as facts in their order; or what is missing for it."""
    days, wrong = _days_of(placed, placing)
    if wrong:
        return tuple(wrong)
    told, here = placed.told, placed.here
    facts: list[Command] = []
    for move in placed.way:
        own = move in told.days or move == placed.way[-1]
        reason = [common.reason, "" if own else say("facts.day-of-next", placing.lang)]
        facts.append(
            Command(
                id=move,
                actor=common.actor,
                move=move,
                kind=placing.kind if here is None and not facts else None,
                programme=placing.compiled.key if here is None and not facts else None,
                fields=placing.asked(told, move) if here or facts else dict(told.fields),
                reason=apart([part for part in reason if part], "zh"),
                occurrence=Occurrence(days[move], told.source, told.reference, common.digest),
                via=common.via,
            )
        )
    return Course(tuple(facts), here.code if here else None, told.sought.key)


def _days_of(placed: Placed, placing: Placing) -> tuple[dict[str, datetime], list[Wrong]]:
    """When each move was made: as the row says; for the last one, the row's one day; for one whose
    day decides nothing, the day of the next."""
    told, found = placed.told, dict(placed.told.days)
    wrong: list[Wrong] = []
    named = "title" in placing.declared.form and "unit" in placing.declared.form
    if named and placed.here is None and not told.sought.key:
        wrong.append(placing.wrong("title", "facts.nameless"))
    later = told.occurred
    for n, move in enumerate(reversed(placed.way)):
        at = found.get(move)
        title = placing.declared.moves[move].title
        if at is None and n and _day_matters(placing, move):
            wrong.append(placing.wrong(f"{MOVED}{move}", "facts.day-missing", move=title))
            continue
        at = at or later
        if at is None:
            wrong.append(placing.wrong(ON, "facts.day-missing", move=title))
            break
        if n and later and at > later:
            wrong.append(placing.wrong(f"{MOVED}{move}", "facts.order", move=title))
        found[move] = later = at
    if not told.source:
        wrong.append(placing.wrong("@source", "facts.source"))
    return found, wrong


def _day_matters(placing: Placing, name: str) -> bool:
    """Whether the day of a move decides lateness, a slot, or other days."""
    move, compiled = placing.declared.moves[name], placing.compiled
    if move.until or (move.gives_back and move.gives_back.until):
        return True
    for duty in compiled.duties_of(placing.kind).values():
        runs_from_it, _ = compiled.runs_from(duty.due, duty)
        if name in duty.bound_by or (name in duty.opened and runs_from_it):
            return True
    return False
