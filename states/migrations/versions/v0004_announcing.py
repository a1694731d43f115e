"""Decisions that are announced later; requests that belong together or are withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATUSES = "status IN ('waiting', 'approved', 'rejected', 'expired', 'withdrawn')"
_KEPT = ("root", "programme", "move", "state", "head", "fields", "documents", "checks", "holds")


def upgrade() -> None:
    """Add what is new; nothing that is there changes."""
    op.add_column(
        "cases", sa.Column("unannounced", sa.Integer(), nullable=False, server_default="0")
    )
    # SQLite copies the table to change a constraint; nothing refers to it
    with op.batch_alter_table("requests") as requests:
        requests.add_column(sa.Column("batch", sa.Text(), nullable=True))
        requests.drop_constraint("requests_status", type_="check")
        requests.create_check_constraint("requests_status", _STATUSES)
    op.create_table(
        "unannounced_cases",
        sa.Column("case_code", sa.Text(), primary_key=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*_KEPT, "changed_at")),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_table(
        "unannounced_entries",
        sa.Column("case_code", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_code", "seq"),
    )
    op.create_index("unannounced_by_root", "unannounced_cases", ["root"])
    op.create_index("unannounced_entries_by_root", "unannounced_entries", ["root"])
    op.create_index("requests_of_batch", "requests", ["batch"])


def downgrade() -> None:
    """There is no way back: it would destroy the record."""
    raise NotImplementedError("the record is never taken down")
