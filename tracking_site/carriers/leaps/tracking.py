"""Tracking at Leaps: a booking and its status messages, each with a status of its own (docs/carriers/leaps.md)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tracking_site.carriers.adapter import Conversation, ask
from tracking_site.carriers.error_messages import classify_error
from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.leaps.dates import combine, parse_date, parse_time
from tracking_site.carriers.leaps.envelope import booking_commands, envelope, results
from tracking_site.carriers.parsing import Fields, name_parts
from tracking_site.domain.errors import CarrierUnreadable, UnknownShipment
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import (
    DeliveryWindow,
    Location,
    Milestone,
    Moment,
    PersonalData,
    Place,
    References,
    Shipment,
    Status,
    TrackingEvent,
    instant_of,
)

STATUSES = {
    "booked": Status.INFO_RECEIVED,
    "pending": Status.PENDING,
    "in transit": Status.IN_TRANSIT,
    "deviation": Status.EXCEPTION,
    "delivered": Status.DELIVERED,
    "confirmed": Status.INFO_RECEIVED,  # a booking's confirmation, or a delivery's where the history shows one
    "cancelled": Status.CANCELLED,
    "cancelled by ccs": Status.CANCELLED,
}

# Beginnings of status messages that are not in the list above but have a clear meaning.
MESSAGES = (
    (re.compile(r"(shipment |goods |cargo |consignment )?(was |has been |have been )?delivered"), Status.DELIVERED),
    (re.compile(r"out for delivery|on delivery|loaded for delivery"), Status.OUT_FOR_DELIVERY),
    (re.compile(r"(shipment |goods |cargo )?(was |has been )?(picked ?-?up|collected)"), Status.PICKED_UP),
    (re.compile(r"(shipment |goods |flight |cargo )?(has )?(departed|arrived|in transit)"), Status.IN_TRANSIT),
    (re.compile(r"(delivery attempt failed|delivery failed|consignee not (at home|in))"), Status.ATTEMPT_FAILED),
)
# A delivery to one of these is not the delivery to the recipient.
_ON_THE_WAY = re.compile(
    r"delivered (to|at) (the )?(airline|air ?port|carrier|hub|terminal|agent|warehouse|depot|custom)"
)

GMT = ZoneInfo("UTC")
ADDRESSES = ("sender", "receiver", "pickup", "delivery", "notify")
RECIPIENTS = ("receiver", "delivery", "notify")


def track(account: LeapsAccount, reference: Reference) -> Conversation[Shipment]:
    """Fetch the booking and its status messages in one request; the messages are optional."""
    response = yield from ask(envelope(account, list(booking_commands(reference.value))))
    return read_booking(account, reference, results(account, response))


def read_booking(account: LeapsAccount, reference: Reference, command_results: Sequence[Fields]) -> Shipment:
    """Return the shipment in the results of the two booking commands."""
    if not command_results:
        raise CarrierUnreadable(account.id, "the answer has no results")
    booking = _booking(account, command_results[0])
    if not _same(booking.text("slino"), reference.value):
        raise UnknownShipment("another shipment in the booking's answer")
    has_messages = len(command_results) > 1 and command_results[1].flag("status") is not False
    messages = command_results[1].rows("statusmessages") if has_messages else ()
    own = [row for row in messages if _same(row.text("slino"), reference.value)]
    return _shipment(account, reference, booking, own)


def _booking(account: LeapsAccount, result: Fields) -> Fields:
    """Return the booking in its command's result; a result without `status` can still have one.

    Unknown is only what a message says: a result without a booking, or with something else in its place, is unreadable.
    """
    shipment, succeeded, message = result.within("shipment"), result.flag("status"), result.text("msg")
    if message and (succeeded is False or (succeeded is None and not shipment)):
        raise classify_error(account.id, message)
    if succeeded is False:
        raise CarrierUnreadable(account.id, "the booking's command failed without a message")
    if not shipment.has("slino", "status"):
        raise CarrierUnreadable(account.id, "the booking's result has no shipment of the documented shape")
    return shipment


def _same(answered: str | None, requested: str) -> bool:
    return answered is None or answered.casefold().lstrip("0") == requested.casefold().lstrip("0")


def _shipment(account: LeapsAccount, reference: Reference, booking: Fields, messages: list[Fields]) -> Shipment:
    history = [event for row in messages if (event := _event(account, row))]
    placed = combine(parse_date(booking.text("date")), parse_time(booking.text("time")), GMT)
    booked = (TrackingEvent(placed, Status.INFO_RECEIVED, milestone=Milestone.PLACED),) if placed else ()
    word = booking.text("status", limit=60)
    status = _status(account, word, history)
    expected = parse_date(booking.text("etadate"))
    parties = {name: booking.within(name) for name in ADDRESSES}
    return Shipment(
        carrier="leaps",
        account=account.id,
        carrier_name=account.name,
        references=References(
            sli_number=booking.text("slino", limit=100) or reference.value,
            awb_number=_first((booking, *messages), "awbno"),
        ),
        status=status,
        carrier_status=word,
        events=(*history, *booked),
        last_location=_last_location(history),
        estimated_delivery=DeliveryWindow(expected, expected) if expected else None,
        delivered_at=_delivered_at(history) if status is Status.DELIVERED else None,
        origin=_place(parties["pickup"]) or _place(parties["sender"]),
        destination=_place(parties["delivery"]) or _place(parties["receiver"]),
        personal=_personal(booking, parties),
    )


def _event(account: LeapsAccount, row: Fields) -> TrackingEvent | None:
    """Return the event of a status message, or None for an empty one."""
    time = combine(parse_date(row.text("date")), parse_time(row.text("time")), ZoneInfo(account.time_zone))
    description = row.text("description")
    location = row.text("location", limit=100)
    if time is None and description is None and location is None:
        return None
    return TrackingEvent(
        time=time,
        status=_meaning(account, description),
        description=description,
        location=Location(name=location) if location else None,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The status words of an installation, over the built-in table."""

    own: dict[str, Status]

    def get(self, word: str) -> Status | None:
        return self.own.get(word) or STATUSES.get(word)


def _words(account: LeapsAccount) -> _Words:
    return _Words({_folded(word): Status(meaning) for word, meaning in account.statuses.items()})


def _folded(word: str | None) -> str:
    return " ".join((word or "").casefold().split())


def _meaning(account: LeapsAccount, description: str | None) -> Status:
    """Return the status that a message means, `UNKNOWN` where no table has it."""
    folded = _folded(description)
    if known := _words(account).get(folded.rstrip(".!")):
        return known
    for pattern, status in MESSAGES:
        if pattern.match(folded):
            return Status.IN_TRANSIT if _ON_THE_WAY.search(folded) else status
    return Status.UNKNOWN


def _status(account: LeapsAccount, word: str | None, history: Iterable[TrackingEvent]) -> Status:
    folded = _folded(word)
    words = _words(account)
    delivered = any(event.status is Status.DELIVERED for event in history)
    if folded == "confirmed" and folded not in words.own and delivered:
        return Status.DELIVERED
    return words.get(folded) or Status.UNKNOWN


def _delivered_at(history: Iterable[TrackingEvent]) -> Moment | None:
    times = [event.time for event in history if event.status is Status.DELIVERED and event.time]
    return max(times, key=instant_of, default=None)


def _last_location(history: Iterable[TrackingEvent]) -> Location | None:
    located = [(event.time, event.location) for event in history if event.location and event.time]
    if not located:
        return None
    time, location = max(located, key=lambda entry: instant_of(entry[0]))
    return replace(location, time=time if isinstance(time, datetime) else None)


def _first(rows: Iterable[Fields], name: str) -> str | None:
    return next((found for row in rows if (found := row.text(name, limit=100))), None)


def _place(address: Fields) -> Place | None:
    city = address.text("city", limit=100)
    return Place(city, address.text("country", limit=60)) if city else None


def _personal(booking: Fields, parties: dict[str, Fields]) -> PersonalData:
    to = parties["delivery"] if parties["delivery"].text("name", "addr1") else parties["receiver"]
    town = " ".join(part for part in (to.text("postcode"), to.text("city")) if part)
    private = ("name", "contact", "addr1", "addr2", "postcode", "email", "phone", "mobile")
    notes = ("note", "deliverynote", "pickupnote", "confirmationnote", "distributionnote")
    words = (
        *(party.text(name) for party in parties.values() for name in private),
        *(booking.text(name) for name in notes),
        *name_parts(*(party.text("contact") for party in parties.values())),
        *name_parts(*(parties[name].text("name") for name in RECIPIENTS)),
    )
    return PersonalData(
        recipient=to.text("name", "contact", limit=150),
        address=tuple(line for line in (to.text("addr1"), to.text("addr2"), town) if line),
        postcode=to.text("postcode", limit=20),
        note=booking.text("deliverynote", limit=1500),
        words=frozenset(word for word in words if word),
    )
