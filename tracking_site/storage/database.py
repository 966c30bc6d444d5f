"""The database: SQLite in a file or PostgreSQL, behind one engine with short timeouts."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from tracking_site.domain.errors import StoreUnavailable

WAIT_SECONDS = 1.0
"""The timeout for a lock, a free connection or the server."""
PAUSE_SECONDS = 5.0
"""The pause after a failure, during which reads are refused and pages are served without the database."""
MIGRATION_WAIT_SECONDS = 20.0
"""The timeout for another process that migrates the tables."""
READ_ONLY, MIGRATING = "read_only", "migrating"

_ALEMBIC = threading.Lock()
"""Alembic keeps its context in module globals: one migration at a time in a process."""

log = structlog.get_logger()


class Database:
    """Connects lazily, migrates the tables on first use, and turns every failure into `StoreUnavailable`."""

    def __init__(self, address: str) -> None:
        self._url = make_url(address)
        self._engine = _engine(self._url)
        self._lock = threading.Lock()
        # SQLite allows one writer and makes the others sleep and retry; a lock queues them instead.
        self._write_lock = threading.Lock() if self.dialect == "sqlite" else None
        self._ready = False
        self._paused_until = 0.0

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @property
    def state(self) -> str:
        """`ok`, or `failing` for a few seconds after a failure."""
        return "failing" if time.monotonic() < self._paused_until else "ok"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection for reading; `StoreUnavailable`, at once while the pause after a failure lasts."""
        if self.state != "ok":
            raise StoreUnavailable("paused after a failure")
        with self._connected(read_only=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a transaction that is committed to disk on leaving the block; `StoreUnavailable`."""
        with self._write_turn(), self._connected(read_only=False) as connection:
            yield connection

    @contextmanager
    def _write_turn(self) -> Iterator[None]:
        if self._write_lock is None:
            yield
            return
        if not self._write_lock.acquire(timeout=WAIT_SECONDS):
            raise StoreUnavailable("another write takes too long")
        try:
            yield
        finally:
            self._write_lock.release()

    @contextmanager
    def _connected(self, *, read_only: bool) -> Iterator[Connection]:
        try:
            self._prepare()
            with self._engine.connect().execution_options(**{READ_ONLY: read_only}) as connection, connection.begin():
                yield connection
        except (SQLAlchemyError, OSError) as error:
            # Only the type: a database error's text contains the values.
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            log.warning("store_failed", database=self.dialect, type=type(error).__name__)
            raise StoreUnavailable(type(error).__name__) from None
        self._paused_until = 0.0

    def _prepare(self) -> None:
        """Migrate the tables, once."""
        if not self._ready:
            self._make_ready()

    def _make_ready(self) -> None:
        with self._lock:
            if self._ready:
                return
            if self.dialect == "sqlite" and self._url.database:
                Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
            if not self._up_to_date():
                with self._engine.connect().execution_options(**{MIGRATING: True}) as connection, connection.begin():
                    migrate(connection)
            self._ready = True

    def _up_to_date(self) -> bool:
        """Tell whether the tables are at the head revision already, without taking a lock."""
        with self._engine.connect().execution_options(**{READ_ONLY: True}) as connection, connection.begin():
            revision = MigrationContext.configure(connection).get_current_revision()
        return revision is not None and revision == ScriptDirectory.from_config(_config()).get_current_head()

    def ping(self) -> None:
        """Query the database; `StoreUnavailable` where it does not answer."""
        with self.reading() as connection:
            connection.exec_driver_sql("SELECT 1")

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def migrate(connection: Connection, revision: str = "head") -> None:
    """Migrate the tables to a revision, within the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "tracking_site.storage:migrations")
    return config


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False}, pool_timeout=WAIT_SECONDS
        )
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options = f"-c lock_timeout={int(WAIT_SECONDS * 1000)} -c statement_timeout={int(WAIT_SECONDS * 5000)}"
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": max(2, int(WAIT_SECONDS)), "options": options},
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,
        pool_size=10,
    )


def _open_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions begin too late; `_begin_sqlite` begins them.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and then writes fails with "database is locked" whatever the timeout;
    # BEGIN IMMEDIATE takes the write lock first and waits for it.
    options = connection.get_execution_options()
    read_only, migrating = options.get(READ_ONLY, False), options.get(MIGRATING, False)
    connection.exec_driver_sql(
        f"PRAGMA busy_timeout={int((MIGRATION_WAIT_SECONDS if migrating else WAIT_SECONDS) * 1000)}"
    )
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
