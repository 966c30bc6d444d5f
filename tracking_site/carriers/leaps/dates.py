"""Dates and times of day as Leaps writes them (docs/carriers/leaps.md, Basic types)."""

import re
from bisect import bisect_right, insort
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tracking_site.carriers.parsing import EARLIEST, LATEST
from tracking_site.domain.shipment import Moment

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$")


def parse_date(value: str | None) -> date | None:
    """Parse a date: `2011-08-05`, `05-08-2011`, `5-8-2011`, `05/08/2011`."""
    if value is None:
        return None
    if match := _YEAR_FIRST.match(value):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.match(value):
        day, month, year = match.groups()
    else:
        return None
    try:
        parsed = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return parsed if EARLIEST.date() <= parsed < LATEST.date() else None


def parse_time(value: str | None) -> time | None:
    """Parse a time of day: `18:45:00`, `18:45`, `18.45`."""
    match = _TIME.match(value) if value else None
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    try:
        return time(int(hours), int(minutes), int(seconds or 0))
    except ValueError:
        return None


def combine(day: date | None, time_of_day: time | None, zone: ZoneInfo) -> Moment | None:
    """Return a date and a time of day in a zone as UTC; only the date where there is no time of day."""
    if day is None or time_of_day is None:
        return day
    return datetime.combine(day, time_of_day, zone).astimezone(UTC)


def combine_numbered(
    local: Sequence[tuple[date | None, time | None]], numbers: Sequence[int | None], zone: ZoneInfo
) -> list[Moment | None]:
    """Return the same for messages with running numbers, by which the two hours of one name in autumn are told apart.

    A time of the doubled hour is in the second hour where a message of a smaller number is later than it would be in
    the first.
    """
    moments = [combine(day, time_of_day, zone) for day, time_of_day in local]
    in_order = sorted((number, index) for index, number in enumerate(numbers) if number is not None)
    before: list[datetime] = []
    for _, index in in_order:
        first, (day, time_of_day) = moments[index], local[index]
        if not isinstance(first, datetime) or day is None or time_of_day is None:
            continue
        second = datetime.combine(day, time_of_day.replace(fold=1), zone).astimezone(UTC)
        if first < second and bisect_right(before, first) < bisect_right(before, second):
            first = moments[index] = second
        insort(before, first)
    return moments
