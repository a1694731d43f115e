"""Which reasons against an act wait for a second person, and in which order they are told. Pure."""

from collections.abc import Mapping
from typing import Any

from config.exceptions import is_asked_for
from states.commands import Command
from states.errors import Refusal
from states.forms import clean_text

MISTAKES = {"OutOfTurn", "NotYours", "UnitUntold", "MayNotMoveDuty"}


def needs_approval(command: Command, hard: list[Refusal], named: Mapping[str, Any]) -> list[str]:
    """The soft rules to be passed by a second person's approval; empty if anything else refuses."""
    rules = {r.rule for r in hard}
    if any(r.strength != "soft" for r in hard):
        return []
    if not all(is_asked_for(rule, command.override) for rule in rules):
        return []
    if not clean_text(command.reason, "reason"):
        hard.append(Refusal("ReasonMissing", hard[0].clause, named))
        return []
    return sorted(rules)


def in_turn(refusals: list[Refusal]) -> list[Refusal]:
    """Mistakes of the asker first, then the rules of the programme."""
    return sorted(refusals, key=lambda r: r.code not in MISTAKES)
