"""What a webhook means for an order depends on its leg: over HTTP, in all three content types."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.integration.webhooks.test_receiver import read_all, send, shipment
from tests.support.loginext_orders import answer, row
from tests.support.sites import Open, Site
from tracking_site_sandbox.loginext.webhooks import as_form, as_json, as_xml

NUMBER = "LEG-1"
Webhook = dict[str, Any]
in_every_type = pytest.mark.parametrize("written", [as_json, as_xml, as_form])
NOW = datetime.now(UTC).replace(microsecond=0)


def text(hours: float) -> str:
    return (NOW + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S")


def utc(hours: float) -> str:
    return f"{text(hours).replace(' ', 'T')}Z"


def created(leg: str | None, state: str | None) -> Webhook:
    said = {"orderLeg": leg, "orderState": state}
    told = {name: value for name, value in said.items() if value}
    return {"notificationType": "ORDERCREATIONNOTIFICATION", "orderNo": NUMBER, "timestamp": text(-9), **told}


STARTED: Webhook = {
    "notificationType": "STARTTRIP",
    "clientShipmentIds": [NUMBER, "OTHER-9"],
    "startTime": text(-5),
}
DELIVERED: Webhook = {
    "notificationType": "DELIVEREDNOTIFICATION",
    "clientShipmentId": NUMBER,
    "deliveryTime": text(-3),
    "branchName": "AAA0",
    "latitude": 19.11,
    "longitude": 72.9,
}


def told(site: Site, *webhooks: Webhook, written: Callable[[Webhook], tuple[str, bytes]] = as_json) -> dict[str, Any]:
    for webhook in webhooks:
        assert send(site, webhook, written).status_code == 200
    read_all(site)
    return shipment(site, NUMBER)


def steps(content: dict[str, Any]) -> list[str]:
    return [event["description"] for event in content["events"]]


TO_HUB = ("in_transit", ["Reached the depot", "Driver on the way to collect it"])
RETURNED = ("returned", ["Returned to the sender", "On its way back to the sender"])
LEGS = {
    ("PICKUP", "FORWARD"): TO_HUB,
    ("PICKUP", "REVERSE"): TO_HUB,
    ("DELIVER", "REVERSE"): RETURNED,
    (None, "REVERSE"): RETURNED,
    ("PICKUP", None): TO_HUB,
    ("DELIVER", "FORWARD"): ("delivered", ["Delivered", "Out for delivery"]),
}


@in_every_type
@pytest.mark.parametrize(("leg", "state"), LEGS)
def test_start_and_delivery_of_an_order_whose_creation_names_the_leg_are_no_delivery_of_another(
    open_fresh: Open, leg: str | None, state: str | None, written: Callable[[Webhook], tuple[str, bytes]]
) -> None:
    content = told(open_fresh(), created(leg, state), STARTED, DELIVERED, written=written)
    status, expected = LEGS[leg, state]
    assert content["status"] == status
    assert steps(content) == [*expected, "Registered with the carrier"]
    assert (content["delivered_at"] is not None) == (status == "delivered")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_leg_is_known_whenever_its_creation_comes(open_fresh: Open, order: tuple[int, ...]) -> None:
    webhooks = (created("PICKUP", "FORWARD"), STARTED, DELIVERED)
    content = told(open_fresh(), *(webhooks[turn] for turn in order))
    assert (content["status"], steps(content)[:2]) == TO_HUB


@pytest.mark.parametrize(
    ("leg", "state", "status", "first"),
    [
        ("PICKUP", "FORWARD", "in_transit", "Reached the depot"),
        ("DELIVER", "REVERSE", "returned", "Returned to the sender"),
        ("DELIVER", "FORWARD", "delivered", "Delivered"),
    ],
)
def test_get_order_says_which_leg_a_webhook_is_of(
    open_fresh: Open, leg: str, state: str, status: str, first: str
) -> None:
    site = open_fresh()
    answer(site, row(NUMBER, leg, state, "DELIVERED"))
    content = told(site, STARTED, DELIVERED)
    assert (content["status"], steps(content)[0]) == (status, first)


@in_every_type
def test_the_end_to_end_status_of_a_collection_delivers_nothing(
    open_fresh: Open, written: Callable[[Webhook], tuple[str, bytes]]
) -> None:
    site = open_fresh()
    creation = {
        "notificationType": "MILEE2EORDERCREATIONNOTIFICATION",
        "orderDetails": [
            {"orderNo": NUMBER, "orderLeg": "PICKUP", "orderState": "FORWARD", "timestamp": text(-9)},
            {"orderNo": "LEG-2", "orderLeg": "DELIVER", "orderState": "FORWARD", "timestamp": text(-9)},
        ],
    }
    status = {
        "notificationType": "MILEE2EORDERUPDATESTATUSNOTIFICATION",
        "orderDetails": [
            {"orderNo": NUMBER, "orderStatus": "DELIVERED", "timestamp": text(-4)},
            {"orderNo": "LEG-2", "orderStatus": "DELIVERED", "timestamp": text(-1)},
        ],
    }
    content = told(site, creation, status, written=written)
    assert (content["status"], steps(content)[0]) == ("in_transit", "Reached the depot")
    other = shipment(site, "LEG-2")
    assert (other["status"], other["delivered_at"]) == ("delivered", utc(-1))
    assert NUMBER not in str(other)


def test_the_name_of_a_branch_is_no_place_of_a_delivery(open_fresh: Open) -> None:
    site = open_fresh()
    failed = {"notificationType": "NOTDELIVEREDNOTIFICATION", "orderNo": NUMBER, "branchName": "AAA0"}
    content = told(site, DELIVERED, {**failed, "deliveryTime": text(-4), "reason": "Nobody at home"})
    assert "AAA0" not in str(content)
    scan = {"notificationType": "ORDERSTATUSNOTIFICATON", "scanStatus": "INSCANNED", "scanTime": text(-6)}
    content = told(site, {**scan, "orderNo": NUMBER, "branchName": "Mumbai"})
    assert content["events"][-1]["location"]["name"] == "Mumbai"


@in_every_type
def test_a_loaded_trip_and_a_driver_who_accepts_are_told_with_the_new_arrival(
    open_fresh: Open, written: Callable[[Webhook], tuple[str, bytes]]
) -> None:
    accepted = {
        "status": "ORDER ACCEPTED",
        "clientShipmentId": NUMBER,
        "updatedOn": text(-2),
        "phoneNumber": 15551234567,
    }
    loaded = {
        "notificationType": "LOADINGDONENOTIFICATION",
        "clientShipmentIds": [NUMBER, "OTHER-9"],
        "startTime": text(-1),
        "revisedEta": text(2),
        "phoneNumber": 15551234567,
        "driverName": "Rahul",
    }
    content = told(open_fresh(), loaded, accepted, written=written)
    assert (content["status"], steps(content)) == ("info_received", ["Loaded", "A driver has accepted it"])
    assert content["estimated_delivery"] == {"earliest": utc(2), "latest": utc(2)}
    assert "OTHER-9" not in str(content)


def update(leg: str, **more: object) -> Webhook:
    window = {"startTimeWindow": text(3), "endTimeWindow": text(5)}
    return {
        "notificationType": "ORDERUPDATENOTIFICATION",
        "orderNo": NUMBER,
        "shipmentOrderTypeCd": leg,
        "orderState": "FORWARD",
        "address": "145 West Coast Road, Singapore, 127367",
        **window,
        **more,
    }


def routes(kind: str) -> Webhook:
    there = {"name": NUMBER, "start": utc(3), "end": utc(5), "shipmentType": kind}
    other = {**there, "name": "OTHER-9"}
    return {
        "status": 200,
        "message": "",
        "data": {"routeName": "R", "routes": [{"vehicle": "cc", "shipments": [there, other]}], "unassigned": ["U-1"]},
        "hasError": False,
    }


WINDOW = {"earliest": utc(3), "latest": utc(5)}
PLANNED: Webhook = {
    "notificationType": "DELIVERYPLANNING",
    "notificationDetails": [
        {
            "tripName": "TRIP-1",
            "orderDetails": [
                {"orderNo": NUMBER, "startTimeWindow": text(3), "endTimeWindow": text(5), "deliveryOrder": 1}
            ],
        }
    ],
}
ALONE: dict[str, tuple[Webhook, Any]] = {
    "accept": ({"status": "ORDER ACCEPTED", "clientShipmentId": NUMBER, "updatedOn": text(-2)}, None),
    "update": (update("DELIVER"), WINDOW),
    "update of a collection": (update("PICKUP"), None),
    "load items": ({"notificationType": "LOADITEMNOTIFICATION", "orderNo": NUMBER, "orderLeg": "DELIVER"}, None),
    "load complete": ({"notificationType": "LOADINGDONENOTIFICATION", "clientShipmentIds": [NUMBER]}, None),
    "route planning": (PLANNED, WINDOW),
    "route planning by the API": (routes("DELIVER"), WINDOW),
    "route planning of a collection": (routes("PICKUP"), None),
}


@in_every_type
@pytest.mark.parametrize("name", ALONE)
def test_an_order_of_which_one_webhook_alone_has_told_has_a_page_with_the_window(
    open_fresh: Open, name: str, written: Callable[[Webhook], tuple[str, bytes]]
) -> None:
    site = open_fresh()
    webhook, window = ALONE[name]
    content = told(site, webhook, written=written)
    assert content["status"] == "info_received"
    assert content["estimated_delivery"] == window
    page = site.visitor.get("/track", {"ordno": NUMBER, "account": "mile"})
    assert page.status_code == 200
    assert "West Coast" not in page.text + str(content)


def test_a_promise_stands_beside_a_newer_estimate(open_fresh: Open) -> None:
    loaded = {"notificationType": "LOADINGDONENOTIFICATION", "clientShipmentIds": [NUMBER], "revisedEta": text(4)}
    content = told(open_fresh(), update("DELIVER"), loaded)
    assert content["promised_delivery"] == WINDOW
    assert content["estimated_delivery"] == {"earliest": utc(4), "latest": utc(4)}


def test_a_webhook_without_details_does_not_make_an_order_known(open_fresh: Open) -> None:
    site = open_fresh()
    send(site, {"notificationType": "SOMETHING NEW", "orderNo": NUMBER})
    read_all(site)
    assert site.visitor.raw("GET", "/track", {"ordno": NUMBER, "account": "mile"}).status_code == 404


def test_a_revised_arrival_at_the_hub_is_no_expected_delivery(open_fresh: Open) -> None:
    detail = {"calculatedStartDate": text(1), "calculatedEndDate": text(2), "sequence": 1}
    revised = {
        "notificationType": "REVISEETANOTIFICATION",
        "timestamp": text(-1),
        "tripDetails": [
            {"orderDetails": [{"orderNo": NUMBER, "orderStatusCd": "INTRANSIT", "deliverDetails": [detail]}]}
        ],
    }
    content = told(open_fresh(), created("PICKUP", "FORWARD"), STARTED, revised)
    assert (content["estimated_delivery"], content["promised_delivery"]) == (None, None)


def test_a_cancelled_way_back_undoes_no_delivery(open_fresh: Open) -> None:
    cancelled = {
        "notificationType": "CANCELLEDNOTIFICATION",
        "orderNo": NUMBER,
        "orderLeg": "DELIVER",
        "orderState": "REVERSE",
        "cancellationTime": text(-1),
    }
    content = told(open_fresh(), cancelled, DELIVERED, created("DELIVER", "FORWARD"))
    assert (content["status"], content["delivered_at"]) == ("delivered", utc(-3))
    assert steps(content)[0] == "Delivered"


def test_the_drivers_number_in_a_reason_is_not_told(open_fresh: Open) -> None:
    failed = {
        "notificationType": "NOTDELIVEREDNOTIFICATION",
        "orderNo": NUMBER,
        "deliveryTime": text(-4),
        "phoneNumber": 5140000123,
    }
    content = told(open_fresh(), {**failed, "reason": "Call 514 000 0123"})
    assert "0123" not in str(content)


def test_goods_delivered_to_a_pickup_point_wait_there(open_fresh: Open) -> None:
    content = told(open_fresh(), {**DELIVERED, "deliveryLocationType": "PUP"})
    assert (content["status"], steps(content)) == ("delivered", ["Waiting to be collected"])
