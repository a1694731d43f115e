"""Dates that a form fills in by itself: a field with `default: today` gets the day of the act that
asks for it, in the zone of the programme, as if it had been given. Pure."""

from collections.abc import Mapping
from typing import Any

from config.case_types import Move
from states.commands import Command
from states.compiled import Compiled
from states.facts import Facts
from states.instants import local_day


def with_today(
    compiled: Compiled, facts: Facts, command: Command, kind: str, move: Move
) -> Mapping[str, Any]:
    """The fields that a command gives, and today's date in those that it leaves out: those that the
    move asks for and the case does not hold yet, and of a new case those that it needs, or that no
    later move sets."""
    kind_of_case, case = compiled.kind(kind), facts.case
    form = kind_of_case.form
    asked = [*move.asks_anew, *(n for n in move.asks if not case or case.fields.get(n) is None)]
    if case is None:
        later = {n for one in kind_of_case.moves.values() if one.from_ for n in one.settable}
        asked += [name for name, field in form.items() if field.required or name not in later]
    left_out = [name for name in asked if form[name].default and name not in command.fields]
    if not left_out:
        return command.fields
    at = command.occurrence.at if command.occurrence else facts.received(command)
    today = local_day(at, compiled.programme.zone).isoformat()
    return {**command.fields, **dict.fromkeys(left_out, today)}
