"""A site that is told to end closes what it has open: requests end, threads stop, the database is left whole."""

import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.support.fake_leaps import LeapsStandIn
from tests.support.site_process import leaps_configuration, serving

MOST_SECONDS = 5
"""What a supervisor waits before it kills is ten or more."""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_site_that_is_told_to_end_closes_its_database_and_ends_well(tmp_path: Path, how: signal.Signals) -> None:
    database = tmp_path / "site.db"
    carrier = LeapsStandIn("geodis")
    with (
        carrier.server,
        serving(tmp_path, leaps_configuration({"geodis": carrier.server.url}, database=database)) as site,
    ):
        assert site.shipment("geodis", "10482203").status == 200
        log = database.with_name("site.db-wal")
        assert log.stat().st_size, "what the page recorded is in the write-ahead log"
        site.process.send_signal(how)
        try:
            assert site.process.wait(MOST_SECONDS) == 0
        except subprocess.TimeoutExpired:
            pytest.fail("it does not end")
    assert not log.exists(), "the last connection was closed, which writes the log into the database"
    with sqlite3.connect(database) as opened:
        assert opened.execute("SELECT count(*) FROM shipments").fetchone() == (1,)
