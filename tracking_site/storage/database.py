"""The database: SQLite in a file or PostgreSQL, behind one engine that never waits for long."""

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

WAIT = 1.0
"""Seconds that a lock, a free connection or the server is waited for."""
REST = 5.0
"""Seconds in which a database that failed is not tried for what can be done without it."""
MIGRATION_WAIT = 20.0
"""Seconds for which a process that begins waits for another one that makes or changes the tables."""
READ_ONLY, MIGRATING = "read_only", "migrating"

_ALEMBIC = threading.Lock()
"""Alembic keeps what it is at in the module: one at a time in a process."""

log = structlog.get_logger()


class Database:
    """Opens the database when it is needed first, brings its tables up to date, and names its failures."""

    def __init__(self, address: str) -> None:
        self._url = make_url(address)
        self._engine = _engine(self._url)
        self._lock = threading.Lock()
        # SQLite lets one write at a time, and has the others sleep and try again: here they stand in line.
        self._line = threading.Lock() if self.dialect == "sqlite" else None
        self._ready = False
        self._resting_until = 0.0

    @property
    def dialect(self) -> str:
        """Which database it is: `sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @property
    def state(self) -> str:
        """How it is: `ok`, or `failing` for a while after a failure."""
        return "failing" if time.monotonic() < self._resting_until else "ok"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with; `StoreUnavailable` where there is none, at once where there was none a moment ago."""
        if self.state != "ok":
            raise StoreUnavailable("left alone after a failure")
        with self._connected(read_only=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on disk when this ends without an error; `StoreUnavailable` where it is not."""
        with self._in_line(), self._connected(read_only=False) as connection:
            yield connection

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        if self._line is None:
            yield
            return
        if not self._line.acquire(timeout=WAIT):
            raise StoreUnavailable("others write")
        try:
            yield
        finally:
            self._line.release()

    @contextmanager
    def _connected(self, *, read_only: bool) -> Iterator[Connection]:
        try:
            self._prepare()
            with self._engine.connect().execution_options(**{READ_ONLY: read_only}) as connection, connection.begin():
                yield connection
        except (SQLAlchemyError, OSError) as error:
            # The type alone: the text of a database's error has the values in it.
            self._resting_until = time.monotonic() + REST
            log.warning("store_failed", database=self.dialect, type=type(error).__name__)
            raise StoreUnavailable(type(error).__name__) from None
        self._resting_until = 0.0

    def _prepare(self) -> None:
        """Makes or changes the tables, once; a file's folder too."""
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
        """Whether another process has made the tables already, so that nobody's lock is waited for."""
        with self._engine.connect().execution_options(**{READ_ONLY: True}) as connection, connection.begin():
            revision = MigrationContext.configure(connection).get_current_revision()
        return revision is not None and revision == ScriptDirectory.from_config(_config()).get_current_head()

    def close(self) -> None:
        """Closes what is open."""
        self._engine.dispose()


def migrate(connection: Connection, revision: str = "head") -> None:
    """Brings the tables to a revision, within the transaction of a connection."""
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
        engine = create_engine(url, connect_args={"timeout": WAIT, "check_same_thread": False}, pool_timeout=WAIT)
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options = f"-c lock_timeout={int(WAIT * 1000)} -c statement_timeout={int(WAIT * 5000)}"
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": max(2, int(WAIT)), "options": options},
        pool_timeout=WAIT,
        pool_pre_ping=True,
        pool_size=10,
    )


def _open_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions of its own, and not where they are needed.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes then fails at once where another one writes, whatever the timeout.
    options = connection.get_execution_options()
    read_only, migrating = options.get(READ_ONLY, False), options.get(MIGRATING, False)
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int((MIGRATION_WAIT if migrating else WAIT) * 1000)}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
