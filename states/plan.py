"""The outcome of a decision before it is written: entries, duties, quotas, notices."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from states.facts import Case


@dataclass(slots=True)
class NewDuty:
    """A duty that arises."""

    duty: str
    n: int
    owed_by: str
    phrase: str
    clause: tuple[str, ...]
    due_on: str | None
    due_at: str | None
    provisional: bool


@dataclass(slots=True)
class Settled:
    """A duty that ends: met, late or waived."""

    duty: str
    n: int
    status: str


@dataclass(slots=True)
class Draft:
    """One history entry to be, and what it changes. `after` is the case once it is written."""

    after: Case
    move: str
    from_state: str | None
    clause: tuple[str, ...]
    actor: str
    actor_name: str
    role: str
    scope: str
    fields: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    checks: dict[str, Any] = field(default_factory=dict)
    flags: list[dict[str, Any]] = field(default_factory=list)
    opens: list[NewDuty] = field(default_factory=list)
    settles: list[Settled] = field(default_factory=list)
    takes: dict[str, str] = field(default_factory=dict)
    gives: dict[str, str] = field(default_factory=dict)
    marks: list[tuple[str, int]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether the entry brings its case into being."""
        return self.after.seq == 1

    def effects(self) -> dict[str, Any]:
        """What the entry changed besides the case's state, as the history stores it."""
        found: dict[str, Any] = {}
        if self.opens:
            found["opens"] = [
                [d.duty, d.n, d.due_on, d.due_at, int(d.provisional), d.owed_by] for d in self.opens
            ]
        if self.settles:
            found["settles"] = [[s.duty, s.n, s.status] for s in self.settles]
        if self.takes:
            found["takes"] = self.takes
        if self.gives:
            found["gives"] = self.gives
        if self.marks:
            found["overdue"] = [[duty, n] for duty, n in self.marks]
        return found | self.extra


@dataclass(slots=True)
class Notice:
    """Something to tell a role; `key` makes it go out once."""

    key: str
    topic: str
    recipient: str
    case: str | None
    subject: str
    body: str


@dataclass(slots=True)
class Plan:
    """All that one command would write. `counts` is the instant that decides lateness."""

    command: str
    counts: datetime
    drafts: list[Draft] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    approval: list[str] = field(default_factory=list)
