"""Unverified, no answer of the site tells who or where the recipient is; verified, it does (contract, section 4)."""

import json
import re
from itertools import chain

import pytest
from werkzeug.test import TestResponse

from tests.support.personal_data import CLOSE, DRAWN, Known, knowledge
from tests.support.sites import OPEN, PROVEN_JOBS, SEVERAL, SHIPMENTS, UNPROVEN_JOBS, Open, Site, title_of
from tests.support.visitor import Visitor
from tracking_site_sandbox.sample import Sample

KNOWN = knowledge()


def known_of(sample: Sample) -> list[Known]:
    """What is known of a sample; of an order in legs, of all of them."""
    number = next(iter(sample.query.values()))
    found = [known for known in KNOWN if known.number == number]
    assert found
    return found


def content(answer: TestResponse, known: list[Known]) -> set[str]:
    """Everything in an answer that is nobody's business."""
    text = json.dumps(answer.get_json(), ensure_ascii=False) if answer.is_json else answer.text
    words = set(chain.from_iterable(one.told_by(text) for one in known))
    return words | set(CLOSE.findall(DRAWN.sub("", text)))


def test_the_sandbox_has_enough_to_hide() -> None:
    words = set().union(*(known.secret for known in KNOWN))
    for word in ("Tremblay-Roy", "H4C 2C9", "rue Saint-Ambroise", "Sonner deux fois", "+1 514-555-0107", "Gagnon"):
        assert word in words
    for word in ("Ateliers Verrier SARL", "Hugo Verrier", "14 rue de la Barre", "69002", "expedition@verrier.example"):
        assert word in words
    for word in ("Grace Holloway", "310 Bedford Avenue", "11249", "12125550123", "Asha.P", "Kiran", "NH 48"):
        assert word in words
    assert not words & {"Brooklyn", "Lyon", "Montréal", "Souk Direct"}
    assert sum(bool(known.secret) for known in KNOWN) > 40


@pytest.mark.parametrize("sample", OPEN, ids=title_of)
def test_a_number_alone_tells_nothing_personal(visitor: Visitor, sample: Sample) -> None:
    answers = [visitor.get(path, sample.query) for path in ("/track", "/api/v1/shipment")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [content(answer, known_of(sample)) for answer in answers] == [set(), set()]
    assert answers[1].get_json()["verified"] is False


@pytest.mark.parametrize("sample", SHIPMENTS, ids=title_of)
def test_a_link_that_proves_nothing_tells_nothing_personal(site: Site, sample: Sample) -> None:
    token = site.token(sample, for_recipient=False)
    for answer in (site.visitor.get(f"/t/{token}"), site.visitor.get(f"/api/v1/shipment?token={token}")):
        assert answer.status_code == 200
        assert content(answer, known_of(sample)) == set()
    assert "job_id" not in answer.get_json()["shipment"]["references"]
    assert answer.get_json()["shipment"]["sms_notifications"] is None


def test_a_job_whose_carrier_tells_no_key_is_shown_to_nobody_as_theirs(visitor: Visitor) -> None:
    for sample in UNPROVEN_JOBS:
        for path in ("/track", "/api/v1/shipment"):
            answer = visitor.get(path, sample.query)
            assert answer.status_code in (200, 404)
            # The page in another language has the address that this visitor came by.
            assert content(answer, known_of(sample)) - set(sample.query.values()) == set()


def test_a_page_to_choose_from_tells_nothing_personal(visitor: Visitor) -> None:
    known = known_of(SEVERAL)
    assert len(known) == 3
    for path in ("/track", "/api/v1/shipment"):
        assert content(visitor.get(path, SEVERAL.query), known) == set()


@pytest.mark.parametrize("sample", PROVEN_JOBS, ids=title_of)
def test_a_wrong_key_tells_nothing_personal(visitor: Visitor, sample: Sample) -> None:
    query = sample.query | {"review_key": "00000000-0000-4000-8000-000000000000"}
    for path in ("/track", "/api/v1/shipment"):
        answer = visitor.get(path, query)
        assert answer.status_code == 404
        assert content(answer, known_of(sample)) == set()


def test_an_answer_of_a_failing_carrier_tells_nothing_personal(open_fresh: Open) -> None:
    site = open_fresh(fresh=0.0)
    sample = next(sample for sample in OPEN if "In transit, expected" in sample.title)
    token = site.token(sample)
    assert site.visitor.get(f"/t/{token}").status_code == 200
    site.sandbox.fault("leaps", status=500, body="Nordlys Instruments A/S, Havnegade 12")
    kept = site.visitor.get("/track", sample.query)
    assert kept.status_code == 200
    assert content(kept, known_of(sample)) == set()


@pytest.mark.parametrize("sample", SHIPMENTS, ids=title_of)
def test_a_sealed_link_shows_the_recipient_what_is_theirs(site: Site, sample: Sample) -> None:
    text = site.visitor.get(f"/t/{site.token(sample)}").text
    if sample in UNPROVEN_JOBS:
        return
    known = known_of(sample)[-1]
    assert {
        word for word in known.shown if Known(None, "", frozenset({word}), frozenset()).told_by(text)
    } == known.shown


def test_most_samples_have_something_to_show_the_recipient() -> None:
    assert sum(bool(known_of(sample)[-1].shown) for sample in SHIPMENTS) > 40


def test_the_verified_get_exact_positions_and_the_number_of_their_job(site: Site) -> None:
    order = next(sample for sample in OPEN if sample.query.get("ordno") == "NW-10255")
    exact = site.visitor.get("/api/v1/shipment", {"token": site.token(order)}).get_json()["shipment"]["last_location"]
    assert (exact["latitude"], exact["longitude"]) == (40.7181, -73.958)
    rounded = site.visitor.get("/api/v1/shipment", order.query).get_json()["shipment"]["last_location"]
    assert (rounded["latitude"], rounded["longitude"]) == (40.72, -73.96)
    job = PROVEN_JOBS[0]
    answer = site.visitor.get("/api/v1/shipment", job.query).get_json()
    assert answer["verified"] is True
    assert answer["shipment"]["references"]["job_id"] == job.query["job_id"]


def test_a_review_key_is_in_no_answer(site: Site) -> None:
    for sample in PROVEN_JOBS:
        key = re.escape(sample.query["review_key"])
        token = site.token(sample)
        for path in (f"/t/{token}", f"/api/v1/shipment?token={token}"):
            answer = site.visitor.get(path)
            assert not re.search(key, answer.text + str(answer.headers), re.IGNORECASE)
        answer = site.visitor.get("/api/v1/shipment", sample.query)
        assert not re.search(key, answer.text + str(answer.headers), re.IGNORECASE)
