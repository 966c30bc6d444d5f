"""Webhooks about trips: what they say of each of the trip's orders, and of the trip (docs/carriers/loginext.md, Webhooks).

No update names an order of the trip but its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tracking_site.carriers.loginext.legs import FINISHED, Word, leg_of, status_word
from tracking_site.carriers.loginext.responses import normalise_word
from tracking_site.carriers.loginext.webhook_body import xml_object
from tracking_site.carriers.loginext.webhook_events import (
    MAX_NUMBER_LENGTH,
    air_waybill,
    location_in,
    of_order,
    order_number,
    order_numbers,
    step_event,
    window_in,
)
from tracking_site.carriers.parsing import Fields
from tracking_site.domain.order_legs import OrderLeg
from tracking_site.domain.recorded_history import ArrivalEstimate, WebhookUpdate
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import DeliveryWindow, Milestone, Status, TrackingEvent

MAX_STOPS = 10_000


def trip_started(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield an event for every order of a trip that starts."""
    leg = leg_of(data)
    event = step_event(Word.TRIPSTARTED, leg, data.local_instant("startTime", zone))
    for number in order_numbers(data):
        yield WebhookUpdate(kind, of_order(number), event, leg=leg, word=Word.TRIPSTARTED)


def trip_loaded(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield an event for every order of a trip that is loaded, and the trip's arrival as an estimate for each of them."""
    leg, time, eta = leg_of(data), data.local_instant("startTime", zone), data.local_instant("revisedEta", zone)
    event = step_event(Word.LOADED, leg, time)
    arrival = _arrival(DeliveryWindow(eta, eta) if eta else None, leg, time)
    for number in order_numbers(data):
        yield WebhookUpdate(kind, of_order(number), event, arrival=arrival, leg=leg, word=Word.LOADED)


def trip_planned(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the planned window of every order of a trip."""
    for trip in (*data.rows("notificationDetails"), *data.rows("tripDetails"), data):
        for order in trip.rows("orderDetails"):
            leg = leg_of(order)
            arrival = _arrival(window_in(order, ("startTimeWindow", "endTimeWindow"), zone), leg)
            for number in order_numbers(order):
                yield WebhookUpdate(kind, of_order(number), None, air_waybill(order), arrival, leg)


def routes_in(data: Fields) -> tuple[Fields, ...]:
    """Return the routes of the webhook that follows the Route Planning API."""
    return tuple(route for route in data.within("data").rows("routes") if route.rows("shipments"))


def routes_planned(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the planned window of every shipment of the routes; of those without a route, that they exist."""
    for row in (row for route in routes_in(data) for row in route.rows("shipments")):
        number, leg = row.text("name", limit=MAX_NUMBER_LENGTH), leg_of(row)
        if number is not None:
            arrival = _arrival(window_in(row, ("start", "end"), zone), leg)
            yield WebhookUpdate(kind, of_order(number), None, arrival=arrival, leg=leg)
    for number in data.within("data").texts("unassigned", limit=MAX_NUMBER_LENGTH):
        yield WebhookUpdate(kind, of_order(number), leg=OrderLeg())


def _arrival(
    window: DeliveryWindow | None, leg: OrderLeg, given_at: datetime | None = None, stops_before: int | None = None
) -> ArrivalEstimate | None:
    """Return a window as the estimate of a delivery, unless its leg is said to end elsewhere than at the recipient."""
    if window is None or not leg.may_end_at_recipient:
        return None
    return ArrivalEstimate(window, stops_before, given_at, to_recipient=leg.ends_at_recipient)


@dataclass(frozen=True, slots=True)
class _Stop:
    """A stop of a trip: its order, its position in the trip, whether it is done, and its expected time."""

    order: str | None
    sequence: int | None
    done: bool
    window: DeliveryWindow | None = None


def arrivals_revised(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the new estimate for every order of a trip whose times have changed, with the stops before it."""
    given_at = data.local_instant("timestamp", zone)
    for trip in data.rows("tripDetails"):
        orders = trip.rows("orderDetails")
        stops = [stop for order in orders for stop in _stops(order, zone)]
        for order in orders:
            number, leg = order_number(order), leg_of(order)
            if number is None:
                continue
            own = next((stop for stop in stops if stop.order == number and stop.window), None)
            arrival = _arrival(own.window, leg, given_at, _stops_before(own, stops)) if own else None
            yield WebhookUpdate(kind, of_order(number), None, air_waybill(order), arrival, leg)


def _stops(order: Fields, zone: ZoneInfo) -> Iterator[_Stop]:
    """Yield the stops of an order: collections without their order, and deliveries with their expected time."""
    word = status_word(order, "orderStatusCd")
    finished = word in FINISHED
    for stop in order.rows("pickupDetails"):
        yield _Stop(None, stop.integer("sequence", 0, MAX_STOPS), finished or word is Word.PICKEDUP)
    for stop in order.rows("deliverDetails"):
        window = None if finished else window_in(stop, ("calculatedStartDate", "calculatedEndDate"), zone)
        yield _Stop(order_number(order), stop.integer("sequence", 0, MAX_STOPS), finished, window)


def _stops_before(own: _Stop, stops: Sequence[_Stop]) -> int | None:
    """Return how many unfinished stops come before this one; several orders at one address are one stop."""
    position = own.sequence
    if position is None:
        return None
    ahead = (stop.sequence for stop in stops if not stop.done and stop.sequence is not None)
    return len({sequence for sequence in ahead if sequence < position})


def hub_passed(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the event of a trip's vehicle at a hub; the details are XML in a JSON string.

    The status in the XML decides whether it arrived or left: the documentation of Hub Out prints the type of Hub In.
    """
    inner = Fields(xml_object((data.raw_text("data") or "").strip().encode()))
    trip = inner.text("tripId", limit=MAX_NUMBER_LENGTH)
    if trip is None:
        return
    status = normalise_word(inner.text("status"))
    arriving = (status if status in ("HUBIN", "HUBOUT") else normalise_word(kind)) == "HUBIN"
    sighted, updated = _parse_sighting(inner.text("sightingDate"), zone), data.local_instant("updatedDate", zone)
    # A sighting after the update has another time zone, as in the documentation's sample.
    time = sighted if sighted and not (updated and sighted > updated) else updated
    milestone = Milestone.REACHED_HUB if arriving else Milestone.STARTED
    location = location_in(inner, name="hubName")
    event = TrackingEvent(time, Status.IN_TRANSIT, milestone=milestone, location=location)
    yield WebhookUpdate(kind, Reference(ReferenceKind.TRIP_NAME, trip), event)


def _parse_sighting(text: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(text or "", "%Y%m%d%H%M").replace(tzinfo=zone)
    except ValueError:
        return None
