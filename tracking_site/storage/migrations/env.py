"""What Alembic runs: the revisions, in the transaction of the connection that it is given."""

from alembic import context

from tracking_site.storage.schema import metadata

# One process at a time; the others find the tables made. SQLite's transaction is exclusive by itself.
LOCK = 7_305_118
PATIENCE = "SET LOCAL lock_timeout = '20s'; SET LOCAL statement_timeout = '60s'"

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.exec_driver_sql(PATIENCE)
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
