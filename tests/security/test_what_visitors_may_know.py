"""One test a line of what is checked: what visitors may know."""

import re
import statistics
import time
from base64 import urlsafe_b64decode

import pytest

from tests.support.configuration import SECRET
from tests.support.personal_data import knowledge
from tests.support.recipients import ON_ITS_WAY, error_of
from tests.support.sites import FJORD, JOBS, OPEN, Open, Site, title_of
from tests.support.visitor import Visitor, headers_of
from tracking_site.domain.errors import BrokenLink, ExpiredLink
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.services import link_sealer
from tracking_site.tracking.sealed_links import DAY, DEFAULT_DAYS, LinkSealer
from tracking_site_sandbox.sample import Sample

NOBODYS = "00000000-0000-4000-8000-000000000000"
ORDER = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "NW-10255"))


@pytest.mark.parametrize("sample", OPEN, ids=title_of)
def test_unverified_nothing_personal_leaves_the_site_in_any_answer(site: Site, sample: Sample) -> None:
    (known,) = (each for each in knowledge() if each.sample == sample)
    token = site.token(sample, for_recipient=False)
    answers = [site.visitor.open("GET", path, sample.query) for path in ("/track", "/embed", "/api/v1/shipment")]
    answers += [site.visitor.get(f"{path}/t/{token}") for path in ("", "/embed")]
    answers.append(site.visitor.raw("GET", f"/t/{token}/delivery.ics"))
    body = {**sample.query, "postcode": "00000"}
    answers.append(site.visitor.raw("POST", "/api/v1/verification", json=body))
    answers.append(site.visitor.sending(Sec_Fetch_Site="same-origin").raw("POST", "/verify", data=body))
    for answer in answers:
        content = answer.text.replace("\r\n ", "") + str(answer.headers)
        assert known.told_by(content) == set(), answer.request.path


def test_unknown_another_brands_and_a_wrong_key_are_the_same_answer_in_the_same_time(open_fresh: Open) -> None:
    site = open_fresh()
    job, key = ON_ITS_WAY.query["job_id"], ON_ITS_WAY.query["review_key"]
    ref = {
        "unknown": (site.visitor, {"job_id": NOBODYS, "review_key": NOBODYS}),
        "a wrong key": (site.visitor, {"job_id": job, "review_key": NOBODYS}),
        "another brand's": (site.visitor, {"job_id": job, "review_key": key, "account": "later"}),
    }
    took: dict[str, list[float]] = {case: [] for case in ref}
    said = set()
    for _ in range(15):
        for case, (visitor, query) in ref.items():
            began = time.perf_counter()
            answer = visitor.raw("GET", "/track", query)
            took[case].append(time.perf_counter() - began)
            said.add((answer.status_code, answer.data, tuple(headers_of(answer))))
    assert len(said) == 1
    medians = [statistics.median(times) for times in took.values()]
    assert max(medians) - min(medians) < 0.02


def test_misses_are_limited_per_address_and_per_brand_more_strictly_than_hits(open_fresh: Open) -> None:
    site = open_fresh(misses="3 per minute", brand_misses="8 per minute")

    def miss(visitor: Visitor) -> int:
        return visitor.raw("GET", "/track", {"slino": "99999999"}).status_code

    assert [miss(site.visitor.by("192.0.2.1")) for _ in range(4)] == [404, 404, 404, 429]
    same_net = [miss(site.visitor.by(f"2001:db8::{place}")) for place in range(1, 5)]
    assert same_net == [404, 404, 404, 429], "a household's addresses are one"
    others = [miss(site.visitor.by(f"198.51.100.{place}")) for place in range(5)]
    assert others == [404, 404, 429, 429, 429], "many together are limited as the brand's"
    assert site.visitor.by("203.0.113.9").raw("GET", f"/t/{site.token(OPEN[0])}").status_code == 200


def test_a_postcode_is_normalised_tried_five_times_and_then_locked_for_fifteen_minutes(open_fresh: Open) -> None:
    site = open_fresh()
    parcel = next(sample for sample in OPEN if sample.carrier == "leaps")

    def give(postcode: str) -> int:
        body = {**parcel.query, "postcode": postcode}
        return site.visitor.raw("POST", "/api/v1/verification", json=body).status_code

    assert give(" 69-002 ") == 200
    assert [give("1") for _ in range(5)] == [403] * 5
    locked = site.visitor.raw("POST", "/api/v1/verification", json={**parcel.query, "postcode": "69002"})
    assert (error_of(locked), 840 < int(locked.headers["Retry-After"]) <= 900) == ((429, "verification_locked"), True)


def test_a_sealed_link_is_bound_to_its_brand_expires_and_opens_with_older_keys() -> None:
    now = [1_800_000_000.0]
    old = LinkSealer([SECRET], lambda: now[0])
    token = old.seal("northwind", ORDER, for_recipient=True)
    assert len(urlsafe_b64decode(token + "==")) >= 16 + 16, "a nonce, and a tag of 128 bits"
    rotated = LinkSealer(["another-key-of-the-tests-that-seals-links", SECRET], lambda: now[0])
    assert rotated.open("northwind", token, ["mile"]).ref == ORDER
    with pytest.raises(BrokenLink):
        rotated.open("fjord", token, ["mile"])
    with pytest.raises(BrokenLink):
        LinkSealer(["another-key-of-the-tests-that-seals-links"]).open("northwind", token, ["mile"])
    assert DEFAULT_DAYS == 60
    now[0] += DEFAULT_DAYS * DAY
    with pytest.raises(ExpiredLink):
        rotated.open("northwind", token, ["mile"])


def test_an_expired_link_is_a_410_that_says_what_to_do(site: Site) -> None:
    answer = site.visitor.get(f"/t/{site.token(JOBS[0], days=0)}")
    assert (answer.status_code, "ask the sender for a new one" in answer.text) == (410, True)


def test_a_token_of_one_brand_is_a_404_at_another(site: Site) -> None:
    assert site.visitor.at(FJORD).raw("GET", f"/t/{site.token(OPEN[0])}").status_code == 404


def test_nothing_narrows_the_postcode_down(site: Site) -> None:
    """No map of the destination, no position with more than two decimals, no destination beyond its city."""
    for sample in OPEN:
        text = site.visitor.get("/api/v1/shipment", sample.query).text
        assert not re.search(r'itude": -?\d+\.\d{3,}', text), sample.title


def test_links_are_sealed_by_the_first_key(site: Site) -> None:
    assert link_sealer(site.settings).open("northwind", site.token(OPEN[0]), site.settings.accounts).for_recipient
