"""A delivery that the sandbox tells by webhooks, over HTTP: however it is told, it is the same page."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.integration.webhooks.test_receiver import read_all, shipment
from tests.support.sites import WEBHOOK_SECRET, Open, Site
from tracking_site.features.webhooks import receiver
from tracking_site_sandbox.loginext.credentials import USER
from tracking_site_sandbox.server import running

NUMBER = "TOLD-BY-WEBHOOKS-1"
DELIVERED = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
WHEN_ASKED = re.compile(r"<time [^>]*data-as-of=[^>]*>[^<]*</time>")
"""What differs from one look to the next: as of when it is."""
ON_TIME = [timedelta(hours=hours) for hours in (-26, -5, -4, -2, -1, -0.08, 0, 3)]
"""When each webhook comes, from the delivery on, where none is late."""


StoredEvent = tuple[list[str], dict[str, Any]]


def content(site: Site, **wish: object) -> StoredEvent:
    """The page and the answer of the API once the sandbox has told the delivery."""
    with running(site.app) as address:
        site.sandbox.send_webhooks(USER, f"{address}/webhooks/loginext/mile/{WEBHOOK_SECRET}")
        answers = site.sandbox.tell_delivery(USER, NUMBER, delivered=DELIVERED.isoformat(), **wish)
    assert set(answers) == {200}
    read_all(site)
    page = site.visitor.get("/track", {"ordno": NUMBER, "account": "mile"}).text
    return WHEN_ASKED.sub("", page).splitlines(), shipment(site, NUMBER)


@pytest.fixture
def in_order(open_fresh: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoredEvent:
    """The delivery as it is told where each webhook comes once, in time, as JSON."""
    moments = iter([(DELIVERED + after).timestamp() for after in ON_TIME])
    with monkeypatch.context() as patch:
        patch.setattr(receiver, "time", SimpleNamespace(time=lambda: next(moments)))
        found = content(open_fresh(any_host=True, database=tmp_path / "in-order.db"))
    assert next(moments, None) is None, "each webhook has come at its moment"
    return found


def test_in_order_every_checkpoint_is_on_the_page(in_order: StoredEvent) -> None:
    page, answer = in_order
    assert [event["status"] for event in answer["events"]] == [
        "delivered",
        "out_for_delivery",
        "out_for_delivery",
        "in_transit",
        "info_received",
        "info_received",
    ]
    assert answer["status"] == "delivered"
    assert "Delivered" in " ".join(page)


@pytest.mark.parametrize("written", ["json", "xml", "form"])
@pytest.mark.parametrize("seed", range(3))
def test_a_month_late_shuffled_and_repeated_it_is_the_same_page(
    in_order: StoredEvent, open_fresh: Open, tmp_path: Path, written: str, seed: int
) -> None:
    late = open_fresh(any_host=True, database=tmp_path / "late.db")
    page, answer = content(late, written=written, shuffled=seed, copies=3)
    assert answer == in_order[1]
    assert page == in_order[0]
