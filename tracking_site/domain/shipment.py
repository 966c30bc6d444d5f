"""A shipment as every carrier's answer is told: one shape, frozen, with aware times."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from tracking_site.domain.references import Reference

Moment = datetime | date
"""A time of day in UTC, or a date alone where the carrier gives no time of day."""


def instant_of(moment: Moment) -> datetime:
    """The instant by which moments are ordered: that of a date alone is its beginning in UTC."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)


class Status(StrEnum):
    """Where a shipment is on its way; a word that no table has is `UNKNOWN`, never a guess."""

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
    """What the site itself can say of an event where the carrier has no words of its own."""

    PLACED = "placed"
    SCHEDULED = "scheduled"
    COLLECTION_STARTED = "collection_started"
    COLLECTION_ARRIVED = "collection_arrived"
    COLLECTED = "collected"
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

    `address` is what may name a street and is for the verified alone; `time` is when something was seen there.
    """

    name: str | None = None
    position: Coordinates | None = None
    time: datetime | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An end of the way: a city or hub by name, and the country by its ISO code where the carrier gives one."""

    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """Something that happened, in the carrier's words (`description`), in the site's (`milestone`), or both.

    `observed` where nobody told of it: the status was another one when the carrier was asked before. `carrier_name` is
    whose event it is, in a journey of several carriers.
    """

    time: Moment | None
    status: Status
    description: str | None = None
    milestone: Milestone | None = None
    location: Location | None = None
    observed: bool = False
    carrier_name: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryWindow:
    """When the delivery is expected: between two moments, either of which may be open."""

    earliest: Moment | None = None
    latest: Moment | None = None

    def moved_from(self, before: "DeliveryWindow") -> timedelta:
        """By how much it is later than another one (less than nothing: earlier).

        A window that has become narrower or wider has not moved, and neither has a day that became a time of day.
        """
        starts, ends = _apart(before.earliest, self.earliest), _apart(before.latest, self.latest)
        if starts is None or ends is None:
            return starts or ends or timedelta()
        if min(starts, ends) >= timedelta():
            return ends
        return starts if max(starts, ends) <= timedelta() else timedelta()


def _apart(before: Moment | None, now: Moment | None) -> timedelta | None:
    """How much later a moment is than another; None where there is nothing to compare."""
    if before is None or now is None or isinstance(before, datetime) != isinstance(now, datetime):
        return None
    return instant_of(now) - instant_of(before)


@dataclass(frozen=True, slots=True)
class ProofOfDelivery:
    """That pictures prove the delivery: one that stands at an address, or those that the carrier has to be asked for."""

    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ProofState:
    """How many images of a proof can be shown; `waiting` where the carrier was asked and has not delivered them yet."""

    images: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class PromisedBy:
    """By when the delivery was promised, and by when it was promised at first."""

    time: datetime
    original: datetime | None = None


@dataclass(frozen=True, slots=True)
class SmsNotifications:
    """Whether the recipient gets text messages: about this job, and about all future ones."""

    job: bool
    client: bool


class SmsTarget(StrEnum):
    """What SMS notifications are switched for: one job, or all future ones of its recipient (the client)."""

    JOB = "job"
    CLIENT = "client"


MAX_RATING = 5
MAX_COMMENT_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class Review:
    """What the recipient thought of the delivery and, where said, of the product: 0 to 5 each, and in words."""

    delivery: int
    product: int | None = None
    comment: str | None = field(default=None, repr=False)


class Action(StrEnum):
    """What a viewer can do about a shipment (contract, section 4)."""

    SMS_NOTIFICATIONS = "sms_notifications"
    DELIVERY_CODE = "delivery_code"
    REVIEW = "review"
    LIVE_MAP = "live_map"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class References:
    """The numbers that a shipment goes by."""

    job_id: str | None = None
    sli_number: str | None = None
    order_number: str | None = None
    trip_name: str | None = None
    awb_number: str | None = None

    @classmethod
    def of(cls, reference: Reference) -> "References":
        """Return the numbers of a shipment of which only the reference is known."""
        return cls(**{reference.kind.value: reference.value})


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What only the recipient may see; an unverified answer has none of it.

    `words` are further texts of the carrier's answer that would tell who or where the recipient is
    (names, streets, postcodes, numbers): they are taken out of every description shown to the unverified.
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
    """One carrier's part of a journey."""

    carrier: str
    account: str
    carrier_name: str
    references: References
    status: Status
    stages: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True)
class Shipment:
    """One shipment at one carrier account, as of one answer; or the `legs` of a journey as one, the current leg first."""

    carrier: str
    account: str
    carrier_name: str
    references: References
    status: Status
    carrier_status: str | None = None
    events: tuple[TrackingEvent, ...] = ()
    last_location: Location | None = None
    estimated_delivery: DeliveryWindow | None = None
    first_estimated_delivery: DeliveryWindow | None = None
    """What was expected at first, where it is expected earlier or later by now."""
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
    """Whether a code is asked for at the door."""
    proof: ProofOfDelivery | None = None
    review: Review | None = None
    review_until: datetime | None = None
    """Until when the carrier takes a review; None where it takes none."""
    personal: PersonalData | None = field(default=None, repr=False)
    verifies: bool = False
    """Whether the reference that found it proves the viewer to be the recipient (a checked review key)."""
    stages: tuple[Status, ...] = ()
    """The statuses that a shipment of its kind passes through at its carrier, in order."""
    legs: tuple[Leg, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackingResult:
    """A shipment, when its carrier told of it, and whether it is shown because the carrier now fails."""

    shipment: Shipment
    fetched_at: datetime
    stale: bool = False
