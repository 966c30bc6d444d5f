"""Shipments and their pages, viewed on a Thursday in Toronto."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import tracking_site.carriers.leaps.adapter as leaps
import tracking_site.carriers.loginext.adapter as loginext
import tracking_site.carriers.logis.adapter as logis
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import DeliveryWindow, Moment, References, Shipment, Status, TrackingResult
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.i18n.languages import language
from tracking_site.web.pages.shipment_view import ExpectedView, ShipmentView, shipment_view

TORONTO = ZoneInfo("America/Toronto")
ASKED = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "GR432U5"))
ORDER = Shipment(
    "loginext",
    "mile",
    "LogiNext",
    References(order_number="GR432U5"),
    Status.OUT_FOR_DELIVERY,
    stages=loginext.STAGES[ReferenceKind.ORDER_NUMBER],
)
JOB = replace(
    ORDER,
    carrier="logis",
    account="nord",
    carrier_name="Nord",
    references=References(job_id="1"),
    stages=logis.STAGES[ReferenceKind.JOB_ID],
)
TRIP = replace(ORDER, references=References(trip_name="BLR/DEL"), stages=loginext.STAGES[ReferenceKind.TRIP_NAME])
LEAPS = replace(
    ORDER,
    carrier="leaps",
    account="geodis",
    carrier_name="GEODIS",
    references=References(sli_number="1"),
    stages=leaps.STAGES[ReferenceKind.SLI_NUMBER],
)
NOON = datetime(2026, 11, 26, 12, tzinfo=TORONTO)
"""The time of the view: a Thursday."""


def local(day: int, hour: int = 0, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    """Return a time of day in Toronto, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=TORONTO).astimezone(UTC)


def view(
    shipment: Shipment = ORDER,
    tag: str = "en",
    fetched_at: datetime = NOON,
    zone: ZoneInfo = TORONTO,
    *,
    verified: bool = False,
    stale: bool = False,
) -> ShipmentView:
    tracking = TrackingResult(shipment, fetched_at.astimezone(UTC), stale)
    return shipment_view(LookupResult(ASKED, tracking, verified), language(tag), zone)


def expected(
    earliest: Moment | None, latest: Moment | None, tag: str = "en", fetched_at: datetime = NOON
) -> ExpectedView:
    found = view(replace(ORDER, estimated_delivery=DeliveryWindow(earliest, latest)), tag, fetched_at).expected
    assert found is not None
    return found
