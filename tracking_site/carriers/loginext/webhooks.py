"""LogiNext's webhooks: authenticated, then parsed into updates (docs/carriers/loginext.md, Webhooks).

An update holds no personal data: those come from LogiNext's own answer when the recipient opens the page.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from tracking_site.carriers.adapter import ParsedWebhook, ProofDownload
from tracking_site.carriers.downloads import LONGEST_ADDRESS
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.order_events import FINISHED_STATUSES, STATUSES
from tracking_site.carriers.loginext.proof_of_delivery import MAX_REQUEST_ID_LENGTH
from tracking_site.carriers.loginext.responses import normalise_word
from tracking_site.carriers.loginext.webhook_body import parse_body, xml_object
from tracking_site.carriers.parsing import Fields, name_parts, public_place_name
from tracking_site.domain.recorded_history import ArrivalEstimate, WebhookUpdate
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import DeliveryWindow, Location, Milestone, Status, TrackingEvent

SIGNATURE_HEADER = "x-loginext-signature"
LONGEST_NUMBER = 100
_PERSONAL = ("customerName", "recipientName", "deliveryMediumName", "driverName", "cancelledBy")
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
        """Tell whether the signature and the sender's address are right (later editions, Webhooks)."""
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
    """The type of a webhook; ORDER ACCEPTED and ORDER REJECTED have none, and say it as a status."""
    return (
        data.text("notificationType", limit=LONGEST_NUMBER) or data.text("status", limit=LONGEST_NUMBER) or ""
    ).upper()


def updates_in(data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """What a webhook tells, of each shipment that it names; nothing where it is of a kind that tells nothing."""
    kind = kind_of(data)
    read = _KINDS.get(normalise_word(kind))
    if read is not None:
        yield from read(kind, data, zone)
        return
    for number in _orders(data):
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), None, _awb(data))


def _orders(data: Fields) -> Iterator[str]:
    number = data.text(*_NUMBERS, limit=LONGEST_NUMBER)
    if number:
        yield number
    yield from data.texts("clientShipmentIds", limit=LONGEST_NUMBER)


def _awb(data: Fields) -> str | None:
    return data.text("awbNumber", limit=LONGEST_NUMBER)


def _reason(data: Fields) -> str | None:
    """Why, in LogiNext's words; left out where it names somebody."""
    reason = data.text("reason", "reasonCd", "reasonOfRejection")
    named = [name.casefold() for name in name_parts(*(data.text(field) for field in _PERSONAL))]
    if reason is None or any(name in reason.casefold() for name in named):
        return None
    return None if any(character.isdigit() for character in reason) and len(reason) > LONGEST_NUMBER else reason


def _where(data: Fields, *names: str) -> Location | None:
    position = data.coordinates(*(names or ("latitude", "longitude")))
    name = public_place_name(data.text("hubName", "branchName"))
    return Location(name, position) if position or name else None


@dataclass(frozen=True, slots=True)
class _Step:
    """A kind of webhook that tells of one step of one order: when it was, what it means at the recipient's and before."""

    time: str
    status: Status
    milestone: Milestone
    before: tuple[Status, Milestone] | None = None

    def __call__(self, kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
        number = data.text(*_NUMBERS, limit=LONGEST_NUMBER)
        if number is None:
            # The stop of a trip calls itself a delivery, names a list, and delivers nothing.
            return
        collected = normalise_word(data.text("orderLeg")) == "PICKUP"
        status, milestone = self.before if collected and self.before else (self.status, self.milestone)
        if status is Status.DELIVERED and normalise_word(data.text("orderState")) == "REVERSE":
            status, milestone = Status.RETURNED, Milestone.RETURNED
        event = TrackingEvent(data.local_instant(self.time, zone), status, _reason(data), milestone, _where(data))
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), event, _awb(data))


def _started(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """A trip that starts: of every order in it, whose numbers are told to nobody else."""
    time = data.local_instant("startTime", zone)
    event = TrackingEvent(time, Status.OUT_FOR_DELIVERY, milestone=Milestone.OUT_FOR_DELIVERY)
    for number in _orders(data):
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), event)


def _trips_orders(kind: str, data: Fields, _zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """What says something new of the orders of a trip without telling an event: they are asked for anew."""
    for trip in (*data.rows("notificationDetails"), *data.rows("tripDetails"), data):
        for order in trip.rows("orderDetails"):
            number = order.text(*_NUMBERS, limit=LONGEST_NUMBER)
            if number:
                yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), None, _awb(order))


@dataclass(frozen=True, slots=True)
class _Stop:
    """A place that a trip goes to for an order: in which turn, whether that is done, and when it is expected."""

    order: str | None
    turn: int | None
    done: bool
    window: DeliveryWindow | None = None


def _proof_download(data: Fields) -> ProofDownload | None:
    """Return where requested images can be downloaded, or None for a webhook about something else."""
    address, request = data.text("url", limit=LONGEST_ADDRESS), data.text("requestId", limit=MAX_REQUEST_ID_LENGTH)
    if kind_of(data) != "GETEPODNOTIFICATION" or address is None or request is None:
        return None
    return ProofDownload(request, address)


def _revised(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """A trip whose times have changed: of every order in it when it comes, and how many stops come before."""
    given_at = data.local_instant("timestamp", zone)
    for trip in data.rows("tripDetails"):
        orders = trip.rows("orderDetails")
        stops = [stop for order in orders for stop in _stops(order, zone)]
        for order in orders:
            number = order.text(*_NUMBERS, limit=LONGEST_NUMBER)
            if number is None:
                continue
            own = next((stop for stop in stops if stop.order == number and stop.window), None)
            arrival = ArrivalEstimate(own.window, _before(own, stops), given_at) if own and own.window else None
            yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), None, _awb(order), arrival)


def _stops(order: Fields, zone: ZoneInfo) -> Iterator[_Stop]:
    """The stops of an order: where it is collected, and where it is delivered, which alone is what is waited for."""
    number, word = order.text(*_NUMBERS, limit=LONGEST_NUMBER), normalise_word(order.text("orderStatusCd"))
    served = word in FINISHED_STATUSES
    for stop in order.rows("pickupDetails"):
        yield _Stop(None, stop.integer("sequence", 0, 10_000), served or word == "PICKEDUP")
    for stop in order.rows("deliverDetails"):
        bounds = [stop.local_instant(name, zone) for name in ("calculatedStartDate", "calculatedEndDate")]
        known = sorted(bound for bound in bounds if bound)
        window = DeliveryWindow(known[0], known[-1]) if known and not served else None
        yield _Stop(number, stop.integer("sequence", 0, 10_000), served, window)


def _before(own: _Stop, stops: Sequence[_Stop]) -> int | None:
    """How many turns the driver still takes before this one; several orders at one door are one."""
    turn = own.turn
    if turn is None:
        return None
    return len({stop.turn for stop in stops if not stop.done and stop.turn is not None and stop.turn < turn})


def _hub(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """A vehicle at a hub: XML inside of a JSON string, about a trip."""
    inner = Fields(xml_object((data.raw_text("data") or "").strip().encode()))
    trip = inner.text("tripId", limit=LONGEST_NUMBER)
    if trip is None:
        return
    enters = normalise_word(kind) == "HUBIN"
    sighted, updated = _sighted(inner.text("sightingDate"), zone), data.local_instant("updatedDate", zone)
    # In the documentation's own sample it was sighted seven hours after it was told of: that clock is another zone's.
    time = sighted if sighted and not (updated and sighted > updated) else updated
    milestone = Milestone.REACHED_HUB if enters else Milestone.STARTED
    event = TrackingEvent(time, Status.IN_TRANSIT, milestone=milestone, location=_where(inner))
    yield WebhookUpdate(kind, Reference(ReferenceKind.TRIP_NAME, trip), event)


def _sighted(text: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(text or "", "%Y%m%d%H%M").replace(tzinfo=zone)
    except ValueError:
        return None


_SCANS: Mapping[str, tuple[Status, Milestone]] = {
    "INSCANNED": (Status.IN_TRANSIT, Milestone.REACHED_HUB),
    "OUTSCANNED": (Status.IN_TRANSIT, Milestone.STARTED),
    "HANDEDOVER": (Status.IN_TRANSIT, Milestone.STARTED),
}


def _scanned(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    scan = _SCANS.get(normalise_word(data.text("scanStatus")))
    time = data.local_instant("scanTime", zone)
    event = TrackingEvent(time, scan[0], milestone=scan[1], location=_where(data)) if scan else None
    for number in _orders(data):
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), event, _awb(data))


def _checked_in(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    delivers = normalise_word(data.text("locationType")) == "DELIVER"
    status = Status.OUT_FOR_DELIVERY if delivers else Status.IN_TRANSIT
    milestone = Milestone.ARRIVED if delivers else Milestone.COLLECTION_ARRIVED
    where = _where(data, "checkinLatitude", "checkinLongitude")
    event = TrackingEvent(data.local_instant("checkInTime", zone), status, milestone=milestone, location=where)
    for number in _orders(data):
        yield WebhookUpdate(kind, Reference(ReferenceKind.ORDER_NUMBER, number), event, _awb(data))


def _status_changed(kind: str, data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """An order of several legs: its status in the words of Get Order."""
    status = STATUSES.get(normalise_word(data.text("orderStatusCd", "orderStatus", "statusCd", "status")))
    time = data.local_instant("timestamp", zone) or data.local_instant("updatedOn", zone)
    milestone = _OF_STATUS.get(status) if status else None
    event = TrackingEvent(time, status, milestone=milestone) if status and milestone else None
    for number in _orders(data):
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
    "STARTTRIP": _started,
    "DELIVERYPLANNING": _trips_orders,
    "REVISEETANOTIFICATION": _revised,
    "HUBIN": _hub,
    "HUBOUT": _hub,
    "ORDERSTATUSNOTIFICATON": _scanned,
    "ORDERSTATUSNOTIFICATION": _scanned,
    "CHECKINPUSHNOTIFICATION": _checked_in,
    "MILEE2EORDERSTATUSUPDATENOTIFICATION": _status_changed,
    "MILEE2EORDERUPDATESTATUSNOTIFICATION": _status_changed,
}
