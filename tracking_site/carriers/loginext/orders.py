"""LogiNext's orders: Get Order at Mile and OnDemand, then the driver's position and time of arrival."""

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
from tracking_site.domain.event_order import newest_first
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
# After these the next product is tried; any other failure would occur at every product of the same host.
_NEXT_PRODUCT = (UnknownShipment, CarrierServerError, CarrierUnreadable)


def track(account: LoginextAccount, reference: Reference) -> Conversation[Shipment]:
    """Fetch an order from the first product that knows it; at Mile, then fetch its position and trip in parallel."""
    product, legs = yield from _legs(account, reference.value)
    leg = current_leg(legs)
    extras: tuple[Outcome, ...] = ()
    requests = _optional_requests(account, leg) if product == "mile" else ()
    if requests:
        extras = yield requests
    return _shipment(account, reference, product, legs, _OptionalData.of(leg, extras))


def _legs(account: LoginextAccount, number: str) -> Conversation[tuple[str, Sequence[Fields]]]:
    """Return the product that knows an order, and its rows; products after it are not called."""
    failure: TrackingError = UnknownShipment("no order product of the account knows it")
    for product in account.products:
        if product not in GET_ORDER:
            continue
        url = f"{account.base_url}{GET_ORDER[product]}"
        try:
            response = yield from _order(url, number)
            legs = [row for row in rows(account.id, response) if row.text("orderNo") == number]
        except _NEXT_PRODUCT as error:
            failure = error if isinstance(error, CarrierFailure) else failure
            continue
        if legs:
            return product, legs
    raise failure


def _order(url: str, number: str) -> Conversation[Response]:
    """Call Get Order with GET, or with PUT where GET is not allowed: OnDemand's documentation has both."""
    request = Request.get(url, {"order_no": number}, session=True)
    response = yield from ask(request)
    if response.status == METHOD_NOT_ALLOWED:
        response = yield from ask(replace(request, method="PUT"))
    return response


def current_leg(legs: Sequence[Fields]) -> Fields:
    """Return the current leg of an order: the last one that has begun, or else the first one.

    Legs of the return come after the others, and a collection comes before the delivery.
    """
    ordered = sorted(legs, key=_sequence)
    begun = [leg for leg in ordered if normalise_word(leg.text("status")) not in _NOT_BEGUN]
    return begun[-1] if begun else ordered[0]


def _sequence(leg: Fields) -> tuple[bool, bool]:
    returning = normalise_word(leg.text("orderState")) == "REVERSE"
    delivering = normalise_word(leg.text("shipmentOrderTypeCd")) != "PICKUP"
    return returning, delivering


def _optional_requests(account: LoginextAccount, leg: Fields) -> tuple[Request, ...]:
    """Return the requests for the position and the trip of an order that has not arrived yet."""
    status = leg_status(leg)
    if status.final or normalise_word(leg.text("status")) in FINISHED_STATUSES:
        return ()
    reference, trip = leg.text("referenceId"), leg.text("tripName")
    requests = []
    if reference and status in _ON_ITS_WAY:
        url = f"{account.base_url}/TrackingApp/mile/v1/track/lastlocation"
        requests.append(Request.get(url, {"shipmentReferences": reference}, session=True, retryable=False))
    if trip:
        url = f"{account.base_url}/TripApp/mile/v1/trip/get"
        requests.append(Request.get(url, {"tripname": trip}, session=True, retryable=False))
    return tuple(requests)


@dataclass(frozen=True, slots=True)
class _OptionalData:
    """The data from the calls after Get Order; None for what a failed call would have given."""

    position: Coordinates | None = None
    window: DeliveryWindow | None = None
    stops_before: int | None = None

    @classmethod
    def of(cls, leg: Fields, answers: Iterable[Outcome]) -> "_OptionalData":
        position, window, stops_before = None, None, None
        for row in (row for answer in answers if isinstance(answer, Response) for row in _optional_rows(answer)):
            if row.text("shipmentReference") == leg.text("referenceId"):
                position = row.coordinates("lat", "lng")
            stops = row.rows("orderDetails")
            own = next((stop for stop in stops if _is_stop_of(stop, leg)), None)
            if own is not None:
                window = _window(own, ("revisedStartTime", "revisedEndTime"))
                stops_before = _stops_before(own, stops)
        return cls(position, window, stops_before)


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


def _stops_before(own: Fields, stops: Sequence[Fields]) -> int | None:
    """Return how many unfinished stops of the trip come before this one."""
    position = own.integer("orderSequence", 0, 10_000)
    others = [
        (stop.integer("orderSequence", 0, 10_000), normalise_word(stop.text("status", "orderStatusCd")))
        for stop in stops
    ]
    if position is None or normalise_word(own.text("status", "orderStatusCd")) in FINISHED_STATUSES:
        return None
    return sum(1 for other, word in others if other is not None and other < position and word not in FINISHED_STATUSES)


def _window(row: Fields, names: tuple[str, str]) -> DeliveryWindow | None:
    earliest, latest = (row.instant(name) for name in names)
    if earliest and latest and latest < earliest:
        earliest, latest = latest, earliest
    return DeliveryWindow(earliest, latest) if earliest or latest else None


def _shipment(
    account: LoginextAccount, reference: Reference, product: str, legs: Sequence[Fields], optional: _OptionalData
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
        last_location=_last_location(optional, events),
        estimated_delivery=_expected(leg, status, optional),
        delivered_at=_delivered_at(leg, status),
        proof=ProofOfDelivery() if product == "mile" and status in _DELIVERED else None,
        stops_before=optional.stops_before if status in _ON_ITS_WAY else None,
        merchant=leg.text("clientName", limit=100),
        origin=Place(branch) if branch and normalise_word(leg.text("shipmentOrderTypeCd")) == "DELIVER" else None,
        destination=_destination(leg),
        attempts=leg.integer("noOfAttempts", 0, 100),
        personal=_personal(legs, leg),
    )


def _expected(leg: Fields, status: Status, optional: _OptionalData) -> DeliveryWindow | None:
    """Return the trip's revised window, or else the promised one, unless the order's own estimate is later."""
    if optional.window is not None:
        return optional.window
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


def _last_location(optional: _OptionalData, events: Iterable[TrackingEvent]) -> Location | None:
    """Return the position from Track Last Location, which has no time, or else that of the newest event."""
    if optional.position is not None:
        return Location(position=optional.position)
    for event in newest_first(events):
        if event.location and isinstance(event.time, datetime):
            return Location(event.location.name, event.location.position, event.time)
    return None


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
    """Return the recipient's position (docs/carriers/loginext.md, Later editions: Get Order).

    None for a leg to the hub or a return, which does not end at the recipient.
    """
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
