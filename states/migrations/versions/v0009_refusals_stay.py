"""A refusal that was recorded is neither changed nor removed."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the database guard one more table; nothing that is there changes."""
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def _guards(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER refusals_no_{verb} BEFORE {verb} ON refusals "
            f"BEGIN SELECT RAISE(ABORT, 'refusals is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE TRIGGER refusals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON refusals FOR EACH STATEMENT EXECUTE FUNCTION shidian_append_only()"
    ]


def downgrade() -> None:
    """There is no way back: it would destroy the record."""
    raise NotImplementedError("the record is never taken down")
