"""Times in a reader's language and a brand's zone."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name

from tracking_site.domain.shipment import Moment


def iso(moment: Moment) -> str:
    """RFC 3339 in UTC with `Z`, to the second; a date alone as `2026-11-27` (contract, section 4)."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    return moment.isoformat()


def local_day(moment: Moment, zone: ZoneInfo) -> date:
    """The day of a moment where the brand is."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


# Formatting costs 25 µs and more, and the same minutes and days are written over and over.
@lru_cache(maxsize=4096)
def day_text(day: date, locale: Locale, this_year: int) -> str:
    """A day with its weekday, and with its year only where it is another one."""
    pattern = _weekday_pattern(locale) if day.year == this_year else "full"
    return str(format_date(day, pattern, locale=locale))


@lru_cache(maxsize=64)
def _weekday_pattern(locale: Locale) -> str:
    """The locale's pattern of weekday, day and month, widened to whole words as CLDR describes (UTS 35, skeletons)."""
    skeletons = locale.datetime_skeletons
    pattern = str(skeletons["MMMMEd"] if "MMMMEd" in skeletons else skeletons["MMMEd"])
    return re.sub(r"(?<!M)MMM(?!M)", "MMMM", re.sub(r"E+", "EEEE", pattern))


@lru_cache(maxsize=4096)
def short_day_text(day: date, locale: Locale) -> str:
    """A day with its weekday, in short."""
    return str(format_skeleton("MMMEd", day, locale=locale))


@lru_cache(maxsize=4096)
def _clock_text(moment: datetime, locale: Locale, zone: ZoneInfo) -> str:
    # A line never ends between the figures and what half of the day they are in.
    return str(format_time(moment, "short", tzinfo=zone, locale=locale)).replace(" ", "\N{NO-BREAK SPACE}")


def clock_text(moment: datetime, locale: Locale, zone: ZoneInfo) -> str:
    """A time of day, to the minute."""
    return _clock_text(moment.replace(second=0, microsecond=0), locale, zone)


@lru_cache(maxsize=512)
def zone_text(moment: date, locale: Locale, zone: ZoneInfo) -> str:
    """The zone's name as it is on that day."""
    noon = datetime(moment.year, moment.month, moment.day, 12, tzinfo=zone)
    return str(get_timezone_name(noon, "long", locale=locale))
