"""Joint undertaking units of a case, and roles held on behalf of another for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new; nothing that is there changes."""
    op.add_column("cases", sa.Column("joint", sa.Text(), nullable=False, server_default="[]"))
    for name in ("on_behalf_of", "valid_from", "valid_until"):
        op.add_column("grants", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "case_units",
        sa.Column("case_code", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("unit_code", sa.Text(), nullable=True),
        sa.Column("unit_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_code", "n"),
    )
    op.create_index("case_units_by_key", "case_units", ["unit_key"])
    op.create_index("case_units_by_code", "case_units", ["unit_code"])


def downgrade() -> None:
    """There is no way back: it would destroy the record."""
    raise NotImplementedError("the record is never taken down")
