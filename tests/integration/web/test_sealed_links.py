"""A Logis link becomes a sealed one, and everything that is no good pair is told apart by nobody."""

from urllib.parse import urlsplit

import pytest

from tests.support.sites import FJORD, JOBS, OPEN, PROVEN_JOBS, QUIET, Open, Site, reference_of, title_of
from tests.support.visitor import Visitor, headers_of
from tracking_site.domain.references import ShipmentRef
from tracking_site.services import link_sealer
from tracking_site.tracking.sealed_links import LinkSealer
from tracking_site_sandbox.sample import Sample

JOB = PROVEN_JOBS[0].query["job_id"]
KEY = PROVEN_JOBS[0].query["review_key"]
OTHER_KEY = PROVEN_JOBS[1].query["review_key"]
NOBODYS = "00000000-0000-4000-8000-000000000000"

REFUSED = {
    "a wrong key": {"job_id": JOB, "review_key": NOBODYS},
    "another job's key": {"job_id": JOB, "review_key": OTHER_KEY},
    "no key": {"job_id": JOB},
    "an empty key": {"job_id": JOB, "review_key": ""},
    "an unknown job": {"job_id": NOBODYS, "review_key": KEY},
    "an unknown job without a key": {"job_id": NOBODYS},
    "an account of another brand": {"job_id": JOB, "review_key": KEY, "account": "later"},
    "an account that is not there": {"job_id": JOB, "review_key": KEY, "account": "nobody"},
}


@pytest.mark.parametrize("sample", PROVEN_JOBS, ids=title_of)
def test_a_good_pair_goes_on_to_a_sealed_link_without_the_key(visitor: Visitor, sample: Sample) -> None:
    answer = visitor.get("/track", sample.query)
    assert answer.status_code == 303
    content = answer.text + str(answer.headers)
    assert not [value for value in sample.query.values() if value in content]
    assert answer.headers["Cache-Control"] == "no-store"
    location = answer.headers["Location"]
    assert urlsplit(location).path.startswith("/t/")
    assert not urlsplit(location).query
    page = visitor.get(location)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert sample.query["review_key"] not in page.text


def test_a_pair_in_capitals_is_the_same_pair(visitor: Visitor) -> None:
    assert visitor.get("/track", {"job_id": JOB.upper(), "review_key": KEY.upper()}).status_code == 303


def test_the_language_goes_along_to_the_sealed_link(visitor: Visitor) -> None:
    location = visitor.get("/track", {"job_id": JOB, "review_key": KEY, "lang": "fr"}).headers["Location"]
    assert location.endswith("?lang=fr")
    assert '<html lang="fr"' in visitor.get(location).text


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_good_pair_is_answered_like_an_unknown_job(visitor: Visitor, case: str) -> None:
    unknown = visitor.get("/track", {"job_id": NOBODYS, "review_key": NOBODYS})
    refused = visitor.get("/track", REFUSED[case])
    assert (refused.status_code, unknown.status_code) == (404, 404)
    assert refused.data == unknown.data, "the pages differ"
    assert headers_of(refused) == headers_of(unknown)


@pytest.mark.parametrize("case", REFUSED)
def test_the_api_answers_no_good_pair_like_an_unknown_job(visitor: Visitor, case: str) -> None:
    unknown = visitor.get("/api/v1/shipment", {"job_id": NOBODYS, "review_key": NOBODYS})
    refused = visitor.get("/api/v1/shipment", REFUSED[case])
    assert (refused.status_code, refused.data) == (404, unknown.data)
    assert headers_of(refused) == headers_of(unknown)
    assert refused.get_json()["error"]["code"] == "unknown_shipment"


@pytest.mark.parametrize("host", [FJORD, QUIET])
def test_a_good_pair_at_a_brand_without_the_account_is_an_unknown_job(visitor: Visitor, host: str) -> None:
    elsewhere = visitor.at(host)
    good = elsewhere.get("/track", {"job_id": JOB, "review_key": KEY})
    unknown = elsewhere.get("/track", {"job_id": NOBODYS, "review_key": NOBODYS})
    assert (good.status_code, good.data, headers_of(good)) == (404, unknown.data, headers_of(unknown))


def test_a_wrong_key_is_refused_while_the_right_ones_answer_is_kept(open_fresh: Open) -> None:
    visitor = open_fresh().visitor
    assert visitor.get("/track", {"job_id": JOB, "review_key": KEY}).status_code == 303
    assert visitor.get("/track", {"job_id": JOB, "review_key": NOBODYS}).status_code == 404
    assert visitor.get("/track", {"job_id": JOB}).status_code == 404
    assert visitor.get("/track", {"job_id": JOB, "review_key": KEY}).status_code == 303


def test_a_sealed_link_opens_at_its_own_brand_alone(site: Site) -> None:
    sample = OPEN[0]
    token = site.token(sample)
    assert site.visitor.get(f"/t/{token}").status_code == 200
    for path in (f"/t/{token}", f"/track?q=https://track.northwind.example/t/{token}"):
        assert site.visitor.at(FJORD).get(path).status_code == 404
    assert site.visitor.at(FJORD).get(f"/api/v1/shipment?token={token}").status_code == 404


def test_a_link_of_a_brand_to_an_account_that_it_lacks_does_not_open(site: Site) -> None:
    token = site.token(JOBS[0], brand="fjord")
    assert site.visitor.at(FJORD).get(f"/t/{token}").status_code == 404


def test_an_altered_link_does_not_open(site: Site) -> None:
    token = site.token(OPEN[0])
    altered = [token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :] for place in (0, 20, -9)]
    for broken in (*altered, token[:-1], token + "A", token.swapcase(), "x", "é" * 50):
        answer = site.visitor.get(f"/t/{broken}")
        assert answer.status_code == 404, broken
        assert site.visitor.get("/api/v1/shipment", {"token": broken}).get_json()["error"]["code"] == "broken_link"


def test_an_old_link_is_gone_and_says_what_to_do(site: Site) -> None:
    keys = [key.get_secret_value() for key in site.settings.site.secret_keys]
    long_ago = LinkSealer(keys, clock=lambda: 1_600_000_000.0)
    token = long_ago.seal("northwind", ShipmentRef("geodis", reference_of(OPEN[0])))
    answer = site.visitor.get(f"/t/{token}")
    assert answer.status_code == 410
    assert "ask the sender for a new one" in answer.text
    assert site.visitor.get(f"/api/v1/shipment?token={token}").status_code == 410


def test_a_link_that_proves_nothing_shows_nothing_personal_and_may_be_kept(site: Site) -> None:
    token = site.token(OPEN[0], for_recipient=False)
    answer = site.visitor.get(f"/api/v1/shipment?token={token}")
    assert answer.get_json()["verified"] is False
    assert site.visitor.get(f"/t/{token}").headers["Cache-Control"] == "private, no-cache"


def test_a_link_sealed_with_an_older_key_still_opens(open_fresh: Open) -> None:
    old = open_fresh()
    token = link_sealer(old.settings).seal("northwind", ShipmentRef("geodis", reference_of(OPEN[0])))
    newer = LinkSealer(["another-secret-that-seals-links-by-now", old.settings.site.secret_keys[0].get_secret_value()])
    assert newer.open("northwind", token, ["geodis"]).for_recipient
