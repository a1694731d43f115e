"""The tables of the first version, as they were then. Later versions change them in files of their
own, so this one names nothing that may change under it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_auto = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_FOREVER = ("history", "programmes", "checkpoints", "receipts")


def upgrade() -> None:
    """Make every table, index and guard."""
    _people()
    _record()
    _consequences()
    _rest()
    _indexes()
    _guards()


def downgrade() -> None:
    """There is no way back: it would destroy the record."""
    raise NotImplementedError("the record is never taken down")


def _people() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), primary_key=True, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "programmes",
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("compiled", sa.Text(), nullable=False),
        sa.Column("activated_at", sa.Text(), nullable=False),
        sa.Column("activated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "version"),
    )
    op.create_table(
        "accounts",
        sa.Column("account", sa.Text(), primary_key=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=True),
    )
    op.create_table(
        "grants",
        sa.Column("id", _auto, primary_key=True, nullable=False),
        sa.Column("account", sa.Text(), sa.ForeignKey("accounts.account"), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("granted_at", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=True),
    )


def _record() -> None:
    op.create_table(
        "cases",
        sa.Column("code", sa.Text(), primary_key=True, nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("unit_name", sa.Text(), nullable=True),
        sa.Column("unit_code", sa.Text(), nullable=True),
        sa.Column("unit_key", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("holds", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("head", sa.Text(), nullable=False),
    )
    op.create_table(
        "history",
        sa.Column("id", _auto, primary_key=True, nullable=False),
        sa.Column("case_code", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("effects", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=True),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash_name", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.UniqueConstraint("case_code", "seq", name="history_case_seq"),
        sa.UniqueConstraint("command", name="history_command"),
        sa.CheckConstraint("entry IN ('decision', 'record')", name="history_entry"),
    )
    op.create_table(
        "receipts",
        sa.Column("command", sa.Text(), primary_key=True, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
    )
    op.create_table(
        "refusals",
        sa.Column("id", _auto, primary_key=True, nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("refused_at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=True),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=True),
    )


def _consequences() -> None:
    op.create_table(
        "duties",
        sa.Column("case_code", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("owed_by", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("due_at", sa.Text(), nullable=True),
        sa.Column("provisional", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("opened_seq", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.Column("settled_seq", sa.Integer(), nullable=True),
        sa.Column("overdue_at", sa.Text(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=True),
        sa.Column("escalated", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("opens_at", sa.Text(), nullable=True),
        sa.Column("first_due_on", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("paused_at", sa.Text(), nullable=True),
        sa.Column("remainder", sa.Text(), nullable=True),
        sa.Column("extended", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("case_code", "duty", "n"),
        sa.CheckConstraint(
            "status = 'open' OR status = 'met' OR status = 'late' OR status = 'overdue' "
            "OR status = 'waived'",
            name="duties_status",
        ),
    )
    op.create_table(
        "quotas",
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("quota", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("over", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("programme", "bucket"),
        sa.CheckConstraint(
            "used >= 0 AND over >= 0 AND (cap IS NULL OR used <= cap)", name="quotas_within_cap"
        ),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), primary_key=True, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", _auto, primary_key=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.Text(), nullable=True),
        sa.UniqueConstraint("key", name="outbox_key"),
    )
    op.create_table(
        "requests",
        sa.Column("request", sa.Text(), primary_key=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=True),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'approved', 'rejected', 'expired')", name="requests_status"
        ),
    )


def _rest() -> None:
    op.create_table(
        "register",
        sa.Column("id", _auto, primary_key=True, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=True),
        sa.Column("unit_code", sa.Text(), nullable=True),
        sa.Column("unit_key", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=True),
        sa.Column("programme_title", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("year", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "checkpoints",
        sa.Column("id", _auto, primary_key=True, nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "sweeps",
        sa.Column("id", _auto, primary_key=True, nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=True),
    )
    op.create_table(
        "internal_days",
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("programme", "duty", "jurisdiction"),
    )


def _indexes() -> None:
    op.create_index("grants_of_account", "grants", ["account"])
    op.create_index("cases_by_jurisdiction", "cases", ["jurisdiction"])
    op.create_index("cases_by_state", "cases", ["programme", "kind", "state"])
    op.create_index("cases_by_unit_code", "cases", ["unit_code"])
    op.create_index("cases_by_unit_key", "cases", ["unit_key"])
    op.create_index("cases_of_parent", "cases", ["parent"])
    op.create_index("history_by_recorded", "history", ["recorded_at"])
    op.create_index("refusals_of_case", "refusals", ["case_code"])
    _partial("duties_due", "duties", ["due_at"], "status = 'open'")
    _partial("duties_late", "duties", ["due_at"], "status = 'overdue'")
    _partial("duties_computed", "duties", ["programme"], "basis IS NOT NULL")
    _partial("duties_unsettled", "duties", ["case_code"], "status IN ('open', 'overdue')")
    _partial("outbox_unsent", "outbox", ["id"], "sent_at IS NULL")
    op.create_index("register_by_unit_code", "register", ["unit_code"])
    op.create_index("register_by_unit_key", "register", ["unit_key"])


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def _guards() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _FOREVER:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION shidian_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _FOREVER:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION shidian_append_only()"
        )
