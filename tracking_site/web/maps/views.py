"""The position of a shipment: on a map, near the address, and in words that say the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations

from babel import Locale

from tracking_site.domain.shipment import Coordinates, Location, Shipment, Status
from tracking_site.places.geocoding import PlaceName, find_places
from tracking_site.places.geometry import bearing, distance_km
from tracking_site.places.names import fold
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.i18n.dates import iso
from tracking_site.web.i18n.distances import from_the_address, from_the_centre
from tracking_site.web.i18n.labels import N_, Translate
from tracking_site.web.maps.last_mile import NearbyDrawing, draw_nearby
from tracking_site.web.maps.route_map import MapDrawing, Stop, draw_map

CITY_KM = 60
"""A route within this distance is too short for a map of countries."""
REGION_KM = 150
"""Beyond this the distance from a city's centre says little, and is not given."""
SAME_PLACE_KM = 15
OUTDATED_AFTER = timedelta(minutes=30)
MAX_STOPS = 40

STATES = {
    "passed": N_("on the way"),
    "newest": N_("last seen here"),
    "ahead": N_("still to come"),
}
ARROW = " → "


@dataclass(frozen=True, slots=True)
class StopView:
    """A place on the route in words; `state_text` is its state in the reader's language."""

    name: str
    state: str
    state_text: str


@dataclass(frozen=True, slots=True)
class PositionView:
    """The position for a street map, in degrees; `time` is RFC 3339, and unknown fields are empty."""

    latitude: str
    longitude: str
    exact: bool
    time: str
    address: str


@dataclass(frozen=True, slots=True)
class RouteView:
    """The route of a shipment: a map, a drawing of the last mile or neither, and the same in words."""

    stops: tuple[StopView, ...]
    route: str
    sentence: str | None
    outdated: bool
    map: MapDrawing | None
    nearby: NearbyDrawing | None
    position: PositionView | None


def route_view(result: LookupResult, translate: Translate, locale: Locale) -> RouteView | None:
    """Return the route of a shipment, or None if no part of it is known."""
    shipment = result.tracking.shipment
    address = shipment.personal.destination_position if result.verified and shipment.personal else None
    position = shipment.last_location.position if shipment.last_location else None
    stops = _stops(shipment, address, translate)
    route_map = draw_map(stops) if _is_long_distance(stops) else None
    distance = _Distance(shipment, position, address)
    view = RouteView(
        stops=tuple(StopView(stop.name, stop.state, translate(STATES[stop.state])) for stop in stops)
        if route_map
        else (),
        route=ARROW.join(stop.name for stop in stops) if route_map else "",
        sentence=distance.sentence(stops, translate, locale),
        outdated=not shipment.status.final and _is_outdated(shipment.last_location, result.tracking.fetched_at),
        map=route_map,
        nearby=None if route_map else distance.drawing(locale),
        position=_position_view(shipment.last_location, address, exact=result.verified),
    )
    return view if view.map or view.sentence or view.position else None


def _is_long_distance(stops: Sequence[Stop]) -> bool:
    return any(distance_km(one.position, other.position) > CITY_KM for one, other in combinations(stops, 2))


def _is_outdated(location: Location | None, fetched_at: datetime) -> bool:
    return bool(location and location.position and location.time and fetched_at - location.time > OUTDATED_AFTER)


def _position_view(location: Location | None, address: Coordinates | None, *, exact: bool) -> PositionView | None:
    if location is None or location.position is None:
        return None
    return PositionView(
        latitude=f"{location.position.latitude:.6g}",
        longitude=f"{location.position.longitude:.6g}",
        exact=exact,
        time=iso(location.time) if location.time else "",
        address=f"{address.latitude:.6f},{address.longitude:.6f}" if address else "",
    )


class _Distance:
    """The distance of a delivery from its address or, if the viewer may not know the address, from its city."""

    def __init__(self, shipment: Shipment, position: Coordinates | None, address: Coordinates | None) -> None:
        self.position = None if shipment.status.final else position
        self.address = address
        self.city = shipment.destination.name if shipment.destination else None
        self.country = shipment.destination.country if shipment.destination else None

    def sentence(self, stops: Sequence[Stop], translate: Translate, locale: Locale) -> str | None:
        """Return the distance in words, or None if it is unknown or says little."""
        if self.position is None:
            return None
        if self.address:
            km = distance_km(self.address, self.position)
            return from_the_address(km, bearing(self.address, self.position), translate, locale)
        if _is_long_distance(stops) or self.city is None:
            return None
        (centre,) = find_places((PlaceName(self.city, self.country),), (self.position,))
        km = distance_km(centre, self.position) if centre else REGION_KM
        return from_the_centre(km, self.city, translate, locale) if km < REGION_KM else None

    def drawing(self, locale: Locale) -> NearbyDrawing | None:
        """Return the drawing of the last mile, or None if the address or the position is unknown."""
        if self.position is None or self.address is None:
            return None
        km = distance_km(self.address, self.position)
        return draw_nearby(km, bearing(self.address, self.position), locale)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place that the carrier names or positions, before the name is looked up."""

    name: str | None
    state: str
    position: Coordinates | None = None
    country: str | None = None


def _stops(shipment: Shipment, address: Coordinates | None, translate: Translate) -> tuple[Stop, ...]:
    """Return the places of the route whose position is known, in order, without immediate repetitions."""
    candidates = list(_candidates(shipment, address, translate))[-MAX_STOPS:]
    known_positions = tuple(each.position for each in candidates if each.position)
    names = tuple(PlaceName(each.name or "", each.country) for each in candidates)
    stops: list[Stop] = []
    for candidate, found in zip(candidates, find_places(names, known_positions), strict=True):
        position = candidate.position or found
        if position is None:
            continue
        stop = Stop(candidate.name or translate(N_("Vehicle")), position, candidate.state)
        if not stops or not _is_same_place(stops[-1], stop):
            stops.append(stop)
        elif candidate.state != "ahead":
            stops[-1] = replace(stop, name=stop.name if candidate.name else stops[-1].name)
    return tuple(_mark_newest(stops, arrived=shipment.status is Status.DELIVERED))


def _candidates(shipment: Shipment, address: Coordinates | None, translate: Translate) -> Iterator[_Candidate]:
    if shipment.origin:
        state = "passed" if shipment.events else "ahead"
        yield _Candidate(shipment.origin.name, state, country=shipment.origin.country)
    for event in reversed(shipment.events):
        if event.location:
            yield _Candidate(event.location.name, "passed", event.location.position)
    if shipment.last_location:
        yield _Candidate(shipment.last_location.name, "passed", shipment.last_location.position)
    ends_at_destination = shipment.status is Status.DELIVERED or not shipment.status.final
    if ends_at_destination and (shipment.destination or address):
        name = shipment.destination.name if shipment.destination else translate(N_("Delivery address"))
        country = shipment.destination.country if shipment.destination else None
        state = "passed" if shipment.status is Status.DELIVERED else "ahead"
        yield _Candidate(name, state, address, country)


def _is_same_place(one: Stop, other: Stop) -> bool:
    return fold(one.name) == fold(other.name) or distance_km(one.position, other.position) < SAME_PLACE_KM


def _mark_newest(stops: Sequence[Stop], *, arrived: bool) -> Iterator[Stop]:
    """Yield the stops with the state `newest` at the last one passed, or at the destination after the delivery."""
    passed = [index for index, stop in enumerate(stops) if stop.state == "passed"]
    newest = len(stops) - 1 if arrived else passed[-1] if passed else None
    yield from (replace(stop, state="newest") if index == newest else stop for index, stop in enumerate(stops))
