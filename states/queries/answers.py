"""What queries answer with: frozen rows; `as_json()` is the contract of the command line.

Instants are stored texts in UTC; days are dates in the programme's zone. Titles are in the language
asked for and come from the programme. `days_left` counts civil days: 0 on the last day, negative
once the day is over.
"""

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
class Reach(Answer):
    """One role of a viewer and how far it reaches; None means no bound."""

    role: str
    programme: str
    jurisdiction: str | None
    category: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Viewer(Answer):
    """Who is asking: an account that is open, and the roles it holds now."""

    account: str
    name: str
    reaches: tuple[Reach, ...]

    def covers(
        self,
        programme: str,
        jurisdiction: str | None,
        category: str | None,
        unit: str | None,
    ) -> tuple[Reach, ...]:
        """The roles that reach a case."""
        return tuple(
            r
            for r in self.reaches
            if r.programme in ("*", programme)
            and r.jurisdiction in (None, jurisdiction)
            and r.category in (None, category)
            and r.unit in (None, unit)
        )


@dataclass(frozen=True, slots=True)
class Duty(Answer):
    """What somebody owes by when. `status` is judged by the office's clock: an open duty whose
    instant has passed is overdue although no sweep has marked it yet."""

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
    state_title: str = ""
    jurisdiction: str | None = None
    jurisdiction_title: str = ""
    unit: str | None = None

    @property
    def is_unsettled(self) -> bool:
        """Whether somebody still owes it."""
        return self.status in ("open", "overdue")


@dataclass(frozen=True, slots=True)
class CaseRow(Answer):
    """A case in a list. `fields` holds no personal values; `due_on` is the next day owed on the
    case or on one of its children."""

    code: str
    kind: str
    kind_title: str
    title: str
    state: str
    state_title: str
    end: Literal["normal", "exceptional"] | None
    jurisdiction: str | None
    jurisdiction_title: str
    field: str | None
    field_title: str
    unit: str | None
    unit_code: str | None
    period: str | None
    parent: str | None
    programme: str
    programme_version: int
    opened_at: str
    changed_at: str
    fields: dict[str, Any]
    duties: tuple[Duty, ...]
    children: tuple["Child", ...]
    due_on: str | None
    due_status: DutyStatus | None
    days_left: int | None


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


@dataclass(frozen=True, slots=True)
class StateCount(Answer):
    """How many cases stand in a state."""

    state: str
    title: str
    count: int
    end: Literal["normal", "exceptional"] | None = None


@dataclass(frozen=True, slots=True)
class CasePage(Answer):
    """One page of a list. `total` counts all that match; `states` counts them by state with the
    filter by state left out; `next` is the token of the next page, None on the last one."""

    programme: str
    programme_title: str
    kind: str
    kind_title: str
    rows: tuple[CaseRow, ...]
    total: int
    states: tuple[StateCount, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class NextMove(Answer):
    """A move that the viewer may make now; `closes_on` ends its window. A move with `creates`
    brings a child case of that kind into being."""

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


@dataclass(frozen=True, slots=True)
class Waiting(Answer):
    """Whom a case waits for: the roles, the move, and until when. `by_system` happens by itself on
    `due_on`."""

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


@dataclass(frozen=True, slots=True)
class Step(Answer):
    """One state of the progress line, and when and by which clause it was reached."""

    state: str
    title: str
    position: Literal["done", "current", "ahead", "skipped"]
    on: str | None
    clause: tuple[str, ...]
    seq: int | None


@dataclass(frozen=True, slots=True)
class FieldValue(Answer):
    """A form field with its title; `shown` is the value in words."""

    key: str
    title: str
    value: Any
    shown: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Request(Answer):
    """An act that waits for a second person. `may_approve`: whether the viewer could be that."""

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


@dataclass(frozen=True, slots=True)
class Flag(Answer):
    """Something shown for ever: an override, a fact recorded against a rule, a warning."""

    code: str
    kind: str
    clause: tuple[str, ...]
    message: str
    seq: int
    on: str


@dataclass(frozen=True, slots=True)
class Held(Answer):
    """A slot of a quota that the case holds; `over`: a recorded fact beyond the cap."""

    bucket: str
    title: str
    over: bool


@dataclass(frozen=True, slots=True)
class Dossier(Answer):
    """All about one case that the viewer may see."""

    code: str
    kind: str
    kind_title: str
    title: str
    state: str
    state_title: str
    end: Literal["normal", "exceptional"] | None
    jurisdiction: str | None
    jurisdiction_title: str
    field: str | None
    field_title: str
    unit: str | None
    unit_code: str | None
    period: str | None
    programme: str
    programme_title: str
    programme_version: int
    zone: str
    seq: int
    hash: str
    opened_at: str
    changed_at: str
    parent: Child | None
    fields: tuple[FieldValue, ...]
    documents: tuple["Document", ...]
    checks: tuple["CheckShown", ...]
    duties: tuple[Duty, ...]
    children: tuple[Child, ...]
    waiting: tuple[Waiting, ...]
    moves: tuple[NextMove, ...]
    steps: tuple[Step, ...]
    requests: tuple[Request, ...]
    flags: tuple[Flag, ...]
    holds: tuple[Held, ...]

    def as_json(self) -> dict[str, Any]:
        """`show --json`: `fields` as key and value, the rest as declared."""
        shown = Answer.as_json(self)
        shown["fields"] = {f.key: f.value for f in self.fields}
        return shown


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
class Entry(Answer):
    """One entry of the history. `from_state` is `from` and `to_state` is `to` in JSON. `settles`,
    `opens` and `overdue` say what became of duties: (duty title, status or day)."""

    case: str
    seq: int
    entry: Literal["decision", "record"]
    move: str
    move_title: str
    from_state: str | None
    from_title: str
    to_state: str
    to_title: str
    actor: str
    actor_name: str
    role: str
    role_title: str
    scope: str
    via: str
    received_at: str
    occurred_at: str
    recorded_at: str
    source: dict[str, Any] | None
    reason: str | None
    clause: tuple[str, ...]
    flags: tuple[dict[str, Any], ...]
    documents: dict[str, Any]
    run: str | None
    programme_version: int
    command: str
    prev_hash: str
    hash: str
    settles: tuple[tuple[str, str], ...] = ()
    opens: tuple[tuple[str, str], ...] = ()
    overdue: tuple[str, ...] = ()
    approval: dict[str, Any] | None = None
    case_title: str = ""

    def as_json(self) -> dict[str, Any]:
        """`history --json`."""
        shown = Answer.as_json(self)
        renamed = {"from_state": "from", "to_state": "to"}
        return {renamed.get(key, key): value for key, value in shown.items()}


@dataclass(frozen=True, slots=True)
class Standing(Answer):
    """How a case stood, folded from its history."""

    state: str
    state_title: str
    seq: int
    fields: dict[str, Any]
    documents: dict[str, Any]
    duties: tuple[Duty, ...]
    holds: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class AsOf(Answer):
    """Two answers about an instant: what was true then, as we know now, and what was known then.
    None where the case was not yet."""

    code: str
    at: str
    true: Standing | None
    known: Standing | None


@dataclass(frozen=True, slots=True)
class InboxItem(Answer):
    """One thing for the viewer to do: a duty owed, a move that waits, or a request to approve
    (`request` set). `verb` is the move (or `approve`); `also` are the other choices beside it."""

    case: str | None
    title: str
    kind_title: str
    state: str
    state_title: str
    jurisdiction_title: str
    unit: str | None
    verb: str
    verb_title: str
    also: tuple[tuple[str, str], ...]
    what: str
    clause: tuple[str, ...]
    due_on: str | None
    due_at: str | None
    status: DutyStatus
    days_left: int | None
    waited_days: int
    provisional: bool
    internal_day: str | None
    request: str | None = None
    parent: str | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class InboxGroup(Answer):
    """The things of one bucket of days; `total` counts them all, `items` are the first ones."""

    bucket: Bucket
    total: int
    items: tuple[InboxItem, ...]


@dataclass(frozen=True, slots=True)
class NextDeadline(Answer):
    """The next day on which something in the viewer's reach falls due, and how much of it."""

    due_on: str
    due_at: str
    title: str
    phrase: str
    days_left: int
    provisional: bool
    count: int


@dataclass(frozen=True, slots=True)
class Inbox(Answer):
    """The viewer's to-do: groups in the order of BUCKETS, empty ones left out."""

    viewer: str
    name: str
    total: int
    groups: tuple[InboxGroup, ...]
    next_deadline: NextDeadline | None


@dataclass(frozen=True, slots=True)
class DutyPage(Answer):
    """Duties in order of their day; `total` counts all that match."""

    rows: tuple[Duty, ...]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class QuotaUse(Answer):
    """One counted quota. `cap` None: no upper bound. `over`: recorded facts beyond the cap.
    `short`: how many are missing to the minimum."""

    programme: str
    jurisdiction: str | None
    jurisdiction_title: str
    bucket: str
    quota: str
    title: str
    category: str | None
    cap: int | None
    used: int
    over: int
    minimum: int | None
    clause: tuple[str, ...]

    @property
    def short(self) -> int:
        """How many are missing to the minimum; 0 without one."""
        return max(0, (self.minimum or 0) - self.used - self.over)


@dataclass(frozen=True, slots=True)
class LogPage(Answer):
    """Entries, newest first."""

    rows: tuple[Entry, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RefusalRow(Answer):
    """A refused attempt."""

    id: int
    command: str
    refused_at: str
    actor: str
    via: str
    case: str | None
    move: str
    reasons: tuple[dict[str, Any], ...]
    run: str | None


@dataclass(frozen=True, slots=True)
class RefusalPage(Answer):
    """Refused attempts, newest first."""

    rows: tuple[RefusalRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class KindBoard(Answer):
    """Counts of one kind of cases, states in the programme's order."""

    programme: str
    kind: str
    title: str
    total: int
    states: tuple[StateCount, ...]


@dataclass(frozen=True, slots=True)
class Board(Answer):
    """Counts in the viewer's reach: cases by kind and state, unsettled duties by bucket."""

    kinds: tuple[KindBoard, ...]
    duties: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health(Answer):
    """Whether time is being kept. `ok` is False when the last good sweep is older than its limit or
    the clock is behind what is recorded; `problems` name which."""

    ok: bool
    kind: Literal["real", "demo", "simulation"]
    now: str
    last_sweep_at: str | None
    sweep_age_seconds: int | None
    sweep_limit_seconds: int
    clock_went_back: bool
    problems: tuple[str, ...]
