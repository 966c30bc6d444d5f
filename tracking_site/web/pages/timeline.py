"""The history of a shipment: its events by day, the newest days open and the older ones folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from tracking_site.domain.shipment import Moment, Shipment, Status, TrackingEvent
from tracking_site.web.branding.tones import TONE, Tone
from tracking_site.web.i18n.carrier_phrases import known_phrase
from tracking_site.web.i18n.dates import iso, local_day, short_day_text
from tracking_site.web.i18n.labels import MILESTONES, OBSERVED, STATUSES
from tracking_site.web.i18n.reader import Reader
from tracking_site.web.i18n.time_texts import TimeText, capitalise, day_name, time_of_day
from tracking_site.web.i18n.zones import zone_text
from tracking_site.web.pages.location_view import place_name

MIN_FOLDED_EVENTS = 4
MAX_OPEN_EVENTS = 8

# Statuses in which the carrier has nothing to report yet.
_BEFORE_EVENTS = (Status.PENDING, Status.INFO_RECEIVED)

# A partial delivery is an event on the way, which goes on.
_EVENT_TONE = TONE | {Status.PARTIALLY_DELIVERED: Tone.NEUTRAL}


@dataclass(frozen=True, slots=True)
class EventView:
    """An event: the site's words as its title, or the carrier's where the site has none.

    `carrier` is set in a journey of several carriers. `untranslated` says that the detail, or the title where there is no
    detail, is in the carrier's words, whose language is not known. `withheld` says that the recipient can read more.
    """

    title: str
    time: TimeText | None
    detail: str | None
    place: str | None
    carrier: str | None
    untranslated: bool
    tone: Tone
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class DayView:
    """The events of one day in the brand's time zone."""

    title: str
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The days, newest first, and the name of the time zone; `older_count` is the number of events in the older days."""

    recent: tuple[DayView, ...]
    older: tuple[DayView, ...]
    older_count: int
    zone: str


def timeline_view(shipment: Shipment, fetched_at: datetime, reader: Reader) -> TimelineView | None:
    """Return the history of a shipment; None where its carrier has passed the start and reports no events."""
    days = tuple(_days(shipment.events, reader))
    if not days and shipment.status not in _BEFORE_EVENTS:
        return None
    count = count_open_days(days)
    return TimelineView(
        recent=days[:count],
        older=days[count:],
        older_count=sum(len(day.events) for day in days[count:]),
        zone=zone_text(_times_shown(shipment, fetched_at), reader.locale, reader.zone),
    )


def _times_shown(shipment: Shipment, fetched_at: datetime) -> list[datetime]:
    """Return the times that the page of a shipment shows; dates without a time of day are in no half of the year."""
    expected = () if shipment.status.final else (shipment.estimated_delivery, shipment.promised_delivery)
    promise, location = shipment.promised_by, shipment.last_location
    moments = (
        fetched_at,
        *(event.time for event in shipment.events),
        *(end for window in filter(None, expected) for end in (window.earliest, window.latest)),
        *((promise.time, promise.original) if promise else ()),
        location.time if location else None,
        shipment.delivered_at,
    )
    return [moment for moment in moments if isinstance(moment, datetime)]


def count_open_days(days: Sequence[DayView]) -> int:
    """Return how many days are shown open: about eight events, and all where only a few events would be folded."""
    shown = 0
    for index, day in enumerate(days):
        remaining = sum(len(later.events) for later in days[index:])
        if index and shown + len(day.events) > MAX_OPEN_EVENTS and remaining >= MIN_FOLDED_EVENTS:
            return index
        shown += len(day.events)
    return len(days)


def _days(events: Sequence[TrackingEvent], reader: Reader) -> Iterator[DayView]:
    def day_of(event: TrackingEvent) -> date | None:
        return local_day(event.time, reader.zone) if event.time else None

    # A date has no instant to be ordered by: in the brand's time zone it can be another day than in UTC.
    by_day = sorted(events, key=lambda event: day_of(event) or date.min, reverse=True)
    for day, of_day in groupby(by_day, day_of):
        title = capitalise(day_name(day, reader)) if day else reader.gettext("Time not known")
        yield DayView(title, tuple(_event_view(event, reader) for event in of_day))


def _event_view(event: TrackingEvent, reader: Reader) -> EventView:
    phrase = known_phrase(event.description)
    description = reader.gettext(phrase) if phrase else event.description
    milestone = reader.gettext(MILESTONES[event.milestone]) if event.milestone else None
    return EventView(
        title=milestone or description or reader.gettext(STATUSES[event.status]),
        time=_event_time(event.time, reader),
        detail=reader.gettext(OBSERVED) if event.observed else description if milestone else None,
        place=place_name(event.location),
        carrier=event.carrier_name,
        untranslated=phrase is None and bool(event.description),
        tone=_EVENT_TONE[event.status],
        withheld=event.withheld,
    )


def _event_time(moment: Moment | None, reader: Reader) -> TimeText | None:
    """Return the time of day of an event; the day in short where the carrier gives no time of day."""
    if moment is None:
        return None
    text = time_of_day(moment, reader) if isinstance(moment, datetime) else short_day_text(moment, reader.locale)
    return TimeText(text, iso(moment))
