"""What is remembered of a shipment beside its carrier's current answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracking_site.models.shipment import TrackingEvent


@dataclass(frozen=True, slots=True)
class Recollection:
    """The events that were told or seen, the first told first, and the air waybill number that a webhook told."""

    events: Sequence[TrackingEvent] = ()
    awb_number: str | None = None
