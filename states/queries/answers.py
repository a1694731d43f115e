"""What queries answer with: frozen rows; `as_json()` is the contract of the command line.

Instants are stored texts in UTC; days are dates in the programme's zone. Titles are in the language
asked for and come from the programme. `days_left` counts civil days: 0 on the last day, negative
once the day is over. `hours_left`: once a limit that names an hour is less than a day away, the
whole hours until then, to be shown instead; None else. `working_days_left`: the working days that
are left of a limit that is counted in them, to be shown instead; None else. `unverified`: nobody
has seen the limit in the source; its day is shown as 待核 and nothing is late by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

DutyStatus = Literal["open", "met", "late", "overdue", "waived"]
Bucket = Literal["overdue", "7", "30", "later", "none"]
BUCKETS: tuple[Bucket, ...] = ("overdue", "7", "30", "later", "none")


def _plain(value: Any) -> Any:
    if isinstance(value, Answer):
        return value.as_json()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


class Answer:
    """A row of an answer."""

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        """The row as plain values, keys in the order of declaration."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Duty(Answer):
    """What somebody owes by when. `due_time`: at what time of day, where it ends within its last
    day. `status` is judged by the office's clock: an open duty whose instant has passed is overdue
    although no sweep has marked it yet. `exempted`: somebody waived it by an act of its own.
    `lapsed`: it was waived after its day, and nobody exempted it: nobody did it, and nobody can any
    more."""

    case: str
    duty: str
    n: int
    title: str
    owed_by: tuple[str, ...]
    owed_by_titles: tuple[str, ...]
    phrase: str
    clause: tuple[str, ...]
    due_on: str | None
    due_at: str | None
    status: DutyStatus
    met_at: str | None
    provisional: bool
    period: str | None
    opened_at: str
    overdue_at: str | None
    days_left: int | None
    waited_days: int
    internal_day: str | None = None
    case_title: str = ""
    parent: str | None = None
    parent_title: str = ""
    state_title: str = ""
    jurisdiction: str | None = None
    jurisdiction_title: str = ""
    unit: str | None = None
    unverified: bool = False
    first_due_on: str | None = None
    extended: int = 0
    paused_at: str | None = None
    remainder: Mapping[str, Any] | None = None
    opens_at: str | None = None
    target: int | None = None
    done: int = 0
    internal_seq: int = 0
    internal_at: str | None = None
    lapsed: bool = False
    exempted: bool = False
    due_time: str = ""
    hours_left: int | None = None
    working_days_left: int | None = None

    @property
    def stands_as(self) -> str:
        """The word for how it stands: its status, done if it had no day, lapsed, paused."""
        if self.is_unsettled:
            return "paused" if self.paused_at else self.status
        if self.lapsed:
            return "lapsed"
        is_undated = not (self.due_on or self.paused_at)
        return "done" if self.status == "met" and is_undated else self.status

    @property
    def is_unsettled(self) -> bool:
        """Whether somebody still owes it."""
        return self.status in ("open", "overdue")


@dataclass(frozen=True, slots=True)
class Child(Answer):
    """A case that belongs to another one."""

    code: str
    kind: str
    title: str
    state: str
    state_title: str
    end: Literal["normal", "exceptional"] | None
    period: str | None
    due_on: str | None = None
    due_status: DutyStatus | None = None
    days_left: int | None = None
    due_time: str = ""
    hours_left: int | None = None
    working_days_left: int | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Held(Answer):
    """A slot of a quota that the case holds; `over`: a recorded fact beyond the cap."""

    bucket: str
    title: str
    over: bool


@dataclass(frozen=True, slots=True)
class Document(Answer):
    """A file in a slot, known by its digest."""

    slot: str
    title: str
    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class CheckShown(Answer):
    """The verdict on one item of a checklist."""

    item: str
    title: str
    verdict: Literal["pass", "fail"]
    remark: str
    on: str


@dataclass(frozen=True, slots=True)
class Request(Answer):
    """An act that waits, or waited, for a second person. `lifts`: what speaks against it and is let
    pass by whoever approves; nothing where nobody can. `may_approve`: whether the viewer could
    be that person. `to` and `order`: the day and the document of an extension. `count`: how many
    acts of one batch the request stands for. Of a case that is still to be, `case_title`, `unit`,
    `jurisdiction_title` and `parent` are what was asked for. `is_open` False: it waits, but the
    case has ended or moved on, so that nobody can approve it. `lacks_approver`: as the accounts are
    now, nobody but the one who asks could."""

    request: str
    case: str | None
    move: str
    move_title: str
    kinds: tuple[str, ...]
    actor: str
    actor_name: str
    reason: str
    requested_at: str
    expires_at: str
    may_approve: bool
    case_title: str = ""
    to: str = ""
    order: str = ""
    batch: str | None = None
    count: int = 1
    status: str = "waiting"
    decided_by: str | None = None
    decided_at: str | None = None
    decision_reason: str | None = None
    unit: str | None = None
    jurisdiction_title: str = ""
    parent: str | None = None
    is_open: bool = True
    lacks_approver: bool = False
    lifts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting(Answer):
    """Whom a case waits for: the roles, the move, and until when. `by_system` happens by itself on
    `due_on`. `paused_at`, `remainder`: since when the limit is paused, and how much is left.
    `exempted`: nobody owes the move, but nothing else leads on."""

    case: str
    case_title: str
    who: tuple[str, ...]
    who_titles: tuple[str, ...]
    move: str
    move_title: str
    duty: str | None
    duty_title: str
    phrase: str
    clause: tuple[str, ...]
    due_on: str | None
    due_at: str | None
    status: DutyStatus
    days_left: int | None
    waited_days: int
    provisional: bool
    by_system: bool = False
    internal_day: str | None = None
    opens_on: str | None = None
    unverified: bool = False
    due_time: str = ""
    hours_left: int | None = None
    working_days_left: int | None = None
    paused_at: str | None = None
    remainder: Mapping[str, Any] | None = None
    exempted: bool = False


@dataclass(frozen=True, slots=True)
class FullQuota(Answer):
    """A bucket in which an act would be refused now (QuotaFull). `says`: its title, how much is
    used of how much, and the clause."""

    bucket: str
    title: str
    used: int
    cap: int
    clause: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Hindrance(Answer):
    """A reason for which an act would be refused now, whatever is given with it: what its refusal
    would say."""

    move: str
    code: str
    message: str
    clause: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class HeldBack(Answer):
    """A move of the system whose instant has passed: the quotas that are full for it, the other
    reasons for which it is refused all the same, and whether it waits for what was asked for in
    time and is not approved yet."""

    move: str
    title: str
    full: tuple[FullQuota, ...]
    refused: tuple[Hindrance, ...]
    asked: bool = False


@dataclass(frozen=True, slots=True)
class NextMove(Answer):
    """A move that the viewer may make now; `closes_on` ends its window. A move with `creates`
    brings a child case of that kind into being. `needs` are its documents, of which `needs_anew`
    must come with it. `asks` are the fields that it needs, of which `defaults` are filled in where
    they are left out; `changes`, of a move that keeps the state, those that it may
    change. `full`: the quotas, `refused`: the other reasons for which it would be refused."""

    move: str
    title: str
    to: str
    to_title: str
    reason: Literal["none", "optional", "required"]
    four_eyes: bool
    needs: tuple[str, ...]
    clause: tuple[str, ...]
    closes_on: str | None = None
    creates: str | None = None
    is_forward: bool = True
    needs_anew: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    has_checklist: bool = False
    full: tuple[FullQuota, ...] = ()
    refused: tuple[Hindrance, ...] = ()
