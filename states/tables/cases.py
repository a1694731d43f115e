"""Cases and their history: what happened, what is owed, what is taken, what waits."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from states.tables.columns import auto, count_column, maybe_text, metadata, text_column

cases = Table(
    "cases",
    metadata,
    text_column("code", key=True),
    text_column("programme"),
    Column("programme_version", Integer, nullable=False),
    text_column("kind"),
    text_column("state"),
    Column("seq", Integer, nullable=False),
    text_column("title"),
    maybe_text("jurisdiction"),
    maybe_text("category"),
    maybe_text("unit_name"),
    maybe_text("unit_code"),
    maybe_text("unit_key"),
    maybe_text("parent"),
    maybe_text("period"),
    text_column("fields"),
    text_column("documents"),
    text_column("checks"),
    text_column("holds"),
    text_column("opened_at"),
    text_column("changed_at"),
    count_column("ended"),
    text_column("head"),
    text_column("joint", default="[]"),
    count_column("unannounced"),
)

case_units = Table(
    "case_units",
    metadata,
    text_column("case_code"),
    Column("n", Integer, nullable=False),
    text_column("unit_name"),
    maybe_text("unit_code"),
    text_column("unit_key"),
    PrimaryKeyConstraint("case_code", "n"),
    sqlite_with_rowid=False,
)
"""The units that undertake a case jointly with its leading one, for look-ups by unit."""

history = Table(
    "history",
    metadata,
    Column("id", auto, primary_key=True),
    text_column("case_code"),
    Column("seq", Integer, nullable=False),
    text_column("entry"),
    text_column("move"),
    maybe_text("from_state"),
    text_column("to_state"),
    text_column("actor"),
    text_column("actor_name"),
    text_column("role"),
    text_column("scope"),
    text_column("via"),
    text_column("received_at"),
    text_column("occurred_at"),
    text_column("recorded_at"),
    maybe_text("source"),
    maybe_text("reason"),
    text_column("clause"),
    text_column("flags"),
    text_column("fields"),
    text_column("documents"),
    text_column("checks"),
    text_column("effects"),
    maybe_text("run"),
    text_column("programme"),
    Column("programme_version", Integer, nullable=False),
    text_column("command"),
    text_column("prev_hash"),
    text_column("hash_name"),
    text_column("hash"),
    UniqueConstraint("case_code", "seq", name="history_case_seq"),
    UniqueConstraint("command", name="history_command"),
    CheckConstraint("entry IN ('decision', 'record')", name="history_entry"),
)

receipts = Table(
    "receipts",
    metadata,
    text_column("command", key=True),
    text_column("digest"),
    text_column("receipt"),
    text_column("recorded_at"),
)

refusals = Table(
    "refusals",
    metadata,
    Column("id", auto, primary_key=True),
    text_column("command"),
    text_column("refused_at"),
    text_column("actor"),
    text_column("via"),
    maybe_text("case_code"),
    text_column("move"),
    text_column("reasons"),
    maybe_text("run"),
)

requests = Table(
    "requests",
    metadata,
    text_column("request", key=True),
    text_column("kind"),
    text_column("command"),
    text_column("programme"),
    Column("programme_version", Integer, nullable=False),
    maybe_text("case_code"),
    text_column("move"),
    text_column("actor"),
    text_column("reason"),
    text_column("received_at"),
    text_column("requested_at"),
    text_column("expires_at"),
    text_column("status"),
    text_column("digest"),
    text_column("receipt"),
    maybe_text("decided_by"),
    maybe_text("decided_at"),
    maybe_text("decision_reason"),
    maybe_text("batch"),
    CheckConstraint(
        "status IN ('waiting', 'approved', 'rejected', 'expired', 'withdrawn')",
        name="requests_status",
    ),
)

quotas = Table(
    "quotas",
    metadata,
    text_column("programme"),
    text_column("bucket"),
    text_column("quota"),
    maybe_text("jurisdiction"),
    maybe_text("category"),
    Column("cap", Integer, nullable=True),
    Column("minimum", Integer, nullable=True),
    count_column("used"),
    count_column("over"),
    PrimaryKeyConstraint("programme", "bucket"),
    CheckConstraint(
        "used >= 0 AND over >= 0 AND (cap IS NULL OR used <= cap)", name="quotas_within_cap"
    ),
    sqlite_with_rowid=False,
)

Index("cases_of_parent", cases.c.parent)
Index("cases_by_kind", cases.c.programme, cases.c.kind, cases.c.ended)
Index("cases_by_jurisdiction", cases.c.jurisdiction)
Index("cases_by_unit_key", cases.c.unit_key)
Index("cases_by_unit_code", cases.c.unit_code)
Index("case_units_by_key", case_units.c.unit_key)
Index("case_units_by_code", case_units.c.unit_code)
Index("refusals_of_case", refusals.c.case_code)
Index("requests_of_batch", requests.c.batch)
