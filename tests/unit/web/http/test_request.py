"""Requests with any bytes are read or refused, never a server error."""

import pytest
from flask import Flask

from tracking_site.domain.errors import InvalidAction
from tracking_site.web.http.request import SiteRequest, has_unprintable, json_body, printable


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask(__name__)
    app.request_class = SiteRequest
    return app


@pytest.mark.parametrize(
    ("query", "value"),
    [
        (b"q=caf%C3%A9", "café"),
        (b"q=caf\xc3\xa9", "café"),
        (b"q=\xff\xfe", "%FF%FE"),
        (b"q=%FF", "%FF"),
        (b"q=a b", "a b"),
    ],
)
def test_a_query_string_of_any_bytes_is_read(app: Flask, query: bytes, value: str) -> None:
    environ = {"QUERY_STRING": query.decode("latin-1")}
    with app.test_request_context(environ_overrides=environ) as context:
        assert context.request.args["q"] == value


def test_a_json_object_is_read(app: Flask) -> None:
    with app.test_request_context(method="POST", data='{"rating": 5, "comment": "très bien"}'):
        assert json_body() == {"rating": 5, "comment": "très bien"}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"text"', b"null", b"7", b'{"a": \xff}', b"[" * 100_000, b'{"a":' * 100_000]
)
def test_a_body_that_is_no_json_object_is_refused(app: Flask, body: bytes) -> None:
    with app.test_request_context(method="POST", data=body), pytest.raises(InvalidAction, match="no_json"):
        json_body()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Très bien!\n\tMerci", "Très bien!\n\tMerci"),
        ("a\x00b", "ab"),
        ("\x1b[31mred", "[31mred"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("\ud800", ""),
        ("", ""),
    ],
)
def test_control_characters_and_bidirectional_marks_are_removed(text: str, cleaned: str) -> None:
    assert printable(text) == cleaned
    assert has_unprintable(text) is (text != cleaned)
