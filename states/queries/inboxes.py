"""To-do: what an account's roles owe, what waits for their move, what waits for their approval."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from states.history import instant, stamp
from states.instants import hours_to, time_of
from states.queries.answers import BUCKETS, Bucket, Duty
from states.queries.asked import to_approve
from states.queries.beforehand import with_first
from states.queries.duties import days_left, duties_of, shape, status_at, waited
from states.queries.hindered import hindrances, may_be_refused
from states.queries.inbox_items import (
    FAR,
    Inbox,
    InboxGroup,
    InboxItem,
    NextDeadline,
    acts_of,
    by_roles,
    days_of,
    deadline_of,
    in_turn,
    item_of,
    makers_of,
)
from states.queries.inbox_statements import statements_of
from states.queries.no_room import full_ahead
from states.queries.outline import Outline, Window, all_outlines, outline
from states.queries.viewers import Viewer, seen
from states.queries.waiting import exempted, in_time, is_by_system
from states.store import Tx
from states.words.entries import ANNOUNCE, Lang, phrase

if TYPE_CHECKING:
    from states.office import Office

LONG_AGO = ""


def inbox(office: "Office", who: str | Viewer, *, limit: int = 50, lang: Lang = "zh") -> Inbox:
    """What the account has to do now, at most `limit` things in each group. Raises BadInput for an
    unknown account."""
    now = office.clock.now()
    with office.store.read() as tx:
        viewer = seen(tx, who, now)
        outlines = all_outlines(office.store, tx)
        return _Reading(office, tx, viewer, outlines, now, limit, lang).inbox()


class _Reading:
    def __init__(
        self,
        office: "Office",
        tx: Tx,
        viewer: Viewer,
        outlines: list[Outline],
        now: datetime,
        limit: int,
        lang: Lang,
    ) -> None:
        self.office, self.store = office, office.store
        self.tx, self.viewer, self.outlines = tx, viewer, outlines
        self.now, self.limit, self.lang = now, limit, lang
        self.statements = statements_of(office.store.dialect)
        self.roles = viewer.acting_roles(outlines)
        self.totals: dict[Bucket, int] = dict.fromkeys(BUCKETS, 0)
        self.items: dict[Bucket, list[InboxItem]] = {bucket: [] for bucket in BUCKETS}
        self.closing: list[NextDeadline] = []
        self.acting: dict[tuple[str, str], Outline] = {}
        self.owed_at: dict[str | None, int] = {}
        self.first: Duty | None = None

    def inbox(self) -> Inbox:
        """Everything put together."""
        if self.roles and self.outlines:
            self._duties()
            self._moves()
            self._requests()
        shown = {b: sorted(self.items[b], key=in_turn)[: self.limit] for b in BUCKETS}
        warned = iter(self._warned([item for items in shown.values() for item in items]))
        groups = tuple(
            InboxGroup(bucket, self.totals[bucket], tuple(islice(warned, len(items))))
            for bucket, items in shown.items()
            if self.totals[bucket]
        )
        return Inbox(
            self.viewer.account,
            self.viewer.name,
            sum(self.totals.values()),
            groups,
            self._next_deadline(),
        )

    def _warned(self, shown: Sequence[InboxItem]) -> list[InboxItem]:
        """What is shown, without the moves that are not for its case, and with what must happen
        first or speaks already against the rest, read for all of it at once."""
        acts = {act for item in shown for act in acts_of(item) if act in self.acting}
        codes = {code for code, _ in acts} | {i.case for i in shown if i.case and not i.is_open}
        wanted = self.tx.listed(codes)
        rows = self.viewer.all(self.tx, self.statements.cases, codes=wanted) if codes else ()
        by_code = {row["code"]: row for row in rows}
        applying = [self._applying(item, by_code) for item in shown]
        shown = with_first(self.store, self.tx, self.viewer, applying, by_code, self.now, self.lang)
        acts &= {act for item in shown for act in acts_of(item) if item.is_open}
        ahead = [(self.acting[act], act[1], by_code[act[0]]) for act in sorted(acts)]
        full = full_ahead(self.tx, ahead, self.lang)
        refused = hindrances(self.office, self.tx, self.viewer, ahead, self.now, self.lang)
        return [
            replace(
                item,
                full=full.get((item.case or "", item.verb), ()),
                refused=tuple(why for act in acts_of(item) for why in refused.get(act, ())),
            )
            for item in shown
        ]

    def _applying(self, item: InboxItem, by_code: Mapping[str, Mapping[str, Any]]) -> InboxItem:
        """The item with those of its moves that apply to the case; not open if none does."""
        moves = [
            (name, title)
            for name, title in item.moves
            if (o := self.acting.get((item.case or "", name))) is None
            or _applies(o, name, by_code[item.case or ""])
        ]
        if not moves:
            return replace(item, is_open=False)
        (verb, title), *also = moves
        return replace(item, verb=verb, verb_title=title, also=tuple(also))

    def _item(self, o: Outline, row: Mapping[str, Any], names: list[str], **more: Any) -> InboxItem:
        for name in names:
            move = o.move(row["kind"], name)
            if move is None:
                continue
            if move.get("takes") or move.get("when") or may_be_refused(o, row["kind"], name):
                self.acting[row["code"], name] = o
        return item_of(o, row, names, self.lang, **more)

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
        roles = set(self.viewer.able_roles(o, row))
        bound = [n for n in o.bound_moves(duty.duty) if roles & makers_of(o, row["kind"], n)]
        names = in_time(o, row["kind"], [n for n in bound if n in able] or bound, self.now)
        return self._item(
            o,
            {**row, "state": row["case_state"], "code": duty.case, "title": row["case_title"]},
            names,
            what=duty.title,
            clause=duty.clause,
            **days_of(duty),
            is_open=any(n in able for n in names),
        )

    def _moves(self) -> None:
        for o in self.outlines:
            for kind in o.kinds:
                for state in o.states(kind):
                    self._waiting(o, kind, state)
                if self.roles & set(o.announcers(kind)):
                    self._decided(o, kind)

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
        for roles, group in by_roles(o, kind, names, self.roles).items():
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
        count, waived = counted["n"], self._waived(o, kind, names, wanted)
        moves = {name: o.move(kind, name) or {} for name in names}
        is_sifted = bool(waived) or any(move.get("when") for move in moves.values())
        wanted["limit"] = count if is_sifted else self.limit
        asked: dict[str, list[tuple[Mapping[str, Any], list[str]]]] = {}
        for row in self.viewer.all(self.tx, self.statements.waiting, **wanted):
            able = [name for name in names if o.applies(moves[name], row)]
            owed = waived.get(row["code"])
            off, goes_on = exempted(o, row, owed, self.now) if owed else ((), True)
            if left := [name for name in able if name not in off]:
                asked.setdefault(left[0], []).append((row, left))
            elif able and not goes_on:
                self.totals["none"] += 1
                self.items["none"].append(self._movable(o, row, able, Window(), exempted=True))
        for first, rows in asked.items():
            window = o.window(kind, first)
            bucket = self._bucket(window.due_at)
            there = len(rows) if is_sifted else count
            self.totals[bucket] += there
            self._closes(o, kind, first, window, there)
            for case, able in rows[: self.limit]:
                self.items[bucket].append(self._movable(o, case, able, window))

    def _waived(
        self, o: Outline, kind: str, names: list[str], wanted: Mapping[str, Any]
    ) -> Mapping[str, Sequence[Duty]]:
        """What is and was owed on those of the cases where a duty of the moves was waived; nothing
        where none of these can be exempted."""
        if not any(o.duty(duty).get("exempt") for duty in o.duties_bound_by(kind, set(names))):
            return {}
        found = self.viewer.all(self.tx, self.statements.waived, **wanted)
        codes = [row["code"] for row in found]
        return duties_of(self.store, self.tx, self.viewer, codes, self.now, self.lang)

    def _decided(self, o: Outline, kind: str) -> None:
        """What was decided last and waits only to be announced."""
        wanted = {
            "roles": self.tx.listed(self.roles & set(o.announcers(kind))),
            "programme": o.key,
            "version": o.version,
            "kind": kind,
        }
        counted = self.viewer.one(self.tx, self.statements.count_decided, **wanted)
        if not counted or not counted["n"]:
            return
        self.totals["none"] += counted["n"]
        rows = self.viewer.all(self.tx, self.statements.decided, **wanted, limit=self.limit)
        self.items["none"] += [self._movable(o, row, [ANNOUNCE], Window()) for row in rows]

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
                due_time=time_of(window.due_on, window.due_at, o.zone),
                hours_left=hours_to(window.due_on, window.due_at, self.now, o.zone),
            )
        )

    def _movable(
        self, o: Outline, row: Mapping[str, Any], names: list[str], window: Window, **more: Any
    ) -> InboxItem:
        move = o.move(row["kind"], names[0]) or {}
        return self._item(
            o,
            row,
            names,
            what=o.move_title(row["kind"], names[0], self.lang),
            clause=tuple(move.get("clause", ())),
            due_on=window.due_on,
            due_at=window.due_at,
            status=status_at("open", window.due_at, self.now),
            days_left=days_left(o, window.due_on, self.now),
            waited_days=waited(o, row["changed_at"], self.now),
            provisional=window.provisional,
            internal_day=None,
            due_time=time_of(window.due_on, window.due_at, o.zone),
            hours_left=hours_to(window.due_on, window.due_at, self.now, o.zone),
            **more,
        )

    def _requests(self) -> None:
        for request, o, row in to_approve(self.office, self.tx, self.viewer, self.now, self.lang):
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
                    parent=request.parent,
                    lifts=request.lifts,
                )
            )

    def _next_deadline(self) -> NextDeadline | None:
        found = list(self.closing)
        if self.first is not None:
            found.append(deadline_of(self.first, self.owed_at[self.first.due_at], is_mine=True))
        return min(found, key=lambda deadline: deadline.due_at, default=None) or self._of_others()

    def _of_others(self) -> NextDeadline | None:
        row = self.viewer.one(self.tx, self.statements.upcoming, low=stamp(self.now))
        if row is None:
            return None
        o = outline(self.store, self.tx, row["programme"], row["programme_version"])
        duty = shape(o, row, self.now, self.lang)
        wanted = {"at": duty.due_at, "duty": duty.duty}
        counted = self.viewer.one(self.tx, self.statements.alike, **wanted)
        return deadline_of(duty, counted["n"] if counted else 1, is_mine=False)


def _applies(o: Outline, name: str, case: Mapping[str, Any]) -> bool:
    move = o.move(case["kind"], name)
    return move is not None and o.applies(move, case)
