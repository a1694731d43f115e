"""The machine, the table that is kept of its answers, and the declaration say the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transitions import MachineError

from config.case_types import CaseKind
from config.loader import load_shipped
from config.programme import Programme
from states.compiled import Compiled
from states.machine import CaseMachine
from tests.an_agency import LABORATORIES
from tests.builders import a_programme
from tests.properties.settings import examples

PROGRAMMES = {
    "small": a_programme,
    "national": lambda: load_shipped("national-pilots-2026"),
    "laboratories": lambda: Programme.model_validate(LABORATORIES),
}
STATES = [f"s{n}" for n in range(6)]


class Standing:
    """Something that stands in a state, for the machine to move."""

    def __init__(self, state: str) -> None:
        self.state = state


def driven(machine: CaseMachine, move: str, state: str) -> str | None:
    """Where transitions itself takes a case; None if it knows no such move."""
    event = machine._machine.events.get(move)
    if event is None:
        return None
    standing = Standing(state)
    try:
        event.trigger(standing)
    except MachineError:
        return None
    return standing.state


def agree(kind: CaseKind) -> None:
    machine = CaseMachine(kind)
    declared = set()
    for name, move in kind.moves.items():
        for state in kind.states:
            expected = (state if move.stays else move.to) if state in move.from_ else None
            assert machine.target(name, state) == expected == driven(machine, name, state)
            if expected is not None:
                declared.add((name, state, expected))
    assert machine.edges() == declared
    for state in kind.states:
        possible = {name for name, _ in kind.moves_from(state)}
        assert set(machine.moves_from(state)) == possible
    assert machine.target("no-such-move", kind.initial) is None


@pytest.mark.parametrize("name", sorted(PROGRAMMES))
def test_the_machine_and_its_table_agree_with_the_programme(name: str) -> None:
    compiled = Compiled(PROGRAMMES[name](), 1, "")
    for kind in compiled.programme.cases.values():
        agree(kind)


@st.composite
def kinds(draw: st.DrawFn) -> CaseKind:
    states: dict[str, Any] = {name: {"title": name} for name in STATES}
    states[draw(st.sampled_from(STATES))]["initial"] = True
    names = draw(st.lists(st.sampled_from([f"m{n}" for n in range(9)]), unique=True))
    moves = {
        name: {
            "title": name,
            "from": draw(st.lists(st.sampled_from(STATES), unique=True)),
            "to": draw(st.sampled_from([*STATES, "same"])),
            "by": "clerk",
        }
        for name in names
    }
    return CaseKind.model_validate({"title": "件", "states": states, "moves": moves})


@examples(100)
@given(kinds())
def test_the_machine_and_its_table_agree_for_any_kind(kind: CaseKind) -> None:
    agree(kind)
