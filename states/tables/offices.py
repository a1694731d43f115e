"""What an office is: its programmes, its people, its calendar, what was done to it."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from states.tables.columns import auto, count_column, maybe_text, metadata, text_column

meta = Table("meta", metadata, text_column("key", key=True), text_column("value"))

CALENDAR = "calendar"
"""The fact that changes whenever the database is given a calendar year."""

programmes = Table(
    "programmes",
    metadata,
    text_column("programme"),
    Column("version", Integer, nullable=False),
    text_column("digest"),
    text_column("source"),
    text_column("compiled"),
    text_column("activated_at"),
    text_column("activated_by"),
    PrimaryKeyConstraint("programme", "version"),
)

accounts = Table(
    "accounts",
    metadata,
    text_column("account", key=True),
    text_column("name"),
    text_column("created_at"),
    maybe_text("closed_at"),
)

grants = Table(
    "grants",
    metadata,
    Column("id", auto, primary_key=True),
    Column("account", Text, ForeignKey("accounts.account"), nullable=False),
    text_column("programme"),
    text_column("role"),
    maybe_text("jurisdiction"),
    maybe_text("category"),
    maybe_text("unit"),
    text_column("granted_at"),
    maybe_text("revoked_at"),
    maybe_text("on_behalf_of"),
    maybe_text("valid_from"),
    maybe_text("valid_until"),
)

counters = Table("counters", metadata, text_column("name", key=True), count_column("value"))

register = Table(
    "register",
    metadata,
    Column("id", auto, primary_key=True),
    text_column("level"),
    text_column("project"),
    maybe_text("unit_name"),
    maybe_text("unit_code"),
    text_column("unit_key"),
    maybe_text("jurisdiction"),
    text_column("programme_title"),
    text_column("batch"),
    maybe_text("document"),
    maybe_text("year"),
    text_column("status"),
    text_column("note"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("id", auto, primary_key=True),
    text_column("made_at"),
    Column("entries", Integer, nullable=False),
    text_column("body"),
)

sweeps = Table(
    "sweeps",
    metadata,
    Column("id", auto, primary_key=True),
    text_column("started_at"),
    text_column("as_of"),
    text_column("trigger"),
    text_column("result"),
    maybe_text("run"),
)

calendar_years = Table(
    "calendar_years",
    metadata,
    Column("id", auto, primary_key=True),
    text_column("calendar"),
    Column("year", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    text_column("document"),
    text_column("digest"),
    text_column("body"),
    text_column("imported_at"),
    text_column("imported_by"),
    UniqueConstraint("calendar", "year", "revision", name="calendar_years_revision"),
)
"""The years that this database was given beyond those that came with it, every revision."""

Index("grants_of_account", grants.c.account)
Index("register_by_unit_key", register.c.unit_key)
Index("register_by_unit_code", register.c.unit_code)
