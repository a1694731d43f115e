"""To-do: what an account's roles owe, what waits for their move, what waits for their approval."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from states.history import instant, stamp
from states.queries.answers import BUCKETS, Answer, Bucket, Duty, DutyStatus
from states.queries.asked import to_approve
from states.queries.duties import (
    days_left,
    shape,
    status_at,
    waited,
)
from states.queries.inbox_statements import statements_of
from states.queries.outline import Outline, Window, all_outlines, outline
from states.queries.viewers import Viewer, seen
from states.queries.waiting import is_by_system
from states.queries.words import Lang, phrase
from states.store import Store, Tx

if TYPE_CHECKING:
    from states.office import Office

LONG_AGO, FAR = "", "9998"


@dataclass(frozen=True, slots=True)
class InboxItem(Answer):
    """One thing for the viewer to do: a duty owed, a move that waits, or a request to approve
    (`request` set). `verb` is the move (or `approve`); `also` are the other choices beside it, as
    (move, title). `is_open` False: the move is not possible in the case's present state."""

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


@dataclass(frozen=True, slots=True)
class Inbox(Answer):
    """The viewer's to-do: groups in the order of BUCKETS, empty ones left out."""

    viewer: str
    name: str
    total: int
    groups: tuple[InboxGroup, ...]
    next_deadline: NextDeadline | None


def inbox(office: "Office", who: str | Viewer, *, limit: int = 50, lang: Lang = "zh") -> Inbox:
    """What the account has to do now, at most `limit` things in each group. Raises BadInput for an
    unknown account."""
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        outlines = all_outlines(office.store, tx)
        return _Reading(office.store, tx, viewer, outlines, now, limit, lang).inbox()


class _Reading:
    def __init__(
        self,
        store: Store,
        tx: Tx,
        viewer: Viewer,
        outlines: list[Outline],
        now: datetime,
        limit: int,
        lang: Lang,
    ) -> None:
        self.store, self.tx, self.viewer, self.outlines = store, tx, viewer, outlines
        self.now, self.limit, self.lang = now, limit, lang
        self.statements = statements_of(store.dialect)
        self.roles = viewer.acting_roles(outlines)
        self.totals: dict[Bucket, int] = dict.fromkeys(BUCKETS, 0)
        self.items: dict[Bucket, list[InboxItem]] = {bucket: [] for bucket in BUCKETS}
        self.closing: list[NextDeadline] = []
        self.owed_at: dict[str | None, int] = {}
        self.first: Duty | None = None

    def inbox(self) -> Inbox:
        """Everything put together."""
        if self.roles and self.outlines:
            self._duties()
            self._moves()
            self._requests()
        groups = tuple(
            InboxGroup(b, self.totals[b], tuple(sorted(self.items[b], key=_order)[: self.limit]))
            for b in BUCKETS
            if self.totals[b]
        )
        return Inbox(
            self.viewer.account,
            self.viewer.name,
            sum(self.totals.values()),
            groups,
            self._next_deadline(),
        )

    def _mine(self) -> dict[str, Any]:
        return {"roles": self.tx.listed(self.roles)}

    def _duties(self) -> None:
        for row in self.viewer.all(self.tx, self.statements.counts, **self._mine()):
            self.totals[self._bucket(row["due_at"])] += row["n"]
            self.owed_at[row["due_at"]] = row["n"]
        for bucket, low, high in self._bounds():
            if self.totals[bucket]:
                wanted = {**self._mine(), "low": low, "high": high, "limit": self.limit}
                self.items[bucket] += map(
                    self._owed, self.viewer.all(self.tx, self.statements.owed, **wanted)
                )
        if self.totals["none"]:
            wanted = {**self._mine(), "limit": self.limit}
            rows = self.viewer.all(self.tx, self.statements.owed_without_day, **wanted)
            self.items["none"] += map(self._owed, rows)

    def _bounds(self) -> Iterator[tuple[Bucket, str, str]]:
        """Each bucket of days as (after, until), in stored instants."""
        now, week, month = stamp(self.now), self._in_days(7), self._in_days(30)
        yield "overdue", LONG_AGO, now
        yield "7", now, week
        yield "30", week, month
        yield "later", month, FAR

    def _in_days(self, days: int) -> str:
        first = self.outlines[0]
        return first.midnight(first.today(self.now) + timedelta(days=days + 1))

    def _bucket(self, due_at: str | None) -> Bucket:
        if due_at is None:
            return "none"
        return next(b for b, low, high in self._bounds() if low < due_at <= high)

    def _owed(self, row: Mapping[str, Any]) -> InboxItem:
        o = outline(self.store, self.tx, row["programme"], row["programme_version"])
        duty = shape(o, row, self.now, self.lang)
        if self.first is None and duty.due_at and duty.status == "open":
            self.first = duty
        able = dict(o.moves_from(row["kind"], row["case_state"]))
        bound = list(o.bound_moves(duty.duty))
        names = [n for n in bound if n in able] or bound
        return _item(
            o,
            {**row, "state": row["case_state"], "code": duty.case, "title": row["case_title"]},
            names,
            self.lang,
            what=duty.title,
            clause=duty.clause,
            **_days_of(duty),
            is_open=any(n in able for n in names),
        )

    def _moves(self) -> None:
        for o in self.outlines:
            for kind in o.kinds:
                for state in o.states(kind):
                    self._waiting(o, kind, state)

    def _waiting(self, o: Outline, kind: str, state: str) -> None:
        at = stamp(self.now)
        names = [
            name
            for name, move in o.moves_from(kind, state)
            if self.roles & set(move["by"])
            and not is_by_system(move)
            and o.is_forward(kind, state, move)
            and o.window(kind, name).has_opened(at)
            and not o.window(kind, name).has_closed(at)
        ]
        for roles, group in _by_roles(o, kind, names, self.roles).items():
            self._group(o, kind, state, group, set(roles))

    def _group(self, o: Outline, kind: str, state: str, names: list[str], roles: set[str]) -> None:
        wanted = {
            "roles": self.tx.listed(roles),
            "programme": o.key,
            "version": o.version,
            "kind": kind,
            "state": state,
            "bound": self.tx.listed(o.duties_bound_by(kind, set(names))),
        }
        counted = self.viewer.one(self.tx, self.statements.count_waiting, **wanted)
        if not counted or not counted["n"]:
            return
        count = counted["n"]
        moves = {name: o.move(kind, name) or {} for name in names}
        if any(move.get("when") for move in moves.values()):
            found = self.viewer.all(self.tx, self.statements.waiting, **wanted, limit=count)
            found = [r for r in found if any(o.applies(move, r) for move in moves.values())]
            count = len(found)
        else:
            found = self.viewer.all(self.tx, self.statements.waiting, **wanted, limit=self.limit)
        if not count:
            return
        window = o.window(kind, names[0])
        bucket = self._bucket(window.due_at)
        self.totals[bucket] += count
        self._closes(o, kind, names[0], window, count)
        for row in found[: self.limit]:
            able = [name for name in names if o.applies(moves[name], row)]
            self.items[bucket].append(self._movable(o, row, able, window))

    def _closes(self, o: Outline, kind: str, move: str, window: Window, count: int) -> None:
        """A window that ends is a deadline as well."""
        if window.due_on is None or window.due_at is None:
            return
        self.closing.append(
            NextDeadline(
                due_on=window.due_on,
                due_at=window.due_at,
                title=o.move_title(kind, move, self.lang),
                phrase=window.phrase,
                days_left=days_left(o, window.due_on, self.now) or 0,
                provisional=window.provisional,
                count=count,
                is_mine=True,
            )
        )

    def _movable(
        self, o: Outline, row: Mapping[str, Any], names: list[str], window: Window
    ) -> InboxItem:
        move = o.move(row["kind"], names[0]) or {}
        return _item(
            o,
            row,
            names,
            self.lang,
            what=o.move_title(row["kind"], names[0], self.lang),
            clause=tuple(move.get("clause", ())),
            due_on=window.due_on,
            due_at=window.due_at,
            status=status_at("open", window.due_at, self.now),
            days_left=days_left(o, window.due_on, self.now),
            waited_days=waited(o, row["changed_at"], self.now),
            provisional=window.provisional,
            internal_day=None,
        )

    def _requests(self) -> None:
        for request, o, row in to_approve(self.store, self.tx, self.viewer, self.now, self.lang):
            expires = o.today(instant(request.expires_at)).isoformat()
            bucket = self._bucket(request.expires_at)
            self.totals[bucket] += 1
            title = request.move_title
            if request.count > 1:
                title = phrase("batch", self.lang, move=title, count=str(request.count))
            what = phrase("request", self.lang, move=title)
            if len(self.items[bucket]) >= 2 * self.limit:
                continue
            self.items[bucket].append(
                InboxItem(
                    case=request.case if request.count == 1 else None,
                    title=what if request.count > 1 else row["case_title"] or what,
                    kind_title=o.kind_title(row["kind"], self.lang),
                    state=row["case_state"] or "",
                    state_title=o.state_title(row["kind"], row["case_state"], self.lang),
                    jurisdiction_title=o.place(row["jurisdiction"]),
                    unit=row["unit_name"],
                    verb="approve",
                    verb_title=phrase("approve", self.lang),
                    also=(),
                    what=what,
                    clause=(),
                    due_on=expires,
                    due_at=request.expires_at,
                    status="open",
                    days_left=days_left(o, expires, self.now),
                    waited_days=waited(o, request.requested_at, self.now),
                    provisional=False,
                    internal_day=None,
                    request=request.request,
                )
            )

    def _next_deadline(self) -> NextDeadline | None:
        found = list(self.closing)
        if self.first is not None:
            found.append(_deadline(self.first, self.owed_at[self.first.due_at], is_mine=True))
        return min(found, key=lambda deadline: deadline.due_at, default=None) or self._of_others()

    def _of_others(self) -> NextDeadline | None:
        row = self.viewer.one(self.tx, self.statements.upcoming, low=stamp(self.now))
        if row is None:
            return None
        o = outline(self.store, self.tx, row["programme"], row["programme_version"])
        duty = shape(o, row, self.now, self.lang)
        wanted = {"at": duty.due_at, "duty": duty.duty}
        counted = self.viewer.one(self.tx, self.statements.alike, **wanted)
        return _deadline(duty, counted["n"] if counted else 1, is_mine=False)


def _deadline(duty: Duty, count: int, *, is_mine: bool) -> NextDeadline:
    return NextDeadline(
        due_on=str(duty.due_on),
        due_at=str(duty.due_at),
        title=duty.title,
        phrase=duty.phrase,
        days_left=duty.days_left or 0,
        provisional=duty.provisional,
        count=count,
        is_mine=is_mine,
    )


def _by_roles(
    o: Outline, kind: str, names: list[str], mine: set[str]
) -> dict[tuple[str, ...], list[str]]:
    """Moves that the same of my roles may make: choices beside each other on one line."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        move = o.move(kind, name) or {}
        found.setdefault(tuple(sorted(mine & set(move["by"]))), []).append(name)
    return found


def _days_of(duty: Duty) -> dict[str, Any]:
    return {
        "due_on": duty.due_on,
        "due_at": duty.due_at,
        "status": duty.status,
        "days_left": duty.days_left,
        "waited_days": duty.waited_days,
        "provisional": duty.provisional,
        "internal_day": duty.internal_day,
        "unverified": duty.unverified,
    }


def _item(
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


def _order(item: InboxItem) -> tuple[str, int, str]:
    """By day; what has none by how long it has waited."""
    day = item.internal_day or item.due_on
    return (day or FAR, 0 if day else -item.waited_days, item.case or "")
