"""LogiNext's orders: Get Order at Mile and OnDemand, then the driver's position and time of arrival."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracking_site.carriers.adapter import Conversation, Outcome, Request, Response, ask
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.legs import FINISHED, Word, status_word
from tracking_site.carriers.loginext.orders.events import history
from tracking_site.carriers.loginext.orders.recipient import destination_of, recipient_of
from tracking_site.carriers.loginext.orders.rows import OrderRow, OrderRows
from tracking_site.carriers.loginext.responses import matching_rows, rows
from tracking_site.carriers.parsing import Fields, public_place_name
from tracking_site.domain.errors import (
    CarrierFailure,
    CarrierServerError,
    CarrierUnreadable,
    TrackingError,
    UnknownShipment,
)
from tracking_site.domain.event_order import newest_first
from tracking_site.domain.order_legs import LegDirection, LegKind
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import (
    Coordinates,
    DeliveryWindow,
    Location,
    Place,
    ProofOfDelivery,
    References,
    Shipment,
    Status,
    TrackingEvent,
)

GET_ORDER = {
    "mile": "/ShipmentApp/mile/v1/shipment",
    "ondemand": "/ShipmentApp/ondemand/v1/shipment",
}
METHOD_NOT_ALLOWED = 405
_DELIVERED = frozenset({Status.DELIVERED, Status.PARTIALLY_DELIVERED})
_ON_ITS_WAY = frozenset({Status.OUT_FOR_DELIVERY, Status.IN_TRANSIT, Status.PICKED_UP})
_AT_THE_POINT = frozenset({Word.DELIVERED, Word.COMPLETED, Word.PARTIALLYDELIVERED})
MAX_DELAY_MINUTES = 60 * 24 * 60
# After these the next product is tried; any other failure would occur at every product of the same host.
_NEXT_PRODUCT = (UnknownShipment, CarrierServerError, CarrierUnreadable)


def track(account: LoginextAccount, reference: Reference) -> Conversation[Shipment]:
    """Fetch an order from the first product that knows it; at Mile, then fetch its position and trip in parallel."""
    product, order = yield from _rows(account, reference.value)
    extras: tuple[Outcome, ...] = ()
    requests = _optional_requests(account, order.current) if product == "mile" else ()
    if requests:
        extras = yield requests
    return _shipment(account, reference, product, order, _OptionalData.of(order.current.fields, extras))


def _rows(account: LoginextAccount, number: str) -> Conversation[tuple[str, OrderRows]]:
    """Return the product that knows an order, and its rows; products after it are not called."""
    failure: TrackingError = UnknownShipment("no order product of the account knows it")
    for product in account.products:
        if product not in GET_ORDER:
            continue
        url = f"{account.base_url}{GET_ORDER[product]}"
        try:
            response = yield from _order(url, number)
            own = matching_rows(account.id, response, "orderNo", number)
        except _NEXT_PRODUCT as error:
            failure = error if isinstance(error, CarrierFailure) else failure
            continue
        return product, OrderRows.of(own)
    raise failure


def _order(url: str, number: str) -> Conversation[Response]:
    """Call Get Order with GET, or with PUT where GET is not allowed: OnDemand's documentation has both."""
    request = Request.get(url, {"order_no": number}, session=True)
    response = yield from ask(request)
    if response.status == METHOD_NOT_ALLOWED:
        response = yield from ask(replace(request, method="PUT"))
    return response


def _optional_requests(account: LoginextAccount, row: OrderRow) -> tuple[Request, ...]:
    """Return the requests for the position and the trip of an order that has not arrived yet."""
    if row.status.final or row.word in FINISHED:
        return ()
    reference, trip = row.fields.text("referenceId"), row.fields.text("tripName")
    requests = []
    if reference and row.status in _ON_ITS_WAY:
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
    if position is None or _is_done(own):
        return None
    others = (stop.integer("orderSequence", 0, 10_000) for stop in stops if not _is_done(stop))
    return sum(1 for other in others if other is not None and other < position)


def _is_done(stop: Fields) -> bool:
    return status_word(stop, "status", "orderStatusCd") in FINISHED


def _window(row: Fields, names: tuple[str, str]) -> DeliveryWindow | None:
    earliest, latest = (row.instant(name) for name in names)
    if earliest and latest and latest < earliest:
        earliest, latest = latest, earliest
    return DeliveryWindow(earliest, latest) if earliest or latest else None


def _shipment(
    account: LoginextAccount, reference: Reference, product: str, order: OrderRows, optional: _OptionalData
) -> Shipment:
    current, delivery = order.current, order.delivery
    events = tuple(event for row in order.rows if not order.is_undone(row) for event in history(row))
    branch = public_place_name(current.fields.text("branchName", limit=100))
    to_recipient = current.leg.ends_at_recipient
    # On its way back, nothing is expected any more.
    expected = delivery if delivery and current.leg.direction is not LegDirection.BACK else None
    promised = _window(expected.fields, ("startTimeWindow", "endTimeWindow")) if expected else None
    every = [current.fields, *(row.fields for row in order.rows)]
    return Shipment(
        carrier="loginext",
        account=account.id,
        carrier_name=account.name,
        references=References(
            order_number=reference.value,
            awb_number=next((awb for row in every if (awb := row.text("awbNumber", limit=100))), None),
        ),
        status=current.status,
        carrier_status=current.fields.text("status", limit=60),
        events=events,
        last_location=_last_location(optional, events),
        estimated_delivery=_estimate(current, optional) or promised if to_recipient else promised,
        promised_delivery=promised,
        delay=_delay(expected) if expected and not current.status.final else None,
        awaits_collection=to_recipient and current.leg.to_pickup_point and current.word in _AT_THE_POINT,
        delivered_at=_delivered_at(current),
        proof=ProofOfDelivery() if product == "mile" and current.status in _DELIVERED else None,
        stops_before=optional.stops_before if to_recipient and current.status in _ON_ITS_WAY else None,
        merchant=current.fields.text("clientName", limit=100),
        origin=Place(branch) if branch and current.leg.kind is LegKind.DELIVERY else None,
        destination=destination_of(order),
        attempts=current.fields.integer("noOfAttempts", 0, 100),
        personal=recipient_of(order),
        order_legs=order.legs,
    )


def _estimate(row: OrderRow, optional: _OptionalData) -> DeliveryWindow | None:
    """Return the trip's revised window, or else the order's own estimate while it is under way.

    Before that, its own estimate counts only where no window was promised.
    """
    if optional.window is not None:
        return optional.window
    estimate = row.fields.instant("deliverEta") or row.fields.instant("eta")
    promised = row.fields.instant("startTimeWindow") or row.fields.instant("endTimeWindow")
    counts = row.status in _ON_ITS_WAY or not promised
    return DeliveryWindow(estimate, estimate) if estimate and counts else None


def _delay(row: OrderRow) -> timedelta | None:
    """Return by how many minutes LogiNext says that the delivery is late; zero where it does not say by how many."""
    minutes = row.fields.number("delayedBy", 0, MAX_DELAY_MINUTES)
    is_delayed = row.fields.flag("isDelayed")
    if is_delayed is False or (is_delayed is None and not minutes):
        return None
    return timedelta(minutes=minutes or 0)


def _delivered_at(row: OrderRow) -> datetime | None:
    if row.status not in _DELIVERED:
        return None
    return row.fields.instant("deliverCheckOutTime") or row.fields.instant("actualEndDt")


def _last_location(optional: _OptionalData, events: Iterable[TrackingEvent]) -> Location | None:
    """Return the position from Track Last Location, which has no time, or else that of the newest event."""
    if optional.position is not None:
        return Location(position=optional.position)
    for event in newest_first(events):
        if event.location and isinstance(event.time, datetime):
            return Location(event.location.name, event.location.position, event.time)
    return None
