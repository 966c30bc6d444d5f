"""How often carriers are asked for one page: every call counts against an account's allowance."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.sites import OPEN, PROVEN_JOBS, QUIET, SEVERAL, Open, Site, title_of
from tracking_site.tracking.query import MAX_GUESSES
from tracking_site_sandbox.sample import Sample

LOGIN = "loginext.authenticate"
ORDERS = tuple(sample for sample in OPEN if "ordno" in sample.query)
TRIPS = tuple(sample for sample in OPEN if "tripname" in sample.query)


def calls_of(site: Site, path: str, query: dict[str, str] | None = None) -> Counter[str]:
    """The calls of one page beyond those that came before."""
    before = site.sandbox.calls()
    assert site.visitor.get(path, query).status_code in (200, 303)
    return site.sandbox.calls() - before


def test_a_leaps_shipment_is_one_call_to_each_installation(open_fresh: Open) -> None:
    site = open_fresh()
    assert calls_of(site, "/track?slino=10482203") == {"leaps.geodis.endpoint": 1, "leaps.gls.endpoint": 1}
    site.sandbox.reset()
    assert site.visitor.at(QUIET).get("/track?slino=30771502").status_code == 200
    assert site.sandbox.calls() == {"leaps.gls.endpoint": 1}


def test_a_logis_link_and_the_page_it_leads_to_are_one_call(open_fresh: Open) -> None:
    site = open_fresh()
    location = site.visitor.get("/track", PROVEN_JOBS[0].query).headers["Location"]
    assert site.visitor.get(location).status_code == 200
    assert site.visitor.get(location).status_code == 200
    assert site.sandbox.calls() == {"logis.track": 1}


def test_an_order_is_at_most_three_calls_beyond_the_login(open_fresh: Open) -> None:
    site = open_fresh()
    most = 0
    for sample in ORDERS:
        asked = calls_of(site, "/track", sample.query)
        logins = asked.pop(LOGIN, 0)
        assert logins == (1 if sample is ORDERS[0] else 0), "a session is logged in for once"
        assert 1 <= sum(asked.values()) <= 3, f"{title_of(sample)}: {asked}"
        assert max(asked.values()) == 1, f"{title_of(sample)}: {asked}"
        most = max(most, sum(asked.values()))
    assert most == 3


def test_a_trip_is_at_most_two_calls_beyond_the_login(open_fresh: Open) -> None:
    site = open_fresh()
    for sample in TRIPS:
        asked = calls_of(site, "/track", sample.query)
        asked.pop(LOGIN, 0)
        assert set(asked) <= {"loginext.haul.trip", "loginext.haul.location"}
        assert sum(asked.values()) <= 2


def test_a_number_of_any_kind_is_asked_of_each_account_once(open_fresh: Open) -> None:
    asked = calls_of(open_fresh(), "/track", SEVERAL.query)
    assert {name for name in asked if name.startswith("leaps")} == {"leaps.geodis.endpoint", "leaps.gls.endpoint"}
    assert asked["leaps.geodis.endpoint"] == asked["leaps.gls.endpoint"] == asked["loginext.mile.order"] == 1
    assert asked["loginext.haul.trip"] == asked[LOGIN] == 1
    assert not asked["logis.track"]


@pytest.mark.parametrize("sample", [OPEN[2], ORDERS[5], TRIPS[1]], ids=title_of)
def test_a_page_seen_again_asks_nobody(open_fresh: Open, sample: Sample) -> None:
    site = open_fresh()
    assert calls_of(site, "/track", sample.query)
    for path in ("/track", "/api/v1/shipment"):
        assert not calls_of(site, path, sample.query)
    assert not calls_of(site, f"/t/{site.token(sample)}")
    assert not calls_of(site, "/track", sample.query | {"lang": "fr"})


@pytest.mark.parametrize("query", [OPEN[2].query, PROVEN_JOBS[0].query, ORDERS[5].query], ids=str)
def test_fifty_viewers_at_once_are_as_many_calls_as_one(open_fresh: Open, query: dict[str, str]) -> None:
    alone = calls_of(open_fresh(), "/track", query)
    site = open_fresh()
    site.sandbox.reset()
    for carrier in ("leaps", "logis", "loginext"):
        site.sandbox.fault(carrier, delay=0.15)
    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(lambda _: site.visitor.raw("GET", "/track", query).status_code, range(50)))
    assert set(answers) <= {200, 303}
    assert site.sandbox.calls() == alone


def test_what_nobody_knows_is_asked_for_once(open_fresh: Open) -> None:
    site = open_fresh()
    for _ in range(5):
        assert site.visitor.get("/track?slino=99999999").status_code == 404
    assert site.sandbox.calls() == {"leaps.geodis.endpoint": 1, "leaps.gls.endpoint": 1}


def test_what_cannot_be_right_is_asked_of_nobody(open_fresh: Open) -> None:
    site = open_fresh()
    job = PROVEN_JOBS[0].query["job_id"]
    for query in ("", "?q=", "?job_id=1", f"?job_id={job}", f"?job_id={job}&review_key=1", "?slino=1&ordno=2"):
        assert site.visitor.get(f"/track{query}").status_code in (400, 404)
    for path in ("/", "/t/x", "/nope", "/openapi.json", "/api/v1/shipment?token=x"):
        site.visitor.get(path)
    assert not site.sandbox.calls()


def test_every_guess_at_a_long_message_stays_within_bounds(open_fresh: Open) -> None:
    site = open_fresh()
    message = " ".join(f"AB{number}CD" for number in range(200))
    assert site.visitor.get("/track", {"q": message}).status_code == 404
    asked = site.sandbox.calls()
    assert max(asked.values()) <= MAX_GUESSES, asked
