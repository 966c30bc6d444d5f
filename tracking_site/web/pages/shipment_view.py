"""What the page of a shipment shows, in the reader's words; templates show it and decide nothing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tracking_site.domain.overdue import next_change
from tracking_site.domain.shipment import Shipment, Status
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.branding.tones import TONE, IconView, Tone, status_icon
from tracking_site.web.i18n.dates import iso
from tracking_site.web.i18n.labels import ANNOUNCED, LEADS, STATUSES
from tracking_site.web.i18n.languages import Language
from tracking_site.web.i18n.reader import Reader
from tracking_site.web.i18n.time_texts import TimeText, capitalise, time_text, today_pattern
from tracking_site.web.maps.views import RouteView, route_view
from tracking_site.web.pages.expected_view import ExpectedView, awaits_collection, expected_view
from tracking_site.web.pages.facts import Fact, recipient_facts, shipment_facts
from tracking_site.web.pages.location_view import LocationView, location_view
from tracking_site.web.pages.progress import StageView, stages_of
from tracking_site.web.pages.timeline import TimelineView, timeline_view

NEVER = 0
DEFAULT_REFRESH_SECONDS = 60
_REFRESH_SECONDS = {Status.OUT_FOR_DELIVERY: 15, Status.INFO_RECEIVED: 120, Status.PENDING: 120}


@dataclass(frozen=True, slots=True)
class DataAsOfView:
    """When the carrier was asked, and what the page's script needs to show a later time in the same words.

    `today_pattern` has `{}` for the time of day; `locale` is a BCP 47 tag, `zone` a name of the tz database.
    """

    time: TimeText
    today_pattern: str
    locale: str
    zone: str


@dataclass(frozen=True, slots=True)
class ShipmentView:
    """A shipment as its page shows it; the page looks for changes every `refresh_seconds`, or never where that is 0.

    `renew_at` is when the page's words change though no data do, in RFC 3339; `lead` is empty where `expected` says more.
    """

    status: Status
    title: str
    lead: str
    tone: Tone
    icon: IconView
    carrier_status: str | None
    expected: ExpectedView | None
    delivered: TimeText | None
    stages: tuple[StageView, ...]
    timeline: TimelineView | None
    location: LocationView | None
    route: RouteView | None
    facts: tuple[Fact, ...]
    recipient: tuple[Fact, ...]
    data_as_of: DataAsOfView
    refresh_seconds: int
    renew_at: str
    stale: bool
    announced: bool

    @property
    def final(self) -> bool:
        """Whether nothing more is expected to happen."""
        return self.status.final

    @property
    def expects_delivery(self) -> bool:
        """Whether the page names a time of delivery, which a calendar can have."""
        return self.expected is not None and bool(self.expected.iso)


def shipment_view(result: LookupResult, language: Language, zone: ZoneInfo, now: datetime) -> ShipmentView:
    """Return a shipment for a reader of a language who looks at it `now`, with all times in a zone."""
    shipment, fetched_at = result.tracking.shipment, result.tracking.fetched_at
    reader, status = Reader.of(language, zone, now), shipment.status
    title, lead = ANNOUNCED if result.announced else (STATUSES[status], LEADS[status])
    return ShipmentView(
        status=status,
        title=reader.gettext(title),
        lead="" if awaits_collection(shipment) else reader.gettext(lead),
        tone=TONE[status],
        icon=status_icon(status),
        carrier_status=shipment.carrier_status if status is Status.UNKNOWN else None,
        expected=expected_view(shipment, reader, now),
        delivered=_delivered_text(shipment, reader),
        stages=stages_of(shipment, reader),
        timeline=timeline_view(shipment, fetched_at, reader),
        location=location_view(shipment, fetched_at, reader),
        route=route_view(result, reader.gettext, reader.locale),
        facts=tuple(shipment_facts(shipment, reader)),
        recipient=tuple(recipient_facts(shipment, reader)) if result.verified else (),
        data_as_of=_data_as_of(time_text(fetched_at, reader), reader),
        refresh_seconds=NEVER if status.final else _REFRESH_SECONDS.get(status, DEFAULT_REFRESH_SECONDS),
        renew_at=iso(next_change(shipment, now, zone)),
        stale=result.tracking.stale,
        announced=result.announced,
    )


def _delivered_text(shipment: Shipment, reader: Reader) -> TimeText | None:
    if shipment.delivered_at is None:
        return None
    time = time_text(shipment.delivered_at, reader)
    return TimeText(capitalise(time.text), time.iso)


def _data_as_of(time: TimeText, reader: Reader) -> DataAsOfView:
    return DataAsOfView(time, today_pattern(reader), str(reader.locale).replace("_", "-"), reader.zone.key)
