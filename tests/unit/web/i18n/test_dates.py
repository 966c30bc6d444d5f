"""Dates and times are written for people in their language and zone, and for machines in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.web.i18n.dates import clock_text, day_text, iso, local_day, short_day_text

TORONTO, PARIS, KIRITIMATI = (ZoneInfo(name) for name in ("America/Toronto", "Europe/Paris", "Pacific/Kiritimati"))
BRITISH, AMERICAN, FRENCH, CANADIAN = (Locale.parse(name) for name in ("en_GB", "en_US", "fr_FR", "fr_CA"))
FRIDAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 17, 0, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (NOON, "2026-11-27T17:00:59Z"),
        (NOON.astimezone(TORONTO), "2026-11-27T17:00:59Z"),
        (datetime(2026, 11, 27, 1, tzinfo=timezone(timedelta(hours=5, minutes=30))), "2026-11-26T19:30:00Z"),
        (datetime(2000, 1, 1, tzinfo=UTC), "2000-01-01T00:00:00Z"),
        (FRIDAY, "2026-11-27"),
    ],
)
def test_a_machine_gets_utc_to_the_second_or_a_date_without_a_time(moment: datetime | date, written: str) -> None:
    assert iso(moment) == written


@given(
    st.datetimes(datetime.fromisoformat("2000-01-02"), datetime.fromisoformat("2099-12-30"), timezones=st.timezones())
)
@settings(max_examples=60, deadline=None)
def test_the_time_for_a_machine_is_the_same_instant(moment: datetime) -> None:
    assert datetime.fromisoformat(iso(moment)) == moment.astimezone(UTC).replace(microsecond=0)


@pytest.mark.parametrize(
    ("utc", "zone", "day"),
    [
        ("2026-11-27T04:59:59", TORONTO, 26),
        ("2026-11-27T05:00:00", TORONTO, 27),
        ("2026-11-27T22:59:59", PARIS, 27),
        ("2026-11-27T23:00:00", PARIS, 28),
        ("2026-11-27T10:00:00", KIRITIMATI, 28),
    ],
)
def test_a_day_is_the_day_in_the_brands_zone(utc: str, zone: ZoneInfo, day: int) -> None:
    assert local_day(datetime.fromisoformat(utc).replace(tzinfo=UTC), zone) == date(2026, 11, day)


def test_a_date_without_a_time_is_the_same_in_every_zone() -> None:
    assert {local_day(FRIDAY, zone) for zone in (TORONTO, PARIS, KIRITIMATI)} == {FRIDAY}


@pytest.mark.parametrize(
    ("locale", "this_year", "text"),
    [
        (BRITISH, 2026, "Friday 27 November"),
        (BRITISH, 2025, "Friday, 27 November 2026"),
        (AMERICAN, 2026, "Friday, November 27"),
        (AMERICAN, 2027, "Friday, November 27, 2026"),
        (FRENCH, 2026, "vendredi 27 novembre"),
        (FRENCH, 2027, "vendredi 27 novembre 2026"),
    ],
)
def test_a_day_has_its_year_unless_it_is_this_year(locale: Locale, this_year: int, text: str) -> None:
    assert day_text(FRIDAY, locale, this_year) == text


def test_a_short_day_has_its_weekday() -> None:
    assert short_day_text(FRIDAY, BRITISH) == "Fri 27 Nov"
    assert short_day_text(FRIDAY, FRENCH) == "ven. 27 nov."


@pytest.mark.parametrize(
    ("utc", "text"),
    [
        ("2026-03-08T06:59:59", "01:59"),
        ("2026-03-08T07:00:00", "03:00"),
        ("2026-07-01T16:00:00", "12:00"),
        ("2026-11-01T05:59:59", "01:59"),
        ("2026-11-01T06:00:00", "01:00"),
        ("2026-12-01T17:00:00", "12:00"),
    ],
)
def test_a_time_of_day_follows_the_change_to_summer_time_and_back(utc: str, text: str) -> None:
    assert clock_text(datetime.fromisoformat(utc).replace(tzinfo=UTC), BRITISH, TORONTO) == text


def test_a_time_of_day_has_the_format_of_the_readers_country() -> None:
    assert clock_text(NOON, BRITISH, TORONTO) == clock_text(NOON, FRENCH, TORONTO) == "12:00"
    assert clock_text(NOON, AMERICAN, TORONTO).replace("\u202f", " ") == "12:00 PM"
    assert clock_text(NOON, CANADIAN, TORONTO).replace("\u202f", " ") == "12\u00a0h\u00a000"


def test_the_cache_keeps_two_zones_apart() -> None:
    assert [clock_text(NOON, BRITISH, zone) for zone in (TORONTO, PARIS, TORONTO)] == ["12:00", "18:00", "12:00"]
