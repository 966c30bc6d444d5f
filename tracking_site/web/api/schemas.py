"""The bodies of the API's responses about shipments (docs/contract.md, section 4).

The JSON and the OpenAPI document are derived from these structs; a struct's docstring is its description in the document.
A field that can be `UNSET` is absent from the JSON where it does not apply; every other field is always present.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from tracking_site.domain.shipment import Action, Status
from tracking_site.web.http.error_body import ErrorDetail


def _one_of(codes: type[StrEnum]) -> Meta:
    return Meta(extra_json_schema={"enum": [code.value for code in codes]})


StatusCode = Annotated[str, _one_of(Status)]
ActionCode = Annotated[str, _one_of(Action)]
Time = Annotated[str, Meta(description="RFC 3339 in UTC, or a date alone")]
Count = Annotated[int, Meta(ge=0)]


class References(Struct, frozen=True, kw_only=True):
    """The numbers that a shipment goes by: only those that apply."""

    job_id: str | UnsetType = UNSET
    sli_number: str | UnsetType = UNSET
    order_number: str | UnsetType = UNSET
    trip_name: str | UnsetType = UNSET
    awb_number: str | UnsetType = UNSET


class Leg(Struct, frozen=True, kw_only=True):
    """One carrier's part of a journey."""

    carrier: str
    account: str
    carrier_name: str
    references: References
    status: StatusCode


class Location(Struct, frozen=True, kw_only=True):
    """Where something happened: a name, a position in degrees, or both."""

    name: str | None
    latitude: float | None
    longitude: float | None


class LastLocation(Location, frozen=True, kw_only=True):
    """Where the shipment was last seen, and when."""

    time: Time | None


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened to the shipment."""

    time: Time | None
    status: StatusCode
    description: str
    location: Location | None
    carrier_name: (
        Annotated[str, Meta(description="Whose event it is, where several carriers have legs")] | UnsetType
    ) = UNSET


class DeliveryWindow(Struct, frozen=True, kw_only=True):
    """When the delivery is expected: from `earliest` to `latest`."""

    earliest: Time | None
    latest: Time | None


class Deadline(Struct, frozen=True, kw_only=True):
    """By when the delivery is promised, and by when it was promised at first."""

    time: Time
    original: Time | None


class Place(Struct, frozen=True, kw_only=True):
    """An end of the journey: a city or hub, and the ISO code of its country."""

    name: str
    country: str | None


class SmsNotifications(Struct, frozen=True, kw_only=True):
    """Whether the carrier sends text messages: about this delivery, and about all of its recipient's."""

    job: bool
    client: bool


class ProofOfDelivery(Struct, frozen=True, kw_only=True):
    """For recipients, where the carrier has pictures: how many the page shows, and whether some are awaited."""

    pictures: Count
    waiting: bool


class Shipment(Leg, frozen=True, kw_only=True):
    """A shipment as its viewer may see it, its events newest first."""

    carrier_status: str | None
    events: list[Event]
    last_location: LastLocation | None
    estimated_delivery: Annotated[
        DeliveryWindow | None, Meta(description="The newest estimate there is, or else the promise")
    ]
    promised_delivery: Annotated[DeliveryWindow | None, Meta(description="The window that was promised")]
    overdue: Annotated[bool, Meta(description="Whether both have passed, and the status is not final")]
    delayed_by_minutes: (
        Annotated[int, Meta(ge=0, description="By how much the carrier says that it is late; 0 where it does not say")]
        | UnsetType
    ) = UNSET
    awaits_collection: (
        Annotated[bool, Meta(description="Present, and true, while it waits at a pick-up point")] | UnsetType
    ) = UNSET
    delivered_at: Time | None
    deadline: Deadline | None
    stops_before: Count | None
    attempts: Count | None
    merchant: str | None
    provider: str | None
    origin: Place | None
    destination: Place | None
    sms_notifications: SmsNotifications | None
    actions: list[ActionCode]
    legs: list[Leg]
    first_estimated_delivery: Annotated[
        DeliveryWindow | UnsetType,
        Meta(description="What was expected at first, where it is expected earlier or later by now"),
    ] = UNSET
    proof_of_delivery: ProofOfDelivery | UnsetType = UNSET


class ShipmentResponse(Struct, frozen=True, kw_only=True):
    """A shipment, who it is shown to, and how old it is."""

    shipment: Shipment
    verified: bool
    fetched_at: str
    stale: bool


class Choice(Leg, frozen=True, kw_only=True):
    """One of the shipments that a number can mean."""

    query: Annotated[str, Meta(description="What to ask this address with for this one")]


class ChoicesResponse(Struct, frozen=True, kw_only=True):
    """The shipments that a number can mean."""

    error: ErrorDetail
    choices: list[Choice]
