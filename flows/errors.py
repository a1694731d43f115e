"""What can go wrong between asking for a run and its end; part of the tree in states/errors.py.

ShidianError
├── BadInput
│   └── BadOrder         2   no such flow, or parameters that it does not take
└── Fault
    └── RunFailed        4   the run was started and did not complete
"""

from states.errors import BadInput, Fault


class BadOrder(BadInput):
    """The order cannot be carried out as it stands."""

    def message(self, lang: str = "zh") -> str:
        """The sentence to show."""
        from flows.texts import say

        return say(self.code, lang, **self.parameters)


class RunFailed(Fault):
    """The run was started and did not complete, or could not be followed to its end."""

    def message(self, lang: str = "zh") -> str:
        """The sentence to show."""
        from flows.texts import say

        return say(self.code, lang, **self.parameters)
