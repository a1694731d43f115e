"""Messages as an account may see them: its own, and those of accounts within its reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import bindparam, or_, select

from states.errors import BadInput
from states.history import stamp
from states.notices.deliveries import FILE, Rules, Waiting, addresses_of
from states.notices.delivery_statements import delivery_statements
from states.notices.messages import Message, written
from states.queries.answers import Answer
from states.queries.outline import Outline, current_outlines
from states.queries.told import visible_accounts
from states.queries.viewers import Viewer, covers_account, seen
from states.store import Tx
from states.tables import deliveries
from states.words.entries import Lang
from states.words.joining import listed

if TYPE_CHECKING:
    from states.office import Office

Standing = Literal["held", "planned", "nobody", "waiting", "failed", "sent", "dropped"]
STANDINGS: tuple[Standing, ...] = (
    "held",
    "planned",
    "nobody",
    "waiting",
    "failed",
    "sent",
    "dropped",
)
"""held: until it is no longer quiet; planned: goes out next; nobody: no account holds the role;
waiting: tried and tried again later; failed: given up, for somebody to send again."""


@dataclass(frozen=True, slots=True)
class ItemShown(Answer):
    """One thing told in a message, and by which rule."""

    topic: str
    case: str | None
    duty: str | None
    due_on: str | None
    subject: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class MessageShown(Answer):
    """A message, made or still to be made. `at`: when it went out, or may go at the earliest.
    `whom`: the account, or the role that nobody holds, in words."""

    key: str | None
    account: str
    whom: str
    channel: str
    standing: Standing
    at: str | None
    attempts: int
    error: str | None
    subject: str
    body: str
    items: tuple[ItemShown, ...]


_LATEST = (
    select(deliveries)
    .where(
        or_(deliveries.c.account == bindparam("viewer"), covers_account(deliveries.c.account)),
        or_(deliveries.c.status == bindparam("status"), bindparam("status") == ""),
    )
    .order_by(deliveries.c.created_at.desc(), deliveries.c.key.desc())
    .limit(bindparam("limit"))
)


def addresses_shown(office: "Office", who: str | Viewer, account: str) -> tuple[str, ...]:
    """The addresses of an account in their masked form. Raises BadInput for an account that is
    unknown or out of reach."""
    with office.store.read() as tx:
        if account not in visible_accounts(tx, seen(tx, who, office.clock.now())):
            raise BadInput("UnknownAccount", account=account)
        rows = tx.all(delivery_statements(office.store.dialect).addresses)
    return tuple(row["shown"] for row in rows if row["account"] == account)


def messages(
    office: "Office",
    who: str | Viewer,
    rules: Rules,
    *,
    standing: Standing | None = None,
    limit: int = 50,
    lang: Lang = "zh",
) -> tuple[MessageShown, ...]:
    """What is to go out, then what was made of late, newest first."""
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        found = list(_unmade(office, tx, viewer, rules, lang))
        status = standing if standing in ("waiting", "failed", "sent", "dropped") else ""
        rows = viewer.all(tx, _LATEST, status=status, limit=limit)
        found += [_made(office, tx, row) for row in rows]
    return tuple(m for m in found if standing in (None, m.standing))[:limit]


def held_until(found: Iterable[MessageShown]) -> str | None:
    """From when the first of the messages that are held may go; None if none is."""
    return min((one.at for one in found if one.standing == "held" and one.at), default=None)


def message(office: "Office", who: str | Viewer, key: str) -> MessageShown:
    """One message. Raises BadInput if there is none within the viewer's reach."""
    with office.store.read() as tx:
        viewer = seen(tx, who, office.clock.now())
        row = tx.one(delivery_statements(office.store.dialect).delivery, key=key)
        if row is None or row["account"] not in visible_accounts(tx, viewer):
            raise BadInput("UnknownMessage", key=key)
        return _made(office, tx, row)


def _unmade(
    office: "Office", tx: Tx, viewer: Viewer, rules: Rules, lang: Lang
) -> Iterable[MessageShown]:
    now, s = office.clock.now(), delivery_statements(office.store.dialect)
    held = rules.quiet.until(now)
    waiting = Waiting.read(office, tx, now, rules.frame.zone)
    day = rules.frame.today(now).isoformat()
    reminded = {r["account"] for r in tx.all(s.of_day, day=day) if r["reminds"]}
    homes, shown = addresses_of(office, tx), visible_accounts(tx, viewer)
    found = waiting.messages(()).values()
    for one in found:
        if one.account in shown:
            waits = held
            if waits is None and one.reminds and one.account in reminded:
                waits = rules.next_day(now)
            subject, body = written(one, rules.frame, now, "—")
            yield MessageShown(
                key=None,
                account=one.account,
                whom=one.account,
                channel=listed([h["shown"] for h in homes.get(one.account, ()) if h], lang) or FILE,
                standing="held" if waits else "planned",
                at=stamp(waits) if waits else None,
                attempts=0,
                error=None,
                subject=subject,
                body=body,
                items=items_of(one),
            )
    outlines = current_outlines(office.store, tx)
    yield from (
        _unheard(row, outlines[row["programme"]], lang)
        for row in waiting.true
        if not any(holder.hears(row) for holder in waiting.holders) and _reaches(viewer, row)
    )


def _unheard(row: Mapping[str, Any], outline: Outline, lang: Lang) -> MessageShown:
    alone = Message(row["recipient"], row["recipient"], [row])
    return MessageShown(
        key=None,
        account=row["recipient"],
        whom=_role_in_words(row["recipient"], outline, lang),
        channel="",
        standing="nobody",
        at=None,
        attempts=0,
        error=None,
        subject=row["subject"],
        body=row["body"],
        items=items_of(alone),
    )


def _role_in_words(recipient: str, outline: Outline, lang: Lang) -> str:
    role, _, reach = recipient.partition("@")
    place = outline.place(reach)
    shown = (outline.role_title(role, lang), outline.category_title(place, lang))
    return " ".join(part for part in shown if part)


def _reaches(viewer: Viewer, row: Mapping[str, Any]) -> bool:
    return any(
        reach.programme in ("*", row["programme"])
        and reach.jurisdiction in (None, row["jurisdiction"])
        and reach.category in (None, row["category"])
        and reach.unit in (None, row["unit_code"])
        for reach in viewer.reaches
    )


def _made(office: "Office", tx: Tx, row: Mapping[str, Any]) -> MessageShown:
    rows = tx.all(delivery_statements(office.store.dialect).items, delivery=row["key"])
    status = row["status"]
    return MessageShown(
        key=row["key"],
        account=row["account"],
        whom=row["account"],
        channel=row["channel"],
        standing="planned" if status == "waiting" and not row["attempts"] else status,
        at=row["sent_at"] or row["not_before"],
        attempts=row["attempts"],
        error=row["error"],
        subject=row["subject"],
        body=row["body"],
        items=items_of(Message(row["account"], "", list(rows))),
    )


def items_of(found: Message) -> tuple[ItemShown, ...]:
    """What a message tells, item by item."""
    return tuple(
        ItemShown(
            item["topic"],
            item["case_code"],
            item["duty"],
            item["due_on"],
            item["subject"],
            item["rule"],
        )
        for item in found.items
    )
