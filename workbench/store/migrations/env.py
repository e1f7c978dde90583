"""Alembic's entry: runs on the connection that store.migration hands over, inside its transaction."""

from alembic import context

from workbench.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
