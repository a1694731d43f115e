"""What is owed by when, by law and by what an office set for itself."""

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint, Table

from states.tables.columns import count_column, maybe_text, metadata, partial_index, text_column

duties = Table(
    "duties",
    metadata,
    text_column("case_code"),
    text_column("duty"),
    Column("n", Integer, nullable=False),
    text_column("programme"),
    text_column("kind"),
    maybe_text("jurisdiction"),
    maybe_text("category"),
    maybe_text("period"),
    text_column("owed_by"),
    text_column("phrase"),
    text_column("clause"),
    maybe_text("due_on"),
    maybe_text("due_at"),
    Column("provisional", Integer, nullable=False, server_default="0"),
    text_column("status"),
    text_column("opened_at"),
    Column("opened_seq", Integer, nullable=False),
    maybe_text("settled_at"),
    Column("settled_seq", Integer, nullable=True),
    maybe_text("overdue_at"),
    Column("reminded", Integer, nullable=True),
    count_column("escalated"),
    maybe_text("opens_at"),
    maybe_text("first_due_on"),
    maybe_text("basis"),
    maybe_text("paused_at"),
    maybe_text("remainder"),
    count_column("extended"),
    Column("target", Integer, nullable=True),
    count_column("done"),
    maybe_text("restarted_at"),
    count_column("told"),
    Column("reminded_internal", Integer, nullable=True),
    PrimaryKeyConstraint("case_code", "duty", "n"),
    # a list of five would be made into a table anew for every row that is written
    CheckConstraint(
        "status = 'open' OR status = 'met' OR status = 'late' OR status = 'overdue' "
        "OR status = 'waived'",
        name="duties_status",
    ),
)

internal_days = Table(
    "internal_days",
    metadata,
    text_column("programme"),
    text_column("duty"),
    text_column("jurisdiction"),
    text_column("day"),
    maybe_text("due_on"),
    maybe_text("set_at"),
    count_column("seq"),
    PrimaryKeyConstraint("programme", "duty", "jurisdiction"),
)
"""The days in force; `due_on` is the legal day that one belongs to where the duty has several,
`seq` the entry of the programme's own history that set it."""

partial_index("duties_due", duties.c.due_at, "status = 'open'")
partial_index("duties_late", duties.c.due_at, "status = 'overdue'")
