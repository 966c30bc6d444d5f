"""The refresher over the real sandbox: a Leaps page is fresh before it is opened, for one call a round and account."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.sites import ALL, Open, Site, account_of
from tracking_site.features.change_feed.refresher import Refresher
from tracking_site.services import CarrierClients, open_answer_store, open_refresher
from tracking_site.storage.database import Database
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site_sandbox.sample import Sample

MOVING = next(
    sample
    for sample in ALL
    if sample.carrier == "leaps" and sample.status == "in_transit" and account_of(sample) == "geodis"
)
NUMBER = MOVING.query["slino"]
ENDPOINTS = ("leaps.geodis.endpoint", "leaps.gls.endpoint")


@pytest.fixture
def site(open_fresh: Open) -> Site:
    found = open_fresh(fresh=0.0)
    look_at(found, MOVING)
    return found


@pytest.fixture
def database(site: Site) -> Iterator[Database]:
    found = Database(site.settings.site.database_url.get_secret_value())
    yield found
    found.close()


@pytest.fixture
def refresher(site: Site, database: Database) -> Refresher:
    return open_refresher(site.settings, site.service(CarrierClients), database, "tests")


def look_at(site: Site, sample: Sample) -> dict[str, Any]:
    """The shipment as the site shows it, with nothing in its memory."""
    site.service(MemoryCache).drop("")
    answer = site.visitor.get("/api/v1/shipment", {**sample.query, "account": account_of(sample)})
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.get_json()
    return content


def calls(site: Site) -> list[int]:
    counted = site.sandbox.calls()
    return [counted[endpoint] for endpoint in ENDPOINTS]


def test_what_has_changed_is_renewed_before_it_is_opened(site: Site, refresher: Refresher) -> None:
    before = calls(site)
    assert refresher.round()
    site.sandbox.change_booking(NUMBER, "Delivered")
    assert refresher.round(), "it hears of the change"
    assert refresher.round(), "it asks for what has changed"
    assert [now - then for now, then in zip(calls(site), before, strict=True)] == [3, 3], "one call a round and account"
    ref = calls(site)
    content = look_at(site, MOVING)
    assert (content["shipment"]["status"], content["stale"]) == ("delivered", False)
    assert calls(site) == ref, "the page needed no call"


def test_the_refresher_shows_strangers_no_more_than_a_look_does(site: Site, refresher: Refresher) -> None:
    plain = look_at(site, MOVING)
    renew(refresher, site)
    renewed = look_at(site, MOVING)
    assert renewed["shipment"] | {"status": ""} | {"carrier_status": ""} == plain["shipment"] | {"status": ""} | {
        "carrier_status": ""
    }


def renew(refresher: Refresher, site: Site, status: str = "In transit") -> None:
    site.sandbox.change_booking(NUMBER, status)
    for _ in range(2):
        assert refresher.round()


def test_once_the_refresher_is_silent_the_carrier_is_asked_again(
    site: Site, refresher: Refresher, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew(refresher, site)
    ref = calls(site)
    look_at(site, MOVING)
    assert calls(site) == ref
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 120)
    look_at(site, MOVING)
    assert calls(site)[0] == ref[0] + 1


def test_while_the_carrier_fails_what_was_renewed_last_is_shown_as_old(
    site: Site, refresher: Refresher, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew(refresher, site, "Deviation")
    site.sandbox.fault("leaps.geodis", status=500)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 3600)
    content = look_at(site, MOVING)
    assert (content["shipment"]["status"], content["stale"]) == ("exception", True)


def test_a_round_that_fails_loses_nothing(site: Site, database: Database, refresher: Refresher) -> None:
    assert refresher.round()
    site.sandbox.change_booking(NUMBER, "Delivered")
    site.sandbox.fault("leaps.geodis", status=500)
    assert refresher.round() is False
    site.sandbox.reset()
    site.sandbox.change_booking(NUMBER, "Delivered")
    again = open_refresher(site.settings, site.service(CarrierClients), database, "tests")
    assert again.round()
    assert again.round()
    assert look_at(site, MOVING)["shipment"]["status"] == "delivered"


def test_what_nobody_looks_at_is_not_asked_for(site: Site, database: Database, refresher: Refresher) -> None:
    other = next(
        each for each in ALL if each.carrier == "leaps" and each is not MOVING and account_of(each) == "geodis"
    )
    assert refresher.round()
    site.sandbox.change_booking(other.query["slino"], "Delivered")
    assert refresher.round()
    place = open_answer_store(site.settings, database).cursor("geodis")
    assert place is not None
    assert other.query["slino"] not in place.waiting


def test_of_two_refreshers_one_is_at_work(site: Site, database: Database, refresher: Refresher) -> None:
    other = open_refresher(site.settings, site.service(CarrierClients), database, "others")
    assert refresher.round()
    before = calls(site)
    assert other.round() is None
    assert calls(site) == before
