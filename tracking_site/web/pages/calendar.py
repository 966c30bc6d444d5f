"""The expected delivery as a calendar of one event (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from tracking_site.domain.shipment import DeliveryWindow, Moment, Status
from tracking_site.tracking.lookup import LookupResult
from tracking_site.version import VERSION
from tracking_site.web.i18n.dates import local_day
from tracking_site.web.i18n.labels import ANNOUNCED, N_, STATUSES
from tracking_site.web.i18n.languages import Language

DEFAULT_DURATION = timedelta(hours=1)
"""The length of an event where the carrier names a single time."""
ONE_DAY = timedelta(days=1)
SEQUENCE_START = datetime(2025, 1, 1, tzinfo=UTC)
SUMMARY = N_("Delivery from %(name)s")


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """Where a calendar comes from: the brand's name, the domain of its UIDs, which must not depend on the requested host.

    `address` is the shipment's page, which only the recipient's calendar names.
    """

    brand: str
    domain: str
    zone: ZoneInfo
    address: str


def delivery_calendar(result: LookupResult, language: Language, source: CalendarSource) -> bytes | None:
    """Return the calendar of a shipment; None where no delivery is expected.

    The event keeps its UID as long as the shipment exists, and its sequence grows with the time at which the carrier was
    asked: calendars replace the event by the newer one.
    """
    event = _event(result, language, source)
    if event is None:
        return None
    calendar = Calendar()
    calendar.add("prodid", f"-//tracking-site//{VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(result: LookupResult, language: Language, source: CalendarSource) -> Event | None:
    shipment, _ = result.tracking.shipment, language.words.gettext
    window = shipment.estimated_delivery
    if (
        window is None
        or not (window.earliest or window.latest)
        or shipment.status in (Status.DELIVERED, Status.RETURNED)
    ):
        return None
    start, end = _start_and_end(window, source.zone)
    event = Event()
    event.add("uid", f"{result.ref.key[:32]}@{source.domain}")
    event.add("summary", _(SUMMARY) % {"name": source.brand})
    event.add("description", _(ANNOUNCED[0] if result.announced else STATUSES[shipment.status]))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("dtstamp", result.tracking.fetched_at)
    event.add("sequence", int((result.tracking.fetched_at - SEQUENCE_START).total_seconds()) // 60)
    event.add("status", "CANCELLED" if shipment.status is Status.CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if result.verified:
        event.add("url", source.address)
        if shipment.personal and shipment.personal.address:
            event.add("location", ", ".join(shipment.personal.address))
    return event


def _start_and_end(window: DeliveryWindow, zone: ZoneInfo) -> tuple[Moment, Moment]:
    """Return when an event starts and ends; the end is exclusive, and where either is a date, both are dates."""
    earliest, latest = window.earliest or window.latest, window.latest or window.earliest
    if isinstance(earliest, datetime) and isinstance(latest, datetime):
        return _times(window, earliest, latest)
    days = [local_day(moment, zone) for moment in (earliest, latest) if moment is not None]
    first: date = days[0]
    return first, max(days[-1], first) + ONE_DAY


def _times(window: DeliveryWindow, earliest: datetime, latest: datetime) -> tuple[datetime, datetime]:
    if earliest < latest:
        return earliest, latest
    return (earliest, earliest + DEFAULT_DURATION) if window.earliest else (latest - DEFAULT_DURATION, latest)
