"""What the sandbox tells of itself: bookings that change, deliveries by webhooks, and pictures that prove them."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.integration.sandbox.conftest import Clock, Login
from tracking_site_sandbox.loginext import credentials as loginext_credentials
from tracking_site_sandbox.loginext.delivery_webhooks import delivery_webhooks

USER = loginext_credentials.USER
DELIVERED = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)
PICTURES = "/loginext/ShipmentApp/mile/v2/epod/list"

Came = list[tuple[str, bytes]]


@pytest.fixture
def came(client: FlaskClient) -> Iterator[Came]:
    """Every webhook that was sent, as its type and its body, to somebody who is out of order at the second."""
    found: Came = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.append((self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(503 if len(found) == 2 else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Taker) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        hook = {"user": USER, "url": f"http://127.0.0.1:{server.server_port}/here"}
        assert client.post("/sandbox/webhooks", json=hook).status_code == 200
        yield found
        server.shutdown()


def tell(client: FlaskClient, **wish: object) -> list[int]:
    asked = {"user": USER, "number": "TOLD-1", "delivered": DELIVERED.isoformat(), **wish}
    found: list[int] = client.post("/sandbox/deliveries", json=asked).get_json()["answers"]
    return found


def test_a_delivery_is_told_in_the_order_of_what_happened(client: FlaskClient, came: Came) -> None:
    expected = delivery_webhooks("TOLD-1", DELIVERED)
    assert tell(client) == [200, 503, *[200] * (len(expected) - 2)]
    assert [json.loads(body) for _, body in came] == expected
    assert expected[-2]["deliveryTime"] == "2026-11-20 15:04:05"


def test_shuffled_and_repeated_it_is_the_same_webhooks_in_an_order_that_can_be_had_again(
    client: FlaskClient, came: Came
) -> None:
    expected = delivery_webhooks("TOLD-1", DELIVERED)
    for _ in range(2):
        tell(client, copies=3, shuffled=7)
    content = [json.loads(body) for _, body in came]
    first, again = content[: len(content) // 2], content[len(content) // 2 :]
    assert first == again
    assert first != expected * 3
    assert all(first.count(each) == 3 for each in expected)
    assert len(first) == len(expected) * 3


def test_a_delivery_is_told_in_xml_and_as_a_form_too(client: FlaskClient, came: Came) -> None:
    tell(client, written="xml")
    tell(client, written="form")
    half = len(came) // 2
    assert {kind for kind, _ in came[:half]} == {"application/xml"}
    assert {kind for kind, _ in came[half:]} == {"application/x-www-form-urlencoded"}
    started = ET.fromstring(came[3][1])  # The sandbox's own.
    assert [each.text for each in started.findall("clientShipmentIds")] == ["TOLD-1", "TOLD-1-NEXT-DOOR"]
    fields = parse_qs(came[half + 3][1].decode())
    assert json.loads(fields["clientShipmentIds"][0]) == ["TOLD-1", "TOLD-1-NEXT-DOOR"]
    assert fields["notificationType"] == ["STARTTRIP"]


@pytest.mark.parametrize(
    ("wish", "status"),
    [({"user": "nobody"}, 404), ({"copies": 0}, 400), ({"written": "yaml"}, 400), ({"delivered": "soon"}, 400)],
)
def test_a_delivery_that_cannot_be_told_is_refused(
    client: FlaskClient, came: Came, wish: dict[str, object], status: int
) -> None:
    asked = {"user": USER, "number": "TOLD-1", "delivered": DELIVERED.isoformat(), **wish}
    assert client.post("/sandbox/deliveries", json=asked).status_code == status
    assert client.post("/sandbox/deliveries", data="no object").status_code == 404
    assert not came


def test_a_hook_needs_a_user_and_an_address(client: FlaskClient) -> None:
    assert client.post("/sandbox/webhooks", json={"user": USER}).status_code == 400


def test_pictures_are_announced_by_a_webhook_and_kept_for_an_hour(
    client: FlaskClient, login: Login, clock: Clock, came: Came
) -> None:
    answer = client.get(PICTURES, query_string={"orderNo": "NW-10231"}, headers=login())
    assert answer.status_code == 202
    ends = time.monotonic() + 5
    while not client.get("/sandbox/webhooks").get_json():
        assert time.monotonic() < ends
        time.sleep(0.02)
    (webhook,) = client.get("/sandbox/webhooks").get_json()
    assert [json.loads(body) for _, body in came] == [webhook]
    assert webhook["requestId"] == answer.get_json()["requestId"]
    packed = client.get(webhook["url"])
    with ZipFile(BytesIO(packed.data)) as files:
        (first, *_) = [Image.open(files.open(name)) for name in files.namelist() if name.endswith(".jpg")]
    assert first.size == (2400, 1800)
    clock.advance(minutes=61)
    assert client.get(webhook["url"]).status_code == 403


def test_there_are_pictures_of_orders_that_there_are(client: FlaskClient, login: Login) -> None:
    headers = login()
    assert client.get(PICTURES, query_string={"orderNo": "NOBODYS"}, headers=headers).status_code == 409
    assert client.get(PICTURES, query_string={"orderNo": "NW-10231"}).status_code == 401


def test_logis_keeps_a_picture(client: FlaskClient) -> None:
    answer = client.get("/logis/media/proofs/1.jpg")
    assert answer.mimetype == "image/jpeg"
    assert Image.open(BytesIO(answer.data)).format == "JPEG"


def test_the_page_of_the_map_can_ask_whether_its_token_is_good(client: FlaskClient, login: Login) -> None:
    headers = login()
    token = headers["WWW-Authenticate"].removeprefix("BASIC ")
    asked = {"aid": token, "key": headers.get("CLIENT_SECRET_KEY", "")}
    assert client.get("/loginext/track/session", query_string=asked).status_code == 204
    assert client.get("/loginext/track/session", query_string={"aid": "somebody else's"}).status_code == 401


def test_a_booking_changes_its_status(client: FlaskClient) -> None:
    number = next(
        sample["query"]["slino"] for sample in client.get("/sandbox/samples").get_json() if "slino" in sample["query"]
    )
    changed = client.post("/sandbox/bookings", json={"slino": number, "status": "POD"})
    assert changed.get_json() == {"changed": number}
    assert client.post("/sandbox/bookings", json={"slino": "nobody's", "status": "POD"}).status_code == 404
