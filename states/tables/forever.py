"""What the database itself refuses to change."""

FOREVER = ("history", "programmes", "checkpoints", "receipts", "calendar_years", "refusals")
"""Tables whose rows never change and never vanish."""


def guards_of_forever(dialect: str) -> list[str]:
    """The statements that make the database refuse UPDATE and DELETE on the tables of FOREVER."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in FOREVER
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION shidian_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        *(
            f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION shidian_append_only()"
            for table in FOREVER
        ),
    ]
