"""What the role of a server's database may do to the tables of for ever: it should only read and
add. A file has no roles; whoever may write it may write all of it."""

from sqlalchemy import text

from states.errors import BadInput
from states.store import Store
from states.tables import FOREVER, metadata

_POWERS = text(
    "SELECT rolsuper AS superuser, pg_has_role(current_user, c.relowner, 'MEMBER') AS owner, "
    "has_table_privilege(c.oid, 'UPDATE') AS update, has_table_privilege(c.oid, 'DELETE') AS "
    "delete, has_table_privilege(c.oid, 'TRUNCATE') AS truncate, "
    "has_table_privilege(c.oid, 'TRIGGER') AS trigger "
    "FROM pg_roles, pg_class c WHERE rolname = current_user AND c.oid = to_regclass('history')"
)


def powers(store: Store) -> list[str]:
    """Why the role could change what was written: superuser, owner, update, delete, truncate,
    trigger; empty if it could not, and always for a file."""
    if store.dialect != "postgresql":
        return []
    with store.translated(), store.engine.connect() as connection:
        row = connection.execute(_POWERS).mappings().one()
    return [name for name, may in row.items() if may]


def allow(url: str, role: str) -> list[str]:
    """Let a role use the database without power over what was written; the tables whose rows it may
    only add. Raises BadInput for a file or an unknown role, Fault if this role may not allow it."""
    store = Store(url)
    try:
        if store.dialect != "postgresql":
            raise BadInput("NoRolesInAFile", url=store.shown())
        with store.translated(), store.engine.begin() as connection:
            known = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
            if connection.execute(known, {"role": role}).first() is None:
                raise BadInput("RoleUnknown", role=role)
            name = store.engine.dialect.identifier_preparer.quote(role)
            tables = sorted(metadata.tables)
            connection.execute(text(f"REVOKE ALL ON {', '.join(tables)} FROM {name}"))
            for table in tables:
                rights = "SELECT, INSERT" + ("" if table in FOREVER else ", UPDATE, DELETE")
                connection.execute(text(f"GRANT {rights} ON {table} TO {name}"))
            connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"))
    finally:
        store.close()
    return list(FOREVER)
