"""Pages of LogiNext's orders with several rows: whose data, whose window and which status they show."""

from itertools import permutations
from typing import Any

import pytest

from tests.integration.webhooks.test_receiver import read_all, send
from tests.support.loginext_orders import Row, answer, row
from tests.support.sites import ALL, Open, Site
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.services import link_sealer
from tracking_site_sandbox.sample import Sample

NUMBER = "LEG-1"
HOUR = 3_600_000
NOON = 1_795_608_000_000  # 2026-11-25T12:00:00Z
WINDOW = {"startTimeWindow": NOON + 2 * HOUR, "endTimeWindow": NOON + 5 * HOUR}
PROMISE = {"earliest": "2026-11-25T14:00:00Z", "latest": "2026-11-25T17:00:00Z"}
SENDER = {
    "customerName": "Peter Novak",
    "customerPhoneNumber": "15551230099",
    "origin": "9 Mill Lane,Hoboken,07030",
    "destination": "West Brooklyn",
    "deliveryMediumName": "Abel Ferrara",
    "destinationLatitude": 40.6501,
    "destinationLongitude": -73.9496,
}
RECIPIENT = {
    "customerName": "Anita Desai",
    "origin": "West Brooklyn",
    "destination": "Apt 5,12 Willow Street,Heights,Brooklyn,11201",
}
COLLECTION = row(NUMBER, "PICKUP", "FORWARD", "INTRANSIT", startTimeWindow=NOON, endTimeWindow=NOON + HOUR, **SENDER)
DELIVERY = row(NUMBER, "DELIVER", "FORWARD", "NOTDISPATCHED", **WINDOW, **RECIPIENT)
OUT = {**DELIVERY, "status": "INTRANSIT", "actualStartDt": NOON}
SENDERS_WORDS = ("Peter", "Novak", "Mill Lane", "07030", "Abel", "Ferrara", "15551230099")


def shipment(site: Site, number: str = NUMBER) -> dict[str, Any]:
    content: dict[str, Any] = site.visitor.get("/api/v1/shipment", {"ordno": number}).get_json()["shipment"]
    return content


def recipients_page(site: Site) -> str:
    ref = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, NUMBER))
    return site.visitor.get(f"/t/{link_sealer(site.settings).seal('northwind', ref, for_recipient=True)}").text


@pytest.mark.parametrize(
    ("rows", "own"),
    [
        ([COLLECTION], False),
        ([COLLECTION, DELIVERY], True),
        ([{**COLLECTION, "status": "NOTPICKEDUP", "reason": "Novak was not there", "actualEndDt": NOON}], False),
        ([{**COLLECTION, "status": "DELIVERED"}, DELIVERY], True),
        ([{**COLLECTION, "orderState": "REVERSE"}, {**DELIVERY, "status": "DELIVERED"}], True),
        ([row(NUMBER, "DELIVER", "REVERSE", "INTRANSIT", **SENDER)], False),
        ([row(NUMBER, None, None, "INTRANSIT", **SENDER)], False),
    ],
)
def test_a_recipient_never_sees_the_person_at_the_other_end(open_fresh: Open, rows: list[Row], *, own: bool) -> None:
    for order in permutations(rows):
        site = open_fresh()
        answer(site, *order)
        for page in (recipients_page(site), str(shipment(site))):
            assert not [word for word in SENDERS_WORDS if word in page]
        assert ("Anita Desai" in recipients_page(site)) == own


def test_a_reason_that_names_anybody_of_any_row_is_not_shown_to_everybody(open_fresh: Open) -> None:
    site = open_fresh()
    failed = {**OUT, "status": "NOTDELIVERED", "reason": "Asked Novak, then Desai", "actualEndDt": NOON}
    answer(site, {**COLLECTION, "status": "DELIVERED"}, failed)
    assert not [word for word in ("Novak", "Desai") if word in str(shipment(site))]


@pytest.mark.parametrize(
    ("rows", "promised"),
    [
        ([COLLECTION], None),
        ([COLLECTION, DELIVERY], PROMISE),
        ([row(NUMBER, "DELIVER", "REVERSE", "INTRANSIT", **WINDOW)], None),
        ([row(NUMBER, "PICKUP", "REVERSE", "INTRANSIT", **WINDOW)], None),
        ([{**COLLECTION, "eta": NOON + HOUR}], None),
    ],
)
def test_only_the_window_of_a_leg_to_the_recipient_is_an_expected_delivery(
    open_fresh: Open, rows: list[Row], promised: dict[str, str] | None
) -> None:
    site = open_fresh()
    answer(site, *rows)
    content = shipment(site)
    assert (content["estimated_delivery"], content["promised_delivery"]) == (promised, promised)


@pytest.mark.parametrize("name", ["eta", "deliverEta"])
def test_an_estimate_inside_of_the_promised_window_is_told_beside_the_promise(open_fresh: Open, name: str) -> None:
    site = open_fresh()
    answer(site, {**OUT, name: NOON + 3 * HOUR})
    content = shipment(site)
    assert content["estimated_delivery"] == {"earliest": "2026-11-25T15:00:00Z", "latest": "2026-11-25T15:00:00Z"}
    assert content["promised_delivery"] == PROMISE
    answer(site, {**DELIVERY, name: NOON + 3 * HOUR})
    assert shipment(site)["estimated_delivery"] == PROMISE, "before it is under way, the promise stands"


def test_a_second_attempt_decides_whatever_the_order_of_the_rows(open_fresh: Open) -> None:
    first = {**OUT, "status": "NOTDELIVERED", "actualEndDt": NOON + HOUR}
    second = {
        **OUT,
        "actualStartDt": NOON + 24 * HOUR,
        "startTimeWindow": NOON + 26 * HOUR,
        "endTimeWindow": NOON + 27 * HOUR,
    }
    for order in permutations((first, second)):
        site = open_fresh()
        answer(site, *order)
        content = shipment(site)
        assert content["status"] == "out_for_delivery"
        assert content["promised_delivery"]["earliest"] == "2026-11-26T14:00:00Z"


def test_a_cancelled_way_back_does_not_undo_the_delivery(open_fresh: Open) -> None:
    delivered = {**OUT, "status": "DELIVERED", "deliverCheckOutTime": NOON + HOUR}
    back = row(NUMBER, "DELIVER", "REVERSE", "CANCELLED", actualEndDt=NOON + 9 * HOUR)
    for order in permutations(({**COLLECTION, "status": "DELIVERED"}, delivered, back)):
        site = open_fresh()
        answer(site, *order)
        content = shipment(site)
        assert (content["status"], content["delivered_at"]) == ("delivered", "2026-11-25T13:00:00Z")
        assert content["events"][0]["status"] == "delivered"


def test_a_way_back_that_is_under_way_is_not_out_for_delivery(open_fresh: Open) -> None:
    site = open_fresh()
    answer(site, row(NUMBER, "DELIVER", "REVERSE", "INTRANSIT", actualStartDt=NOON))
    content = shipment(site)
    assert (content["status"], content["events"][0]["description"]) == ("in_transit", "On its way back to the sender")
    assert "On its way back to the sender" in site.visitor.get("/track", {"ordno": NUMBER}).text


def test_the_postcode_at_the_end_of_the_destination_proves_to_be_the_recipient(open_fresh: Open) -> None:
    site = open_fresh()
    answer(site, DELIVERY)
    assert "verify" in shipment(site)["actions"]
    answer(site, {**DELIVERY, "destination": "Apt 5,12 Willow Street,Brooklyn"})
    assert "verify" not in shipment(site)["actions"]


def test_goods_at_a_pickup_point_wait_to_be_collected(open_fresh: Open) -> None:
    site = open_fresh()
    at_point = {**OUT, "status": "DELIVERED", "deliverCheckOutTime": NOON + HOUR, "deliveryLocationType": "PUP"}
    answer(site, at_point)
    content = shipment(site)
    assert (content["status"], content["events"][0]["description"]) == ("delivered", "Waiting to be collected")


def test_the_drivers_number_in_a_reason_is_shown_to_nobody(open_fresh: Open) -> None:
    site = open_fresh()
    failed = {**OUT, "status": "NOTDELIVERED", "actualEndDt": NOON, "deliveryMediumPhoneNumber": "9977776644"}
    answer(site, {**failed, "reason": "Call 99777 76644"})
    assert "76644" not in recipients_page(site) + str(shipment(site))


FLIGHT = next(sample for sample in ALL if "slino" in sample.query and sample.status == "delivered" and sample.awb)


def delivered_flight(site: Site) -> tuple[Sample, str]:
    content = site.visitor.get("/api/v1/shipment", FLIGHT.query).get_json()["shipment"]
    assert content["status"] == "delivered"
    return FLIGHT, content["references"]["awb_number"]


def test_a_first_mile_that_reached_the_hub_does_not_hold_up_a_journey_that_was_delivered(open_fresh: Open) -> None:
    site = open_fresh()
    flight, awb = delivered_flight(site)
    answer(site, {**COLLECTION, "status": "DELIVERED", "awbNumber": awb, "deliverCheckOutTime": NOON - 900 * HOUR})
    shipment(site)
    alone = site.visitor.get("/api/v1/shipment", flight.query).get_json()["shipment"]
    for query in ({"ordno": NUMBER}, flight.query):
        content = site.visitor.get("/api/v1/shipment", query).get_json()["shipment"]
        assert len(content["legs"]) == 2
        assert content["status"] == "delivered"
        assert content["delivered_at"] == alone["delivered_at"] is not None


def test_an_order_under_a_consolidated_freight_and_the_freight_do_not_name_each_other(open_fresh: Open) -> None:
    site = open_fresh()
    flight, awb = delivered_flight(site)
    for number in ("CONSOLIDATED-1", "CONSOLIDATED-2"):
        content = {"notificationType": "PICKEDUPNOTIFICATION", "orderNo": number, "awbNumber": awb}
        send(site, {**content, "pickedUpTime": "2026-03-02 09:30:00"})
    read_all(site)
    for query in ({"ordno": "CONSOLIDATED-1"}, {"ordno": "CONSOLIDATED-2"}, flight.query):
        content = site.visitor.get("/api/v1/shipment", query).get_json()["shipment"]
        assert content["legs"] == []
        assert len(content["references"]) == 2
