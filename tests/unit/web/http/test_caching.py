"""A response has validators, and is a 304 without a body if the client has the content."""

from datetime import UTC, datetime

import pytest
from flask import Flask, Response

from tracking_site.web.http.caching import conditional

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def app() -> Flask:
    return Flask(__name__)


def response_to(
    app: Flask,
    body: bytes = b"page",
    *,
    etags: str = "",
    private: bool = False,
    etag_source: bytes | None = None,
    as_of: datetime | None = None,
) -> Response:
    with app.test_request_context(headers={"If-None-Match": etags} if etags else {}):
        return conditional(Response(body), private=private, etag_source=etag_source, as_of=as_of)


def test_the_client_with_the_same_content_gets_a_304(app: Flask) -> None:
    first = response_to(app)
    assert (first.status_code, first.get_data()) == (200, b"page")
    assert first.headers["ETag"].startswith('W/"')
    second = response_to(app, etags=first.headers["ETag"])
    assert second.status_code == 304
    assert second.headers["ETag"] == first.headers["ETag"]


def test_the_client_with_another_content_gets_the_new_one(app: Flask) -> None:
    old = response_to(app, b"old page").headers["ETag"]
    assert response_to(app, etags=old).status_code == 200


def test_the_etag_is_that_of_the_given_source(app: Flask) -> None:
    first = response_to(app, b'{"status": 1, "fetched_at": 1}', etag_source=b'{"status": 1}')
    later = b'{"status": 1, "fetched_at": 2}'
    assert response_to(app, later, etag_source=b'{"status": 1}', etags=first.headers["ETag"]).status_code == 304
    assert response_to(app, later, etag_source=b'{"status": 2}', etags=first.headers["ETag"]).status_code == 200


@pytest.mark.parametrize(("private", "rule"), [(True, "private, no-store"), (False, "private, no-cache")])
def test_a_private_response_is_stored_nowhere(app: Flask, rule: str, *, private: bool) -> None:
    response = response_to(app, private=private)
    assert response.headers["Cache-Control"] == rule
    assert response.headers["Vary"] == "Accept-Language"


def test_a_304_keeps_the_time_of_the_content(app: Flask) -> None:
    etag = response_to(app, as_of=NOW).headers["ETag"]
    again = response_to(app, etags=etag, as_of=NOW)
    sent = dict(again.get_wsgi_headers({}))
    assert (again.status_code, again.get_data()) == (304, b"")
    assert (sent["Last-Modified"], sent["ETag"]) == ("Fri, 27 Nov 2026 12:00:00 GMT", etag)
    assert "Content-Type" not in sent
    assert "Last-Modified" not in dict(response_to(app, etags=etag).get_wsgi_headers({}))


def test_only_the_etag_decides_whether_the_content_is_the_same(app: Flask) -> None:
    headers = {"If-Modified-Since": "Fri, 27 Nov 2026 12:00:00 GMT"}
    with app.test_request_context(headers=headers):
        assert conditional(Response(b"running late"), private=False, as_of=NOW).status_code == 200


def test_the_time_of_the_content_is_given_if_it_is_known(app: Flask) -> None:
    assert response_to(app, as_of=NOW).headers["Last-Modified"] == "Fri, 27 Nov 2026 12:00:00 GMT"
    assert "Last-Modified" not in response_to(app).headers
