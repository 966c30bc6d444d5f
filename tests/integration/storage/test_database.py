"""The database: its tables, concurrent use, and failures."""

import threading
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, insert, select, text
from structlog.testing import capture_logs

from tracking_site.domain.errors import StoreUnavailable
from tracking_site.storage.database import Database
from tracking_site.storage.schema import feed_cursors, leases, metadata
from tracking_site.storage.upsert import insert_if_absent, upsert

ROW = {"account": "mile", "cursor": "1", "moved_at": 1.5}


def test_the_migrations_create_exactly_the_tables_of_the_schema(database: Database) -> None:
    with database.writing() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    assert found == []


def test_processes_that_start_together_migrate_once(address: str) -> None:
    opened = [Database(address) for _ in range(6)]
    failures: list[Exception] = []

    def begin(database: Database) -> None:
        try:
            with database.writing() as connection:
                connection.execute(upsert(database.dialect, feed_cursors, ROW, ("account",)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            failures.append(error)

    threads = [threading.Thread(target=begin, args=(each,)) for each in opened]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in opened:
        each.close()
    assert failures == []


def test_a_failed_transaction_is_rolled_back(database: Database) -> None:
    def write() -> None:
        with database.writing() as connection:
            connection.execute(insert(feed_cursors).values(ROW))
            connection.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(StoreUnavailable):
        write()
    with database.writing() as connection:
        assert connection.execute(select(func.count()).select_from(feed_cursors)).scalar() == 0


def test_upsert_replaces_and_insert_if_absent_keeps_the_existing_row(database: Database) -> None:
    with database.writing() as connection:
        for cursor in "12":
            connection.execute(upsert(database.dialect, feed_cursors, {**ROW, "cursor": cursor}, ("account",)))
        connection.execute(insert_if_absent(database.dialect, feed_cursors, {**ROW, "cursor": "3"}, ("account",)))
    with database.reading() as connection:
        assert connection.execute(select(feed_cursors.c.cursor, feed_cursors.c.moved_at)).all() == [("2", 1.5)]


def test_concurrent_writers_all_succeed(database: Database) -> None:
    def write(number: int) -> None:
        for step in range(10):
            with database.writing() as connection:
                row = {"name": f"{number}-{step}", "holder": "x", "until": 0.0}
                connection.execute(insert_if_absent(database.dialect, leases, row, ("name",)))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(leases)).scalar() == 60


def test_an_unreachable_database_fails_quickly_and_without_its_address(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    for address in (f"sqlite:///{file / 'site.db'}", "postgresql://me:kanarienvogel@127.0.0.1:1/site"):
        database = Database(address)
        began = time.monotonic()
        with capture_logs() as logs, pytest.raises(StoreUnavailable) as raised, database.writing():
            pass
        assert time.monotonic() - began < 5
        assert "kanarienvogel" not in str(raised.value) + str(logs) + repr(raised.value.__context__)
        assert database.state == "failing"
        with pytest.raises(StoreUnavailable, match="paused after a failure"), database.reading():
            pass
        database.close()


def test_the_wait_for_a_locked_file_ends_after_a_second(tmp_path: Path) -> None:
    holder, other = (Database(f"sqlite:///{tmp_path / 'site.db'}") for _ in range(2))
    with holder.writing():
        pass
    with holder.writing():
        began = time.monotonic()
        with pytest.raises(StoreUnavailable), other.writing():
            pass
        assert 0.5 < time.monotonic() - began < 3
    holder.close()
    other.close()
