"""A journey: a Leaps leg and a LogiNext leg that share an air waybill number, over the carriers' real HTTP."""

import json
from typing import Any

import pytest

from tests.integration.webhooks.test_receiver import read_all, send
from tests.support.page_rules import elements, words_of
from tests.support.sites import ALL, Open, Site
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.shared_numbers import AIR_WAYBILL

FLIGHT, MILE = (
    next(sample for sample in ALL if sample.awb == AIR_WAYBILL and name in sample.query) for name in ("slino", "ordno")
)
CARRIERS = {"GLS", "LogiNext"}
CORRECTED = "435-99999990"


def ref(site: Site, query: dict[str, str]) -> dict[str, Any]:
    answer = site.visitor.get("/api/v1/shipment", query)
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.get_json()["shipment"]
    return content


def look_at(site: Site, *found: Sample) -> None:
    for sample in found:
        ref(site, sample.query)


def forget_what_is_kept(site: Site) -> None:
    site.service(MemoryCache).drop("")


def corrected(site: Site, number: str) -> None:
    """LogiNext tells another air waybill number of the order from now on."""
    row = {"orderNo": MILE.query["ordno"], "status": "DELIVERED", "shipmentOrderTypeCd": "PICKUP", "awbNumber": number}
    answer = {"status": 200, "message": "SUCCESS", "data": [row], "hasError": False}
    site.sandbox.fault("loginext.mile.order", body=json.dumps(answer), headers={"Content-Type": "application/json"})
    forget_what_is_kept(site)


@pytest.mark.parametrize("order", [(FLIGHT, MILE), (MILE, FLIGHT)], ids=["the flight first", "the last mile first"])
def test_two_legs_are_one_journey_whichever_was_found_first(open_fresh: Open, order: tuple[Sample, Sample]) -> None:
    site = open_fresh()
    first, second = order
    assert ref(site, first.query)["legs"] == [], "the other leg was not heard of yet"
    for sample in (second, first):
        content = ref(site, sample.query)
        assert [leg["carrier_name"] for leg in content["legs"]] == ["GLS", "LogiNext"], "the current leg comes first"
        assert {event["carrier_name"] for event in content["events"]} == CARRIERS
        assert [event["time"] for event in content["events"]] == sorted(
            (event["time"] for event in content["events"]), reverse=True
        )
        assert (content["carrier"], content["status"]) == ("leaps", "in_transit")
        assert content["references"] == {
            "sli_number": FLIGHT.query["slino"],
            "order_number": MILE.query["ordno"],
            "awb_number": AIR_WAYBILL,
        }
        assert content["estimated_delivery"]


def test_the_pages_of_both_legs_show_one_timeline_with_the_carrier_of_each_event(open_fresh: Open) -> None:
    site = open_fresh()
    look_at(site, FLIGHT, MILE)
    pages = [site.visitor.get("/track", sample.query).text for sample in (FLIGHT, MILE)]
    timelines = [[words_of(entry) for entry in elements(page, "li") if "GLS" in words_of(entry)] for page in pages]
    assert timelines[0] == timelines[1]
    assert len(timelines[0]) >= 3
    for page in pages:
        assert "Carriers" in page
        assert all(sample.query[name] in page for sample in (FLIGHT, MILE) for name in sample.query)


@pytest.mark.parametrize("written", [AIR_WAYBILL, AIR_WAYBILL.replace("-", ""), f" {AIR_WAYBILL.replace('-', ' ')} "])
def test_an_air_waybill_number_finds_the_journey_however_it_is_grouped(open_fresh: Open, written: str) -> None:
    site = open_fresh()
    look_at(site, FLIGHT, MILE)
    for query in ({"awb": written}, {"q": written}):
        assert len(ref(site, query)["legs"]) == 2
        assert site.visitor.get("/track", query).status_code == 200


@pytest.mark.parametrize("number", ["999-11112222", "N/A", "000-00000000"])
def test_an_air_waybill_number_that_nothing_was_heard_of_is_unknown(open_fresh: Open, number: str) -> None:
    site = open_fresh()
    look_at(site, MILE)
    assert site.visitor.get("/track", {"awb": number}).status_code == 404
    assert site.visitor.get("/api/v1/shipment", {"awb": number}).status_code == 404


def test_an_air_waybill_number_of_another_brands_accounts_is_unknown(open_fresh: Open) -> None:
    site = open_fresh()
    look_at(site, FLIGHT, MILE)
    assert site.visitor.at("fjord.example").get("/track", {"awb": AIR_WAYBILL}).status_code == 404


def test_a_journey_comes_apart_when_the_carrier_corrects_the_number(open_fresh: Open) -> None:
    site = open_fresh()
    look_at(site, MILE, FLIGHT)
    corrected(site, CORRECTED)
    for sample in (MILE, FLIGHT):
        assert ref(site, sample.query)["legs"] == []
    assert ref(site, {"awb": AIR_WAYBILL})["references"].get("order_number") is None
    assert ref(site, {"awb": CORRECTED})["references"]["order_number"] == MILE.query["ordno"]


def test_a_journey_comes_apart_when_the_other_legs_page_is_the_one_that_is_opened(open_fresh: Open) -> None:
    site = open_fresh()
    look_at(site, MILE, FLIGHT)
    corrected(site, CORRECTED)
    assert ref(site, FLIGHT.query)["legs"] == []


def told_by_webhook(site: Site, number: str, awb: str, at: str) -> None:
    content = {"notificationType": "PICKEDUPNOTIFICATION", "orderNo": number, "awbNumber": awb, "pickedUpTime": at}
    assert send(site, content).status_code == 200
    read_all(site)


def test_a_webhook_joins_a_leg_and_a_later_one_takes_it_off_again(open_fresh: Open) -> None:
    site = open_fresh()
    look_at(site, FLIGHT)
    told_by_webhook(site, "ONLY-TOLD-OF", AIR_WAYBILL, "2026-03-02 09:30:00")
    joined = ref(site, FLIGHT.query)
    assert {leg["references"].get("order_number") for leg in joined["legs"]} == {None, "ONLY-TOLD-OF"}
    told_by_webhook(site, "ONLY-TOLD-OF", CORRECTED, "2026-03-02 10:30:00")
    assert ref(site, FLIGHT.query)["legs"] == []
    told_by_webhook(site, "ONLY-TOLD-OF", AIR_WAYBILL, "2026-03-02 08:00:00")
    assert ref(site, FLIGHT.query)["legs"] == [], "what is told late is not the newest"


def test_a_leg_whose_carrier_cannot_be_asked_hides_nothing_and_is_named(open_fresh: Open) -> None:
    site = open_fresh()
    look_at(site, MILE, FLIGHT)
    site.sandbox.fault("leaps", status=500)
    forget_what_is_kept(site)
    answer = site.visitor.get("/track", MILE.query)
    assert answer.status_code == 200
    assert "GLS" in answer.text
    content = ref(site, MILE.query)
    assert (content["legs"], content["references"]["order_number"]) == ([], MILE.query["ordno"])


def test_who_has_proven_one_leg_has_not_proven_the_other(open_fresh: Open) -> None:
    site = open_fresh()
    look_at(site, MILE, FLIGHT)
    answer = site.visitor.get("/api/v1/shipment", {"token": site.token(FLIGHT)})
    assert answer.get_json()["verified"] is True
    page = site.visitor.get(f"/t/{site.token(FLIGHT)}").text
    for hidden in ("Sahar Cargo", "400099", "15555550130", "Asha"):
        assert hidden not in page + answer.text
    assert "Bandra Living" in page, "what was proven is shown"


def test_a_journey_costs_no_more_calls_than_its_legs(open_fresh: Open) -> None:
    site = open_fresh()
    look_at(site, MILE, FLIGHT)
    before = site.sandbox.calls()
    ref(site, MILE.query)
    assert site.sandbox.calls() == before
