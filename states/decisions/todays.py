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
    """The fields that a command gives, and today's date in those it leaves out: of the whole form
    where it makes a case, else of what the move asks for and the case does not hold yet."""
    form, case = compiled.kind(kind).form, facts.case
    lacking = [name for name in move.asks if case and case.fields.get(name) is None]
    asked = form if case is None else (*lacking, *move.asks_anew)
    left_out = [name for name in asked if form[name].default and name not in command.fields]
    if not left_out:
        return command.fields
    at = command.occurrence.at if command.occurrence else command.received_at or facts.now
    today = local_day(at, compiled.programme.zone).isoformat()
    return {**command.fields, **dict.fromkeys(left_out, today)}
