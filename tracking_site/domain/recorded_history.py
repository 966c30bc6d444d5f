"""What is remembered of a shipment beside its carrier's current answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import DeliveryWindow, TrackingEvent


@dataclass(frozen=True, slots=True)
class ArrivalEstimate:
    """When a delivery is expected and how many stops come before it, as it was told at some time (None: when it came)."""

    window: DeliveryWindow
    stops_before: int | None = None
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WebhookUpdate:
    """What one webhook tells of one shipment; that something happened at all where it tells nothing else."""

    kind: str
    reference: Reference
    event: TrackingEvent | None = None
    awb_number: str | None = None
    arrival: ArrivalEstimate | None = None


@dataclass(frozen=True, slots=True)
class RecordedHistory:
    """The events that were told or seen, the first told first, and the air waybill number that a webhook told.

    `arrival` is what a webhook told after the carrier's own expectation had last changed; `first_expected` what was
    expected before anything else was.
    """

    events: Sequence[TrackingEvent] = ()
    awb_number: str | None = None
    arrival: ArrivalEstimate | None = None
    first_expected: DeliveryWindow | None = None
