"""What Alembic runs to apply steps on the connection that states.keeping.upgrade gives it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
