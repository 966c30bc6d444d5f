"""Names of time zones in the reader's language (UTS 35, part 4, "Using Time Zone Names")."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_gmt

Variant = Literal["standard", "daylight", "generic"]
# The zone that CLDR takes for what is no zone, such as `Factory`: its city has the name "Unknown City".
_UNKNOWN = "Etc/Unknown"
# CLDR's sign for a name that a locale leaves out on purpose.
_NO_NAME = "∅∅∅"


def zone_text(times: Collection[datetime], locale: Locale, zone: ZoneInfo) -> str:
    """Return the name of a zone for the times that a page shows, of which there is at least one.

    The name is that of summer or winter time where all of them are in it, else the one for the whole year. A zone without
    any name, such as `Etc/GMT+5`, is written as its offset.
    """
    variants = {_variant(time.astimezone(zone), zone) for time in times}
    name = _name(zone.key, variants.pop() if len(variants) == 1 else "generic", locale)
    return name or str(get_timezone_gmt(next(iter(times)).astimezone(zone), locale=locale))


def _variant(time: datetime, zone: ZoneInfo) -> Variant:
    # In CLDR winter time is the standard time; in the tz database it is a negative daylight saving time in Ireland.
    summer = not time.dst() if _winter_is_negative(zone, time.year) else bool(time.dst())
    return "daylight" if summer else "standard"


@lru_cache(maxsize=1024)
def _winter_is_negative(zone: ZoneInfo, year: int) -> bool:
    offsets = (datetime(year, month, 1, tzinfo=zone).dst() for month in (1, 7))
    return any(offset is not None and offset.total_seconds() < 0 for offset in offsets)


@lru_cache(maxsize=1024)
def _name(key: str, variant: Variant, locale: Locale) -> str | None:
    """Return the name of a zone, else of its metazone, else the name for the whole year, which may be that of its place."""
    tables = [locale.time_zones.get(each, {}) for each in _identifiers(key)]
    metazone = next(filter(None, map(get_global("meta_zones").get, _identifiers(key))), None)
    tables.append(locale.meta_zones.get(metazone, {}))
    for wanted in dict.fromkeys((variant, "generic")):
        for table in tables:
            name = table.get("long", {}).get(wanted)
            if name and name != _NO_NAME:
                return str(name)
    place = _country(key, locale) or _city(key, locale)
    return str(locale.zone_formats["region"]) % place if place else None


def _identifiers(key: str) -> tuple[str, ...]:
    """Return a zone's name, its present one, and its former ones, by which Babel has most of CLDR's names."""
    present = get_global("zone_aliases").get(key, key)
    return (key,) if present == _UNKNOWN else tuple(dict.fromkeys((present, key, *_former_names().get(present, ()))))


@cache
def _former_names() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for former, present in get_global("zone_aliases").items():
        names[present] = (*names.get(present, ()), former)
    return names


def _country(key: str, locale: Locale) -> str | None:
    """Return the country of a zone that is the only one of its country."""
    for each in _identifiers(key):
        territory = get_global("zone_territories").get(each)
        if territory and len(get_global("territory_zones").get(territory, ())) == 1:
            return locale.territories.get(territory)
    return None


def _city(key: str, locale: Locale) -> str | None:
    """Return the city that a zone is named after; None for a zone that is only an offset."""
    cities: Iterator[str | None] = (locale.time_zones.get(each, {}).get("city") for each in _identifiers(key))
    if city := next(filter(None, cities), None):
        return city
    region, _, name = key.rpartition("/")
    return name.replace("_", " ") if region and region != "Etc" else None
