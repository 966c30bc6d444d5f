"""The sample orders of the LogiNext sandbox, with every documented status."""

from datetime import datetime

from tracking_site_sandbox.loginext.merchants import (
    AISYAH,
    BROOKLYN,
    BRUNO,
    DUBAI,
    GRACE,
    KUALA_LUMPUR,
    LAYLA,
    MARCUS,
    MEERA,
    MUMBAI,
    ROHAN,
    SAO_PAULO,
    WEI,
)
from tracking_site_sandbox.loginext.order_model import Order, Plan, order


def orders(now: datetime) -> list[Order]:
    """Return the orders as they are at a given time."""
    return [*waiting(now), *under_way(now), *ended(now), *failed(now)]


def waiting(now: datetime) -> list[Order]:
    """Return orders that are not on the way yet."""
    return [
        order(
            now,
            "NW-10231",
            "Not dispatched, window tomorrow",
            "info_received",
            "NOTDISPATCHED",
            BROOKLYN,
            GRACE,
            Plan(created=-2, window=(22, 25)),
        ),
        order(
            now,
            "LN01234567",
            "Accepted by a driver (on demand)",
            "info_received",
            "ORDER ACCEPTED",
            MUMBAI,
            ROHAN,
            Plan(created=-0.5, window=(0.5, 1.5)),
            product="ondemand",
        ),
        order(
            now,
            "LN01234590",
            "Rejected by a driver (on demand)",
            "info_received",
            "ORDER REJECTED",
            MUMBAI,
            MEERA,
            Plan(created=-0.4, window=(0.6, 1.6)),
            product="ondemand",
        ),
    ]


def under_way(now: datetime) -> list[Order]:
    """Return orders that are on the way."""
    return [
        order(
            now,
            "SP-77010",
            "Picked up from the merchant",
            "picked_up",
            "PICKEDUP",
            SAO_PAULO,
            BRUNO,
            Plan(window=(-2, 1), started=-1.5, picked_up=-0.8),
            leg="PICKUP",
            position=(-23.5402, -46.6770),
        ),
        order(
            now,
            "GR432U5",
            "Out for delivery, three stops before, other orders come along",
            "out_for_delivery",
            "INTRANSIT",
            BROOKLYN,
            GRACE,
            Plan(window=(0, 3), started=-1.2, picked_up=-1.3, eta=0.9),
            awb="435-66502181",
            position=(40.7164, -73.9565),
            tripName="TRIP-84",
            orderSequence=6,
        ),
        order(
            now,
            "GR432U51",
            None,
            "out_for_delivery",
            "INTRANSIT",
            BROOKLYN,
            MARCUS,
            Plan(window=(0, 3), started=-1.2, picked_up=-1.3, eta=0.4),
            position=(40.7164, -73.9565),
            tripName="TRIP-84",
            orderSequence=4,
        ),
        order(
            now,
            "GR432U52",
            None,
            "delivered",
            "DELIVERED",
            BROOKLYN,
            MARCUS,
            Plan(window=(-2, 1), started=-1.2, picked_up=-1.3, delivered=-0.7),
            tripName="TRIP-84",
            orderSequence=2,
        ),
        order(
            now,
            "SP-77011",
            "On the way to pick it up",
            "in_transit",
            "INTRANSIT",
            SAO_PAULO,
            BRUNO,
            Plan(window=(0, 2), started=-0.3, eta=0.7),
            leg="PICKUP",
            position=(-23.5301, -46.6702),
        ),
        order(
            now,
            "KL-5508",
            "Picked up, has reached the hub",
            "in_transit",
            "DELIVERED",
            KUALA_LUMPUR,
            WEI,
            Plan(window=(-8, -5), started=-8, picked_up=-7, delivered=-5.5),
            leg="PICKUP",
        ),
    ]


def ended(now: datetime) -> list[Order]:
    """Return orders that are delivered, returned or cancelled."""
    return [
        order(
            now,
            "KL-5501",
            "Delivered two hours ago",
            "delivered",
            "DELIVERED",
            KUALA_LUMPUR,
            AISYAH,
            Plan(window=(-4, -1), started=-4, picked_up=-4.2, delivered=-2),
            awb="435-33188466",
            deliveryNotes="Handed to the recipient",
            customerRatings=5,
            podCount=2,
        ),
        order(
            now,
            "DXB-88120",
            "Completed last week",
            "delivered",
            "COMPLETED",
            DUBAI,
            LAYLA,
            Plan(created=-190, window=(-170, -167), started=-171, picked_up=-172, delivered=-168.4),
        ),
        order(
            now,
            "KL-5503",
            "Partially delivered, one item was damaged",
            "partially_delivered",
            "PARTIALLYDELIVERED",
            KUALA_LUMPUR,
            WEI,
            Plan(window=(-6, -3), started=-6, picked_up=-6.2, delivered=-3.5),
            reason="Product damaged in transit",
        ),
        order(
            now,
            "NW-10240",
            "On its way back, has reached the merchant",
            "returned",
            "DELIVERED",
            BROOKLYN,
            MARCUS,
            Plan(created=-80, window=(-30, -26), started=-31, picked_up=-30, delivered=-27),
            state="REVERSE",
        ),
        order(
            now,
            "DXB-88124",
            "Cancelled",
            "cancelled",
            "CANCELLED",
            DUBAI,
            LAYLA,
            Plan(created=-50, window=(-20, -17)),
            reason="Cancelled by the customer",
        ),
    ]


def failed(now: datetime) -> list[Order]:
    """Return orders with a failed attempt to pick them up or to deliver them."""
    return [
        order(
            now,
            "SP-77015",
            "Could not be picked up",
            "attempt_failed",
            "NOTPICKEDUP",
            SAO_PAULO,
            BRUNO,
            Plan(window=(-5, -2), started=-5),
            leg="PICKUP",
            reason="The shop was closed",
        ),
        order(
            now,
            "MB-3302",
            "Could not be delivered, nobody at home",
            "attempt_failed",
            "NOTDELIVERED",
            MUMBAI,
            ROHAN,
            Plan(window=(-5, -2), started=-5, picked_up=-5.1, delivered=-3),
            reason="No customer at delivery location",
        ),
        order(
            now,
            "MB-3305",
            "Not completed, will be tried again",
            "attempt_failed",
            "NOTCOMPLETED",
            MUMBAI,
            MEERA,
            Plan(window=(-28, -24), started=-29, picked_up=-29.2),
            reason="Address incomplete",
            noOfAttempts=2,
        ),
    ]
