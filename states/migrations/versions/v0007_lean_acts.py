"""An index that every act wrote and only the import of a calendar year read."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the index away; an import reads the duties in the order of their cases anyway."""
    op.drop_index("duties_computed", "duties")


def downgrade() -> None:
    """There is no way back: it would destroy the record."""
    raise NotImplementedError("the record is never taken down")
