"""Run migrations on the connection that ``open_ledger`` holds, in its transaction."""

from alembic import context

from briefcast.ledger.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
