"""Recorded data of a shipment, in addition to its carrier's current answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracking_site.domain.order_legs import OrderLeg
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import DeliveryWindow, Milestone, Status, TrackingEvent


@dataclass(frozen=True, slots=True)
class ArrivalEstimate:
    """The expected time of a delivery and the stops before it, as given at a time (None: when it was received).

    `to_recipient`: the source says that it is of the leg to the recipient, and not of one to a hub.
    """

    window: DeliveryWindow
    stops_before: int | None = None
    given_at: datetime | None = None
    to_recipient: bool = False


@dataclass(frozen=True, slots=True)
class StepMeaning:
    """What a carrier's word means in a leg of an order; without a milestone it tells no event."""

    status: Status
    milestone: Milestone | None
    begins_leg: bool = False
    ends_leg: bool = False


MeaningOf = Callable[[str, OrderLeg], StepMeaning]
"""Returns what a carrier's word means in a leg; total."""


@dataclass(frozen=True, slots=True)
class WebhookUpdate:
    """A webhook's update of one shipment; without details, it only says that the shipment changed.

    `leg` is what the webhook says of the order's leg, and makes the order known even where it says nothing. `word` is the
    carrier's word for the step that happened, whose meaning depends on the leg; `event` then has the meaning that it has
    as long as no other source names the leg. `promised` is a window that was promised.
    """

    kind: str
    reference: Reference
    event: TrackingEvent | None = None
    awb_number: str | None = None
    arrival: ArrivalEstimate | None = None
    leg: OrderLeg | None = None
    word: str | None = None
    promised: ArrivalEstimate | None = None


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """What a webhook said of an order's leg, and the event that it reported there, if any.

    `recorded_at` is when it happened, or else when it was received.
    """

    recorded_at: datetime
    leg: OrderLeg
    word: str | None = None
    event: TrackingEvent | None = None


@dataclass(frozen=True, slots=True)
class RecordedHistory:
    """The recorded events in the order of their receipt, and the air waybill number that a webhook announced.

    `steps` are the events whose meaning depends on a leg, and what else was said of legs. `arrival` is the estimate of a
    webhook, if it is newer than the last change in the carrier's own estimate; `first_expected` is the first estimate that
    was recorded; `promised` is the newest promise of a webhook.
    """

    events: Sequence[TrackingEvent] = ()
    awb_number: str | None = None
    arrival: ArrivalEstimate | None = None
    first_expected: DeliveryWindow | None = None
    steps: Sequence[RecordedStep] = ()
    promised: ArrivalEstimate | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything is known from it, so that it is a shipment by itself."""
        return bool(self.events or self.steps or self.arrival or self.promised)
