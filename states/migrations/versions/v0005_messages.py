"""Notices become messages: addresses, deliveries, and which duty each notice is about."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NEVER = "before-delivery"


def upgrade() -> None:
    """Add what is new. Notices from before there was any delivery are not sent years later; but of
    what is overdue and still owed people hear."""
    op.add_column("duties", sa.Column("restarted_at", sa.Text(), nullable=True))
    op.add_column("duties", sa.Column("told", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("duties", sa.Column("reminded_internal", sa.Integer(), nullable=True))
    for name in ("duty", "due_on", "basis", "rule", "taken_at", "dropped"):
        op.add_column("outbox", sa.Column(name, sa.Text(), nullable=True))
    for name in ("n", "seq"):
        op.add_column("outbox", sa.Column(name, sa.Integer(), nullable=True))
    _tables()
    op.drop_index("outbox_unsent", table_name="outbox")
    _partial("outbox_untaken", "outbox", ["id"], "taken_at IS NULL")
    _partial("deliveries_waiting", "deliveries", ["not_before"], "status = 'waiting'")
    op.create_index("outbox_of_case", "outbox", ["case_code"])
    op.create_index("deliveries_of_account", "deliveries", ["account", "day"])
    op.create_index("delivery_items_of_notice", "delivery_items", ["notice"])
    op.create_index("addresses_of_account", "addresses", ["account"])
    _earlier()


def _tables() -> None:
    auto = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "addresses",
        sa.Column("id", auto, primary_key=True),
        sa.Column("account", sa.Text(), sa.ForeignKey("accounts.account"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("address", "shown", "added_at")),
        sa.Column("closed_at", sa.Text(), nullable=True),
    )
    op.create_table(
        "deliveries",
        sa.Column("key", sa.Text(), primary_key=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("account", "day")),
        sa.Column("address", auto, nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("channel", "subject", "body")),
        sa.Column("reminds", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("not_before", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("claimed_by", "claimed_until", "sent_at", "error")
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'sent', 'failed', 'dropped')", name="deliveries_status"
        ),
    )
    op.create_table(
        "delivery_items",
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("notice", auto, nullable=False),
        sa.PrimaryKeyConstraint("delivery", "notice"),
    )


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def _earlier() -> None:
    """What a key says of its duty, put where it is looked for."""
    bind, names = op.get_bind(), ("duty", "n", "due_on", "taken_at", "dropped")
    rows = bind.execute(sa.text("SELECT id, key, topic, case_code, created_at FROM outbox")).all()
    outbox = sa.table("outbox", sa.column("id"), *map(sa.column, names))
    for row in rows:
        found: dict[str, Any] = {}
        if row.topic in ("overdue", "escalate") and row.case_code:
            rest = row.key.removeprefix(f"{row.topic}/{row.case_code}/").split("/")
            found = {"duty": rest[0], "n": int(rest[1]), "due_on": rest[2]}
        else:
            found = {"taken_at": row.created_at, "dropped": _NEVER}
        bind.execute(sa.update(outbox).where(outbox.c.id == row.id).values(**found))


def downgrade() -> None:
    """There is no way back: it would destroy the record."""
    raise NotImplementedError("the record is never taken down")
