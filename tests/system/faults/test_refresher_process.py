"""`tracking-site refresher` as a process: one round on request, an end when it is told to, and its place after a kill."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.configuration import configuration, write
from tests.support.site_process import COMMAND, run
from tests.support.visitor import Sandbox
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import References, Shipment, Status
from tracking_site.environment import VARIABLE
from tracking_site.storage.answer_store import AnswerStore
from tracking_site.storage.database import Database
from tracking_site.storage.encryption import AtRestCipher
from tracking_site.storage.event_store import EventStore
from tracking_site.storage.journey_index import JourneyIndex
from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.server import running

SECRET = "a-secret-of-the-tests-of-the-refresher"
NUMBER = next(each.query["slino"] for each in samples() if each.carrier == "leaps" and each.query["slino"][:2] != "30")
ASKED = ShipmentRef("geodis", Reference(ReferenceKind.SLI_NUMBER, NUMBER))


def configured(folder: Path, sandbox: Sandbox, account: str) -> Path:
    """The file of a configuration with one account."""
    site = {"secret_keys": [SECRET], "database_url": f"sqlite:///{folder / 'site.db'}"}
    return write(folder, configuration(sandbox.address, accounts=(account,), site=site))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running() as address:
        yield Sandbox(address)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path / 'site.db'}")
    seen = Shipment("leaps", "geodis", "GEODIS", References(sli_number=NUMBER), Status.IN_TRANSIT)
    EventStore(found, JourneyIndex(found)).record_fetch(ASKED, seen, time.time())
    yield found
    found.close()


@pytest.fixture
def file(tmp_path: Path, sandbox: Sandbox) -> Path:
    return configured(tmp_path, sandbox, "geodis")


@contextmanager
def following(file: Path) -> Iterator[subprocess.Popen[str]]:
    """A refresher that has begun its work."""
    with subprocess.Popen(
        [COMMAND, "refresher"],
        env={VARIABLE: str(file), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("Following geodis")
            yield process
        finally:
            process.kill()


def until(sandbox: Sandbox, calls: int) -> None:
    ends = time.monotonic() + 20
    while sandbox.calls()["leaps.geodis.endpoint"] < calls:
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_one_round_ends_well_and_one_that_fails_with_1(file: Path, database: Database, sandbox: Sandbox) -> None:
    assert run(file, "refresher", "--once").returncode == 0
    sandbox.fault("leaps.geodis", status=500)
    ended = run(file, "refresher", "--once")
    assert (ended.returncode, "carrier_broken" in ended.stdout + ended.stderr) == (1, True), ended


def test_without_an_account_of_leaps_it_ends_with_2(tmp_path: Path, sandbox: Sandbox) -> None:
    assert run(configured(tmp_path, sandbox, "nord"), "refresher", "--once").returncode == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told_to_and_the_next_one_begins_at_once(
    file: Path, database: Database, sandbox: Sandbox, how: signal.Signals
) -> None:
    with following(file) as process:
        until(sandbox, 1)
        time.sleep(0.3)
        began = time.monotonic()
        process.send_signal(how)
        assert process.wait(10) == 0
        assert time.monotonic() - began < 5
    assert run(file, "refresher", "--once").returncode == 0


def test_a_killed_refresher_takes_up_where_it_was(file: Path, database: Database, sandbox: Sandbox) -> None:
    assert run(file, "refresher", "--once").returncode == 0
    sandbox.change_booking(NUMBER, "Delivered")
    with following(file) as process:
        until(sandbox, 2)
        process.kill()
        process.wait(10)
    answers = AnswerStore(database, AtRestCipher([SECRET]))
    # Whether it was killed before it had written down what it heard, or after: nothing is lost.
    refused = run(file, "refresher", "--once")
    assert (refused.returncode, "another refresher" in refused.stderr) == (1, True), "its lease outlives it"
    answers.acquire_lease("refresher", "tests", time.time() + 151, -151)
    for _ in range(2):
        assert run(file, "refresher", "--once").returncode == 0
    assert answers.stored_answer(ASKED) is not None
