"""Sample orders with unusual data: two legs, the later edition, odd numbers, odd texts."""

from datetime import datetime

from tracking_site_sandbox import shared_numbers
from tracking_site_sandbox.loginext.merchants import (
    AIRPORT,
    AISYAH,
    AWKWARD,
    BROOKLYN,
    DUBAI,
    GRACE,
    KUALA_LUMPUR,
    LAYLA,
    MARCUS,
    MUMBAI,
)
from tracking_site_sandbox.loginext.order_model import Hub, Order, Plan, order, reference
from tracking_site_sandbox.odd_texts import EVERYTHING, MARKUP
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.times import after, epoch_milliseconds

TIMES_WITH_ZONE = (
    "shipmentOrderDt",
    "startTimeWindow",
    "endTimeWindow",
    "eta",
    "actualStartDt",
    "pickupCheckInTime",
    "deliverCheckInTime",
)


def orders(now: datetime) -> list[Order]:
    """Return the orders as they are at a given time."""
    return [
        *legs(now),
        *legs_and_back(now),
        later_edition(now),
        order(
            now,
            "KL-5530",
            "Delivered to a pick-up point, waits to be collected",
            "delivered",
            "DELIVERED",
            KUALA_LUMPUR,
            AISYAH,
            Plan(window=(-5, -2), started=-5, picked_up=-5.2, delivered=-3),
            deliveryLocationType="PUP",
        ),
        order(
            now,
            "DXB-88150",
            "Out for delivery, 40 minutes late",
            "out_for_delivery",
            "INTRANSIT",
            DUBAI,
            LAYLA,
            Plan(window=(-2, 0.2), started=-2, picked_up=-2.1, eta=0.8),
            position=(25.1907, 55.2633),
            isDelayed=True,
            delayedBy=40,
        ),
        order(
            now,
            "KL-5520",
            "Out for delivery, the position is 0,0",
            "out_for_delivery",
            "INTRANSIT",
            KUALA_LUMPUR,
            AISYAH,
            Plan(window=(0, 3), started=-0.5, picked_up=-0.6, eta=1.5),
            position=(0, 0),
        ),
        order(
            now,
            "A&B #1/ü",
            "An order number that has to be encoded",
            "info_received",
            "NOTDISPATCHED",
            DUBAI,
            LAYLA,
            Plan(created=-1, window=(20, 23)),
        ),
        order(
            now,
            "MB-3390",
            "Collected and brought to the hub, flies on with GLS under the same air waybill",
            "in_transit",
            "DELIVERED",
            MUMBAI,
            AIRPORT,
            Plan(created=-70, window=(-8, -5), started=-8, picked_up=-7, delivered=-5.5),
            leg="PICKUP",
            awb=shared_numbers.AIR_WAYBILL,
        ),
        order(
            now,
            shared_numbers.NUMBER,
            None,
            "out_for_delivery",
            "INTRANSIT",
            DUBAI,
            LAYLA,
            Plan(window=(0, 2), started=-1, picked_up=-1.1, eta=0.8),
            position=(25.1907, 55.2633),
        ),
        order(
            now,
            "DXB-88131",
            "A status that nobody documented",
            "unknown",
            "CUSTODYCHANGED",
            DUBAI,
            LAYLA,
            Plan(window=(1, 4), started=-2),
        ),
        order(
            now,
            "DXB-88140",
            "Texts with HTML, quotes, Arabic and emoji",
            "attempt_failed",
            "NOTDELIVERED",
            DUBAI,
            AWKWARD,
            Plan(window=(-3, -1), started=-3, picked_up=-3.1, delivered=-2),
            reason=MARKUP,
            notes=EVERYTHING,
            deliveryNotes=EVERYTHING,
            clientName=EVERYTHING,
            deliveryMediumName=MARKUP,
        ),
        minimal("MB-3399", "Hardly any field"),
    ]


def legs(now: datetime) -> list[Order]:
    """Return one order in two legs: picked up and brought to the hub, then out for delivery."""
    number = "NW-10255"
    to_hub = order(
        now,
        number,
        None,
        "in_transit",
        "DELIVERED",
        BROOKLYN,
        MARCUS,
        Plan(created=-32, window=(-28, -24), started=-28, picked_up=-27, delivered=-25),
        leg="PICKUP",
        parentOrderNo=None,
    )
    to_recipient = order(
        now,
        number,
        "Two legs: at the hub yesterday, out for delivery now",
        "out_for_delivery",
        "INTRANSIT",
        BROOKLYN,
        GRACE,
        Plan(created=-24, window=(0, 3), started=-1.5, picked_up=-1.6, eta=1.1),
        position=(40.7181, -73.9580),
        parentOrderNo=number,
    )
    return [to_hub, to_recipient]


def legs_and_back(now: datetime) -> list[Order]:
    """Return one order that could not be delivered, and is on its way back."""
    number = "NW-10261"
    there = order(
        now,
        number,
        None,
        "attempt_failed",
        "NOTDELIVERED",
        BROOKLYN,
        GRACE,
        Plan(created=-60, window=(-30, -27), started=-31, picked_up=-31.1, delivered=-28),
        reason="No customer at delivery location",
    )
    back = order(
        now,
        number,
        "On its way back to the merchant after a failed attempt",
        "in_transit",
        "INTRANSIT",
        BROOKLYN,
        MARCUS,
        Plan(created=-24, window=(0, 3), started=-1, picked_up=-1.1),
        state="REVERSE",
        referenceId=reference(f"{number}/back"),
        parentOrderNo=number,
    )
    return [there, back]


def later_edition(now: datetime) -> Order:
    """Return an order in the form of the later edition: each time has a time zone, and there is no air waybill number."""
    earlier = order(
        now,
        "NW-20418",
        "Out for delivery, as later editions answer it",
        "out_for_delivery",
        "INTRANSIT",
        BROOKLYN,
        MARCUS,
        Plan(window=(0, 4), started=-2, picked_up=-2.1),
        position=(40.7098, -73.9497),
        tripName="TRIP-91",
        orderSequence=3,
        serviceType="STANDARD",
        deliverEta=epoch_milliseconds(after(now, 2.2)),
        pickupEta=None,
        parentOrderNo=None,
        originLatitude=BROOKLYN.position[0],
        originLongitude=BROOKLYN.position[1],
        destinationLatitude=MARCUS.position[0],
        destinationLongitude=MARCUS.position[1],
    )
    row = {name: value for name, value in earlier.row.items() if name != "awbNumber"}
    return Order(row | zones(BROOKLYN), earlier.sample, earlier.product, earlier.position)


def zones(hub: Hub) -> dict[str, object]:
    """Return the fields that have the time zones of a row's times."""
    return {f"{name}TZ": hub.zone for name in TIMES_WITH_ZONE}


def minimal(number: str, title: str) -> Order:
    """Return an order of which only the number, the id and the status are known."""
    row: dict[str, object] = {"referenceId": reference(number), "orderNo": number, "status": "NOTDISPATCHED"}
    return Order(row, Sample("loginext", title, {"ordno": number}, "info_received", "NOTDISPATCHED"))
