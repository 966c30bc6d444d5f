"""Alembic's environment: runs the revisions in the transaction of the given connection."""

from alembic import context

from tracking_site.storage.schema import metadata

# Only one process migrates, and the others wait for it. SQLite's transaction is exclusive anyway.
LOCK = 7_305_118
TIMEOUTS = "SET LOCAL lock_timeout = '20s'; SET LOCAL statement_timeout = '60s'"

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.exec_driver_sql(TIMEOUTS)
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
