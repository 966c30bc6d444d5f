"""Leaps: two commands in one envelope, two levels of status (leaps-basic-concepts, leaps-booking-commands)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from tracking_site.carriers.adapter import Adapter, Conversation, FeedPage, Request, Response, ask
from tracking_site.carriers.error_messages import classify_error
from tracking_site.carriers.parsing import Fields, Unreadable, combine, encode_rows, name_parts, parse_date, parse_time
from tracking_site.config import LeapsAccount
from tracking_site.domain.errors import CarrierRefused, CarrierUnreadable, TrackingError, UnknownShipment
from tracking_site.domain.references import Reference, ReferenceKind
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

# How status messages begin that are no status of the list above; each says what happened in so many words.
MESSAGES = (
    (re.compile(r"(shipment |goods |cargo |consignment )?(was |has been |have been )?delivered"), Status.DELIVERED),
    (re.compile(r"out for delivery|on delivery|loaded for delivery"), Status.OUT_FOR_DELIVERY),
    (re.compile(r"(shipment |goods |cargo )?(was |has been )?(picked ?-?up|collected)"), Status.PICKED_UP),
    (re.compile(r"(shipment |goods |flight |cargo )?(has )?(departed|arrived|in transit)"), Status.IN_TRANSIT),
    (re.compile(r"(delivery attempt failed|delivery failed|consignee not (at home|in))"), Status.ATTEMPT_FAILED),
)
# Handed to somebody on the way is not handed to the recipient.
_ON_THE_WAY = re.compile(
    r"delivered (to|at) (the )?(airline|air ?port|carrier|hub|terminal|agent|warehouse|depot|custom)"
)

GMT = ZoneInfo("UTC")
LONGEST_NUMBER = 100
MOST_NUMBERS = 100_000
ADDRESSES = ("sender", "receiver", "pickup", "delivery", "notify")
RECIPIENTS = ("receiver", "delivery", "notify")


def adapter(account: LeapsAccount) -> Adapter:
    """A Leaps installation, ready to be asked for SLI numbers."""
    return Adapter(
        account=account,
        kinds=frozenset({ReferenceKind.SLI_NUMBER}),
        track=lambda reference: track(account, reference),
        check=lambda: check(account),
        changes=lambda since, renewing: changes(account, since, renewing),
        read=lambda reference, answer: read(account, reference, answer),
    )


def track(account: LeapsAccount, reference: Reference) -> Conversation[Shipment]:
    """The booking and its status messages, in one exchange; without the messages where only they fail."""
    reply = yield from ask(_envelope(account, list(_about(reference.value))))
    return _read(account, reference, _results(account, reply))


def read(account: LeapsAccount, reference: Reference, answer: bytes) -> Shipment:
    """The shipment in an answer that was kept, as `changes` gives it."""
    try:
        return _read(account, reference, Fields.of(answer).list_items("results"))
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error


def changes(account: LeapsAccount, since: datetime, renewing: Sequence[str]) -> Conversation[FeedPage]:
    """What has changed since a moment, and the answers of some numbers, in one exchange.

    The moment is told in GMT, as Leaps tells when a booking was made (leaps-booking-commands, GetBookingsByLastChange).
    """
    told = since.astimezone(GMT)
    commands = [
        {
            "command": "GetBookingsByLastChange",
            "changedate": told.strftime("%Y-%m-%d"),
            "changetime": told.strftime("%H:%M:%S"),
        },
        *(command for number in renewing for command in _about(number)),
    ]
    reply = yield from ask(_envelope(account, commands))
    listed, *results = _results(account, reply)
    if listed.flag("status") is False:
        raise classify_error(account.id, listed.text("msg"))
    pairs = zip(results[::2], results[1::2], strict=False)
    answers = {
        number: encode_rows({"results": list(pair)})
        for number, pair in zip(renewing, pairs, strict=False)
        if pair[0].within("shipment")
    }
    return FeedPage(frozenset(listed.texts("slinos", limit=LONGEST_NUMBER, most=MOST_NUMBERS)), answers)


def _about(number: str) -> Iterator[dict[str, str]]:
    yield {"command": "GetBookingBySLIno", "slino": number}
    yield {"command": "GetStatusMessagesBySLIno", "slino": number}


def _read(account: LeapsAccount, reference: Reference, results: Sequence[Fields]) -> Shipment:
    if not results:
        raise CarrierUnreadable(account.id, "the answer has no results")
    shipment = _booked(account, results[0])
    if not _same(shipment.text("slino"), reference.value):
        raise UnknownShipment("another shipment in the booking's answer")
    told = len(results) > 1 and results[1].flag("status") is not False
    messages = results[1].rows("statusmessages") if told else ()
    own = [row for row in messages if _same(row.text("slino"), reference.value)]
    return _shipment(account, reference, shipment, own)


def check(account: LeapsAccount) -> Conversation[None]:
    """Asks for an echo."""
    reply = yield from ask(_envelope(account, [{"command": "Echo", "text": "tracking-site"}]))
    (echo, *_) = _results(account, reply)
    if not echo.flag("status"):
        raise CarrierRefused(account.id, "Echo was answered with an error")


def _envelope(account: LeapsAccount, commands: list[dict[str, str]]) -> Request:
    envelope: dict[str, object] = {
        "apikey": account.apikey.get_secret_value(),
        "username": account.username,
        "password": account.password.get_secret_value(),
        "remoteagent": "tracking-site",
        "commands": commands,
    }
    if account.portal is not None:
        envelope["portal"] = account.portal
    if account.contract is not None:
        envelope["contract"] = account.contract
    return Request.form(account.endpoint, {"json": msgspec.json.encode(envelope).decode()})


def _results(account: LeapsAccount, reply: Response) -> tuple[Fields, ...]:
    """The commands' results; the envelope's own error is about the account, and raised as such."""
    if reply.status in (401, 403):
        raise CarrierRefused(account.id, f"Leaps answered {reply.status}")
    if reply.status != 200:
        raise CarrierUnreadable(account.id, f"Leaps answered {reply.status}")
    try:
        answer = Fields.of(reply.body)
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error
    if answer.flag("status") is False:
        raise _envelope_error(account, answer.text("msg"))
    results = answer.list_items("results")
    if not any(results):
        raise CarrierUnreadable(account.id, "the envelope's answer has no results")
    return results


def _envelope_error(account: LeapsAccount, message: str | None) -> TrackingError:
    said = classify_error(account.id, message)
    return CarrierRefused(account.id, "the envelope was refused") if isinstance(said, UnknownShipment) else said


def _booked(account: LeapsAccount, result: Fields) -> Fields:
    """The booking in its command's result; one that lost its `status` on the way is still one."""
    shipment, succeeded, message = result.within("shipment"), result.flag("status"), result.text("msg")
    if succeeded is False or (succeeded is None and not shipment and message):
        raise classify_error(account.id, message)
    if succeeded is None and not shipment:
        raise CarrierUnreadable(account.id, "the booking's result has neither status nor shipment")
    if not shipment:
        raise UnknownShipment("no shipment in the booking's answer")
    return shipment


def _same(told: str | None, asked: str) -> bool:
    return told is None or told.casefold().lstrip("0") == asked.casefold().lstrip("0")


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
    """A status message; none where it says nothing at all."""
    time = combine(parse_date(row.text("date")), parse_time(row.text("time")), ZoneInfo(account.time_zone))
    description = row.text("description")
    place = row.text("location", limit=100)
    if time is None and description is None and place is None:
        return None
    return TrackingEvent(
        time=time,
        status=_meaning(account, description),
        description=description,
        location=Location(name=place) if place else None,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """An installation's own words over the built-in table."""

    own: dict[str, Status]

    def get(self, word: str) -> Status | None:
        return self.own.get(word) or STATUSES.get(word)


def _words(account: LeapsAccount) -> _Words:
    return _Words({_folded(word): Status(meaning) for word, meaning in account.statuses.items()})


def _folded(word: str | None) -> str:
    return " ".join((word or "").casefold().split())


def _meaning(account: LeapsAccount, description: str | None) -> Status:
    """What a status message says; a message that says nothing of the table is `UNKNOWN`."""
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
    seen = [(event.time, event.location) for event in history if event.location and event.time]
    if not seen:
        return None
    time, location = max(seen, key=lambda sighting: instant_of(sighting[0]))
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
