"""What a merchant announces of a shipment before its carrier knows it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tracking_site.domain.shipment import DeliveryWindow, Moment, instant_of

MAX_MERCHANT_LENGTH = 100
FIRST_YEAR, LAST_YEAR = 2000, 2099

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_JOINERS = "\u200c\u200d"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Announcement:
    """When the merchant expects the delivery, and the merchant's name."""

    expected: DeliveryWindow | None = None
    merchant: str | None = None


NOTHING_ANNOUNCED = Announcement()


def parse_moment(text: str) -> Moment:
    """Return a time of RFC 3339 in UTC and whole seconds, or a date; `ValueError` for anything else."""
    if _DATE.fullmatch(text):
        day = date.fromisoformat(text)
        _require_year(day)
        return day
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("no time of RFC 3339, and no date")
    local = datetime.fromisoformat(match[1].upper() + match[2].upper())
    _require_year(local)
    return local.astimezone(UTC)


def parse_window(earliest: str | None, latest: str | None) -> DeliveryWindow:
    """Return a window between two moments, of which one may be open; `ValueError` where it ends before it begins."""
    first, last = (parse_moment(text) if text is not None else None for text in (earliest, latest))
    if first is None and last is None:
        raise ValueError("neither the earliest nor the latest time")
    if first is not None and last is not None and _ends_before_it_begins(first, last):
        raise ValueError("the window ends before it begins")
    return DeliveryWindow(first, last)


def clean_merchant(name: str) -> str:
    """Return a name without control characters and surplus blanks; `ValueError` where it is empty or too long."""
    shown = "".join(letter for letter in name if letter.isprintable() or letter.isspace() or letter in _JOINERS)
    cleaned = " ".join(shown.split())
    if not 0 < len(cleaned) <= MAX_MERCHANT_LENGTH:
        raise ValueError("no name of 1 to 100 characters")
    return cleaned


def _require_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("no year in which a delivery is expected")


def _ends_before_it_begins(earliest: Moment, latest: Moment) -> bool:
    """Compare two moments; a date and a time of day only by their days, since the date is a day of an unknown zone."""
    if isinstance(earliest, datetime) == isinstance(latest, datetime):
        return earliest > latest
    return instant_of(earliest).date() > instant_of(latest).date() + _ONE_DAY
