"""The fixed statements about messages: what waits, who takes it, what became of it."""

from functools import lru_cache

from sqlalchemy import Select, and_, bindparam, func, insert, null, or_, select, update

from states.record.statements import among
from states.tables import (
    accounts,
    addresses,
    cases,
    deliveries,
    delivery_items,
    duties,
    grants,
    history,
    internal_days,
    outbox,
)

_NOTICES = (
    outbox.outerjoin(cases, cases.c.code == outbox.c.case_code)
    .outerjoin(
        duties,
        and_(
            duties.c.case_code == outbox.c.case_code,
            duties.c.duty == outbox.c.duty,
            duties.c.n == outbox.c.n,
        ),
    )
    .outerjoin(
        internal_days,
        and_(
            internal_days.c.programme == cases.c.programme,
            internal_days.c.duty == outbox.c.duty,
            internal_days.c.jurisdiction == cases.c.jurisdiction,
        ),
    )
)


def notices() -> Select:  # type: ignore[type-arg]
    """Notices with what is known now of their case and duty."""
    return select(
        outbox,
        cases.c.programme,
        cases.c.kind,
        cases.c.jurisdiction,
        cases.c.category,
        cases.c.unit_code,
        func.coalesce(cases.c.joint, "[]").label("joint"),
        duties.c.status.label("duty_status"),
        duties.c.due_on.label("duty_due_on"),
        duties.c.due_at.label("duty_due_at"),
        duties.c.paused_at,
        internal_days.c.day.label("internal_day"),
    ).select_from(_NOTICES)


class DeliveryStatements:
    """One object for each dialect; every attribute is a statement built once."""

    def __init__(self, dialect: str) -> None:
        waiting = outbox.c.taken_at.is_(None)
        self.untaken = notices().where(waiting).order_by(outbox.c.id)
        self.any_untaken = select(outbox.c.id).where(waiting).limit(1)
        self.lock_untaken = (
            select(outbox.c.id).where(waiting).order_by(outbox.c.id).with_for_update()
        )
        self.items = (
            notices()
            .join(delivery_items, delivery_items.c.notice == outbox.c.id)
            .where(delivery_items.c.delivery == bindparam("delivery"))
            .order_by(outbox.c.id)
        )
        self.told_already = (
            select(delivery_items.c.notice, deliveries.c.account)
            .select_from(
                delivery_items.join(deliveries, deliveries.c.key == delivery_items.c.delivery).join(
                    outbox, outbox.c.id == delivery_items.c.notice
                )
            )
            .where(waiting)
        )
        self.acted = (
            select(history.c.case_code, history.c.role, func.max(history.c.seq).label("seq"))
            .where(among(history.c.case_code, "codes", dialect), history.c.move != "note")
            .group_by(history.c.case_code, history.c.role)
        )
        self.holders = (
            select(accounts.c.account, accounts.c.name, *(grants.c[name] for name in _REACH))
            .join(grants, grants.c.account == accounts.c.account)
            .where(
                accounts.c.closed_at.is_(None),
                grants.c.revoked_at.is_(None),
                or_(grants.c.valid_from.is_(None), grants.c.valid_from <= bindparam("now")),
                or_(grants.c.valid_until.is_(None), grants.c.valid_until >= bindparam("now")),
            )
            .order_by(accounts.c.account, grants.c.id)
        )
        self.addresses = (
            select(addresses).where(addresses.c.closed_at.is_(None)).order_by(addresses.c.id)
        )
        self.address = select(addresses).where(addresses.c.id == bindparam("id"))
        self.of_day = (
            select(deliveries.c.account, deliveries.c.reminds, deliveries.c.status)
            .where(deliveries.c.day == bindparam("day"))
            .order_by(deliveries.c.key)
        )
        self.take = (
            update(outbox)
            .where(outbox.c.id == bindparam("in_id"))
            .values(taken_at=bindparam("taken_at"), dropped=bindparam("dropped"))
        )
        self.new_delivery = insert(deliveries).values(
            {c.name: bindparam(c.name) for c in deliveries.c if c.name not in _LATER}
        )
        self.new_item = insert(delivery_items).values(
            {name: bindparam(name) for name in ("delivery", "notice")}
        )
        this = deliveries.c.key == bindparam("in_key")
        free = or_(
            deliveries.c.claimed_until.is_(None), deliveries.c.claimed_until <= bindparam("now")
        )
        self.next = (
            select(deliveries)
            .where(
                deliveries.c.status == "waiting", deliveries.c.not_before <= bindparam("now"), free
            )
            .order_by(deliveries.c.not_before, deliveries.c.key)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        self.claim = (
            update(deliveries)
            .where(this)
            .values(
                {name: bindparam(name) for name in ("claimed_by", "claimed_until", "attempts")}
                | {name: bindparam(name) for name in ("subject", "body")}
            )
        )
        self.drop = update(deliveries).where(this).values(status="dropped", claimed_by=null())
        self.sent = (
            update(deliveries)
            .where(this, deliveries.c.status != "sent")
            .values(status="sent", sent_at=bindparam("sent_at"), error=null(), claimed_until=null())
        )
        self.items_sent = (
            update(outbox)
            .where(
                outbox.c.sent_at.is_(None),
                outbox.c.id.in_(
                    select(delivery_items.c.notice).where(
                        delivery_items.c.delivery == bindparam("in_key")
                    )
                ),
            )
            .values(sent_at=bindparam("sent_at"))
        )
        self.not_sent = (
            update(deliveries)
            .where(
                this, deliveries.c.status == "waiting", deliveries.c.claimed_by == bindparam("by")
            )
            .values(
                status=bindparam("status"),
                not_before=bindparam("not_before"),
                error=bindparam("error"),
                claimed_until=null(),
            )
        )
        self.again = (
            update(deliveries)
            .where(
                this,
                or_(
                    deliveries.c.status == "failed",
                    deliveries.c.status == "sent",
                    and_(deliveries.c.status == "waiting", free),
                ),
            )
            .values(
                status="waiting",
                attempts=0,
                not_before=bindparam("now"),
                claimed_until=null(),
                error=null(),
            )
        )
        self.delivery = select(deliveries).where(deliveries.c.key == bindparam("key"))


_REACH = ("role", "programme", "jurisdiction", "category", "unit")
_LATER = ("attempts", "claimed_by", "claimed_until", "sent_at", "error")


@lru_cache(maxsize=2)
def delivery_statements(dialect: str) -> DeliveryStatements:
    """The statements of a dialect."""
    return DeliveryStatements(dialect)
