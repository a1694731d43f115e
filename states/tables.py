"""The tables of the record.

Instants are ISO 8601 texts in UTC with microseconds and a final Z: they sort as they compare, read
the same from both databases, and the history's hashes are taken over exactly the stored texts.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

SCHEMA_VERSION = 6
metadata = MetaData()
_auto = BigInteger().with_variant(Integer, "sqlite")


def _text(name: str, *, key: bool = False, default: str | None = None) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False, server_default=default)


def _maybe(name: str) -> Column[str]:
    return Column(name, Text, nullable=True)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


meta = Table("meta", metadata, _text("key", key=True), _text("value"))
CALENDAR = "calendar"
"""The fact that changes whenever the database is given a calendar year."""

programmes = Table(
    "programmes",
    metadata,
    _text("programme"),
    Column("version", Integer, nullable=False),
    _text("digest"),
    _text("source"),
    _text("compiled"),
    _text("activated_at"),
    _text("activated_by"),
    PrimaryKeyConstraint("programme", "version"),
)

accounts = Table(
    "accounts",
    metadata,
    _text("account", key=True),
    _text("name"),
    _text("created_at"),
    _maybe("closed_at"),
)

grants = Table(
    "grants",
    metadata,
    Column("id", _auto, primary_key=True),
    Column("account", Text, ForeignKey("accounts.account"), nullable=False),
    _text("programme"),
    _text("role"),
    _maybe("jurisdiction"),
    _maybe("category"),
    _maybe("unit"),
    _text("granted_at"),
    _maybe("revoked_at"),
    _maybe("on_behalf_of"),
    _maybe("valid_from"),
    _maybe("valid_until"),
)

cases = Table(
    "cases",
    metadata,
    _text("code", key=True),
    _text("programme"),
    Column("programme_version", Integer, nullable=False),
    _text("kind"),
    _text("state"),
    Column("seq", Integer, nullable=False),
    _text("title"),
    _maybe("jurisdiction"),
    _maybe("category"),
    _maybe("unit_name"),
    _maybe("unit_code"),
    _maybe("unit_key"),
    _maybe("parent"),
    _maybe("period"),
    _text("fields"),
    _text("documents"),
    _text("checks"),
    _text("holds"),
    _text("opened_at"),
    _text("changed_at"),
    _count("ended"),
    _text("head"),
    _text("joint", default="[]"),
    _count("unannounced"),
)

case_units = Table(
    "case_units",
    metadata,
    _text("case_code"),
    Column("n", Integer, nullable=False),
    _text("unit_name"),
    _maybe("unit_code"),
    _text("unit_key"),
    PrimaryKeyConstraint("case_code", "n"),
    sqlite_with_rowid=False,
)
"""The units that undertake a case jointly with its leading one, for look-ups by unit."""

history = Table(
    "history",
    metadata,
    Column("id", _auto, primary_key=True),
    _text("case_code"),
    Column("seq", Integer, nullable=False),
    _text("entry"),
    _text("move"),
    _maybe("from_state"),
    _text("to_state"),
    _text("actor"),
    _text("actor_name"),
    _text("role"),
    _text("scope"),
    _text("via"),
    _text("received_at"),
    _text("occurred_at"),
    _text("recorded_at"),
    _maybe("source"),
    _maybe("reason"),
    _text("clause"),
    _text("flags"),
    _text("fields"),
    _text("documents"),
    _text("checks"),
    _text("effects"),
    _maybe("run"),
    _text("programme"),
    Column("programme_version", Integer, nullable=False),
    _text("command"),
    _text("prev_hash"),
    _text("hash_name"),
    _text("hash"),
    UniqueConstraint("case_code", "seq", name="history_case_seq"),
    UniqueConstraint("command", name="history_command"),
    CheckConstraint("entry IN ('decision', 'record')", name="history_entry"),
)

receipts = Table(
    "receipts",
    metadata,
    _text("command", key=True),
    _text("digest"),
    _text("receipt"),
    _text("recorded_at"),
)

refusals = Table(
    "refusals",
    metadata,
    Column("id", _auto, primary_key=True),
    _text("command"),
    _text("refused_at"),
    _text("actor"),
    _text("via"),
    _maybe("case_code"),
    _text("move"),
    _text("reasons"),
    _maybe("run"),
)

duties = Table(
    "duties",
    metadata,
    _text("case_code"),
    _text("duty"),
    Column("n", Integer, nullable=False),
    _text("programme"),
    _text("kind"),
    _maybe("jurisdiction"),
    _maybe("category"),
    _maybe("period"),
    _text("owed_by"),
    _text("phrase"),
    _text("clause"),
    _maybe("due_on"),
    _maybe("due_at"),
    Column("provisional", Integer, nullable=False, server_default="0"),
    _text("status"),
    _text("opened_at"),
    Column("opened_seq", Integer, nullable=False),
    _maybe("settled_at"),
    Column("settled_seq", Integer, nullable=True),
    _maybe("overdue_at"),
    Column("reminded", Integer, nullable=True),
    _count("escalated"),
    _maybe("opens_at"),
    _maybe("first_due_on"),
    _maybe("basis"),
    _maybe("paused_at"),
    _maybe("remainder"),
    _count("extended"),
    Column("target", Integer, nullable=True),
    _count("done"),
    _maybe("restarted_at"),
    _count("told"),
    Column("reminded_internal", Integer, nullable=True),
    PrimaryKeyConstraint("case_code", "duty", "n"),
    CheckConstraint("status IN ('open', 'met', 'late', 'overdue', 'waived')", name="duties_status"),
    sqlite_with_rowid=False,
)

quotas = Table(
    "quotas",
    metadata,
    _text("programme"),
    _text("bucket"),
    _text("quota"),
    _maybe("jurisdiction"),
    _maybe("category"),
    Column("cap", Integer, nullable=True),
    Column("minimum", Integer, nullable=True),
    _count("used"),
    _count("over"),
    PrimaryKeyConstraint("programme", "bucket"),
    CheckConstraint(
        "used >= 0 AND over >= 0 AND (cap IS NULL OR used <= cap)", name="quotas_within_cap"
    ),
    sqlite_with_rowid=False,
)

counters = Table("counters", metadata, _text("name", key=True), _count("value"))

outbox = Table(
    "outbox",
    metadata,
    Column("id", _auto, primary_key=True),
    _text("key"),
    _text("topic"),
    _text("recipient"),
    _maybe("case_code"),
    _text("subject"),
    _text("body"),
    _text("created_at"),
    _maybe("sent_at"),
    _maybe("duty"),
    _maybe("due_on"),
    _maybe("basis"),
    _maybe("rule"),
    _maybe("taken_at"),
    _maybe("dropped"),
    Column("n", Integer, nullable=True),
    Column("seq", Integer, nullable=True),
    UniqueConstraint("key", name="outbox_key"),
)
"""What somebody is to be told. `taken_at`: since when it is part of a message, or dropped for the
reason that `dropped` names; `sent_at`: when a message with it first arrived. `basis` of a reminder:
the legal or the internal day."""

addresses = Table(
    "addresses",
    metadata,
    Column("id", _auto, primary_key=True),
    Column("account", Text, ForeignKey("accounts.account"), nullable=False),
    _text("address"),
    _text("shown"),
    _text("added_at"),
    _maybe("closed_at"),
)
"""Where an account wants its notices. An address may hold a secret: only `shown` is ever shown."""

deliveries = Table(
    "deliveries",
    metadata,
    _text("key", key=True),
    _text("account"),
    _text("day"),
    Column("address", _auto, nullable=True),
    _text("channel"),
    _text("subject"),
    _text("body"),
    _count("reminds"),
    _text("status"),
    _text("created_at"),
    _text("not_before"),
    _count("attempts"),
    _maybe("claimed_by"),
    _maybe("claimed_until"),
    _maybe("sent_at"),
    _maybe("error"),
    CheckConstraint("status IN ('waiting', 'sent', 'failed', 'dropped')", name="deliveries_status"),
)
"""One message to one address of an account. `claimed_until`: so long the deliverer that took it is
left alone; then another takes it over and sends it under the same key."""

delivery_items = Table(
    "delivery_items",
    metadata,
    _text("delivery"),
    Column("notice", _auto, nullable=False),
    PrimaryKeyConstraint("delivery", "notice"),
    sqlite_with_rowid=False,
)

requests = Table(
    "requests",
    metadata,
    _text("request", key=True),
    _text("kind"),
    _text("command"),
    _text("programme"),
    Column("programme_version", Integer, nullable=False),
    _maybe("case_code"),
    _text("move"),
    _text("actor"),
    _text("reason"),
    _text("received_at"),
    _text("requested_at"),
    _text("expires_at"),
    _text("status"),
    _text("digest"),
    _text("receipt"),
    _maybe("decided_by"),
    _maybe("decided_at"),
    _maybe("decision_reason"),
    _maybe("batch"),
    CheckConstraint(
        "status IN ('waiting', 'approved', 'rejected', 'expired', 'withdrawn')",
        name="requests_status",
    ),
)

register = Table(
    "register",
    metadata,
    Column("id", _auto, primary_key=True),
    _text("level"),
    _text("project"),
    _maybe("unit_name"),
    _maybe("unit_code"),
    _text("unit_key"),
    _maybe("jurisdiction"),
    _text("programme_title"),
    _text("batch"),
    _maybe("document"),
    _maybe("year"),
    _text("status"),
    _text("note"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("id", _auto, primary_key=True),
    _text("made_at"),
    Column("entries", Integer, nullable=False),
    _text("body"),
)

sweeps = Table(
    "sweeps",
    metadata,
    Column("id", _auto, primary_key=True),
    _text("started_at"),
    _text("as_of"),
    _text("trigger"),
    _text("result"),
    _maybe("run"),
)

internal_days = Table(
    "internal_days",
    metadata,
    _text("programme"),
    _text("duty"),
    _text("jurisdiction"),
    _text("day"),
    _maybe("due_on"),
    _maybe("set_at"),
    _count("seq"),
    PrimaryKeyConstraint("programme", "duty", "jurisdiction"),
)
"""The days in force; `due_on` is the legal day that one belongs to where the duty has several,
`seq` the entry of the programme's own history that set it."""

calendar_years = Table(
    "calendar_years",
    metadata,
    Column("id", _auto, primary_key=True),
    _text("calendar"),
    Column("year", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    _text("document"),
    _text("digest"),
    _text("body"),
    _text("imported_at"),
    _text("imported_by"),
    UniqueConstraint("calendar", "year", "revision", name="calendar_years_revision"),
)
"""The years that this database was given beyond those that came with it, every revision."""

feeds = Table(
    "feeds",
    metadata,
    Column("id", _auto, primary_key=True),
    _text("account"),
    _text("digest"),
    _text("made_at"),
    _text("made_by"),
    _maybe("revoked_at"),
    UniqueConstraint("digest", name="feeds_digest"),
)
"""Addresses under which calendars are subscribed to; of the secret only the digest is kept."""

Index("requests_of_batch", requests.c.batch)
Index("cases_of_parent", cases.c.parent)
Index("cases_by_state", cases.c.programme, cases.c.kind, cases.c.state)
Index("cases_by_jurisdiction", cases.c.jurisdiction)
Index("cases_by_unit_key", cases.c.unit_key)
Index("cases_by_unit_code", cases.c.unit_code)
Index("case_units_by_key", case_units.c.unit_key)
Index("case_units_by_code", case_units.c.unit_code)
Index("history_by_recorded", history.c.recorded_at)
Index("feeds_of_account", feeds.c.account)
Index("grants_of_account", grants.c.account)
Index("register_by_unit_key", register.c.unit_key)
Index("register_by_unit_code", register.c.unit_code)
Index("refusals_of_case", refusals.c.case_code)
Index("outbox_of_case", outbox.c.case_code)
Index("deliveries_of_account", deliveries.c.account, deliveries.c.day)
Index("delivery_items_of_notice", delivery_items.c.notice)
Index("addresses_of_account", addresses.c.account)


PARTIAL = {
    Index("duties_due", duties.c.due_at): "status = 'open'",
    Index("duties_late", duties.c.due_at): "status = 'overdue'",
    Index("duties_computed", duties.c.programme): "basis IS NOT NULL",
    Index("duties_unsettled", duties.c.case_code): "status IN ('open', 'overdue')",
    Index("outbox_untaken", outbox.c.id): "taken_at IS NULL",
    Index("deliveries_waiting", deliveries.c.not_before): "status = 'waiting'",
}
"""Indexes over a part of their table, and which."""


@event.listens_for(metadata, "before_create")
def _partly(_target: MetaData, connection: Connection, **_given: Any) -> None:
    # said in the declaration, this would import both dialects into every process
    for index, where in PARTIAL.items():
        index.dialect_options[connection.dialect.name]["where"] = text(where)


FOREVER = ("history", "programmes", "checkpoints", "receipts", "calendar_years")
"""Tables whose rows never change and never vanish."""


def guards_of_forever(dialect: str) -> list[str]:
    """The statements that make the database refuse UPDATE and DELETE on the tables of FOREVER."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in FOREVER
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION shidian_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        *(
            f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION shidian_append_only()"
            for table in FOREVER
        ),
    ]
