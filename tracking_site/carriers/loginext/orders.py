"""LogiNext's orders: Get Order at Mile and OnDemand, then where the driver is and when he will be there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracking_site.carriers.adapter import Conversation, Outcome, Request, Response, ask
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.order_events import FINISHED_STATUSES, history, leg_status
from tracking_site.carriers.loginext.responses import normalise_word, rows
from tracking_site.carriers.parsing import Fields, name_parts, public_place_name
from tracking_site.domain.errors import (
    CarrierFailure,
    CarrierServerError,
    CarrierUnreadable,
    TrackingError,
    UnknownShipment,
)
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import (
    Coordinates,
    DeliveryWindow,
    Location,
    PersonalData,
    Place,
    ProofOfDelivery,
    References,
    Shipment,
    Status,
    TrackingEvent,
    instant_of,
)

GET_ORDER = {
    "mile": "/ShipmentApp/mile/v1/shipment",
    "ondemand": "/ShipmentApp/ondemand/v1/shipment",
}
METHOD_NOT_ALLOWED = 405
_DELIVERED = frozenset({Status.DELIVERED, Status.PARTIALLY_DELIVERED})
_ON_ITS_WAY = frozenset({Status.OUT_FOR_DELIVERY, Status.IN_TRANSIT, Status.PICKED_UP})
_NOT_BEGUN = frozenset({"", "NOTDISPATCHED", "ORDERACCEPTED", "ORDERREJECTED"})
# A failure of these is the product's own; any other would be met at the next product of the same host as well.
_OF_ONE_PRODUCT = (UnknownShipment, CarrierServerError, CarrierUnreadable)


def track(account: LoginextAccount, reference: Reference) -> Conversation[Shipment]:
    """The order, at the first order product that knows it; then, for Mile, the driver and the trip at the same time."""
    product, legs = yield from _legs(account, reference.value)
    leg = current_leg(legs)
    extras: tuple[Outcome, ...] = ()
    requests = _further_requests(account, leg) if product == "mile" else ()
    if requests:
        extras = yield requests
    return _shipment(account, reference, product, legs, _Further.of(leg, extras))


def _legs(account: LoginextAccount, number: str) -> Conversation[tuple[str, Sequence[Fields]]]:
    """One product after the other: an order costs no call at a product that comes after its own."""
    failure: TrackingError = UnknownShipment("no order product of the account knows it")
    for product in account.products:
        if product not in GET_ORDER:
            continue
        url = f"{account.base_url}{GET_ORDER[product]}"
        try:
            response = yield from _order(url, number)
            found = [row for row in rows(account.id, response) if row.text("orderNo") == number]
        except _OF_ONE_PRODUCT as error:
            failure = error if isinstance(error, CarrierFailure) else failure
            continue
        if found:
            return product, found
    raise failure


def _order(url: str, number: str) -> Conversation[Response]:
    """Get Order; by PUT where the installation takes no GET, since OnDemand's documentation says both."""
    request = Request.get(url, {"order_no": number}, session=True)
    response = yield from ask(request)
    if response.status == METHOD_NOT_ALLOWED:
        response = yield from ask(replace(request, method="PUT"))
    return response


def current_leg(legs: Sequence[Fields]) -> Fields:
    """The leg that the order is on: the last that has begun, or the first where none has.

    A way back comes after the way out, and on each the collection comes before the delivery.
    """
    ordered = sorted(legs, key=_place_in_order)
    begun = [leg for leg in ordered if normalise_word(leg.text("status")) not in _NOT_BEGUN]
    return begun[-1] if begun else ordered[0]


def _place_in_order(leg: Fields) -> tuple[bool, bool]:
    return normalise_word(leg.text("orderState")) == "REVERSE", normalise_word(
        leg.text("shipmentOrderTypeCd")
    ) != "PICKUP"


def _further_requests(account: LoginextAccount, leg: Fields) -> tuple[Request, ...]:
    """What is worth asking of an order that is still to come: where it is, and what its trip says of the arrival."""
    status = leg_status(leg)
    if status.final or normalise_word(leg.text("status")) in FINISHED_STATUSES:
        return ()
    location, trip = leg.text("referenceId"), leg.text("tripName")
    asked = []
    if location and status in _ON_ITS_WAY:
        url = f"{account.base_url}/TrackingApp/mile/v1/track/lastlocation"
        asked.append(Request.get(url, {"shipmentReferences": location}, session=True, retryable=False))
    if trip:
        url = f"{account.base_url}/TripApp/mile/v1/trip/get"
        asked.append(Request.get(url, {"tripname": trip}, session=True, retryable=False))
    return tuple(asked)


@dataclass(frozen=True, slots=True)
class _Further:
    """What the calls beyond Get Order told; all of it is optional, so what failed is left out."""

    position: Coordinates | None = None
    window: DeliveryWindow | None = None
    stops_before: int | None = None

    @classmethod
    def of(cls, leg: Fields, answers: Iterable[Outcome]) -> "_Further":
        position, window, stops = None, None, None
        for row in (row for answer in answers if isinstance(answer, Response) for row in _optional_rows(answer)):
            if row.text("shipmentReference") == leg.text("referenceId"):
                position = row.coordinates("lat", "lng")
            stopping = row.rows("orderDetails")
            mine = next((stop for stop in stopping if _is_stop_of(stop, leg)), None)
            if mine is not None:
                window = _window(mine, ("revisedStartTime", "revisedEndTime"))
                stops = _stops_before(mine, stopping)
        return cls(position, window, stops)


def _optional_rows(response: Response) -> tuple[Fields, ...]:
    try:
        return rows("", response)
    except (UnknownShipment, CarrierFailure):
        return ()


def _is_stop_of(stop: Fields, leg: Fields) -> bool:
    reference = stop.text("referenceId", "orderReferenceId")
    if reference and leg.text("referenceId"):
        return reference == leg.text("referenceId")
    return stop.text("orderNo") == leg.text("orderNo")


def _stops_before(mine: Fields, stops: Sequence[Fields]) -> int | None:
    """How many of the trip's stops are still to be served before this one."""
    place = mine.integer("orderSequence", 0, 10_000)
    places = [
        (stop.integer("orderSequence", 0, 10_000), normalise_word(stop.text("status", "orderStatusCd")))
        for stop in stops
    ]
    if place is None or normalise_word(mine.text("status", "orderStatusCd")) in FINISHED_STATUSES:
        return None
    return sum(1 for other, word in places if other is not None and other < place and word not in FINISHED_STATUSES)


def _window(row: Fields, names: tuple[str, str]) -> DeliveryWindow | None:
    earliest, latest = (row.instant(name) for name in names)
    if earliest and latest and latest < earliest:
        earliest, latest = latest, earliest
    return DeliveryWindow(earliest, latest) if earliest or latest else None


def _shipment(
    account: LoginextAccount, reference: Reference, product: str, legs: Sequence[Fields], further: _Further
) -> Shipment:
    leg = current_leg(legs)
    status = leg_status(leg)
    events = tuple(event for each in legs for event in history(each))
    branch = public_place_name(leg.text("branchName", limit=100))
    return Shipment(
        carrier="loginext",
        account=account.id,
        carrier_name=account.name,
        references=References(
            order_number=reference.value,
            awb_number=next((awb for row in (leg, *legs) if (awb := row.text("awbNumber", limit=100))), None),
        ),
        status=status,
        carrier_status=leg.text("status", limit=60),
        events=events,
        last_location=_last_location(further, events),
        estimated_delivery=_expected(leg, status, further),
        delivered_at=_delivered_at(leg, status),
        proof=ProofOfDelivery() if product == "mile" and status in _DELIVERED else None,
        stops_before=further.stops_before if status in _ON_ITS_WAY else None,
        merchant=leg.text("clientName", limit=100),
        origin=Place(branch) if branch and normalise_word(leg.text("shipmentOrderTypeCd")) == "DELIVER" else None,
        destination=_destination(leg),
        attempts=leg.integer("noOfAttempts", 0, 100),
        personal=_personal(legs, leg),
    )


def _expected(leg: Fields, status: Status, further: _Further) -> DeliveryWindow | None:
    """The trip's revised arrival; else the promised window, unless the order's own estimate lies beyond it."""
    if further.window is not None:
        return further.window
    window = _window(leg, ("startTimeWindow", "endTimeWindow"))
    estimate = leg.instant("deliverEta") or leg.instant("eta")
    if estimate is None:
        return window
    late = window is not None and window.latest is not None and estimate > instant_of(window.latest)
    if window is None or (late and status in _ON_ITS_WAY):
        return DeliveryWindow(estimate, estimate)
    return window


def _delivered_at(leg: Fields, status: Status) -> datetime | None:
    if status not in _DELIVERED:
        return None
    return leg.instant("deliverCheckOutTime") or leg.instant("actualEndDt")


def _last_location(further: _Further, events: Iterable[TrackingEvent]) -> Location | None:
    """Track Last Location gives no time, so neither does this; else the newest event that has a position."""
    if further.position is not None:
        return Location(position=further.position)
    seen = [(event.time, event.location) for event in events if isinstance(event.time, datetime) and event.location]
    if not seen:
        return None
    time, location = max(seen, key=lambda sighting: instant_of(sighting[0]))
    return Location(location.name, location.position, time if isinstance(time, datetime) else None)


def _destination(leg: Fields) -> Place | None:
    city = leg.text("deliverCity", limit=100)
    return Place(city, leg.text("deliverCountry", limit=60)) if city else None


_PRIVATE = (
    *("customerCode", "customerName", "customerPhoneNumber", "customerEmailAddress", "recipientName"),
    *("deliveryMediumName", "deliveryMediumPhoneNumber", "driverName", "phoneNumber", "vehicleNumber"),
    *("notes", "deliveryNotes", "deliverNotes", "pickupNotes", "customerComments"),
    *(f"{side}{part}" for side in ("deliver", "pickup") for part in ("AccountName", "Email", "PhoneNumber")),
    *(f"{side}{part}" for side in ("deliver", "pickup") for part in ("Apartment", "StreetName", "Landmark", "PinCode")),
)
_PEOPLE = (
    *("customerName", "recipientName", "deliverAccountName", "pickupAccountName"),
    *("deliveryMediumName", "driverName"),
)


def _destination_position(leg: Fields) -> Coordinates | None:
    """Where the recipient is, as later editions tell it; a leg to the hub, or a way back, ends elsewhere."""
    if (
        normalise_word(leg.text("shipmentOrderTypeCd")) != "DELIVER"
        or normalise_word(leg.text("orderState")) == "REVERSE"
    ):
        return None
    return leg.coordinates("destinationLatitude", "destinationLongitude")


def _personal(legs: Iterable[Fields], leg: Fields) -> PersonalData:
    hubs = {public_place_name(leg.text("branchName")), leg.text("clientName"), leg.text("deliverCity")}
    ends = [each.text(name) for each in legs for name in ("origin", "destination", "branchName")]
    parts = [part.strip() for end in ends if end for part in end.split(",")]
    words = {each.text(name) for each in legs for name in _PRIVATE} | set(ends) | set(parts)
    words |= set(name_parts(*(each.text(name) for each in legs for name in _PEOPLE)))
    pickup = normalise_word(leg.text("shipmentOrderTypeCd")) == "PICKUP"
    address = leg.text("origin" if pickup else "destination")
    return PersonalData(
        recipient=leg.text("customerName", limit=150),
        address=(address,) if address else (),
        postcode=leg.text("deliverPinCode", limit=20),
        note=leg.text("deliveryNotes", "notes", limit=1500),
        driver=leg.text("deliveryMediumName", "driverName", limit=100),
        destination_position=_destination_position(leg),
        words=frozenset(word for word in words if word and word not in hubs),
    )
