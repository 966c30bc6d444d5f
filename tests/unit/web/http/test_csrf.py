"""A request that changes something must come from the site's own pages, or be JSON."""

import pytest
from flask import Flask

from tracking_site.domain.errors import CrossOriginRequest, InvalidAction
from tracking_site.web.http.csrf import require_json, require_own_origin

HOST = "track.shop.example"
CHANGING = ("POST", "PUT", "DELETE")


@pytest.fixture(scope="module")
def app() -> Flask:
    return Flask(__name__)


@pytest.mark.parametrize("method", CHANGING)
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "same-origin"}, id="the browser says so"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, id="whatever the origin"),
        pytest.param({"Origin": f"https://{HOST}"}, id="an old browser's origin"),
        pytest.param({"Referer": f"https://{HOST}/t/x?lang=fr"}, id="a very old browser's referrer"),
    ],
)
def test_a_form_of_the_site_is_accepted(app: Flask, method: str, headers: dict[str, str]) -> None:
    with app.test_request_context(method=method, base_url=f"https://{HOST}", headers=headers):
        require_own_origin()


@pytest.mark.parametrize("method", CHANGING)
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="another host of the site"),
        pytest.param({"Sec-Fetch-Site": "none"}, id="the address bar"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": f"https://{HOST}"}, id="whatever the origin"),
        pytest.param({"Origin": "https://evil.example"}, id="another origin"),
        pytest.param({"Origin": f"https://{HOST}.evil.example"}, id="an origin that begins like the host"),
        pytest.param({"Origin": f"https://{HOST}:8443"}, id="another port"),
        pytest.param({"Origin": HOST}, id="an origin without a scheme"),
        pytest.param({"Origin": "null"}, id="an opaque origin"),
        pytest.param({"Origin": "null", "Referer": f"https://{HOST}/"}, id="an opaque origin, whatever the referrer"),
        pytest.param({"Origin": f"http://{HOST}"}, id="another scheme"),
        pytest.param({"Origin": "https://[::1"}, id="an origin that cannot be read"),
        pytest.param({"Origin": f"https://{HOST}:x"}, id="a port that cannot be read"),
        pytest.param({"Referer": "https://evil.example/"}, id="another site's referrer"),
        pytest.param({}, id="no header at all"),
    ],
)
def test_a_form_from_elsewhere_is_refused(app: Flask, method: str, headers: dict[str, str]) -> None:
    with (
        app.test_request_context(method=method, base_url=f"https://{HOST}", headers=headers),
        pytest.raises(CrossOriginRequest),
    ):
        require_own_origin()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_request_that_changes_nothing_may_come_from_anywhere(app: Flask, method: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    with app.test_request_context(method=method, base_url=f"https://{HOST}", headers=headers):
        require_own_origin()


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(
    ("content_type", "accepted"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ("application/x-www-form-urlencoded", False),
        ("multipart/form-data; boundary=x", False),
        ("text/plain", False),
        (None, False),
    ],
)
def test_an_api_call_must_send_json(app: Flask, method: str, content_type: str | None, *, accepted: bool) -> None:
    with app.test_request_context(method=method, data=b"{}", content_type=content_type):
        if accepted:
            require_json()
        else:
            with pytest.raises(InvalidAction, match="no_json"):
                require_json()


def test_a_deletion_needs_no_body(app: Flask) -> None:
    with app.test_request_context(method="DELETE"):
        require_json()
