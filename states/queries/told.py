"""What was sent last, and whose messages an account may see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, select

from states.queries.answers import Answer
from states.queries.viewers import Viewer, covers_account, seen
from states.store import Tx
from states.tables import accounts, cases, deliveries, delivery_items, outbox

if TYPE_CHECKING:
    from states.office import Office

_VISIBLE = select(accounts.c.account).where(
    or_(accounts.c.account == bindparam("viewer"), covers_account(accounts.c.account))
)
_SENT = (
    select(deliveries.c.account, deliveries.c.channel, deliveries.c.sent_at, deliveries.c.subject)
    .where(deliveries.c.status == "sent")
    .order_by(deliveries.c.sent_at.desc(), deliveries.c.key)
    .limit(1)
)
_MINE = _SENT.where(deliveries.c.account == bindparam("viewer"))
_OF_CASE = (
    select(
        deliveries.c.account,
        deliveries.c.channel,
        deliveries.c.sent_at,
        outbox.c.subject,
    )
    .select_from(
        outbox.join(delivery_items, delivery_items.c.notice == outbox.c.id).join(
            deliveries, deliveries.c.key == delivery_items.c.delivery
        )
    )
    .where(
        deliveries.c.status == "sent",
        or_(
            outbox.c.case_code == bindparam("code"),
            outbox.c.case_code.in_(select(cases.c.code).where(cases.c.parent == bindparam("code"))),
        ),
        or_(bindparam("before") == "", deliveries.c.sent_at < bindparam("before")),
    )
    .order_by(deliveries.c.sent_at.desc(), deliveries.c.key)
    .limit(1)
)


_FAILED = select(func.count().label("n")).where(deliveries.c.status == "failed")


@dataclass(frozen=True, slots=True)
class Told(Answer):
    """What was sent last, when, to which account and by which channel."""

    account: str
    channel: str
    sent_at: str
    subject: str


def undelivered(tx: Tx) -> int:
    """How many messages were given up and wait for somebody to send them again."""
    row = tx.one(_FAILED)
    return int(row["n"]) if row else 0


def last_told(tx: Tx, code: str, *, before: str = "") -> Told | None:
    """The last message that arrived about a case or one of its children, before an instant if one
    is given."""
    row = tx.one(_OF_CASE, code=code, before=before)
    return Told(**row) if row else None


def last_message(office: "Office", who: str | Viewer) -> Told | None:
    """The last message that was sent to the viewer."""
    with office.store.read() as tx:
        row = tx.one(_MINE, viewer=seen(tx, who, office.clock.now()).account)
    return Told(**row) if row else None


def visible_accounts(tx: Tx, viewer: Viewer) -> set[str]:
    """The accounts whose messages the viewer may see."""
    return {row["account"] for row in viewer.all(tx, _VISIBLE)}
