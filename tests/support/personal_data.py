"""Personal data of the sandbox's shipments, collected from the carriers' own records."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from urllib.parse import unquote_plus

from tracking_site_sandbox.leaps import geodis, gls
from tracking_site_sandbox.leaps.booking_model import Booking
from tracking_site_sandbox.loginext import orders, special_orders, trips
from tracking_site_sandbox.loginext.order_model import Order
from tracking_site_sandbox.loginext.trips import Trip
from tracking_site_sandbox.logis import jobs
from tracking_site_sandbox.logis.job_model import Job
from tracking_site_sandbox.sample import Sample

Record = Mapping[str, object]

LEAST = 3
LEAST_PART = 4
CLOSE = re.compile(r"-?\d{1,3}\.\d{3,}(?!\d*(?:px|rem|em))")
"""A number with more than two decimals, as in a position."""

DRAWN = re.compile(r'\sd="[^"]*"')
"""The lines of a drawing, in the drawing's coordinates."""


@dataclass(frozen=True)
class Known:
    """The words of a sample that only its recipient may read, and those that a verified viewer must see."""

    sample: Sample | None
    number: str
    secret: frozenset[str]
    shown: frozenset[str]

    def told_by(self, text: str) -> set[str]:
        """Return the secret words in a page or a JSON text, in any encoding."""
        return {word for word in self.secret if _tells(text, word)}


def _tells(text: str, word: str) -> bool:
    readings = {text, unescape(text), unquote_plus(unescape(text))}
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    return any(pattern.search(reading) for reading in readings)


def knowledge() -> tuple[Known, ...]:
    """Return the personal data of every shipment of the sandbox."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return (
        *(_of_job(job) for job in jobs.jobs(now)),
        *(_of_booking(booking) for booking in (*geodis.bookings(now), *gls.bookings(now))),
        *(_of_order(order) for order in (*orders.orders(now), *special_orders.orders(now))),
        *(_of_trip(trip) for trip in trips.trips(now)),
    )


def _record(value: object) -> Record:
    return value if isinstance(value, Mapping) else {}


def _texts(record: Record, *names: str) -> list[str]:
    return [str(record[name]).strip() for name in names if record.get(name) not in (None, "")]


def _parts(names: Iterable[str]) -> Iterator[str]:
    """Yield the parts of people's names, since a surname identifies a person."""
    for name in names:
        yield from (part for part in re.split(r"[^\w'’-]+", name) if len(part) >= LEAST_PART)


ELEMENTS = {"script", "alert"}


def _known(
    sample: Sample | None, number: str, secret: Iterable[str], shown: Iterable[str], public_result: Iterable[str]
) -> Known:
    """Return the secret words of a shipment, without those that also occur in its public data (a city, the merchant).

    Names of HTML elements, which some samples contain, are left out as well.
    """
    open_text = " \n ".join(public_result)
    kept = {word for word in secret if len(word) >= LEAST and not _tells(open_text, word)} - ELEMENTS
    return Known(sample, number, frozenset(kept), frozenset(shown))


def _of_job(job: Job) -> Known:
    client, driver, address = job.client, _record(job.route.get("driver")), _record(job.job.get("address_detail"))
    people = [" ".join(_texts(party, "first_name", "last_name")) for party in (client, driver)]
    street = " ".join(_texts(address, "building_number", "street_name"))
    secret = [
        *people,
        *_parts(people),
        *(text for party in (client, driver) for text in _texts(party, "phone_number", "email")),
        *(street, *_texts(address, "street_name", "postal_code", "notes"), *_texts(job.job, "notes", "delivery_proof")),
        *(job.delivery_code, job.review_key),
        *(text for party in job.parties.values() for text in _texts(_record(party), "email")),
    ]
    public_result = [*_texts(address, "city"), "Nord Livraison", "Atelier Boréal"]
    shown = [part for part in (*people, street) if part] if client else []
    return _known(job.sample, job.id, secret, shown, public_result)


def _of_booking(booking: Booking) -> Known:
    record = booking.shipment
    parties = [_record(record.get(name)) for name in ("sender", "receiver", "pickup", "delivery", "notify")]
    contacts = [text for party in parties for text in _texts(party, "contact")]
    secret = [
        *(text for party in parties for text in _texts(party, "name", "addr1", "addr2", "postcode", "email", "phone")),
        *(*contacts, *_parts(contacts)),
        *_texts(record, "note", "deliverynote", "pickupnote"),
    ]
    public_result = [text for party in parties for text in _texts(party, "city")]
    shown = _texts(_record(record.get("delivery")), "name", "addr1")
    return _known(booking.sample, booking.slino, secret, shown, public_result)


def _of_order(order: Order) -> Known:
    row = order.row
    people = _texts(row, "customerName", "deliveryMediumName")
    hubs = _texts(row, "branchName", "clientName")
    places = [text for text in _texts(row, "origin", "destination") if text not in hubs]
    # "310 Bedford Avenue, Brooklyn, 11249": the town in the middle is public.
    lines = [part.strip() for place in places for part in (place.split(",")[0], place.rsplit(",", maxsplit=1)[-1])]
    secret = [
        *(*people, *_parts(people), *places, *lines),
        *_texts(row, "customerPhoneNumber", "deliveryMediumPhoneNumber", "vehicleNumber", "notes", "deliveryNotes"),
    ]
    # Of any other leg, the customer is somebody else than the recipient.
    to_recipient = (row.get("shipmentOrderTypeCd"), row.get("orderState")) == ("DELIVER", "FORWARD")
    shown = _texts(row, "customerName") if to_recipient else []
    return _known(order.sample, order.number, secret, shown, [*hubs, order.number])


def _of_trip(trip: Trip) -> Known:
    address = _texts(_record(trip.location), "address")
    secret = [
        *_texts(trip.record, "driver", "phoneNumber", "vehicle", "notesDescription"),
        *(line for text in address for line in (text, text.split(",")[0])),
    ]
    public_result = _texts(trip.record, "origin", "destination", "tripName")
    return _known(trip.sample, trip.names[0], secret, _texts(trip.record, "driver"), public_result)
