"""Alembic's entry: runs on the connection that `migrating` hands over, in one transaction."""

from alembic import context
from sqlalchemy import Connection

from hallclient.store.columns import Record

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Record.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
