"""What a to-do is made of: its items, its groups, the next deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from states.queries.answers import Answer, Bucket, Duty, DutyStatus, FullQuota, Hindrance, Waiting
from states.queries.outline import Outline
from states.words.entries import Lang

FAR = "9998"


@dataclass(frozen=True, slots=True)
class InboxItem(Answer):
    """One thing for the viewer to do: a duty owed, a move that waits, or a request to approve
    (`request` set). `verb` is the move (or `approve`); `also` are the other choices beside it, as
    (move, title). `is_open` False: the move is not possible in the case's present state.
    `full`: the quotas that have no slot left for it; `refused`: what else speaks already against it
    or the choices beside it; `lifts`: what an approval lets pass. `paused_at`, `remainder`: since
    when its limit is paused, and how much of it is left. `exempted`: nobody owes the move, but
    nothing else leads the case on. `first`: what must happen before it is possible."""

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
    parent_title: str = ""
    is_open: bool = True
    unverified: bool = False
    full: tuple[FullQuota, ...] = ()
    refused: tuple[Hindrance, ...] = ()
    lifts: tuple[str, ...] = ()
    due_time: str = ""
    hours_left: int | None = None
    working_days_left: int | None = None
    paused_at: str | None = None
    remainder: Mapping[str, Any] | None = None
    exempted: bool = False
    first: tuple[Waiting, ...] = ()

    @property
    def moves(self) -> tuple[tuple[str, str], ...]:
        """Everything that it offers, as (move, title)."""
        return ((self.verb, self.verb_title), *self.also)


@dataclass(frozen=True, slots=True)
class InboxGroup(Answer):
    """The things of one bucket of days; `total` counts them all, `items` are the first ones."""

    bucket: Bucket
    total: int
    items: tuple[InboxItem, ...]


@dataclass(frozen=True, slots=True)
class NextDeadline(Answer):
    """The next day on which something falls due, and how much of it: on the viewer's own roles if
    they owe anything, else anywhere in reach (`is_mine` False)."""

    due_on: str
    due_at: str
    title: str
    phrase: str
    days_left: int
    provisional: bool
    count: int
    is_mine: bool
    due_time: str = ""
    hours_left: int | None = None
    working_days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Inbox(Answer):
    """The viewer's to-do: groups in the order of BUCKETS, empty ones left out."""

    viewer: str
    name: str
    total: int
    groups: tuple[InboxGroup, ...]
    next_deadline: NextDeadline | None


def deadline_of(duty: Duty, count: int, *, is_mine: bool) -> NextDeadline:
    return NextDeadline(
        due_on=str(duty.due_on),
        due_at=str(duty.due_at),
        title=duty.title,
        phrase=duty.phrase,
        days_left=duty.days_left or 0,
        provisional=duty.provisional,
        count=count,
        is_mine=is_mine,
        due_time=duty.due_time,
        hours_left=duty.hours_left,
        working_days_left=duty.working_days_left,
    )


def acts_of(item: InboxItem) -> list[tuple[str, str]]:
    """The acts that an item offers, as (case, move)."""
    return [(item.case or "", name) for name, _ in item.moves]


def by_roles(
    o: Outline, kind: str, names: list[str], mine: set[str]
) -> dict[tuple[str, ...], list[str]]:
    """Moves that the same of my roles may make: choices beside each other on one line."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        found.setdefault(tuple(sorted(mine & makers_of(o, kind, name))), []).append(name)
    return found


def makers_of(o: Outline, kind: str, move: str) -> set[str]:
    """The roles that may make a move; none if this version has none of that name."""
    declared = o.move(kind, move)
    return set(declared["by"]) if declared else set()


def days_of(duty: Duty) -> dict[str, Any]:
    return {
        "due_on": duty.due_on,
        "due_at": duty.due_at,
        "status": duty.status,
        "days_left": duty.days_left,
        "waited_days": duty.waited_days,
        "provisional": duty.provisional,
        "internal_day": duty.internal_day,
        "unverified": duty.unverified,
        "due_time": duty.due_time,
        "hours_left": duty.hours_left,
        "working_days_left": duty.working_days_left,
        "paused_at": duty.paused_at,
        "remainder": duty.remainder,
    }


def item_of(
    o: Outline, row: Mapping[str, Any], names: list[str], lang: Lang, **more: Any
) -> InboxItem:
    kind = row["kind"]
    return InboxItem(
        case=row["code"],
        title=row["title"],
        kind_title=o.kind_title(kind, lang),
        state=row["state"],
        state_title=o.state_title(kind, row["state"], lang),
        jurisdiction_title=o.place(row["jurisdiction"]),
        unit=row["unit_name"],
        verb=names[0] if names else "",
        verb_title=o.move_title(kind, names[0], lang) if names else "",
        also=tuple((n, o.move_title(kind, n, lang)) for n in names[1:]),
        parent=row["parent"],
        parent_title=row["parent_title"] or "",
        **more,
    )


def in_turn(item: InboxItem) -> tuple[str, int, str]:
    """By day; what has none by how long it has waited."""
    day = item.internal_day or item.due_on
    return (day or FAR, 0 if day else -item.waited_days, item.case or "")
