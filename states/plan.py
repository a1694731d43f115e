"""The outcome of a decision before it is written: entries, duties, quotas, notices."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

from config.topics import Topic
from states.facts import Case, DutyRow, Unannounced


@dataclass(slots=True)
class NewDuty:
    """A duty that arises. `is_exception`: its limit is not the general one."""

    duty: str
    n: int
    owed_by: str
    phrase: str
    clause: tuple[str, ...]
    due_on: str | None
    due_at: str | None
    provisional: bool
    opens_at: str | None = None
    basis: str | None = None
    target: int | None = None
    is_exception: bool = False

    def more(self) -> dict[str, Any]:
        """What few duties have, as the history stores it."""
        found = {"opens_at": self.opens_at, "basis": self.basis, "target": self.target}
        if self.is_exception:
            found["phrase"] = self.phrase
        return {name: value for name, value in found.items() if value is not None}


@dataclass(slots=True)
class Settled:
    """A duty that ends: met, late or waived."""

    duty: str
    n: int
    status: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A duty that stays owed, or stays done, and becomes another: how, its row before, and the
    columns that change."""

    row: DutyRow
    how: str
    now: dict[str, Any]
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def moves_day(self) -> bool:
        """Whether the day changes, so that reminders and escalation begin anew."""
        return self.now.get("due_at", self.row.due_at) != self.row.due_at

    def after(self) -> DutyRow:
        """The row once the change is written."""
        return self.row._replace(**self.now)

    def effect(self) -> dict[str, Any]:
        """As the history stores it: the old day stays visible beside the new one."""
        was = {"was": [self.row.due_on, self.row.due_at]} if "due_on" in self.now else {}
        found = {"duty": self.row.duty, "n": self.row.n, "how": self.how, "now": self.now}
        return found | was | self.about


@dataclass(slots=True)
class Righted:
    """What becomes of the duties of a case once its course is put right. `opened`: for each that
    arises the number, the place in the course where it does, and which of several it is."""

    opens: list[NewDuty] = field(default_factory=list)
    settles: list[Settled] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    opened: list[tuple[str, int, int, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.opens or self.settles or self.changes)


PUTTING_RIGHT = ("corrects", "reopens", "follows")
"""The effects of entries that make of what was believed what truly was."""
Publicity = Literal["", "later", "hidden", "announces", "shows"]
"""later: a decision that only those who are told see until it is announced. hidden: what they say
of it. announces: makes known what was not.
shows: done by somebody who is not told; it shows at once, and the rest stays hidden."""


@dataclass(slots=True)
class Draft:
    """One history entry to be, and what it changes. `after` is the case once it is written;
    `was_ended`: whether it had ended before, None where that was not looked up. `seen`: what
    its actor sees of the case from then on but for what it gives itself, if he is not told of a
    decision on it."""

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
    changes: list[Changed] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    publicity: Publicity = ""
    seen: Unannounced | None = None
    was_ended: bool | None = None

    @property
    def is_new(self) -> bool:
        """Whether the entry brings its case into being."""
        return self.after.seq == 1

    @property
    def leaves_case(self) -> bool:
        """Whether the entry is only about duties: the case stays as it is."""
        if self.from_state != self.after.state or not (self.marks or self.changes):
            return False
        if self.puts_right:
            return False
        given = (self.fields, self.documents, self.checks, self.takes, self.gives, self.settles)
        return not any(given) and "unit" not in self.extra

    @property
    def puts_right(self) -> str:
        """The effect under which the entry says that it puts an earlier one right, opens again what
        that had ended, or follows an entry that does; empty if it does not."""
        return next((key for key in PUTTING_RIGHT if key in self.extra), "")

    def left(self, rows: Sequence[DutyRow]) -> list[DutyRow]:
        """Duties of the case as the entry leaves them."""
        changed = {(one.row.duty, one.row.n): one.after() for one in self.changes}
        ended = {(one.duty, one.n): one.status for one in self.settles}
        now = [changed.get((row.duty, row.n), row) for row in rows]
        return [row._replace(status=ended.get((row.duty, row.n), row.status)) for row in now]

    def effects(self) -> dict[str, Any]:
        """What the entry changed besides the case's state, as the history stores it."""
        found: dict[str, Any] = {}
        if self.opens:
            found["opens"] = [_opened(duty) for duty in self.opens]
        if self.settles:
            found["settles"] = [[s.duty, s.n, s.status] for s in self.settles]
        if self.takes:
            found["takes"] = self.takes
        if self.gives:
            found["gives"] = self.gives
        if self.marks:
            found["overdue"] = [[duty, n] for duty, n in self.marks]
        if self.changes:
            found["changes"] = [change.effect() for change in self.changes]
        if self.publicity in ("later", "announces"):
            found["announced"] = "later" if self.publicity == "later" else "now"
        return found | self.extra


def _opened(d: NewDuty) -> list[Any]:
    more = d.more()
    row = [d.duty, d.n, d.due_on, d.due_at, int(d.provisional), d.owed_by]
    return [*row, more] if more else row


Told = Topic | Literal["calendar"]
"""What a notice is about; of the calendar no file says how."""


@dataclass(slots=True)
class Notice:
    """Something to tell a role; `key` makes it go out once. `seq`: of the entry that it tells of;
    `rule`: why it goes out, in words; `basis`: whether `due_on` is the legal or internal day."""

    key: str
    topic: Told
    recipient: str
    case: str | None
    subject: str
    body: str
    duty: str | None = None
    n: int | None = None
    due_on: str | None = None
    basis: str | None = None
    seq: int | None = None
    rule: str | None = None

    def row(self, created_at: str) -> dict[str, Any]:
        """As the outbox stores it."""
        kept = dict(zip(_KEPT, _AS_KEPT(self), strict=True))
        return kept | {"case_code": self.case, "created_at": created_at}


_KEPT = tuple(part.name for part in fields(Notice) if part.name != "case")
_AS_KEPT = attrgetter(*_KEPT)


@dataclass(slots=True)
class Plan:
    """All that one command would write. `counts` is the instant that decides lateness."""

    command: str
    counts: datetime
    drafts: list[Draft] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    approval: list[str] = field(default_factory=list)

    def quotas(self) -> dict[str, int]:
        """The buckets that the plan takes from (+1) or gives back to (-1)."""
        found: dict[str, int] = {}
        for draft in self.drafts:
            for change, by in ((draft.takes, 1), (draft.gives, -1)):
                for bucket in change:
                    found[bucket] = found.get(bucket, 0) + by
        return found
