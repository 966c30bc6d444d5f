"""Positions of the places that a shipment's route names; a name that may mean several places gets none.

A name may mean several places. This is how one of them is chosen:

1. If the carrier gives a country with the name, as at the ends of a route, only places in that country count.
2. Between the ends, places in the countries of the ends count before others. If the route crosses a border, such a place
   still gets no position if a place of the same name elsewhere is ten times larger: `London` on the route from Denmark
   to Canada.
3. If those countries have no place of the name, or the carrier gives no countries, places of the whole world count.
4. Among the places that count, the first of these is chosen: the only place; the place that is ten times larger than every
   other; the place that is ten times nearer than every other to a clear place of the route, or to a position at which the
   shipment was seen, and at most 500 km away. If there is none of these, the name gets no position.

If the carrier gives no country at all, the countries of the places that are clear without help are used instead.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.gazetteer import CODE_MARK, Candidate, gazetteer
from tracking_site.places.geometry import distance_km
from tracking_site.places.names import fold, readings

CLEAR_FACTOR = 10
NEAR_KM = 500
SAME_PLACE_KM = 50
MAX_NAME_LENGTH = 80
_Meanings = Iterator[tuple[tuple[Candidate, ...], str | None]]
"""The candidates of one reading of a name, and the country code that the reading contains."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name on the route; `country` only if the carrier gives it for this name."""

    name: str
    country: str | None = None


@lru_cache(maxsize=4096)
def find_places(names: tuple[PlaceName, ...], known: tuple[Coordinates, ...] = ()) -> tuple[Coordinates | None, ...]:
    """Return the position of each name of a route; `known` are positions of the route that need no search."""
    given_countries = frozenset(code for each in names if (code := country_code(each.country)))
    places = [_find(each, given_countries, known) for each in names]
    if not all(places):
        countries = given_countries or frozenset(place.country for place in places if place)
        clear = (*known, *(place.position for place in places if place))
        places = [place or _find(each, countries, clear) for each, place in zip(names, places, strict=True)]
    return tuple(place.position if place else None for place in places)


def country_code(text: str | None) -> str | None:
    """Return the ISO code of a country that is written in one of the usual ways: `DK`, `UK`, `DNK`, `Denmark`."""
    return gazetteer().country(fold(text)) if text and len(text) <= MAX_NAME_LENGTH else None


def _find(place_name: PlaceName, countries: frozenset[str], known: Collection[Coordinates]) -> Candidate | None:
    own_country = country_code(place_name.country)
    for candidates, country_in_name in _meanings(place_name.name):
        country = own_country or country_in_name
        if country:
            return _clear([each for each in candidates if each.country == country], known)
        return _in_countries(candidates, countries, known)
    return None


def _meanings(name: str) -> _Meanings:
    """Yield the candidates of each reading of a name; codes count only in capital letters."""
    places = gazetteer()
    code = name.strip()
    # CAN is Guangzhou's airport and a town in Turkey, and Canada.
    if len(name) > MAX_NAME_LENGTH or (len(code) < 4 and code.isupper() and country_code(code)):
        return
    if len(code) == 3 and code.isascii() and code.isalpha() and code.isupper():
        yield from _if_any((*places.candidates(CODE_MARK + code.lower()), *places.candidates(fold(code))), None)
    for reading, country in readings(name):
        yield from _if_any(places.candidates(reading) if len(reading) > 1 else (), country_code(country))
    if len(code) == 5 and code.isascii() and code.isalpha() and code.isupper():
        # A UN/LOCODE is a country and, for most cities with an airport, the airport's code.
        airports = places.candidates(CODE_MARK + code[2:].lower())
        yield from _if_any(tuple(each for each in airports if each.country == code[:2]), None)


def _if_any(candidates: tuple[Candidate, ...], country: str | None) -> _Meanings:
    if candidates:
        yield candidates, country


def _in_countries(
    candidates: Collection[Candidate], countries: frozenset[str], known: Collection[Coordinates]
) -> Candidate | None:
    """Return the place that is meant between the ends of a route through these countries (rules 2 and 3)."""
    inside = [each for each in candidates if each.country in countries]
    if not inside:
        return _clear(candidates, known)
    place = _clear(inside, known)
    largest_elsewhere = max((each.people for each in candidates if each.country not in countries), default=0)
    if place and len(countries) > 1 and largest_elsewhere >= CLEAR_FACTOR * place.people:
        return None
    return place


def _clear(candidates: Collection[Candidate], known: Collection[Coordinates]) -> Candidate | None:
    """Return the place that is meant by its size or its nearness (rule 4), or None."""
    if not candidates:
        return None
    largest, *others = sorted(candidates, key=lambda each: -each.people)
    rivals = [each for each in others if distance_km(each.position, largest.position) > SAME_PLACE_KM]
    if all(each.people * CLEAR_FACTOR <= largest.people for each in rivals):
        return largest
    return _nearest((largest, *rivals), known)


def _nearest(rivals: Iterable[Candidate], known: Collection[Coordinates]) -> Candidate | None:
    if not known:
        return None
    by_distance = sorted(
        ((min(distance_km(each.position, position) for position in known), each) for each in rivals),
        key=lambda pair: pair[0],
    )
    (km, place), (second_km, _) = by_distance[:2]
    return place if km <= NEAR_KM and km * CLEAR_FACTOR <= second_km else None
