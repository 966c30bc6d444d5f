"""The forms in which the carriers write a moment."""

from datetime import datetime, timedelta


def after(now: datetime, hours: float) -> datetime:
    """The moment that many hours after now, or before it where they are negative."""
    return now + timedelta(hours=hours)


def iso(moment: datetime, digits: int = 6) -> str:
    """Logis: `2026-11-23T14:00:00.123456Z`, with any number of fractional digits up to six."""
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f".{moment.microsecond:06}"[: digits + 1] if digits else ""
    return f"{text}{fraction}Z"


def epoch(moment: datetime) -> int:
    """LogiNext's orders: milliseconds since 1970."""
    return int(moment.timestamp()) * 1000


def plain(moment: datetime) -> str:
    """LogiNext's trips: `2016-11-19 06:11:27`, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")
