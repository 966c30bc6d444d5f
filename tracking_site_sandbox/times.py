"""Times relative to now, and the forms in which carriers write times."""

from datetime import datetime, timedelta


def after(now: datetime, hours: float) -> datetime:
    """Return the time a number of hours after now; negative hours are before now."""
    return now + timedelta(hours=hours)


def iso(moment: datetime, digits: int = 6) -> str:
    """Return a time in UTC as `2026-11-23T14:00:00.123456Z`, with 0 to 6 fractional digits."""
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f".{moment.microsecond:06}"[: digits + 1] if digits else ""
    return f"{text}{fraction}Z"


def epoch_milliseconds(moment: datetime) -> int:
    """Return a time as milliseconds since 1970, rounded down to the second."""
    return int(moment.timestamp()) * 1000


def plain(moment: datetime) -> str:
    """Return a time as `2016-11-19 06:11:27`, in the time zone that it has."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")
