"""LogiNext Haul's trips: Get Trip and Get Location, called in parallel (docs/carriers/loginext.md, Haul)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from tracking_site.carriers.adapter import Conversation, Outcome, Request, Response, required
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.responses import matching_rows, normalise_word, rows
from tracking_site.carriers.parsing import EARLIEST, Fields, public_place_name
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
    trips = matching_rows(account.id, required(trip), "tripName", reference.value)
    return _shipment(account, reference, latest(trips), _tracked_position(location))


def latest(trips: Sequence[Fields]) -> Fields:
    """Return the latest of several rows with one name by its times, whatever their order.

    A run that is only planned is not the latest while another one is under way.
    """
    newest = max(trips, key=_recency)
    if _has_begun(newest):
        return newest
    running = max((trip for trip in trips if _has_begun(trip)), key=_recency, default=newest)
    return running if trip_status(running) is Status.IN_TRANSIT else newest


def _recency(trip: Fields) -> tuple[datetime, bool, datetime, datetime]:
    """Return what rows are ordered by: the last time that something happened, or else the planned times.

    A vehicle may go on reporting after its trip: where there is an end, the time of the position says nothing.
    """
    happened = (("tripEndDt",), ("tripStartDt", "tracking"))
    known = ([time for name in names if (time := trip.instant(name))] for names in happened)
    reporting, arrival = trip.instant("vehicleReportingTime") or EARLIEST, trip.instant("eta") or EARLIEST
    last = next((max(times) for times in known if times), None) if _has_begun(trip) else None
    return last or reporting, trip_status(trip) is Status.IN_TRANSIT, reporting, arrival


def _has_begun(trip: Fields) -> bool:
    return trip_status(trip) in (Status.IN_TRANSIT, Status.DELIVERED)


def trip_status(trip: Fields) -> Status:
    """Return a trip's status; without a word for it, the times of its start and end decide, and without those nothing."""
    word = normalise_word(trip.text("tripStatus"))
    if word:
        return STATUSES.get(word, Status.UNKNOWN)
    if trip.instant("tripEndDt"):
        return Status.DELIVERED
    return Status.IN_TRANSIT if trip.instant("tripStartDt") else Status.UNKNOWN


def _tracked_position(outcome: Outcome) -> Fields:
    """Return the latest of the places of one name: several trips of it give a row each, in any order."""
    if not isinstance(outcome, Response):
        return Fields(None)
    try:
        places = rows("", outcome)
    except (UnknownShipment, CarrierFailure):
        return Fields(None)
    located = [place for place in places if place.coordinates("lat", "lng")] or places
    return max(located, key=lambda place: place.instant("lastTrackedAt") or EARLIEST, default=Fields(None))


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
    begun = _has_begun(trip) or (trip_status(trip) is Status.UNKNOWN and trip.text("tripStatus"))
    if reporting is not None and begun:
        yield TrackingEvent(reporting, Status.INFO_RECEIVED, None, Milestone.SCHEDULED, _location_named(origin))
    for name, status, milestone, place in steps:
        if time := trip.instant(name):
            yield TrackingEvent(time, status, milestone=milestone, location=_location_named(place))


def _location_named(name: str | None) -> Location | None:
    return Location(name=name) if name else None


def _location(trip: Fields, tracked: Fields) -> Location | None:
    """Return the later of the positions in both answers; one without a time is that of Get Location, made for it."""
    last = public_place_name(trip.text("lastHub", limit=100))
    tracked_at, own_at = tracked.instant("lastTrackedAt"), trip.instant("tracking")
    own = trip.coordinates("lastTrackedLatitude", "lastTrackedLongitude")
    older = own is not None and tracked_at is not None and own_at is not None and tracked_at < own_at
    if (position := tracked.coordinates("lat", "lng")) and not older:
        return Location(last, position, tracked_at, tracked.text("address", limit=200))
    if own:
        return Location(last, own, own_at)
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
