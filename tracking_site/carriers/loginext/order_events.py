"""The status and the events in a row of Get Order (docs/carriers/loginext.md, Mile, Get Order)."""

from collections.abc import Iterator

from tracking_site.carriers.loginext.reasons import reason_without_number
from tracking_site.carriers.loginext.responses import normalise_word
from tracking_site.carriers.parsing import Fields
from tracking_site.domain.shipment import Coordinates, Location, Milestone, Status, TrackingEvent

STATUSES = {
    "NOTDISPATCHED": Status.INFO_RECEIVED,
    "ORDERACCEPTED": Status.INFO_RECEIVED,
    "ORDERREJECTED": Status.INFO_RECEIVED,  # LogiNext looks for another driver: nothing changes for the recipient
    "PICKEDUP": Status.PICKED_UP,
    "INTRANSIT": Status.OUT_FOR_DELIVERY,
    "DELIVERED": Status.DELIVERED,
    "COMPLETED": Status.DELIVERED,
    "PARTIALLYDELIVERED": Status.PARTIALLY_DELIVERED,
    "NOTPICKEDUP": Status.ATTEMPT_FAILED,
    "NOTDELIVERED": Status.ATTEMPT_FAILED,
    "NOTCOMPLETED": Status.ATTEMPT_FAILED,
    "CANCELLED": Status.CANCELLED,
}
FINISHED_STATUSES = frozenset(
    {"DELIVERED", "COMPLETED", "PARTIALLYDELIVERED", "NOTDELIVERED", "NOTPICKEDUP", "NOTCOMPLETED", "CANCELLED"}
)
"""The statuses of an order that the driver has finished with."""
_TO_THE_HUB = {Status.OUT_FOR_DELIVERY: Status.IN_TRANSIT, Status.DELIVERED: Status.IN_TRANSIT}

_ENDS = {
    Status.DELIVERED: Milestone.DELIVERED,
    Status.RETURNED: Milestone.RETURNED,
    Status.PARTIALLY_DELIVERED: Milestone.PARTIALLY_DELIVERED,
    Status.CANCELLED: Milestone.CANCELLED,
}


def leg_status(leg: Fields) -> Status:
    """Return the status of a leg.

    "Delivered" means in transit for a leg that ends at the hub, and returned for a leg back to the sender.
    """
    status = STATUSES.get(normalise_word(leg.text("status")), Status.UNKNOWN)
    kind = normalise_word(leg.text("shipmentOrderTypeCd"))
    if kind == "PICKUP":
        return _TO_THE_HUB.get(status, status)
    if status is Status.OUT_FOR_DELIVERY and kind != "DELIVER":
        return Status.IN_TRANSIT
    if status is Status.DELIVERED and normalise_word(leg.text("orderState")) == "REVERSE":
        return Status.RETURNED
    return status


def history(leg: Fields) -> Iterator[TrackingEvent]:
    """Yield the events that follow from a row's times and positions, unordered."""
    yield from _step(leg, "shipmentOrderDt", Status.INFO_RECEIVED, Milestone.PLACED)
    if normalise_word(leg.text("shipmentOrderTypeCd")) == "PICKUP":
        yield from _collection(leg)
    else:
        yield from _delivery(leg)


def _collection(leg: Fields) -> Iterator[TrackingEvent]:
    """Yield the events of a leg to the hub, in which the "customer" is the sender."""
    yield from _step(leg, "actualStartDt", Status.IN_TRANSIT, Milestone.COLLECTION_STARTED)
    yield from _step(leg, "pickupCheckInTime", Status.IN_TRANSIT, Milestone.COLLECTION_ARRIVED, "pickupCheckIn")
    word = normalise_word(leg.text("status"))
    if word in ("NOTPICKEDUP", "NOTCOMPLETED"):
        yield from _end(leg, Status.ATTEMPT_FAILED, Milestone.NOT_COLLECTED, ("pickupCheckOut", "deliverCheckOut"))
        return
    yield from _step(leg, "pickupCheckOutTime", Status.PICKED_UP, Milestone.COLLECTED, "pickupCheckOut")
    if word == "CANCELLED":
        yield from _end(leg, Status.CANCELLED, Milestone.CANCELLED, ())
    elif word in ("DELIVERED", "COMPLETED"):
        yield from _end(leg, Status.IN_TRANSIT, Milestone.REACHED_HUB, ("deliverCheckOut", "deliverCheckIn"))


def _delivery(leg: Fields) -> Iterator[TrackingEvent]:
    """Yield the events of a leg to the recipient."""
    status = leg_status(leg)
    last_mile = normalise_word(leg.text("shipmentOrderTypeCd")) == "DELIVER"
    on_its_way = Status.OUT_FOR_DELIVERY if last_mile else Status.IN_TRANSIT
    started = Milestone.OUT_FOR_DELIVERY if last_mile else Milestone.STARTED
    yield from _step(leg, "actualStartDt", on_its_way, started)
    yield from _step(leg, "pickupCheckOutTime", Status.PICKED_UP, Milestone.COLLECTED, "pickupCheckOut")
    yield from _step(leg, "deliverCheckInTime", on_its_way, Milestone.ARRIVED, "deliverCheckIn")
    if status is Status.ATTEMPT_FAILED:
        yield from _end(leg, status, _attempt(leg), ("deliverCheckOut",))
    elif status in _ENDS:
        yield from _end(leg, status, _ENDS[status], ("deliverCheckOut", "deliverCheckIn"))
    else:
        yield from _step(leg, "deliverCheckOutTime", on_its_way, Milestone.LEFT, "deliverCheckOut")


def _attempt(leg: Fields) -> Milestone:
    return Milestone.NOT_COLLECTED if normalise_word(leg.text("status")) == "NOTPICKEDUP" else Milestone.NOT_DELIVERED


def _step(
    leg: Fields, time_name: str, status: Status, milestone: Milestone, position: str | None = None
) -> Iterator[TrackingEvent]:
    time = leg.instant(time_name)
    if time is not None:
        yield TrackingEvent(time, status, milestone=milestone, location=_location(leg, position))


def _end(leg: Fields, status: Status, milestone: Milestone, positions: tuple[str, ...]) -> Iterator[TrackingEvent]:
    """Yield the event that ended the leg, with the carrier's reason; its time is the check-out where there is one."""
    times = (*(leg.instant(f"{position}Time") for position in positions), leg.instant("actualEndDt"))
    time = next((time for time in times if time), None)
    coordinates = next((found for position in positions if (found := _position(leg, position))), None)
    reason = reason_without_number(leg, "reason", "reasonCd")
    if time is not None or reason is not None:
        location = Location(position=coordinates) if coordinates else None
        yield TrackingEvent(time, status, description=reason, milestone=milestone, location=location)


def _location(leg: Fields, position: str | None) -> Location | None:
    coordinates = _position(leg, position) if position else None
    return Location(position=coordinates) if coordinates else None


def _position(leg: Fields, name: str) -> Coordinates | None:
    return leg.coordinates(f"{name}Latitude", f"{name}Longitude")
