"""Notices become messages: what has been overtaken is left out, the rest is merged for each account
and written down, sorted by day. Pure: rows in, messages out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from config.settings import called
from states.facts import units_of
from states.history import instant, stamp
from states.instants import hours_to, local_day
from states.ledger import LEDGER
from states.plan import Told
from states.words.entries import days_left, hours_left

Row = Mapping[str, Any]
UNHEARD = timedelta(days=30)
"""So long a notice waits for somebody to hold the role that it is for."""
_WEEKDAYS = "一二三四五六日"
_ORDER: tuple[Told, ...] = ("escalate", "overdue", "remind", "move", "calendar")
HEADS: dict[str, tuple[str, str]] = {
    "escalate": ("逾期上报", "{n} 件逾期上报"),
    "overdue": ("已逾期", "{n} 件已逾期"),
    "remind": ("将到期", "{n} 件将到期"),
    "move": ("办理情况", "{n} 件有变动"),
    "calendar": ("放假安排", "放假安排有 {n} 处变动"),
}
"""The head over the items of each sort in a message, and their part of its subject."""


@dataclass(frozen=True, slots=True)
class Holder:
    """An open account in one of its roles, and how far that reaches."""

    account: str
    name: str
    role: str
    programme: str
    jurisdiction: str | None
    category: str | None
    unit: str | None

    def hears(self, notice: Row) -> bool:
        """Whether a notice is for this role and within its reach."""
        role, _, reach = notice["recipient"].partition("@")
        if role != self.role or self.programme not in ("*", notice["programme"]):
            return False
        if notice["kind"] == LEDGER:
            return not reach or reach in (self.jurisdiction, self.category, self.unit)
        units = {notice["unit_code"], *(unit.code for unit in units_of(notice["joint"]))}
        return (
            self.jurisdiction in (None, notice["jurisdiction"])
            and self.category in (None, notice["category"])
            and (self.unit is None or self.unit in units)
        )


@dataclass(slots=True)
class Message:
    """What one account is told at once."""

    account: str
    name: str
    items: list[Row] = field(default_factory=list)

    @property
    def reminds(self) -> bool:
        """Whether it reminds of something: an account gets one such message a day."""
        return any(item["topic"] == "remind" for item in self.items)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the items of every message."""

    zone: str
    site: str
    is_demo: bool

    def today(self, now: datetime) -> date:
        """The day in the programme's zone."""
        return local_day(now, self.zone)


def overtaken(notice: Row, acted: Mapping[tuple[str, str], int], now: datetime, zone: str) -> str:
    """Why a notice is no longer true: settled, moved, paused, passed, superseded; empty if it still
    is. `acted`: the last entry that a role made in a case."""
    if notice["topic"] == "move":
        role, _, _ = notice["recipient"].partition("@")
        last = acted.get((notice["case_code"], role), 0)
        return "superseded" if notice["seq"] is not None and last > notice["seq"] else ""
    if notice["duty"] is None:
        return ""
    if notice["duty_status"] != ("open" if notice["topic"] == "remind" else "overdue"):
        return "settled"
    if notice["paused_at"]:
        return "paused"
    day = notice["internal_day"] if notice["basis"] == "internal" else notice["duty_due_on"]
    if notice["due_on"] not in (None, day):
        return "moved"
    return _passed(notice, now, zone) if notice["topic"] == "remind" else ""


def _passed(notice: Row, now: datetime, zone: str) -> str:
    at = notice["duty_due_at"]
    over = at is not None and at <= stamp(now)
    day = notice["due_on"]
    return "passed" if over or (day and day < local_day(now, zone).isoformat()) else ""


def superseded(notices: Iterable[Row]) -> set[int]:
    """The ids of notices of a move after which another one of the same case waits for the same
    recipient: only how it stands now is told."""
    newest: dict[tuple[str, str], Row] = {}
    older: set[int] = set()
    for notice in notices:
        if notice["topic"] != "move":
            continue
        key = (notice["case_code"], notice["recipient"])
        before = newest.get(key)
        if before is None or (before["seq"] or 0) <= (notice["seq"] or 0):
            older |= {before["id"]} if before else set()
            newest[key] = notice
        else:
            older.add(notice["id"])
    return older


def is_unheard(notice: Row, now: datetime) -> bool:
    """Whether a notice has waited long enough for somebody to tell it to."""
    return now - instant(notice["created_at"]) > UNHEARD


def merged(notices: Iterable[Row], holders: Sequence[Holder]) -> dict[str, Message]:
    """One message for each account that is to hear something; the same thing once, in whichever of
    its roles."""
    found: dict[str, Message] = {}
    said: set[tuple[Any, ...]] = set()
    by_role: dict[str, list[Holder]] = {}
    for holder in holders:
        by_role.setdefault(holder.role, []).append(holder)
    # of two reminders of one day the later one says why it goes out now
    for notice in reversed(list(notices)):
        role, _, _ = notice["recipient"].partition("@")
        for holder in by_role.get(role, ()):
            thing = (holder.account, *(notice[name] for name in _THING))
            if thing not in said and holder.hears(notice):
                said.add(thing)
                message = found.setdefault(holder.account, Message(holder.account, holder.name))
                message.items.append(notice)
    for message in found.values():
        message.items.sort(key=_place)
    return dict(sorted(found.items()))


_THING = ("topic", "case_code", "duty", "n", "due_on", "seq", "subject")


def written(message: Message, frame: Frame, now: datetime, key: str) -> tuple[str, str]:
    """The subject and the text of a message."""
    items = message.items
    today = frame.today(now)
    lines = [f"{message.name}：", ""]
    for topic, of_topic in groupby(items, key=lambda item: item["topic"]):
        listed = list(of_topic)
        lines.append(f"{HEADS[topic][0]}（{len(listed)} 件）")
        ends = partial(_ends, frame=frame, now=now)
        for (due, is_day, hours), of_day in groupby(sorted(listed, key=ends), key=ends):
            if due:
                lines.append(_day(date.fromisoformat(due), today, None if is_day else hours))
            for item in of_day:
                lines += _item(item, frame)
        lines.append("")
    lines += ["已办妥的请不必理会；同一编号的通知如收到两次，是同一件。", f"通知编号：{key}"]
    mark = "【演示】" if frame.is_demo else "【试点】"
    return mark + _subject(items), "\n".join(lines) + "\n"


def _place(item: Row) -> tuple[int, str, str, int]:
    return (_ORDER.index(item["topic"]), item["due_on"] or "", item["case_code"] or "", item["id"])


def _subject(items: Sequence[Row]) -> str:
    if len(items) == 1:
        return str(items[0]["subject"])
    counts = {topic: sum(item["topic"] == topic for item in items) for topic in _ORDER}
    parts = [HEADS[topic][1].format(n=n) for topic, n in counts.items() if n]
    days = [item["due_on"] for item in items if item["topic"] == "remind" and item["due_on"]]
    first = f"，最早 {min(days)}" if days else ""
    return "，".join(parts) + first


def _ends(item: Row, frame: Frame, now: datetime) -> tuple[str, bool, int]:
    """When an item ends: on which day, and whether with it, or else in how many hours."""
    hours = hours_to(item["due_on"], item.get("duty_due_at"), now, frame.zone)
    return item["due_on"] or "", hours is None, hours or 0


def _day(due: date, today: date, hours: int | None) -> str:
    far = days_left((due - today).days) if hours is None else hours_left(hours, "zh")
    return f"  {due}（周{_WEEKDAYS[due.weekday()]}），{far}"


def _item(item: Row, frame: Frame) -> list[str]:
    lines = [f"  · {item['subject']}", *(f"    {line}" for line in item["body"].splitlines())]
    code = item["case_code"]
    if code and item["kind"] != LEDGER:
        link = f"    {frame.site.rstrip('/')}/pilots/{code}" if frame.site else ""
        lines.append(f"    查看：{called()} show {code}")
        lines += [link] if link else []
    return lines
