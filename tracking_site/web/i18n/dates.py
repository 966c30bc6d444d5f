"""Dates and times in the reader's language and the brand's time zone."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time

from tracking_site.domain.shipment import Moment


def iso(moment: Moment) -> str:
    """Return an RFC 3339 time in UTC with `Z`, to the second; a date without a time as `2026-11-27` (docs/contract.md, section 4)."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    return moment.isoformat()


def local_day(moment: Moment, zone: ZoneInfo) -> date:
    """Return the date of a moment in the brand's time zone."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


# Cached, because formatting takes 25 µs and more, and pages repeat the same minutes and days.
@lru_cache(maxsize=4096)
def day_text(day: date, locale: Locale, this_year: int) -> str:
    """Return a date with its weekday, and with its year unless that is `this_year`."""
    pattern = _weekday_pattern(locale) if day.year == this_year else "full"
    return str(format_date(day, pattern, locale=locale))


@lru_cache(maxsize=64)
def _weekday_pattern(locale: Locale) -> str:
    """Return the locale's pattern of weekday, day and month, with full names instead of short ones (UTS 35, skeletons)."""
    skeletons = locale.datetime_skeletons
    pattern = str(skeletons["MMMMEd"] if "MMMMEd" in skeletons else skeletons["MMMEd"])
    return re.sub(r"(?<!M)MMM(?!M)", "MMMM", re.sub(r"E+", "EEEE", pattern))


@lru_cache(maxsize=4096)
def short_day_text(day: date, locale: Locale) -> str:
    """Return a short date with its weekday."""
    return str(format_skeleton("MMMEd", day, locale=locale))


@lru_cache(maxsize=4096)
def _clock_text(moment: datetime, locale: Locale, zone: ZoneInfo) -> str:
    # No line break between the digits and AM or PM.
    return str(format_time(moment, "short", tzinfo=zone, locale=locale)).replace(" ", "\N{NO-BREAK SPACE}")


def clock_text(moment: datetime, locale: Locale, zone: ZoneInfo) -> str:
    """Return a time of day, to the minute."""
    return _clock_text(moment.replace(second=0, microsecond=0), locale, zone)
