"""Webhooks as LogiNext sends them to the site: on disk before the 200, each once, and shown with the shipment."""

import hmac
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.webhooks.test_samples import BOMB
from tests.support.sites import WEBHOOK_SECRET, Open, Site
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.features.webhooks.receiver import WebhookReceiver
from tracking_site.storage.database import Database
from tracking_site.storage.erasure import forget
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.storage.webhook_store import StoredWebhook, WebhookStore
from tracking_site_sandbox.loginext.webhooks import as_json

NUMBER = "WEBHOOKS-ALONE-1"
STORY: tuple[dict[str, Any], ...] = (
    {"notificationType": "ORDERCREATIONNOTIFICATION", "orderNo": NUMBER, "timestamp": "2026-03-02 08:00:00"},
    {"notificationType": "PICKEDUPNOTIFICATION", "orderNo": NUMBER, "pickedUpTime": "2026-03-02 09:30:00"},
    {"status": "ORDER ACCEPTED", "clientShipmentId": NUMBER, "updatedOn": "2026-03-02 10:00:00"},
    {"notificationType": "STARTTRIP", "clientShipmentIds": [NUMBER, "OTHER"], "startTime": "2026-03-02 11:00:00"},
    {
        "notificationType": "CHECKINPUSHNOTIFICATION",
        "orderNo": NUMBER,
        "locationType": "DELIVER",
        "checkInTime": "2026-03-02T12:40:00Z",
    },
    {"notificationType": "DELIVEREDNOTIFICATION", "clientShipmentId": NUMBER, "deliveryTime": "2026-03-02 12:45:00"},
    {"notificationType": "DELIVEREDNOTIFICATION", "clientShipmentIds": [NUMBER], "endTime": "2026-03-02 13:00:00"},
)
TOLD = ["delivered", "out_for_delivery", "out_for_delivery", "info_received", "picked_up", "info_received"]


def send(
    site: Site, data: dict[str, Any], written: Callable[[dict[str, Any]], tuple[str, bytes]] = as_json
) -> TestResponse:
    kind, body = written(data)
    return post(site, body, kind)


def post(
    site: Site, body: bytes, kind: str = "application/json", path: str = f"mile/{WEBHOOK_SECRET}", **headers: str
) -> TestResponse:
    return site.visitor.sending(**headers).raw("POST", f"/webhooks/loginext/{path}", data=body, content_type=kind)


def open_webhook_store(site: Site) -> WebhookStore:
    return WebhookStore(Database(site.settings.site.database_url.get_secret_value()))


def stored_webhooks(site: Site) -> list[StoredWebhook]:
    found = open_webhook_store(site)
    try:
        return list(found.newest(None, None, None))
    finally:
        found._database.close()


def read_all(site: Site) -> None:
    """Waits until everything that came is read."""
    ends = time.monotonic() + 10
    while any(each.state == "new" for each in stored_webhooks(site)):
        assert time.monotonic() < ends
        time.sleep(0.02)


def shipment(site: Site, number: str = NUMBER) -> dict[str, Any]:
    answer = site.visitor.raw("GET", "/api/v1/shipment", {"ordno": number, "account": "mile"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()["shipment"]
    return found


def test_an_order_that_only_webhooks_have_told_of_is_shown_from_them(open_fresh: Open) -> None:
    site = open_fresh()
    for data in STORY:
        assert send(site, data).status_code == 200
    read_all(site)
    content = shipment(site)
    assert [event["status"] for event in content["events"]] == TOLD
    assert (content["status"], content["delivered_at"]) == ("delivered", "2026-03-02T12:45:00Z")
    page = site.visitor.get("/track", {"ordno": NUMBER, "account": "mile"}).text
    assert "Delivered" in page
    assert "OTHER" not in page


def test_an_arrival_that_moves_is_shown_with_by_how_much_and_how_many_stops(open_fresh: Open) -> None:
    site = open_fresh()
    now = datetime.now(UTC).replace(microsecond=0)
    for minutes, content, stops in ((90, 40, 3), (125, 10, 1)):
        detail = {
            "calculatedStartDate": _text(now + timedelta(minutes=minutes)),
            "calculatedEndDate": _text(now + timedelta(minutes=minutes + 20)),
            "sequence": stops + 1,
        }
        others = [
            {"orderNo": f"OTHER-{turn}", "orderStatusCd": "INTRANSIT", "deliverDetails": [{"sequence": turn}]}
            for turn in range(1, stops + 1)
        ]
        order = {"orderNo": NUMBER, "orderStatusCd": "INTRANSIT", "deliverDetails": [detail]}
        data = {
            "notificationType": "REVISEETANOTIFICATION",
            "timestamp": _text(now - timedelta(minutes=content)),
            "tripDetails": [{"orderDetails": [order, *others]}],
        }
        assert send(site, data).status_code == 200
    start = {
        "notificationType": "STARTTRIP",
        "clientShipmentIds": [NUMBER],
        "startTime": _text(now - timedelta(hours=2)),
    }
    send(site, start)
    read_all(site)
    found = shipment(site)
    starts = [found[name]["earliest"] for name in ("estimated_delivery", "first_estimated_delivery")]
    assert starts == [f"{_text(now + timedelta(minutes=minutes)).replace(' ', 'T')}Z" for minutes in (125, 90)]
    assert found["stops_before"] == 1
    page = site.visitor.get("/track", {"ordno": NUMBER, "account": "mile"}).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "35 mins later than first expected" in page
    assert "1 stop before you" in page


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def test_what_the_carrier_says_is_not_told_twice_and_its_word_is_the_status(open_fresh: Open) -> None:
    site = open_fresh()
    before = shipment(site, "GR432U5")
    late = {
        "notificationType": "CANCELLEDNOTIFICATION",
        "orderNo": "GR432U5",
        "cancellationTime": "2016-12-05 12:59:16",
    }
    picked = next(event for event in before["events"] if event["time"])
    send(site, late)
    read_all(site)
    after = shipment(site, "GR432U5")
    assert after["status"] == before["status"], "an old webhook undoes nothing"
    assert [event["status"] for event in after["events"]] == [
        *(event["status"] for event in before["events"]),
        "cancelled",
    ]
    assert picked in after["events"]


def test_the_same_bytes_twice_are_one_webhook_and_one_event(open_fresh: Open) -> None:
    site = open_fresh()
    assert [send(site, STORY[0]).status_code for _ in range(20)] == [200] * 20
    read_all(site)
    assert len(stored_webhooks(site)) == 1
    assert len(shipment(site)["events"]) == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"mile/{WEBHOOK_SECRET}x", 404),
        ("mile/x", 404),
        (f"nobody/{WEBHOOK_SECRET}", 404),
        (f"later/{WEBHOOK_SECRET}", 404),
        (f"nord/{WEBHOOK_SECRET}", 404),
        ("mile", 404),
    ],
)
def test_a_wrong_secret_or_account_is_a_404_and_keeps_nothing(open_fresh: Open, path: str, status: int) -> None:
    site = open_fresh()
    assert post(site, b"{}", path=path).status_code == status
    assert stored_webhooks(site) == []


@pytest.mark.parametrize("kind", ["secret", "hmac-sha256"])
def test_a_wrong_signature_is_a_401_and_a_right_one_is_taken(open_fresh: Open, kind: str) -> None:
    site = open_fresh(mile={"webhook_signature": "sealed", "webhook_signature_kind": kind})
    _, body = as_json(STORY[0])
    right = "sealed" if kind == "secret" else hmac.new(b"sealed", body, sha256).hexdigest()
    for wrong in ("", "x", right[:-1], right.upper() if kind == "secret" else "sealed"):
        assert post(site, body, X_Loginext_Signature=wrong).status_code == 401
    assert post(site, body).status_code == 401
    assert stored_webhooks(site) == []
    assert post(site, body, X_Loginext_Signature=right).status_code == 200


def test_two_secrets_are_good_while_one_is_changed_for_another(open_fresh: Open) -> None:
    both = {"webhook_signature": "sealed anew", "webhook_signature_before": "sealed"}
    site = open_fresh(mile={**both, "webhook_path_secret_before": "the-secret-that-was-good-before"})
    _, body = as_json(STORY[0])
    signed = [post(site, body, X_Loginext_Signature=one).status_code for one in ("sealed", "sealed anew", "x")]
    assert signed == [200, 200, 401]
    before = post(site, body, path="mile/the-secret-that-was-good-before", X_Loginext_Signature="sealed")
    assert before.status_code == 200


@pytest.mark.parametrize(("ip", "status"), [("192.0.2.7", 200), ("192.0.2.200", 401), ("2001:db8::1", 401)])
def test_a_webhook_from_elsewhere_than_configured_is_a_401(open_fresh: Open, ip: str, status: int) -> None:
    site = open_fresh(mile={"webhook_addresses": ["192.0.2.0/28"]})
    answer = site.visitor.by(ip).raw("POST", f"/webhooks/loginext/mile/{WEBHOOK_SECRET}", json=STORY[0])
    assert (answer.status_code, len(stored_webhooks(site))) == (status, 1 if status == 200 else 0)


def test_over_a_megabyte_is_a_413_and_below_it_is_taken(open_fresh: Open) -> None:
    site = open_fresh()
    large = json.dumps({**STORY[0], "x": "y" * 900_000}).encode()
    assert post(site, large).status_code == 200
    assert post(site, large + b" " * 200_000).status_code == 413
    assert len(stored_webhooks(site)) == 1


INSIDE = json.dumps({"notificationType": "HUB IN", "data": BOMB})


@pytest.mark.parametrize(
    "body", [BOMB, INSIDE, "[" * 10_000, '{"a":' * 10_000], ids=["entities", "entities inside", "lists", "objects"]
)
def test_what_is_dangerous_is_a_400_and_kept_nowhere(open_fresh: Open, body: str) -> None:
    site = open_fresh()
    assert post(site, body.encode(), "application/xml" if body == BOMB else "application/json").status_code == 400
    assert stored_webhooks(site) == []


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b"no JSON", "unreadable"),
        (b"", "unreadable"),
        (b'{"notificationType": "SOMETHING NEW", "a": 1}', "read"),
        (b'{"a": 1}', "unknown"),
    ],
)
def test_what_nobody_understands_is_kept_and_answered_200(open_fresh: Open, body: bytes, state: str) -> None:
    site = open_fresh()
    assert post(site, body).status_code == 200
    read_all(site)
    (webhook,) = stored_webhooks(site)
    assert (webhook.state, webhook.body) == (state, body)


def test_a_database_that_is_away_is_a_503_within_two_seconds_and_never_a_200(open_fresh: Open, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    site = open_fresh(database=tmp_path / "file" / "site.db")
    began = time.monotonic()
    assert send(site, STORY[0]).status_code == 503
    assert time.monotonic() - began < 2
    assert site.visitor.raw("GET", "/track", {"ordno": "GR432U5"}).status_code == 200


def test_what_came_before_a_restart_and_was_not_read_is_read_after_it_however_much(open_fresh: Open) -> None:
    site = open_fresh()
    found = open_webhook_store(site)
    for data in (STORY[5], *({**STORY[0], "orderNo": f"OTHER-{turn}"} for turn in range(600))):
        found.add("mile", *as_json(data), time.time())
    restarted = open_fresh()
    restarted.service(WebhookReceiver).resume()
    ends = time.monotonic() + 20
    while found.ids("new"):
        assert time.monotonic() < ends
        time.sleep(0.1)
    found._database.close()
    assert shipment(restarted)["status"] == "delivered"


def test_a_webhook_of_the_future_is_shown_when_it_came(open_fresh: Open) -> None:
    site = open_fresh()
    send(site, {**STORY[5], "deliveryTime": "2090-01-01 00:00:00"})
    read_all(site)
    (event,) = shipment(site)["events"]
    assert event["time"].startswith(time.strftime("%Y-", time.gmtime()))


def test_forgetting_erases_the_webhooks_and_what_they_told(open_fresh: Open) -> None:
    site = open_fresh()
    for data in STORY[:2]:
        send(site, data)
    read_all(site)
    database = Database(site.settings.site.database_url.get_secret_value())
    assert forget(database, ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, NUMBER)), time.time()) == 3
    database.close()
    site.service(MemoryCache).drop("")
    answer = site.visitor.raw("GET", "/api/v1/shipment", {"ordno": NUMBER, "account": "mile"})
    assert answer.status_code == 404


def test_a_webhook_is_taken_in_quickly(open_fresh: Open) -> None:
    site = open_fresh()
    took = []
    for place in range(40):
        began = time.perf_counter()
        assert send(site, {**STORY[0], "orderNo": f"Q{place}"}).status_code == 200
        took.append(time.perf_counter() - began)
    assert sorted(took)[len(took) // 2] < 0.1
