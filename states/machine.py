"""A programme's kinds of cases as transitions machines: the only place that imports transitions.

One shared machine per programme version and kind decides whether a move exists. It is driven once
through every (move, state) with a light object that carries the state, and its answers are kept:
driving it costs twenty microseconds, and a decision asks three times. Guards stay outside, because
a refusal must name ALL reasons and a machine stops at the first.
"""

from transitions import Machine, MachineError

from config.case_types import CaseKind


class _Carrier:
    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class CaseMachine:
    """The declared moves of one kind of case."""

    def __init__(self, kind: CaseKind) -> None:
        self._machine = Machine(
            model=None,
            states=list(kind.states),
            initial=kind.initial,
            auto_transitions=False,
            send_event=True,
        )
        for name, move in kind.moves.items():
            if move.from_:
                self._machine.add_transition(name, list(move.from_), move.to)

        self._targets = {
            (name, state): self._drive(name, state) for name in kind.moves for state in kind.states
        }

    def target(self, move: str, state: str) -> str | None:
        """The state that a move leads to from a state; None where no such move is declared."""
        return self._targets.get((move, state))

    def _drive(self, move: str, state: str) -> str | None:
        event = self._machine.events.get(move)
        if event is None:
            return None
        carrier = _Carrier(state)
        try:
            event.trigger(carrier)
        except MachineError:
            return None
        return carrier.state

    def moves_from(self, state: str) -> list[str]:
        """The names of the moves declared out of a state."""
        return list(self._machine.get_triggers(state))

    def edges(self) -> set[tuple[str, str, str]]:
        """Every (move, from, to)."""
        return {
            (name, transition.source, str(transition.dest))
            for name, event in self._machine.events.items()
            for transitions in event.transitions.values()
            for transition in transitions
        }
