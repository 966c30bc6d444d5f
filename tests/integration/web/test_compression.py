"""Answers in gzip: for whoever takes it, the same text, and never where it could tell a secret by its length."""

import gzip
import random

import pytest
from werkzeug.test import TestResponse

from tests.support.page_rules import elements
from tests.support.recipients import ON_ITS_WAY, TO_REVIEW, WITH_CODE
from tests.support.sites import OPEN, Site
from tests.support.visitor import Visitor
from tracking_site.web.branding.scripts import script_address

NUMBER = OPEN[0].query["slino"]
PATHS = (
    "/",
    f"/track?slino={NUMBER}",
    f"/api/v1/shipment?slino={NUMBER}",
    "/openapi.json",
    "/embed.js",
    "/static/favicon.svg",
)


def packed(visitor: Visitor, path: str, wanted: str = "gzip, br") -> TestResponse:
    return visitor.sending(Accept_Encoding=wanted).raw("GET", path)


def styles_of(visitor: Visitor) -> str:
    found = (link.get("href") for link in elements(visitor.get("/").text, "link") if link.get("rel") == "stylesheet")
    return str(next(found))


@pytest.mark.parametrize("path", PATHS)
def test_a_text_is_the_same_in_gzip_and_says_so_to_caches(visitor: Visitor, path: str) -> None:
    plain, small = visitor.raw("GET", path), packed(visitor, path)
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    if len(plain.data) < 500:
        assert "Content-Encoding" not in small.headers
        return
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)


def test_pages_and_styles_are_half_as_large_at_most(visitor: Visitor) -> None:
    for path in (f"/track?slino={NUMBER}", styles_of(visitor)):
        assert len(packed(visitor, path).data) * 2 < len(visitor.raw("GET", path).data), path


@pytest.mark.parametrize(
    ("wanted", "gets"),
    [("gzip", True), ("*", True), ("br;q=1, gzip;q=0.5", True), ("GZIP", True)]
    + [(wanted, False) for wanted in ("", "br", "gzip;q=0", "identity", "*;q=0", "gzip;q=0, *", "x" * 200)],
)
def test_gzip_is_for_whoever_takes_it(visitor: Visitor, wanted: str, gets: bool) -> None:  # noqa: FBT001 - a case
    assert ("Content-Encoding" in packed(visitor, "/", wanted).headers) is gets


def test_what_is_the_same_in_gzip_is_not_sent_again(visitor: Visitor) -> None:
    for path in ("/", f"/track?slino={NUMBER}", f"/api/v1/shipment?slino={NUMBER}", script_address()):
        first = packed(visitor, path)
        asking = visitor.sending(Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
        again = asking.raw("GET", path)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Vary"] == first.headers["Vary"], "a cache keeps both forms apart"
        assert "Content-Encoding" not in again.headers


def test_head_has_the_headers_of_get(visitor: Visitor) -> None:
    for path in ("/", styles_of(visitor)):
        head = visitor.sending(Accept_Encoding="gzip").raw("HEAD", path)
        full = packed(visitor, path)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Encoding"] == "gzip"
        assert head.headers.get("ETag") == full.headers.get("ETag")


def test_a_style_sheet_is_compressed_once(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    path = styles_of(visitor)
    first = packed(visitor, path).data
    monkeypatch.setattr(gzip, "compress", lambda *_, **__: pytest.fail("compressed again"))
    assert packed(visitor, path).data == first


def test_a_part_of_a_file_is_no_gzip(visitor: Visitor) -> None:
    answer = visitor.sending(Accept_Encoding="gzip", Range="bytes=0-9").raw("GET", "/static/favicon.svg")
    assert "Content-Encoding" not in answer.headers


def test_a_download_in_gzip_is_not_gone_on_with_in_plain(visitor: Visitor) -> None:
    path = script_address()
    first = packed(visitor, path)
    assert "Accept-Ranges" not in first.headers
    asking = visitor.sending(If_Range=first.headers["ETag"], Range="bytes=10-19", Accept_Encoding="gzip")
    assert asking.raw("GET", path).status_code == 200


def test_what_answers_a_form_or_a_call_is_never_compressed(site: Site) -> None:
    sender = site.visitor.sending(Accept_Encoding="gzip", Sec_Fetch_Site="same-origin")
    typed = {"delivery": "9", "comment": "x" * 900}
    answers = [
        sender.raw("POST", f"/t/{site.token(TO_REVIEW)}/review", data=typed),
        sender.raw("POST", f"/t/{site.token(WITH_CODE)}/delivery-code", data={}),
        sender.raw("PUT", "/api/v1/sms-notifications", json={"token": site.token(ON_ITS_WAY)}),
    ]
    assert [answer.headers.get("Content-Encoding") for answer in answers] == [None] * 3


def test_what_was_typed_into_the_field_is_on_no_page_with_a_secret(site: Site) -> None:
    """Whoever has a visitor ask for guesses learns by the length nothing that the visitor alone may know."""
    guess = "".join(random.Random(1).choices("abcdefghij", k=30))
    for path in ("/track", "/embed"):
        page = site.visitor.raw("GET", path, {"q": guess}).text
        assert "/t/" not in page
    for_recipient = site.visitor.raw("GET", f"/t/{site.token(ON_ITS_WAY)}", {"q": guess, "x": guess}).text
    assert guess not in for_recipient
