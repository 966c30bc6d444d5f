"""The shipment that every carrier's answer is converted to: frozen, with time zones in all times."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from tracking_site.domain.order_legs import LegDirection, LegKind, OrderLeg
from tracking_site.domain.references import Reference

Moment = datetime | date
"""A time in UTC, or only a date where the carrier gives no time of day."""


def instant_of(moment: Moment) -> datetime:
    """Return the instant by which moments are ordered; for a date without a time, its beginning in UTC."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)


class Status(StrEnum):
    """The status of a shipment; a carrier's word without a known meaning is `UNKNOWN`, never a guess."""

    PENDING = "pending"
    INFO_RECEIVED = "info_received"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    PARTIALLY_DELIVERED = "partially_delivered"
    ATTEMPT_FAILED = "attempt_failed"
    EXCEPTION = "exception"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"

    @property
    def final(self) -> bool:
        """Whether nothing more is expected to happen."""
        return self in _FINAL


_FINAL = frozenset({Status.DELIVERED, Status.RETURNED, Status.CANCELLED})


class Milestone(StrEnum):
    """A step that the site describes in its own words, where the carrier gives no description."""

    PLACED = "placed"
    SCHEDULED = "scheduled"
    DRIVER_ASSIGNED = "driver_assigned"
    COLLECTION_STARTED = "collection_started"
    COLLECTION_ARRIVED = "collection_arrived"
    COLLECTED = "collected"
    LOADED = "loaded"
    STARTED = "started"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ARRIVED = "arrived"
    LEFT = "left"
    REACHED_HUB = "reached_hub"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    PARTIALLY_DELIVERED = "partially_delivered"
    NOT_COLLECTED = "not_collected"
    NOT_DELIVERED = "not_delivered"
    READY_FOR_COLLECTION = "ready_for_collection"
    RETURN_STARTED = "return_started"
    RETURNED = "returned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A position on earth, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Location:
    """A place: a city's or a hub's name, a position, or both.

    `address` may contain a street and is shown to verified viewers only; `time` is when the position was reported.
    """

    name: str | None = None
    position: Coordinates | None = None
    time: datetime | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The origin or destination: the name of a city or hub, and the ISO code of the country where it is given."""

    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """An event, in the carrier's words (`description`), in the site's (`milestone`), or both.

    `observed` is true where no source reported the event: the status differed from that of the fetch before.
    `carrier_name` is the carrier of the event, in a journey of several carriers; `sequence` is the carrier's own
    running number, by which events of the same instant are ordered; `zone` is that of a date without a time of day
    (UTC where it is not known). `event_order.py` has the order. `withheld` is true where the carrier wrote a
    description that this viewer may not see.
    """

    time: Moment | None
    status: Status
    description: str | None = None
    milestone: Milestone | None = None
    location: Location | None = None
    observed: bool = False
    carrier_name: str | None = None
    sequence: int | None = None
    zone: tzinfo | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryWindow:
    """The time between two moments in which a delivery is expected; either may be open."""

    earliest: Moment | None = None
    latest: Moment | None = None

    def moved_from(self, before: "DeliveryWindow") -> timedelta:
        """Return by how much this window is later than another one; negative where it is earlier.

        A window that became narrower or wider has not moved; neither has a date that became a time of day.
        """
        start, end = _difference(before.earliest, self.earliest), _difference(before.latest, self.latest)
        if start is None or end is None:
            return start or end or timedelta()
        if min(start, end) >= timedelta():
            return end
        return start if max(start, end) <= timedelta() else timedelta()


def _difference(before: Moment | None, now: Moment | None) -> timedelta | None:
    """Return how much later a moment is than another; None where they cannot be compared."""
    if before is None or now is None or isinstance(before, datetime) != isinstance(now, datetime):
        return None
    return instant_of(now) - instant_of(before)


@dataclass(frozen=True, slots=True)
class ProofOfDelivery:
    """The existence of images that prove the delivery: at `address`, or to be requested from the carrier."""

    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ProofState:
    """The number of images that can be shown; `waiting` while the carrier has not delivered requested ones."""

    images: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class PromisedBy:
    """The time by which delivery is promised, and the original promise where it was changed."""

    time: datetime
    original: datetime | None = None


@dataclass(frozen=True, slots=True)
class SmsNotifications:
    """Whether the carrier sends SMS to the recipient: about this job, and about all their future jobs."""

    job: bool
    client: bool


class SmsTarget(StrEnum):
    """The scope of a change to SMS notifications: one job, or all future jobs of its recipient (the client)."""

    JOB = "job"
    CLIENT = "client"


MAX_RATING = 5
MAX_COMMENT_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class Review:
    """A recipient's ratings of the delivery and optionally of the product, 0 to 5 each, and a comment."""

    delivery: int
    product: int | None = None
    comment: str | None = field(default=None, repr=False)


class Action(StrEnum):
    """An action on a shipment that a viewer may be offered (docs/contract.md, section 4)."""

    SMS_NOTIFICATIONS = "sms_notifications"
    DELIVERY_CODE = "delivery_code"
    REVIEW = "review"
    LIVE_MAP = "live_map"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class References:
    """The numbers of a shipment."""

    job_id: str | None = None
    sli_number: str | None = None
    order_number: str | None = None
    trip_name: str | None = None
    awb_number: str | None = None

    @classmethod
    def of(cls, reference: Reference) -> "References":
        """Return the numbers of a shipment of which only one reference is known."""
        return cls(**{reference.kind.value: reference.value})


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Data that only the recipient may see, and that answers to unverified viewers never contain.

    `words` are further texts in the carrier's answer that identify the recipient or their address (names, streets,
    postcodes, numbers): they are removed from every description that an unverified viewer sees.
    """

    recipient: str | None = None
    address: tuple[str, ...] = ()
    postcode: str | None = None
    note: str | None = None
    driver: str | None = None
    destination_position: Coordinates | None = None
    words: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Leg:
    """The part of a journey that one carrier covers."""

    carrier: str
    account: str
    carrier_name: str
    references: References
    status: Status
    stages: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True)
class Shipment:
    """A shipment at a carrier account, as of one answer; or a journey of several `legs`, the current leg first."""

    carrier: str
    account: str
    carrier_name: str
    references: References
    status: Status
    carrier_status: str | None = None
    events: tuple[TrackingEvent, ...] = ()
    last_location: Location | None = None
    estimated_delivery: DeliveryWindow | None = None
    """The newest estimate, or else the promise."""
    promised_delivery: DeliveryWindow | None = None
    """The window that was promised to the recipient."""
    delay: timedelta | None = None
    """By how much the carrier says that it is late; zero where it does not say by how much."""
    awaits_collection: bool = False
    """Whether the shipment waits at a pick-up point for its recipient."""
    first_estimated_delivery: DeliveryWindow | None = None
    """The first estimate, where the current one is earlier or later."""
    delivered_at: Moment | None = None
    promised_by: PromisedBy | None = None
    stops_before: int | None = None
    sms_notifications: SmsNotifications | None = None
    merchant: str | None = None
    provider: str | None = None
    origin: Place | None = None
    destination: Place | None = None
    attempts: int | None = None
    delivery_code: bool = False
    """Whether the driver asks for a code at the door."""
    proof: ProofOfDelivery | None = None
    review: Review | None = None
    review_until: datetime | None = None
    """The time until which the carrier accepts a review; None where it does not accept one."""
    personal: PersonalData | None = field(default=None, repr=False)
    verifies: bool = False
    """Whether the reference proves that the viewer is the recipient (a checked review key)."""
    stages: tuple[Status, ...] = ()
    """The statuses that such a shipment passes through at its carrier, in order."""
    legs: tuple[Leg, ...] = ()
    order_legs: tuple[OrderLeg, ...] = ()
    """The legs that the order has at its own carrier, where the carrier has such; in the order of the way."""

    @property
    def is_first_mile(self) -> bool:
        """Whether it only brings the goods to a hub, from where another shipment goes on."""
        return bool(self.order_legs) and all(
            leg.kind is LegKind.COLLECTION and leg.direction is not LegDirection.BACK for leg in self.order_legs
        )

    @property
    def is_return(self) -> bool:
        """Whether it only brings the goods back to their sender."""
        return bool(self.order_legs) and all(leg.direction is LegDirection.BACK for leg in self.order_legs)


@dataclass(frozen=True, slots=True)
class TrackingResult:
    """A shipment, when it was fetched, and whether it is stale: shown because its carrier now fails."""

    shipment: Shipment
    fetched_at: datetime
    stale: bool = False
