"""What the shipment page shows, in the reader's words: templates get this one object and decide nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracking_site.domain.shipment import DeliveryWindow, Location, Moment, Place, Shipment, Status, TrackingEvent
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.branding.icons import STATUS_ICONS
from tracking_site.web.i18n.carrier_phrases import known_phrase
from tracking_site.web.i18n.dates import clock_text, day_text, iso, local_day, short_day_text, zone_text
from tracking_site.web.i18n.durations import moved_text
from tracking_site.web.i18n.labels import LEADS, MILESTONES, OBSERVED, STATUSES
from tracking_site.web.i18n.languages import Language
from tracking_site.web.maps.views import LocatorView, locator_view
from tracking_site.web.pages.progress import StageView, stages_of
from tracking_site.web.pages.timeline import DayView, EventView, TimeText, days_shown

if TYPE_CHECKING:
    from babel import Locale

NO_TIME = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the table of facts; a value is translated (`carriers_words` false) or as the carrier wrote it."""

    label: str
    value: str
    carriers_words: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedView:
    """When it is expected: a label, the answer in large, what moved, how many stops come before."""

    label: str
    answer: str
    iso: tuple[str, ...]
    change: str | None
    stops: str | None


@dataclass(frozen=True, slots=True)
class LocationView:
    """The last location in words, and addresses that open it in a map."""

    text: str
    time: str
    geo: str | None
    map: str | None


@dataclass(frozen=True, slots=True)
class AsOfView:
    """When the carrier was asked; `today` has `{}` in the place of the time of day, for the script that keeps it true."""

    time: TimeText
    today: str
    locale: str
    zone: str


@dataclass(frozen=True, slots=True)
class ShipmentView:
    """The shipment page; `every` is after how many seconds it is worth looking again, 0 for never."""

    title: str
    lead: str
    tone: str
    icon: str
    carriers_word: str | None
    expected: ExpectedView | None
    delivered: TimeText | None
    stages: tuple[StageView, ...]
    recent: tuple[DayView, ...]
    older: tuple[DayView, ...]
    older_count: int
    has_history: bool
    location: LocationView | None
    locator: LocatorView | None
    facts: tuple[Fact, ...]
    recipient: tuple[Fact, ...]
    as_of: AsOfView
    every: int
    stale: bool
    zone: str
    verified: bool


def shipment_view(found: LookupResult, language: Language, zone: ZoneInfo) -> ShipmentView:
    """The page of what was found, for a reader of a language, with times in a zone."""
    return _Writer(found, language, zone).view()


class _Writer:
    """Writes one page; holds what every sentence of it needs."""

    def __init__(self, found: LookupResult, language: Language, zone: ZoneInfo) -> None:
        self.found = found
        self.shipment: Shipment = found.tracking.shipment
        self.asked: datetime = found.tracking.fetched_at
        self.words = language.words
        self.locale: Locale = language.locale
        self.zone = zone
        self.today = self.asked.astimezone(zone).date()

    def view(self) -> ShipmentView:
        shipment, status = self.shipment, self.shipment.status
        days = tuple(self._days())
        shown = days_shown(days)
        return ShipmentView(
            title=self.words.gettext(STATUSES[status]),
            lead=self.words.gettext(LEADS[status]),
            tone=status.value,
            icon=STATUS_ICONS[status],
            carriers_word=shipment.carrier_status if status is Status.UNKNOWN else None,
            expected=self._expected(),
            delivered=self._delivered(),
            stages=stages_of(shipment, self.words.gettext),
            recent=days[:shown],
            older=days[shown:],
            older_count=sum(len(day.events) for day in days[shown:]),
            has_history=bool(days) or status in _BEFORE_EVENTS,
            location=self._location(),
            locator=locator_view(self.found, self.words.gettext, self.locale),
            facts=tuple(self._facts()),
            recipient=tuple(self._recipient()),
            as_of=self._as_of(),
            every=0 if status.final else _EVERY.get(status, USUALLY_EVERY),
            stale=self.found.tracking.stale,
            zone=zone_text(self.today, self.locale, self.zone),
            verified=self.found.verified,
        )

    # Times

    def _day(self, day: date) -> str:
        _ = self.words.gettext
        distance = (day - self.today).days
        names = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
        return names.get(distance) or day_text(day, self.locale, self.today.year)

    def _clock(self, moment: datetime) -> str:
        return clock_text(moment, self.locale, self.zone)

    def _time(self, moment: Moment) -> TimeText:
        day = self._day(local_day(moment, self.zone))
        if not isinstance(moment, datetime):
            return TimeText(day, iso(moment))
        text = self.words.gettext("%(day)s, %(time)s") % {"day": day, "time": self._clock(moment)}
        return TimeText(text, iso(moment))

    def _as_of(self) -> AsOfView:
        today = self.words.gettext("%(day)s, %(time)s") % {"day": self.words.gettext("today"), "time": "{}"}
        return AsOfView(self._time(self.asked), today, str(self.locale).replace("_", "-"), self.zone.key)

    def _delivered(self) -> TimeText | None:
        if self.shipment.delivered_at is None:
            return None
        time = self._time(self.shipment.delivered_at)
        return TimeText(_capital(time.text), time.iso)

    # The expected delivery

    def _expected(self) -> ExpectedView | None:
        window = self.shipment.estimated_delivery
        if window is None or self.shipment.status.final or not (window.earliest or window.latest):
            return None
        bounds = tuple(iso(bound) for bound in (window.earliest, window.latest) if bound)
        return ExpectedView(
            label=self.words.gettext("Expected delivery"),
            answer=_capital(self._answer(window)),
            iso=tuple(dict.fromkeys(bounds)),
            change=self._change(),
            stops=self._stops(),
        )

    def _answer(self, window: DeliveryWindow) -> str:
        _ = self.words.gettext
        earliest, latest = window.earliest, window.latest
        if earliest is None and latest is not None:
            return _("by %(time)s") % {"time": self._time(latest).text}
        if latest is None and earliest is not None:
            return _("from %(time)s") % {"time": self._time(earliest).text}
        if earliest is None or latest is None or earliest == latest:
            return self._time(earliest).text if earliest else NO_TIME
        if not isinstance(earliest, datetime) or not isinstance(latest, datetime):
            return self._between_days(earliest, latest)
        if self._days_apart(earliest, latest) or self._clock(earliest) == self._clock(latest):
            return f"{self._time(earliest).text} – {self._time(latest).text}"
        return _("%(day)s, between %(first)s and %(last)s") % {
            "day": self._day(local_day(earliest, self.zone)),
            "first": self._clock(earliest),
            "last": self._clock(latest),
        }

    def _between_days(self, earliest: Moment, latest: Moment) -> str:
        """A window of which at least one end is a date alone; on one day the end that has a time of day says it all."""
        if not self._days_apart(earliest, latest):
            timed = earliest if isinstance(earliest, datetime) else latest
            return self._time(timed).text
        return f"{self._time(earliest).text} – {self._time(latest).text}"

    def _days_apart(self, earliest: Moment, latest: Moment) -> bool:
        return local_day(earliest, self.zone) != local_day(latest, self.zone)

    def _change(self) -> str | None:
        promised_by = self.shipment.promised_by
        if promised_by is None or promised_by.original is None:
            return self._moved()
        times = {"now": self._time(promised_by.time).text, "before": self._time(promised_by.original).text}
        return self.words.gettext("Promised by %(now)s; at first it was %(before)s") % times

    def _moved(self) -> str | None:
        first, now = self.shipment.first_estimated_delivery, self.shipment.estimated_delivery
        return moved_text(now.moved_from(first), self.words.gettext, self.locale) if first and now else None

    def _stops(self) -> str | None:
        count = self.shipment.stops_before
        if count is None or self.shipment.status.final:
            return None
        if count == 0:
            return self.words.gettext("You are the next stop")
        return self.words.ngettext("%(count)s stop before you", "%(count)s stops before you", count) % {"count": count}

    # The way

    def _days(self) -> Iterator[DayView]:
        def day_of(event: TrackingEvent) -> date | None:
            return local_day(event.time, self.zone) if event.time else None

        # A date alone has no instant to be ordered by: where the brand is, it can be another day than in UTC.
        by_day = sorted(self.shipment.events, key=lambda event: day_of(event) or date.min, reverse=True)
        for day, events in groupby(by_day, day_of):
            title = _capital(self._day(day)) if day else self.words.gettext("Time not known")
            yield DayView(title, tuple(self._event(event) for event in events))

    def _event(self, event: TrackingEvent) -> EventView:
        say = self.words.gettext
        phrase = known_phrase(event.description)
        told = say(phrase) if phrase else event.description
        words = say(MILESTONES[event.milestone]) if event.milestone else None
        return EventView(
            title=words or told or say(STATUSES[event.status]),
            time=self._event_time(event.time),
            detail=say(OBSERVED) if event.observed else told if words else None,
            place=_place_name(event.location),
            carrier=event.carrier_name,
            carriers_words=phrase is None and bool(event.description),
            tone=event.status.value,
        )

    def _event_time(self, moment: Moment | None) -> TimeText | None:
        if moment is None:
            return None
        if isinstance(moment, datetime):
            return TimeText(self._clock(moment), iso(moment))
        return TimeText(short_day_text(moment, self.locale), iso(moment))

    # Where it is

    def _location(self) -> LocationView | None:
        location = self.shipment.last_location
        if location is None:
            return None
        position = location.position
        where = _place_name(location) or self.words.gettext("Position of the vehicle")
        at = f"{_degrees(position.latitude)},{_degrees(position.longitude)}" if position else None
        return LocationView(
            text=where,
            time=self._seen(location),
            geo=f"geo:{at}" if at else None,
            map=_map_address(at) if at else None,
        )

    def _seen(self, location: Location) -> str:
        _ = self.words.gettext
        if location.time is not None:
            return _("Seen there: %(time)s") % {"time": self._time(location.time).text}
        return _("Asked for: %(time)s. The carrier does not say how old the position is.") % {
            "time": self._time(self.asked).text
        }

    # What else is known

    def _facts(self) -> Iterator[Fact]:
        _ = self.words.gettext
        shipment = self.shipment
        yield from self._numbers()
        carriers = dict.fromkeys(leg.carrier_name for leg in shipment.legs or (shipment,))
        yield Fact(_("Carriers") if len(carriers) > 1 else _("Carrier"), ", ".join(carriers), carriers_words=True)
        for label, name in ((_("Sent by"), shipment.merchant), (_("Delivered by"), shipment.provider)):
            if name and name not in carriers:
                yield Fact(label, name, carriers_words=True)
        for label, place in ((_("From"), shipment.origin), (_("To"), shipment.destination)):
            if place:
                yield Fact(label, self._place(place))
        if shipment.attempts and shipment.attempts > 1:
            yield Fact(_("Delivery attempts"), str(shipment.attempts))

    def _numbers(self) -> Iterator[Fact]:
        """Every number once, those of the current leg first; that which all legs share last."""
        _ = self.words.gettext
        every = [leg.references for leg in self.shipment.legs or (self.shipment,)]
        numbers = dict.fromkeys(
            line
            for told in every
            for line in (
                (_("Order number"), told.order_number),
                (_("SLI number"), told.sli_number),
                (_("Trip"), told.trip_name),
            )
        )
        waybill = (_("Air waybill"), self.shipment.references.awb_number)
        yield from (Fact(label, number, carriers_words=True) for label, number in (*numbers, waybill) if number)

    def _place(self, place: Place) -> str:
        country = _COUNTRIES.get(written := (place.country or "").upper(), written)
        name = self.locale.territories.get(country) or place.country
        return f"{place.name}, {name}" if name else place.name

    def _recipient(self) -> Iterator[Fact]:
        _ = self.words.gettext
        personal = self.shipment.personal
        if not self.found.verified or personal is None:
            return
        lines = (
            (_("For"), personal.recipient),
            (_("Address"), ", ".join(personal.address)),
            (_("Note"), personal.note),
            (_("Driver"), personal.driver),
        )
        yield from (Fact(label, value, carriers_words=True) for label, value in lines if value)


# What the carriers' documentation writes for a country that has another code.
_COUNTRIES = {"UK": "GB"}


# Statuses in which it is no wonder that nothing has happened.
_BEFORE_EVENTS = (Status.PENDING, Status.INFO_RECEIVED)

# How soon something can have changed, in seconds.
_EVERY = {Status.OUT_FOR_DELIVERY: 15, Status.INFO_RECEIVED: 120, Status.PENDING: 120}
USUALLY_EVERY = 60


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _place_name(location: Location | None) -> str | None:
    return (location.address or location.name) if location else None


def _degrees(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _map_address(pair: str) -> str:
    latitude, longitude = pair.split(",")
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=14/{latitude}/{longitude}"
