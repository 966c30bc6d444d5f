"""Proving to be the recipient by the postcode: by a form and by the API, five times, and without a hint."""

import re
import statistics
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from werkzeug.test import TestResponse

from tests.support.page_rules import elements, words_of
from tests.support.recipients import error_of, postcode_of
from tests.support.sites import FJORD, JOBS, OPEN, Open, Site, reference_of
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.tracking.lookup import Lookup
from tracking_site.web.http.form_state import STATE_SECONDS, FormStates

VERIFICATION = "/api/v1/verification"
TRIES, TRIES_OF_ALL, LOCK = 5, 30, 15 * 60
WRONG, TYPED = "00000", "K1A 0B1"


PARCEL = next(sample for sample in OPEN if sample.carrier == "leaps")


def give(site: Site, postcode: str, ip: str = "192.0.2.7") -> TestResponse:
    return site.visitor.by(ip).open("POST", VERIFICATION, json={**PARCEL.query, "postcode": postcode})


def form(site: Site, postcode: str, **headers: str) -> TestResponse:
    sender = site.visitor.sending(**(headers or {"Sec_Fetch_Site": "same-origin"}))
    return sender.open("POST", "/verify", data={**PARCEL.query, "account": "geodis", "postcode": postcode})


@dataclass(frozen=True)
class Form:
    """The form for the postcode as a page shows it to somebody who has only the number, or a public link."""

    site: Site
    path: str
    query: dict[str, str]
    address: str
    hidden: dict[str, str]

    @classmethod
    def of(cls, site: Site, prefix: str, by: str) -> "Form":
        number = {**PARCEL.query, "account": "geodis"}
        token = site.token(PARCEL, for_recipient=False)
        path, query = (f"{prefix or '/track'}", number) if by == "number" else (f"{prefix}/t/{token}", {})
        text = site.visitor.get(path, query).text
        (found,) = [
            each for each in elements(text, "form") if (each.get("action") or "").partition("?")[0].endswith("/verify")
        ]
        hidden = {
            str(each.get("name")): str(each.get("value"))
            for each in found.iter("input")
            if each.get("type") == "hidden"
        }
        return cls(site, path, query, str(found.get("action")), hidden)

    def send(self, postcode: str) -> TestResponse:
        sender = self.site.visitor.sending(Sec_Fetch_Site="same-origin")
        return sender.open("POST", self.address, data={**self.hidden, "postcode": postcode})


def postcode_field(text: str) -> Element:
    return next(each for each in elements(text, "input") if each.get("name") == "postcode")


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


@pytest.mark.parametrize("by", ["number", "link"])
@pytest.mark.parametrize("prefix", ["", "/embed"])
def test_a_wrong_postcode_leads_back_to_the_form_of_the_shipment_with_what_was_typed(
    open_fresh: Open, prefix: str, by: str
) -> None:
    site = open_fresh()
    page = Form.of(site, prefix, by)
    answer = page.send(TYPED)
    address = urlsplit(answer.headers["Location"])
    assert (answer.status_code, address.path, address.fragment) == (303, page.path, "verify")
    assert answer.headers["Cache-Control"] == "no-store"
    assert TYPED not in answer.headers["Location"] + answer.text, "the postcode stands in an address"
    assert set(parse_qs(address.query)) == {*page.query, "form"}
    for _ in ("opened", "reloaded"):
        shown = site.visitor.get(f"{address.path}?{address.query}")
        assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "private, no-store")
        field = postcode_field(shown.text)
        assert (field.get("value"), field.get("aria-invalid")) == (TYPED, "true")
        described = [
            each
            for each in elements(shown.text, "p")
            if each.get("id") in (field.get("aria-describedby") or "").split()
        ]
        assert "not the postcode of this delivery. You can try 4 more times." in words_of(described[0]) + words_of(
            described[1]
        )
        (section,) = [each for each in elements(shown.text, "section") if each.get("id") == "verify"]
        assert section.get("tabindex") == "-1"


@pytest.mark.parametrize("by", ["number", "link"])
@pytest.mark.parametrize("prefix", ["", "/embed"])
def test_after_a_wrong_postcode_every_address_of_the_page_is_the_shipments(
    open_fresh: Open, prefix: str, by: str
) -> None:
    site = open_fresh()
    page = Form.of(site, prefix, by)
    shown = site.visitor.get(page.send(TYPED).headers["Location"].partition("#")[0])
    heading = words_of(next(elements(shown.text, "h1")))
    links = {words_of(each): each.get("href") or "" for each in elements(shown.text, "a")}
    again = site.visitor.get(links["Check again"])
    assert (again.status_code, words_of(next(elements(again.text, "h1")))) == (200, heading)
    assert "value" not in postcode_field(again.text).attrib
    if not prefix:
        french = site.visitor.get(links["Français"])
        assert (french.status_code, '<html lang="fr"' in french.text) == (200, True)
        assert postcode_field(french.text).get("value") == TYPED
    (live,) = [each.get("data-live") for each in elements(shown.text, "article")]
    assert site.visitor.get(str(live)).status_code == 200
    (form_address,) = [
        each.get("action") or "" for each in elements(shown.text, "form") if each.get("method") == "post"
    ]
    back = site.visitor.get(form_address)
    assert (back.status_code, urlsplit(back.headers["Location"]).path) == (303, page.path)
    assert site.visitor.get(back.headers["Location"]).status_code == 200
    if canonical := [each for each in elements(shown.text, "link") if each.get("rel") == "canonical"]:
        assert "form=" not in str(canonical[0].get("href"))


def test_what_was_typed_is_shown_to_nobody_at_another_shipment_brand_or_later(open_fresh: Open) -> None:
    site = open_fresh()
    location = urlsplit(form(site, TYPED).headers["Location"])
    state = parse_qs(location.query)["form"][0]
    other = next(sample for sample in OPEN if sample.carrier == "leaps" and sample is not PARCEL)
    for query in (
        {**other.query, "account": "geodis"},
        {**PARCEL.query, "form": state[:-1]},
        {**PARCEL.query, "form": "x"},
    ):
        answer = site.visitor.get("/track", {"form": state, **query})
        assert "not the postcode" not in answer.text
        assert TYPED not in answer.text
    assert TYPED not in site.visitor.at(FJORD).get("/track", {**PARCEL.query, "account": "geodis", "form": state}).text
    keys = [key.get_secret_value() for key in site.settings.site.secret_keys]
    later = FormStates(keys, lambda: time.time() + STATE_SECONDS)
    assert FormStates(keys).open("northwind", reference_of(PARCEL), state)
    assert later.open("northwind", reference_of(PARCEL), state) is None


@pytest.mark.parametrize("typed", ["", "   ", "--", "x" * 41, "\u202e<b>\x00"])
def test_whatever_is_typed_for_a_postcode_leads_back_to_the_form(open_fresh: Open, typed: str) -> None:
    site = open_fresh()
    answer = form(site, typed)
    assert (answer.status_code, answer.headers["Location"].partition("#")[2]) == (303, "verify")
    shown = site.visitor.get(answer.headers["Location"].partition("#")[0])
    assert shown.status_code == 200
    (error,) = [words_of(each) for each in elements(shown.text, "p") if each.get("id") == "verify-error"]
    assert error
    assert len(answer.headers["Location"]) < 600


def test_tries_are_counted_down_and_the_last_one_says_when_it_goes_on(open_fresh: Open) -> None:
    site = open_fresh()
    told = []
    for _ in range(TRIES + 1):
        shown = site.visitor.get(form(site, WRONG).headers["Location"].partition("#")[0])
        told.append(next(words_of(each) for each in elements(shown.text, "p") if each.get("id") == "verify-error"))
    wrong = "That is not the postcode of this delivery."
    assert told[:4] == [
        f"{wrong} You can try {left}." for left in ("4 more times", "3 more times", "2 more times", "1 more time")
    ]
    assert re.fullmatch(rf"{wrong} You can try again at \d\d:\d\d\.", told[4])
    assert re.fullmatch(r"Too many wrong postcodes\. You can try again at \d\d:\d\d\.", told[5])


def test_a_carrier_that_fails_while_a_postcode_is_checked_loses_nothing(open_fresh: Open) -> None:
    site = open_fresh(fresh=0.0)
    right = postcode_of(site, PARCEL)
    assert right
    site.sandbox.fault("leaps", status=503)
    empty = open_fresh(fresh=0.0)
    answer = form(empty, right)
    address = urlsplit(answer.headers["Location"])
    assert (answer.status_code, address.path, address.fragment) == (303, "/track", "verify")
    assert empty.visitor.get(f"{address.path}?{address.query}").status_code == 503
    site.sandbox.reset()
    shown = open_fresh().visitor.get(f"{address.path}?{address.query}")
    assert postcode_field(shown.text).get("value") == right
    assert "The carrier cannot be asked right now. Nothing was changed." in shown.text


def test_too_many_presses_lead_back_to_the_shipment(open_fresh: Open) -> None:
    site = open_fresh(actions="1 per day")
    page = Form.of(site, "", "number")
    assert [page.send(WRONG).status_code for _ in range(2)] == [303, 429]
    again = site.visitor.get(page.address)
    assert (again.status_code, urlsplit(again.headers["Location"]).path) == (303, "/track")


def test_five_wrong_ones_lock_it_for_this_visitor_and_not_for_another(open_fresh: Open) -> None:
    site = open_fresh()
    right = postcode_of(site, PARCEL)
    assert right
    assert [give(site, WRONG).status_code for _ in range(TRIES)] == [403] * TRIES
    locked = give(site, right)
    assert error_of(locked) == (429, "verification_locked")
    assert LOCK - 60 < int(locked.headers["Retry-After"]) <= LOCK
    assert give(site, right, "198.51.100.1").status_code == 200
    page = site.visitor.get(form(site, right).headers["Location"].partition("#")[0])
    assert (page.status_code, "Too many wrong postcodes" in page.text) == (200, True)


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
