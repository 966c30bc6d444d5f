"""Shipments of every carrier, and their pages on a Thursday in Toronto."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tracking_site.carriers.registry import ACCOUNT_MODELS, adapter_of
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import DeliveryWindow, Moment, References, Shipment, Status, TrackingResult
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.i18n.languages import language
from tracking_site.web.pages.expected_view import ExpectedView
from tracking_site.web.pages.shipment_view import ShipmentView, shipment_view

ACCOUNTS = {
    "logis": {"id": "nord", "name": "Nord", "api_key": "k"},
    "leaps": {
        "id": "geodis",
        "name": "GEODIS",
        "endpoint": "https://leaps.example/endpoint.php",
        "apikey": "k",
        "username": "u",
        "password": "p",
        "portal": "GEODIS",
    },
    "loginext": {"id": "mile", "name": "LogiNext", "username": "u", "password": "p"},
}


def shipment_of(carrier: str, kind: ReferenceKind, references: References) -> Shipment:
    """A shipment that is out for delivery, with the stages that its carrier has for a kind of number."""
    account = ACCOUNT_MODELS[carrier].model_validate({"carrier": carrier, **ACCOUNTS[carrier]})
    stages = adapter_of(account).stages[kind]
    return Shipment(carrier, account.id, account.name, references, Status.OUT_FOR_DELIVERY, stages=stages)


TORONTO = ZoneInfo("America/Toronto")
REF = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "GR432U5"))
ORDER = shipment_of("loginext", ReferenceKind.ORDER_NUMBER, References(order_number="GR432U5"))
TRIP = shipment_of("loginext", ReferenceKind.TRIP_NAME, References(trip_name="BLR/DEL"))
JOB = shipment_of("logis", ReferenceKind.JOB_ID, References(job_id="1"))
LEAPS = shipment_of("leaps", ReferenceKind.SLI_NUMBER, References(sli_number="1"))
NOON = datetime(2026, 11, 26, 12, tzinfo=TORONTO)
"""When the carrier was asked: a Thursday."""


def local(day: int, hour: int = 0, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    """A time of day in Toronto, as shipments have it."""
    return datetime(year, month, day, hour, minute, tzinfo=TORONTO).astimezone(UTC)


def view(
    shipment: Shipment = ORDER,
    tag: str = "en",
    fetched_at: datetime = NOON,
    zone: ZoneInfo = TORONTO,
    *,
    verified: bool = False,
    stale: bool = False,
    now: datetime | None = None,
) -> ShipmentView:
    """The page of a shipment, seen when its carrier was asked unless `now` says otherwise."""
    tracking = TrackingResult(shipment, fetched_at.astimezone(UTC), stale)
    return shipment_view(LookupResult(REF, tracking, verified), language(tag), zone, now or fetched_at)


def expected(
    earliest: Moment | None, latest: Moment | None, tag: str = "en", fetched_at: datetime = NOON
) -> ExpectedView:
    found = view(replace(ORDER, estimated_delivery=DeliveryWindow(earliest, latest)), tag, fetched_at).expected
    assert found is not None
    return found
