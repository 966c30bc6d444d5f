"""LogiNext Haul's trips: Get Trip and Get Location, called in parallel (docs/carriers/loginext.md, Haul)."""

from collections.abc import Iterator, Sequence

from tracking_site.carriers.adapter import Conversation, Outcome, Request, Response, required
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.responses import normalise_word, rows
from tracking_site.carriers.parsing import Fields, public_place_name
from tracking_site.domain.errors import CarrierFailure, UnknownShipment
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import (
    DeliveryWindow,
    Location,
    Milestone,
    PersonalData,
    Place,
    References,
    Shipment,
    Status,
    TrackingEvent,
)

# The documentation of Get Trip has only ENDED; the others occur elsewhere in it for a planned or started trip.
STATUSES = {
    "NOTSTARTED": Status.INFO_RECEIVED,
    "CREATED": Status.INFO_RECEIVED,
    "PLANNED": Status.INFO_RECEIVED,
    "SCHEDULED": Status.INFO_RECEIVED,
    "STARTED": Status.IN_TRANSIT,
    "INTRANSIT": Status.IN_TRANSIT,
    "ENDED": Status.DELIVERED,
}

ENDS = ("origin", "destination")


def track(account: LoginextAccount, reference: Reference) -> Conversation[Shipment]:
    """Fetch a trip and the position of its vehicle; a failure of the position is ignored."""
    names = [reference.value]
    trip, location = yield (
        Request.json(f"{account.base_url}/TripApp/haul/v1/trip/get", names, session=True),
        Request.json(f"{account.base_url}/TrackingApp/haul/v1/track/lastlocation?address=true", names, session=True),
    )
    trips = [row for row in rows(account.id, required(trip)) if row.text("tripName") == reference.value]
    if not trips:
        raise UnknownShipment("no trip of this name")
    return _shipment(account, reference, latest(trips), _tracked_position(location))


def latest(trips: Sequence[Fields]) -> Fields:
    """Return, of several trips with one name, the one that is under way, or else the newest."""

    def rank(trip: Fields) -> tuple[bool, str]:
        reporting = trip.instant("vehicleReportingTime") or trip.instant("eta")
        return trip_status(trip) is Status.IN_TRANSIT, reporting.isoformat() if reporting else ""

    return max(trips, key=rank)


def trip_status(trip: Fields) -> Status:
    """Return a trip's status; without a word for it, the times of its start and end decide."""
    word = normalise_word(trip.text("tripStatus"))
    if word:
        return STATUSES.get(word, Status.UNKNOWN)
    if trip.instant("tripEndDt"):
        return Status.DELIVERED
    return Status.IN_TRANSIT if trip.instant("tripStartDt") else Status.INFO_RECEIVED


def _tracked_position(outcome: Outcome) -> Fields:
    if not isinstance(outcome, Response):
        return Fields(None)
    try:
        return next(iter(rows("", outcome)), Fields(None))
    except (UnknownShipment, CarrierFailure):
        return Fields(None)


def _shipment(account: LoginextAccount, reference: Reference, trip: Fields, tracked: Fields) -> Shipment:
    status = trip_status(trip)
    expected = tracked.instant("eta") or trip.instant("eta")
    origin, destination = (public_place_name(trip.text(name, limit=100)) for name in ENDS)
    return Shipment(
        carrier="loginext",
        account=account.id,
        carrier_name=account.name,
        references=References(trip_name=reference.value, awb_number=trip.text("awbNumber", limit=100)),
        status=status,
        carrier_status=trip.text("tripStatus", limit=60),
        events=tuple(_events(trip)),
        last_location=_location(trip, tracked),
        estimated_delivery=DeliveryWindow(expected, expected) if expected else None,
        delivered_at=trip.instant("tripEndDt") if status is Status.DELIVERED else None,
        origin=Place(origin) if origin else None,
        destination=Place(destination) if destination else None,
        personal=_personal(trip, tracked),
    )


def _events(trip: Fields) -> Iterator[TrackingEvent]:
    origin, destination = (public_place_name(trip.text(name, limit=100)) for name in ENDS)
    steps = (
        ("tripStartDt", Status.IN_TRANSIT, Milestone.STARTED, origin),
        ("tripEndDt", Status.DELIVERED, Milestone.DELIVERED, destination),
    )
    reporting = trip.instant("vehicleReportingTime")
    if reporting is not None and trip_status(trip) is not Status.INFO_RECEIVED:
        yield TrackingEvent(reporting, Status.INFO_RECEIVED, None, Milestone.SCHEDULED, _location_named(origin))
    for name, status, milestone, place in steps:
        if time := trip.instant(name):
            yield TrackingEvent(time, status, milestone=milestone, location=_location_named(place))


def _location_named(name: str | None) -> Location | None:
    return Location(name=name) if name else None


def _location(trip: Fields, tracked: Fields) -> Location | None:
    last = public_place_name(trip.text("lastHub", limit=100))
    if position := tracked.coordinates("lat", "lng"):
        address = tracked.text("address", limit=200)
        return Location(last, position, tracked.instant("lastTrackedAt"), address)
    if position := trip.coordinates("lastTrackedLatitude", "lastTrackedLongitude"):
        return Location(last, position, trip.instant("tracking"))
    return Location(name=last) if last else None


def _personal(trip: Fields, tracked: Fields) -> PersonalData:
    words = (
        *(trip.text(name) for name in ("driver", "phoneNumber", "vehicle", "notesDescription")),
        *(end for end in (trip.text(name) for name in (*ENDS, "lastHub")) if public_place_name(end) is None),
        tracked.text("address"),
    )
    return PersonalData(
        note=trip.text("notesDescription", limit=1500),
        driver=trip.text("driver", limit=100),
        words=frozenset(word for word in words if word),
    )
