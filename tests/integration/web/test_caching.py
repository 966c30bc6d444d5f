"""What a reader has already is not sent twice."""

import pytest

from tests.support.sites import OPEN, PROVEN_JOBS, Site
from tests.support.visitor import Visitor

PATHS = ("/", "/track?slino=10482203", "/track?q=70415523", "/api/v1/shipment?slino=10482203")


@pytest.mark.parametrize("path", PATHS)
def test_a_matching_etag_gets_304_and_nothing_else(visitor: Visitor, path: str) -> None:
    first = visitor.get(path)
    etag = first.headers["ETag"]
    assert etag.removeprefix("W/").startswith('"')
    opaque = etag.removeprefix("W/")
    for sent in (etag, opaque, f"W/{opaque}", f'"other", {etag}', "*"):
        again = visitor.sending(If_None_Match=sent).get(path)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    for sent in ('"other"', "", opaque[:-2] + '"', 'W/"x', '"'):
        assert visitor.sending(If_None_Match=sent).get(path).status_code == 200


def test_a_sealed_link_has_an_etag_and_is_stored_by_nobody(site: Site) -> None:
    for path in (f"/t/{site.token(PROVEN_JOBS[0])}", f"/api/v1/shipment?token={site.token(PROVEN_JOBS[0])}"):
        first = site.visitor.get(path)
        again = site.visitor.sending(If_None_Match=first.headers["ETag"]).get(path)
        assert again.status_code == 304
        assert again.headers["Cache-Control"] == "private, no-store"


def test_another_language_brand_or_viewer_is_another_etag(site: Site) -> None:
    token, number = site.token(OPEN[0]), OPEN[0].query["slino"]
    answers = [
        site.visitor.get(f"/track?slino={number}"),
        site.visitor.speaking("fr").get(f"/track?slino={number}"),
        site.visitor.at("fjord.example").get(f"/track?slino={number}"),
        site.visitor.get(f"/t/{token}"),
        site.visitor.get(f"/api/v1/shipment?slino={number}"),
        site.visitor.get(f"/api/v1/shipment?token={token}"),
    ]
    etags = [answer.headers["ETag"] for answer in answers]
    assert len(set(etags)) == len(etags)
    crossed = site.visitor.sending(If_None_Match=etags[3]).get(f"/track?slino={number}")
    assert crossed.status_code == 200


def test_an_error_is_kept_by_nobody(visitor: Visitor) -> None:
    for path in ("/track?slino=99999999", "/track", "/nope", "/t/x", "/api/v1/shipment"):
        answer = visitor.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert visitor.sending(If_None_Match="*").get(path).status_code == answer.status_code
