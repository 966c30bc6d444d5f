"""LogiNext's webhooks: authenticated, then parsed into updates (docs/carriers/loginext.md, Webhooks).

An update contains no personal data: the page gets them from LogiNext's API when the recipient opens it.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from tracking_site.carriers.adapter import ParsedWebhook, ProofDownload
from tracking_site.carriers.downloads import MAX_URL_LENGTH
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.order_events import FINISHED_STATUSES, STATUSES
from tracking_site.carriers.loginext.proof_of_delivery import MAX_REQUEST_ID_LENGTH
from tracking_site.carriers.loginext.reasons import impersonal_reason
from tracking_site.carriers.loginext.responses import normalise_word
from tracking_site.carriers.loginext.webhook_body import parse_body, xml_object
from tracking_site.carriers.parsing import Fields, public_place_name
from tracking_site.domain.recorded_history import ArrivalEstimate, WebhookUpdate
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import DeliveryWindow, Location, Milestone, Status, TrackingEvent

SIGNATURE_HEADER = "x-loginext-signature"
MAX_NUMBER_LENGTH = 100
_REASONS = ("reason", "reasonCd", "reasonOfRejection")
_NUMBERS = ("orderNo", "clientShipmentId")


@dataclass(frozen=True, slots=True)
class LoginextWebhooks:
    """The webhooks of an account. Secrets and signatures are compared in constant time, on the bytes as received."""

    account: LoginextAccount

    @property
    def enabled(self) -> bool:
        """Whether the account has an address for webhooks."""
        return bool(self.account.webhook_path_secrets)

    def accepts_path(self, secret: str) -> bool:
        """Tell whether the secret in the address is one of the account's."""
        return _matches_any(self.account.webhook_path_secrets, secret)

    def authenticate(self, sender: str | None, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether the signature and the sender's address are right (Webhooks in later editions)."""
        signature = headers.get(SIGNATURE_HEADER, "").strip()
        return self._is_signed(signature, body) and self.account.sends_from(sender)

    def parse(self, content_type: str, body: bytes) -> ParsedWebhook:
        """Parse a webhook; `Unreadable`, or `UnsafePayload` where it must not even be stored."""
        data = parse_body(content_type, body)
        updates = tuple(updates_in(data, self.account.webhook_zone))
        return ParsedWebhook(kind_of(data), updates, _proof_download(data))

    def _is_signed(self, signature: str, body: bytes) -> bool:
        if not self.account.webhook_signatures:
            return True
        if self.account.webhook_signature_kind == "secret":
            return _matches_any(self.account.webhook_signatures, signature)
        codes = [SecretStr(_code(secret, body)) for secret in self.account.webhook_signatures]
        return _matches_any(codes, signature)


def _matches_any(known: Sequence[SecretStr], given: str) -> bool:
    """Tell whether a secret is a known one; all are compared, so that the time does not depend on which one matches."""
    encoded = given.encode("utf-8", "replace")
    matches = [hmac.compare_digest(each.get_secret_value().encode(), encoded) for each in known]
    return any(matches)


def _code(secret: SecretStr, body: bytes) -> str:
    return hmac.new(secret.get_secret_value().encode(), body, sha256).hexdigest()


def kind_of(data: Fields) -> str:
    """Return the type of a webhook, or its status where it has no type (ORDER ACCEPTED, ORDER REJECTED)."""
    return (
        data.text("notificationType", limit=MAX_NUMBER_LENGTH) or data.text("status", limit=MAX_NUMBER_LENGTH) or ""
    ).upper()


def updates_in(data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield an update for each shipment of a webhook; an unknown kind gives updates without details."""
    kind = kind_of(data)
    parse = _KINDS.get(normalise_word(kind))
    if parse is not None:
        yield from parse(kind, data, zone)
        return
    for number in _order_numbers(data):
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), None, _awb(data))


def _order_numbers(data: Fields) -> Iterator[str]:
    number = data.text(*_NUMBERS, limit=MAX_NUMBER_LENGTH)
    if number:
        yield number
    yield from data.texts("clientShipmentIds", limit=MAX_NUMBER_LENGTH)


def _awb(data: Fields) -> str | None:
    return data.text("awbNumber", limit=MAX_NUMBER_LENGTH)


def _location(data: Fields, *names: str) -> Location | None:
    position = data.coordinates(*(names or ("latitude", "longitude")))
    name = public_place_name(data.text("hubName", "branchName"))
    return Location(name, position) if position or name else None


@dataclass(frozen=True, slots=True)
class _Step:
    """A kind of webhook about one step of one order; `before` is its meaning in a leg to the hub."""

    time: str
    status: Status
    milestone: Milestone
    before: tuple[Status, Milestone] | None = None

    def __call__(self, kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
        number = data.text(*_NUMBERS, limit=MAX_NUMBER_LENGTH)
        if number is None:
            # The end of a trip has the kind of a delivery, but a list of orders and no delivery.
            return
        collecting = normalise_word(data.text("orderLeg")) == "PICKUP"
        status, milestone = self.before if collecting and self.before else (self.status, self.milestone)
        if status is Status.DELIVERED and normalise_word(data.text("orderState")) == "REVERSE":
            status, milestone = Status.RETURNED, Milestone.RETURNED
        event = TrackingEvent(
            data.local_instant(self.time, zone), status, impersonal_reason(data, *_REASONS), milestone, _location(data)
        )
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), event, _awb(data))


def _trip_started(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield an event for every order of a trip that starts, without the numbers of the other orders."""
    time = data.local_instant("startTime", zone)
    event = TrackingEvent(time, Status.OUT_FOR_DELIVERY, milestone=Milestone.OUT_FOR_DELIVERY)
    for number in _order_numbers(data):
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), event)


def _trip_planned(kind: str, data: Fields, _zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield an update without details for every order of a planned trip, so that it is fetched again."""
    for trip in (*data.rows("notificationDetails"), *data.rows("tripDetails"), data):
        for order in trip.rows("orderDetails"):
            number = order.text(*_NUMBERS, limit=MAX_NUMBER_LENGTH)
            if number:
                yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), None, _awb(order))


@dataclass(frozen=True, slots=True)
class _Stop:
    """A stop of a trip: its order, its position in the trip, whether it is done, and its expected time."""

    order: str | None
    sequence: int | None
    done: bool
    window: DeliveryWindow | None = None


def _proof_download(data: Fields) -> ProofDownload | None:
    """Return the download of requested images, or None for a webhook about something else."""
    address, request = data.text("url", limit=MAX_URL_LENGTH), data.text("requestId", limit=MAX_REQUEST_ID_LENGTH)
    if kind_of(data) != "GETEPODNOTIFICATION" or address is None or request is None:
        return None
    return ProofDownload(request, address)


def _arrivals_revised(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the new estimate for every order of a trip whose times have changed, with the stops before it."""
    given_at = data.local_instant("timestamp", zone)
    for trip in data.rows("tripDetails"):
        orders = trip.rows("orderDetails")
        stops = [stop for order in orders for stop in _stops(order, zone)]
        for order in orders:
            number = order.text(*_NUMBERS, limit=MAX_NUMBER_LENGTH)
            if number is None:
                continue
            own = next((stop for stop in stops if stop.order == number and stop.window), None)
            arrival = ArrivalEstimate(own.window, _stops_before(own, stops), given_at) if own and own.window else None
            yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), None, _awb(order), arrival)


def _stops(order: Fields, zone: ZoneInfo) -> Iterator[_Stop]:
    """Yield the stops of an order: collections without their order, and deliveries with their expected time."""
    number, word = order.text(*_NUMBERS, limit=MAX_NUMBER_LENGTH), normalise_word(order.text("orderStatusCd"))
    finished = word in FINISHED_STATUSES
    for stop in order.rows("pickupDetails"):
        yield _Stop(None, stop.integer("sequence", 0, 10_000), finished or word == "PICKEDUP")
    for stop in order.rows("deliverDetails"):
        bounds = [stop.local_instant(name, zone) for name in ("calculatedStartDate", "calculatedEndDate")]
        known = sorted(bound for bound in bounds if bound)
        window = DeliveryWindow(known[0], known[-1]) if known and not finished else None
        yield _Stop(number, stop.integer("sequence", 0, 10_000), finished, window)


def _stops_before(own: _Stop, stops: Sequence[_Stop]) -> int | None:
    """Return how many unfinished stops come before this one; several orders at one address are one stop."""
    position = own.sequence
    if position is None:
        return None
    ahead = (stop.sequence for stop in stops if not stop.done and stop.sequence is not None)
    return len({sequence for sequence in ahead if sequence < position})


def _hub_passed(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the event of a trip's vehicle at a hub; the details are XML in a JSON string."""
    inner = Fields(xml_object((data.raw_text("data") or "").strip().encode()))
    trip = inner.text("tripId", limit=MAX_NUMBER_LENGTH)
    if trip is None:
        return
    arriving = normalise_word(kind) == "HUBIN"
    sighted, updated = _parse_sighting(inner.text("sightingDate"), zone), data.local_instant("updatedDate", zone)
    # A sighting after the update has another time zone, as in the documentation's sample.
    time = sighted if sighted and not (updated and sighted > updated) else updated
    milestone = Milestone.REACHED_HUB if arriving else Milestone.STARTED
    event = TrackingEvent(time, Status.IN_TRANSIT, milestone=milestone, location=_location(inner))
    yield WebhookUpdate(kind, Reference(ReferenceKind.TRIP_NAME, trip), event)


def _parse_sighting(text: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(text or "", "%Y%m%d%H%M").replace(tzinfo=zone)
    except ValueError:
        return None


_SCANS: Mapping[str, tuple[Status, Milestone]] = {
    "INSCANNED": (Status.IN_TRANSIT, Milestone.REACHED_HUB),
    "OUTSCANNED": (Status.IN_TRANSIT, Milestone.STARTED),
    "HANDEDOVER": (Status.IN_TRANSIT, Milestone.STARTED),
}


def _parcel_scanned(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    scan = _SCANS.get(normalise_word(data.text("scanStatus")))
    time = data.local_instant("scanTime", zone)
    event = TrackingEvent(time, scan[0], milestone=scan[1], location=_location(data)) if scan else None
    for number in _order_numbers(data):
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), event, _awb(data))


def _checked_in(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    delivers = normalise_word(data.text("locationType")) == "DELIVER"
    status = Status.OUT_FOR_DELIVERY if delivers else Status.IN_TRANSIT
    milestone = Milestone.ARRIVED if delivers else Milestone.COLLECTION_ARRIVED
    location = _location(data, "checkinLatitude", "checkinLongitude")
    event = TrackingEvent(data.local_instant("checkInTime", zone), status, milestone=milestone, location=location)
    for number in _order_numbers(data):
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), event, _awb(data))


def _status_changed(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield the new status of an order with several legs, in the words of Get Order."""
    status = STATUSES.get(normalise_word(data.text("orderStatusCd", "orderStatus", "statusCd", "status")))
    time = data.local_instant("timestamp", zone) or data.local_instant("updatedOn", zone)
    milestone = _OF_STATUS.get(status) if status else None
    event = TrackingEvent(time, status, milestone=milestone) if status and milestone else None
    for number in _order_numbers(data):
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), event, _awb(data))


_OF_STATUS = {
    Status.PICKED_UP: Milestone.COLLECTED,
    Status.OUT_FOR_DELIVERY: Milestone.OUT_FOR_DELIVERY,
    Status.DELIVERED: Milestone.DELIVERED,
    Status.PARTIALLY_DELIVERED: Milestone.PARTIALLY_DELIVERED,
    Status.ATTEMPT_FAILED: Milestone.NOT_DELIVERED,
    Status.CANCELLED: Milestone.CANCELLED,
}
_AT_THE_HUB = (Status.IN_TRANSIT, Milestone.REACHED_HUB)
_NOT_COLLECTED = (Status.ATTEMPT_FAILED, Milestone.NOT_COLLECTED)
_PLACED = _Step("timestamp", Status.INFO_RECEIVED, Milestone.PLACED)

_KINDS: Mapping[str, Callable[[str, Fields, ZoneInfo], Iterator[WebhookUpdate]]] = {
    "ORDERCREATIONNOTIFICATION": _PLACED,
    "MILEE2EORDERCREATIONNOTIFICATION": _PLACED,
    "CANCELLEDNOTIFICATION": _Step("cancellationTime", Status.CANCELLED, Milestone.CANCELLED),
    "DELIVEREDNOTIFICATION": _Step("deliveryTime", Status.DELIVERED, Milestone.DELIVERED, _AT_THE_HUB),
    "PARTIALDELIVERYNOTIFICATION": _Step("deliveryTime", Status.PARTIALLY_DELIVERED, Milestone.PARTIALLY_DELIVERED),
    "NOTDELIVEREDNOTIFICATION": _Step("deliveryTime", Status.ATTEMPT_FAILED, Milestone.NOT_DELIVERED, _NOT_COLLECTED),
    "PICKEDUPNOTIFICATION": _Step("pickedUpTime", Status.PICKED_UP, Milestone.COLLECTED),
    "NOTPICKEDUPNOTIFICATION": _Step("pickedUpTime", *_NOT_COLLECTED),
    "STARTTRIP": _trip_started,
    "DELIVERYPLANNING": _trip_planned,
    "REVISEETANOTIFICATION": _arrivals_revised,
    "HUBIN": _hub_passed,
    "HUBOUT": _hub_passed,
    "ORDERSTATUSNOTIFICATON": _parcel_scanned,
    "ORDERSTATUSNOTIFICATION": _parcel_scanned,
    "CHECKINPUSHNOTIFICATION": _checked_in,
    "MILEE2EORDERSTATUSUPDATENOTIFICATION": _status_changed,
    "MILEE2EORDERUPDATESTATUSNOTIFICATION": _status_changed,
}
