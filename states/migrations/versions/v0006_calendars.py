"""Calendar years given to a database, addresses of feeds, and what an internal day belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AUTO = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add what is new; nothing that is there changes."""
    op.create_table(
        "calendar_years",
        sa.Column("id", _AUTO, primary_key=True),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.Text(), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.UniqueConstraint("calendar", "year", "revision", name="calendar_years_revision"),
    )
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)
    op.create_table(
        "feeds",
        sa.Column("id", _AUTO, primary_key=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.UniqueConstraint("digest", name="feeds_digest"),
    )
    op.create_index("feeds_of_account", "feeds", ["account"])
    op.add_column("internal_days", sa.Column("due_on", sa.Text(), nullable=True))
    op.add_column("internal_days", sa.Column("set_at", sa.Text(), nullable=True))
    op.add_column(
        "internal_days", sa.Column("seq", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute("INSERT INTO meta (key, value) VALUES ('calendar', '0')")


def _guards(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER calendar_years_no_{verb} BEFORE {verb} ON calendar_years "
            f"BEGIN SELECT RAISE(ABORT, 'calendar_years is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE TRIGGER calendar_years_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON calendar_years FOR EACH STATEMENT EXECUTE FUNCTION shidian_append_only()"
    ]


def downgrade() -> None:
    """There is no way back: it would destroy the record."""
    raise NotImplementedError("the record is never taken down")
