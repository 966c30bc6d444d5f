"""Recorded data of a shipment, in addition to its carrier's current answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import DeliveryWindow, TrackingEvent


@dataclass(frozen=True, slots=True)
class ArrivalEstimate:
    """The expected time of a delivery and the stops before it, as given at a time (None: when it was received)."""

    window: DeliveryWindow
    stops_before: int | None = None
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WebhookUpdate:
    """A webhook's update of one shipment; without details, it only says that the shipment changed."""

    kind: str
    reference: Reference
    event: TrackingEvent | None = None
    awb_number: str | None = None
    arrival: ArrivalEstimate | None = None


@dataclass(frozen=True, slots=True)
class RecordedHistory:
    """The recorded events in the order of their receipt, and the air waybill number that a webhook announced.

    `arrival` is the estimate of a webhook, if it is newer than the last change in the carrier's own estimate;
    `first_expected` is the first estimate that was recorded.
    """

    events: Sequence[TrackingEvent] = ()
    awb_number: str | None = None
    arrival: ArrivalEstimate | None = None
    first_expected: DeliveryWindow | None = None
