"""Proving to be the recipient by the postcode: by a form and by the API, five times, and without a hint."""

import statistics
import time
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.support.page_rules import elements
from tests.support.recipients import error_of, postcode_of
from tests.support.sites import JOBS, OPEN, Open, Site
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.tracking.lookup import Lookup

VERIFICATION = "/api/v1/verification"
TRIES, TRIES_OF_ALL, LOCK = 5, 30, 15 * 60
WRONG = "00000"


PARCEL = next(sample for sample in OPEN if sample.carrier == "leaps")


def give(site: Site, postcode: str, ip: str = "192.0.2.7") -> TestResponse:
    return site.visitor.by(ip).open("POST", VERIFICATION, json={**PARCEL.query, "postcode": postcode})


def form(site: Site, postcode: str, **headers: str) -> TestResponse:
    sender = site.visitor.sending(**(headers or {"Sec_Fetch_Site": "same-origin"}))
    return sender.open("POST", "/verify", data={**PARCEL.query, "account": "geodis", "postcode": postcode})


def test_the_right_postcode_leads_to_everything(open_fresh: Open) -> None:
    site = open_fresh()
    right = postcode_of(site, PARCEL)
    assert right
    answer = give(site, right)
    body = answer.get_json()
    assert (answer.status_code, set(body)) == (200, {"token", "url", "expires"})
    assert site.visitor.get("/api/v1/shipment", {"token": body["token"]}).get_json()["verified"] is True
    by_form = form(site, right)
    assert (by_form.status_code, urlsplit(by_form.headers["Location"]).path[:3]) == (303, "/t/")
    assert right in site.visitor.get(by_form.headers["Location"]).text


def test_blanks_case_and_hyphens_make_no_difference(open_fresh: Open) -> None:
    site = open_fresh()
    right = postcode_of(site, PARCEL)
    assert right
    for typed in (f" {right.lower()} ", "-".join(right), right.upper().replace(" ", "")):
        assert give(site, typed).status_code == 200


def test_a_wrong_postcode_says_so_on_the_page_and_keeps_nothing(open_fresh: Open) -> None:
    site = open_fresh()
    answer = form(site, WRONG)
    assert (answer.status_code, "not the postcode of this delivery" in answer.text) == (403, True)
    assert WRONG not in "".join(field.get("value") or "" for field in elements(answer.text, "input"))
    assert error_of(give(site, WRONG)) == (403, "wrong_postcode")


def test_five_wrong_ones_lock_it_for_this_visitor_and_not_for_another(open_fresh: Open) -> None:
    site = open_fresh()
    right = postcode_of(site, PARCEL)
    assert right
    assert [give(site, WRONG).status_code for _ in range(TRIES)] == [403] * TRIES
    locked = give(site, right)
    assert error_of(locked) == (429, "verification_locked")
    assert LOCK - 60 < int(locked.headers["Retry-After"]) <= LOCK
    assert give(site, right, "198.51.100.1").status_code == 200
    page = form(site, right)
    assert (page.status_code, "Too many wrong postcodes" in page.text) == (429, True)


def test_addresses_of_one_household_are_one_visitor(open_fresh: Open) -> None:
    site = open_fresh()
    codes = [give(site, WRONG, f"2001:db8:1:2::{place}").status_code for place in range(TRIES + 1)]
    assert codes == [403] * TRIES + [429]


def test_thirty_wrong_ones_from_anywhere_lock_it_for_all(open_fresh: Open) -> None:
    site = open_fresh()
    right = postcode_of(site, PARCEL)
    assert right
    codes = [give(site, WRONG, f"198.51.100.{place}").status_code for place in range(TRIES_OF_ALL)]
    assert codes == [403] * TRIES_OF_ALL
    assert give(site, right, "203.0.113.1").status_code == 429
    other = next(sample for sample in OPEN if sample.carrier == "leaps" and sample is not PARCEL)
    body = {**other.query, "postcode": WRONG}
    assert site.visitor.open("POST", VERIFICATION, json=body).status_code == 403, "another shipment is not locked"


def test_right_and_wrong_take_the_same_time(open_fresh: Open) -> None:
    site = open_fresh()
    right = postcode_of(site, PARCEL)
    assert right
    took: dict[str, list[float]] = {right: [], WRONG: []}
    for place in range(20):
        for postcode, times in took.items():
            began = time.perf_counter()
            give(site, postcode, f"203.0.113.{place}")
            times.append(time.perf_counter() - began)
    medians = [statistics.median(times) for times in took.values()]
    assert abs(medians[0] - medians[1]) < 0.02


@pytest.mark.parametrize(
    "body",
    [
        {"postcode": "1"},
        {"slino": "10482203"},
        {"slino": "10482203", "postcode": ""},
        {"slino": "10482203", "postcode": 12345},
        {"slino": "10482203", "postcode": "x" * 41},
        {"slino": "10482203", "postcode": "--"},
        {"job_id": JOBS[0].query["job_id"], "postcode": "12345"},
        {"slino": ["10482203"], "postcode": "12345"},
    ],
)
def test_what_cannot_be_meant_is_a_400_and_asks_no_carrier(open_fresh: Open, body: dict[str, object]) -> None:
    site = open_fresh()
    assert error_of(site.visitor.open("POST", VERIFICATION, json=body)) == (400, "invalid_input")
    assert not site.sandbox.calls()


def test_an_unknown_number_is_a_404_whatever_the_postcode(open_fresh: Open) -> None:
    answer = open_fresh().visitor.open("POST", VERIFICATION, json={"slino": "99999999", "postcode": "12345"})
    assert error_of(answer) == (404, "unknown_shipment")


def test_what_has_no_postcode_offers_no_form(site: Site) -> None:
    offered = {sample.title: 'name="postcode"' in site.visitor.get("/track", sample.query).text for sample in OPEN}
    known = {sample.title: bool(postcode_of(site, sample)) for sample in OPEN}
    assert offered == known
    assert True in offered.values()
    assert False in offered.values()


@pytest.mark.parametrize(
    ("own", "typed"),
    [
        ("2139", "02139"),
        ("02139", "2139"),
        ("10035-1234", "10035"),
        ("10035", "10035-1234"),
        ("DK-1058", "1058"),
        ("1058", "DK 1058"),
        ("10035", "１００３５"),
        ("10035", "١٠٠٣٥"),
        ("1012 AB", "1012ab"),
        ("K1A 0B1", "k1a\u00a00b1"),
    ],
)
def test_a_postcode_that_is_written_otherwise_at_the_carrier_is_right(
    open_fresh: Open, monkeypatch: pytest.MonkeyPatch, own: str, typed: str
) -> None:
    site = open_fresh()
    ref = ShipmentRef("geodis", Reference(ReferenceKind.SLI_NUMBER, PARCEL.query["slino"]))
    monkeypatch.setattr(Lookup, "postcodes", lambda *_: {ref: own})
    assert give(site, typed).status_code == 200
    assert form(site, typed).status_code == 303
    assert give(site, f"1{typed}").status_code == 403
