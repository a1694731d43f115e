"""Who is told what, where and when."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from states.tables.columns import (
    auto,
    count_column,
    maybe_text,
    metadata,
    partial_index,
    text_column,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", auto, primary_key=True),
    text_column("key"),
    text_column("topic"),
    text_column("recipient"),
    maybe_text("case_code"),
    text_column("subject"),
    text_column("body"),
    text_column("created_at"),
    maybe_text("sent_at"),
    maybe_text("duty"),
    maybe_text("due_on"),
    maybe_text("basis"),
    maybe_text("rule"),
    maybe_text("taken_at"),
    maybe_text("dropped"),
    Column("n", Integer, nullable=True),
    Column("seq", Integer, nullable=True),
)
"""What somebody is to be told. `taken_at`: since when it is part of a message, or dropped for the
reason that `dropped` names; `sent_at`: when a message with it first arrived. `basis` of a reminder:
the legal or the internal day."""

addresses = Table(
    "addresses",
    metadata,
    Column("id", auto, primary_key=True),
    Column("account", Text, ForeignKey("accounts.account"), nullable=False),
    text_column("address"),
    text_column("shown"),
    text_column("added_at"),
    maybe_text("closed_at"),
)
"""Where an account wants its notices. An address may hold a secret: only `shown` is ever shown."""

deliveries = Table(
    "deliveries",
    metadata,
    text_column("key", key=True),
    text_column("account"),
    text_column("day"),
    Column("address", auto, nullable=True),
    text_column("channel"),
    text_column("subject"),
    text_column("body"),
    count_column("reminds"),
    text_column("status"),
    text_column("created_at"),
    text_column("not_before"),
    count_column("attempts"),
    maybe_text("claimed_by"),
    maybe_text("claimed_until"),
    maybe_text("sent_at"),
    maybe_text("error"),
    CheckConstraint("status IN ('waiting', 'sent', 'failed', 'dropped')", name="deliveries_status"),
)
"""One message to one address of an account. `claimed_until`: so long the deliverer that took it is
left alone; then another takes it over and sends it under the same key."""

delivery_items = Table(
    "delivery_items",
    metadata,
    text_column("delivery"),
    Column("notice", auto, nullable=False),
    PrimaryKeyConstraint("delivery", "notice"),
    sqlite_with_rowid=False,
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", auto, primary_key=True),
    text_column("account"),
    text_column("digest"),
    text_column("made_at"),
    text_column("made_by"),
    maybe_text("revoked_at"),
    UniqueConstraint("digest", name="feeds_digest"),
)
"""Addresses under which calendars are subscribed to; of the secret only the digest is kept."""

Index("outbox_once", outbox.c.case_code, outbox.c.key, unique=True)
Index("addresses_of_account", addresses.c.account)
Index("deliveries_of_account", deliveries.c.account, deliveries.c.day)
Index("delivery_items_of_notice", delivery_items.c.notice)
Index("feeds_of_account", feeds.c.account)
partial_index("outbox_once_without_case", outbox.c.key, "case_code IS NULL", unique=True)
partial_index("outbox_untaken", outbox.c.id, "taken_at IS NULL")
partial_index("deliveries_waiting", deliveries.c.not_before, "status = 'waiting'")
