"""Where a shipment is on its way: on a map, near the address, and in words that say the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations

from babel import Locale

from tracking_site.domain.shipment import Coordinates, Location, Shipment, Status
from tracking_site.places.geocoding import Sought, find_places
from tracking_site.places.geometry import bearing, distance_km
from tracking_site.places.names import folded
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.i18n.dates import iso
from tracking_site.web.i18n.distances import Say, from_the_address, from_the_centre
from tracking_site.web.i18n.labels import N_
from tracking_site.web.maps.last_mile import NearbyDrawing, draw_nearby
from tracking_site.web.maps.route_map import MapDrawing, Stop, draw_map

A_CITY_KM = 60
"""A way that stays within this is none for a map of countries."""
THE_REGION_KM = 150
"""Farther from it nobody would tell the distance from a city's centre."""
SAME_PLACE_KM = 15
OLD = timedelta(minutes=30)
MOST_STOPS = 40

STATES = {
    "passed": N_("on the way"),
    "newest": N_("last seen here"),
    "ahead": N_("still to come"),
}
ARROW = " → "


@dataclass(frozen=True, slots=True)
class StopView:
    """A place of the way in words; `says` is what its state means."""

    name: str
    state: str
    says: str


@dataclass(frozen=True, slots=True)
class PositionView:
    """What a map of streets shows, in degrees; `time` is RFC 3339, and what nobody knows is empty."""

    latitude: str
    longitude: str
    exact: bool
    time: str
    address: str


@dataclass(frozen=True, slots=True)
class LocatorView:
    """The way of a shipment: a map or a drawing of the last mile where there is one, and always words."""

    stops: tuple[StopView, ...]
    way: str
    sentence: str | None
    old: bool
    map: MapDrawing | None
    nearby: NearbyDrawing | None
    position: PositionView | None


def locator_view(found: LookupResult, say: Say, locale: Locale) -> LocatorView | None:
    """The way of what was found; nothing where nothing of it can be told."""
    shipment = found.tracking.shipment
    address = shipment.personal.destination_position if found.verified and shipment.personal else None
    at = shipment.last_location.position if shipment.last_location else None
    stops = _stops(shipment, address, say)
    drawn = draw_map(stops) if _is_a_journey(stops) else None
    near = _Near(shipment, at, address)
    view = LocatorView(
        stops=tuple(StopView(stop.name, stop.state, say(STATES[stop.state])) for stop in stops) if drawn else (),
        way=ARROW.join(stop.name for stop in stops) if drawn else "",
        sentence=near.sentence(stops, say, locale),
        old=not shipment.status.final and _is_old(shipment.last_location, found.tracking.fetched_at),
        map=drawn,
        nearby=None if drawn else near.drawing(locale),
        position=_position(shipment.last_location, address, exact=found.verified),
    )
    return view if view.map or view.sentence or view.position else None


def _is_a_journey(stops: Sequence[Stop]) -> bool:
    return any(distance_km(one.position, other.position) > A_CITY_KM for one, other in combinations(stops, 2))


def _is_old(location: Location | None, asked: datetime) -> bool:
    return bool(location and location.position and location.time and asked - location.time > OLD)


def _position(location: Location | None, address: Coordinates | None, *, exact: bool) -> PositionView | None:
    if location is None or location.position is None:
        return None
    return PositionView(
        latitude=f"{location.position.latitude:.6g}",
        longitude=f"{location.position.longitude:.6g}",
        exact=exact,
        time=iso(location.time) if location.time else "",
        address=f"{address.latitude:.6f},{address.longitude:.6f}" if address else "",
    )


class _Near:
    """How far a delivery still is from its address, or from the middle of its city where the viewer may not know that."""

    def __init__(self, shipment: Shipment, at: Coordinates | None, address: Coordinates | None) -> None:
        self.at = None if shipment.status.final else at
        self.address = address
        self.city = shipment.destination.name if shipment.destination else None
        self.country = shipment.destination.country if shipment.destination else None

    def sentence(self, stops: Sequence[Stop], say: Say, locale: Locale) -> str | None:
        if self.at is None:
            return None
        if self.address:
            away = distance_km(self.address, self.at)
            return from_the_address(away, bearing(self.address, self.at), say, locale)
        if _is_a_journey(stops) or self.city is None:
            return None
        (centre,) = find_places((Sought(self.city, self.country),), (self.at,))
        away = distance_km(centre, self.at) if centre else THE_REGION_KM
        return from_the_centre(away, self.city, say, locale) if away < THE_REGION_KM else None

    def drawing(self, locale: Locale) -> NearbyDrawing | None:
        if self.at is None or self.address is None:
            return None
        return draw_nearby(distance_km(self.address, self.at), bearing(self.address, self.at), locale)


@dataclass(frozen=True, slots=True)
class _Named:
    """A place that the shipment's answer names or positions, before it is looked up."""

    name: str | None
    state: str
    position: Coordinates | None = None
    country: str | None = None


def _stops(shipment: Shipment, address: Coordinates | None, say: Say) -> tuple[Stop, ...]:
    """The places of the way that are known, in their order, each once in a row."""
    named = list(_named(shipment, address, say))[-MOST_STOPS:]
    seen = tuple(place.position for place in named if place.position)
    sought = tuple(Sought(place.name or "", place.country) for place in named)
    stops: list[Stop] = []
    for place, found in zip(named, find_places(sought, seen), strict=True):
        position = place.position or found
        if position is None:
            continue
        stop = Stop(place.name or say(N_("Vehicle")), position, place.state)
        if not stops or not _same(stops[-1], stop):
            stops.append(stop)
        elif place.state != "ahead":
            stops[-1] = replace(stop, name=stop.name if place.name else stops[-1].name)
    return tuple(_with_newest(stops, arrived=shipment.status is Status.DELIVERED))


def _named(shipment: Shipment, address: Coordinates | None, say: Say) -> Iterator[_Named]:
    if shipment.origin:
        before = "passed" if shipment.events else "ahead"
        yield _Named(shipment.origin.name, before, country=shipment.origin.country)
    for event in reversed(shipment.events):
        if event.location:
            yield _Named(event.location.name, "passed", event.location.position)
    if shipment.last_location:
        yield _Named(shipment.last_location.name, "passed", shipment.last_location.position)
    ends_there = shipment.status is Status.DELIVERED or not shipment.status.final
    if ends_there and (shipment.destination or address):
        name = shipment.destination.name if shipment.destination else say(N_("Delivery address"))
        country = shipment.destination.country if shipment.destination else None
        state = "passed" if shipment.status is Status.DELIVERED else "ahead"
        yield _Named(name, state, address, country)


def _same(one: Stop, other: Stop) -> bool:
    return folded(one.name) == folded(other.name) or distance_km(one.position, other.position) < SAME_PLACE_KM


def _with_newest(stops: Sequence[Stop], *, arrived: bool) -> Iterator[Stop]:
    been = [at for at, stop in enumerate(stops) if stop.state == "passed"]
    newest = len(stops) - 1 if arrived else been[-1] if been else None
    yield from (replace(stop, state="newest") if at == newest else stop for at, stop in enumerate(stops))
