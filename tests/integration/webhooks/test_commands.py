"""`tracking-site webhooks`: an operator sees what came, and has it read once more."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.webhooks.test_receiver import (
    NUMBER,
    STORY,
    open_webhook_store,
    post,
    read_all,
    send,
    shipment,
    stored_webhooks,
)
from tests.support.site_process import COMMAND
from tests.support.sites import Open, Site
from tracking_site.environment import VARIABLE
from tracking_site_sandbox.loginext.webhooks import as_json

Result = subprocess.CompletedProcess[str]
Command = Callable[..., Result]


@pytest.fixture
def site(open_fresh: Open) -> Site:
    """A site that a delivery was told to, and something that nobody can read."""
    site = open_fresh()
    for data in STORY[:2]:
        send(site, data)
    post(site, b"neither this nor that")
    post(site, b'{"notificationType": "SOMETHINGNEW", "customer": "Somebody Else"}')
    read_all(site)
    return site


@pytest.fixture
def webhooks(site: Site, tmp_path: Path) -> Command:
    def run(*words: str) -> Result:
        environment = {VARIABLE: str(tmp_path / "tracking-site.toml"), "PATH": ""}
        asked = [str(COMMAND), "webhooks", *words]
        return subprocess.run(asked, env=environment, capture_output=True, text=True, timeout=30, check=False)

    return run


def states(listed: Result) -> list[str]:
    assert listed.returncode == 0, listed.stderr
    return [line.split()[4] for line in listed.stdout.splitlines()]


def test_what_came_is_listed_without_what_it_says(webhooks: Command) -> None:
    listed = webhooks("list")
    assert states(listed) == ["read", "read", "unreadable", "read"]
    assert "PICKEDUPNOTIFICATION" in listed.stdout
    assert "Somebody" not in listed.stdout
    assert NUMBER not in listed.stdout


def test_a_list_is_of_one_account_shipment_or_state(webhooks: Command) -> None:
    assert len(states(webhooks("list", "--number", NUMBER))) == 2
    assert states(webhooks("list", "--state", "unreadable")) == ["unreadable"]
    assert states(webhooks("list", "--account", "later")) == []
    assert len(states(webhooks("list", "--account", "mile"))) == 4


def test_a_webhook_is_shown_as_it_came(site: Site, webhooks: Command) -> None:
    strange = next(each for each in stored_webhooks(site) if each.state == "unreadable")
    shown = webhooks("show", str(strange.id))
    assert shown.stdout == "application/json\nneither this nor that\n"


def test_what_could_not_be_read_is_read_once_more_and_told_once(site: Site, webhooks: Command) -> None:
    before = shipment(site)["events"]
    late = open_webhook_store(site)
    coming = late.add("mile", *as_json(STORY[5]), 1_772_455_500.0)
    assert coming is not None
    late.set_state(coming, "unreadable", None, None)
    late._database.close()
    again = webhooks("replay", "--state", "unreadable")
    assert [line.split()[1] for line in again.stdout.splitlines()] == ["unreadable", "read"]
    for _ in range(2):
        assert webhooks("replay", str(coming)).stdout.split() == [str(coming), "read"]
    ends = time.monotonic() + 15
    while (content := shipment(site))["status"] != "delivered":
        assert time.monotonic() < ends, "a running site learns of it within seconds"
        time.sleep(0.2)
    assert (content["status"], len(content["events"])) == ("delivered", len(before) + 1)


def test_what_cannot_be_done_is_said(webhooks: Command) -> None:
    for words, code, said in (
        (["show", "999"], 1, "there is no such webhook"),
        (["replay", "999"], 1, "there is no such webhook"),
        (["replay"], 2, "Name one webhook, or a --state."),
        (["replay", "1", "--state", "unknown"], 2, "Name one webhook, or a --state."),
        (["list", "--state", "lost"], 2, "lost"),
    ):
        answer = webhooks(*words)
        assert (answer.returncode, said in answer.stderr) == (code, True), words
