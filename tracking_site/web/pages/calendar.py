"""The expected delivery as a calendar of one event (RFC 5545); an overdue one stays, and says that it is late."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from tracking_site.domain.overdue import current_window, delivery_windows, end_of, missed_window
from tracking_site.domain.shipment import DeliveryWindow, Moment, Shipment, Status
from tracking_site.tracking.lookup import LookupResult
from tracking_site.version import VERSION
from tracking_site.web.i18n.dates import local_day
from tracking_site.web.i18n.labels import ANNOUNCED, N_, STATUSES
from tracking_site.web.i18n.languages import Language
from tracking_site.web.pages.expected_view import awaits_collection

DEFAULT_DURATION = timedelta(hours=1)
"""The length of an event where the carrier names a single time."""
ONE_DAY = timedelta(days=1)
SEQUENCE_START = datetime(2025, 1, 1, tzinfo=UTC)
SUMMARY = N_("Delivery from %(name)s")
LATE_SUMMARY = N_("Running late: delivery from %(name)s")


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """Where a calendar comes from: the brand's name, the domain of its UIDs, which must not depend on the requested host.

    `address` is the shipment's page, which only the recipient's calendar names.
    """

    brand: str
    domain: str
    zone: ZoneInfo
    address: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an event says: its window, when it last changed, and whether the window has passed without a delivery."""

    window: DeliveryWindow
    changed_at: datetime
    overdue: bool = False


def delivery_calendar(result: LookupResult, language: Language, source: CalendarSource, now: datetime) -> bytes | None:
    """Return the calendar of a shipment; None where no delivery is expected.

    The event keeps its UID as long as the shipment exists, and its sequence grows with the time at which the carrier was
    asked, or at which the delivery became overdue: calendars replace the event by the newer one. The event of an overdue
    delivery therefore stays where it was, is tentative, and says that the delivery is late.
    """
    event = _event(result, language, source, now)
    if event is None:
        return None
    calendar = Calendar()
    calendar.add("prodid", f"-//tracking-site//{VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(result: LookupResult, language: Language, source: CalendarSource, now: datetime) -> Event | None:
    shipment, _ = result.tracking.shipment, language.words.gettext
    entry = _entry(shipment, result.tracking.fetched_at, now, source.zone)
    if entry is None:
        return None
    start, end = _start_and_end(entry.window, source.zone)
    event = Event()
    event.add("uid", f"{result.ref.key[:32]}@{source.domain}")
    event.add("summary", _(LATE_SUMMARY if entry.overdue else SUMMARY) % {"name": source.brand})
    event.add("description", _(ANNOUNCED[0] if result.announced else STATUSES[shipment.status]))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("dtstamp", entry.changed_at)
    event.add("sequence", int((entry.changed_at - SEQUENCE_START).total_seconds()) // 60)
    event.add("status", _state(shipment, overdue=entry.overdue))
    event.add("transp", "TRANSPARENT")
    if result.verified:
        event.add("url", source.address)
        if shipment.personal and shipment.personal.address:
            event.add("location", ", ".join(shipment.personal.address))
    return event


def _entry(shipment: Shipment, fetched_at: datetime, now: datetime, zone: ZoneInfo) -> _Entry | None:
    if shipment.status in (Status.DELIVERED, Status.RETURNED) or awaits_collection(shipment):
        return None
    cancelled = shipment.status is Status.CANCELLED
    window = next(iter(delivery_windows(shipment)), None) if cancelled else current_window(shipment, now, zone)
    if window is not None:
        return _Entry(window, fetched_at)
    missed = missed_window(shipment, zone)
    if missed is None or missed.latest is None:
        return None
    return _Entry(missed, max(fetched_at, end_of(missed.latest, zone)), overdue=True)


def _state(shipment: Shipment, *, overdue: bool) -> str:
    if shipment.status is Status.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if overdue else "CONFIRMED"


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
