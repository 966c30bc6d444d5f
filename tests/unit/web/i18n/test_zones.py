"""A time zone has a name in every language, which is true of all the times that a page shows."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale

from tracking_site.web.i18n.languages import LANGUAGES
from tracking_site.web.i18n.zones import zone_text

JANUARY, JULY = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)
OFFSET = re.compile(r"[+\-\N{MINUS SIGN}]\s?\d")
HALVES = ((JANUARY,), (JULY,), (JANUARY, JULY))
# Zones that are no more than an offset: CLDR has a name for none of them. `localtime` is the file of a machine's own zone.
NAMELESS = {
    "Factory",
    "localtime",
    *(f"Etc/GMT-{hours}" for hours in range(1, 15)),
    *(f"Etc/GMT+{hours}" for hours in range(1, 13)),
}


def named(zone: str, locale: str, *times: datetime) -> str:
    return zone_text(times, Locale.parse(locale), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "locale", "name"),
    [
        ("Asia/Kolkata", "en_GB", "India Standard Time"),
        ("Asia/Calcutta", "en_GB", "India Standard Time"),
        ("Asia/Kolkata", "hi_IN", "भारतीय मानक समय"),
        ("Asia/Kolkata", "da_DK", "Indisk normaltid"),
        ("Europe/Kyiv", "en_GB", "Eastern European Standard Time"),
        ("Asia/Ho_Chi_Minh", "en_GB", "Indochina Time"),
        ("Asia/Kathmandu", "en_GB", "Nepal Time"),
        ("Asia/Yangon", "en_GB", "Myanmar Time"),
        ("America/Argentina/Buenos_Aires", "en_GB", "Argentina Standard Time"),
        ("Atlantic/Faroe", "en_GB", "Western European Standard Time"),
        ("America/Nuuk", "en_GB", "Greenland Standard Time"),
        ("Africa/Casablanca", "fr_FR", "heure : Maroc"),
        ("Asia/Amman", "en_GB", "Jordan Time"),
        ("America/Punta_Arenas", "en_GB", "Punta Arenas Time"),
        ("Etc/UTC", "en_GB", "Coordinated Universal Time"),
        ("UTC", "en_GB", "Coordinated Universal Time"),
        ("Etc/GMT+5", "en_GB", "GMT-05:00"),
    ],
)
def test_a_zone_has_its_name_though_cldr_knows_it_by_a_former_one(zone: str, locale: str, name: str) -> None:
    assert named(zone, locale, JANUARY) == name


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_zone_is_an_offset_where_it_has_a_name(tag: str) -> None:
    locale = Locale.parse(LANGUAGES[tag])
    for key in sorted(available_timezones() - NAMELESS):
        for times in HALVES:
            name = zone_text(times, locale, ZoneInfo(key))
            assert name
            assert not OFFSET.search(name), (key, name)


@pytest.mark.parametrize("key", sorted((NAMELESS - {"localtime"}) & available_timezones()))
def test_a_zone_without_a_name_is_its_offset(key: str) -> None:
    assert OFFSET.search(named(key, "en_GB", JANUARY))


@pytest.mark.parametrize(
    ("zone", "winter", "summer", "year"),
    [
        ("America/Toronto", "Eastern Standard Time", "Eastern Daylight Time", "Eastern Time"),
        ("Europe/Kyiv", "Eastern European Standard Time", "Eastern European Summer Time", "Eastern European Time"),
        ("Europe/London", "Greenwich Mean Time", "British Summer Time", "United Kingdom Time"),
        ("Europe/Dublin", "Greenwich Mean Time", "Irish Standard Time", "Ireland Time"),
        ("Antarctica/Troll", "Greenwich Mean Time", "Troll Time", "Troll Time"),
        ("America/Phoenix", *(["Mountain Standard Time"] * 3)),
        ("Asia/Kolkata", *(["India Standard Time"] * 3)),
    ],
)
def test_the_name_is_that_of_the_half_of_the_year_in_which_all_times_are(
    zone: str, winter: str, summer: str, year: str
) -> None:
    assert [named(zone, "en_GB", *times) for times in HALVES] == [winter, summer, year]


def test_no_daylight_time_stands_above_the_winter_of_the_south() -> None:
    assert named("Pacific/Auckland", "en_GB", JANUARY) == "New Zealand Daylight Time"
    assert named("Pacific/Auckland", "en_GB", JULY) == "New Zealand Standard Time"
    assert named("Pacific/Auckland", "en_GB", JULY, JANUARY) == "New Zealand Time"
    assert named("Pacific/Auckland", "de_DE", JULY, JANUARY) == "Neuseeland-Zeit"


@pytest.mark.parametrize(
    ("utc", "name"),
    [
        ("2026-03-08T06:59:59", "Eastern Standard Time"),
        ("2026-03-08T07:00:00", "Eastern Daylight Time"),
        ("2026-11-01T05:59:59", "Eastern Daylight Time"),
        ("2026-11-01T06:00:00", "Eastern Standard Time"),
    ],
)
def test_the_halves_change_at_the_minute_of_the_clocks(utc: str, name: str) -> None:
    assert named("America/Toronto", "en_GB", datetime.fromisoformat(utc).replace(tzinfo=UTC)) == name
