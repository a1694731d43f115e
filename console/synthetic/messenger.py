"""From what a synthetic person means to do to the command that asks for it."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import Any

from config.case_types import CaseKind, Move
from console.population import LABEL, NOTICE, Applicant, Population, Unit, later
from console.synthetic.answers import Answers
from console.synthetic.calls import Call
from console.synthetic.cast import Cast, partner
from console.synthetic.habits import Act, Seen
from console.synthetic.paths import Paths
from states.commands import Command, Occurrence, Via
from states.decisions.consequences import blank
from states.decisions.prospect import items_asked
from states.facts import Case
from states.history import stamp

BRINGS = 0.7
"""How likely an applicant brings a document before it is needed."""
TERM = 365
"""How many days something lasts that may be renewed."""
SYNTHETIC = Via("synthetic", auth="system")


class Messenger:
    """Fills in commands: who, with which fields, checks and documents."""

    def __init__(
        self,
        paths: Paths,
        population: Population,
        cast: Cast,
        stand_in: Callable[[str, str], str] = lambda account, code: account,
    ) -> None:
        """`stand_in(account, case)`: who acts in whose place on a case."""
        self.paths, self.population, self.cast = paths, population, cast
        self.programme = paths.programme
        self.answers = Answers(paths)
        self._stand_in = stand_in

    def actor(self, case: Case, act: Act) -> str | None:
        """The account that will act; None if only the system may."""
        move = self._move(case, act)
        actor = self.cast.actor(move.by, case)
        if actor is None:
            return None
        if act.is_by_stranger:
            return self._stranger(move, case) or actor
        if any(guard.name == "other-person" for guard in move.guards):
            actor = partner(actor)
        return self._stand_in(actor, case.code)

    def application(self, call: Call) -> tuple[Command, Case] | None:
        """The command of an application, and the case that it would make; None without an actor."""
        kind = self.programme.cases[call.kind]
        move = kind.moves[call.move]
        who = call.who
        case = blank(self.paths.compiled, call.kind, None, stamp(call.at))._replace(
            jurisdiction=who.jurisdiction,
            category=who.category,
            unit_name=who.unit.name,
            unit_code=who.unit.code,
        )
        actor = self.cast.actor(move.by, case)
        if actor is None:
            return None
        chance = Random(f"{self.population.seed}/{call.kind}/{who.jurisdiction}/{who.number}")
        name = f"{self.population.seed}/new/{call.kind}/{who.jurisdiction or ''}/{who.number}"
        fields = self._first_fields(kind, who, call.at, chance)
        fields = self.answers.fitted(fields, case, move, self._day(call.at), _family())
        command = self._command(name, actor, call.move, move, who, case, call.at, fields)
        brought = [slot for slot in self._soon(call.kind, move) if chance.random() < BRINGS]
        files = (*command.attachments, *self.population.attachments(brought, who))
        return replace(command, kind=call.kind, attachments=files), case

    def command(self, seen: Seen, act: Act, now: datetime) -> Command | None:
        """The command of an act on a case, or of the child that it creates; None for nobody."""
        case, move = seen.case, self._move(seen.case, act)
        actor = self.actor(case, act)
        if actor is None:
            return None
        who = self._applicant(case)
        name = f"{self.population.seed}/{case.code}/{case.seq}/{seen.tries}/{act.creates}{act.move}"
        chance = Random(name)
        if act.creates:
            kind = self.programme.cases[act.creates]
            fields = self._first_fields(kind, who, now, chance)
            about = blank(self.paths.compiled, act.creates, case, stamp(now))
            fields = self.answers.fitted(fields, about, move, self._day(now), _family(case))
        else:
            about, family = case, _family(seen.parent, seen.children)
            fields = self._asked_fields(case, move, who, now, chance)
            fields = self.answers.fitted(fields, case, move, self._day(now), family)
        command = self._command(name, actor, act.move, move, who, about, now, fields, act)
        if act.creates:
            return replace(command, kind=act.creates, parent=case.code)
        return replace(command, case=case.code)

    def is_bare(self, command: Command, case: Case) -> bool:
        """Whether the command brings nothing that the case does not hold already, so that a round
        may perform it for a whole batch."""
        held = all(
            item in case.checks and case.checks[item].verdict == check.verdict
            for item, check in command.checks.items()
        )
        rest = (command.fields, command.attachments, command.override, command.occurrence)
        return held and not any(rest)

    def _soon(self, kind: str, move: Move) -> list[str]:
        """The documents that the next move will need beyond those of the first."""
        moves = self.programme.cases[kind].moves
        onward = self.paths.forward(kind, move.to)
        return [s for name in onward for s in moves[name].needs if s not in move.needs]

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.paths.zone).date()

    def _move(self, case: Case, act: Act) -> Move:
        return self.programme.cases[act.creates or case.kind].moves[act.move]

    def _command(
        self,
        name: str,
        actor: str,
        move_name: str,
        move: Move,
        who: Applicant,
        about: Case,
        now: datetime,
        fields: dict[str, Any],
        act: Act | None = None,
    ) -> Command:
        act = act or Act(move_name, now)
        day = self._day(now)
        after = about._replace(fields={**about.fields, **fields})
        slots = [s for s in self._needed(move, after) if s != act.leaves_out]
        items = items_asked(self.paths.compiled, move, after)
        happened = None
        if act.happened_at is not None:
            system = self.programme.record_system or "另一系统"
            happened = Occurrence(min(act.happened_at, now), system, f"{LABEL}回执 {name}")
        return Command(
            id=f"synthetic/{name}",
            actor=actor,
            move=move_name,
            programme=self.programme.programme,
            fields=fields,
            checks=self.population.checks(items, day, fails=act.fails),
            attachments=self.population.attachments(slots, who),
            reason=NOTICE if move.reason == "required" or act.override else "",
            override=act.override,
            occurrence=happened,
            via=SYNTHETIC,
        )

    def _needed(self, move: Move, after: Case) -> list[str]:
        """The documents that the move needs and the case lacks, its fields being filled in."""
        applies = self.paths.compiled.applies
        asked = [slot for slot, when in move.needs_when.items() if applies(when, after)]
        lacking = [slot for slot in (*move.needs, *asked) if slot not in after.documents]
        return list(dict.fromkeys([*lacking, *move.needs_anew]))

    def _first_fields(
        self, kind: CaseKind, who: Applicant, now: datetime, chance: Random
    ) -> dict[str, Any]:
        """Everything on the form of a new case that is asked for now, or by no later move."""
        later_on = [move for move in kind.moves.values() if move.from_]
        afterwards = {name for move in later_on for name in move.settable}
        at_first = {name for move in kind.creating().values() for name in move.settable}
        required = {name for name, field in kind.form.items() if field.required}
        day = self._day(now)
        names = (set(kind.form) - afterwards) | required | at_first
        values = self.population.fields(kind, names, who, day, chance)
        values |= self._terms(kind, values, day)
        if kind.of is not None and "unit" in values and values["unit"] is not None:
            other = self.population.applicant(900_000 + who.number, who.jurisdiction, who.category)
            values["unit"] = {"name": other.unit.name, "code": other.unit.code}
        return {name: value for name, value in values.items() if value is not None}

    def _asked_fields(
        self, case: Case, move: Move, who: Applicant, now: datetime, chance: Random
    ) -> dict[str, Any]:
        kind = self.programme.cases[case.kind]
        names = {*move.asks, *move.asks_anew}
        if move.stays:
            # what is still empty is filled in with it
            names |= {name for name in move.sets if case.fields.get(name) is None}
        dated = {d.day_from for d in self.programme.duties.values() if d.day_from}
        days_to_set = names | {name for name in move.sets if name in dated}
        day = self._day(now)
        values = self.population.fields(kind, names, who, day, chance)
        values |= self._terms(kind, values, day)
        values |= {
            name: later(day, chance.randint(10, 30)).isoformat()
            for name in days_to_set & dated
            if name in kind.form
        }
        if "unit" in values and any(guard.name == "same-code" for guard in move.guards):
            values["unit"] = {"name": f"{who.unit.name}（新名）", "code": who.unit.code}
        return values

    def _terms(self, kind: CaseKind, names: Collection[str], day: date) -> dict[str, str]:
        """A day of the form with which something ends that may be renewed lies ahead; one from
        which so long must have gone by lies as far back."""
        ripe = self.paths.ripe(kind, day)
        ahead = {name: later(day, TERM).isoformat() for name in self.paths.terms(kind) & {*names}}
        return ahead | {name: ripe[name] for name in ripe.keys() & {*names}}

    def _applicant(self, case: Case) -> Applicant:
        """Who stands behind a case."""
        numbers = re.findall(r"\d+", (case.parent or case.code))
        number = int(numbers[-1]) % 100_000 if numbers else 1
        unit = Unit(case.unit_name or f"{LABEL}单位", case.unit_code or "")
        if case.unit_name is None:
            unit = self.population.applicant(number, case.jurisdiction, case.category).unit
        return Applicant(number, case.jurisdiction, case.category, case.title, unit)

    def _stranger(self, move: Move, case: Case) -> str | None:
        """Somebody of the same role from elsewhere."""
        for other in self.programme.jurisdictions:
            if other != case.jurisdiction:
                return self.cast.actor(move.by, case._replace(jurisdiction=other))
        return None


def _family(parent: Case | None = None, children: Sequence[Case] = ()) -> dict[str, Any]:
    """What conditions may name of a case's relatives."""
    return {
        "children": [{"kind": child.kind, "state": child.state} for child in children],
        "parent": {"state": parent.state} if parent else {},
    }
