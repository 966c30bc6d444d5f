"""The expected delivery for a calendar (RFC 5545): one event, which moves when the window does."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from tracking_site.domain.shipment import DeliveryWindow, Moment, Status
from tracking_site.tracking.lookup import LookupResult
from tracking_site.version import VERSION
from tracking_site.web.i18n.dates import local_day
from tracking_site.web.i18n.labels import N_, STATUSES
from tracking_site.web.i18n.languages import Language

USUAL = timedelta(hours=1)
"""How long an event is where the carrier names a moment and no window."""
A_DAY = timedelta(days=1)
SINCE = datetime(2025, 1, 1, tzinfo=UTC)
SUMMARY = N_("Delivery from %(name)s")


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """What a calendar says of where it comes from: the brand, its host and zone, and the page for the verified alone."""

    brand: str
    host: str
    zone: ZoneInfo
    address: str


def delivery_calendar(found: LookupResult, language: Language, page: CalendarPage) -> bytes | None:
    """The calendar of a shipment; None where no delivery is expected.

    The event's UID stays the same as long as the shipment does, and its sequence grows: calendars take the newer one.
    """
    event = _event(found, language, page)
    if event is None:
        return None
    calendar = Calendar()
    calendar.add("prodid", f"-//tracking-site//{VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(found: LookupResult, language: Language, page: CalendarPage) -> Event | None:
    shipment, say = found.tracking.shipment, language.words.gettext
    window = shipment.estimated_delivery
    if (
        window is None
        or not (window.earliest or window.latest)
        or shipment.status in (Status.DELIVERED, Status.RETURNED)
    ):
        return None
    start, end = _span(window, page.zone)
    event = Event()
    event.add("uid", f"{found.ref.key[:32]}@{page.host}")
    event.add("summary", say(SUMMARY) % {"name": page.brand})
    event.add("description", say(STATUSES[shipment.status]))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("dtstamp", found.tracking.fetched_at)
    event.add("sequence", int((found.tracking.fetched_at - SINCE).total_seconds()) // 60)
    event.add("status", "CANCELLED" if shipment.status is Status.CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if found.verified:
        event.add("url", page.address)
        if shipment.personal and shipment.personal.address:
            event.add("location", ", ".join(shipment.personal.address))
    return event


def _span(window: DeliveryWindow, zone: ZoneInfo) -> tuple[Moment, Moment]:
    """From when to when; whole days, the last one not included, where either end is a date alone."""
    earliest, latest = window.earliest or window.latest, window.latest or window.earliest
    if isinstance(earliest, datetime) and isinstance(latest, datetime):
        return _hours(window, earliest, latest)
    days = [local_day(moment, zone) for moment in (earliest, latest) if moment is not None]
    first: date = days[0]
    return first, max(days[-1], first) + A_DAY


def _hours(window: DeliveryWindow, earliest: datetime, latest: datetime) -> tuple[datetime, datetime]:
    if earliest < latest:
        return earliest, latest
    return (earliest, earliest + USUAL) if window.earliest else (latest - USUAL, latest)
