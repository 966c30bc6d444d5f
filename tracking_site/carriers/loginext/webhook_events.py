"""Webhooks about orders, each as the update that it is (docs/carriers/loginext.md, Webhooks)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tracking_site.carriers.loginext.legs import Word, leg_of, meaning, status_word
from tracking_site.carriers.loginext.reasons import impersonal_reason
from tracking_site.carriers.loginext.responses import normalise_word
from tracking_site.carriers.parsing import Fields, public_place_name
from tracking_site.domain.order_legs import OrderLeg
from tracking_site.domain.recorded_history import ArrivalEstimate, WebhookUpdate
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import DeliveryWindow, Location, Milestone, Status, TrackingEvent

MAX_NUMBER_LENGTH = 100
_REASONS = ("reason", "reasonCd", "reasonOfRejection")
_NUMBERS = ("orderNo", "clientShipmentId")
_SCANS: Mapping[str, tuple[Status, Milestone]] = {
    "INSCANNED": (Status.IN_TRANSIT, Milestone.REACHED_HUB),
    "OUTSCANNED": (Status.IN_TRANSIT, Milestone.STARTED),
    "HANDEDOVER": (Status.IN_TRANSIT, Milestone.STARTED),
}


def order_number(data: Fields) -> str | None:
    """Return the number of the order that a webhook, or a row of one, is about."""
    return data.text(*_NUMBERS, limit=MAX_NUMBER_LENGTH)


def order_numbers(data: Fields) -> tuple[str, ...]:
    """Return the numbers of all orders that a webhook is about."""
    number = order_number(data)
    every = data.texts("clientShipmentIds", limit=MAX_NUMBER_LENGTH)
    return tuple(dict.fromkeys((number, *every) if number else every))


def air_waybill(data: Fields) -> str | None:
    """Return the air waybill number of a webhook or of one of its rows."""
    return data.text("awbNumber", limit=MAX_NUMBER_LENGTH)


def of_order(number: str) -> Reference:
    """Return the reference of an order."""
    return Reference(ReferenceKind.ORDER_NUMBER, number)


def window_in(data: Fields, names: tuple[str, str], zone: ZoneInfo) -> DeliveryWindow | None:
    """Return the window between two times, whichever comes first."""
    known = sorted(filter(None, (data.local_instant(name, zone) for name in names)))
    return DeliveryWindow(known[0], known[-1]) if known else None


def location_in(data: Fields, *position: str, name: str | None = None) -> Location | None:
    """Return the position in a webhook, and the name of the hub in a field, if it is of a hub."""
    coordinates = data.coordinates(*(position or ("latitude", "longitude")))
    hub = public_place_name(data.text(name)) if name else None
    return Location(hub, coordinates) if coordinates or hub else None


def step_event(
    word: Word, leg: OrderLeg, time: datetime | None, reason: str | None = None, location: Location | None = None
) -> TrackingEvent | None:
    """Return the event that a word means as long as no other source names the leg; None where it tells none."""
    meant = meaning(word, leg)
    return TrackingEvent(time, meant.status, reason, meant.milestone, location) if meant.milestone else None


def shipment_changed(kind: str, data: Fields, _zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield an update without details for each order, so that it is fetched again."""
    for number in order_numbers(data):
        yield WebhookUpdate(kind, of_order(number), None, air_waybill(data))


@dataclass(frozen=True, slots=True)
class OrderStep:
    """A kind of webhook about one step of an order, at the time in a field; without a word, the order was placed."""

    word: Word | None
    time: str

    def __call__(self, kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
        if order_number(data) is None:
            # The end of a trip has the kind of a delivery, but a list of orders and no delivery.
            return
        time = data.local_instant(self.time, zone)
        leg = leg_of(data)
        event = (
            TrackingEvent(time, Status.INFO_RECEIVED, milestone=Milestone.PLACED)
            if self.word is None
            else step_event(self.word, leg, time, impersonal_reason(data, *_REASONS), location_in(data))
        )
        for number in order_numbers(data):
            yield WebhookUpdate(kind, of_order(number), event, air_waybill(data), leg=leg, word=self.word)


def order_updated(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the leg that an order has now, and the window that is promised for it, if it ends at the recipient."""
    leg = leg_of(data)
    window = window_in(data, ("startTimeWindow", "endTimeWindow"), zone) if leg.may_end_at_recipient else None
    promised = ArrivalEstimate(window, to_recipient=leg.ends_at_recipient) if window else None
    for number in order_numbers(data):
        yield WebhookUpdate(kind, of_order(number), None, air_waybill(data), leg=leg, promised=promised)


def parcel_scanned(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield a scan at a hub, which means the same in every leg."""
    scan = _SCANS.get(normalise_word(data.text("scanStatus")))
    time, location = data.local_instant("scanTime", zone), location_in(data, name="branchName")
    event = TrackingEvent(time, scan[0], milestone=scan[1], location=location) if scan else None
    leg = leg_of(data)
    for number in order_numbers(data):
        yield WebhookUpdate(kind, of_order(number), event, air_waybill(data), leg=leg if leg.is_known else None)


def driver_checked_in(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the arrival of the driver at either end of a leg; `locationType` names the end, and not the leg."""
    delivers = normalise_word(data.text("locationType")) == "DELIVER"
    word = Word.CHECKEDINATDELIVERY if delivers else Word.CHECKEDINATPICKUP
    leg, location = leg_of(data), location_in(data, "checkinLatitude", "checkinLongitude")
    event = step_event(word, leg, data.local_instant("checkInTime", zone), location=location)
    for number in order_numbers(data):
        yield WebhookUpdate(kind, of_order(number), event, air_waybill(data), leg=leg, word=word)


def orders_created(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the orders of an end-to-end creation, each with its leg."""
    for row, number in _end_to_end_rows(data):
        event = TrackingEvent(_time_of(row, data, zone), Status.INFO_RECEIVED, milestone=Milestone.PLACED)
        leg = leg_of(row).completed_by(leg_of(data))
        yield WebhookUpdate(kind, of_order(number), event, air_waybill(row) or air_waybill(data), leg=leg)


def status_changed(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the new status of each order of an end-to-end webhook, in the words of Get Order."""
    for row, number in _end_to_end_rows(data):
        word = status_word(row, "orderStatus", "orderStatusCd", "statusCd", "status")
        leg = leg_of(row).completed_by(leg_of(data))
        event = step_event(word, leg, _time_of(row, data, zone), impersonal_reason(row, *_REASONS))
        awb = air_waybill(row) or air_waybill(data)
        yield WebhookUpdate(kind, of_order(number), event, awb, leg=leg, word=word if event else None)


def _end_to_end_rows(data: Fields) -> Iterator[tuple[Fields, str]]:
    """Yield the rows of `orderDetails` with their numbers; the webhook itself where it names its order at the top."""
    rows = [row for row in data.rows("orderDetails") if order_number(row)]
    for row in rows or (data,):
        for number in order_numbers(row):
            yield row, number


def _time_of(row: Fields, data: Fields, zone: ZoneInfo) -> datetime | None:
    names = ("timestamp", "updatedOn")
    times = (fields.local_instant(name, zone) for fields in (row, data) for name in names)
    return next(filter(None, times), None)
