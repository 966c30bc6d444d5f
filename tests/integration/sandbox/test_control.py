"""Counts, faults, changes and the reset; and the sandbox over real sockets."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.leaps import credentials as leaps_credentials
from tracking_site_sandbox.loginext import credentials as loginext_credentials
from tracking_site_sandbox.logis import credentials as logis_credentials
from tracking_site_sandbox.server import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from tests.integration.sandbox.conftest import Clock, Login

KEY = {"LOGIS-API-KEY": logis_credentials.API_KEY}
TRACK = "/logis/api/apikeys/track?job_id=10610600-5c4b-4d7e-9a61-000000000003"
ECHO = json.dumps({**leaps_credentials.ENVELOPES["geodis"], "commands": [{"command": "Echo", "text": "x"}]})
ORDER = "/loginext/ShipmentApp/mile/v1/shipment?order_no=NW-10231"
ONDEMAND = "/loginext/ShipmentApp/ondemand/v1/shipment?order_no=LN01234567"
SMS = {
    "job_id": "10610600-5c4b-4d7e-9a61-000000000003",
    "review_key": "4e71e300-7d24-4a6b-9c80-000000000003",
    "do_notify_sms": "false",
    "update_target": "job",
}


def echo(client: FlaskClient, installation: str) -> int:
    return client.post(f"/leaps/{installation}/api/endpoint.php", data={"json": ECHO}).status_code


def test_calls_are_counted_by_endpoint(client: FlaskClient, login: Login) -> None:
    session = login()
    client.get(TRACK, headers=KEY)
    client.get(TRACK)
    echo(client, "geodis")
    client.get(ORDER, headers=session)
    client.get(ORDER, headers=session)
    client.get(ONDEMAND, headers=session)
    client.get("/sandbox/changes")
    client.get("/nowhere")
    assert client.get("/sandbox/calls").get_json() == {
        "loginext.authenticate": 1,
        "logis.track": 2,
        "leaps.geodis.endpoint": 1,
        "loginext.mile.order": 2,
        "loginext.ondemand.order": 1,
    }


def test_samples_are_listed(client: FlaskClient) -> None:
    listed = client.get("/sandbox/samples").get_json()
    assert [entry["query"] for entry in listed] == [sample.query for sample in samples()]


def test_a_fault_answers_in_the_place_of_its_carrier_alone(client: FlaskClient) -> None:
    fault = {"carrier": "leaps.geodis", "status": 503, "headers": {"Retry-After": "5"}, "body": "closed"}
    assert client.post("/sandbox/faults", json=fault).status_code == 200
    answer = client.post("/leaps/geodis/api/endpoint.php", data={"json": ECHO})
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, "closed")
    assert answer.headers["Retry-After"] == "5"
    assert echo(client, "gls") == 200
    assert client.get(TRACK, headers=KEY).status_code == 200
    assert client.get("/sandbox/calls").get_json()["leaps.geodis.endpoint"] == 1


def test_a_fault_can_be_of_one_endpoint(client: FlaskClient, login: Login) -> None:
    client.post("/sandbox/faults", json={"carrier": "loginext.mile.order", "status": 500})
    session = login()
    assert client.get(ORDER, headers=session).status_code == 500
    assert client.get(ONDEMAND, headers=session).status_code == 200


def test_a_body_alone_comes_with_200(client: FlaskClient) -> None:
    fault = {"carrier": "logis", "body": "<html>", "headers": {"Content-Type": "text/html"}}
    client.post("/sandbox/faults", json=fault)
    answer = client.get(TRACK, headers=KEY)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.get_data(as_text=True) == "<html>"


def test_a_delay_alone_is_slow_and_right(client: FlaskClient) -> None:
    client.post("/sandbox/faults", json={"carrier": "logis", "delay": 0.2})
    begun = time.monotonic()
    answer = client.get(TRACK, headers=KEY)
    assert time.monotonic() - begun >= 0.2
    assert answer.get_json()["job_track"]["job"]["status"] == "STARTED"


def test_the_newest_fault_answers(client: FlaskClient) -> None:
    for status in (500, 502):
        client.post("/sandbox/faults", json={"carrier": "logis", "status": status})
    assert client.get(TRACK, headers=KEY).status_code == 502


def test_tokens_can_all_be_ended_and_new_ones_work(client: FlaskClient, login: Login) -> None:
    session = login()
    assert client.get(ORDER, headers=session).status_code == 200
    client.post("/sandbox/faults", json={"carrier": "loginext", "expire_tokens": True})
    assert client.get(ORDER, headers=session).status_code == 401
    assert client.get(ORDER, headers=login()).status_code == 200


@pytest.mark.parametrize(
    "fault",
    [
        None,
        [],
        {},
        {"status": 503},
        {"carrier": "dhl", "status": 503},
        {"carrier": "leap", "status": 503},
        {"carrier": "sandbox", "status": 503},
        {"carrier": "logis", "delay": "long"},
        {"carrier": "logis", "delay": -1},
        {"carrier": "logis", "status": 99},
        {"carrier": "logis", "body": 7},
        {"carrier": "logis", "headers": {"Retry-After": 5}},
        {"carrier": "logis", "statsu": 503},
    ],
)
def test_a_fault_that_is_not_understood_is_refused(client: FlaskClient, fault: Any) -> None:
    assert client.post("/sandbox/faults", json=fault).status_code == 400
    assert client.get(TRACK, headers=KEY).status_code == 200
    assert echo(client, "geodis") == 200


def test_changes_are_recorded_in_order(client: FlaskClient) -> None:
    pair = {name: SMS[name] for name in ("job_id", "review_key")}
    client.put("/logis/api/apikeys/toggle_sms_notifications", json=SMS, headers=KEY)
    client.get("/logis/api/apikeys/get_delivery_code", query_string=pair, headers=KEY)
    client.get(TRACK, headers=KEY)
    assert client.get("/sandbox/changes").get_json() == [
        {
            "carrier": "logis",
            "call": "toggle_sms_notifications",
            "job_id": SMS["job_id"],
            "update_target": "job",
            "do_notify_sms": False,
        },
        {"carrier": "logis", "call": "get_delivery_code", "job_id": SMS["job_id"]},
    ]


def test_a_reset_goes_back_to_the_start_and_keeps_tokens(client: FlaskClient, clock: Clock, login: Login) -> None:
    fresh = client.get(TRACK, headers=KEY).get_json()
    session = login()
    client.put("/logis/api/apikeys/toggle_sms_notifications", json=SMS, headers=KEY)
    for _ in range(logis_credentials.LIMITED_CALLS_PER_HOUR):
        client.get(TRACK, headers={"LOGIS-API-KEY": logis_credentials.API_KEY_LIMITED})
    client.post("/sandbox/faults", json={"carrier": "loginext", "status": 500})
    assert client.get(TRACK, headers=KEY).get_json() != fresh

    assert client.post("/sandbox/reset").status_code == 200

    assert client.get("/sandbox/calls").get_json() == {}
    assert client.get("/sandbox/changes").get_json() == []
    assert client.get(TRACK, headers=KEY).get_json() == fresh
    assert client.get(ORDER, headers=session).status_code == 200
    limited = {"LOGIS-API-KEY": logis_credentials.API_KEY_LIMITED}
    assert client.get(TRACK, headers=limited).status_code == 200

    clock.advance(days=3)
    assert client.get(TRACK, headers=KEY).get_json()["job_track"]["job"] == fresh["job_track"]["job"]
    client.post("/sandbox/reset")
    later = client.get(TRACK, headers=KEY).get_json()["job_track"]["job"]
    assert later["deadline"] > fresh["job_track"]["job"]["deadline"]


@pytest.fixture
def host() -> Iterator[str]:
    with running() as address:
        yield urlsplit(address).netloc


def fetch(
    host: str, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[int, dict[str, str], Any]:
    connection = HTTPConnection(host, timeout=5)
    try:
        connection.request(method, path, body, {name.replace("__", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), json.loads(answer.read())
    finally:
        connection.close()


def test_the_secret_key_gets_through_a_real_server(host: str) -> None:
    body = json.dumps({"userName": loginext_credentials.USER, "password": loginext_credentials.PASSWORD})
    path = "/loginext/LoginApp/login/authenticate"
    status, headers, _ = fetch(host, "POST", path, body, Content__Type="application/json")
    assert status == 200
    session = {"WWW__Authenticate": headers["WWW-Authenticate"]}
    assert fetch(host, "GET", ORDER, **session)[0] == 401
    assert fetch(host, "GET", ORDER, **session, CLIENT_SECRET_KEY=headers["CLIENT_SECRET_KEY"])[0] == 200


def test_many_callers_at_once_are_all_counted(host: str) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda _: fetch(host, "GET", TRACK, LOGIS__API__KEY=KEY["LOGIS-API-KEY"])[0], range(120))
        )
    assert answers == [200] * 120
    assert fetch(host, "GET", "/sandbox/calls")[2] == {"logis.track": 120}
