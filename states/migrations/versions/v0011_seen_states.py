"""Where those who are not told of a decision see a case stand after their own entries."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new; an entry that is kept from them has no such state."""
    op.add_column("unannounced_entries", sa.Column("state", sa.Text(), nullable=True))


def downgrade() -> None:
    """There is no way back: it would destroy the record."""
    raise NotImplementedError("the record is never taken down")
