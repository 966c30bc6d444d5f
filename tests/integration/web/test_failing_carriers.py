"""What a visitor sees while a carrier fails: named, with a way on, and without hiding the others."""

from html import unescape
from typing import Any

import pytest

from tests.support.sites import PROVEN_JOBS, QUIET, SEVERAL, Open, Site

FOUND = "/track?slino=10482203"


def json_of(site: Site, query: str) -> Any:
    return site.visitor.get(f"/api/v1/shipment{query}").get_json()


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 503, "body": "<html>down</html>"},
        {"status": 200, "body": "<html>welcome</html>"},
        {"status": 200, "body": ""},
        {"status": 200, "body": "null"},
        {"status": 200, "body": '{"status": 1, "results": ['},
        {"status": 302, "headers": {"Location": "https://evil.example/"}},
        {"status": 200, "body": '{"status": 0, "msg": "Access denied: unknown apikey"}'},
        {"delay": 1.0},
    ],
    ids=str,
)
def test_a_carrier_that_cannot_be_asked_is_a_branded_503(open_fresh: Open, fault: dict[str, Any]) -> None:
    site = open_fresh(deadline=0.3)
    site.sandbox.fault("leaps", **fault)
    answer = site.visitor.at(QUIET).get("/track?slino=30771501")
    assert answer.status_code == 503
    assert 1 <= int(answer.headers["Retry-After"]) <= 900
    assert "GLS did not answer." in answer.text
    assert "Quiet &amp; Sons" in answer.text
    assert "Try again" in answer.text
    error = site.visitor.at(QUIET).get("/api/v1/shipment?slino=30771501")
    assert error.status_code == 503
    assert error.get_json()["error"]["code"].startswith("carrier_")


def test_a_carrier_that_asks_for_patience_is_left_alone_for_as_long(open_fresh: Open) -> None:
    site = open_fresh()
    site.sandbox.fault("leaps.gls", status=429, headers={"Retry-After": "120"})
    quiet = site.visitor.at(QUIET)
    first = quiet.get("/track?slino=30771501")
    assert (first.status_code, first.headers["Retry-After"]) == (503, "120")
    asked = site.sandbox.calls()
    again = quiet.get("/track?slino=30771502")
    assert again.status_code == 503
    assert 118 <= int(again.headers["Retry-After"]) <= 120
    assert site.sandbox.calls() == asked
    assert site.visitor.get("/track?ordno=NW-10255").status_code == 200


@pytest.mark.parametrize("wish", ["99999999", "-5", "soon", "Fri, 31 Dec 9999 23:59:59 GMT", "nan", "1e400"])
def test_an_absurd_wait_is_made_sensible(open_fresh: Open, wish: str) -> None:
    site = open_fresh()
    site.sandbox.fault("leaps.gls", status=429, headers={"Retry-After": wish})
    answer = site.visitor.at(QUIET).get("/track?slino=30771501")
    assert answer.status_code == 503
    assert 1 <= int(answer.headers["Retry-After"]) <= 900


def test_the_failing_carrier_is_named_beside_what_another_found(open_fresh: Open) -> None:
    site = open_fresh()
    site.sandbox.fault("leaps.gls", status=500)
    shipment = site.visitor.get(FOUND)
    assert shipment.status_code == 200
    assert "This may not be everything: GLS could not be asked just now." in shipment.text
    assert json_of(site, "?slino=10482203")["shipment"]["account"] == "geodis"


def test_the_failing_carrier_hides_none_of_the_others_to_choose_from(open_fresh: Open) -> None:
    site = open_fresh()
    site.sandbox.fault("leaps.geodis", status=500)
    page = unescape(site.visitor.get("/track", SEVERAL.query).text)
    assert "GEODIS could not be asked" in page
    assert "account=gls" in page
    assert "account=mile" in page
    assert "account=geodis" not in page


def test_several_failing_carriers_are_all_named(open_fresh: Open) -> None:
    site = open_fresh()
    site.sandbox.fault("leaps", status=500)
    page = site.visitor.get("/track", {"q": "NW-10255"})
    assert page.status_code == 200
    assert "GEODIS, GLS could not be asked" in page.text


def test_a_number_is_not_called_unknown_while_somebody_could_know_it(open_fresh: Open) -> None:
    site = open_fresh()
    site.sandbox.fault("leaps.gls", status=500)
    answer = site.visitor.get("/track?slino=99999999")
    assert answer.status_code == 503
    assert "GLS did not answer." in answer.text


def test_what_was_seen_before_is_shown_with_a_notice(open_fresh: Open) -> None:
    site = open_fresh(fresh=0.0)
    token = site.token(PROVEN_JOBS[0])
    paths = (FOUND, "/track?ordno=NW-10255", f"/t/{token}")
    for path in paths:
        assert "as of" not in site.visitor.get(path).text.replace("Data as of", "")
    for carrier in ("leaps", "loginext", "logis"):
        site.sandbox.fault(carrier, status=500)
    for path in paths:
        answer = site.visitor.get(path)
        assert answer.status_code == 200
        assert "The carrier cannot be reached right now. This is what it said as of" in answer.text
    assert json_of(site, "?slino=10482203")["stale"] is True


def test_an_answer_that_is_none_is_never_kept(open_fresh: Open) -> None:
    site = open_fresh()
    site.sandbox.fault("leaps", body="<html>")
    assert site.visitor.get(FOUND).status_code == 503
    site.sandbox.reset()
    assert site.visitor.get(FOUND).status_code == 200


def test_a_wrong_key_of_the_account_is_the_sites_trouble_and_not_the_visitors(open_fresh: Open) -> None:
    site = open_fresh(nord={"api_key": "not-a-key-of-logis"})
    answer = site.visitor.get("/track", PROVEN_JOBS[0].query)
    assert answer.status_code == 503
    assert "Nord Livraison did not answer." in answer.text
    assert "not-a-key-of-logis" not in answer.text


def test_where_the_driver_is_may_fail_without_the_order(open_fresh: Open) -> None:
    site = open_fresh()
    for endpoint in ("loginext.mile.location", "loginext.mile.trip"):
        site.sandbox.fault(endpoint, status=500)
    answer = site.visitor.get("/track?ordno=NW-20418")
    assert answer.status_code == 200
    assert "Out for delivery" in answer.text


def test_a_failing_carrier_says_so_in_french(open_fresh: Open) -> None:
    site = open_fresh()
    site.sandbox.fault("leaps", status=500)
    page = site.visitor.speaking("fr").get(FOUND)
    assert page.status_code == 503
    assert "n’a pas répondu" in page.text
