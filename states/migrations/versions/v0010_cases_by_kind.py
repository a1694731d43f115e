"""An index of the cases without their state: most acts change that, and wrote the index anew."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Exchange the index of the cases by their state for one by whether they have ended."""
    op.drop_index("cases_by_state", "cases")
    op.create_index("cases_by_kind", "cases", ["programme", "kind", "ended"])


def downgrade() -> None:
    """There is no way back: it would destroy the record."""
    raise NotImplementedError("the record is never taken down")
