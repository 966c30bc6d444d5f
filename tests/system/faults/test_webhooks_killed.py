"""The server is killed while webhooks come in: each one that was answered 200 is there once, and is read after the restart."""

import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.support import postgres
from tests.support.configuration import Table, configuration
from tests.support.site_process import SECRET, Site, free_port, serving
from tracking_site.storage.database import Database
from tracking_site.storage.schema import events, webhooks

KILLS = int(os.environ.get("KILLS", "2"))
SENDERS, PAUSE, SECONDS = 5, 0.1, 1.0
"""Five who send ten a second each."""
HOOK = "a-secret-in-the-address-of-webhooks"


def mile_configuration(database: str) -> Table:
    """A configuration with an account at LogiNext, which does not answer."""
    mile = {"username": "user", "password": "kanarienvogel-password", "webhook_path_secret": HOOK, "iframe": None}
    site = {"secret_keys": [SECRET], "database_url": database}
    return configuration(f"http://127.0.0.1:{free_port()}", accounts={"mile": mile}, site=site)


@dataclass
class Sent:
    """What was answered 200, by its digest; and how long each answer took."""

    taken: set[str] = field(default_factory=set)
    took: list[float] = field(default_factory=list)
    refused: int = 0


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'site.db'}"
        return
    if postgres.programs() is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    with postgres.running(tmp_path / "postgres") as found:
        yield found


def send(site: Site, sent: Sent, sender: int, ends: float) -> None:
    """Sends one webhook after the other until it is time, or nobody answers."""
    place = 0
    while time.monotonic() < ends:
        place += 1
        order = f"{site.port}-{sender}-{place}"
        body = json.dumps(
            {"notificationType": "PICKEDUPNOTIFICATION", "orderNo": order, "pickedUpTime": "2026-03-02 09:30:00"}
        ).encode()
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=5)
        began = time.monotonic()
        try:
            connection.request("POST", f"/webhooks/loginext/mile/{HOOK}", body, {"Content-Type": "application/json"})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            sent.refused += 1
            return
        finally:
            connection.close()
        if status == 200:
            sent.taken.add(sha256(body).hexdigest())
            sent.took.append(time.monotonic() - began)
        time.sleep(PAUSE)


def kill(site: Site) -> None:
    """Kills the server and its worker at once."""
    for process in (site.process.pid, *site.workers):
        os.kill(process, signal.SIGKILL)


def test_every_webhook_that_was_answered_200_is_there_once_after_kills(tmp_path: Path, address: str) -> None:
    sent = Sent()
    for turn in range(KILLS):
        folder = tmp_path / str(turn)
        folder.mkdir()
        with serving(folder, mile_configuration(address)) as site:
            ends = time.monotonic() + SECONDS
            senders = [threading.Thread(target=send, args=(site, sent, sender, ends)) for sender in range(SENDERS)]
            for sender in senders:
                sender.start()
            time.sleep(SECONDS * 0.3 + 0.05 * (turn % 5))
            kill(site)
            for sender in senders:
                sender.join()
    assert len(sent.taken) > KILLS * SENDERS, "hardly anything was taken before the kills"
    last = tmp_path / "last"
    last.mkdir()
    with serving(last, mile_configuration(address)):
        database = Database(address)
        ends = time.monotonic() + 20
        while _unread(database) and time.monotonic() < ends:
            time.sleep(0.1)
        with database.reading() as connection:
            digests = connection.execute(select(webhooks.c.digest)).scalars().all()
            content = connection.execute(select(func.count()).select_from(events)).scalar_one()
        database.close()
    assert sent.taken <= set(digests)
    assert len(digests) == len(set(digests))
    assert content == len(digests), "what was taken in is not read, or told twice"
    print(f"{len(sent.taken)} taken, median {sorted(sent.took)[len(sent.took) // 2] * 1000:.1f} ms")


def _unread(database: Database) -> int:
    with database.reading() as connection:
        statement = select(func.count()).select_from(webhooks).where(webhooks.c.state == "new")
        return connection.execute(statement).scalar_one()
