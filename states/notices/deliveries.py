"""Messages are made from the outbox, taken by one deliverer at a time, sent, and marked.

A step of its own after the commit of what is told. Whoever takes a message holds it for a while;
if he dies, the next one takes it over and sends it again under the same key, so that it arrives at
least once and a receiver knows it again.
"""

import os
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol
from uuid import uuid4

from config.settings import Settings
from states.actions import retried
from states.history import stamp
from states.instants import start_of_day
from states.notices.delivery_statements import delivery_statements
from states.notices.messages import (
    Frame,
    Holder,
    Message,
    Row,
    is_unheard,
    merged,
    overtaken,
    superseded,
    written,
)
from states.notices.quiet import Quiet
from states.office import Office
from states.store import Tx

FILE = "file"
"""The channel of an account without an address: a file that people of the office see."""
STANDARD_ZONE = "Asia/Shanghai"
LEASE = timedelta(minutes=3)
PAUSES = (1, 5, 15, 60, 180, 360, 720)
"""Minutes before each new try; after the last one a message waits for somebody to send it again."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How this installation sends: when it is quiet, and what stands around a message."""

    quiet: Quiet
    frame: Frame

    def next_day(self, now: datetime) -> datetime:
        """The first instant after today at which messages go out."""
        start = start_of_day(self.frame.today(now) + timedelta(days=1), self.frame.zone)
        return self.quiet.until(start) or start


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that a deliverer holds. `address` may hold a secret and is never shown."""

    key: str
    account: str
    day: str
    channel: str
    address: str | None = field(repr=False)
    subject: str
    body: str
    attempts: int


def rules_of(office: Office, settings: Settings) -> Rules:
    """The rules of an installation, in the zone and by the calendar of its first programme."""
    with office.store.read() as tx:
        first = next(iter(office.versions(tx).items()), None)
        compiled = office.compiled(tx, *first) if first else None
    zone = compiled.programme.zone if compiled else STANDARD_ZONE
    calendar = compiled.calendar if compiled and settings.quiet_rest_days else None
    frame = Frame(zone, settings.site_url, office.kind != "real")
    return Rules(Quiet.of(settings.quiet_hours, zone, calendar), frame)


class Undelivered(Exception):
    """A message did not go out; the words name the channel, where, and why, and hold no secret."""


class Carrier(Protocol):
    """Takes one message to where it goes."""

    def carry(self, parcel: Parcel) -> None:
        """Raises Undelivered."""


@dataclass(slots=True)
class Delivered:
    """What one delivery did. `held_until`: it is quiet until then."""

    made: int = 0
    sent: int = 0
    failed: int = 0
    dropped: int = 0
    held_until: str | None = None
    errors: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {name: getattr(self, name) for name in self.__slots__}


def deliver(office: Office, carrier: Carrier, rules: Rules, *, most: int = 1000) -> Delivered:
    """Make messages of what waits in the outbox and send whatever may go now; twice is once."""
    done = Delivered()
    retried(partial(_make, office, rules, done))
    me = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
    while done.sent + done.failed < most:
        parcel = retried(partial(take, office, rules, me, done))
        if parcel is None:
            break
        try:
            carrier.carry(parcel)
        except Undelivered as error:
            done.failed += 1
            done.errors.append(str(error))
            retried(partial(_keep_failure, office, parcel, me, str(error)))
        else:
            done.sent += 1
            retried(partial(_keep_sent, office, parcel))
    return done


def _make(office: Office, rules: Rules, done: Delivered) -> None:
    s, now = delivery_statements(office.store.dialect), office.clock.now()
    held = rules.quiet.until(now)
    done.made, done.dropped = 0, 0
    done.held_until = stamp(held) if held else None
    with office.store.write() as tx:
        # two that make messages at once would tell twice: the second waits and finds nothing
        tx.all(s.lock_untaken)
        waiting = Waiting.read(office, tx, now, rules.frame.zone)
        tx.many(s.take, [_taken(n, now, why) for n, why in waiting.dropped.items()])
        done.dropped = len(waiting.dropped)
        if held is None:
            done.made = _new_messages(office, tx, rules, waiting, now)


@dataclass(slots=True)
class Waiting:
    """The notices that are no part of a message yet: the true ones, and why not the others."""

    true: list[Row]
    dropped: dict[int, str]
    holders: list[Holder]
    told: set[tuple[int, str]]

    @classmethod
    def read(cls, office: Office, tx: Tx, now: datetime, zone: str) -> "Waiting":
        """As things stand in a transaction."""
        s = delivery_statements(office.store.dialect)
        rows = tx.all(s.untaken)
        holders = holders_of(office, tx, now)
        dropped = _overtaken(office, tx, rows, now, zone)
        heard = {row["id"] for message in merged(rows, holders).values() for row in message.items}
        for row in rows:
            if row["id"] not in heard and row["id"] not in dropped and is_unheard(row, now):
                dropped[row["id"]] = "nobody"
        told = {(row["notice"], row["account"]) for row in tx.all(s.told_already)}
        return cls([r for r in rows if r["id"] not in dropped], dropped, holders, told)

    def messages(self, reminded: Iterable[str]) -> dict[str, Message]:
        """What each account is told now; one that was reminded today is so again tomorrow."""
        found = merged(self.true, self.holders)
        for account, message in found.items():
            message.items = [
                item
                for item in message.items
                if (item["id"], account) not in self.told
                and not (item["topic"] == "remind" and account in reminded)
            ]
        return {account: message for account, message in found.items() if message.items}


def holders_of(office: Office, tx: Tx, now: datetime) -> list[Holder]:
    """Every open account in each of its roles."""
    s = delivery_statements(office.store.dialect)
    return [Holder(**row) for row in tx.all(s.holders, now=stamp(now))]


def _overtaken(
    office: Office, tx: Tx, rows: list[dict[str, Any]], now: datetime, zone: str
) -> dict[int, str]:
    s = delivery_statements(office.store.dialect)
    codes = tx.listed(r["case_code"] for r in rows if r["topic"] == "move" and r["case_code"])
    acted = {(r["case_code"], r["role"]): r["seq"] for r in tx.all(s.acted, codes=codes)}
    found = {row["id"]: why for row in rows if (why := overtaken(row, acted, now, zone))}
    return found | dict.fromkeys(superseded(rows), "superseded")


def _new_messages(office: Office, tx: Tx, rules: Rules, waiting: Waiting, now: datetime) -> int:
    s, day = delivery_statements(office.store.dialect), rules.frame.today(now).isoformat()
    earlier = tx.all(s.of_day, day=day)
    reminded = {row["account"] for row in earlier if row["reminds"] and row["status"] != "dropped"}
    counts: dict[str, int] = {}
    for row in earlier:
        counts[row["account"]] = counts.get(row["account"], 0) + 1
    homes = addresses_of(office, tx)
    made, items = [], []
    for account, message in waiting.messages(reminded).items():
        for home in homes.get(account, (None,)):
            counts[account] = counts.get(account, 0) + 1
            key = f"{day}/{account}/{counts[account]}"
            made.append(_delivery(message, home, rules.frame, now, key))
            items += [{"delivery": key, "notice": item["id"]} for item in message.items]
            waiting.told |= {(item["id"], account) for item in message.items}
    tx.many(s.new_delivery, made)
    tx.many(s.new_item, items)
    left = {item["id"] for m in waiting.messages(()).values() for item in m.items}
    told = {notice for notice, _ in waiting.told}
    # the same is said to its hearers by another notice
    done: dict[int, str | None] = dict.fromkeys(_said_otherwise(waiting), "said")
    done |= dict.fromkeys(row["id"] for row in waiting.true if row["id"] in told)
    tx.many(s.take, [_taken(n, now, why) for n, why in done.items() if n not in left])
    return len(made)


def _said_otherwise(waiting: Waiting) -> set[int]:
    """Notices whose hearers all hear the same thing in another of their roles."""
    said = {row["id"] for m in merged(waiting.true, waiting.holders).values() for row in m.items}
    return {
        row["id"]
        for row in waiting.true
        if row["id"] not in said and any(holder.hears(row) for holder in waiting.holders)
    }


def _delivery(
    message: Message, home: Mapping[str, Any] | None, frame: Frame, now: datetime, key: str
) -> dict[str, Any]:
    subject, body = written(message, frame, now, key)
    return {
        "key": key,
        "account": message.account,
        "day": frame.today(now).isoformat(),
        "address": home["id"] if home else None,
        "channel": home["shown"] if home else FILE,
        "subject": subject,
        "body": body,
        "reminds": int(message.reminds),
        "status": "waiting",
        "created_at": stamp(now),
        "not_before": stamp(now),
    }


def _taken(notice: int, now: datetime, why: str | None) -> dict[str, Any]:
    return {"in_id": notice, "taken_at": stamp(now), "dropped": why}


def addresses_of(office: Office, tx: Tx) -> dict[str, list[Mapping[str, Any] | None]]:
    """The addresses of each account; a demonstration writes to nobody."""
    found: dict[str, list[Mapping[str, Any] | None]] = {}
    if office.kind == "demo":
        return found
    for row in tx.all(delivery_statements(office.store.dialect).addresses):
        found.setdefault(row["account"], []).append(row)
    return found


def take(office: Office, rules: Rules, me: str, done: Delivered) -> Parcel | None:
    """Hold the next message that may go now, as it is true now; None if there is none."""
    s = delivery_statements(office.store.dialect)
    with office.store.write() as tx:
        now = office.clock.now()
        held = rules.quiet.until(now)
        if held is not None:
            done.held_until = stamp(held)
            return None
        while row := tx.one(s.next, now=stamp(now)):
            message = _still_true(office, tx, row, rules.frame, now)
            if not message.items:
                tx.run(s.drop, in_key=row["key"])
                done.dropped += 1
                continue
            subject, body = written(message, rules.frame, now, row["key"])
            parcel = Parcel(
                key=row["key"],
                account=row["account"],
                day=row["day"],
                channel=row["channel"],
                address=_address(office, tx, row),
                subject=subject,
                body=body,
                attempts=row["attempts"] + 1,
            )
            tx.run(
                s.claim,
                in_key=parcel.key,
                claimed_by=me,
                claimed_until=stamp(now + LEASE),
                attempts=parcel.attempts,
                subject=subject,
                body=body,
            )
            return parcel
    return None


def _still_true(
    office: Office, tx: Tx, delivery: Mapping[str, Any], frame: Frame, now: datetime
) -> Message:
    rows = tx.all(delivery_statements(office.store.dialect).items, delivery=delivery["key"])
    dropped = _overtaken(office, tx, rows, now, frame.zone)
    names = {h.account: h.name for h in holders_of(office, tx, now)}
    account = delivery["account"]
    items: list[Row] = [row for row in rows if row["id"] not in dropped]
    return Message(account, names.get(account, account), items)


def _address(office: Office, tx: Tx, delivery: Mapping[str, Any]) -> str | None:
    if delivery["address"] is None:
        return None
    row = tx.one(delivery_statements(office.store.dialect).address, id=delivery["address"])
    return str(row["address"]) if row else None


def _keep_sent(office: Office, parcel: Parcel) -> None:
    s, at = delivery_statements(office.store.dialect), stamp(office.clock.now())
    with office.store.write() as tx:
        tx.run(s.sent, in_key=parcel.key, sent_at=at)
        tx.run(s.items_sent, in_key=parcel.key, sent_at=at)


def _keep_failure(office: Office, parcel: Parcel, me: str, error: str) -> None:
    s, now = delivery_statements(office.store.dialect), office.clock.now()
    is_over = parcel.attempts > len(PAUSES)
    pause = timedelta(minutes=0 if is_over else PAUSES[parcel.attempts - 1])
    with office.store.write() as tx:
        tx.run(
            s.not_sent,
            in_key=parcel.key,
            by=me,
            status="failed" if is_over else "waiting",
            not_before=stamp(now + pause),
            error=error,
        )
