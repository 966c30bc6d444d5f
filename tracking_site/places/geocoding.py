"""Finds the places that a shipment's way names, and leaves out every name that may mean more than one.

A name may mean several places. Which of them is meant:

1. An end of the way has a country of its own where the carrier gives one: only that country counts.
2. Between the ends the countries of the ends come first. Where the way crosses a border, a place in them is left out
   all the same if a namesake elsewhere is ten times larger: `London` on the way from Denmark to Canada.
3. Where the countries have none of that name, or the carrier gives no countries, all the world counts.
4. Of what counts, the one place of that name is meant, or the one that is ten times larger than every other; else the
   one that is ten times nearer than every other to a place of the way that is clear, or to a position that the shipment
   was seen at, and at most 500 km away; else nothing is.

Where a carrier gives no country at all, those of the places that are clear without help stand in for it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.gazetteer import CODE_MARK, Candidate, gazetteer
from tracking_site.places.geometry import distance_km
from tracking_site.places.names import folded, readings

CLEARLY = 10
NEAR_KM = 500
SAME_PLACE_KM = 50
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Sought:
    """A name on the way; the country only where it is the name's own, as at an end of the way."""

    name: str
    country: str | None = None


@lru_cache(maxsize=4096)
def find_places(sought: tuple[Sought, ...], seen: tuple[Coordinates, ...] = ()) -> tuple[Coordinates | None, ...]:
    """Where each of the names of a way is; `seen` are positions on it that are known."""
    given = frozenset(code for each in sought if (code := country_code(each.country)))
    found = [_find(each, given, seen) for each in sought]
    if not all(found):
        countries = given or frozenset(place.country for place in found if place)
        clear = (*seen, *(place.position for place in found if place))
        found = [place or _find(each, countries, clear) for each, place in zip(sought, found, strict=True)]
    return tuple(place.position if place else None for place in found)


def country_code(written: str | None) -> str | None:
    """The ISO code of a country in one of the ways in which it is written: `DK`, `UK`, `DNK`, `Denmark`."""
    return gazetteer().country(folded(written)) if written and len(written) <= LONGEST_NAME else None


def _find(sought: Sought, countries: frozenset[str], seen: Collection[Coordinates]) -> Candidate | None:
    own = country_code(sought.country)
    for candidates, country in _meanings(sought.name):
        at = own or country
        if at:
            return _clear([each for each in candidates if each.country == at], seen)
        return _between(candidates, countries, seen)
    return None


def _meanings(name: str) -> Iterator[tuple[tuple[Candidate, ...], str | None]]:
    """What is known by a name, in the order of its readings; a code counts where it is written as one."""
    known = gazetteer()
    code = name.strip()
    # CAN is Guangzhou's airport and a town in Turkey, and Canada.
    if len(name) > LONGEST_NAME or (len(code) < 4 and code.isupper() and country_code(code)):
        return
    if len(code) == 3 and code.isascii() and code.isalpha() and code.isupper():
        yield from _known((*known.candidates(CODE_MARK + code.lower()), *known.candidates(folded(code))), None)
    for reading, country in readings(name):
        yield from _known(known.candidates(reading) if len(reading) > 1 else (), country_code(country))
    if len(code) == 5 and code.isascii() and code.isalpha() and code.isupper():
        # A UN/LOCODE is a country and, for most cities with an airport, the airport's code.
        at = known.candidates(CODE_MARK + code[2:].lower())
        yield from _known(tuple(each for each in at if each.country == code[:2]), None)


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
    if place and len(countries) > 1 and elsewhere >= CLEARLY * place.people:
        return None
    return place


def _clear(candidates: Collection[Candidate], seen: Collection[Coordinates]) -> Candidate | None:
    """The one that is meant, or nothing."""
    if not candidates:
        return None
    largest, *others = sorted(candidates, key=lambda each: -each.people)
    rivals = [each for each in others if distance_km(each.position, largest.position) > SAME_PLACE_KM]
    if all(each.people * CLEARLY <= largest.people for each in rivals):
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
    return place if first <= NEAR_KM and first * CLEARLY <= second else None
