"""Tracking at Leaps: a booking and its status messages, each with a status of its own (docs/carriers/leaps.md)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tracking_site.carriers.adapter import Conversation, ask
from tracking_site.carriers.error_messages import classify_error
from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.leaps.dates import combine, combine_numbered, parse_date, parse_time
from tracking_site.carriers.leaps.deliveries import Recipient
from tracking_site.carriers.leaps.envelope import booking_commands, envelope, results
from tracking_site.carriers.leaps.messages import folded, message_status, own_words, word_status
from tracking_site.carriers.parsing import Fields, name_parts
from tracking_site.domain.errors import CarrierUnreadable, UnknownShipment
from tracking_site.domain.event_order import newest_first
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
)

GMT = ZoneInfo("UTC")
MAX_MESSAGE_NUMBER = 10**15
ADDRESSES = ("sender", "receiver", "pickup", "delivery", "notify")
_NOTHING = re.compile(r"[\W_0]*")
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
    parties = {name: booking.within(name) for name in ADDRESSES}
    to, sender = _party(parties, "delivery", "receiver"), _party(parties, "pickup", "sender")
    events = tuple(_events(account, messages, _recipient(to, parties["receiver"])))
    history = newest_first(events)
    placed = combine(parse_date(booking.text("date")), parse_time(booking.text("time")), GMT)
    booked = (TrackingEvent(placed, Status.INFO_RECEIVED, milestone=Milestone.PLACED),) if placed else ()
    word = booking.text("status", limit=60)
    status = _status(account, word, history)
    expected = parse_date(booking.text("etadate"))
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
        events=(*events, *booked),
        last_location=_last_location(history),
        estimated_delivery=DeliveryWindow(expected, expected) if expected else None,
        delivered_at=_delivered_at(history) if status is Status.DELIVERED else None,
        origin=_place(sender),
        destination=_place(to),
        personal=_personal(booking, parties, to),
    )


def _events(account: LeapsAccount, rows: Sequence[Fields], recipient: Recipient) -> Iterator[TrackingEvent]:
    """Yield the events of the status messages, without empty ones."""
    numbers = [row.integer("id", 0, MAX_MESSAGE_NUMBER) for row in rows]
    local = [(parse_date(row.text("date")), parse_time(row.text("time"))) for row in rows]
    moments = combine_numbered(local, numbers, account.zone)
    for row, number, moment in zip(rows, numbers, moments, strict=True):
        description, location = row.text("description"), row.text("location", limit=100)
        if moment is None and description is None and location is None:
            continue
        yield TrackingEvent(
            time=moment,
            status=message_status(account, description, recipient),
            description=description,
            location=Location(name=location) if location else None,
            sequence=number,
            zone=account.zone if moment and not isinstance(moment, datetime) else None,
        )


def _status(account: LeapsAccount, word: str | None, history: Iterable[TrackingEvent]) -> Status:
    delivered = any(event.status is Status.DELIVERED for event in history)
    if folded(word) == "confirmed" and folded(word) not in own_words(account) and delivered:
        return Status.DELIVERED
    return word_status(account, word)


def _delivered_at(history: Iterable[TrackingEvent]) -> Moment | None:
    return next((event.time for event in history if event.status is Status.DELIVERED and event.time), None)


def _last_location(history: Iterable[TrackingEvent]) -> Location | None:
    for event in history:
        if event.location and event.time:
            return replace(event.location, time=event.time if isinstance(event.time, datetime) else None)
    return None


def _first(rows: Iterable[Fields], name: str) -> str | None:
    return next((found for row in rows if (found := row.text(name, limit=100))), None)


def _party(parties: Mapping[str, Fields], own: str, otherwise: str) -> Fields:
    """Return an address, or the other one where the first says neither who nor where: no part of both is mixed."""
    says = any(_filled(parties[own], name) for name in ("name", "addr1", "addr2", "postcode", "city"))
    return parties[own] if says else parties[otherwise]


def _filled(address: Fields, name: str, limit: int = 500) -> str | None:
    """Return a field of an address; noughts and dashes alone stand for nothing."""
    text = address.text(name, limit=limit)
    return None if text is None or _NOTHING.fullmatch(text) else text


def _place(address: Fields) -> Place | None:
    city = _filled(address, "city", limit=100)
    return Place(city, address.text("country", limit=60)) if city else None


def _recipient(*parties: Fields) -> Recipient:
    """Return how status messages can name the recipient."""
    return Recipient.of(
        names=[party.text(name) for party in parties for name in ("name", "addr1")],
        contacts=[party.text("contact") for party in parties],
        towns=[party.text(name) for party in parties for name in ("addr2", "postcode", "city")],
    )


def _personal(booking: Fields, parties: dict[str, Fields], to: Fields) -> PersonalData:
    postcode, city = _filled(to, "postcode", limit=20), _filled(to, "city")
    lines = (_filled(to, "addr1"), _filled(to, "addr2"), " ".join(part for part in (postcode, city) if part))
    private = ("name", "contact", "addr1", "addr2", "postcode", "email", "phone", "mobile")
    notes = ("note", "deliverynote", "pickupnote", "confirmationnote", "distributionnote")
    words = (
        *(_filled(party, name) for party in parties.values() for name in private),
        *(booking.text(name) for name in notes),
        *name_parts(*(party.text("contact") for party in parties.values())),
        *name_parts(*(parties[name].text("name") for name in RECIPIENTS)),
    )
    return PersonalData(
        recipient=_filled(to, "name", limit=150) or _filled(to, "contact", limit=150),
        address=tuple(line for line in lines if line),
        postcode=postcode,
        note=booking.text("deliverynote", limit=1500),
        words=frozenset(word for word in words if word),
    )
