"""The stand-in of LogiNext: tokens of both editions, and the page of the iframe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tracking_site_sandbox.loginext import credentials as loginext_credentials

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.integration.sandbox.conftest import Clock, Login

AUTHENTICATE = "/loginext/LoginApp/login/authenticate"
REFRESH = "/loginext/LoginApp/login/token/refresh"
MILE = "/loginext/ShipmentApp/mile/v1/shipment"
ONDEMAND = "/loginext/ShipmentApp/ondemand/v1/shipment"
STATUS = "/loginext/ShipmentApp/mile/v1/status"
POSITION = "/loginext/TrackingApp/mile/v1/track/lastlocation"
MILE_TRIP = "/loginext/TripApp/mile/v1/trip/get"
HAUL_TRIP = "/loginext/TripApp/haul/v1/trip/get"
HAUL_POSITION = "/loginext/TrackingApp/haul/v1/track/lastlocation"

PROTECTED = [
    ("GET", REFRESH),
    ("GET", MILE),
    ("GET", ONDEMAND),
    ("PUT", ONDEMAND),
    ("POST", STATUS),
    ("GET", POSITION),
    ("GET", MILE_TRIP),
    ("POST", HAUL_TRIP),
    ("POST", HAUL_POSITION),
]


@pytest.fixture
def session(login: Login) -> dict[str, str]:
    return login()


def works(client: FlaskClient, session: dict[str, str]) -> bool:
    answer = client.get(MILE, query_string={"order_no": "NW-10231"}, headers=session)
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


def test_the_older_edition_hands_out_a_token_and_a_secret_key(client: FlaskClient, session: dict[str, str]) -> None:
    assert re.fullmatch(r"BASIC [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", session["WWW-Authenticate"])
    assert session["CLIENT_SECRET_KEY"] == loginext_credentials.SECRET_KEY
    assert works(client, session)
    assert not works(client, {"WWW-Authenticate": session["WWW-Authenticate"]})
    assert not works(client, session | {"CLIENT_SECRET_KEY": loginext_credentials.IFRAME_SECRET_KEY})


def test_the_later_edition_hands_out_a_token_alone(client: FlaskClient, login: Login) -> None:
    session = login(loginext_credentials.LATER_USER, loginext_credentials.LATER_PASSWORD)
    assert list(session) == ["WWW-Authenticate"]
    assert works(client, session)


def test_the_iframe_has_a_user_of_its_own(login: Login, session: dict[str, str]) -> None:
    iframe = login(loginext_credentials.IFRAME_USER, loginext_credentials.IFRAME_PASSWORD)
    assert not set(iframe.values()) & set(session.values())


@pytest.mark.parametrize(
    "body",
    [
        {"userName": loginext_credentials.USER, "password": "wrong"},
        {"userName": "nobody", "password": loginext_credentials.PASSWORD},
        {"userName": loginext_credentials.LATER_USER, "password": loginext_credentials.PASSWORD},
        {},
    ],
)
def test_wrong_credentials_are_refused(client: FlaskClient, body: dict[str, str]) -> None:
    answer = client.post(AUTHENTICATE, json=body)
    assert answer.status_code == 401
    assert answer.get_json()["hasError"] is True
    assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize("body", [b"", b"{", b"[]"])
def test_a_login_is_a_json_object(client: FlaskClient, body: bytes) -> None:
    assert client.post(AUTHENTICATE, data=body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(("method", "url"), PROTECTED)
@pytest.mark.parametrize("token", [None, "BASIC 51bbe3f7-1671-476c-818a-e7fbbca10202", "nonsense"])
def test_everything_else_needs_a_living_token(client: FlaskClient, method: str, url: str, token: str | None) -> None:
    headers = {"CLIENT_SECRET_KEY": loginext_credentials.SECRET_KEY} | ({"WWW-Authenticate": token} if token else {})
    answer = client.open(url, method=method, headers=headers)
    assert answer.status_code == 401
    assert answer.get_json()["message"] == "Invalid username or password"


def test_a_token_without_its_scheme_is_refused(client: FlaskClient, session: dict[str, str]) -> None:
    bare = session["WWW-Authenticate"].removeprefix("BASIC ")
    assert not works(client, session | {"WWW-Authenticate": bare})


def test_tokens_of_the_older_edition_live_a_day(client: FlaskClient, clock: Clock, session: dict[str, str]) -> None:
    clock.advance(hours=23.9)
    assert works(client, session)
    clock.advance(hours=0.1)
    assert not works(client, session)


def test_tokens_of_the_later_edition_live_as_long_as_asked_or_ninety_days(
    client: FlaskClient, clock: Clock, login: Login
) -> None:
    later = (loginext_credentials.LATER_USER, loginext_credentials.LATER_PASSWORD)
    short, long = login(*later, sessionExpiryTimeout=2), login(*later)
    clock.advance(hours=2)
    assert not works(client, short)
    clock.advance(days=89)
    assert works(client, long)
    clock.advance(days=1)
    assert not works(client, long)


def test_refresh_kills_the_old_token_and_authenticating_does_not(
    client: FlaskClient, login: Login, session: dict[str, str]
) -> None:
    second = login()
    assert works(client, session)
    answer = client.get(REFRESH, headers=session)
    assert answer.status_code == 200
    assert answer.headers["WWW-Authenticate"] != session["WWW-Authenticate"]
    renewed = {name: answer.headers[name] for name in session}
    assert not works(client, session)
    assert works(client, renewed)
    assert works(client, second)


def test_the_iframe_is_a_page_with_an_external_script(client: FlaskClient) -> None:
    with client.get("/loginext/track/") as page:
        assert page.mimetype == "text/html"
        assert '<script src="track.js"' in page.get_data(as_text=True)
    with client.get("/loginext/track/track.js") as script:
        assert script.mimetype == "text/javascript"
        assert "location.hash" in script.get_data(as_text=True)
