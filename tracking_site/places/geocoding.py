"""Finds the positions of the place names on a shipment's route, and leaves out ambiguous names.

A name may mean several places. The rules that choose one:

1. The origin and the destination may have a country from the carrier: then only places in that country are candidates.
2. For other names, places in the countries of the origin and the destination are preferred. Where these are two
   countries, such a place is still left out if another place of the same name is ten times larger: `London` on a route
   from Denmark to Canada.
3. Where these countries have no place of that name, or the carrier gives no countries, places in every country are
   candidates.
4. Of the candidates, the only one is chosen, or the one that is ten times larger than every other; else the one that is
   ten times nearer than every other to an unambiguous place on the route or to a known position of the shipment, and at
   most 500 km away from it; else no place is chosen.

Where a carrier gives no country at all, the countries of the unambiguous places are used in rules 2 and 3.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.gazetteer import CODE_MARK, Candidate, gazetteer
from tracking_site.places.geometry import distance_km
from tracking_site.places.names import folded, readings

CLEAR_RATIO = 10
NEAR_KM = 500
SAME_PLACE_KM = 50
MAX_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Sought:
    """A place name on the route; `country` where the carrier gives one, as for the origin and the destination."""

    name: str
    country: str | None = None


@lru_cache(maxsize=4096)
def find_places(sought: tuple[Sought, ...], seen: tuple[Coordinates, ...] = ()) -> tuple[Coordinates | None, ...]:
    """Return the position of each name on a route, None where it is ambiguous; `seen` are known positions on it."""
    given = frozenset(code for each in sought if (code := country_code(each.country)))
    found = [_find(each, given, seen) for each in sought]
    if not all(found):
        countries = given or frozenset(place.country for place in found if place)
        clear = (*seen, *(place.position for place in found if place))
        found = [place or _find(each, countries, clear) for each, place in zip(sought, found, strict=True)]
    return tuple(place.position if place else None for place in found)


def country_code(country: str | None) -> str | None:
    """Return the ISO code of a country in one of its usual spellings: `DK`, `UK`, `DNK`, `Denmark`."""
    return gazetteer().country(folded(country)) if country and len(country) <= MAX_NAME_LENGTH else None


def _find(sought: Sought, countries: frozenset[str], seen: Collection[Coordinates]) -> Candidate | None:
    own = country_code(sought.country)
    for candidates, country in _meanings(sought.name):
        required = own or country
        if required:
            return _clear([each for each in candidates if each.country == required], seen)
        return _between(candidates, countries, seen)
    return None


def _meanings(name: str) -> Iterator[tuple[tuple[Candidate, ...], str | None]]:
    """Yield the candidates of a name and their country, for each of its readings; codes have to be in capitals."""
    known = gazetteer()
    code = name.strip()
    # CAN is Guangzhou's airport and a town in Turkey, and Canada.
    if len(name) > MAX_NAME_LENGTH or (len(code) < 4 and code.isupper() and country_code(code)):
        return
    if len(code) == 3 and code.isascii() and code.isalpha() and code.isupper():
        yield from _known((*known.candidates(CODE_MARK + code.lower()), *known.candidates(folded(code))), None)
    for reading, country in readings(name):
        yield from _known(known.candidates(reading) if len(reading) > 1 else (), country_code(country))
    if len(code) == 5 and code.isascii() and code.isalpha() and code.isupper():
        # A UN/LOCODE is a country and, for most cities with an airport, the airport's code.
        airports = known.candidates(CODE_MARK + code[2:].lower())
        yield from _known(tuple(each for each in airports if each.country == code[:2]), None)


def _known(
    candidates: tuple[Candidate, ...], country: str | None
) -> Iterator[tuple[tuple[Candidate, ...], str | None]]:
    if candidates:
        yield candidates, country


def _between(
    candidates: Collection[Candidate], countries: frozenset[str], seen: Collection[Coordinates]
) -> Candidate | None:
    inside = [each for each in candidates if each.country in countries]
    if not inside:
        return _clear(candidates, seen)
    place = _clear(inside, seen)
    elsewhere = max((each.people for each in candidates if each.country not in countries), default=0)
    if place and len(countries) > 1 and elsewhere >= CLEAR_RATIO * place.people:
        return None
    return place


def _clear(candidates: Collection[Candidate], seen: Collection[Coordinates]) -> Candidate | None:
    """Return the unambiguous candidate, if there is one (rule 4)."""
    if not candidates:
        return None
    largest, *others = sorted(candidates, key=lambda each: -each.people)
    rivals = [each for each in others if distance_km(each.position, largest.position) > SAME_PLACE_KM]
    if all(each.people * CLEAR_RATIO <= largest.people for each in rivals):
        return largest
    return _nearest((largest, *rivals), seen)


def _nearest(rivals: Iterable[Candidate], seen: Collection[Coordinates]) -> Candidate | None:
    if not seen:
        return None
    away = sorted(
        ((min(distance_km(each.position, position) for position in seen), each) for each in rivals),
        key=lambda pair: pair[0],
    )
    (first, place), (second, _) = away[:2]
    return place if first <= NEAR_KM and first * CLEAR_RATIO <= second else None
